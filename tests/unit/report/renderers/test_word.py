"""The Word document read back, and as LibreOffice converts it."""

import io
import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from opensna.core.block import Callout, Chart, Prose, SectionBlocks, Table
from opensna.report.care import NOTHING
from opensna.report.renderers import briefing_word, word
from opensna.report.renderers._base import AUTHORS, SYNTHETIC, shown_of
from opensna.report.renderers._printed import ANNEX, LACKING
from opensna.report.renderers.chart_pages import pages

EVIL = '<w:p/> & "q" {PAGE} #eval \x00\x0b\u202e]]>'
SHOWN = '<w:p/> & "q" {PAGE} #eval ]]>'
TABLE = Table("A table", ("Borough", "Count"), ((EVIL, "[c]"), ("Islington", "10")), ("Count",), EVIL, EVIL, True)
BARS = ({"label": "10 to 14", "value": 1.0, "lower": 0.5, "upper": 1.5, "series": "Victims"},)
CHART = Chart("bar", EVIL, f"The finding {EVIL}.", "", "", BARS, TABLE, "A source", True)


def written(edition, *sections):
    """The first area's document, of these sections instead of its own."""
    blocks = {a.code: sections for a in edition.areas} if sections else edition.blocks
    return word.render(shown_of(replace(edition, blocks=blocks)), edition.areas[0])


def read(content):
    return Document(io.BytesIO(content))


@pytest.fixture(scope="module")
def content(full):
    return written(full)


@pytest.fixture(scope="module")
def document(content):
    return read(content)


@pytest.fixture(scope="module")
def hostile(full):
    return read(written(full, SectionBlocks("one", EVIL, (Prose(EVIL), Callout(EVIL, EVIL), TABLE, CHART))))


def in_style(document, style):
    return [p for p in document.paragraphs if p.style.name == style]


def instructions(document):
    return [i.text.strip() for i in document.element.body.iter(qn("w:instrText"))]


