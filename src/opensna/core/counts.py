"""Counts are never shown; DisclosedCounts may be. Two types, so that the lock is not a reviewer's memory."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from opensna.core.errors import DisclosureError

KEY = ("measure", "area_code", "period_start", "period_end", "breakdown", "group")
"""What one row of Counts, DisclosedCounts and Estimates is about."""

COUNT_COLUMNS = (
    *KEY,
    "numerator",
    "denominator",
    "denominator_kind",
    "unit",
    "source",
    "access",
    "kind",
    "release",
    "mark",
)
"""Columns of Counts.table.

measure, area_code: ids. period_start, period_end: dates, both included. breakdown: "none" or the columns crossed, joined
by "*" ("sex", "age_band", "sex*age_band"). group: "" or the values, joined by "*". numerator: whole records or NaN.
denominator: person-years or records or NaN. denominator_kind: "population" | "records" | "none". unit: what is counted
(offence, victim, suspect, incident). access: "open" | "restricted". kind: "measured" | "synthetic". release: date text.
mark: "" or a Mark where the count is absent.
"""

DISCLOSED_COLUMNS = (*COUNT_COLUMNS, "numerator_low", "numerator_high", "denominator_low", "denominator_high")
"""COUNT_COLUMNS with numerator and denominator as shown (NaN and mark [c] where hidden), and the lowest and highest true
values that the shown ones may stand for."""


@dataclass(frozen=True)
class Counts:
    """True counts, one row a key (COUNT_COLUMNS). Never shown, never saved to an edition."""

    table: pd.DataFrame

    def __post_init__(self) -> None:
        """Refuse a table of another shape."""
        _require(self.table, COUNT_COLUMNS, "Counts")


@dataclass(frozen=True)
class DisclosedCounts:
    """Counts after an audience's policy (DISCLOSED_COLUMNS); only `disclosure.disclose` makes them."""

    table: pd.DataFrame
    audience: str
    policy: str

    def __post_init__(self) -> None:
        """Refuse a table of another shape."""
        _require(self.table, DISCLOSED_COLUMNS, "DisclosedCounts")


def _require(table: pd.DataFrame, columns: tuple[str, ...], name: str) -> None:
    lacking = [column for column in columns if column not in table.columns]
    if lacking:
        raise DisclosureError(
            f"a table without all columns of {name}",
            where=name,
            found=f"lacks {', '.join(lacking)}",
            expected=", ".join(columns),
            do_this=f"build it with the function that makes {name}",
        )
