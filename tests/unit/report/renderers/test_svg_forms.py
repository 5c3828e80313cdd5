"""What each form says beyond the common rules: shapes, words, order and places."""

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opensna.core.block import Chart, Table
from opensna.reference.areas import boroughs
from opensna.report.renderers._typst import size_of
from opensna.report.renderers.chart_pages import PAGE, ROW, pages
from opensna.report.renderers.charts import svg
from opensna.report.renderers.svg_named import lines_named
from opensna.report.renderers.svg_parts import (
    BLUE,
    BLUES,
    GREEN,
    GREY,
    INK,
    ORANGE,
    PAPER,
    SOFT,
    Scale,
    ink_on,
    measured,
    names,
    printed,
    tick,
)
from opensna.report.renderers.svg_tiles import LONDON, fitted
from opensna.report.renderers.svg_time import Days


def chart(form, data, **options):
    return Chart(form, "T", "F.", "", "", tuple(data), Table("", (), ()), options=options)


def texts(made):
    root = ElementTree.fromstring(svg(made, ident="x"))
    return [t for t in root.iter() if t.tag.endswith("text")]


def words(made):
    return [t.text for t in texts(made)]


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_texts_and_marks_have_the_contrast_that_wcag_asks_for():
    assert min(contrast(INK, PAPER), contrast(SOFT, PAPER)) >= 4.5
    assert min(contrast(colour, PAPER) for colour in (BLUE, ORANGE, GREY, GREEN)) >= 3
    assert min(contrast(ink_on(fill), fill) for fill in (*BLUES, ORANGE, "#56B4E9")) >= 4.5


def test_shades_of_a_heat_map_grow_darker_so_that_grey_keeps_their_order():
    found = [luminance(fill) for fill in BLUES]
    assert all(a > b * 1.15 for a, b in pairwise(found))


def test_a_verdict_is_a_shape_and_a_word():
    data = [
        {"label": v, "value": 1.0, "lower": 0.5, "upper": 2.0, "verdict": v}
        for v in ("higher", "lower", "similar", "cannot tell")
    ]
    drawn = svg(chart("change_dots", data), ident="x")
    assert {"higher", "lower", "similar", "cannot tell", "no change"} <= set(words(chart("change_dots", data)))
    assert drawn.count("<polygon") == 4
    assert drawn.count("<circle") == 4
    assert drawn.count(f'fill="{PAPER}" stroke="{INK}"') == 2  # cannot tell: an open circle


def test_a_change_may_be_a_ratio_about_one():
    data = [{"label": "Robbery", "value": 1.2, "lower": 1.1, "upper": 1.3, "verdict": "higher"}]
    assert "same as London" in words(chart("change_dots", data, zero={"value": 1.0, "label": "same as London"}))


def test_labels_of_breaks_never_cover_one_another():
    at = Days(0, 100, 50.0, 600.0)
    placed = [(at(x), f"[b] a long label {x}") for x in (10, 12, 50, 98, 100)]
    drawn = ElementTree.fromstring(f"<g>{lines_named(placed, 200, 400)}</g>")
    boxes = [(float(t.attrib["x"]), float(t.attrib["y"]), measured(t.text)) for t in drawn.iter("text")]
    assert len(boxes) == 5
    assert all(x >= 0 and x + width <= 720 for x, _, width in boxes)
    for i, (x, y, width) in enumerate(boxes):
        assert all(abs(y - v) >= 16 or x + width < u or u + w < x for u, v, w in boxes[i + 1 :])


def test_a_break_outside_the_days_drawn_is_left_out():
    data = [{"x": "2020-01-01", "y": 1.0}, {"x": "2022-01-01", "y": 2.0}]
    made = chart("line", data, breaks=[{"x": "2021-01-01", "label": "[b] in"}, {"x": "2024-01-01", "label": "[b] out"}])
    assert "[b] in" in words(made)
    assert "[b] out" not in words(made)


def test_days_that_are_named_have_room():
    data = [{"x": f"{2000 + m // 12}-{m % 12 + 1:02}-01", "y": 1.0} for m in range(240)]
    made = chart("line", data, ticks=[{"x": r["x"], "label": f"financial year {r['x'][:4]}"} for r in data[::12]])
    placed = sorted(
        (float(t.attrib["x"]), measured(t.text)) for t in texts(made) if (t.text or "").startswith("financial")
    )
    assert all(a + w / 2 < b - w / 2 for (a, w), (b, _) in pairwise(placed))
    assert "financial year 2019" in words(made)


