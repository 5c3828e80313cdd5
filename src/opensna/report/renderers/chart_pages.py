"""A chart too tall for a page as several that are not, on one scale."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from opensna.core.block import Chart
from opensna.report.renderers._typst import size_of
from opensna.report.renderers.charts import svg
from opensna.report.renderers.svg_parts import numbers

PAGE = 1060.0
"""Height that a drawing may have, in its own pixels: a page of A4 at the width of the column, less a caption of four lines."""
ROW = {"dot_interval": "label", "change_dots": "label", "bar": "label", "small_multiples": "panel", "gap_map": "row"}
"""Field that makes a row, by form; the other forms do not grow with what they hold."""


def pages(chart: Chart) -> tuple[Chart, ...]:
    """The chart itself where it fits a page, or else its rows shared out in order, each part titled "(1 of 3)".

    Parts keep the finding and the table of the whole, and its scale, so that a length means the same in each.
    """
    height = _height(chart)
    if chart.form not in ROW or height <= PAGE:
        return (chart,)
    records = list(chart.data)
    rows = list(chart.options.get("rows") or dict.fromkeys(str(record[ROW[chart.form]]) for record in records))
    made: tuple[Chart, ...] = (chart,)
    for count in range(int(height // PAGE) + 1, len(rows) + 1):
        made = _shared_out(chart, records, rows, count)
        if all(_height(part) <= PAGE for part in made):
            break
    return made


def _height(chart: Chart) -> float:
    return size_of(str(svg(chart, ident="chart")))[1]


def _shared_out(chart: Chart, records: list[dict[str, Any]], rows: list[str], count: int) -> tuple[Chart, ...]:
    """So many parts, of as many rows each as the others, but for the last."""
    values = numbers(chart.data, "value", "y", "lower", "upper")
    shared: dict[str, Any] = {"span": [min(values), max(values)]} if values else {}
    size = -(-len(rows) // count)
    made = []
    for begun in range(0, len(rows), size):
        held = rows[begun : begun + size]
        data = tuple(record for record in records if str(record[ROW[chart.form]]) in held)
        own = {"rows": held} if "rows" in chart.options else {}
        made.append(replace(chart, data=data, options={**chart.options, **shared, **own}))
    return tuple(replace(part, title=f"{part.title} ({i} of {len(made)})") for i, part in enumerate(made, start=1))