def converted(content, folder):
    """A reader of what LibreOffice makes of a document."""
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    if soffice is None:
        told = "LibreOffice is not here; install it with: apt-get install libreoffice-writer"
        pytest.fail(told) if os.environ.get("OPENSNA_REQUIRE_TOOLS") == "1" else pytest.skip(told)
    (folder / "draft.docx").write_bytes(content)
    options = 'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}'
    home = f"-env:UserInstallation={(folder / 'home').as_uri()}"
    command = [
        soffice,
        home,
        "--headless",
        "--convert-to",
        options,
        "--outdir",
        str(folder),
        str(folder / "draft.docx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return PdfReader(io.BytesIO(Path(folder / "draft.pdf").read_bytes()))


def outlined(reader):
    """Its bookmarks, whatever they lie under, in order."""
    marks, waiting = [], list(reader.outline)
    while waiting:
        mark = waiting.pop(0)
        if isinstance(mark, list):
            waiting = mark + waiting
        else:
            marks.append(mark)
    return marks


def tags(reader):
    """The kind of each structure element."""
    waiting, kinds = [reader.trailer["/Root"]["/StructTreeRoot"]], []
    while waiting:
        found = waiting.pop()
        found = found.get_object() if hasattr(found, "get_object") else found
        if isinstance(found, list):
            waiting += list(found)
        elif isinstance(found, dict):
            kinds.append(str(found.get("/S", "")))
            waiting.append(found.get("/K", []))
    return kinds


def test_headings_are_the_sections_in_order(full, document):
    empty = {"forces_compared"}
    titles = [s.title for s in full.blocks[full.areas[0].code] if s.id not in empty]
    titles += [LACKING, "How this was made", ANNEX]
    assert [p.text for p in in_style(document, "Heading 1")] == titles
    assert [p.text for p in in_style(document, "Title")] == ["London"]


def test_the_contents_is_a_field_that_word_updates_when_it_opens_and_that_leads_to_each_section(document):
    begin = next(document.element.body.iter(qn("w:fldChar")))
    assert begin.get(qn("w:dirty")) == "true"
    assert instructions(document)[0] == r'TOC \o "1-1" \h \z \u'
    marks = [b.get(qn("w:name")) for b in document.element.body.iter(qn("w:bookmarkStart"))]
    assert [h.get(qn("w:anchor")) for h in document.element.body.iter(qn("w:hyperlink"))] == marks
    assert len(marks) == len(in_style(document, "Heading 1"))
    asked = document.settings.element.find(qn("w:updateFields"))
    assert asked.get(qn("w:val")) == "true"
    assert asked.getnext().tag == qn("w:compat"), "where the schema has it"


def test_captions_are_numbered_by_fields(full, document):
    blocks = [b for s in full.blocks[full.areas[0].code] for b in s.blocks]
    charts = sum(len(pages(b)) for b in blocks if isinstance(b, Chart))
    assert instructions(document).count(r"SEQ Figure \* ARABIC") == charts
    assert instructions(document).count(r"SEQ Table \* ARABIC") == len(document.tables)
    assert [p.text.split(".")[0] for p in in_style(document, "Caption")] == [f"Figure {i + 1}" for i in range(charts)]


def test_each_table_flags_and_repeats_its_head_and_splits_no_row(document):
    for found in document.tables:
        rows = found._tbl.tr_lst
        assert rows[0].trPr.find(qn("w:tblHeader")) is not None
        assert all(row.trPr.find(qn("w:tblHeader")) is None for row in rows[1:])
        assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in rows)
        assert found.style.name == "Figures"


def test_each_picture_has_its_finding_as_alternative_text(full, document):
    charts = [p for s in full.blocks[full.areas[0].code] for b in s.blocks if isinstance(b, Chart) for p in pages(b)]
    said = [p.get("descr") for p in document.element.body.iter(qn("wp:docPr"))]
    assert len(said) == len(charts)
    for drawn, text in zip(charts, said, strict=True):
        assert drawn.alt.rstrip(".") in text
        assert (SYNTHETIC in text) == drawn.is_synthetic


def test_the_document_is_in_british_english_and_has_its_properties(document):
    languages = {e.get(qn("w:val")) for e in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"en-GB"}
    properties = document.core_properties
    assert properties.title == "London: Strategic Needs Assessment of serious violence, 2023"
    assert SYNTHETIC in properties.subject
    assert properties.language == "en-GB"


def test_every_page_names_the_area_the_marks_and_its_number(document):
    section = document.sections[0]
    assert [p.text for p in section.header.paragraphs][1:] == [f"{SYNTHETIC} · {AUTHORS}"]
    assert section.header.paragraphs[0].text.startswith("London")
    assert [i.text.strip() for i in section.footer._element.iter(qn("w:instrText"))] == ["PAGE", "NUMPAGES"]


def test_rows_of_synthetic_figures_say_so(full, document):
    blocks = [b for s in full.blocks[full.areas[0].code] for b in s.blocks]
    first = next(b for b in blocks if isinstance(b, Table) and b.is_synthetic)
    found = document.tables[0]
    assert [c.text for c in found.rows[0].cells] == [*first.columns, "Data"]
    assert {row.cells[-1].text for row in found.rows[1:]} == {"synthetic"}


def test_markup_in_the_data_stays_text(hostile):
    assert [p.text for p in in_style(hostile, "Heading 1")] == [SHOWN, "How this was made"]
    assert in_style(hostile, "Normal")[0].text == SHOWN
    assert in_style(hostile, "Callout Heading")[0].text == SHOWN
    assert hostile.tables[0].rows[1].cells[0].text == SHOWN
    assert SHOWN in next(hostile.element.body.iter(qn("wp:docPr"))).get("descr")


def test_a_table_of_many_columns_has_a_page_that_lies_across_with_the_same_heads(full):
    wide = Table("Wide", tuple(f"Column {i}" for i in range(12)), (tuple("1,234,567" for _ in range(12)),))
    document = read(written(full, SectionBlocks("one", "One", (Prose("Before."), wide, Prose("After.")))))
    assert [s.page_width > s.page_height for s in document.sections] == [False, True, False]
    assert all(s.header.paragraphs[0].text.startswith("London") for s in document.sections)


def test_the_running_head_of_a_page_that_lies_across_reaches_its_edge(full):
    wide = Table("Wide", tuple(f"Column {i}" for i in range(12)), (tuple("1,234,567" for _ in range(12)),))
    document = read(written(full, SectionBlocks("one", "One", (wide,))))
    for section in document.sections:
        for part in (section.header, section.footer):
            stops = [stop.position for stop in part.paragraphs[0].paragraph_format.tab_stops]
            assert stops[-1] == pytest.approx(section.page_width - section.left_margin - section.right_margin, abs=1000)


def test_a_short_table_keeps_to_one_page_with_its_notes_and_a_long_one_with_its_first_and_last_rows(full):
    def kept(rows):
        table = Table("T", ("A",), tuple((str(i),) for i in range(rows)), (), "A note.", "A source")
        found = read(written(full, SectionBlocks("one", "One", (table,)))).tables[0]
        return [bool(row.cells[0].paragraphs[0].paragraph_format.keep_with_next) for row in found.rows[1:]]

    assert all(kept(8))
    assert kept(14) == [True, *[False] * 11, True, True]


def test_text_before_a_chart_stands_on_its_page(full):
    document = read(
        written(full, SectionBlocks("one", "One", (Prose("Of something else."), Prose("Of the chart."), CHART)))
    )
    assert [p.text for p in in_style(document, "Normal") if p.paragraph_format.keep_with_next] == ["Of the chart."]


def test_text_before_a_chart_that_fills_a_page_is_not_kept_to_it(full):
    data = tuple({"label": f"Borough {i}", "value": float(i)} for i in range(36))
    tall = Chart("dot_interval", "Boroughs", "The finding.", "Rate", "", data, Table("", (), ()))
    document = read(written(full, SectionBlocks("one", "One", (Prose("Of the chart. " * 50), tall))))
    assert not [p for p in in_style(document, "Normal") if p.paragraph_format.keep_with_next]


def test_a_chart_too_tall_for_a_page_is_drawn_in_parts_with_one_table(full):
    data = tuple({"label": f"Ward {i}", "value": float(i), "lower": 0.0, "upper": 99.0} for i in range(80))
    tall = Chart("dot_interval", "Wards", "The finding.", "Rate", "", data, Table("Wards", ("Ward",), (("Ward 1",),)))
    document = read(written(full, SectionBlocks("one", "One", (tall,))))
    assert len(list(document.element.body.iter(qn("wp:docPr")))) > 1
    assert [t.rows[0].cells[0].text for t in document.tables].count("Ward") == 1


def test_the_same_edition_gives_the_same_bytes(full, content):
    assert written(full) == content


@pytest.mark.parametrize("name", ["suppressed", "empty"])
def test_an_edition_with_little_to_show_is_written(name, request):
    edition = replace(request.getfixturevalue(name), audience="authors")
    assert in_style(read(written(edition)), "Heading 1")


def test_libreoffice_converts_it_with_the_same_headings_and_tables(content, document, tmp_path):
    reader = converted(content, tmp_path)
    titles = [p.text for p in document.paragraphs if p.style.name in ("Heading 1", "Callout Heading")]
    marks = outlined(reader)
    assert [m.title for m in marks if m.title in titles] == titles
    heads = [p.text for p in in_style(document, "Heading 1")]
    listed = reader.pages[1].extract_text()
    assert [head for head in heads if head not in listed] == []
    assert "...." not in listed, "leaders that lead to no page"
    kinds = tags(reader)
    assert kinds.count("/Table") == len(document.tables)
    assert kinds.count("/TR") == sum(len(t._tbl.tr_lst) for t in document.tables)
    assert kinds.count("/Figure") == len(list(document.element.body.iter(qn("wp:docPr"))))


def test_libreoffice_sets_the_members_briefing_on_two_pages(full, tmp_path):
    for area in full.areas[:3]:
        (tmp_path / area.code).mkdir()
        assert len(converted(briefing_word.render(shown_of(full), area), tmp_path / area.code).pages) == 2


def test_a_section_without_figures_is_a_line_of_one_list_at_the_end(full):
    nothing = Callout(NOTHING, "This section needs the survey, of which no release is loaded.")
    one = Table("Of areas", ("Area", "Rate"), (("A", "1.0"),), ("Rate",))
    bars = Chart("bar", "Bars", "A is first.", "Rate", "", ({"label": "A", "value": 1.0},), one)
    sections = (
        SectionBlocks("one", "Told", (bars, replace(bars, title="Again"))),
        SectionBlocks("two", "Survey", (nothing,)),
        SectionBlocks("three", "Wards", (nothing, Prose("But this is known."))),
    )
    document = read(written(full, *sections))
    assert [p.text for p in in_style(document, "Heading 1")][:3] == ["Told", "Wards", LACKING]
    assert [p.text for p in in_style(document, "List Bullet")] == [f"Survey [x]: {nothing.text}"]
    assert [t.rows[0].cells[0].text for t in document.tables].count("Area") == 1
    assert any("in the table “Of areas”, above" in p.text for p in document.paragraphs)
