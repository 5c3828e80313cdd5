"""Charts and tables that several sections draw."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from opensna.assessment.wording import number, rate
from opensna.core.block import Chart, Table
from opensna.core.missing import Mark
from opensna.reference.areas import LONDON
from opensna.report.cells import count_cell, interval_cell, rate_cell, records
from opensna.report.section import SectionContext


def of_length(frame: pd.DataFrame, months: int) -> pd.DataFrame:
    """Rows whose period is so many months long, one for each start: the assessed kind of year, not a baseline that overlaps it."""
    rows = frame[frame["months"] == months]
    return (
        rows
        if months == 1 or rows.empty
        else rows[[start.month == rows["period_start"].iloc[-1].month for start in rows["period_start"]]]
    )


def level_table(context: SectionContext, title: str, measures: Sequence[str]) -> Table:
    """Count, rate with interval, and comparison with London, one row a measure, for the assessed period."""
    rows = []
    for measure in measures:
        count, per = context.row(context.key(measure, "count")), context.row(context.key(measure, "rate"))
        against = context.row(context.key(measure, "difference_from", comparator="london"))
        mark = count.mark if count else Mark.NOT_AVAILABLE
        rows.append(
            (
                context.edited.measures[measure].title,
                count_cell(count and count.value, mark),
                rate_cell(per and per.value, per.mark if per else mark),
                interval_cell(per and per.ci_lower, per and per.ci_upper, per.mark if per else mark),
                against.comparison if against and against.comparison else Mark.NOT_APPLICABLE,
            )
        )
    columns = ("Measure", context.period.label, "Rate per 1,000", "95% interval", "Against London")
    return Table(
        title, columns, tuple(rows), numeric=columns[1:4], note=rounding_note(context),
        source=context.source_line(measures[0]), is_synthetic=context.is_synthetic(measures[0]),
    )  # fmt: skip


def rounding_note(context: SectionContext) -> str:
    """How figures of restricted sources were controlled, printed beneath them."""
    if context.edited.audience == "authors":
        return "Authors' figures, not rounded: not for release."
    return (
        "Figures from restricted sources: 1 to 7 hidden [c], others rounded to the nearest 5; rates and intervals are made from the "
        "shown figures and allow for the rounding. Figures already published are shown as released."
    )


def time_chart(context: SectionContext, measure: str, *, statistic: str = "rate", months: int = 12) -> Chart | None:
    """A measure over time in this area, with its interval, beside London; None if there is nothing to draw."""
    held = of_length(context.rows(measure, statistic), months)
    if held["value"].notna().sum() < 2:
        return None
    title = context.edited.measures[measure].title
    data = _points(held, context.area.name)
    if context.area.type != "region":
        data += _points(of_length(context.rows(measure, statistic, area=LONDON), months), "London")
    first, last = held.iloc[0], held.iloc[-1]
    per = f"per {number(last['per'])} residents" if statistic == "rate" else "recorded"
    rows = tuple(
        (_label(r["period_start"], months), count_cell(r["numerator"], r["mark"]), rate_cell(r["value"], r["mark"]),
         interval_cell(r["ci_lower"], r["ci_upper"], r["mark"]))
        for r in records(held)
    )  # fmt: skip
    alt = f"{title} in {context.area.name}, {per}: {_ends(first, months)} and {_ends(last, months)}."
    table = Table(
        f"{title}, {context.area.name}", ("Period", "Count", f"Rate {per}", "95% interval"), rows,
        numeric=("Count", f"Rate {per}", "95% interval"), note=rounding_note(context), source=context.source_line(measure),
        is_synthetic=context.is_synthetic(measure),
    )  # fmt: skip
    return Chart(
        "line", f"{title}, {context.area.name}", alt, "", per, tuple(data), table, table.source, table.is_synthetic
    )


def _points(frame: pd.DataFrame, series: str) -> list[dict[str, Any]]:
    return [
        {
            "x": str(r["period_start"])[:10],
            "y": r["value"],
            "lower": r["ci_lower"],
            "upper": r["ci_upper"],
            "series": series,
        }
        for r in records(frame)
    ]


def _label(start: Any, months: int) -> str:
    day = pd.Timestamp(start)
    return f"{day:%B %Y}" if months == 1 else f"{day:%Y}" if day.month == 1 else f"year from {day:%B %Y}"


def _ends(row: pd.Series, months: int) -> str:
    shown = Mark.SUPPRESSED.meaning if row["value"] != row["value"] else rate(row["value"])
    return f"{shown} in {_label(row['period_start'], months)}"
