"""What was and what may be: a line of history and a forecast whose two bands widen."""

from __future__ import annotations

from opensna.core.block import Chart
from opensna.report.renderers.svg_named import lines_named, room_for_names
from opensna.report.renderers.svg_parts import (
    BLUE,
    INK,
    SOFT,
    WIDTH,
    Record,
    Scale,
    absent,
    margin,
    marker,
    measured,
    number,
    numbers,
    paragraph,
    path,
    text,
    upward,
)
from opensna.report.renderers.svg_time import (
    GAP,
    Days,
    band,
    breaks,
    day,
    points,
    runs,
    ticks,
)

HEIGHT = 280
OUTER = ("outer_lower", "outer_upper")


def draw_fan(chart: Chart, y: float) -> tuple[str, float]:
    """The picture from `y` down, and where the next thing begins."""
    records = sorted(chart.data, key=day)
    ahead = [r for r in records if numbers([r], *OUTER)]
    history = [r for r in records if r not in ahead]
    known = [r for r in history if number(r["y"]) is not None]
    if known and ahead:  # the forecast starts from the last value known
        here = float(known[-1]["y"])
        ahead = [{"x": known[-1]["x"], "y": here} | dict.fromkeys(("lower", "upper", *OUTER), here), *ahead]
    inner, outer = (str(chart.options.get(k, v)) for k, v in (("inner", "inner band"), ("outer", "outer band")))
    head, y = paragraph(y, chart.y_title, fill=SOFT) if chart.y_title else ("", y)
    values = numbers(records, "y", "lower", "upper", *OUTER)
    left, right = (
        margin(Scale.of(values, 0, 1)),
        WIDTH - max(measured(words) for words in (inner, outer, "central")) - 20,
    )
    at = Days.of(records, left + 10, right - 6)
    marks = sorted([*breaks(chart, at), *((at(r), "Forecast [f]") for r in ahead[:1])])
    top = y + 20 + room_for_names(marks)
    bottom = top + HEIGHT
    up = Scale.of(values, bottom, top)
    parts = [head, upward(up, left, right), lines_named(marks, top, bottom)]
    parts += [text(x, bottom + 20, label, anchor="middle") for x, label in ticks(chart, at)]
    parts += _history(history, at, up) + _ahead(ahead, at, up, (inner, outer), right + 6)
    if any(number(r["y"]) is None for r in records):
        note, bottom = paragraph(bottom + 22, GAP, fill=SOFT)
        return "".join([*parts, note]), bottom + 6
    return "".join(parts), bottom + 28


def _history(records: list[Record], at: Days, up: Scale) -> list[str]:
    parts = [band(run, at, up, INK, opacity=0.1) for run in runs(records, "y", "lower", "upper")]
    for run in runs(records, "y"):
        parts.append(path(points(run, at, up), stroke=INK, width=2.5))
        parts += [marker(x, y, 0, fill=INK, size=4) for x, y in points(run, at, up) if len(records) < 30]
    gaps = [r for r in records if number(r["y"]) is None]
    return parts + [text(at(r), up(0) - 6, absent(r), anchor="middle", halo=True) for r in gaps]


def _ahead(records: list[Record], at: Days, up: Scale, bands: tuple[str, str], right: float) -> list[str]:
    """Bands, the central line, and the name of each at its upper edge."""
    drawn = [run for run in runs(records, "y", *OUTER) if len(run) > 1] or runs(records, "y", *OUTER)
    if not drawn:
        return []
    parts = []
    for run in drawn:
        parts.append(band(run, at, up, BLUE, lower=OUTER[0], upper=OUTER[1], opacity=0.16, edge="2 3"))
        parts += [band(part, at, up, BLUE, opacity=0.34, edge="none") for part in runs(run, "lower", "upper")]
        parts.append(path(points(run, at, up), stroke=BLUE, width=2.5, dash="7 4"))
        parts += [marker(x, y, 1, fill=BLUE, size=4) for x, y in points(run, at, up)[-1:]]
    last, free = drawn[-1][-1], 0.0
    for words, field in ((bands[1], OUTER[1]), (bands[0], "upper"), ("central", "y")):
        value = number(last.get(field))
        if value is not None:
            free = max(up(value) + 5, free)
            parts.append(text(right, free, words, fill=BLUE, bold=field == "y"))
            free += 18
    return parts
