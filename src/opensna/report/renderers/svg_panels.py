"""Small multiples: one small line for each area on the same scale, the reference behind it in grey."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from opensna.core.block import Chart
from opensna.report.renderers.svg_parts import (
    BLUE,
    CHOSEN,
    GRID,
    INK,
    SIZE,
    SOFT,
    WIDTH,
    Record,
    Scale,
    absent,
    extent,
    line,
    margin,
    marker,
    measured,
    names,
    number,
    numbers,
    paragraph,
    path,
    rect,
    text,
    tick,
    wrapped,
)
from opensna.report.renderers.svg_time import GAP, Days, band, breaks, day, points, runs

PLOT, GUTTER = 62, 12
MOST_STEPS = 5
MIDGREY = "#767676"


@dataclass(frozen=True)
class Frame:
    """What all panels share: size, scales in the panel's own pixels, and what stands behind each line."""

    width: float
    height: float
    at: Days
    up: Scale
    behind: str
    below: str


def draw_panels(chart: Chart, y: float) -> tuple[str, float]:
    """The picture from `y` down, and where the next thing begins."""
    panels: dict[str, list[Record]] = {}
    for record in sorted(chart.data, key=day):
        panels.setdefault(str(record["panel"]), []).append(record)
    reference = sorted(chart.options.get("reference", ()), key=day)
    head, y = paragraph(y, f"{'. '.join(_notes(chart, reference))}.", fill=SOFT)
    frame = _frame(chart, reference, len(panels))
    top, columns = y + 8, round((WIDTH - 16) // frame.width)
    parts = [head]
    for i, name in enumerate(names(chart.data, "panel")):
        drawn = _panel(frame, name, panels[name])
        if i % columns == 0:
            drawn += "".join(
                text(-6, frame.up(v) + 5, tick(v, frame.up.step), anchor="end") for v in (frame.up.low, frame.up.high)
            )
        if i + columns >= len(panels):
            drawn += frame.below
        x, down = WIDTH - 8 - frame.width * (columns - i % columns), top + frame.height * (i // columns)
        parts.append(f'<g transform="translate({x:.1f} {down:.1f})">{drawn}</g>')
    return "".join(parts), top + frame.height * -(-len(panels) // columns) + 18


def _frame(chart: Chart, reference: Sequence[Record], panels: int) -> Frame:
    """Four panels a row, five where there are many, fewer where there are few."""
    values = extent(chart, "y", "lower", "upper") + numbers(reference, "y")
    left = margin(_tight(values, 0, 1))
    width = (WIDTH - left - 8) / min(panels, 4 if panels <= 12 else 5)
    right = width - GUTTER
    head = (SIZE + 1) * max(len(wrapped(str(r["panel"]), right)) for r in chart.data)
    height = PLOT + 22 + head
    bottom = height - 16
    up = _tight(values, bottom, bottom - PLOT)
    at = Days.of([*chart.data, *reference], 5, right - 5)
    behind = [line(0, up(v), right, up(v), stroke=GRID) for v in up.ticks]
    behind.append(line(0, up(0), right, up(0), stroke=INK))
    behind += [line(place, bottom - PLOT, place, bottom, dash="3 3", width=1.5) for place, _ in breaks(chart, at)]
    behind += [path(points(run, at, up), stroke=MIDGREY, width=1.5, dash="4 2") for run in runs(reference, "y")]
    return Frame(width, height, at, up, "".join(behind), _ends(chart, at, bottom))


def _tight(values: Sequence[float], start: float, end: float) -> Scale:
    """The scale of at most MOST_STEPS that reaches least beyond the values: a panel is too small for empty room."""
    scales = [Scale.of(values, start, end, count=n) for n in range(2, MOST_STEPS + 1)]
    return min(scales, key=lambda scale: (scale.high - scale.low, len(scale.ticks)))


def _panel(frame: Frame, name: str, records: Sequence[Record]) -> str:
    at, up, right = frame.at, frame.up, frame.width - GUTTER
    is_chosen = any(r.get("highlight") for r in records)
    parts = [rect(-4, 0, right + 8, frame.height - 8, fill=CHOSEN, stroke=BLUE, edge=2)] if is_chosen else []
    lines = wrapped(name, right)
    parts += [text(0, SIZE + (SIZE + 1) * i, words, bold=is_chosen) for i, words in enumerate(lines)]
    parts.append(frame.behind)
    for run in runs(records, "y"):
        parts += [band(part, at, up, BLUE) for part in runs(run, "y", "lower", "upper")]
        parts.append(path(points(run, at, up), stroke=BLUE if is_chosen else INK, width=3 if is_chosen else 2))
        parts += [marker(*place, 0, fill=INK, size=3) for place in points(run, at, up) if len(run) == 1]
    gaps = [r for r in records if number(r["y"]) is None]
    if gaps and len(gaps) == len(records):
        parts.append(text(right / 2, up.start - PLOT / 2 + 5, absent(gaps[0]), anchor="middle", halo=True))
    elif len(gaps) <= 2:
        parts += [text(at(r), up.start - 5, absent(r), anchor="middle", halo=True) for r in gaps]
    return "".join(parts)


def _ends(chart: Chart, at: Days, bottom: float) -> str:
    """The first and the last day, as the chart names them, by year, or by month; the last alone if both are too long."""
    style = "%Y" if at.last - at.first > 730 else "%b %Y"
    first, last = (date.fromordinal(when).strftime(style) for when in (at.first, at.last))
    if chart.options.get("ticks"):
        first, last = (str(chart.options["ticks"][i]["label"]) for i in (0, -1))
    drawn = text(at.end + 5, bottom + 18, last, anchor="end")
    if first != last and measured(first) + measured(last) + 6 < at.end - at.start + 10:
        drawn += text(at.start - 5, bottom + 18, first)
    return drawn


def _notes(chart: Chart, reference: Sequence[Record]) -> list[str]:
    """What the lines and shades are."""
    said = [chart.y_title] if chart.y_title else []
    said.append("All panels have the same scale")
    if reference:
        said.append(f"The dashed grey line is {reference[0].get('label', 'the reference')}")
    if numbers(chart.data, "lower", "upper"):
        said.append("Shaded: 95% confidence interval")
    labels = dict.fromkeys(str(mark.get("label", "")) for mark in chart.options.get("breaks", ()))
    if labels:
        said.append(f"Upright dashes: {'; '.join(labels)}")
    if any(number(r["y"]) is None for r in chart.data):
        said.append(GAP.rstrip("."))
    return said
