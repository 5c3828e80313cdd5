"""What every export holds of an area: its tables, numbered through, and its estimates, one row each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import pandas as pd

from opensna.assessment.broken_series import breaks_crossed
from opensna.core.area import Area
from opensna.core.block import Block, Callout, Table
from opensna.core.missing import Mark
from opensna.report.renderers._base import SYNTHETIC, Shown

STATUS = "status"
BREAKS = "breaks"
COLUMNS: Mapping[str, str] = MappingProxyType({
    "measure": "Id of the measure, as in the catalogue of measures",
    "area_code": "GSS code of the area",
    "area_name": "Name of the area",
    "area_type": "Type of the area: lad (borough), region",
    "period_start": "First day of the period",
    "period_end": "Last day of the period",
    "breakdown": "What the groups are of; none for the whole",
    "group": "The group; [z] for the whole",
    "statistic": "count, rate, share, value, change, difference_from, level_of_comparator or switch",
    "value": "The estimate: a count, a rate for `per`, a share from 0 to 1, a change as a ratio less 1",
    "ci_lower": "Lower confidence limit, in units of value",
    "ci_upper": "Upper confidence limit, in units of value",
    "ci_level": "Level of confidence, 0 to 1",
    "method": "How value and interval were made",
    "numerator": "Records counted, as disclosed",
    "denominator": "What they are divided by",
    "per": "A rate is for so many",
    "unit": "What one record is",
    "rank": "Place by count among the areas, highest first",
    "rank_high": "The other end of a tied or uncertain place",
    "rank_n": "How many areas were ranked",
    "comparator": "What the area is compared with",
    "comparison": "higher, lower, similar or cannot tell",
    "baseline_start": "First day of the period that a change is from",
    "baseline_end": "Last day of the period that a change is from",
    "mark": "Why value is absent, in shorthand; [z] where it is not",
    BREAKS: "Breaks that the row's series crosses, days and ids; a change: those between its two periods; [z] for none",
    "source": "Id of the source",
    "release": "Release of the source",
    "kind": "measured, synthetic, modelled, published or quoted",
    STATUS: "Marks that must stay with the row: synthetic data, not for release; none for neither",
})  # fmt: skip
"""Columns of the exported estimates, in order, and what each holds."""
NUMBERS = (
    "value",
    "ci_lower",
    "ci_upper",
    "ci_level",
    "numerator",
    "denominator",
    "per",
    "rank",
    "rank_high",
    "rank_n",
)
WHOLE = ("rank", "rank_high", "rank_n")
DATES = ("period_start", "period_end", "baseline_start", "baseline_end")


@dataclass(frozen=True)
class Exported:
    """A table of the report: `id` is its section's and a number, and is unique in the area; `place` counts from 1."""

    id: str
    place: int
    section: str
    table: Table


def tables_of(shown: Shown, area: Area) -> tuple[Exported, ...]:
    """Every table and every chart's table of an area, in order."""
    found: list[Exported] = []
    for section in shown.sections(area):
        own = [table for block in section.blocks if (table := _table_of(block)) is not None]
        for number, table in enumerate(own, start=1):
            found.append(Exported(f"{section.id}_{number}", len(found) + 1, section.title, table))
    return tuple(found)


def _table_of(block: Block) -> Table | None:
    return block if isinstance(block, Table) else getattr(block, "table", None)


def callouts_of(shown: Shown, area: Area) -> tuple[tuple[str, Callout], ...]:
    """Every caveat of an area with the title of its section, each once a section."""
    found = {(s.title, block): None for s in shown.sections(area) for block in s.blocks if isinstance(block, Callout)}
    return tuple(found)


def row_status(shown: Shown, *, is_synthetic: bool) -> str:
    """The marks that a row of a table carries, or nothing."""
    return "; ".join(mark for mark in (SYNTHETIC if is_synthetic else "", shown.audience_mark) if mark)


def estimates_of(shown: Shown, area: Area | None = None) -> pd.DataFrame:
    """Estimates of an area, or of all, one a row: COLUMNS, numbers as numbers, every absence as its mark.

    An absent number of a row whose value is absent has the row's mark; any other absence is not applicable [z].
    """
    held = shown.edition.estimates.table
    held = held if area is None else held[held["area_code"] == area.code]
    reason = held["mark"].astype(object).where(held["value"].isna() & (held["mark"] != ""), str(Mark.NOT_APPLICABLE))
    out: dict[str, pd.Series] = {}
    for name in COLUMNS:
        if name == STATUS:
            out[name] = (held["kind"] == "synthetic").map(
                {kind: row_status(shown, is_synthetic=kind) or "none" for kind in (True, False)}
            )
        elif name == BREAKS:
            out[name] = breaks_crossed(held, shown.manifest)
        elif name in NUMBERS:
            out[name] = held[name].astype(object).where(held[name].notna(), reason)
        else:
            text = held[name].astype(object).where(held[name].notna() & (held[name] != ""), str(Mark.NOT_APPLICABLE))
            out[name] = text.map(lambda day: str(day)[:10]) if name in DATES else text.astype(str)
    return pd.DataFrame(out).reset_index(drop=True)
