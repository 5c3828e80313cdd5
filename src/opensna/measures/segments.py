"""Time as count sees it: the stretches between all first and last months that were asked for.

Any set of periods, overlapping or not, is a sum of such stretches. A few years with a baseline are a handful of stretches,
and so far fewer groups than months would give. Where there would be many, the months themselves are the stretches: a
month's number costs a row less than a long search.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import ibis
import numpy as np
from numpy.typing import NDArray

from opensna.core.period import Period

MOST_STRETCHES = 8
"""Above this, months are used: their number is arithmetic, whatever their count."""

TIME_COLUMNS = ("month", "period", "date")
"""Columns that say when, in the order in which they are looked for; each is a DATE."""


@dataclass(frozen=True)
class Segments:
    """`cuts` are the first days of the stretches, and after them the first day of no stretch."""

    periods: tuple[Period, ...]
    cuts: tuple[date, ...]

    @classmethod
    def of(cls, periods: Sequence[Period]) -> Segments:
        """The fewest stretches that make up every period, or its months if those would be many."""
        days = sorted({p.start for p in periods} | {p.end + timedelta(days=1) for p in periods})
        if len(days) > MOST_STRETCHES + 1:
            months = (days[-1].year - days[0].year) * 12 + days[-1].month - days[0].month
            whole = Period.of_months(days[0].year, days[0].month, months)
            days = [*(month.start for month in whole.each_month()), days[-1]]
        return cls(tuple(periods), tuple(days))

    @property
    def count(self) -> int:
        """Number of stretches."""
        return max(0, len(self.cuts) - 1)

    @cached_property
    def incidence(self) -> NDArray[np.float64]:
        """(stretches, periods): 1 where the stretch is part of the period."""
        parts = [[float(p.start <= cut <= p.end) for p in self.periods] for cut in self.cuts[:-1]]
        return np.array(parts, dtype=np.float64).reshape(self.count, len(self.periods))

    def within(self, when: Any) -> Any:
        """Whether a DATE lies in any stretch, as an expression."""
        return (when >= self.cuts[0]) & (when < self.cuts[-1])

    def number(self, when: Any) -> Any:
        """The number of the stretch that a DATE lies in, as an expression."""
        if self.count > MOST_STRETCHES:
            first = self.cuts[0]
            return (when.year() * 12 + when.month() - (first.year * 12 + first.month)).cast("int64")
        tests = [(when < cut, ibis.literal(i, "int64")) for i, cut in enumerate(self.cuts[1:-1])]
        last = ibis.literal(self.count - 1, "int64")
        return ibis.cases(*tests, else_=last) if tests else last


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


def missing_months(table: ibis.Table, held: Period | None) -> tuple[Period, ...]:
    """Months between the first and the last held of which the table has no row: a delivery lacks them, they are not zero."""
    if held is None:
        return ()
    when = table[time_column(table)]
    numbers = table.select(number=when.year() * 12 + when.month()).distinct().to_pyarrow()["number"].to_pylist()
    found = set(numbers)
    return tuple(m for m in held.each_month() if m.start.year * 12 + m.start.month not in found)
