"""Change with its interval, one row a label: the verdict is said by a shape and by a word, never by colour alone."""

from __future__ import annotations

from opensna.core.block import Chart
from opensna.report.renderers.svg_parts import (
    BLUE,
    CHOSEN,
    GREY,
    INK,
    ORANGE,
    PAPER,
    SOFT,
    WIDTH,
    Record,
    Scale,
    absent,
    across,
    block,
    extent,
    line,
    marker,
    measured,
    number,
    numbers,
    paragraph,
    rect,
    room,
    text,
    wrapped,
)
from opensna.report.renderers.svg_rows import WHISKERS, whisker

SHAPES = (("higher", (3, ORANGE)), ("up", (3, ORANGE)), ("rise", (3, ORANGE)), ("above", (3, ORANGE)),
          ("lower", (4, BLUE)), ("down", (4, BLUE)), ("fall", (4, BLUE)), ("below", (4, BLUE)),
          ("similar", (0, GREY)), ("", (0, PAPER)))  # fmt: skip
"""Marker and fill by how a verdict begins; an open circle where the figures cannot tell."""


def shape(x: float, y: float, verdict: str, *, size: float = 5.5) -> str:
    """The marker of a verdict: triangle up, triangle down, full circle, open circle."""
    kind, fill = next(drawn for word, drawn in SHAPES if verdict.lower().startswith(word))
    return marker(x, y, kind, fill=fill, size=size, stroke=INK)


def draw_changes(chart: Chart, y: float) -> tuple[str, float]:
    """The picture from `y` down, and where the next thing begins."""
    labels = [str(r["label"]) for r in chart.data]
    words = [_word(r) for r in chart.data]
    left, right = room(labels), WIDTH - min(170.0, max(measured(w) for w in words) + 34)
    step = max([26, *(8 + 16 * len(wrapped(label, left - 18)) for label in labels),
                *(8 + 16 * len(wrapped(word, WIDTH - right - 30)) for word in words)])  # fmt: skip
    head, y = paragraph(y, WHISKERS, fill=SOFT) if numbers(chart.data, "lower", "upper") else ("", y)
    zero = chart.options.get("zero", {"value": 0.0, "label": "no change"})
    top = y + 34
    bottom = top + step * len(labels)
    scale = Scale.of([*extent(chart, "value", "lower", "upper"), *numbers([zero], "value")], left, right - 12, count=6)
    axis, end = across(scale, top, bottom, chart.x_title)
    shades = [rect(0, top + step * i, WIDTH, step, fill=CHOSEN) for i, r in enumerate(chart.data) if r.get("highlight")]
    parts = [head, *shades, axis, _zero(zero, scale, top, bottom)]
    for i, record in enumerate(chart.data):
        middle = top + step * (i + 0.5)
        parts.append(block(left - 10, middle, labels[i], left - 18, bold=bool(record.get("highlight"))))
        parts.append(block(right + 20, middle, words[i], WIDTH - right - 30, anchor="start"))
        value = number(record["value"])
        if value is not None:
            parts += [whisker(record, scale, middle, INK, 2), shape(scale(value), middle, str(record["verdict"]))]
            parts.append(shape(right + 8, middle, str(record["verdict"])))
    return "".join(parts), end


def _zero(zero: Record, scale: Scale, top: float, bottom: float) -> str:
    """The line of no change, named above."""
    x = scale(number(zero.get("value")) or 0.0)
    words = str(zero.get("label", "no change"))
    half = measured(words) / 2
    middle = min(max(x, 4 + half), WIDTH - 4 - half)
    return line(x, top - 8, x, bottom, width=2) + text(middle, top - 14, words, anchor="middle")


def _word(record: Record) -> str:
    if number(record["value"]) is None:
        return absent(record)
    return str(record["verdict"]) or "not tested"
