import math
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opensna.assessment.publish import publish
from opensna.core.block import Callout, Chart, Prose, SectionBlocks, Table
from opensna.core.errors import DisclosureError
from opensna.reference.geography import outlines
from opensna.report.renderers.charts import SYNTHETIC, svg
from opensna.report.renderers.html import render_html
from opensna.report.renderers.svg_parts import Scale, tick

NAN = float("nan")
EVIL = '<script>alert("1")</script>&'
TABLE = Table(
    "Figures", ("Borough", "Rate"), (("Hackney", "1.50"), (EVIL, "[x]")), ("Rate",), "A note.", "A source", True
)
DATA = {
    "line": tuple({"x": f"{y}-01-01", "y": v, "lower": v, "upper": v, "series": s}
                  for s in ("Hackney", "London") for y, v in ((2020, 1.0), (2021, None), (2022, NAN), (2023, 2.0))),
    "dot_interval": ({"label": "Low", "value": 1.0, "lower": 0.5, "upper": 1.5, "highlight": False},
                     {"label": "High", "value": 2.0, "lower": 1.5, "upper": 2.5, "highlight": True},
                     {"label": "Absent", "value": NAN, "lower": None, "upper": NAN, "highlight": False}),
    "bar": ({"label": "10 to 14", "value": 1.0, "lower": 0.5, "upper": 1.5, "series": "Victims"},
            {"label": "10 to 14", "value": None, "lower": None, "upper": None, "series": "Suspects"}),
    "map": ({"area_code": "E09000012", "value": 2.0, "band": "higher than London"},
            {"area_code": "E09000022", "value": 1.0, "band": "lower than London"},
            {"area_code": "E09000001", "value": None, "band": "[x]"}),
}  # fmt: skip


def chart(form, **changes):
    made = Chart(form, "A title", "The finding.", "Rate", "per 1,000", DATA[form], TABLE, "A source", True)
    return replace(made, **changes)


@pytest.fixture(scope="module")
def edition(full):
    blocks = (Prose(EVIL), Callout("Care", EVIL), TABLE, *(chart(form) for form in DATA), chart("bar", title=EVIL))
    sections = (SectionBlocks("one", "One", blocks), SectionBlocks("two", EVIL, blocks))
    return replace(full, blocks={a.code: sections for a in full.areas})


@pytest.fixture(scope="module")
def page(edition, tmp_path_factory):
    index = render_html(edition, tmp_path_factory.mktemp("html") / "report")
    return (index.parent / "hackney" / "index.html").read_text("utf-8")


class Tags(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


@pytest.mark.parametrize("form", DATA)
def test_every_form_is_a_named_picture_with_title_source_and_finding(form):
    root = ElementTree.fromstring(svg(chart(form), ident="x-1"))
    words = " ".join(root.itertext())
    ids = root.attrib["aria-labelledby"].split()
    assert root.attrib["role"] == "img"
    assert [root.find(f".//*[@id='{i}']").tag.split("}")[1] for i in ids] == ["title", "desc"]
    assert "The finding." in words
    assert "Source: A source" in words
    sizes = [float(t.attrib["font-size"]) for t in root.iter() if "font-size" in t.attrib]
    assert min(sizes) >= 12


@pytest.mark.parametrize("form", DATA)
def test_absent_values_are_told_and_never_drawn_as_numbers(form):
    drawn = svg(chart(form), ident="x")
    assert not re.search(r"[^a-z]nan[^a-z]|None<", drawn)
    assert "[x]" in drawn


@pytest.mark.parametrize("form", DATA)
@pytest.mark.parametrize("value", [None, NAN, math.inf, 0.0, -1.0, 1e-9, 1e9])
def test_a_chart_of_one_odd_value_is_drawn(form, value):
    record = {name: value if name in ("y", "value", "lower", "upper") else v for name, v in DATA[form][0].items()}
    ElementTree.fromstring(svg(chart(form, data=(record,)), ident="x"))


@pytest.mark.parametrize("form", DATA)
def test_a_chart_without_data_says_so(form):
    assert "There are no figures to draw" in svg(chart(form, data=()), ident="x")


def test_the_synthetic_mark_is_in_the_picture_only_of_synthetic_charts():
    assert SYNTHETIC in svg(chart("bar"), ident="x")
    assert "SYNTHETIC" not in svg(chart("bar", is_synthetic=False), ident="x")


def test_dots_are_in_order_of_value_with_the_absent_last():
    drawn = svg(chart("dot_interval"), ident="x")
    assert drawn.index(">High<") < drawn.index(">Low<") < drawn.index(">Absent<")


def test_a_map_hatches_where_there_is_no_value_whatever_its_band_says():
    data = tuple(
        {"area_code": c, "value": None if c == "E09000001" else 1.0, "band": "cannot tell"} for c in outlines()
    )
    drawn = svg(chart("map", data=data), ident="x")
    assert "[x] not available: 1 area" in drawn
    assert "cannot tell: 32 areas" in drawn
    assert drawn.count('fill="url(#x-h)"') == 2  # the City and the legend


def test_a_map_without_bands_shows_fifths():
    data = tuple({"area_code": c, "value": float(i)} for i, c in enumerate(outlines()))
    assert "fifth 5 of 5" in svg(chart("map", data=data), ident="x")


def test_an_equal_chart_is_drawn_once_and_its_ids_stay_apart():
    first, second = svg(chart("map"), ident="a"), svg(chart("map"), ident="b")
    assert first.replace("a-", "b-") == second.replace("a-", "b-")
    assert "\ue000" not in first
    assert 'id="a-name"' in first
    assert 'id="b-name"' in second


def test_markup_in_data_is_escaped(page):
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_the_page_is_marked_synthetic_and_for_authors_only(page):
    assert "SYNTHETIC DATA - these are not real figures" in page
    assert "Authors&#39; working copy - not for release" in page
    assert re.search(rf"<caption[^>]*>Figures <strong[^>]*>{SYNTHETIC}", page)
    assert '<td class="kind">synthetic</td>' in page


def test_a_page_of_real_figures_bears_no_mark(edition, tmp_path):
    blocks = (
        replace(TABLE, is_synthetic=False),
        chart("bar", is_synthetic=False, table=replace(TABLE, is_synthetic=False)),
    )
    manifest = {**edition.manifest, "is_synthetic": False, "releases": []}
    real = replace(
        edition, manifest=manifest, blocks={a.code: (SectionBlocks("one", "One", blocks),) for a in edition.areas}
    )
    index = render_html(real, tmp_path / "report")
    assert "synthetic" not in (index.parent / "hackney" / "index.html").read_text("utf-8").casefold()


def test_an_edition_for_the_public_is_refused_until_published(edition, tmp_path):
    public = replace(edition, audience="public")
    with pytest.raises(DisclosureError, match="publish it with: opensna publish"):
        render_html(public, tmp_path / "report")
    assert not list(tmp_path.iterdir())
    published = publish(public, author="Ada", reviewer="Grace", register=tmp_path / "register", is_demo=True)
    text = render_html(published, tmp_path / "report").read_text("utf-8")
    assert "working copy" not in text
    assert published.entry in text


def test_headings_are_in_order_and_ids_unique(page):
    tags = Tags(page).tags
    levels = [int(tag[1]) for tag, _ in tags if re.fullmatch("h[1-6]", tag)]
    ids = [attrs["id"] for _, attrs in tags if "id" in attrs]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))
    assert len(ids) == len(set(ids))


