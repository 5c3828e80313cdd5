"""Rows by columns: a heat map of one hue with its numbers, and an evidence and gap map of sized circles."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from opensna.core.block import Chart
from opensna.report.renderers.svg_parts import (
    BLUES,
    GRID,
    HATCH,
    INK,
    PAPER,
    SIZE,
    SOFT,
    WIDTH,
    Record,
    Scale,
    absent,
    block,
    hatch,
    ink_on,
    marker,
    measured,
    names,
    number,
    numbers,
    paragraph,
    plain,
    rect,
    room,
    text,
    tick,
    wrapped,
)

Cell = Callable[[Record, float, float, float, float], str]
"""Draws a record in a rectangle: left, top, width, height."""


def draw_heat_map(chart: Chart, y: float) -> tuple[str, float]:
    """The picture from `y` down, and where the next thing begins."""
    scale = Scale.of(numbers(chart.data, "value"), 0, len(BLUES))
    rows, columns = _sides(chart)
    _, width = _columns(rows, columns)
    fits = all(measured(plain(v)) + 2 <= width for v in numbers(chart.data, "value"))

    def cell(record: Record, x: float, top: float, wide: float, high: float) -> str:
        value = number(record.get("value"))
        if value is None:
            return _absent(record, x, top, wide, high)
        fill = BLUES[min(int(scale(value)), len(BLUES) - 1)]
        said = text(x + wide / 2, top + high / 2 + 5, plain(value), anchor="middle", fill=ink_on(fill)) if fits else ""
        return rect(x, top, wide, high, fill=fill, stroke=PAPER) + said

    body, y = _grid(chart, y, cell, 28)
    legend, y = _shades(chart, scale, y + 10)
    return body + legend, y


def draw_gap_map(chart: Chart, y: float) -> tuple[str, float]:
    """The picture from `y` down, and where the next thing begins."""
    ratings = [(str(rating[0]), str(rating[1])) for rating in chart.options.get("ratings", ())]
    found = [name for name in names(chart.data, "rating") if name]
    ratings += [(name, name[:1].upper()) for name in found if name not in dict(ratings)]
    fills = {name: BLUES[min(i, 3)] for i, (name, _) in enumerate(ratings[::-1])}
    rows, columns = _sides(chart)
    _, width = _columns(rows, columns)
    most, widest = max([1.0, *numbers(chart.data, "value"), *chart.options.get("span", ())]), min(width / 2 - 3, 24.0)

    def cell(record: Record, x: float, top: float, wide: float, high: float) -> str:
        value, middle, foot = number(record.get("value")), (x + wide / 2, top + high / 2 - 10), top + high - 7
        frame = rect(x, top, wide, high, fill=PAPER, stroke=GRID)
        if value is None:
            return _absent(record, x, top, wide, high)
        if value == 0:
            return frame + text(middle[0], foot, "0", anchor="middle")
        rating = str(record.get("rating") or "")
        said = f"{plain(value)} {dict(ratings).get(rating, '')}".strip()
        size = max(widest * math.sqrt(value / most), 3.0)
        drawn = marker(*middle, 0, fill=fills.get(rating, BLUES[1]), size=size, stroke=INK)
        return frame + drawn + text(middle[0], foot, said, anchor="middle")

    body, y = _grid(chart, y, cell, 74)
    what = chart.y_title or "the number beneath it"
    legend, y = paragraph(y + 4, f"The area of a circle is {what}; 0 is a gap.", fill=SOFT)
    parts = [body, legend]
    for name, symbol in ratings:
        y += 25
        parts += [marker(17, y - 5, 0, fill=fills[name], size=9, stroke=INK), text(34, y, f"{symbol}  {name}")]
    return "".join(parts), y + 4


def _sides(chart: Chart) -> tuple[list[str], list[str]]:
    """Names of rows and columns, in the order asked for or met."""
    return (
        names(chart.data, "row", chart.options.get("rows", ())),
        names(chart.data, "column", chart.options.get("columns", ())),
    )


def _columns(rows: Sequence[str], columns: Sequence[str]) -> tuple[float, float]:
    """Left edge and width of the columns."""
    left = room(rows, 200)
    return left, min((WIDTH - left - 8) / len(columns), 110.0)


def _grid(chart: Chart, y: float, cell: Cell, height: float) -> tuple[str, float]:
    """Names and cells; a place without a record is not available."""
    rows, columns = _sides(chart)
    left, width = _columns(rows, columns)
    by_place = {(str(r["row"]), str(r["column"])): r for r in chart.data}
    height = max([height, *(8.0 + 16 * len(wrapped(name, left - 18)) for name in rows)])
    parts = [hatch()]
    if chart.x_title:
        parts.append(text(left + width * len(columns) / 2, y + 20, chart.x_title, anchor="middle", fill=SOFT))
        y += 20
    head, top = _heads(columns, left, width, y + 8)
    parts.append(head)
    for i, row in enumerate(rows):
        parts.append(block(left - 10, top + height * (i + 0.5), row, left - 18))
        for j, column in enumerate(columns):
            record = by_place.get((row, column), {"value": None})
            parts.append(cell(record, left + width * j, top + height * i, width, height))
    return "".join(parts), top + height * len(rows) + 4


def _heads(columns: Sequence[str], left: float, width: float, y: float) -> tuple[str, float]:
    """Names of columns above them, upright where no word would fit across."""
    if all(measured(word) <= width for name in columns for word in name.split()):
        rows = max(len(wrapped(name, width)) for name in columns)
        parts = []
        for j, name in enumerate(columns):
            lines = wrapped(name, width)
            first = y + 16 * (rows - len(lines) + 1)
            parts += [
                text(left + width * (j + 0.5), first + 16 * i, words, anchor="middle") for i, words in enumerate(lines)
            ]
        return "".join(parts), y + 16 * rows + 6
    depth = min(max(measured(name) for name in columns), 170.0)
    parts = []
    for j, name in enumerate(columns):
        lines = wrapped(name, depth)[: max(1, int(width // 16))]
        for i, words in enumerate(lines):
            x = left + width * (j + 0.5) + 5 + 16 * (i - (len(lines) - 1) / 2)
            parts.append(f'<g transform="translate({x:.1f} {y + depth:.1f}) rotate(-90)">{text(0, 0, words)}</g>')
    return "".join(parts), y + depth + 8


def _absent(record: Record, x: float, top: float, width: float, height: float) -> str:
    """A hatched cell with its mark, where that has room."""
    said = absent(record)
    fits = measured(said) * 0.8 <= width
    mark = text(x + width / 2, top + height / 2 + 5, said, anchor="middle", bold=True, halo=True) if fits else ""
    return rect(x, top, width, height, fill=f"url(#{HATCH})", stroke=PAPER) + mark


def _shades(chart: Chart, scale: Scale, y: float) -> tuple[str, float]:
    """What each shade stands for, and which marks are hatched."""
    parts = []
    if chart.y_title:
        head, y = paragraph(y, chart.y_title, fill=SOFT)
        parts.append(head)
    bounds = [scale.low + (scale.high - scale.low) * i / len(BLUES) for i in range(len(BLUES) + 1)]
    step = (scale.high - scale.low) / len(BLUES)
    width = (WIDTH - 16) / len(BLUES)
    for i, fill in enumerate(BLUES):
        said = f"{tick(bounds[i], step)} to {tick(bounds[i + 1], step)}"
        parts += [rect(8 + width * i, y + 8, width, 16, fill=fill, stroke=INK),
                  text(8 + width * (i + 0.5), y + 24 + SIZE + 2, said, anchor="middle")]  # fmt: skip
    y += 44
    marks = dict.fromkeys(absent(r) for r in chart.data if number(r.get("value")) is None)
    rows, columns = _sides(chart)
    if len({(str(r["row"]), str(r["column"])) for r in chart.data}) < len(rows) * len(columns):
        marks.setdefault("[x]")
    if marks:
        y += 26
        parts += [
            rect(8, y - 15, 26, 19, fill=f"url(#{HATCH})", stroke=INK),
            text(44, y, f"No figure shown: {', '.join(marks)}"),
        ]
    return "".join(parts), y + 4