def test_a_funnel_names_the_areas_beyond_its_limits_and_the_page_s_own():
    data = [{"label": "Over", "population": 100.0, "value": 9.0, "verdict": "higher"},
            {"label": "Inside", "population": 200.0, "value": 5.0, "verdict": "similar"},
            {"label": "Own", "population": 150.0, "value": 5.1, "verdict": "similar", "highlight": True},
            {"label": "Hidden", "population": 120.0, "value": None, "verdict": "", "mark": "[c]"}]  # fmt: skip
    limits = [
        {"population": p, "lower_95": 4.0, "upper_95": 6.0, "lower_998": 3.0, "upper_998": 7.0} for p in (50, 250)
    ]
    said = words(chart("funnel", data, limits=limits, target={"value": 5.0, "label": "London"}))
    assert {"Over", "Own", "London", "95%", "99.8%"} <= set(said)
    assert "Inside" not in said
    assert any("Not drawn: Hidden [c]." in line for line in said)


def test_names_in_a_funnel_never_cover_one_another_and_none_is_lost():
    data = [
        {"label": f"Area {i}", "population": 100.0 + i % 7, "value": 9.0 + i % 5 / 9, "verdict": "higher"}
        for i in range(60)
    ]
    made = chart("funnel", data, limits=[{"population": 50, "upper_95": 6.0}, {"population": 250, "upper_95": 6.0}])
    boxes = [
        (float(t.attrib["x"]), float(t.attrib["y"]), measured(t.text))
        for t in texts(made)
        if re.fullmatch(r"Area \d+", t.text)
    ]
    for i, (x, y, width) in enumerate(boxes):
        assert all(abs(y - v) >= 16 or x + width <= u or u + w <= x for u, v, w in boxes[i + 1 :])
    told = " ".join(words(made))
    assert all(re.search(rf"Area {i}\b", told) for i in range(60))


def test_hidden_cells_of_a_heat_map_are_hatched_and_so_are_places_without_a_record():
    data = [{"row": "a", "column": "1", "value": 3}, {"row": "b", "column": "2", "value": None, "mark": "[c]"}]
    made = chart("heat_map", data)
    assert svg(made, ident="x").count('fill="url(#x-h)"') == 3 + 1  # two places without a record, and the legend
    assert "No figure shown: [c], [x]" in words(made)


def test_a_heat_map_of_large_numbers_leaves_them_out_and_keeps_its_legend():
    data = [{"row": "a", "column": f"{h:02}", "value": 123_456 + h} for h in range(24)]
    said = words(chart("heat_map", data))
    assert "123,456" not in said
    assert any(" to " in line for line in said)


def test_long_names_of_columns_stand_upright():
    data = [{"row": "a", "column": f"Extraordinarily{h}", "value": h} for h in range(12)]
    assert svg(chart("heat_map", data), ident="x").count("rotate(-90)") == 12


def test_a_pyramid_hatches_a_hidden_bar_and_tells_a_third_sex_in_words():
    data = [{"label": "10 to 14", "series": "Female", "value": None, "mark": "[c]"},
            {"label": "10 to 14", "series": "Male", "value": 2.0},
            {"label": "10 to 14", "series": "Not known", "value": 3}]  # fmt: skip
    made = chart("pyramid", data)
    assert svg(made, ident="x").count('fill="url(#x-h)"') == 1
    assert any("Not known, not drawn: 10 to 14: 3." in line for line in words(made))


def test_tiles_of_london_have_places_of_their_own():
    assert set(LONDON) == {area.code for area in boroughs()}
    assert len(set(LONDON.values())) == 33


def test_tiles_stand_where_the_data_say_and_may_be_of_anywhere():
    data = [{"label": n, "value": 1.0, "row": r, "column": c} for n, r, c in (("Dudley", 3, 4), ("Walsall", 2, 5))]
    at = {
        t.text: (float(t.attrib["x"]), float(t.attrib["y"]))
        for t in texts(chart("tile_map", data))
        if t.text in ("Dudley", "Walsall")
    }
    assert at["Dudley"][0] < at["Walsall"][0]
    assert at["Dudley"][1] > at["Walsall"][1]


def test_a_name_that_a_tile_cannot_hold_is_cut_with_a_full_stop():
    assert fitted("Wolverhampton", 60, 2) == ["Wolver."] or fitted("Wolverhampton", 60, 2)[0].endswith(".")
    assert fitted("Bath and North East Somerset", 100, 2) == ["Bath &", "North East"]


def test_a_flow_says_totals_and_where_a_part_is_hidden():
    data = [{"source": "Robbery", "target": "Police", "value": 4.0},
            {"source": "Robbery", "target": "Health", "value": None, "mark": "[c]"},
            {"source": "Homicide", "target": "Police", "value": 0}]  # fmt: skip
    said = words(chart("flow", data, prefix="£", suffix="m"))
    assert {"£4m + [c]", "£4m", "[c]"} <= set(said)
    assert any("Nothing flows from Homicide to Police." in line for line in said)


