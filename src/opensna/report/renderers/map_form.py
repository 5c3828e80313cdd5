"""A map of areas by band: colour, symbol and legend say the same thing."""

from __future__ import annotations

from functools import cache
from typing import Any

from opensna.core.block import Chart
from opensna.reference.geography import outlines
from opensna.report.renderers.chart_forms import CONFIG, INK, WIDTH

TONES = {"high": "#801650", "middle": "#dfe3e6", "low": "#7fb2d9", "unclear": "#fdf3d0", "hidden": "#ffffff", "absent": "#ffffff"}
"""Fill by tone. Symbols are dark, but white on the dark fill."""
DARK = "high"
HEIGHT, NORTHING = 500, 0.6225
"""NORTHING: length of a degree of longitude over one of latitude at 51.5 degrees north."""


def map_spec(chart: Chart) -> dict[str, Any]:
    """Specification of a map whose data hold area_code and band, and whose options["bands"] list (band, symbol, tone) in order."""
    bands = [tuple(map(str, band)) for band in chart.options["bands"]]
    legend = {band: (f"{symbol} {band}", symbol, tone) for band, symbol, tone in bands}
    by_code = {record["area_code"]: record for record in chart.data}
    shapes = [_feature(code, record, legend[str(record["band"])]) for code, record in by_code.items() if code in _shapes()]
    colour = {
        "field": "properties.label", "type": "nominal", "scale": {"domain": [label for label, _, _ in legend.values()], "range": [TONES[tone] for _, _, tone in legend.values()]},
        "legend": {"title": None, "orient": "top", "columns": 3, "symbolType": "square", "symbolSize": 220, "symbolStrokeColor": INK, "symbolStrokeWidth": 1},
    }  # fmt: skip
    plane = {"type": "identity", "reflectY": True}
    features = {"data": {"values": shapes}, "projection": plane}
    layers = [
        {**features, "mark": {"type": "geoshape", "stroke": INK, "strokeWidth": 0.7}, "encoding": {"color": colour}},
        {**features, "transform": [{"filter": "datum.properties.highlight"}],
         "mark": {"type": "geoshape", "filled": False, "stroke": INK, "strokeWidth": 4}},
        _symbols(shapes),
    ]  # fmt: skip
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json", "width": WIDTH, "height": HEIGHT, "layer": layers, "config": CONFIG,
    }  # fmt: skip


def _symbols(shapes: list[dict[str, Any]]) -> dict[str, Any]:
    points = [{**shape["properties"], "lon": shape["properties"]["at"][0], "lat": shape["properties"]["at"][1]} for shape in shapes]
    return {
        "data": {"values": points},
        "projection": {"type": "identity", "reflectY": True},
        "mark": {"type": "text", "fontSize": 15, "fontWeight": "bold"},
        "encoding": {
            "longitude": {"field": "lon", "type": "quantitative"}, "latitude": {"field": "lat", "type": "quantitative"},
            "text": {"field": "symbol"}, "color": {"condition": {"test": "datum.is_dark", "value": "white"}, "value": INK},
        },
    }  # fmt: skip


def _feature(code: str, record: dict[str, Any], said: tuple[str, str, str]) -> dict[str, Any]:
    label, symbol, tone = said
    about = {
        "label": label, "symbol": symbol, "is_dark": tone == DARK, "highlight": bool(record.get("highlight")), "at": _middle(code),
    }  # fmt: skip
    return {"type": "Feature", "geometry": _shapes()[code], "properties": about}


@cache
def _shapes() -> dict[str, Any]:
    """Outlines by area code, on a plane: longitude shortened to the length it has in London."""
    return {code: {**shape, "coordinates": _plane(shape["coordinates"])} for code, shape in outlines().items()}


def _plane(part: Any) -> Any:
    if isinstance(part[0], (int, float)):
        return [round(part[0] * NORTHING, 5), part[1]]
    return [_plane(inner) for inner in part]


@cache
def _middle(code: str) -> tuple[float, float]:
    """Centroid of the largest outer ring."""
    shape = _shapes()[code]
    polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
    rings = [_centroid(polygon[0]) for polygon in polygons]
    _, x, y = max(rings)
    return round(x, 4), round(y, 4)


def _centroid(ring: list[list[float]]) -> tuple[float, float, float]:
    """(size, x, y) by the shoelace formula."""
    pairs = list(zip(ring, [*ring[1:], ring[0]], strict=True))
    cross = [a[0] * b[1] - b[0] * a[1] for a, b in pairs]
    twice = sum(cross) or 1e-12
    x = sum((a[0] + b[0]) * c for (a, b), c in zip(pairs, cross, strict=True)) / (3 * twice)
    y = sum((a[1] + b[1]) * c for (a, b), c in zip(pairs, cross, strict=True)) / (3 * twice)
    return abs(twice), x, y
