"""Every form of chart, with what data do in earnest: gaps, zeros, long names, one point, many areas."""

import math
import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opensna.core.block import Chart, Table
from opensna.core.chart_forms import FORMS
from opensna.reference.geography import outlines
from opensna.report.renderers.charts import DRAW, SYNTHETIC, svg
from opensna.report.renderers.svg_parts import WIDTH, measured

NAN = float("nan")
PRINTED = 16 / 2.54 * 96 / WIDTH
"""Pixels at 96 to the inch of one of the drawing's, 16 cm wide on paper."""
LONG = "Possession of an article with a blade or point in a public place, and Hammersmith and Fulham"
YEARS = ("2020-07-01", "2021-07-01", "2022-07-01", "2023-07-01")
DATA = {
    "line": tuple({"x": x, "y": v, "lower": 1.0, "upper": 4.0, "series": s} for s in ("Hackney", "London")
                  for x, v in zip(YEARS, (2.0, None, 3.0, 3.5), strict=True)),
    "fan": (*({"x": x, "y": v, "mark": "[c]"} for x, v in zip(YEARS, (2.0, None, 3.0, 3.5), strict=True)),
            {"x": "2024-07-01", "y": 4.0, "lower": 3.0, "upper": 5.0, "outer_lower": 2.0, "outer_upper": 6.0}),
    "small_multiples": tuple({"panel": p, "x": x, "y": v, "highlight": p == "Hackney"} for p in ("Hackney", LONG)
                             for x, v in zip(YEARS, (2.0, None, 3.0, 3.5), strict=True)),
    "dot_interval": ({"label": "Low", "value": 1.0, "lower": 0.5, "upper": 1.5}, {"label": LONG, "value": NAN, "mark": "[c]"},
                     {"label": "High", "value": 2.0, "lower": 1.5, "upper": 2.5, "highlight": True}),
    "change_dots": ({"label": "Robbery", "value": -6.0, "lower": -9.0, "upper": -3.0, "verdict": "lower"},
                    {"label": LONG, "value": 8.0, "lower": 2.0, "upper": 14.0, "verdict": "higher", "highlight": True},
                    {"label": "Rape", "value": None, "lower": None, "upper": None, "verdict": "", "mark": "[c]"}),
    "bar": ({"label": LONG, "value": 1.0, "lower": 0.5, "upper": 1.5, "series": "Victims"},
            {"label": LONG, "value": None, "lower": None, "upper": None, "series": "Suspects"}),
    "pyramid": ({"label": "10 to 14", "series": "Female", "value": 2.0, "lower": 1.0, "upper": 3.0},
                {"label": "10 to 14", "series": "Male", "value": None, "mark": "[c]"},
                {"label": "15 to 17", "series": "Male", "value": 6.0}, {"label": "15 to 17", "series": "Not known", "value": 4}),
    "tornado": ({"label": LONG, "low": 40.0, "high": 66.0, "low_input": "£2m", "high_input": "£5m"},
                {"label": "Discount rate", "low": 55.0, "high": None},
                {"label": "Share", "low": None, "high": None, "mark": "[c]"}),
    "funnel": ({"label": "Hackney", "population": 260_000, "value": 6.0, "verdict": "higher", "highlight": True},
               {"label": "Bexley", "population": 240_000, "value": 3.9, "verdict": "similar"},
               {"label": LONG, "population": 9_000, "value": None, "verdict": "", "mark": "[c]"}),
    "heat_map": ({"row": "Monday", "column": "00", "value": 12}, {"row": "Monday", "column": "01", "value": None, "mark": "[c]"},
                 {"row": LONG, "column": "01", "value": 40}),
    "gap_map": ({"row": "Mentoring", "column": "Violence", "value": 5, "rating": "strong"},
                {"row": "Mentoring", "column": "School exclusion", "value": 0}, {"row": LONG, "column": "Violence", "value": None}),
    "map": ({"area_code": "E09000012", "value": 2.0, "band": "higher than London", "highlight": True},
            {"area_code": "E09000022", "value": 1.0, "band": "lower than London"},
            {"area_code": "E09000001", "value": None, "band": "[c]"}),
    "tile_map": ({"label": "Hackney", "area_code": "E09000012", "value": 2.0, "band": "higher than London", "highlight": True},
                 {"label": "City of London", "area_code": "E09000001", "value": None, "band": "[c]"}),
    "flow": ({"source": "Homicide", "target": "Police", "value": 4.0}, {"source": LONG, "target": "Health", "value": 3.0},
             {"source": LONG, "target": "Police", "value": None, "mark": "[c]"},
             {"source": "Homicide", "target": "Courts", "value": 0}),
}  # fmt: skip
LIMITS = [{"population": p, "lower_95": 4 - 400 / p, "upper_95": 4 + 400 / p, "lower_998": 4 - 900 / p, "upper_998": 4 + 900 / p}
          for p in (1_000, 100_000, 300_000)]  # fmt: skip
