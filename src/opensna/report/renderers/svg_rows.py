"""One row a label: dots with whiskers in order of value, and bars with whiskers in the order given."""

from __future__ import annotations

from typing import Any

from opensna.core.block import Chart
from opensna.report.renderers.svg_parts import (
    BLUE,
    GREEN,
    GREY,
    INK,
    ORANGE,
    SOFT,
    WIDTH,
    Scale,
    across,
    hatch,
    line,
    marker,
    measured,
    number,
    numbers,
    paragraph,
    plain,
    rect,
    text,
    wrapped,
)

STEP, BAR = 23, 22
WHISKERS = "The line through each mark is its 95% confidence interval."


def draw_dots(chart: Chart, y: float) -> tuple[str, float]:
    """The picture from `y` down, and where the next thing begins."""
    records = sorted(chart.data, key=_place)
    left = _room([str(r["label"]) for r in records])
    head, y = paragraph(y, WHISKERS, fill=SOFT) if numbers(records, "lower", "upper") else ("", y)
    top = y + (32 if chart.options.get("reference") else 14)
    bottom = top + STEP * len(records)
    scale = Scale.of(_values(chart), left, WIDTH - 24, count=7)
    shades = [rect(0, top + STEP * i, WIDTH, STEP, fill="#e3eef6") for i, r in enumerate(records) if r.get("highlight")]
    axis, end = across(scale, top, bottom, chart.x_title)
    parts = [head, *shades, axis, _reference(chart, scale, top, bottom)]
    for i, record in enumerate(records):
        middle = top + STEP * (i + 0.5)
        is_chosen = bool(record.get("highlight"))
        colour = BLUE if is_chosen else GREY
        parts.append(text(left - 10, middle + 5, str(record["label"]), anchor="end", bold=is_chosen))
        value = number(record.get("value"))
        if value is None:
            parts.append(text(scale(0) + 8, middle + 5, _absent(record)))
            continue
        parts.append(_whisker(record, scale, middle, colour, 4 if is_chosen else 2))
        parts.append(marker(scale(value), middle, 2 if is_chosen else 0, fill=colour, size=6 if is_chosen else 4.5))
    return "".join(parts), end


def draw_bars(chart: Chart, y: float) -> tuple[str, float]:
    """The picture from `y` down, and where the next thing begins."""
    names = list(dict.fromkeys(str(r.get("series", "")) for r in chart.data))
    labels = list(dict.fromkeys(str(r["label"]) for r in chart.data))
    by_place = {(str(r["label"]), str(r.get("series", ""))): r for r in chart.data}
    fills = [BLUE, "url(#\ue000-h)", "#c9ced1", GREEN]
    parts = ["<defs>", hatch("\ue000-h", fill="#ffe3cf", stroke=ORANGE), "</defs>"] if len(names) > 1 else []
    if numbers(chart.data, "lower", "upper"):
        head, y = paragraph(y, "The thin line on each bar is its 95% confidence interval.", fill=SOFT)
        parts.append(head)
    if len(names) > 1:
        for i, name in enumerate(names):
            parts += [rect(8, y + 9, 18, 14, fill=fills[i % 4], stroke=INK), text(34, y + 21, name)]
            y += 22
    left, row = _room(labels), BAR * len(names) + 14
    top = y + (32 if chart.options.get("reference") else 14)
    bottom = top + row * len(labels)
    scale = Scale.of(_values(chart), left, WIDTH - 70)
    axis, end = across(scale, top, bottom, chart.x_title or chart.y_title)
    parts += [axis, _reference(chart, scale, top, bottom)]
    for i, label in enumerate(labels):
        middle = top + row * (i + 0.5)
        lines = wrapped(label, left - 18)
        first = middle + 5 - 8 * (len(lines) - 1)
        parts += [text(left - 10, first + 16 * j, words, anchor="end") for j, words in enumerate(lines)]
        for k, name in enumerate(names):
            record = by_place.get((label, name))
            if record is not None:
                parts.append(_bar(record, scale, middle + BAR * (k - len(names) / 2), fills[k % 4]))
    return "".join(parts), end


def _bar(record: dict[str, Any], scale: Scale, top: float, fill: str) -> str:
    value = number(record.get("value"))
    if value is None:
        return text(scale(0) + 8, top + BAR / 2 + 5, _absent(record))
    begin, end = sorted((scale(0), scale(value)))
    most = max(end, *(scale(v) for v in [*numbers([record], "upper"), value]))
    said = text(most + 7, top + BAR / 2 + 5, plain(value))
    return (
        rect(begin, top + 2, end - begin, BAR - 4, fill=fill)
        + _whisker(record, scale, top + BAR / 2, INK, 2, cap=4)
        + said
    )


def _whisker(record: dict[str, Any], scale: Scale, y: float, stroke: str, width: float, *, cap: float = 0) -> str:
    low, high = number(record.get("lower")), number(record.get("upper"))
    if low is None or high is None:
        return ""
    caps = [line(scale(v), y - cap, scale(v), y + cap, stroke=stroke, width=width) for v in (low, high)] if cap else []
    halo = line(scale(low), y, scale(high), y, stroke="#ffffff", width=width + 2) if cap else ""
    return halo + line(scale(low), y, scale(high), y, stroke=stroke, width=width) + "".join(caps)


def _reference(chart: Chart, scale: Scale, top: float, bottom: float) -> str:
    """A vertical line with a label, such as London's rate."""
    parts = []
    for mark in chart.options.get("reference", ()):
        value = number(mark.get("value"))
        if value is not None:
            x = scale(value)
            side = "end" if x > WIDTH * 0.7 else "start"
            parts += [line(x, top - 14, x, bottom, dash="6 4", width=1.5),
                      text(x + (-5 if side == "end" else 5), top - 5, str(mark.get("label", "")), anchor=side)]  # fmt: skip
    return "".join(parts)


def _values(chart: Chart) -> list[float]:
    """All that the value axis must hold."""
    return numbers(chart.data, "value", "lower", "upper") + numbers(chart.options.get("reference", ()), "value")


def _place(record: dict[str, Any]) -> tuple[bool, float]:
    value = number(record.get("value"))
    return value is None, -(value or 0.0)


def _absent(record: dict[str, Any]) -> str:
    return str(record["mark"]) if record.get("mark") else "[x] no figure shown"


def _room(labels: list[str]) -> float:
    return min(240.0, max([60.0, *(measured(label) for label in labels)]) + 18)
