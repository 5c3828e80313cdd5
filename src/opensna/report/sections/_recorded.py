"""Recorded crime of a partnership's authorities by offence, from the Home Office, where their force has no series of its own here."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from opensna.core.block import Block, Callout, Chart, Table
from opensna.core.missing import Mark
from opensna.core.period import Period
from opensna.reference.population import LATEST_YEAR
from opensna.report.cells import count_cell, interval_cell, rate_cell, records
from opensna.report.section import SectionContext
from opensna.report.sections._breaks import breaks_within, callout_of, marks_of, note_of
from opensna.report.sections._published import figures_held, say_figure

RECORDED = {
    "csp_violence_with_injury": "Violence with injury",
    "csp_violence_without_injury": "Violence without injury",
    "csp_robbery": "Robbery of every kind",
    "csp_rape": "Rape",
    "csp_other_sexual_offences": "Other sexual offences",
    "csp_homicide": "Homicide",
}
YEAR = 12
Year = dict[str, Any]
"""A record of twelve months' rate, with the count as `numerator`."""


def recorded(context: SectionContext) -> list[Block]:
    """Each offence in the newest twelve months and those before, and the first over time; nothing where no figure is held."""
    held = figures_held(context, tuple(RECORDED))
    if not held:
        return []
    if context.area.is_whole:
        return _by_authority(context, held)
    years = {id: found for id in held if (found := _years(context, id, context.area.code))}
    if not years:
        return [Callout(f"{context.area.name}: not available {Mark.NOT_AVAILABLE}", "The Home Office's table has no community safety partnership that is this "
                        f"{context.area_word}'s alone, or not twelve months of it.")]  # fmt: skip
    first = next(iter(years))
    blocks: list[Block] = [say_figure(context, first), _offences(context, years)]
    chart = _chart(context, first, years[first])
    if chart is not None:
        within = breaks_within(context, first, years[first][0]["period_start"], years[first][-1]["period_end"])
        blocks += [chart, *callout_of(within)]
    return [*blocks, context.caveats(first)]


def _years(context: SectionContext, id: str, code: str) -> list[Year]:
    """Twelve months that end as the newest do up to the assessed period's end, in order of time."""
    frame = context.rows(id, "rate", area=code)
    held = [r for r in records(frame[frame["months"] == YEAR]) if r["period_end"] <= context.period.end]
    return [r for r in held if r["period_end"].month == held[-1]["period_end"].month]


def _label(year: Year) -> str:
    return Period(year["period_start"], year["period_end"]).label


def _offences(context: SectionContext, years: dict[str, list[Year]]) -> Table:
    rows: list[tuple[str, ...]] = []
    for id, of in years.items():
        last, before = of[-1], of[-2] if len(of) > 1 else None
        rows.append(
            (RECORDED[id], _label(last), count_cell(last["numerator"]), rate_cell(last["value"]),
             interval_cell(last["ci_lower"], last["ci_upper"]),
             count_cell(before["numerator"]) if before else str(Mark.NOT_AVAILABLE))
        )  # fmt: skip
    columns = ("Offence", "Twelve months", "Offences", "Rate per 1,000", "95% interval", "Twelve months before")
    return _table(
        context,
        f"Recorded crime by offence, {context.area.name}",
        columns,
        rows,
        numeric=columns[2:],
        id=next(iter(years)),
        spans={id: of[-2:] for id, of in years.items()},
    )


def _by_authority(context: SectionContext, held: list[str]) -> list[Block]:
    """Offences of each authority in the newest twelve months of the first; the whole's own are its force's."""
    rows: list[tuple[str, ...]] = []
    last: Period | None = None
    for place in context.edited.areas:
        years = {id: _years(context, id, place.code) for id in held}
        found = next((of[-1] for of in years.values() if of), None)
        if place.is_whole or found is None:
            continue
        last = last or Period(found["period_start"], found["period_end"])
        of_last = {id: [r for r in of if r["period_end"] == last.end] for id, of in years.items()}
        rows.append(
            (
                place.name,
                *(count_cell(of[0]["numerator"]) if of else str(Mark.NOT_AVAILABLE) for of in of_last.values()),
            )
        )
    if last is None:
        return []
    columns = (context.area_word.capitalize(), *(RECORDED[id] for id in held))
    title = f"Recorded crime by {context.area_word} and offence, {last.label}"
    told = Callout(f"{context.whole.name} as a whole", "The table leaves out offences that no community safety partnership could be given, so it is not added up: the "
                   "force's own figures are under Police forces compared, and rates are in the assessment of each "
                   f"{context.area_word}.")  # fmt: skip
    return [told, _table(context, title, columns, rows, numeric=columns[1:], id=held[0]), context.caveats(held[0])]


def _table(
    context: SectionContext, title: str, columns: tuple[str, ...], rows: list[tuple[str, ...]], *, numeric: tuple[str, ...],
    id: str, spans: Mapping[str, list[Year]] = MappingProxyType({}),
) -> Table:  # fmt: skip
    """A table of these figures; `spans` are the years it sets against one another, by figure: their breaks stand beneath it."""
    crossed = dict.fromkeys(
        b for id, of in spans.items() for b in breaks_within(context, id, of[0]["period_start"], of[-1]["period_end"])
    )
    return Table(
        title, columns, tuple(tuple(map(str, row)) for row in rows), numeric=numeric,
        note=f"Counts as their publisher released them; rates are ours, over the residents of mid-{LATEST_YEAR}.{note_of(crossed)}",
        source=context.source_line(id), is_synthetic=context.is_synthetic(id),
    )  # fmt: skip


def _chart(context: SectionContext, id: str, years: list[Year]) -> Chart | None:
    if len(years) < 2:
        return None
    data = [
        {"x": _middle(r), "y": r["value"], "lower": r["ci_lower"], "upper": r["ci_upper"], "series": context.area.name}
        for r in years
    ]
    within = breaks_within(context, id, years[0]["period_start"], years[-1]["period_end"])
    title = f"{RECORDED[id]}, {context.area.name}"
    columns = ("Twelve months", "Offences", "Rate per 1,000", "95% interval")
    rows = [
        (_label(r), count_cell(r["numerator"]), rate_cell(r["value"]), interval_cell(r["ci_lower"], r["ci_upper"]))
        for r in years
    ]
    table = Table(
        title, columns, tuple(rows), numeric=columns[1:], note=f"Rates per 1,000 residents of mid-{LATEST_YEAR}.{note_of(within)}",
        source=context.source_line(id), is_synthetic=context.is_synthetic(id),
    )  # fmt: skip
    alt = f"Rate per 1,000 residents: {rate_cell(years[0]['value'])} in the {rows[0][0]} and {rate_cell(years[-1]['value'])} in the {rows[-1][0]}."
    options: dict[str, Any] = {"ticks": [{"x": _middle(r), "label": f"{r['period_end']:%Y}"} for r in years]}
    options |= {"breaks": marks_of(within)} if within else {}
    return Chart(
        "line",
        title,
        alt,
        "",
        "Rate per 1,000 residents",
        tuple(data),
        table,
        table.source,
        table.is_synthetic,
        options,
    )


def _middle(year: Year) -> str:
    return str((year["period_start"] + (year["period_end"] - year["period_start"]) / 2).isoformat())
