"""Counts of an open table's months as figures: each month, and the twelve months that end with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import ibis
import pandas as pd
import pyarrow as pa

from opensna.core.period import Period

KEY = ["indicator", "area_code", "area_name", "group"]
"""What tells one series of counts from another."""
YEAR = 12


def number_of(month: date) -> int:
    """A month as a running number."""
    return month.year * 12 + month.month - 1


def as_figures(months: pd.DataFrame, held: Sequence[frozenset[int]], area_type: str | Sequence[str]) -> Any:
    """Counts in the shape of `_published.figures_contract`.

    Parameters
    ----------
    months : one row a series (index KEY), one column a month by its number; 0 where nothing was counted.
    held : of each series, the months that the release holds; a span with another month in it is not there.
    """
    made = []
    for end in map(int, months.columns):
        for length in (1, YEAR):
            span = list(range(end - length + 1, end + 1))
            when = Period.of_months(span[0] // 12, span[0] % 12 + 1, length)
            sums = months.reindex(columns=span, fill_value=0).sum(axis=1).rename("value").reset_index()
            inside = [of.issuperset(span) for of in held]
            made.append(sums.assign(area_type=area_type, period_start=when.start, period_end=when.end)[inside])
    blank = pd.DataFrame(columns=[*KEY, "value", "area_type", "period_start", "period_end"])
    found = pd.concat(made or [blank], ignore_index=True)
    mark = pd.Series(None, found.index, dtype="string")
    whole = found.assign(value=found["value"].astype(float), mark=mark, lower=float("nan"), upper=float("nan"))
    return ibis.memtable(pa.Table.from_pandas(whole, preserve_index=False))