OPTIONS = {
    "tornado": {"base": {"value": 52.0, "label": "base"}},
    "funnel": {"limits": LIMITS, "target": {"value": 4.0, "label": "London"}},
    "small_multiples": {"reference": [{"x": x, "y": 2.5, "label": "London"} for x in YEARS]},
}


def chart(form, **changes):
    table = Table("Figures", ("a",), (("1",),))
    made = Chart(
        form, "A title", "The finding.", "Rate", "per 1,000", DATA[form], table, "A source", True, OPTIONS.get(form, {})
    )
    return replace(made, **changes)


def words_of(made):
    return " ".join(ElementTree.fromstring(svg(made, ident="x")).itertext())


def texts_of(made):
    return [t for t in ElementTree.fromstring(svg(made, ident="x")).iter() if t.tag.endswith("text")]


def with_numbers(form, value):
    """The data of a form with every number set to a value."""
    fields = FORMS[form]
    found = {*fields.numbers, *fields.may}
    return tuple({k: value if k in found else v for k, v in record.items()} for record in DATA[form])


def test_every_form_has_its_fields_its_drawing_and_a_case_here():
    assert set(FORMS) == set(DRAW) == set(DATA)


@pytest.mark.parametrize("form", DATA)
def test_every_form_is_a_named_picture_with_title_source_mark_and_finding(form):
    root = ElementTree.fromstring(svg(chart(form), ident="x-1"))
    ids = root.attrib["aria-labelledby"].split()
    assert root.attrib["role"] == "img"
    assert [root.find(f".//*[@id='{i}']").text for i in ids] == [f"A title ({SYNTHETIC})", "The finding."]
    drawn = " ".join(t.text or "" for t in root.iter() if t.tag.endswith("text"))
    assert {"A title", SYNTHETIC, "Source: A source"} <= {t.text for t in root.iter()}
    assert "None" not in drawn
    assert "nan" not in drawn


@pytest.mark.parametrize("form", DATA)
def test_text_is_twelve_pixels_or_more_where_the_picture_is_16_cm_wide(form):
    assert min(float(t.attrib["font-size"]) for t in texts_of(chart(form))) * PRINTED >= 12


@pytest.mark.parametrize("form", DATA)
def test_text_stands_within_the_picture(form):
    root = ElementTree.fromstring(
        svg(chart(form, options=OPTIONS.get(form, {}) | {"suffix": "m", "prefix": "£"}), ident="x")
    )
    height = float(root.attrib["height"])
    for group in root.iter():
        if "transform" in group.attrib:
            continue
        for t in group:
            if not t.tag.endswith("text") or "transform" in group.attrib:
                continue
            width = measured(t.text or "") * 0.82  # about what Arial takes
            left = float(t.attrib["x"]) - {"end": width, "middle": width / 2}.get(t.attrib.get("text-anchor"), 0)
            assert left > -2, t.text
            assert left + width < WIDTH + 2, t.text
            assert 0 < float(t.attrib["y"]) < height, t.text


@pytest.mark.parametrize("form", DATA)
def test_absent_values_are_told_with_their_mark(form):
    said = words_of(chart(form))
    assert "[c]" in said or "[x]" in said


@pytest.mark.parametrize("form", DATA)
@pytest.mark.parametrize("value", [None, NAN, math.inf])
def test_a_chart_of_hidden_values_alone_is_drawn_and_says_so(form, value):
    said = words_of(chart(form, data=with_numbers(form, value)))
    assert "[x]" in said or "[c]" in said
    assert not re.search(r"\b(nan|inf)\b", svg(chart(form, data=with_numbers(form, value)), ident="x"))


@pytest.mark.parametrize("form", DATA)
@pytest.mark.parametrize("value", [0.0, -1.0, 1e-9, 1e9, 7])
def test_zero_negative_tiny_and_huge_values_are_drawn(form, value):
    fields = FORMS[form]
    if fields.from_zero and value < 0:
        with pytest.raises(Exception, match="None where a value is absent"):
            chart(form, data=with_numbers(form, value))
        return
    drawn = svg(chart(form, data=with_numbers(form, value)), ident="x")
    ElementTree.fromstring(drawn)
    assert not re.search(r"[^a-z]nan[^a-z]", drawn)
    assert 'width="-' not in drawn


@pytest.mark.parametrize("form", DATA)
def test_a_chart_of_one_record_is_drawn(form):
    ElementTree.fromstring(svg(chart(form, data=DATA[form][:1]), ident="x"))


@pytest.mark.parametrize("form", DATA)
def test_a_chart_without_records_says_so(form):
    assert "There are no figures to draw" in words_of(chart(form, data=(), options={}))


