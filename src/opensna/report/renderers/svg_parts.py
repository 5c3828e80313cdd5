"""Scales, texts and marks that every chart is drawn with, as SVG in plain strings."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import escape

WIDTH = 720
INK, SOFT, GRID = "#0b0c0c", "#484d51", "#d5d9dc"
BLUE, ORANGE, GREY, GREEN = "#0072B2", "#D55E00", "#4d4d4d", "#009E73"
"""Okabe and Ito's colours, told apart in every kind of colour blindness; dash and marker tell series apart in grey."""
SIZE = 14
"""Pixels of axis text: still above 12 where a narrow page shrinks the picture."""


def number(value: Any) -> float | None:
    """The value as a finite number, or None: absent values reach charts as None or NaN."""
    if value is None or isinstance(value, str):
        return None
    found = float(value)
    return found if math.isfinite(found) else None


def numbers(records: Iterable[dict[str, Any]], *fields: str) -> list[float]:
    """Every number that stands in these fields."""
    return [n for record in records for field in fields if (n := number(record.get(field))) is not None]


def plain(value: float) -> str:
    """A value as printed beside its mark."""
    size = abs(value)
    return f"{value:,.0f}" if size >= 1000 else f"{value:.3g}" if size < 100 else f"{value:.0f}"


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

    def __call__(self, value: float) -> float:
        """Pixels."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    @property
    def ticks(self) -> list[float]:
        """Values to label."""
        return [self.low + i * self.step for i in range(round((self.high - self.low) / self.step) + 1)]


def text(
    x: float, y: float, words: str, *, size: int = SIZE, anchor: str = "start", bold: bool = False, fill: str = INK
) -> str:
    """One line of text."""
    weight = ' font-weight="bold"' if bold else ""
    side = f' text-anchor="{anchor}"' if anchor != "start" else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{fill}"{side}{weight}>{escape(words)}</text>'


def line(x1: float, y1: float, x2: float, y2: float, *, stroke: str = INK, width: float = 1, dash: str = "") -> str:
    """A straight line."""
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" fill="none" stroke="{stroke}" stroke-width="{width}"{dashes}/>'
    )


def rect(x: float, y: float, width: float, height: float, *, fill: str, stroke: str = "none") -> str:
    """A rectangle."""
    edge = f' stroke="{stroke}"' if stroke != "none" else ""
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" height="{height:.1f}" fill="{fill}"{edge}/>'


def marker(x: float, y: float, kind: int, *, fill: str, size: float = 4.5) -> str:
    """A circle, square, diamond or triangle."""
    if kind % 4 == 0:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size}" fill="{fill}"/>'
    s = size * 1.15
    shapes = {1: ((-s, -s), (s, -s), (s, s), (-s, s)), 2: ((0, -s * 1.4), (s * 1.4, 0), (0, s * 1.4), (-s * 1.4, 0)),
              3: ((0, -s * 1.3), (s * 1.2, s), (-s * 1.2, s))}  # fmt: skip
    points = " ".join(f"{x + dx:.1f},{y + dy:.1f}" for dx, dy in shapes[kind % 4])
    return f'<polygon points="{points}" fill="{fill}"/>'


def hatch(name: str, *, fill: str = "#ffffff", stroke: str = SOFT) -> str:
    """A pattern of slanting lines to fill with; `name` is made unique on the page by the caller."""
    return (
        f'<pattern id="{name}" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<rect width="7" height="7" fill="{fill}"/><path d="M0 0V7" stroke="{stroke}" stroke-width="2.5"/></pattern>'
    )


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
    parts += [text(scale(v), bottom + 18, tick(v, scale.step), anchor="middle") for v in scale.ticks]
    parts.append(line(scale(0), top, scale(0), bottom, width=1.2))
    if title:
        parts.append(text((scale.start + scale.end) / 2, bottom + 40, title, anchor="middle"))
    return "".join(parts), bottom + (48 if title else 26)
