"""The PDF read back: its structure, its words, its pages."""

import io
from collections.abc import Iterator
from dataclasses import replace

import pytest
from pypdf import PdfReader

from opensna.core.block import Callout, Chart, Prose, SectionBlocks, Table
from opensna.report.renderers import pdf
from opensna.report.renderers._base import AUTHORS, SYNTHETIC, shown_of
from opensna.report.renderers._glyphs import MISSING
from opensna.report.renderers._printed import ANNEX, LACKING
from opensna.report.renderers.chart_pages import pages

EVIL = '#eval("1+1") #panic() *bold* _it_ $x^2$ `raw` <label> @ref [b] \\ \\n // gone /* gone */ = no heading ~ -- ... "q" \'q\''
COLUMNS = ("Borough", "Count", EVIL)
TABLE = Table(
    "Plain table", COLUMNS, (("Hackney", "[c]", EVIL), ("Islington", "10", "1.5")), ("Count",), EVIL, EVIL, True
)
LINE = tuple(
    {"x": f"{y}-01-01", "y": float(y - 2018), "lower": 0.5, "upper": 9.0, "series": "Hackney"} for y in (2019, 2020)
)


def chart(title, rows=2):
    table = Table(title, ("Year", "Rate"), tuple((str(i), "1.0") for i in range(rows)), ("Rate",), "", "A source", True)
    return Chart("line", title, f"Finding of {title}.", "", "Rate", LINE, table, "A source", True)


def drawn(edition, *sections):
    """A reader of the first area's PDF, of these sections instead of its own."""
    area = edition.areas[0]
    blocks = {a.code: sections for a in edition.areas} if sections else edition.blocks
    return PdfReader(io.BytesIO(pdf.render(shown_of(replace(edition, blocks=blocks)), area)))


def elements(reader) -> Iterator[dict]:
    """Structure elements in reading order."""

    def below(found) -> Iterator[dict]:
        found = found.get_object() if hasattr(found, "get_object") else found
        if isinstance(found, list):
            for each in found:
                yield from below(each)
        elif isinstance(found, dict):
            if "/S" in found:
                yield found
            yield from below(found.get("/K", []))

    yield from below(reader.trailer["/Root"]["/StructTreeRoot"])


def words(reader):
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


@pytest.fixture(scope="module")
def reader(full):
    return drawn(full)


@pytest.fixture(scope="module")
def hostile(full):
    blocks = (Prose(EVIL), Callout(EVIL, EVIL), TABLE, chart(EVIL))
    return drawn(full, SectionBlocks("one", EVIL, blocks), SectionBlocks("two", "Two", (Prose("Last."),)))


def test_the_document_is_tagged_in_british_english_and_names_its_standard(reader):
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()


def test_the_title_names_the_area_and_is_shown_in_the_window(reader):
    assert reader.metadata.title == "London: Strategic Needs Assessment of serious violence, 2023"
    assert reader.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"]


def test_each_section_is_a_heading_and_a_bookmark_in_order(full, reader):
    empty = {"forces_compared"}
    titles = [s.title for s in full.blocks[full.areas[0].code] if s.id not in empty]
    titles += [LACKING, "How this was made", ANNEX]
    assert [mark.title for mark in reader.outline if not isinstance(mark, list)] == ["Contents", *titles]
    assert [e["/S"] for e in elements(reader)].count("/H1") == len(titles) + 1


def test_each_table_has_a_header_cell_for_each_column_with_its_scope(full, reader):
    blocks = [b for s in full.blocks[full.areas[0].code] for b in s.blocks]
    drawn = {b.table: b.table for b in blocks if isinstance(b, Chart)}
    tables = [*(b for b in blocks if isinstance(b, Table)), *drawn]
    heads = [e for e in elements(reader) if e["/S"] == "/TH"]
    assert len([e for e in elements(reader) if e["/S"] == "/Table"]) == len(tables) + 2
    assert len(heads) == sum(len(t.columns) + t.is_synthetic for t in tables) + 2 + 6
    assert all("/Column" in str(head["/A"]) for head in heads)


