"""A flow from sources to targets: bands as thick as their values, such as a cost by who causes it and who bears it."""

from __future__ import annotations

from collections.abc import Sequence

from opensna.core.block import Chart
from opensna.report.renderers.svg_parts import (
    BLUE,
    GREEN,
    GREY,
    HATCH,
    INK,
    ORANGE,
    SIZE,
    SOFT,
    WIDTH,
    Record,
    absent,
    block,
    hatch,
    names,
    number,
    numbers,
    paragraph,
    printed,
    rect,
    text,
    wrapped,
)

SIDE, NODE, GAP, DRAWN = 190, 12, 12, 330
"""Room for names, width of a node, between nodes, height of all the values."""
FIT = SIZE + 6
"""Thickness of a band that holds its amount without touching the next."""
THIN = 18
"""Thickness of a band whose value is absent."""
COLOURS = (BLUE, ORANGE, GREY, GREEN)


def draw_flow(chart: Chart, y: float) -> tuple[str, float]:
    """The picture from `y` down, and where the next thing begins. Flows of nothing are told in words."""
    flows = [r for r in chart.data if number(r["value"]) != 0]
    total = sum(numbers(flows, "value"))
    scale = DRAWN / total if total else 0.0
    head, y = paragraph(y, chart.y_title, fill=SOFT) if chart.y_title else ("", y)
    parts = [hatch(), head]
    left, right = SIDE, WIDTH - SIDE
    starts, low = _nodes(chart, flows, "source", scale, y + 14)
    ends, lowest = _nodes(chart, flows, "target", scale, y + 14)
    parts += [_node(chart, flows, "source", name, left, *place) for name, place in starts.items()]
    parts += [_node(chart, flows, "target", name, right, *place) for name, place in ends.items()]
    out, into = {n: top for n, (top, _) in starts.items()}, {n: top for n, (top, _) in ends.items()}
    order = {name: i for i, name in enumerate(starts)}
    rank = {name: i for i, name in enumerate(ends)}
    bands, words = [], []
    for record in sorted(flows, key=lambda r: (order[str(r["source"])], rank[str(r["target"])])):
        source, target = str(record["source"]), str(record["target"])
        thick = _thickness(record, scale)
        colour = COLOURS[order[source] % len(COLOURS)]
        bands.append(_band(left + NODE, out[source], right, into[target], thick, colour, record))
        if thick >= FIT or number(record["value"]) is None:
            value = number(record["value"])
            said = absent(record) if value is None else printed(chart, value)
            words.append(text(left + NODE + 8, out[source] + thick / 2 + 5, said, halo=True))
        out[source] += thick
        into[target] += thick
    end = max(low, lowest)
    nothing = [f"{r['source']} to {r['target']}" for r in chart.data if number(r["value"]) == 0]
    if nothing:
        note, end = paragraph(end, f"Nothing flows from {'; from '.join(nothing)}.", fill=SOFT)
        parts.append(note)
    return "".join([*parts, *bands, *words]), end + 6


def _thickness(record: Record, scale: float) -> float:
    value = number(record["value"])
    return THIN if value is None else value * scale


def _nodes(
    chart: Chart, flows: Sequence[Record], side: str, scale: float, top: float
) -> tuple[dict[str, tuple[float, float]], float]:
    """Top and height of each node, each with room for its name, and where the next thing begins."""
    placed = {}
    for name in names(flows, side):
        height = sum(_thickness(r, scale) for r in flows if str(r[side]) == name)
        need = (SIZE + 1) * (len(wrapped(name, SIDE - 20)) + 1) + 4
        placed[name] = (top + max(0.0, need - height) / 2, height)
        top += max(height, need) + GAP
    return placed, top


def _node(chart: Chart, flows: Sequence[Record], side: str, name: str, x: float, top: float, height: float) -> str:
    """A node with its name and its total, which says where a part of it is not known."""
    held = [r for r in flows if str(r[side]) == name]
    marks = dict.fromkeys(absent(r) for r in held if number(r["value"]) is None)
    values = numbers(held, "value")
    said = " + ".join([*([printed(chart, sum(values))] if values else []), *marks])
    lines = len(wrapped(name, SIDE - 20))
    at, anchor = (x - 8, "end") if side == "source" else (x + NODE + 8, "start")
    middle = top + height / 2 - 8
    return (
        rect(x, top, NODE, height, fill=INK)
        + block(at, middle, name, SIDE - 20, anchor=anchor, bold=True)
        + text(at, middle + 5 + 8 * (lines - 1) + SIZE + 2, said, anchor=anchor)
    )


def _band(x1: float, y1: float, x2: float, y2: float, thick: float, colour: str, record: Record) -> str:
    """A curve from one node to the other, outlined so that bands are told apart in grey."""
    middle = (x1 + x2) / 2
    there = f"M{x1:.1f} {y1:.1f}C{middle:.1f} {y1:.1f} {middle:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
    low1, low2 = y1 + thick, y2 + thick
    back = f"V{low2:.1f}C{middle:.1f} {low2:.1f} {middle:.1f} {low1:.1f} {x1:.1f} {low1:.1f}Z"
    if number(record["value"]) is None:
        return f'<path d="{there}{back}" fill="url(#{HATCH})" stroke="{INK}" stroke-dasharray="3 3"/>'
    return f'<path d="{there}{back}" fill="{colour}" fill-opacity="0.4" stroke="{INK}" stroke-opacity="0.8"/>'
