"""Charts as pictures that stand alone."""

import io
import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from PIL import Image

from opensna.core.block import Chart, SectionBlocks, Table
from opensna.report.renderers import pictures
from opensna.report.renderers._base import AUTHORS, SYNTHETIC, shown_of
from opensna.report.renderers._typst import size_of

EVIL = '<script>&"\x00\u65e5#eval("1")'
BARS = ({"label": EVIL, "value": 1.0, "lower": 0.5, "upper": 1.5, "series": "Victims"},)
CHART = Chart("bar", EVIL, EVIL, "", "", BARS, Table("", (), ()), EVIL, True)


@pytest.fixture(scope="module")
def files(full):
    return pictures.render(shown_of(full), full.areas[2])


def test_each_chart_is_an_svg_and_a_png_named_by_its_section_and_place(full, files):
    names = {
        f"charts/{s.id.replace('_', '-')}-{i}"
        for s in full.blocks[full.areas[2].code]
        for i, b in enumerate(s.blocks, 1)
        if isinstance(b, Chart)
    }
    assert set(files) == {f"{name}.{kind}" for name in names for kind in ("svg", "png")}


def test_each_svg_says_inside_where_when_which_edition_and_the_marks(full, files):
    for name, content in files.items():
        if name.endswith(".svg"):
            root = ElementTree.fromstring(content)
            words = " ".join(t.text for t in root.iter("{http://www.w3.org/2000/svg}text") if t.text)
            for told in (full.areas[2].name, "Period: 2023", "Edition test", SYNTHETIC, AUTHORS, "Source: "):
                assert told in words, name


def test_the_foot_of_a_drawing_is_within_it(files):
    for name, content in files.items():
        if name.endswith(".svg"):
            height = size_of(content.decode())[1]
            assert max(float(y) for y in re.findall(r'<text x="[\d.-]+" y="([\d.]+)"', content.decode())) < height


def test_each_png_is_twice_the_size_of_its_drawing_on_white(files):
    for name, content in files.items():
        if name.endswith(".png"):
            image = Image.open(io.BytesIO(content)).convert("RGB")
            width, height = size_of(files[name.replace(".png", ".svg")].decode())
            assert image.size == pytest.approx((2 * width, 2 * height), abs=2)
            assert image.getpixel((0, 0)) == (255, 255, 255)
            assert len(image.resize((90, 60)).getcolors(10_000)) > 20


def test_hostile_words_are_drawn_as_words(full):
    edition = replace(full, blocks={a.code: (SectionBlocks("one", "One", (CHART,)),) for a in full.areas})
    files = pictures.render(shown_of(edition), full.areas[0])
    assert set(files) == {"charts/one-1.svg", "charts/one-1.png"}
    assert b"<script" not in files["charts/one-1.svg"]


def test_an_area_without_charts_has_no_pictures(full):
    edition = replace(full, blocks={a.code: () for a in full.areas})
    assert pictures.render(shown_of(edition), full.areas[0]) == {}


def test_a_drawing_that_does_not_say_its_size_is_refused():
    with pytest.raises(ValueError, match="viewBox"):
        size_of("<svg/>")
