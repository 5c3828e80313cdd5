"""A tornado: how far the answer moves from its base when one input goes to its low and to its high end."""

from __future__ import annotations

from opensna.core.block import Chart
from opensna.report.renderers.svg_parts import (
    BLUE,
    HATCH,
    INK,
    ORANGE,
    WIDTH,
    Record,
    Scale,
    absent,
    across,
    block,
    hatch,
    line,
    measured,
    number,
    numbers,
    printed,
    rect,
    room,
    text,
    wrapped,
)

BAR = 24


def draw_tornado(chart: Chart, y: float) -> tuple[str, float]:
    """The picture from `y` down, and where the next thing begins. Rows are in order of how much they move the answer."""
    base: Record = chart.options["base"]
    middle_value = number(base.get("value")) or 0.0
    records = sorted(chart.data, key=_reach)
    labels = [_label(r) for r in records]
    left = room(labels, 290)
    parts = [hatch(fill="#ffe3cf", stroke=ORANGE)]
    for words, fill in (("input at its low end", BLUE), ("input at its high end", f"url(#{HATCH})")):
        parts += [rect(8, y + 9, 18, 14, fill=fill, stroke=INK), text(34, y + 21, words)]
        y += 22
    row = max([BAR + 12, *(10 + 16 * len(wrapped(label, left - 18)) for label in labels)])
    top = y + 32
    bottom = top + row * len(labels)
    side = max([30.0, *(measured(_end(chart, r, which)) for r in records for which in ("low", "high"))]) + 12
    values = [*numbers(records, "low", "high"), middle_value]
    scale = Scale.about(values, left + side, WIDTH - side)
    axis, end = across(scale, top, bottom, chart.x_title)
    parts.append(axis)
    for i, record in enumerate(records):
        middle = top + row * (i + 0.5)
        parts.append(block(left - 10, middle, labels[i], left - 18))
        parts.append(_bars(chart, record, scale, middle_value, middle))
    x, words = scale(middle_value), f"{base.get('label', 'base')} {printed(chart, middle_value)}"
    half = measured(words) / 2
    parts += [line(x, top - 8, x, bottom, width=2),
              text(min(x, WIDTH - 4 - half), top - 14, words, anchor="middle", bold=True)]  # fmt: skip
    return "".join(parts), end


def _bars(chart: Chart, record: Record, scale: Scale, base: float, middle: float) -> str:
    parts = []
    for which, fill in (("low", BLUE), ("high", f"url(#{HATCH})")):
        value = number(record[which])
        if value is None:
            continue
        begin, end = sorted((scale(base), scale(value)))
        parts.append(rect(begin, middle - BAR / 2, end - begin, BAR, fill=fill, stroke=INK))
    given = sorted((v, which) for which in ("low", "high") if (v := number(record[which])) is not None)
    sides = {-1: [g for g in given if g[0] < base][::-1], 1: [g for g in given if g[0] >= base]}
    if len(given) == 2 and given[0][0] == given[1][0] == base:
        sides = {-1: given[:1], 1: given[1:]}
    for side, held in sides.items():
        said = " / ".join(_end(chart, record, which) for _, which in held)
        if len(given) < 2 and (not held or not given):
            said = absent(record) if side > 0 or given else ""
        reach = max([abs(scale(v) - scale(base)) for v, _ in held], default=0.0) + 6
        parts.append(
            text(scale(base) + side * reach, middle + 5, said, anchor="start" if side > 0 else "end", halo=True)
        )
    return "".join(parts)


def _end(chart: Chart, record: Record, which: str) -> str:
    value = number(record[which])
    return absent(record) if value is None else printed(chart, value)


def _label(record: Record) -> str:
    """The input and from what to what it goes."""
    low, high = record.get("low_input"), record.get("high_input")
    return str(record["label"]) if low in (None, "") or high in (None, "") else f"{record['label']}: {low} to {high}"


def _reach(record: Record) -> tuple[bool, float]:
    found = numbers([record], "low", "high")
    return len(found) < 2, -(max(found) - min(found)) if found else 0.0
