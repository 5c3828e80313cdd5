"""What was and what may be: a line of history, a forecast whose two bands widen, and the path that a target asks for."""

from __future__ import annotations

from opensna.core.block import Chart
from opensna.report.renderers.svg_named import lines_named, room_for_names
from opensna.report.renderers.svg_parts import (
    BLUE,
    GREEN,
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
    wanted: list[Record] = chart.options.get("path", [])
    aim = str(chart.options.get("aim", "target"))
    head, y = paragraph(y, chart.y_title, fill=SOFT) if chart.y_title else ("", y)
    values = [*numbers(records, "y", "lower", "upper", *OUTER), *numbers(wanted, "y")]
    left, right = (
        margin(Scale.of(values, 0, 1)),
        WIDTH - max(measured(words) for words in (inner, outer, "central", *([aim] if wanted else []))) - 20,
    )
    at = Days.of([*records, *wanted], left + 10, right - 6)
    marks = sorted([*breaks(chart, at), *((at(r), "Forecast [f]") for r in ahead[:1])])
    top = y + 20 + room_for_names(marks)
    bottom = top + HEIGHT
    up = Scale.of(values, bottom, top)
    parts = [head, upward(up, left, right), lines_named(marks, top, bottom)]
    parts += [text(x, bottom + 20, label, anchor="middle") for x, label in ticks(chart, at)]
    parts += _history(history, at, up) + _ahead(ahead, at, up) + _path(wanted, at, up)
    parts += _named(ahead[-1:], wanted[-1:], up, (inner, outer, aim), right + 6)
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


def _ahead(records: list[Record], at: Days, up: Scale) -> list[str]:
    """Bands and the central line."""
    drawn = [run for run in runs(records, "y", *OUTER) if len(run) > 1] or runs(records, "y", *OUTER)
    parts = []
    for run in drawn:
        parts.append(band(run, at, up, BLUE, lower=OUTER[0], upper=OUTER[1], opacity=0.16, edge="2 3"))
        parts += [band(part, at, up, BLUE, opacity=0.34, edge="none") for part in runs(run, "lower", "upper")]
        parts.append(path(points(run, at, up), stroke=BLUE, width=2.5, dash="7 4"))
        parts += [marker(x, y, 1, fill=BLUE, size=4) for x, y in points(run, at, up)[-1:]]
    return parts


def _path(records: list[Record], at: Days, up: Scale) -> list[str]:
    """The line that would have to be kept to, with a mark at its end."""
    drawn = [points(run, at, up) for run in runs(records, "y") if len(run) > 1]
    ends = [marker(x, y, 2, fill=GREEN, size=5) for line in drawn for x, y in line[-1:]]
    return [*(path(line, stroke=GREEN, width=2.5) for line in drawn), *ends]


def _named(last: list[Record], goal: list[Record], up: Scale, words: tuple[str, str, str], right: float) -> list[str]:
    """The name of each line and band at its end, from the top down and none upon another."""
    inner, outer, aim = words
    asked = [(record, *what) for record in last
             for what in (("y", "central", BLUE), ("upper", inner, BLUE), (OUTER[1], outer, BLUE))]  # fmt: skip
    asked += [(record, "y", aim, GREEN) for record in goal]
    named = [(up(value) + 5, said, fill, field == "y") for record, field, said, fill in asked
             if (value := number(record.get(field))) is not None]  # fmt: skip
    parts, free = [], 0.0
    for y, said, fill, is_bold in sorted(named, key=lambda item: item[0]):
        free = max(y, free)
        parts.append(text(right, free, said, fill=fill, bold=is_bold))
        free += 18
    return parts
