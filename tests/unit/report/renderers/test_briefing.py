"""Two pages for members, and slides, read back."""

import io
from dataclasses import replace

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from pptx import Presentation
from pypdf import PdfReader

from opensna.core.block import Callout, Chart, Prose, SectionBlocks, Table
from opensna.report.renderers import briefing_pdf, briefing_word, slides
from opensna.report.renderers._base import AUTHORS, SYNTHETIC, shown_of
from opensna.report.renderers._briefing import MORE, briefing, clipped, headline_pictures

EVIL = '#eval("1") *bold* <w:p/> & $x$ \\ @ref \x00'
SEEN = '#eval("1") *bold* <w:p/> & $x$ \\ @ref'
LINE = tuple({"x": f"{y}-01-01", "y": float(y - 2018), "series": "Hackney"} for y in (2019, 2020, 2021))


def chart(title, source="A source"):
    table = Table(title, ("Year", "Rate"), (("2019", "1"),))
    return Chart("line", title, f"Finding of {title}.", "", "Rate", LINE, table, source, True)


def given_sections(edition, *sections):
    return shown_of(replace(edition, blocks={a.code: sections for a in edition.areas}))


def hostile(edition, *, times=1):
    """Sections whose every text is hostile, and as long as one likes."""
    text = " ".join([f"{EVIL} is said."] * times)
    table = Table(
        text, tuple(f"{text} {i}" for i in range(7)), tuple((text,) * 7 for _ in range(12)), (), text, text, True
    )
    first = SectionBlocks("first", "First", (Prose(text, ("a",)), Callout(text, text), table, Prose(text, ("b",))))
    return given_sections(edition, first, *(SectionBlocks(f"s{i}", text, (chart(text, text),)) for i in range(5)))


def pages_of(shown, area):
    return PdfReader(io.BytesIO(briefing_pdf.render(shown, area))).pages


def test_every_area_of_the_edition_has_two_pages_with_the_marks(full):
    shown = shown_of(full)
    for area in full.areas:
        pages = pages_of(shown, area)
        assert len(pages) == 2
        assert all(SYNTHETIC in page.extract_text() and AUTHORS in page.extract_text() for page in pages)


@pytest.mark.parametrize("times", [1, 5, 40])
def test_however_long_the_texts_are_there_are_two_pages(full, times):
    assert len(pages_of(hostile(full, times=times), full.areas[0])) == 2


def test_an_edition_with_nothing_to_show_has_a_briefing(full):
    assert len(pages_of(given_sections(full), full.areas[0])) == 2


def test_it_says_the_key_figures_with_intervals_what_to_read_with_care_and_the_sources(full):
    area = full.areas[2]
    said = " ".join(" ".join(p.extract_text() for p in pages_of(shown_of(full), area)).split())
    table = next(b for b in full.blocks[area.code][0].blocks if isinstance(b, Table))
    for row in table.rows[:6]:
        assert row[1] in said
        assert f"95% interval: {row[3]}" in said
    assert "Read this with care" in said
    assert "Where this is from" in said
    assert table.source.split("; ")[0] in said


def test_two_or_three_charts_are_shown_each_of_another_section(full):
    area = full.areas[2]
    shown = shown_of(full)
    for fit in (briefing_pdf.FIT, briefing_word.FIT):
        drawn = [p.section for page in briefing(shown, area, fit).pages for p in page.pictures]
        assert len(drawn) in (2, 3)
        assert len(set(drawn)) == len(drawn)


def test_charts_of_the_key_figures_come_before_charts_of_anything_else(full):
    figures = Table("Key figures", ("Measure", "2023"), (("Robbery", "1"), ("Violence", "2")))
    first = SectionBlocks("first", "First", (figures,))
    later = [
        SectionBlocks(name.lower(), name, (chart(f"{name}, Hackney"),)) for name in ("Residents", "Violence", "Robbery")
    ]
    shown = given_sections(full, first, *later)
    drawn = [picture.section for picture in headline_pictures(shown, full.areas[0])]
    assert drawn == ["robbery", "violence", "residents"]


def test_the_pdf_is_tagged_with_title_language_and_alternatives(full):
    reader = PdfReader(io.BytesIO(briefing_pdf.render(shown_of(full), full.areas[0])))
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"
    assert reader.metadata.title.startswith("London: Members' briefing from the Strategic Needs Assessment")


def test_markup_in_the_data_stays_text_in_both(full):
    shown, area = hostile(full), full.areas[0]
    said = "".join(page.extract_text() for page in pages_of(shown, area))
    assert "".join(SEEN.split()) in "".join(said.split())
    document = Document(io.BytesIO(briefing_word.render(shown, area)))
    assert any(SEEN in paragraph.text for paragraph in document.paragraphs)


def test_the_word_briefing_breaks_its_page_once(full):
    document = Document(io.BytesIO(briefing_word.render(shown_of(full), full.areas[2])))
    assert sum(bool(p.paragraph_format.page_break_before) for p in document.paragraphs) == 1
    assert len(document.tables) == 1


def test_the_word_briefing_never_turns_a_page(full):
    document = Document(io.BytesIO(briefing_word.render(hostile(full, times=5), full.areas[0])))
    assert len(document.sections) == 1


def test_text_is_clipped_after_a_sentence_and_says_where_the_rest_is():
    assert clipped("One. Two is longer. Three.", 50) == "One. Two is longer. Three."
    assert clipped("One is a sentence. " + "Two is longer. " * 9, 50) == f"One is a sentence. {MORE}"
    assert clipped("x" * 60, 20) == "x" * 19 + "…"


@settings(max_examples=50, deadline=None)
@given(st.text(), st.integers(1, 300))
def test_clipped_text_is_never_longer(text, most):
    assert len(clipped(text, most)) <= most


def deck(shown, area):
    return Presentation(io.BytesIO(slides.render(shown, area)))


def test_every_slide_has_a_title_that_is_read_first_and_notes(full):
    for slide in deck(shown_of(full), full.areas[2]).slides:
        assert slide.shapes.title.text
        assert slide.shapes[0].shape_id == slide.shapes.title.shape_id
        assert slide.notes_slide.notes_text_frame.text


def test_each_chart_has_its_finding_as_alternative_text_and_finding_and_source_in_the_notes(full):
    shown, area = shown_of(full), full.areas[2]
    charts = [picture.chart for picture in headline_pictures(shown, area, most=slides.MOST)]
    made = list(deck(shown, area).slides)[1:-1]
    assert [slide.shapes.title.text for slide in made] == [c.title for c in charts]
    assert len(charts) >= 3
    for slide, drawn in zip(made, charts, strict=True):
        [picture] = [shape for shape in slide.shapes if shape.shape_type == 13]
        assert drawn.alt.rstrip(".") in picture._element.nvPicPr.cNvPr.get("descr")
        assert drawn.alt in slide.notes_slide.notes_text_frame.text
        assert f"Source: {drawn.source}." in slide.notes_slide.notes_text_frame.text


def test_each_slide_carries_the_marks_and_nothing_lies_outside_it(full):
    made = deck(shown_of(full), full.areas[2])
    for slide in made.slides:
        assert SYNTHETIC in " ".join(s.text_frame.text for s in slide.shapes if s.has_text_frame)
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= made.slide_width
            assert shape.top + shape.height <= made.slide_height


def test_slides_hold_hostile_text_and_the_same_edition_gives_the_same_bytes(full):
    shown, area = hostile(full), full.areas[0]
    assert slides.render(shown, area) == slides.render(shown, area)
    assert any(SEEN in slide.shapes.title.text for slide in deck(shown, area).slides)
