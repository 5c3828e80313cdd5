from __future__ import annotations

import csv
import io
import os
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import odfdo
import openpyxl
import pytest

from opensna.core.block import SectionBlocks, Table
from opensna.report.renderers import ods, xlsx
from opensna.report.renderers._base import AUTHORS, SYNTHETIC, shown_of
from opensna.report.renderers._cells import Number
from opensna.report.renderers._exported import estimates_of
from opensna.report.renderers._sheets import LONGEST, book_of, shown_in


@pytest.fixture(scope="module")
def book(shown, hackney):
    return book_of(shown, hackney)


@pytest.fixture(scope="module")
def excel(book):
    return openpyxl.load_workbook(io.BytesIO(xlsx.write(book)))


@pytest.fixture(scope="module")
def calc(book):
    return odfdo.Document(io.BytesIO(ods.write(book)))


def sheet_of(book, name):
    return next(sheet for sheet in book.sheets if sheet.name == name)


def test_the_sheets_are_a_cover_contents_notes_each_table_and_the_estimates(book):
    names = [sheet.name for sheet in book.sheets]
    assert names == ["Cover", "Contents", "Notes", "Table_1", "Table_2", "Table_3", "Table_4", "Estimates"]
    contents = sheet_of(book, "Contents")
    assert [row[0] for row in contents.rows] == list(contents.links) == names[2:]


def test_the_cover_says_what_it_is_of_how_people_are_protected_and_who_made_it(public, hackney):
    told = "\n".join(line.text for line in book_of(public, hackney).sheets[0].lines)
    for words in ("Hackney", "Period: 2023", "Edition: test", SYNTHETIC, "1 to 7 are hidden", "release 2024-03", "Author: Ada",
                  "Reviewer: Grace", "For anyone", "Contact", "Licence", "Publisher", "london 1"):  # fmt: skip
        assert words in told
    assert AUTHORS not in told


def test_what_the_workspace_says_of_publisher_contact_and_licence_is_on_the_cover(two, hackney):
    settings = {"publisher": "The partnership", "contact": "sna@example.org", "licence": "OGL-UK-3.0"}
    told = shown_of(replace(two, manifest={**two.manifest, "settings": settings}))
    book = book_of(told, hackney)
    assert {"The partnership", "sna@example.org", "OGL-UK-3.0"} <= {line.text for line in book.sheets[0].lines}
    assert book.creator == "The partnership"


def test_every_sheet_but_the_contents_carries_the_marks(book):
    for sheet in book.sheets:
        if sheet.name != "Contents":
            assert [line.text for line in sheet.lines if line.role == "mark"] == [SYNTHETIC, AUTHORS], sheet.name


def test_every_row_of_synthetic_figures_carries_the_mark(book):
    for name in ("Table_1", "Table_2", "Table_3", "Table_4", "Estimates"):
        assert {SYNTHETIC in str(row[-1]) for row in sheet_of(book, name).rows} == {True}


def test_shorthand_is_explained_above_each_table_that_uses_it(book):
    told = " ".join(line.text for line in sheet_of(book, "Table_1").lines)
    for words in ("[c] suppressed to protect people", "[x] not available", "[z] not applicable", "[b] break in the series",
                  "[u] ", "Source: A source", "A note."):  # fmt: skip
        assert words in told
    assert "[f]" not in told


def test_the_notes_hold_shorthand_rules_caveats_and_columns(book):
    notes = sheet_of(book, "Notes")
    told = {row[0] for row in notes.rows}
    assert {"Shorthand", "Disclosure control", "One", "Columns of the estimates"} <= told
    assert ("Shorthand", "[c]", "suppressed to protect people") in notes.rows


def test_a_sheet_shows_what_the_table_shows(book):
    rows = sheet_of(book, "Table_1").rows
    assert [shown_in(cell) for cell in rows[0][:9]] == [
        "Hackney", "1,204", "1.50", "1.40", "1.60", "12.3%", "−5.1%", "£1,200", "'=HYPERLINK(\"https://example.org\",\"<b>&</b>\")",
    ]  # fmt: skip
    assert [shown_in(cell) for cell in rows[2][:5]] == ["'-2+3", "0", "0.0061", "6.1e-05", "0.01"]
    assert [type(cell) for cell in rows[3][:4]] == [str, Number, str, str]


def test_an_absent_value_of_the_estimates_is_its_mark_and_any_other_absence_is_not_applicable(two, hackney):
    nan = float("nan")
    held = two.estimates.table.iloc[:2].assign(
        area_code=hackney.code, value=[nan, 5.0], numerator=[nan, 5.0], ci_lower=nan, mark=["[c]", ""], group=""
    )
    frame = estimates_of(shown_of(replace(two, estimates=replace(two.estimates, table=held))), hackney)
    assert list(frame["value"]) == ["[c]", 5.0]
    assert list(frame["numerator"]) == ["[c]", 5.0]
    assert list(frame["ci_lower"]) == ["[c]", "[z]"]
    assert list(frame["mark"]) == ["[c]", "[z]"]
    assert set(frame["group"]) == {"[z]"}
    assert not frame.isna().any().any()


