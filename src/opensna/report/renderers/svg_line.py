"""A line for each series, its interval as a band, its name at its end; a gap where a value is absent."""

from __future__ import annotations

from collections.abc import Sequence

from opensna.core.block import Chart
from opensna.report.renderers.svg_named import lines_named, room_for_names
from opensna.report.renderers.svg_parts import (
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    SOFT,
    WIDTH,
    Record,
    Scale,
    absent,
    margin,
    marker,
    measured,
    names,
    number,
    numbers,
    paragraph,
    path,
    text,
    upward,
    wrapped,
)
from opensna.report.renderers.svg_time import (
    GAP,
    Days,
    band,
    breaks,
    day,
    points,
    runs,
    ticks,
)

STYLES = ((BLUE, ""), (ORANGE, "7 4"), (GREY, "2 3"), (GREEN, "10 3 2 3"))
HEIGHT, SHOWS_MARKERS = 270, 26
"""SHOWS_MARKERS: most points of a series that are each marked; months of many years are not."""


def draw_line(chart: Chart, y: float) -> tuple[str, float]:
    """The picture from `y` down, and where the next thing begins."""
    series = names(chart.data, "series")
    room = min(190.0, max([60.0, *(measured(name) + 40 for name in series)]))
    has_band = bool(numbers(chart.data, "lower", "upper"))
    said = [chart.y_title, "shaded: 95% confidence interval" if has_band else ""]
    head, y = paragraph(y, "; ".join(s for s in said if s), fill=SOFT)
    values = numbers(chart.data, "y", "lower", "upper")
    left, right = margin(Scale.of(values, 0, 1)), WIDTH - room
    at = Days.of(chart.data, left + 10, right - 10)
    marks = breaks(chart, at)
    top = y + 20 + room_for_names(marks)
    bottom = top + HEIGHT
    up = Scale.of(values, bottom, top)
    parts = [head, upward(up, left, right), lines_named(marks, top, bottom)]
    parts += [text(x, bottom + 20, label, anchor="middle") for x, label in ticks(chart, at)]
    ends = []
    for index, name in reversed(list(enumerate(series))):
        records = sorted((r for r in chart.data if str(r.get("series", "")) == name), key=day)
        drawn, end = _series(records, index, at, up)
        parts.append(drawn)
        if end is not None:
            ends.append((end, index, name))
    parts += _labels(ends, right + 8, room - 10)
    if any(number(r.get("y")) is None for r in chart.data):
        note, bottom = paragraph(bottom + 22, GAP, fill=SOFT)
        return "".join([*parts, note]), bottom + 6
    return "".join(parts), bottom + 28


def _series(records: Sequence[Record], index: int, at: Days, up: Scale) -> tuple[str, float | None]:
    """Band, line and markers of a series, and the height of its last point."""
    colour, dash = STYLES[index % len(STYLES)]
    parts: list[str] = []
    end: float | None = None
    for run in runs(records, "y"):
        placed = points(run, at, up)
        parts += [band(part, at, up, colour) for part in runs(run, "y", "lower", "upper")]
        parts.append(path(placed, stroke=colour, width=2.5, dash=dash))
        if len(records) <= SHOWS_MARKERS or len(placed) == 1:
            parts += [marker(x, y, index, fill=colour) for x, y in placed]
        end = placed[-1][1]
    if len(records) <= SHOWS_MARKERS:
        parts += [
            text(at(r), up(0) - 6 - 16 * index, absent(r), anchor="middle", halo=True)
            for r in records
            if number(r.get("y")) is None
        ]
    return "".join(parts), end


def _labels(ends: Sequence[tuple[float, int, str]], x: float, room: float) -> list[str]:
    """Each series named at its end, beside its own marker, moved down where two would meet."""
    parts, free = [], 0.0
    for y, index, name in sorted(ends):
        lines = wrapped(name, room - 18)
        y = max(y, free)
        parts.append(marker(x + 5, y, index, fill=STYLES[index % len(STYLES)][0], size=5))
        parts += [text(x + 16, y + 5 + 16 * i, words, bold=index == 0) for i, words in enumerate(lines)]
        free = y + 16 * len(lines) + 4
    return parts
