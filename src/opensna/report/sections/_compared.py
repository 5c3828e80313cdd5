"""Charts of many areas at once, for the whole's page: a funnel, small multiples, and changes with their intervals."""

from __future__ import annotations

from typing import Any

import numpy as np

from opensna.assessment.claims import percent
from opensna.core.block import Chart, Table
from opensna.core.missing import Mark
from opensna.core.period import Period
from opensna.report.cells import count_cell, rate_cell, records
from opensna.report.section import SectionContext
from opensna.report.sections._breaks import breaks_within, marks_of, note_of
from opensna.report.sections._figures import of_length, rounding_note
from opensna.stats.funnel import funnel_of_rates

_VERDICTS = {"high": "higher", "low": "lower", "within": "similar"}
_CURVE = 40


def funnel(context: SectionContext, measure: str) -> Chart | None:
    """Rates against residents, with the limits that chance alone would keep areas within if all had the whole's rate."""
    rows = [
        row
        for code in context.edited.partnership.areas
        if (row := context.row(context.key(measure, "rate", area=code)))
    ]
    held = [row for row in rows if not row.is_absent and row.numerator == row.numerator]
    whole = context.row(context.key(measure, "rate"))
    if len(held) < 5 or whole is None or whole.is_absent or not whole.value:
        return None
    per = held[0].per
    people = [row.denominator for row in held]
    found = funnel_of_rates([row.numerator for row in held], people, benchmark=whole.value, per=per)
    curve = np.linspace(min(people) * 0.9, max(people) * 1.05, _CURVE)
    limits = funnel_of_rates(np.zeros(_CURVE), curve, benchmark=whole.value, per=per)
    data = tuple(
        {"label": row.area_name, "population": row.denominator, "value": row.value, "verdict": _VERDICTS[str(label).split(" ")[0]],
         "mark": ""}
        for row, label in zip(held, found.label, strict=True)
    )  # fmt: skip
    outside = [str(row["label"]) for row in data if row["verdict"] != "similar"]
    title = f"{context.edited.measures[measure].title}, {context.period.label}: rate against residents"
    columns = (context.area_word.capitalize(), "Residents", "Count", f"Rate per {per:,.0f}", "Against the limits")
    table = Table(
        title, columns,
        tuple((row.area_name, f"{row.denominator:,.0f}", count_cell(row.numerator), rate_cell(row.value), str(label))
              for row, label in zip(held, found.label, strict=True)),
        numeric=columns[1:4], note=f"{rounding_note(context, measure)} Limits: 95% and 99.8% of a Poisson count at {context.whole.name}'s rate. "
        "Violence gathers more than chance would have it, so more areas lie outside than one in twenty: being outside is a question, not a verdict.",
        source=context.source_line(measure), is_synthetic=context.is_synthetic(measure),
    )  # fmt: skip
    options: dict[str, Any] = {
        "limits": [
            {"population": float(n), "lower_95": float(a), "upper_95": float(b), "lower_998": float(c), "upper_998": float(d)}
            for n, a, b, c, d in zip(curve, limits.inner_lower, limits.inner_upper, limits.outer_lower, limits.outer_upper, strict=True)
        ],
        "target": {"value": whole.value, "label": context.whole.name},
        "is_table_closed": True,
    }  # fmt: skip
    alt = f"{len(outside)} of {len(data)} {context.area_words} lie outside the limits of chance around {context.whole.name}'s rate."
    return Chart(
        "funnel",
        title,
        alt,
        "Residents",
        f"Rate per {per:,.0f}",
        data,
        table,
        table.source,
        table.is_synthetic,
        options,
    )