def test_excel_holds_each_cell_as_the_book_has_it(book, excel):
    assert excel.sheetnames == [sheet.name for sheet in book.sheets]
    for sheet in book.sheets:
        cells = [[cell.value for cell in row] for row in excel[sheet.name].iter_rows()]
        assert [row[0] for row in cells[: len(sheet.lines)]] == [line.text for line in sheet.lines]
        body = cells[len(sheet.lines) :]
        wanted = [sheet.columns, *sheet.rows] if sheet.columns else []
        assert body == [[float(c.value) if isinstance(c, Number) else c for c in row] for row in wanted]


def test_excel_has_no_formula_no_merged_cell_and_one_named_table_a_sheet(book, excel):
    for sheet in book.sheets:
        page = excel[sheet.name]
        assert not page.merged_cells.ranges
        assert not [cell for row in page.iter_rows() for cell in row if cell.data_type not in ("s", "n", "inlineStr")]
        assert list(page.tables) == ([sheet.name] if sheet.columns else [])
        if sheet.columns:
            table = page.tables[sheet.name]
            assert [column.name for column in table.tableColumns] == list(sheet.columns)
            assert table.ref.startswith(f"A{len(sheet.lines) + 1}:")
            assert page.freeze_panes == f"B{len(sheet.lines) + 2}"


def test_excel_links_from_the_contents_to_each_sheet(book, excel):
    links = [cell.hyperlink.location for cell in excel["Contents"]["A"] if cell.hyperlink]
    assert links == [f"'{name}'!A1" for name in sheet_of(book, "Contents").links]


def test_both_say_title_language_creator_and_description(book, excel, calc):
    properties = excel.properties
    assert (properties.title, properties.language, properties.creator) == (book.title, "en-GB", "OpenSNA")
    assert (calc.meta.title, calc.meta.language, calc.meta.creator) == (book.title, "en-GB", "OpenSNA")
    assert SYNTHETIC in properties.description
    assert SYNTHETIC in calc.meta.description


def test_ods_holds_each_number_as_a_number_and_each_text_as_text(book, calc):
    names = {
        "t": "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}",
        "o": "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}",
    }
    root = ElementTree.fromstring(calc.get_part("content").serialize())
    tables = root.findall(f".//{names['t']}table")
    assert [table.get(f"{names['t']}name") for table in tables] == [sheet.name for sheet in book.sheets]
    for sheet, table in zip(book.sheets, tables, strict=True):
        rows = list(table.iter(f"{names['t']}table-row"))
        wanted = [[line.text] for line in sheet.lines] + (
            [list(sheet.columns), *map(list, sheet.rows)] if sheet.columns else []
        )
        assert len(rows) == len(wanted)
        for row, cells in zip(rows, wanted, strict=True):
            held = list(row)
            assert [c.get(f"{names['o']}value-type") for c in held] == [
                "float" if isinstance(cell, Number) else "string" for cell in cells
            ]
            for found, cell in zip(held, cells, strict=True):
                if isinstance(cell, Number):
                    assert found.get(f"{names['o']}value") == f"{cell.value:f}"
                assert text_of(found) == shown_in(cell)


def text_of(cell: ElementTree.Element) -> str:
    """The text of a cell: `s` is a space, `tab` a tab, and paragraphs are lines."""
    own = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"

    def said(part: ElementTree.Element) -> str:
        lead = {f"{own}s": " ", f"{own}tab": "\t"}.get(part.tag, part.text or "")
        return lead + "".join(said(child) + (child.tail or "") for child in part)

    return "\n".join(said(line) for line in cell)


def test_ods_begins_with_its_type_uncompressed_and_has_no_merged_cell_or_formula(book):
    content = ods.write(book)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")
        text = archive.read("content.xml").decode()
        for name in archive.namelist():
            if name.endswith(".xml"):
                ElementTree.fromstring(archive.read(name))
    assert not re.search(r"spanned|covered|table:formula", text)


@pytest.mark.parametrize("write", [ods.write, xlsx.write])
def test_the_same_book_gives_the_same_bytes(book, write):
    assert write(book) == write(book)


def test_a_release_without_a_period_is_named_without_one(two, hackney):
    release = {**two.manifest["releases"][0], "period_start": None, "period_end": None}
    cover = book_of(shown_of(replace(two, manifest={**two.manifest, "releases": [release]})), hackney).sheets[0]
    assert f"{release['source']}, release {release['release']} (SYNTHETIC)" in {line.text for line in cover.lines}


def test_a_long_source_goes_on_in_a_further_line_so_that_a_printed_page_is_not_shrunk(two, hackney):
    source = "; ".join(f"A publisher of some length: its dataset, release {year}-03" for year in range(2015, 2025))
    blocks = {hackney.code: (SectionBlocks("one", "One", (Table("T", ("A",), (("1",),), (), "", source),)),)}
    lines = [line.text for line in sheet_of(book_of(shown_of(replace(two, blocks=blocks)), hackney), "Table_1").lines]
    assert f"Source: {source}" in " ".join(lines)
    assert max(map(len, lines)) <= LONGEST


