"""A funnel: rate against population, between the limits that chance alone would keep; areas beyond them are named."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from opensna.core.block import Chart
from opensna.report.renderers.svg_change import shape
from opensna.report.renderers.svg_parts import (
    BLUE,
    INK,
    SOFT,
    WIDTH,
    Record,
    Scale,
    absent,
    line,
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

HEIGHT = 400
CURVES = (
    ("upper_998", "99.8%", "2 3"),
    ("upper_95", "95%", "8 4"),
    ("lower_95", "95%", "8 4"),
    ("lower_998", "99.8%", "2 3"),
)
Box = tuple[float, float, float, float]


def draw_funnel(chart: Chart, y: float) -> tuple[str, float]:
    """The picture from `y` down, and where the next thing begins."""
    shown = [r for r in chart.data if len(numbers([r], "population", "value")) == 2]
    missing = [f"{r['label']} {absent(r)}" for r in chart.data if r not in shown]
    target = chart.options.get("target", {})
    limits = sorted(chart.options["limits"], key=lambda r: float(r["population"]))
    values = numbers(shown, "value") + numbers([target], "value")
    values += numbers([r for r in limits if _is_among(r, shown)], "upper_95", "lower_95")
    left, right = (
        margin(Scale.about(values, 0, 1)),
        WIDTH - max(measured("99.8%"), measured(str(target.get("label", ""))), 60.0) - 10,
    )
    head, y = paragraph(y, chart.y_title, fill=SOFT) if chart.y_title else ("", y)
    top, bottom = y + 16, y + 16 + HEIGHT
    up = Scale.about(values, bottom, top)
    along = Scale.of(numbers(shown, "population") or [1.0], left, right)
    clip = f'<clipPath id="\ue000-c"><rect x="{left:.1f}" y="{top:.1f}" width="{right - left:.1f}" height="{HEIGHT}"/></clipPath>'
    parts = [head, clip, upward(up, left, right)]
    parts += [text(x, bottom + 20, words, anchor="middle") for x, words in along.labels]
    parts.append(text((left + right) / 2, bottom + 42, chart.x_title or "Population", anchor="middle"))
    parts += _curves(limits, target, along, up, right)
    named, left_over = _named(shown, along, up, right)
    parts += [named, *(_point(r, along, up) for r in shown)]
    end = bottom + 48
    notes = [
        f"Triangles lie beyond the 95% limits.{'' if up.low <= 0 else ' The upright axis does not begin at 0.'}",
        f"Without room for a name: {', '.join(left_over)}." if left_over else "",
        f"Not drawn: {'; '.join(missing)}." if missing else "",
    ]
    for note in filter(None, notes):
        drawn, end = paragraph(end, note, fill=SOFT)
        parts.append(drawn)
    return "".join(parts), end


def _is_among(limit: Record, shown: Sequence[Record]) -> bool:
    """Whether the limit belongs to a population that is drawn: those of tiny ones would flatten the picture."""
    return float(limit["population"]) >= min(numbers(shown, "population"), default=0.0)


def _curves(limits: Sequence[Record], target: Record, along: Scale, up: Scale, right: float) -> list[str]:
    """Limits and target, each named at its right end where names do not meet."""
    parts, ends = [], []
    for field, words, dash in CURVES:
        points = [(along(float(r["population"])), up(v)) for r in limits if (v := number(r.get(field))) is not None]
        if len(points) > 1:
            parts.append(f'<g clip-path="url(#\ue000-c)">{path(points, stroke=INK, width=1.5, dash=dash)}</g>')
            ends.append((_height(points, right), words))
    value = number(target.get("value"))
    if value is not None:
        parts.append(path([(along.start, up(value)), (right, up(value))], stroke=INK, width=2))
        ends.append((up(value), str(target.get("label", ""))))
    free = 0.0
    for y, words in sorted(ends):
        free = max(y + 5, free)
        parts.append(text(right + 6, free, words))
        free += 16
    return parts


def _height(points: Sequence[tuple[float, float]], x: float) -> float:
    """Where a curve meets the right edge, or where it ends before."""
    for (x1, y1), (x2, y2) in pairwise(points):
        if x1 <= x <= x2:
            return y1 + (y2 - y1) * (x - x1) / ((x2 - x1) or 1.0)
    return points[-1][1]


def _point(record: Record, along: Scale, up: Scale) -> str:
    x, y = along(float(record["population"])), up(float(record["value"]))
    ring = marker(x, y, 0, fill="none", size=11, stroke=BLUE) if record.get("highlight") else ""
    verdict = str(record["verdict"])
    return ring + (shape(x, y, verdict) if _is_outside(record) else marker(x, y, 0, fill=SOFT, size=4))


def _is_outside(record: Record) -> bool:
    return str(record["verdict"]).lower().startswith(("higher", "above", "lower", "below"))


def _named(shown: Sequence[Record], along: Scale, up: Scale, right: float) -> tuple[str, list[str]]:
    """Names of the page's own area and of those beyond the limits, where they cover nothing; the names left over."""
    at = [(along(float(r["population"])), up(float(r["value"]))) for r in shown]
    taken: list[Box] = [(x - 8, y - 8, x + 8, y + 8) for x, y in at]
    wanted = [(r, x, y) for r, (x, y) in zip(shown, at, strict=True) if r.get("highlight") or _is_outside(r)]
    parts, left_over = [], []
    for record, x, y in sorted(wanted, key=lambda w: (not w[0].get("highlight"), w[2])):
        words, box = str(record["label"]), _place(str(record["label"]), x, y, taken, (up.start, up.end, right))
        if box is None and record.get("highlight"):  # the page's own area is named whatever lies beneath
            box = _place(words, x, y, [], (up.start, up.end, right))
        if box is None:
            left_over.append(f"{words} ({record['verdict']})")
            continue
        taken.append(box)
        near = min(max(x, box[0]), box[2]), min(max(y, box[1]), box[3])
        if math.dist(near, (x, y)) > 14:
            parts.append(line(x, y, *near, stroke=SOFT))
        parts.append(text(box[0], box[3] - 4, words, bold=bool(record.get("highlight")), halo=True))
    return "".join(parts), left_over


def _place(words: str, x: float, y: float, taken: Sequence[Box], edges: tuple[float, float, float]) -> Box | None:
    """The first place about a point where a name fits, near by or at the end of a thin line."""
    width, (bottom, top, right) = measured(words), edges
    near = [(x + 10, y - 9), (x - 10 - width, y - 9), (x - width / 2, y - 28), (x - width / 2, y + 10)]
    far = [
        (x + dx - width * (dx < 0), y + dy - 9)
        for reach in (30, 50, 75, 110)
        for dx in (12, -12)
        for dy in (-reach, reach)
    ]
    for left, above in near + far:
        box = (left, above, left + width, above + 18)
        is_free = all(box[2] < t[0] or t[2] < box[0] or box[3] < t[1] or t[3] < box[1] for t in taken)
        if is_free and left > 4 and box[2] < right and top < above and box[3] < bottom:
            return box
    return None