def test_a_tornado_is_in_order_of_reach_and_prints_both_ends():
    data = [
        {"label": "Small", "low": 50.0, "high": 53.0},
        {"label": "Large", "low": 30.0, "high": 80.0, "low_input": "1", "high_input": "3"},
    ]
    said = words(chart("tornado", data, base={"value": 52.0}, prefix="£"))
    assert said.index("Large: 1 to 3") < said.index("Small")
    assert {"£30", "£80", "base £52"} <= set(said)


def test_a_forecast_begins_at_the_last_known_value_and_is_marked():
    data = [{"x": "2022-01-01", "y": 1.0}, {"x": "2023-01-01", "y": 2.0},
            {"x": "2024-01-01", "y": 3.0, "lower": 2.0, "upper": 4.0, "outer_lower": 1.0, "outer_upper": 5.0}]  # fmt: skip
    made = chart("fan", data, inner="80%", outer="95%")
    assert {"Forecast [f]", "80%", "95%", "central"} <= set(words(made))
    assert svg(made, ident="x").count("fill-opacity") == 2


def test_a_path_to_a_target_is_drawn_named_and_within_the_scale():
    data = [{"x": "2022-01-01", "y": 10.0}, {"x": "2023-01-01", "y": 9.0},
            {"x": "2024-01-01", "y": 9.0, "lower": 8.0, "upper": 10.0, "outer_lower": 7.0, "outer_upper": 12.0}]  # fmt: skip
    path = [{"x": "2023-01-01", "y": 9.0}, {"x": "2024-01-01", "y": 4.0}]
    made = chart("fan", data, path=path, aim="path to half")
    assert "path to half" in words(made)
    assert "path to half" not in words(chart("fan", data))
    heights = [
        float(t.attrib["y"]) for t in texts(made) if t.text in ("outer band", "inner band", "central", "path to half")
    ]
    assert len(heights) == 4
    assert min(b - a for a, b in pairwise(sorted(heights))) >= 18
    assert svg(made, ident="x").count("<polyline") + svg(made, ident="x").count("<path") > svg(
        chart("fan", data), ident="x"
    ).count("<path")


def test_the_own_panel_is_set_off_and_all_share_a_scale():
    data = [
        {"panel": p, "x": f"202{i}-01-01", "y": v * (i + 1), "highlight": p == "B"}
        for p, v in (("A", 1.0), ("B", 10.0))
        for i in range(4)
    ]
    made = chart(
        "small_multiples",
        data,
        reference=[{"x": "2021-01-01", "y": 5.0, "label": "London"}, {"x": "2022-01-01", "y": 6.0}],
    )
    assert [t.attrib.get("font-weight") for t in texts(made) if t.text in ("A", "B")] == [None, "bold"]
    assert any("dashed grey line is London" in line for line in words(made))
    assert words(made).count("40") == 1


@pytest.mark.parametrize(("most", "end"), [(21.0, "25"), (9.5, "10"), (0.26, "0.3"), (100.0, "100")])
def test_the_scale_of_panels_ends_just_above_the_highest_value(most: float, end: str) -> None:
    data = [{"panel": "A", "x": f"202{i}-01-01", "y": most * (i + 1) / 4} for i in range(4)]
    assert end in words(chart("small_multiples", data))


def is_low(drawing):
    return size_of(str(svg(drawing, ident="x")))[1] <= PAGE


@pytest.mark.parametrize("form", sorted(set(ROW) - {"gap_map"}))
def test_a_chart_too_tall_for_a_page_is_shared_out_on_one_scale(form):
    field = ROW[form]
    common = {"x": "2020-01-01", "verdict": "similar"}
    data = [{field: f"A{i}", "y": float(i), "value": float(i)} | common for i in range(150)]
    parts = pages(chart(form, data))
    assert len(parts) > 2
    assert all(map(is_low, parts))
    assert parts[0].title == f"T (1 of {len(parts)})"
    held = [record[field] for part in parts for record in part.data]
    assert sorted(held) == sorted(r[field] for r in data)
    ends = {max(int(w) for w in words(part) if re.fullmatch(r"\d+", w)) for part in parts}
    assert len(ends) == 1
    assert ends.pop() >= 149
    assert pages(chart(form, data[:20])) == (chart(form, data[:20]),)


def test_names_of_two_lines_make_rows_taller_and_parts_more():
    named = [f"Hammersmith and Fulham and Chelsea number {i} (12 per cent of residents)" for i in range(33)]
    assert len(pages(chart("dot_interval", [{"label": f"A{i}", "value": 1.0} for i in range(33)]))) == 1
    parts = pages(chart("dot_interval", [{"label": name, "value": 1.0} for name in named]))
    assert len(parts) == 2
    assert all(map(is_low, parts))