def test_a_printed_sheet_lies_across_is_as_wide_as_the_page_and_repeats_its_head(book, excel):
    for sheet in book.sheets:
        page = excel[sheet.name]
        assert (page.page_setup.orientation, page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (
            "landscape",
            1,
            0,
        )
        assert page.sheet_properties.pageSetUpPr.fitToPage
        head = len(sheet.lines) + 1
        assert page.print_title_rows == (f"${head}:${head}" if sheet.columns else None)
    with zipfile.ZipFile(io.BytesIO(ods.write(book))) as archive:
        styles = archive.read("styles.xml").decode()
    assert 'style:scale-to-X="1"' in styles
    assert 'style:print-orientation="landscape"' in styles


def test_the_head_of_a_table_is_as_high_as_the_lines_of_its_longest_name(two, hackney):
    table = Table("T", ("Year", "A rate of something for every thousand residents"), (("2023", "1"),), ("Year",))
    book = book_of(shown_of(replace(two, blocks={hackney.code: (SectionBlocks("one", "One", (table,)),)})), hackney)
    sheet = sheet_of(book, "Table_1")
    assert sheet.head_lines() == 2
    page = openpyxl.load_workbook(io.BytesIO(xlsx.write(book)))["Table_1"]
    assert page.row_dimensions[len(sheet.lines) + 1].height == 2 * xlsx.LINE


def test_ods_keeps_the_rows_above_a_table_and_its_first_column_in_view(book):
    """LibreOffice has no view when it converts, so what it would freeze is read from the file."""
    with zipfile.ZipFile(io.BytesIO(ods.write(book))) as archive:
        settings = archive.read("settings.xml").decode()
    frozen = re.findall(
        r'name="HorizontalSplitPosition" config:type="int">1<.*?name="VerticalSplitPosition" .*?>(\d+)<', settings
    )
    assert [int(rows) for rows in frozen] == [len(sheet.lines) + 1 for sheet in book.sheets if sheet.columns]


def test_title_language_and_widths_survive_libreoffice(book, office):
    made = openpyxl.load_workbook(office(ods.write(book), "ods", "xlsx") / "given.xlsx")
    assert (made.properties.title, made.properties.language) == (book.title, "en-GB")
    for sheet in book.sheets:
        assert made[sheet.name].column_dimensions["A"].width == pytest.approx(sheet.widths()[0], rel=0.3), sheet.name


def test_a_table_without_rows_says_that_there_are_none(two, hackney):
    blocks = {hackney.code: (SectionBlocks("one", "One", (Table("Nothing", ("A", "B"), ()),)),)}
    book = book_of(shown_of(replace(two, blocks=blocks)), hackney)
    assert sheet_of(book, "Table_1").rows[0][:2] == ("[x]", "[x]")
    openpyxl.load_workbook(io.BytesIO(xlsx.write(book)))


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """Converts a file with LibreOffice; the folder of what came out."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        reason = "LibreOffice is not here: install it with apt-get install libreoffice-calc"
        if os.environ.get("OPENSNA_REQUIRE_TOOLS") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    home = tmp_path_factory.mktemp("office")

    def convert(content, suffix, to):
        folder = home / f"{suffix}-{len(list(home.iterdir()))}"
        folder.mkdir()
        (folder / f"given.{suffix}").write_bytes(content)
        command = [program, f"-env:UserInstallation=file://{home}/profile", "--headless", "--convert-to", to,
                   "--outdir", str(folder / "out"), str(folder / f"given.{suffix}")]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return folder / "out"

    return convert


def test_ods_opens_in_libreoffice_and_converts_to_excel_with_the_same_values(book, office):
    made = openpyxl.load_workbook(office(ods.write(book), "ods", "xlsx") / "given.xlsx")
    assert made.sheetnames == [sheet.name for sheet in book.sheets]
    for sheet in book.sheets:
        cells = [[cell.value for cell in row] for row in made[sheet.name].iter_rows(min_row=len(sheet.lines) + 1)]
        wanted = [sheet.columns, *sheet.rows] if sheet.columns else []
        assert cells == [[as_excel(c) for c in row] for row in wanted], sheet.name


def as_excel(cell):
    """A cell as LibreOffice writes it to Excel's format: numbers with 15 digits."""
    return float(f"{cell.value:.15g}") if isinstance(cell, Number) else cell


@pytest.mark.parametrize(("suffix", "write"), [("ods", ods.write), ("xlsx", xlsx.write)])
def test_libreoffice_shows_each_cell_as_it_is_shown_in_the_report(book, office, suffix, write):
    every_sheet = (
        "csv:Text - txt - csv (StarCalc):44,34,76,1,,2057,false,false,true,false,false,-1"  # the ninth: as shown
    )
    folder = office(write(book), suffix, every_sheet)
    for sheet in book.sheets:
        text = (folder / f"given-{sheet.name}.csv").read_text("utf-8")
        rows = list(csv.reader(io.StringIO(text)))
        body = rows[len(sheet.lines) + 1 :]
        if sheet.name != "Estimates":  # whose numbers a spreadsheet shows as wide as the column
            assert body == [[shown_in(cell) for cell in row] for row in sheet.rows], sheet.name