def test_references_lead_somewhere_on_the_page(page):
    tags = Tags(page).tags
    ids = {attrs["id"] for _, attrs in tags if "id" in attrs}
    wanted = {i for _, attrs in tags for i in attrs.get("aria-labelledby", "").split()}
    wanted |= {attrs["href"][1:] for tag, attrs in tags if tag == "a" and attrs["href"].startswith("#")}
    assert wanted <= ids


def test_a_page_asks_for_nothing_and_runs_nothing(page):
    tags = Tags(page).tags
    assert not [
        attrs for _, attrs in tags if any(re.match("(https?:)?//", attrs.get(n) or "") for n in ("src", "href"))
    ]
    assert not {"script", "link", "img", "iframe"} & {tag for tag, _ in tags}
    assert "@import" not in page
    assert not re.search(r"url\((?!#)", page)


def test_landmarks_language_and_skip_link(page):
    tags = Tags(page).tags
    names = [tag for tag, _ in tags]
    assert ("html", {"lang": "en-GB"}) in tags
    assert all(names.count(tag) == 1 for tag in ("main", "nav", "h1", "header", "footer"))
    assert next(attrs for tag, attrs in tags if tag == "a")["href"] == "#main"


def test_tables_scroll_by_keyboard_and_name_their_headers(page):
    tags = Tags(page).tags
    assert all("scope" in attrs for tag, attrs in tags if tag == "th")
    regions = [attrs for _, attrs in tags if attrs.get("class") == "scroll"]
    assert len(regions) == [tag for tag, _ in tags].count("table")
    assert all(r["tabindex"] == "0" and r["role"] == "region" and r["aria-labelledby"] for r in regions)
    assert page.count("Show the figures as a table") == 2 * (len(DATA) + 1)
    assert "<details open" not in page


def test_an_area_that_fails_is_told_and_the_others_are_written(edition, tmp_path):
    broken = replace(edition, blocks={code: b for code, b in edition.blocks.items() if code != "E09000012"})
    told = []
    with pytest.warns(UserWarning, match="E09000012"):
        index = render_html(broken, tmp_path / "report", progress=lambda what, share: told.append(what))
    text = index.read_text("utf-8")
    assert "Areas that could not be drawn" in text
    assert "hackney/index.html" not in text
    assert "Hackney could not be drawn" in told
    assert (index.parent / "london" / "index.html").is_file()


def test_rendering_again_replaces_the_report_and_leaves_nothing_else(edition, tmp_path):
    into = tmp_path / "report"
    render_html(edition, into)
    (into / "stale.html").write_text("old")
    render_html(edition, into)
    assert [p.name for p in tmp_path.iterdir()] == ["report"]
    assert not (into / "stale.html").exists()


@given(st.lists(st.floats(-1e6, 1e6), max_size=4))
def test_axis_labels_are_the_values_at_their_ticks(values):
    values = [v for v in values if v == 0 or abs(v) > 1e-9]
    scale = Scale.of(values, 0, 100)
    assert all(abs(float(tick(v, scale.step).replace(",", "")) - v) < scale.step / 1000 for v in scale.ticks)
    assert all(-0.1 <= scale(v) <= 100.1 for v in [0.0, *values])
    assert 2 <= len(scale.ticks) <= 13
