"""A forecast of doing nothing as a fan with its table, and how well it would have done before."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from opensna.alignment.target import NOTHING_CHANGES, WITH_MIX, Target
from opensna.alignment.value_words import chance_in_words
from opensna.assessment.claims import number, percent
from opensna.core.block import Chart, Table
from opensna.core.missing import Mark
from opensna.core.period import Period
from opensna.report.rooms import Scoped
from opensna.report.section import SectionContext
from opensna.report.sections._figures import rounding_note


def chart_of_years(context: SectionContext, scoped: Scoped, made: Target) -> Chart:
    """Years that were, years that may come with 80 and 95 in 100 draws, and the path that a halving asks for."""
    scenarios = made.scenarios.to_dict("records")
    nothing = [row for row in scenarios if row["scenario"] == NOTHING_CHANGES]
    data: list[dict[str, Any]] = [
        {"x": _middle(period), "y": value, **({} if value is not None else {"mark": str(Mark.SUPPRESSED)})}
        for period, value in scoped.history
    ]
    data += [
        {"x": _middle(Period.parse(row["period"])), "y": row["value"], "lower": row["inner_lower"], "upper": row["inner_upper"],
         "outer_lower": row["lower"], "outer_upper": row["upper"]}
        for row in nothing
    ]  # fmt: skip
    path = [{"x": _middle(Period.parse(row["period"])), "y": row["offences"]} for row in made.path.to_dict("records")]
    title = f"Knife violence if nothing changes, and the path to half, {context.area.name}"
    last, goal = nothing[-1], made.baseline.value * (1 - made.reduction)
    where = "below" if last["lower"] > goal else "inside"
    alt = (
        "If nothing changes the number of offences stays about where it is, and nobody can say closely how many there will be: the path to half ends "
        f"{where} what 95 in 100 draws hold. The table gives every year."
    )
    return Chart(
        "fan", title, alt, "", "Offences a year", tuple(data), _years(context, scoped, made), context.source_line(scoped.measure),
        context.is_synthetic(scoped.measure),
        {"inner": "80 in 100", "outer": "95 in 100", "path": path, "aim": "path to half", "ticks": _ticks(scoped, nothing)},
    )  # fmt: skip


def _years(context: SectionContext, scoped: Scoped, made: Target) -> Table:
    mixed = {int(r["year"]): r for r in made.scenarios.to_dict("records") if r["scenario"] == WITH_MIX}
    asked = {int(r["year"]): float(r["offences"]) for r in made.path.to_dict("records")}
    rows = [
        (label(period), number(value) if value is not None else str(Mark.SUPPRESSED), *[str(Mark.NOT_APPLICABLE)] * 4)
        for period, value in scoped.history
    ]
    for row in (r for r in made.scenarios.to_dict("records") if r["scenario"] == NOTHING_CHANGES):
        year, with_mix = int(row["year"]), mixed.get(int(row["year"]))
        mix = f"{number(with_mix['value'])} ({_between(with_mix, '')})" if with_mix else str(Mark.NOT_AVAILABLE)
        cells = (
            f"{number(row['value'])} {Mark.FORECAST}",
            _between(row, "inner_"),
            _between(row, ""),
            mix,
            number(asked[year]),
        )
        rows.append((label(Period.parse(row["period"])), *cells))
    columns = (
        "Year",
        "If nothing changes",
        "80 in 100 draws",
        "95 in 100 draws",
        "With the mix (95 in 100)",
        "Path to half, at most",
    )
    return Table(
        f"Years that were, and may come, {context.area.name}", columns, tuple(rows), numeric=columns[1:],
        note=f"Forecast: {made.nothing.model}; seed {made.seed}. With the mix is [x] where no approach in it can be counted. {rounding_note(context, scoped.measure)}",
        source=context.source_line(scoped.measure), is_synthetic=context.is_synthetic(scoped.measure),
    )  # fmt: skip


def tested_table(context: SectionContext, scoped: Scoped, made: Target) -> Table:
    """The back-test by horizon; and the chance, where the back-test allows one to be given."""
    columns = ("Years ahead", "Times tried", "Held by intervals meant to hold 80%", "Mean error", "Verdict")
    rows = [
        (str(h.years), str(h.folds), percent(h.coverage), percent(h.mean_absolute_error), "holds" if h.passes else "does not hold")
        if h.is_tested
        else (str(h.years), str(h.folds), *[str(Mark.LOW_RELIABILITY)] * 2, "too few to tell")
        for h in made.tested.horizons
    ]  # fmt: skip
    chances = "; ".join(f"{name}: {chance_in_words(chance)}" for name, chance in (made.chance or {}).items())
    note = (
        f"Chance that the last year is at half or below: {chances}. {made.said_of_chance}"
        if chances
        else made.said_of_chance
    )
    return Table(
        f"How well the forecast would have done before, {context.area.name}", columns, tuple(rows), numeric=columns[:4],
        note=f"{note} Each trial is fitted to what was known at that month; trials overlap, so they are fewer than they look.",
        source=context.source_line(scoped.measure), is_synthetic=context.is_synthetic(scoped.measure),
    )  # fmt: skip


def _between(row: dict[Any, Any], which: str) -> str:
    return f"{number(row[f'{which}lower'])} to {number(row[f'{which}upper'])}"


def _middle(period: Period) -> str:
    return (period.start + timedelta(days=(period.end - period.start).days // 2)).isoformat()


def label(period: Period) -> str:
    """A calendar year, a financial one, or any other by its end."""
    if period.start.month in (1, 4):
        return f"{period.start:%Y}" if period.start.month == 1 else f"{period.start:%Y}-{period.end:%y}"
    return f"to {period.end:%b %Y}"


def _ticks(scoped: Scoped, nothing: list[dict[Any, Any]]) -> list[dict[str, str]]:
    """Every other year, counted back from the last, so that labels do not run into one another."""
    every = [period for period, _ in scoped.history] + [Period.parse(row["period"]) for row in nothing]
    return [{"x": _middle(period), "label": label(period)} for period in every[::-2]][::-1]
