"""Time as count sees it: the stretches between all first and last months that were asked for.

Any set of periods, overlapping or not, is a sum of such stretches, and there are never more of them than months. Seven
yearly periods with their baselines are about ten stretches: far fewer groups than months would give.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import ibis
import numpy as np
from numpy.typing import NDArray

from opensna.core.period import Period

TIME_COLUMNS = ("month", "period", "date")
"""Columns that say when, in the order in which they are looked for; each is a DATE."""


@dataclass(frozen=True)
class Segments:
    """`cuts` are the first days of the stretches, and after them the first day of no stretch."""

    periods: tuple[Period, ...]
    cuts: tuple[date, ...]

    @classmethod
    def of(cls, periods: Sequence[Period]) -> Segments:
        """The fewest stretches that make up every period."""
        days = {p.start for p in periods} | {p.end + timedelta(days=1) for p in periods}
        return cls(tuple(periods), tuple(sorted(days)))

    @property
    def count(self) -> int:
        """Number of stretches."""
        return max(0, len(self.cuts) - 1)

    @property
    def incidence(self) -> NDArray[np.float64]:
        """(stretches, periods): 1 where the stretch is part of the period."""
        parts = [[float(p.start <= cut <= p.end) for p in self.periods] for cut in self.cuts[:-1]]
        return np.array(parts, dtype=np.float64).reshape(self.count, len(self.periods))

    def within(self, when: Any) -> Any:
        """Whether a DATE lies in any stretch, as an expression."""
        return (when >= self.cuts[0]) & (when < self.cuts[-1])

    def number(self, when: Any) -> Any:
        """The stretch's number, as an expression: a halving search, so 60 stretches cost six comparisons."""
        return self._search(when, 0, self.count)

    def _search(self, when: Any, first: int, last: int) -> Any:
        if last - first <= 1:
            return ibis.literal(first, "int64")
        middle = (first + last) // 2
        return ibis.ifelse(
            when < self.cuts[middle], self._search(when, first, middle), self._search(when, middle, last)
        )


def time_column(table: ibis.Table) -> str:
    """The column of a table that says when."""
    return next(column for column in TIME_COLUMNS if column in table.columns)


def held_period(table: ibis.Table) -> Period | None:
    """The whole months from the first to the last date of a table; None if it is empty."""
    when = table[time_column(table)]
    ends = table.aggregate(first=when.min(), last=when.max()).to_pyarrow().to_pylist()[0]
    if ends["first"] is None:
        return None
    first, last = ends["first"], ends["last"]
    return Period.of_months(first.year, first.month, (last.year - first.year) * 12 + last.month - first.month + 1)
