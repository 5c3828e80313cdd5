"""Charts as SVG that a screen reader announces as one picture with a name and a finding."""

from __future__ import annotations

import json
import re
from typing import Any

import vl_convert
from markupsafe import Markup, escape

from opensna.core.block import Chart
from opensna.report.renderers.chart_forms import MARKED, line_ticks, template
from opensna.report.renderers.map_form import map_spec

SYNTHETIC = "SYNTHETIC DATA – not real figures"

_ROOT = re.compile(r"<svg[^>]*?width=\"([\d.]+)\" height=\"([\d.]+)\"[^>]*>")
_INNER_ARIA = re.compile(r"\s(?:aria-[a-z]+|role|pointer-events)=\"[^\"]*\"")
_IDS = re.compile(r"(\bid=\"|url\(#|href=\"#)([^\")]+)")


def svg(chart: Chart, *, ident: str) -> Markup:
    """The chart as inline SVG: role img, named by its title and described by its finding.

    `ident` makes the ids in it unique on the page. A synthetic chart says so inside the picture.
    """
    drawn = vl_convert.vegalite_to_svg(json.dumps(specification(chart)))
    root = _ROOT.search(drawn)
    assert root is not None  # every SVG of vl-convert opens so
    inner = _IDS.sub(lambda found: f"{found[1]}{ident}-{found[2]}", _INNER_ARIA.sub("", drawn[root.end() :]))
    name = f"{chart.title} ({SYNTHETIC})" if chart.is_synthetic else chart.title
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{ident}-name" aria-describedby="{ident}-finding" '
        f'viewBox="0 0 {root[1]} {root[2]}" width="{root[1]}" height="{root[2]}">'
        f'<title id="{ident}-name">{escape(name)}</title><desc id="{ident}-finding">{escape(chart.alt)}</desc>'
    )
    return Markup(head + inner)


def specification(chart: Chart) -> dict[str, Any]:
    """The chart as a Vega-Lite specification."""
    if chart.form == "map":
        spec = map_spec(chart)
    else:
        spec = json.loads(template(chart.form, chart.x_title, chart.y_title, _layers(chart)))
        spec["data"] = {"values": [dict(record) for record in chart.data]}
        _fill(spec, chart)
    if chart.is_synthetic:
        spec["title"] = {"text": SYNTHETIC, "anchor": "start", "color": "#a4161a", "fontSize": 14, "fontWeight": "bold"}
    return spec


def _layers(chart: Chart) -> frozenset[str]:
    """Which optional layers the chart's own data asks for."""
    asked = {name for name in ("breaks", "reference") if chart.options.get(name)}
    if any(record.get("mark") for record in chart.data):
        asked.add(MARKED)
    return frozenset(asked)


def _fill(spec: dict[str, Any], chart: Chart) -> None:
    """Put in what differs between two charts of one form."""
    for layer in spec["layer"]:
        optional = layer.get("name", "").partition("_")[0]
        if optional in chart.options:
            layer["data"] = {"values": chart.options[optional]}
    if chart.form == "line" and "ticks" in chart.options:
        line_ticks(spec, chart.options["ticks"])
    if chart.form == "dot_interval":
        chosen = json.dumps([record["label"] for record in chart.data if record.get("highlight")])
        weight = {"condition": {"test": f"indexof({chosen}, datum.value) >= 0", "value": "bold"}, "value": "normal"}
        for layer in spec["layer"]:
            if isinstance(axis := layer.get("encoding", {}).get("y", {}).get("axis"), dict):
                axis["labelFontWeight"] = weight