def multiples(context: SectionContext, measure: str) -> Chart | None:
    """One small line for each area on a shared scale, with the whole's in grey behind it."""
    reference = [
        {"x": _middle(r), "y": r["value"], "label": context.whole.name}
        for r in records(of_length(context.rows(measure, "rate"), 12)) if r["value"] is not None
    ]  # fmt: skip
    if len(reference) < 2:
        return None
    data, rows = [], []
    years: list[str] = []
    ends = [r["period_start"] for r in records(of_length(context.rows(measure, "rate"), 12))]
    within = breaks_within(context, measure, ends[0], context.period.end)
    for code, name in context.edited.partnership.areas.items():
        found = list(records(of_length(context.rows(measure, "rate", area=code), 12)))
        data += [
            {
                "panel": name,
                "x": _middle(r),
                "y": r["value"],
                "lower": r["ci_lower"],
                "upper": r["ci_upper"],
                "mark": r["mark"],
            }
            for r in found
        ]
        labels = [f"{r['period_start']:%Y}" for r in found]
        years = max(years, labels, key=len)
        rows.append((name, *(rate_cell(r["value"], r["mark"]) for r in found)))
    if not data:
        return None
    rows = [(*row, *(str(Mark.NOT_AVAILABLE),) * (len(years) + 1 - len(row))) for row in rows]
    title = f"{context.edited.measures[measure].title}, each {context.area_word} over time"
    table = Table(
        title, (context.area_word.capitalize(), *years), tuple(rows), numeric=tuple(years), note=f"{rounding_note(context, measure)}{note_of(within)}",
        source=context.source_line(measure), is_synthetic=context.is_synthetic(measure),
    )  # fmt: skip
    alt = f"One panel for each {context.area_word} on one scale; the grey line is {context.whole.name}'s rate."
    options: dict[str, Any] = {"reference": reference, "is_table_closed": True} | (
        {"breaks": marks_of(within)} if within else {}
    )
    return Chart(
        "small_multiples",
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


def changes(context: SectionContext, measure: str) -> Chart | None:
    """Change on the year before in each area, with its interval and the words that it allows."""
    before = context.period.shift(-12)
    found = [
        (name, context.row(context.key(measure, "change", area=code, baseline=before)))
        for code, name in context.edited.partnership.areas.items()
    ]
    held = [(name, row) for name, row in found if row is not None]
    if sum(not row.is_absent for _, row in held) < 5:
        return None
    data = tuple(
        {"label": name, "value": None if row.is_absent else row.value * 100, "verdict": row.comparison,
         "lower": None if row.is_absent else row.ci_lower * 100, "upper": None if row.is_absent else row.ci_upper * 100,
         "mark": row.mark or ("" if not row.is_absent else str(Mark.NOT_AVAILABLE))}
        for name, row in held
    )  # fmt: skip
    rows = tuple(
        (name, row.mark or str(Mark.NOT_AVAILABLE), "", "") if row.is_absent
        else (name, percent(row.value, signed=True), f"{percent(row.ci_lower, signed=True)} to {percent(row.ci_upper, signed=True)}", row.comparison)
        for name, row in held
    )  # fmt: skip
    title = f"{context.edited.measures[measure].title}: change from {_words(before)} to {_words(context.period)}"
    columns = (context.area_word.capitalize(), "Change", "95% interval", "In words")
    table = Table(
        title, columns, rows, numeric=columns[1:3], note=f"{rounding_note(context, measure)} Many areas are compared at once: about one in twenty would "
        "look changed by chance alone.", source=context.source_line(measure), is_synthetic=context.is_synthetic(measure),
    )  # fmt: skip
    told = {
        word: sum(row.comparison == word for _, row in held) for word in ("higher", "lower", "similar", "cannot tell")
    }
    alt = f"{told['higher']} higher, {told['lower']} lower, {told['similar']} similar; of {told['cannot tell']} the figures cannot tell."
    return Chart(
        "change_dots", title, alt, "Change, per cent", "", data, table, table.source, table.is_synthetic,
        {"zero": {"value": 0, "label": "no change"}, "suffix": "%", "is_table_closed": True},
    )  # fmt: skip


def _words(period: Period) -> str:
    return period.label


def _middle(record: dict[str, Any]) -> str:
    start, end = record["period_start"], record["period_end"]
    return str((start + (end - start) / 2).isoformat())
