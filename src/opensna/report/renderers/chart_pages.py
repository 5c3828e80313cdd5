"""A chart too tall for a page as several that are not, on one scale."""

from __future__ import annotations

from dataclasses import replace

from opensna.core.block import Chart
from opensna.report.renderers.svg_parts import numbers
from opensna.report.renderers.svg_rows import falling

ROWS = {
    "dot_interval": ("label", 36),
    "change_dots": ("label", 28),
    "bar": ("label", 24),
    "small_multiples": ("panel", 35),
}
"""Field that makes a row and most rows on a page of A4 at 16 cm width, by form; the other forms do not grow with the areas."""


def pages(chart: Chart) -> tuple[Chart, ...]:
    """The chart itself where it fits a page, or else its rows shared out in order, each part titled "(1 of 3)".

    Parts keep the finding and the table of the whole, and its scale, so that a length means the same in each.
    """
    field, most = ROWS.get(chart.form, ("", 0))
    records = sorted(chart.data, key=falling) if chart.form == "dot_interval" else list(chart.data)
    rows = list(dict.fromkeys(str(record[field]) for record in records)) if field else []
    if chart.form == "bar":
        most = max(1, most // len({record.get("series", "") for record in chart.data} or {""}))
    if len(rows) <= most:
        return (chart,)
    count = -(-len(rows) // most)
    size = -(-len(rows) // count)
    values = numbers(chart.data, "value", "y", "lower", "upper")
    span = [min(values), max(values)] if values else []
    made = []
    for i in range(count):
        held = set(rows[i * size : (i + 1) * size])
        data = tuple(record for record in records if str(record[field]) in held)
        title = f"{chart.title} ({i + 1} of {count})"
        made.append(replace(chart, title=title, data=data, options=chart.options | {"span": span}))
    return tuple(made)
