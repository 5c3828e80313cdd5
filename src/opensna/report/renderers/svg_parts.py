"""Scales, texts and marks that every chart is drawn with, as SVG in plain strings."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import escape

from opensna.core.block import Chart

Record = dict[str, Any]
WIDTH = 720
INK, SOFT, GRID, PAPER = "#0b0c0c", "#484d51", "#d5d9dc", "#ffffff"
BLUE, ORANGE, GREY, GREEN = "#0072B2", "#D55E00", "#4d4d4d", "#009E73"
"""Okabe and Ito's colours, told apart in every kind of colour blindness; dash and marker tell series apart in grey."""
BLUES = ("#eff6fb", "#c6dff0", "#8dbfe0", "#3f8fc6", "#08519c")
"""One hue, each step darker than the last, so that the order survives a grey printer."""
CHOSEN = "#e3eef6"
"""Behind the row of the area that the page is about."""
SIZE = 15
"""Pixels of all text but titles: 12.6 where the picture is 16 cm wide on paper, 13 on a phone."""
HATCH = "\ue000-h"
"""Name of the pattern of absent values; its first character is replaced by what makes ids unique on a page."""


def number(value: Any) -> float | None:
    """The value as a finite number, or None: absent values reach charts as None or NaN."""
    if value is None or isinstance(value, str):
        return None
    found = float(value)
    return found if math.isfinite(found) else None


def numbers(records: Iterable[Record], *fields: str) -> list[float]:
    """Every number that stands in these fields."""
    return [n for record in records for field in fields if (n := number(record.get(field))) is not None]


def extent(chart: Chart, *fields: str) -> list[float]:
    """Every number in these fields, and the ends of the scale where the chart is a part of a larger one."""
    return numbers(chart.data, *fields) + [float(v) for v in chart.options.get("span", ())]


def names(records: Iterable[Record], field: str, first: Iterable[Any] = ()) -> list[str]:
    """The different values of a field: those asked for, then others in the order in which they are met."""
    found = list(dict.fromkeys(str(record.get(field, "")) for record in records))
    return list(dict.fromkeys([*(str(name) for name in first), *found]))


def plain(value: float) -> str:
    """A value as printed beside its mark."""
    size = abs(value)
    return f"{value:,.0f}" if size >= 1000 else f"{value:.3g}" if size < 100 else f"{value:.0f}"


def printed(chart: Chart, value: float) -> str:
    """A value with what the chart sets before and after it."""
    sign = "-" if value < 0 else ""
    return f"{sign}{chart.options.get('prefix', '')}{plain(abs(value))}{chart.options.get('suffix', '')}"


def tick(value: float, step: float) -> str:
    """An axis label with as many decimals as the step needs."""
    return f"{value:,.{max(0, -math.floor(math.log10(step) + 1e-9))}f}"