def test_a_gap_map_is_shared_out_by_rows_with_circles_of_one_size():
    rows = [f"Approach {i}" for i in range(60)]
    data = [{"row": row, "column": "knife", "value": float(i), "rating": ""} for i, row in enumerate(rows)]
    parts = pages(chart("gap_map", data, rows=rows, columns=["knife"]))
    assert [row for part in parts for row in part.options["rows"]] == rows
    assert {tuple(part.options["span"]) for part in parts} == {(0.0, 59.0)}
    assert all(map(is_low, parts))


def test_shared_out_dots_keep_their_order():
    data = [{"label": f"A{i}", "value": None if i == 3 else float(i)} for i in range(80)]
    parts = pages(chart("dot_interval", data))
    assert parts[0].data[0]["label"] == "A0"
    assert parts[-1].data[-1]["label"] == "A79"


def test_a_form_that_does_not_grow_is_one_page():
    made = chart("heat_map", [{"row": str(i), "column": "a", "value": 1} for i in range(150)])
    assert pages(made) == (made,)


def test_values_are_printed_with_what_stands_about_them():
    made = chart("bar", [{"label": "a", "value": -2.0}], prefix="£", suffix="m")
    assert printed(made, -2.0) == "-£2m"


def test_names_are_in_the_order_asked_for_then_met():
    assert names([{"a": "x"}, {"a": "y"}], "a", ["y"]) == ["y", "x"]


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=5))
@settings(max_examples=50)
def test_a_scale_about_values_holds_them_and_labels_what_it_draws(values):
    values = [round(v, 3) for v in values]
    scale = Scale.about(values, 0, 100)
    assert all(-0.1 <= scale(v) <= 100.1 for v in values)
    assert 2 <= len(scale.ticks) <= 13
    assert all(abs(float(tick(v, scale.step).replace(",", "")) - v) < max(scale.step / 100, 1e-9) for v in scale.ticks)


def test_values_to_compare_with_are_lines_with_their_names_apart():
    data = [{"label": "a", "value": 5.0}, {"label": "b", "value": 9.9}]
    marks = [{"value": 5.0, "label": "London"}, {"value": 5.1, "label": "England"}, {"value": None, "label": "Wales"}]
    for form in ("dot_interval", "bar"):
        at = {t.text: float(t.attrib["y"]) for t in texts(chart(form, data, reference=marks))}
        assert abs(at["London"] - at["England"]) >= 16
        assert "Wales" not in at


def test_a_map_uses_the_symbols_and_order_of_bands_that_the_chart_lists():
    data = [
        {"area_code": "E09000012", "value": 2.0, "band": "worth a look"},
        {"area_code": "E09000022", "value": None, "band": "[x]"},
    ]
    said = words(
        chart("map", data, bands=[["[x]", "-", "absent"], ["worth a look", "!", "high"], ["nowhere", "o", "low"]])
    )
    assert said.count("!") == 2
    assert said.index("[x] not available: 32 areas") < said.index("worth a look: 1 area, 2")
    assert not any("nowhere" in line for line in said)


def test_panels_tell_breaks_and_use_the_days_that_the_chart_names():
    data = [{"panel": "A", "x": f"202{i}-07-01", "y": 1.0} for i in range(4)]
    ticks = [{"x": "2020-07-01", "label": "2020-21"}, {"x": "2023-07-01", "label": "2023-24"}]
    said = words(
        chart("small_multiples", data, ticks=ticks, breaks=[{"x": "2021-01-01", "label": "[b] counting rules"}])
    )
    assert {"2020-21", "2023-24"} <= set(said)
    assert any("Upright dashes: [b] counting rules" in line for line in said)


def test_a_bar_below_zero_runs_to_the_left():
    drawn = svg(chart("bar", [{"label": "a", "value": -4.0}, {"label": "b", "value": 4.0}]), ident="x")
    lefts = [float(x) for x in re.findall(r'<rect x="([\d.]+)"', drawn)]
    assert lefts[0] < lefts[1]


def test_the_own_area_is_named_in_the_thickest_crowd():
    data = [{"label": f"A{i}", "population": 100.0 + i % 40 / 10, "value": 5.0 + i // 40 / 5, "verdict": "similar",
             "highlight": i == 90} for i in range(400)]  # fmt: skip
    assert "A90" in words(chart("funnel", data, limits=[]))


def test_a_single_day_stands_in_the_middle():
    assert Days(5, 5, 100.0, 300.0)(5) == 200.0


def test_an_axis_that_does_not_hold_zero_has_its_base_at_its_foot():
    data = [{"label": "A", "population": 9.0, "value": v, "verdict": "similar"} for v in (101.0, 104.0)]
    made = chart("funnel", data, limits=[])
    assert any("does not begin at 0" in line for line in words(made))
    heights = [float(y) for y in re.findall(r"M[\d.]+ ([\d.]+)L", svg(made, ident="x"))]
    foot = max(float(t.attrib["y"]) for t in texts(made) if t.text in ("0", "2"))
    assert max(heights) < foot
