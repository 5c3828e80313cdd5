"""Whether the areas add up to the whole: the table of it, and what is said of it on an area's page."""

from __future__ import annotations

from typing import Any

import pandas as pd

from opensna.assessment.claims import number
from opensna.core.block import Block, Prose, Table
from opensna.core.missing import Mark
from opensna.report.section import SectionContext


def reconciliation(context: SectionContext) -> list[Block]:
    """For the whole, its totals of the assessed period; for an area, where they are."""
    rows = context.edited.reconciled
    if rows.empty:
        return []
    if not context.area.is_whole:
        return [
            Prose(
                f"The {context.area_words}' totals, with the records that none of them has, are set against {context.whole.name}'s in "
                f"the assessment of {context.whole.name}."
            )
        ]
    now = rows[
        (rows["breakdown"] == "none")
        & (rows["period_start"] == context.period.start)
        & (rows["period_end"] == context.period.end)
        & rows["measure"].isin(context.edited.drawn)
    ]
    columns = (
        "Measure",
        context.whole.name,
        f"All {context.area_words} and no place",
        "Of which no known place",
        "They add up",
    )
    return [
        Table(
            f"Whether the {context.area_words} add up to {context.whole.name}, {context.period.label}",
            columns,
            tuple(_row(context, row) for row in now.to_dict("records")),
            numeric=columns[1:4],
            note="Every total of the edition is checked, by group and period too, and an edition in which one does not add up is not made: "
            f"exactly before disclosure control, within the stated rounding after it, a hidden figure counting as its interval. No known place: not known, outside, "
            f"or in an area that the source leaves out; it is in {context.whole.name}'s figures.",
            is_synthetic=any(record.is_synthetic for record in context.edited.releases),
        )
    ]


def _row(context: SectionContext, row: dict[Any, Any]) -> tuple[str, ...]:
    added = _between(row) if row["why_not"] == "" else str(Mark.NOT_APPLICABLE)
    return (
        context.edited.measures[row["measure"]].title,
        _shown(row["whole"], "") if not pd.isna(row["whole"]) else _hidden(row["whole_low"]),
        added,
        _shown(row["unplaced"], row["unplaced_mark"]),
        row["verdict"] or row["why_not"],
    )


def _between(row: dict[Any, Any]) -> str:
    if row["areas_low"] == row["areas_high"]:
        return number(row["areas"])
    if row["areas_high"] == float("inf"):
        return f"{number(row['areas_low'])} or more"
    return f"{number(row['areas_low'])} to {number(row['areas_high'])}"


def _shown(value: Any, mark: Any) -> str:
    return (
        number(float(value))
        if not pd.isna(value)
        else (mark if isinstance(mark, str) and mark else str(Mark.NOT_AVAILABLE))
    )


def _hidden(low: Any) -> str:
    return str(Mark.NOT_AVAILABLE if pd.isna(low) else Mark.SUPPRESSED)
