"""One row a label: dots with whiskers and bars with whiskers, in the order given."""

from __future__ import annotations

from itertools import accumulate

from opensna.core.block import Chart
from opensna.report.renderers.svg_named import lines_named, room_for_names
from opensna.report.renderers.svg_parts import (
    BLUE,
    CHOSEN,
    GREEN,
    GREY,
    HATCH,
    INK,
    ORANGE,
    PAPER,
    SOFT,
    WIDTH,
    Record,
    Scale,
    across,
    block,
    extent,
    hatch,
    line,
    marker,
    measured,
    names,
    number,
    numbers,
    paragraph,
    printed,
    rect,
    room,
    text,
    wrapped,
)

STEP, BAR = 24, 22
WHISKERS = "The line through each mark is its 95% confidence interval."
LIGHT = "#c9ced1"


def draw_dots(chart: Chart, y: float) -> tuple[str, float]:
    """The picture from `y` down, and where the next thing begins."""
    records = list(chart.data)
    labels = [str(r["label"]) for r in records]
    left = room(labels)
    steps = [max(STEP, 6 + 16 * len(wrapped(label, left - 18))) for label in labels]
    head, y = paragraph(y, WHISKERS, fill=SOFT) if numbers(records, "lower", "upper") else ("", y)
    scale = Scale.of(_values(chart), left, WIDTH - 24, count=7)
    marks = _reference(chart, scale)
    top = y + 14 + room_for_names(marks)
    tops = list(accumulate(steps, initial=top))
    bottom = tops[-1]
    shades = [rect(0, tops[i], WIDTH, steps[i], fill=CHOSEN) for i, r in enumerate(records) if r.get("highlight")]
    axis, end = across(scale, top, bottom, chart.x_title)
    parts = [head, *shades, axis, lines_named(marks, top, bottom, dash="6 4")]
    for i, record in enumerate(records):
        middle = tops[i] + steps[i] / 2
        is_chosen = bool(record.get("highlight"))
        colour = BLUE if is_chosen else GREY
        parts.append(block(left - 10, middle, labels[i], left - 18, bold=is_chosen))
        value = number(record.get("value"))
        if value is None:
            parts.append(text(scale(0) + 8, middle + 5, _no_figure(record)))
            continue
        parts.append(whisker(record, scale, middle, colour, 4 if is_chosen else 2))
        parts.append(marker(scale(value), middle, 2 if is_chosen else 0, fill=colour, size=6 if is_chosen else 4.5))
    return "".join(parts), end


def draw_bars(chart: Chart, y: float) -> tuple[str, float]:
    """The picture from `y` down, and where the next thing begins."""
    series, labels = names(chart.data, "series"), names(chart.data, "label")
    by_place = {(str(r["label"]), str(r.get("series", ""))): r for r in chart.data}
    fills = [BLUE, f"url(#{HATCH})", LIGHT, GREEN]
    parts = [hatch(fill="#ffe3cf", stroke=ORANGE)] if len(series) > 1 else []
    if numbers(chart.data, "lower", "upper"):
        head, y = paragraph(y, "The thin line on each bar is its 95% confidence interval.", fill=SOFT)
        parts.append(head)
    if len(series) > 1:
        for i, name in enumerate(series):
            parts += [rect(8, y + 9, 18, 14, fill=fills[i % 4], stroke=INK), text(34, y + 21, name)]
            y += 22
    left = room(labels)
    row = max([BAR * len(series) + 14, *(10 + 16 * len(wrapped(label, left - 18)) for label in labels)])
    widest = max([40.0, *(measured(printed(chart, v)) for v in numbers(chart.data, "value"))])
    values = _values(chart)
    scale = Scale.of(values, left + (widest if min(values, default=0.0) < 0 else 0), WIDTH - widest - 14)
    marks = _reference(chart, scale)
    top = y + 14 + room_for_names(marks)
    bottom = top + row * len(labels)
    axis, end = across(scale, top, bottom, chart.x_title or chart.y_title)
    parts += [axis, lines_named(marks, top, bottom, dash="6 4")]
    for i, label in enumerate(labels):
        middle = top + row * (i + 0.5)
        parts.append(block(left - 10, middle, label, left - 18))
        for k, name in enumerate(series):
            record = by_place.get((label, name))
            if record is not None:
                parts.append(_bar(chart, record, scale, middle + BAR * (k - len(series) / 2), fills[k % 4]))
    return "".join(parts), end


def _bar(chart: Chart, record: Record, scale: Scale, top: float, fill: str) -> str:
    value = number(record.get("value"))
    if value is None:
        return text(scale(0) + 8, top + BAR / 2 + 5, _no_figure(record))
    begin, end = sorted((scale(0), scale(value)))
    limits = [scale(v) for v in [*numbers([record], "lower", "upper"), value]]
    x, anchor = (min(limits) - 7, "end") if value < 0 else (max(limits) + 7, "start")
    return (
        rect(begin, top + 2, end - begin, BAR - 4, fill=fill, stroke=INK)
        + whisker(record, scale, top + BAR / 2, INK, 2, cap=4)
        + text(x, top + BAR / 2 + 5, printed(chart, value), anchor=anchor, halo=True)
    )


def whisker(record: Record, scale: Scale, y: float, stroke: str, width: float, *, cap: float = 0) -> str:
    """The record's interval as a line, with caps and a halo where it lies on a bar."""
    low, high = number(record.get("lower")), number(record.get("upper"))
    if low is None or high is None:
        return ""
    caps = [line(scale(v), y - cap, scale(v), y + cap, stroke=stroke, width=width) for v in (low, high)] if cap else []
    halo = line(scale(low), y, scale(high), y, stroke=PAPER, width=width + 2) if cap else ""
    return halo + line(scale(low), y, scale(high), y, stroke=stroke, width=width) + "".join(caps)


def _reference(chart: Chart, scale: Scale) -> list[tuple[float, str]]:
    """Where the values to compare with stand, such as London's rate, and their names."""
    marks = [(number(mark.get("value")), str(mark.get("label", ""))) for mark in chart.options.get("reference", ())]
    return sorted((scale(value), words) for value, words in marks if value is not None)


def _values(chart: Chart) -> list[float]:
    """All that the value axis must hold."""
    return extent(chart, "value", "lower", "upper") + numbers(chart.options.get("reference", ()), "value")


def _no_figure(record: Record) -> str:
    return str(record["mark"]) if record.get("mark") else "[x] no figure shown"