def test_each_chart_is_a_figure_whose_alternative_is_its_finding(full, reader):
    charts = [p for s in full.blocks[full.areas[0].code] for b in s.blocks if isinstance(b, Chart) for p in pages(b)]
    said = [e["/Alt"] for e in elements(reader) if e["/S"] == "/Figure"]
    assert any(drawn.is_synthetic for drawn in charts)
    assert len(said) == len(charts)
    for drawn, alt in zip(charts, said, strict=True):
        assert drawn.alt.rstrip(".") in alt
        assert (SYNTHETIC in alt) == drawn.is_synthetic


def test_each_page_carries_the_marks(reader):
    for page in reader.pages:
        assert SYNTHETIC in page.extract_text()
        assert AUTHORS in page.extract_text()


def test_pages_are_numbered_out_of_all(reader):
    last = len(reader.pages)
    assert f"Page {last} of {last}" in reader.pages[-1].extract_text()


def test_markup_in_the_data_stays_text(hostile):
    said = words(hostile).replace(" ", "")
    assert said.count(EVIL.replace(" ", "")) >= 6
    assert [e["/S"] for e in elements(hostile)].count("/H1") == 4


def test_markup_in_the_data_stays_text_in_alternatives_and_bookmarks(hostile):
    assert any(EVIL in e.get("/Alt", "") for e in elements(hostile))
    assert any(mark.title == EVIL for mark in hostile.outline if not isinstance(mark, list))


def test_a_character_that_the_type_lacks_is_shown_as_missing_and_does_not_stop_the_page(full):
    said = words(drawn(full, SectionBlocks("one", "One", (Prose("a\u65e5b\x00\u202ec \U0001f600"), chart("d\u65e5")))))
    assert f"a{MISSING}bc {MISSING}" in said
    assert f"d{MISSING}" in said


def test_the_head_of_a_long_table_stands_on_every_page_of_it(full):
    rows = tuple((f"Row {i}", "1") for i in range(150))
    reader = drawn(full, SectionBlocks("one", "One", (Table("Long", ("Peculiar head", "Count"), rows),)))
    pages = [" ".join(page.extract_text().split()) for page in reader.pages]
    holding = [text for text in pages if "Row 1" in text]
    assert len(holding) > 2
    assert all("Peculiar head" in text for text in holding)


def test_a_table_of_many_columns_lies_across_and_the_next_page_stands(full):
    wide = Table("Wide", tuple(f"Column {i}" for i in range(12)), (tuple("1,234,567" for _ in range(12)),))
    reader = drawn(full, SectionBlocks("one", "One", (Prose("Before."), wide, Prose("After."))))
    across = [p.mediabox.width > p.mediabox.height for p in reader.pages]
    place = next(i for i, page in enumerate(reader.pages) if "1,234,567" in page.extract_text())
    assert [across[place - 1], across[place], across[place + 1]] == [False, True, False]


def test_the_long_table_of_a_chart_stands_at_the_end_and_the_chart_says_so(full):
    reader = drawn(full, SectionBlocks("one", "One", (chart("Months", rows=60), Prose("After."))))
    said = words(reader)
    assert "The figures are under “Longer tables”, at the end." in said
    assert said.index("After.") < said.index("Table 3. Months")


def test_a_chart_too_tall_for_a_page_is_drawn_in_parts_with_one_table(full):
    data = tuple({"label": f"Ward {i}", "value": float(i), "lower": 0.0, "upper": 99.0} for i in range(80))
    table = Table("Wards", ("Ward", "Rate"), (("Ward 1", "1.0"),))
    tall = Chart("dot_interval", "Wards", "The finding.", "Rate", "", data, table)
    reader = drawn(full, SectionBlocks("one", "One", (tall,)))
    kinds = [e["/S"] for e in elements(reader)]
    assert kinds.count("/Figure") > 1
    assert words(reader).count("Table 1. Wards") == 1


def test_the_same_edition_gives_the_same_bytes(full):
    shown, area = shown_of(full), full.areas[1]
    assert pdf.render(shown, area) == pdf.render(shown, area)


@pytest.mark.parametrize("name", ["suppressed", "empty"])
def test_an_edition_with_little_to_show_is_drawn(name, request):
    edition = replace(request.getfixturevalue(name), audience="authors")
    assert len(drawn(edition).pages) >= 3
