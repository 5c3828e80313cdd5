"""What the forms over time share: days on an axis, stretches without a gap, bands, and marks of breaks."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from opensna.core.block import Chart
from opensna.report.renderers.svg_parts import WIDTH, Record, Scale, line, measured, number

GAP = "A gap: the figure is hidden or not available."


def day(record: Record) -> int:
    """The record's day as a whole number."""
    return date.fromisoformat(str(record["x"])[:10]).toordinal()


@dataclass(frozen=True)
class Days:
    """Days on pixels from `start` to `end`."""

    first: int
    last: int
    start: float
    end: float

    @classmethod
    def of(cls, records: Iterable[Record], start: float, end: float) -> Days:
        """From the first day of the records to the last."""
        found = [day(record) for record in records]
        return cls(min(found), max(found), start, end)

    def __call__(self, of: Record | int) -> float:
        """Pixels of a record or of a day."""
        when = of if isinstance(of, int) else day(of)
        if self.last == self.first:
            return (self.start + self.end) / 2
        return self.start + (when - self.first) / (self.last - self.first) * (self.end - self.start)


def runs(records: Sequence[Record], *fields: str) -> list[list[Record]]:
    """Stretches in which no value is absent."""
    found: list[list[Record]] = [[]]
    for record in records:
        if all(number(record.get(field)) is not None for field in fields):
            found[-1].append(record)
        elif found[-1]:
            found.append([])
    return [run for run in found if run]


def points(run: Sequence[Record], at: Days, up: Scale) -> list[tuple[float, float]]:
    """Pixels of a stretch."""
    return [(at(r), up(float(r["y"]))) for r in run]


def band(
    run: Sequence[Record], at: Days, up: Scale, colour: str, *, lower: str = "lower", upper: str = "upper",
    opacity: float = 0.17, edge: str = "",
) -> str:  # fmt: skip
    """The area between two limits; a stroke where there is a single point. `edge` is the dash of its outline, if it has one."""
    if len(run) == 1:
        x = at(run[0])
        return line(x, up(float(run[0][lower])), x, up(float(run[0][upper])), stroke=colour, width=2)
    there = [f"{at(r):.1f} {up(float(r[upper])):.1f}" for r in run]
    back = [f"{at(r):.1f} {up(float(r[lower])):.1f}" for r in reversed(run)]
    outline = f' stroke="{colour}" stroke-dasharray="{edge}"' if edge else ""
    return f'<path d="M{"L".join(there + back)}Z" fill="{colour}" fill-opacity="{opacity}"{outline}/>'


def ticks(chart: Chart, at: Days) -> list[tuple[float, str]]:
    """Pixels and labels of the days to name: those the chart asks for, or one a year, or every third month of a short series.

    The last is always named, and as many others as have room.
    """
    if chart.options.get("ticks"):
        found = [(day(t), str(t["label"])) for t in chart.options["ticks"]]
    else:
        days = sorted({day(record) for record in chart.data})
        dates = [date.fromordinal(d) for d in days]
        is_short = days[-1] - days[0] < 730 and len({d.month for d in dates}) > 2
        kept = [d for d in dates if (d.month % 3 == 1 if is_short else d.month == dates[0].month)]
        style = "%Y" if not is_short and dates[0].month == 1 else "%b %Y"
        found = [(d.toordinal(), d.strftime(style)) for d in kept]
    placed = [(at(when), words) for when, words in found]
    widest = max((measured(words) for _, words in placed), default=0.0)
    closest = min((b - a for (a, _), (b, _) in pairwise(placed)), default=widest)
    every = math.ceil((widest + 10) / max(closest, 1.0))
    kept_in = [(min(x, WIDTH - 4 - measured(words) / 2), words) for x, words in placed]
    return kept_in[::-1][::every][::-1]


def breaks(chart: Chart, at: Days) -> list[tuple[float, str]]:
    """Pixels and labels of the breaks that lie within the days drawn."""
    marks: list[dict[str, Any]] = list(chart.options.get("breaks", ()))
    placed = [(at(when), str(mark.get("label", ""))) for mark in marks if at.first <= (when := day(mark)) <= at.last]
    return sorted(placed)
