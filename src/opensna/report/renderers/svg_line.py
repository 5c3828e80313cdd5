"""A line for each series, its interval as a band, its name at its end; a gap where a value is absent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from opensna.core.block import Chart
from opensna.report.renderers.svg_parts import (
    BLUE,
    GREEN,
    GREY,
    GRID,
    INK,
    ORANGE,
    SOFT,
    WIDTH,
    Scale,
    line,
    marker,
    measured,
    number,
    numbers,
    paragraph,
    text,
    tick,
    wrapped,
)

STYLES = ((BLUE, ""), (ORANGE, "7 4"), (GREY, "2 3"), (GREEN, "10 3 2 3"))
HEIGHT, SHOWS_MARKERS = 270, 26
"""SHOWS_MARKERS: most points of a series that are each marked; months of many years are not."""

Record = dict[str, Any]


def draw_line(chart: Chart, y: float) -> tuple[str, float]:
    """The picture from `y` down, and where the next thing begins."""
    names = list(dict.fromkeys(str(r.get("series", "")) for r in chart.data))
    room = min(180.0, max([60.0, *(measured(name) + 40 for name in names)]))
    has_band = bool(numbers(chart.data, "lower", "upper"))
    said = [chart.y_title, "shaded: 95% confidence interval" if has_band else ""]
    head, y = paragraph(y, "; ".join(s for s in said if s), fill=SOFT)
    top, bottom = y + 26, y + 26 + HEIGHT
    up = Scale.of(numbers(chart.data, "y", "lower", "upper"), bottom, top)
    left = 16 + max(measured(tick(v, up.step)) for v in up.ticks)
    days = sorted({_day(r) for r in chart.data})
    first, span = days[0], max(days[-1] - days[0], 1)
    right = WIDTH - room

    def at(day: int) -> float:
        return left + 10 + (day - first) / span * (right - left - 20)

    parts = [head, *(line(left, up(v), right, up(v), stroke=GRID) for v in up.ticks)]
    parts += [text(left - 6, up(v) + 5, tick(v, up.step), anchor="end") for v in up.ticks]
    parts.append(line(left, up(0), right, up(0), width=1.2))
    parts += [text(at(day), bottom + 20, label, anchor="middle") for day, label in _ticks(chart, days)]
    for mark in chart.options.get("breaks", ()):
        x = at(date.fromisoformat(str(mark["x"])[:10]).toordinal())
        parts += [line(x, top - 8, x, bottom, dash="2 3", width=1.5), text(x + 4, top - 10, str(mark.get("label", "")))]
    ends = []
    for index, name in reversed(list(enumerate(names))):
        records = sorted((r for r in chart.data if str(r.get("series", "")) == name), key=_day)
        drawn, end = _series(records, index, at, up)
        parts.append(drawn)
        if end is not None:
            ends.append((end, index, name))
    parts += _labels(ends, right + 8, room - 10)
    if any(number(r.get("y")) is None for r in chart.data):
        note, bottom = paragraph(bottom + 22, "A gap: the figure is hidden or not available.", fill=SOFT)
        return "".join([*parts, note]), bottom + 6
    return "".join(parts), bottom + 28


def _day(record: Record) -> int:
    return date.fromisoformat(str(record["x"])[:10]).toordinal()


def _series(records: Sequence[Record], index: int, at: Any, up: Scale) -> tuple[str, float | None]:
    """Band, line and markers of a series, and the height of its last point."""
    colour, dash = STYLES[index % len(STYLES)]
    parts: list[str] = []
    end: float | None = None
    for run in _runs(records, "y"):
        points = [(at(_day(r)), up(float(r["y"]))) for r in run]
        parts += [_band(part, at, up, colour) for part in _runs(run, "y", "lower", "upper")]
        path = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        parts.append(
            f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2.5" stroke-linejoin="round"{dashes}/>'
        )
        if len(records) <= SHOWS_MARKERS or len(points) == 1:
            parts += [marker(x, y, index, fill=colour) for x, y in points]
        end = points[-1][1]
    if len(records) <= SHOWS_MARKERS:
        absent = [r for r in records if number(r.get("y")) is None]
        parts += [
            text(at(_day(r)), up(0) - 6 - 16 * index, str(r.get("mark") or "[x]"), anchor="middle", fill=INK)
            for r in absent
        ]
    return "".join(parts), end


def _runs(records: Sequence[Record], *fields: str) -> list[list[Record]]:
    """Stretches in which no value is absent."""
    runs: list[list[Record]] = [[]]
    for record in records:
        if all(number(record.get(field)) is not None for field in fields):
            runs[-1].append(record)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _band(run: Sequence[Record], at: Any, up: Scale, colour: str) -> str:
    if len(run) == 1:
        x = at(_day(run[0]))
        return line(x, up(float(run[0]["lower"])), x, up(float(run[0]["upper"])), stroke=colour, width=2)
    there = [f"{at(_day(r)):.1f} {up(float(r['upper'])):.1f}" for r in run]
    back = [f"{at(_day(r)):.1f} {up(float(r['lower'])):.1f}" for r in reversed(run)]
    return f'<path d="M{"L".join(there + back)}Z" fill="{colour}" fill-opacity="0.17"/>'


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


def _ticks(chart: Chart, days: Sequence[int]) -> list[tuple[int, str]]:
    """Days to label: those the chart asks for, or one a year, or every third month of a short series."""
    if chart.options.get("ticks"):
        found = [(date.fromisoformat(str(t["x"])[:10]).toordinal(), str(t["label"])) for t in chart.options["ticks"]]
    else:
        dates = [date.fromordinal(day) for day in days]
        is_short = days[-1] - days[0] < 730 and len({d.month for d in dates}) > 2
        kept = [d for d in dates if (d.month % 3 == 1 if is_short else d.month == dates[0].month)]
        style = "%Y" if not is_short and dates[0].month == 1 else "%b %Y"
        found = [(d.toordinal(), d.strftime(style)) for d in kept]
    step = -(-len(found) // 9) or 1
    return found[::-1][::step][::-1]