@pytest.mark.parametrize(
    "form", ["small_multiples", "dot_interval", "change_dots", "bar", "funnel", "tile_map", "heat_map"]
)
def test_150_areas_are_drawn_and_named(form):
    names = {"small_multiples": "panel", "heat_map": "row"}
    field = names.get(form, "label")
    data = tuple(
        {k: v for k, v in DATA[form][0].items() if k != "area_code"} | {field: f"A{i:03}", "highlight": False}
        for i in range(150)
    )
    root = ElementTree.fromstring(svg(chart(form, data=data), ident="x"))
    found = {(t.text or "").split(" ")[0].rstrip(".,") for t in root.iter() if t.tag.endswith("text")}
    told = " ".join(root.itertext())
    assert all(f"A{i:03}" in found or f"A{i:03}" in told for i in range(150))


@pytest.mark.parametrize("form", DATA)
def test_markup_in_data_is_shown_as_text(form):
    evil = "<script>alert('x')</script>&"
    fields = FORMS[form].words
    data = tuple(
        {k: evil if k in fields and k not in ("area_code", "verdict") else v for k, v in r.items()} for r in DATA[form]
    )
    drawn = svg(chart(form, data=data, title=evil, source=evil, x_title=evil), ident="x")
    assert "<script" not in drawn
    ElementTree.fromstring(drawn)


@pytest.mark.parametrize("form", DATA)
def test_ids_are_unique_to_the_place_on_the_page(form):
    first = svg(chart(form), ident="a")
    assert set(re.findall(r'id="([^"]*)"', first)) == set(re.findall(r'id="(a-[^"]*)"', first))
    assert set(re.findall(r"url\(#([^)]*)\)", first)) <= set(re.findall(r'id="([^"]*)"', first))


def test_a_note_is_printed_under_any_form():
    assert "Rounded to the nearest 5." in words_of(chart("bar", options={"note": "Rounded to the nearest 5."}))


@given(st.lists(st.none() | st.floats(0, 1e6), min_size=1, max_size=12), st.sampled_from(sorted(DATA)))
@settings(max_examples=50, deadline=None)
def test_any_values_give_a_picture_with_finite_places(values, form):
    fields = FORMS[form]
    data = []
    for i, value in enumerate(values):
        record = dict(DATA[form][i % len(DATA[form])])
        data.append(
            {
                k: value if k in (*fields.numbers, *fields.may) and k not in ("row", "column") else v
                for k, v in record.items()
            }
        )
    drawn = svg(chart(form, data=tuple(data)), ident="x")
    assert not re.search(r'="[^"]*\b(nan|inf)\b', drawn)


def test_the_map_says_which_areas_it_has_no_outline_of():
    elsewhere = ({"area_code": "E08000025", "area_name": "Birmingham", "value": 2.0},)
    assert "no outlines of these areas" in words_of(chart("map", data=elsewhere))
    assert "Not on the map: Birmingham." in words_of(chart("map", data=DATA["map"] + elsewhere))


def test_a_map_of_equal_values_has_one_step():
    data = tuple({"area_code": code, "value": 3.0} for code in outlines())
    assert "step 1 of 1: 33 areas, 3" in words_of(chart("map", data=data))


def test_a_map_hatches_where_there_is_no_value_whatever_its_band_says():
    data = tuple(
        {"area_code": c, "value": None if c == "E09000001" else 1.0, "band": "cannot tell"} for c in outlines()
    )
    made = chart("map", data=data)
    assert "[x] not available: 1 area" in words_of(made)
    assert "cannot tell: 32 areas" in words_of(made)
    assert svg(made, ident="x").count('fill="url(#x-h)"') == 2  # the City and the legend


def test_a_map_without_bands_shows_fifths_and_tells_hidden_from_not_available():
    data = tuple({"area_code": c, "value": float(i) if i > 1 else None, "mark": "[c]" if i else ""}
                 for i, c in enumerate(outlines()))  # fmt: skip
    said = words_of(chart("map", data=data))
    assert "fifth 5 of 5: 7 areas" in said
    assert "[c] hidden to protect people: 1 area" in said
    assert "[x] not available: 1 area" in said


def test_dots_are_in_the_order_given():
    given = [{"label": name, "value": value} for name, value in (("Beta", 1.0), ("Alpha", 3.0), ("Gamma", 2.0))]
    said = words_of(chart("dot_interval", data=tuple(given)))
    assert said.index("Beta") < said.index("Alpha") < said.index("Gamma")


def test_an_equal_chart_is_drawn_once_and_its_ids_stay_apart():
    first, second = svg(chart("map"), ident="a"), svg(chart("map"), ident="b")
    assert first.replace("a-", "b-") == second.replace("a-", "b-")
    assert "\ue000" not in first


def test_a_real_chart_bears_no_mark():
    assert "SYNTHETIC" not in svg(chart("bar", is_synthetic=False), ident="x")
