"""A population pyramid of rates: one side for each of two series, labels between, the youngest at the foot."""

from __future__ import annotations

from opensna.core.block import Chart
from opensna.report.renderers.svg_parts import (
    BLUE,
    GRID,
    HATCH,
    INK,
    SOFT,
    WIDTH,
    Record,
    Scale,
    absent,
    block,
    hatch,
    line,
    measured,
    names,
    number,
    numbers,
    paragraph,
    printed,
    rect,
    room,
    text,
)
from opensna.report.renderers.svg_rows import LIGHT, whisker

ROW, BAR = 32, 22


def draw_pyramid(chart: Chart, y: float) -> tuple[str, float]:
    """The picture from `y` down, and where the next thing begins."""
    labels, series = names(chart.data, "label")[::-1], names(chart.data, "series")
    by_place = {(str(r["label"]), str(r["series"])): r for r in chart.data}
    said = "Each thin line is a 95% confidence interval." if numbers(chart.data, "lower", "upper") else ""
    hidden = "Hatched: no figure is shown." if any(number(r["value"]) is None for r in chart.data) else ""
    head, y = paragraph(y, f"{said} {hidden}".strip(), fill=SOFT) if said or hidden else ("", y)
    drawn = [r for r in chart.data if str(r["series"]) in series[:2]]
    half = room(labels, 150) / 2 + 4
    values = numbers(drawn, "value", "lower", "upper")
    edge = max([30.0, *(measured(printed(chart, v)) for v in numbers(drawn, "value"))]) + 16
    top = y + 32
    bottom = top + ROW * len(labels)
    sides = (
        Scale.of(values, WIDTH / 2 - half, edge, count=3),
        Scale.of(values, WIDTH / 2 + half, WIDTH - edge, count=3),
    )
    parts = [hatch(), head]
    for name, scale, fill in zip(series[:2], sides, (BLUE, LIGHT), strict=False):
        parts.append(text((scale.start + scale.end) / 2, y + 20, name, anchor="middle", bold=True))
        parts += [line(scale(v), top, scale(v), bottom, stroke=GRID) for v in scale.ticks]
        parts += [text(x, bottom + 18, words, anchor="middle") for x, words in scale.labels]
        parts.append(line(scale(0), top, scale(0), bottom, width=1.2))
        for i, label in enumerate(labels):
            record = by_place.get((label, name), {"value": None})
            parts.append(_bar(chart, record, scale, top + ROW * (i + 0.5), fill))
    parts += [
        block(WIDTH / 2, top + ROW * (i + 0.5), label, 2 * half - 8, anchor="middle") for i, label in enumerate(labels)
    ]
    end = bottom + 26
    if chart.x_title:
        parts.append(text(WIDTH / 2, bottom + 40, chart.x_title, anchor="middle"))
        end = bottom + 48
    for name in series[2:]:
        note, end = paragraph(end, _others(chart, name), fill=SOFT)
        parts.append(note)
    return "".join(parts), end


def _bar(chart: Chart, record: Record, scale: Scale, middle: float, fill: str) -> str:
    """A bar with its interval and value beyond it, or hatching right across where nothing is shown."""
    value, side = number(record.get("value")), 1 if scale.end > scale.start else -1
    if value is None:
        left = min(scale.start, scale.end)
        return (
            rect(left, middle - BAR / 2, abs(scale.end - scale.start), BAR, fill=f"url(#{HATCH})")
            + text((scale.start + scale.end) / 2, middle + 5, absent(record), anchor="middle", bold=True, halo=True)
        )  # fmt: skip
    begin, end = sorted((scale(0), scale(value)))
    beyond = scale(max([value, *numbers([record], "upper")])) + 7 * side
    return (
        rect(begin, middle - BAR / 2, end - begin, BAR, fill=fill, stroke=INK)
        + whisker(record, scale, middle, INK, 2, cap=4)
        + text(beyond, middle + 5, printed(chart, value), anchor="start" if side > 0 else "end", halo=True)
    )


def _others(chart: Chart, name: str) -> str:
    """A third series in words: it has no side of its own."""
    records = [r for r in chart.data if str(r["series"]) == name]
    said = [f"{r['label']}: {absent(r) if (v := number(r['value'])) is None else printed(chart, v)}" for r in records]
    return f"{name}, not drawn: {'; '.join(said)}."
