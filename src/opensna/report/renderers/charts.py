"""Charts as SVG that a screen reader announces as one picture with a name and a finding.

Drawn here and not by a library: Altair with vl-convert took 30 to 53 ms of processor time a chart, over the 40 ms that an edition
of more than 600 charts allows; these take 0.3 ms and a quarter of the bytes. They also name series at their ends, mark absent
values and hatch fills, each of which Vega-Lite would need a layer of its own for.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import lru_cache
from typing import Any

from markupsafe import Markup, escape

from opensna.core.block import Chart, Table
from opensna.report.renderers.svg_change import draw_changes
from opensna.report.renderers.svg_fan import draw_fan
from opensna.report.renderers.svg_flow import draw_flow
from opensna.report.renderers.svg_funnel import draw_funnel
from opensna.report.renderers.svg_grid import draw_gap_map, draw_heat_map
from opensna.report.renderers.svg_line import draw_line
from opensna.report.renderers.svg_map import draw_map
from opensna.report.renderers.svg_panels import draw_panels
from opensna.report.renderers.svg_parts import SOFT, WIDTH, paragraph, text
from opensna.report.renderers.svg_pyramid import draw_pyramid
from opensna.report.renderers.svg_rows import draw_bars, draw_dots
from opensna.report.renderers.svg_tiles import draw_tiles
from opensna.report.renderers.svg_tornado import draw_tornado

SYNTHETIC = "SYNTHETIC DATA - not real figures"
IDENT = "\ue000"
"""Stands in a drawing for what makes its ids unique on a page; a private character, which no data hold."""
DRAW: Mapping[str, Callable[[Chart, float], tuple[str, float]]] = {
    "line": draw_line, "fan": draw_fan, "small_multiples": draw_panels, "dot_interval": draw_dots, "change_dots": draw_changes,
    "bar": draw_bars, "pyramid": draw_pyramid, "tornado": draw_tornado, "funnel": draw_funnel, "heat_map": draw_heat_map,
    "gap_map": draw_gap_map, "map": draw_map, "tile_map": draw_tiles, "flow": draw_flow,
}  # fmt: skip
"""What draws each form: a chart and a height to begin from give the picture and where the next thing begins."""
WARN = "#a4161a"


def svg(chart: Chart, *, ident: str) -> Markup:
    """The chart as inline SVG: role img, named by its title and described by its finding.

    `ident` makes the ids in it unique on the page. A chart drawn before from the same content is not drawn again.
    """
    return Markup(_drawn(_content(chart)).replace(IDENT, ident))


def _content(chart: Chart) -> str:
    """All that a drawing depends on, as JSON: the key of the cache."""
    told = {field.name: getattr(chart, field.name) for field in fields(chart) if field.name != "table"}
    return json.dumps(told, default=str, ensure_ascii=False).replace(IDENT, "")


@lru_cache(maxsize=1024)
def _drawn(content: str) -> str:
    told: dict[str, Any] = json.loads(content)
    chart = Chart(**{**told, "data": tuple(told["data"]), "table": Table("", (), ())})
    head, y = paragraph(4, chart.title, size=19, bold=True)
    parts = [head]
    if chart.is_synthetic:
        mark, y = paragraph(y + 4, SYNTHETIC, bold=True, fill=WARN)
        parts.append(mark)
    if chart.data:
        body, y = DRAW[chart.form](chart, y + 4)
        parts.append(body)
    else:
        y += 30
        parts.append(text(8, y, "[x] There are no figures to draw."))
    if chart.options.get("note"):
        note, y = paragraph(y + 6, str(chart.options["note"]), fill=SOFT)
        parts.append(note)
    if chart.source:
        source, y = paragraph(y + 6, f"Source: {chart.source}", fill=SOFT)
        parts.append(source)
    name = f"{chart.title} ({SYNTHETIC})" if chart.is_synthetic else chart.title
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{IDENT}-name {IDENT}-finding" '
        f'viewBox="0 0 {WIDTH} {y + 12:.0f}" width="{WIDTH}" height="{y + 12:.0f}" font-family="Arial, Helvetica, sans-serif">'
        f'<title id="{IDENT}-name">{escape(name)}</title><desc id="{IDENT}-finding">{escape(chart.alt)}</desc>'
        f"{''.join(parts)}</svg>"
    )
