"""One chart specification a form, built and validated once by Altair; the data of each chart is put in afterwards."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from typing import Any

import altair as alt

WIDTH = 680
INK, GRID, MAIN, OTHER = "#0b0c0c", "#d5d9dc", "#12436d", "#6b7075"
"""Dark blue and grey keep apart in every kind of colour blindness and in print; shape and dash tell them apart as well."""
MARKED = "marked"
CONFIG: dict[str, Any] = {
    "aria": False,
    "background": "white",
    "font": "Arial, Helvetica, sans-serif",
    "view": {"stroke": None},
    "axis": {
        "labelFontSize": 13, "titleFontSize": 13, "titleFontWeight": "normal", "labelColor": INK, "titleColor": INK,
        "gridColor": GRID, "domainColor": INK, "tickColor": INK, "labelLimit": 260, "titleLimit": 600,
    },
    "legend": {"labelFontSize": 13, "titleFontSize": 13, "labelColor": INK, "orient": "top", "labelLimit": 400},
}  # fmt: skip


@cache
def template(form: str, x_title: str, y_title: str, layers: frozenset[str]) -> str:
    """The specification of a form as JSON, without data. `layers` names the optional ones: breaks, reference, marked."""
    made = {"line": _line, "dot_interval": _dots, "bar": _bars}[form](x_title, y_title, layers)
    spec: dict[str, Any] = made.properties(data=alt.Data(values=[]), width=WIDTH).to_dict()
    spec["autosize"] = {"type": "fit-x", "contains": "padding"}
    spec["config"] = CONFIG
    return json.dumps(spec)


def line_ticks(spec: dict[str, Any], ticks: Sequence[dict[str, str]]) -> None:
    """Label the time axis of a line chart at these points only (x as ISO date, label)."""
    names = json.dumps({tick["x"]: tick["label"] for tick in ticks})
    for layer in spec["layer"]:
        x = layer.get("encoding", {}).get("x")
        if x is not None:
            x["axis"] = {
                "values": [{"year": int(t["x"][:4]), "month": int(t["x"][5:7]), "date": int(t["x"][8:10]), "utc": True} for t in ticks],
                "labelExpr": f"({names})[utcFormat(datum.value, '%Y-%m-%d')]", "grid": False, "labelOverlap": True,
            }  # fmt: skip


def _series(kind: Any, values: list[Any]) -> Any:
    """An encoding of the series, in order of appearance, in the one legend above the chart."""
    legend = alt.Legend(title=None, orient="top", symbolSize=90, symbolStrokeWidth=2)
    return kind("series:N", sort=None, scale=alt.Scale(range=values), legend=legend)


def _line(_x_title: str, y_title: str, layers: frozenset[str]) -> Any:
    x = alt.X("x:T", title=None, scale=alt.Scale(type="utc"), axis=alt.Axis(grid=False, labelOverlap=True))
    colour = _series(alt.Color, [MAIN, OTHER])
    y = alt.Y("y:Q", title=y_title, scale=alt.Scale(zero=True, nice=True), axis=alt.Axis(tickCount=6))
    band = alt.Chart().mark_area(opacity=0.18).encode(x=x, y=alt.Y("lower:Q", title=y_title), y2="upper:Q", color=colour)
    line = alt.Chart().mark_line(strokeWidth=2.5).encode(x=x, y=y, color=colour, strokeDash=_series(alt.StrokeDash, [[1, 0], [6, 4]]))  # fmt: skip
    shape = _series(alt.Shape, ["circle", "square"])
    points = alt.Chart().mark_point(filled=True, size=48, opacity=1).encode(x=x, y=y, color=colour, shape=shape)
    parts = [band, line, points]
    if "breaks" in layers:
        rule = alt.Chart(name="breaks_rule").mark_rule(color=INK, strokeDash=[2, 3], strokeWidth=1.5).encode(x=x)
        text = alt.Chart(name="breaks_text").mark_text(align="left", dx=4, fontSize=13, color=INK).encode(x=x, y=alt.value(8), text="label:N")  # fmt: skip
        parts += [rule, text]
    return alt.layer(*parts).properties(height=280)


def _dots(x_title: str, _y_title: str, layers: frozenset[str]) -> Any:
    y = alt.Y("label:N", sort=None, title=None, axis=alt.Axis(ticks=False, domain=False, grid=True, gridDash=[1, 3]))
    zero = alt.Scale(zero=True, nice=True)
    is_chosen = alt.datum.highlight == True  # noqa: E712  # an expression of Vega, not a comparison in Python
    colour = alt.condition(is_chosen, alt.value(MAIN), alt.value(OTHER))
    low = alt.X("lower:Q", title=x_title, scale=zero)
    rules = alt.Chart().mark_rule().encode(y=y, x=low, x2="upper:Q", color=colour, strokeWidth=alt.condition(is_chosen, alt.value(4), alt.value(2)))  # fmt: skip
    dots = alt.Chart().mark_point(filled=True, opacity=1).encode(
        y=y, x=alt.X("value:Q", title=x_title, scale=zero), color=colour,
        size=alt.condition(is_chosen, alt.value(130), alt.value(55)),
        shape=alt.condition(is_chosen, alt.value("diamond"), alt.value("circle")),
    )  # fmt: skip
    return alt.layer(*_reference(layers, x_title), rules, dots, *_marked(layers, y)).properties(height=alt.Step(19))


def _bars(x_title: str, _y_title: str, layers: frozenset[str]) -> Any:
    y = alt.Y("label:N", sort=None, title=None, axis=alt.Axis(ticks=False, grid=False))
    x = alt.X("value:Q", title=x_title, scale=alt.Scale(zero=True, nice=True))
    bars = alt.Chart().mark_bar(color="#8fb0cc", height={"band": 0.62}).encode(y=y, x=x)
    rules = alt.Chart().mark_rule(color=INK, strokeWidth=2).encode(y=y, x=alt.X("lower:Q", title=x_title), x2="upper:Q")
    return alt.layer(*_reference(layers, x_title), bars, rules, *_marked(layers, y)).properties(height=alt.Step(34))


def _reference(layers: frozenset[str], x_title: str) -> list[Any]:
    """A vertical line with a label, such as London's rate."""
    if "reference" not in layers:
        return []
    x = alt.X("value:Q", title=x_title)
    rule = alt.Chart(name="reference_rule").mark_rule(color=INK, strokeDash=[6, 4], strokeWidth=1.5).encode(x=x)
    text = alt.Chart(name="reference_text").mark_text(align="left", dx=4, dy=-8, fontSize=13, color=INK).encode(x=x, y=alt.value(0), text="label:N")  # fmt: skip
    return [rule, text]


def _marked(layers: frozenset[str], y: Any) -> list[Any]:
    """The symbol of an absent value, where its dot or bar would begin."""
    if MARKED not in layers:
        return []
    text = alt.Chart().mark_text(align="left", dx=6, fontSize=13, color=INK)
    return [text.encode(y=y, x=alt.value(0), text="mark:N")]