@dataclass(frozen=True)
class Scale:
    """Values from `low` to `high` on pixels from `start` to `end`, with ticks at whole steps."""

    low: float
    high: float
    step: float
    start: float
    end: float

    @classmethod
    def of(cls, values: Sequence[float], start: float, end: float, *, count: int = 5) -> Scale:
        """A scale that holds zero and all values and ends on ticks."""
        low, high = min([0.0, *values]), max([0.0, *values])
        span = (high - low) or 1.0
        rough = span / count
        power = 10.0 ** math.floor(math.log10(rough))
        step = power * next((m for m in (1, 2, 5, 10) if m * power >= rough * (1 - 1e-9)), 10)
        return cls(math.floor(low / step) * step, math.ceil((low + span) / step - 1e-9) * step, step, start, end)

    @classmethod
    def about(cls, values: Sequence[float], start: float, end: float, *, count: int = 5) -> Scale:
        """A scale about the values that need not hold zero: for marks that are read against one another and not by their length."""
        low, high = min(values, default=0.0), max(values, default=0.0)
        step = cls.of([(high - low) or abs(high) or 1.0], start, end, count=count).step
        first = math.floor(low / step + 1e-9)
        last = max(math.ceil(high / step - 1e-9), first + 1)
        return cls(first * step, last * step, step, start, end)

    def __call__(self, value: float) -> float:
        """Pixels."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    @property
    def ticks(self) -> list[float]:
        """Values to label."""
        return [self.low + i * self.step for i in range(round((self.high - self.low) / self.step) + 1)]

    @property
    def labels(self) -> list[tuple[float, str]]:
        """Pixel and label of the ticks that have room: every second or third on a narrow axis."""
        found = [(self(v), tick(v, self.step)) for v in self.ticks]
        if len(found) < 2:
            return found
        apart = abs(found[1][0] - found[0][0])
        every = math.ceil((max(measured(words) for _, words in found) + 10) / apart)
        return found[::every]


def text(
    x: float, y: float, words: str, *, size: int = SIZE, anchor: str = "start", bold: bool = False, fill: str = INK,
    halo: bool = False,
) -> str:  # fmt: skip
    """One line of text; `halo` sets it off from a hatched or crowded ground."""
    weight = ' font-weight="bold"' if bold else ""
    side = f' text-anchor="{anchor}"' if anchor != "start" else ""
    edge = f' stroke="{PAPER}" stroke-width="4" stroke-linejoin="round" paint-order="stroke"' if halo else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{fill}"{side}{weight}{edge}>{escape(words)}</text>'


def line(x1: float, y1: float, x2: float, y2: float, *, stroke: str = INK, width: float = 1, dash: str = "") -> str:
    """A straight line."""
    return path([(x1, y1), (x2, y2)], stroke=stroke, width=width, dash=dash)


def path(points: Sequence[tuple[float, float]], *, stroke: str = INK, width: float = 1, dash: str = "") -> str:
    """A line through points."""
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    there = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    return f'<path d="M{there}" fill="none" stroke="{stroke}" stroke-width="{width}" stroke-linejoin="round"{dashes}/>'


def rect(x: float, y: float, width: float, height: float, *, fill: str, stroke: str = "none", edge: float = 1) -> str:
    """A rectangle."""
    line_ = f' stroke="{stroke}" stroke-width="{edge}"' if stroke != "none" else ""
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" height="{max(height, 0):.1f}" fill="{fill}"{line_}/>'


def marker(x: float, y: float, kind: int, *, fill: str, size: float = 4.5, stroke: str = "none") -> str:
    """A circle (0), square, diamond, triangle or triangle on its head (4)."""
    edge = f' stroke="{stroke}" stroke-width="1.5"' if stroke != "none" else ""
    if kind % 5 == 0:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size:.1f}" fill="{fill}"{edge}/>'
    s = size * 1.15
    shapes = {1: ((-s, -s), (s, -s), (s, s), (-s, s)), 2: ((0, -s * 1.4), (s * 1.4, 0), (0, s * 1.4), (-s * 1.4, 0)),
              3: ((0, -s * 1.3), (s * 1.2, s), (-s * 1.2, s)), 4: ((0, s * 1.3), (s * 1.2, -s), (-s * 1.2, -s))}  # fmt: skip
    points = " ".join(f"{x + dx:.1f},{y + dy:.1f}" for dx, dy in shapes[kind % 5])
    return f'<polygon points="{points}" fill="{fill}"{edge}/>'


def hatch(name: str = HATCH, *, fill: str = PAPER, stroke: str = SOFT) -> str:
    """A pattern of slanting lines to fill with; `name` is made unique on the page by the caller."""
    return (
        f'<defs><pattern id="{name}" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<rect width="7" height="7" fill="{fill}"/><path d="M0 0V7" stroke="{stroke}" stroke-width="2.5"/></pattern></defs>'
    )


def ink_on(fill: str) -> str:
    """Black or white, whichever reads on a fill."""
    return PAPER if fill == BLUES[-1] else INK


def absent(record: Record) -> str:
    """Why the record has no value."""
    return str(record.get("mark") or "[x]")


def measured(words: str, size: int = SIZE) -> float:
    """About how wide a text is, on the wide side."""
    return len(words) * size * 0.61


def wrapped(words: str, width: float, size: int = SIZE) -> list[str]:
    """Lines that fit the width."""
    lines: list[str] = []
    for word in words.split():
        if lines and measured(f"{lines[-1]} {word}", size) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def block(x: float, middle: float, words: str, width: float, *, anchor: str = "end", bold: bool = False) -> str:
    """Wrapped text set about a middle height."""
    lines = wrapped(words, width)
    first = middle + 5 - (SIZE + 1) / 2 * (len(lines) - 1)
    return "".join(text(x, first + (SIZE + 1) * i, said, anchor=anchor, bold=bold) for i, said in enumerate(lines))


def paragraph(
    y: float, words: str, *, size: int = SIZE, bold: bool = False, fill: str = INK, x: float = 8
) -> tuple[str, float]:
    """Wrapped text from `y` down, and where the next thing begins."""
    parts = []
    for words_of_line in wrapped(words, WIDTH - x - 8, size):
        y += size * 1.3
        parts.append(text(x, y, words_of_line, size=size, bold=bold, fill=fill))
    return "".join(parts), y


def across(scale: Scale, top: float, bottom: float, title: str) -> tuple[str, float]:
    """Grid, labels and title of a horizontal axis beneath `bottom`, and where the next thing begins."""
    parts = [line(scale(v), top, scale(v), bottom, stroke=GRID) for v in scale.ticks]
    parts += [text(x, bottom + 18, words, anchor="middle") for x, words in scale.labels]
    if scale.low <= 0 <= scale.high:
        parts.append(line(scale(0), top, scale(0), bottom, width=1.2))
    if title:
        parts.append(text((scale.start + scale.end) / 2, bottom + 40, title, anchor="middle"))
    return "".join(parts), bottom + (48 if title else 26)


def upward(scale: Scale, left: float, right: float) -> str:
    """Grid and labels of a vertical axis."""
    parts = [line(left, scale(v), right, scale(v), stroke=GRID) for v in scale.ticks]
    parts += [text(left - 6, scale(v) + 5, tick(v, scale.step), anchor="end") for v in scale.ticks]
    base = scale(min(max(0.0, scale.low), scale.high))
    return "".join([*parts, line(left, base, right, base, width=1.2)])


def margin(scale: Scale) -> float:
    """Room for the labels of a vertical axis."""
    return 16 + max(measured(tick(v, scale.step)) for v in scale.ticks)


def room(labels: Iterable[str], most: float = 250) -> float:
    """Width of a column of labels, which wrap beyond `most`."""
    return min(most, max([60.0, *(measured(label) for label in labels)]) + 20)
