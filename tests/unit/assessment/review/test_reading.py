from __future__ import annotations

from pathlib import Path

import docx
import pytest

from opensna.assessment.review.document import note_numbers
from opensna.assessment.review.finders.sources import why_unreadable
from opensna.assessment.review.reading.layout import page_pieces
from opensna.assessment.review.reading.read import read_document
from opensna.assessment.review.reading.tables import cells_by_line, rows_run_together, rows_with_numbers
from opensna.core.errors import InputError, UnreadableFileError

TEXT = """Title: Needs of Westmere
Address: https://westmere.example/needs
-----
1. Place and population

Westmere has an estimated population of 50,000.¹ It is growing.

- the first item
- the second item

Table 1: Offences, 2023

Kind\t2022\t2023
Robbery\t10\t12
Assault\t4\t6

¹ Office of Numbers (2022)
"""
ROWS = (("Kind", "2022", "2023"), ("Robbery", "10", "12"), ("Assault", "4", "6"))


def test_text_becomes_headings_items_a_table_and_notes(read) -> None:
    document = read(TEXT)
    assert document.title == "Needs of Westmere"
    assert document.address == "https://westmere.example/needs"
    assert [block.kind for block in document.blocks] == [
        "heading",
        "paragraph",
        "item",
        "item",
        "heading",
        "table",
        "note",
    ]
    assert document.tables[0].rows == ROWS
    assert document.tables[0].caption == "Table 1: Offences, 2023"
    assert document.notes_of(document.blocks[1])[0].text.endswith("Office of Numbers (2022)")


def test_lines_broken_by_a_page_are_joined(read) -> None:
    line = "the offences of the borough were counted again and again by the analysts of"
    document = read("\n".join([f"In the year {line}"] + [f"and {line}"] * 9 + ["the partnership."]))
    assert len(document.blocks) == 1


def test_html_loses_its_menus_and_keeps_tables_and_raised_numbers(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(
        "<html><head><title>Needs</title><script>var x = 1;</script></head><body><nav>Home</nav><h1>Violence</h1>"
        "<div>It rose.<sup>12</sup> <p>Then it fell.</p></div><table><caption>Counts</caption><tr><th>Kind</th><th>2022</th></tr>"
        "<tr><td>Robbery</td><td>10</td></tr></table><ul><li>one</li></ul></body></html>",
        encoding="utf-8",
    )
    document = read_document(path)
    assert document.title == "Needs"
    assert [block.text for block in document.prose] == ["Violence", "It rose.¹²", "Then it fell.", "Counts", "one"]
    assert document.tables[0].rows == (("Kind", "2022"), ("Robbery", "10"))
    assert note_numbers(document.blocks[1].text) == ("12",)


def test_word_keeps_headings_and_tables(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_heading("Violence", 1)
    raised = made.add_paragraph("It rose").add_run("3")
    raised.font.superscript = True
    table = made.add_table(rows=0, cols=2)
    for row in (("Kind", "2022"), ("Robbery", "10")):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    made.save(str(tmp_path / "a.docx"))
    document = read_document(tmp_path / "a.docx")
    assert [(block.kind, block.text) for block in document.prose] == [("heading", "Violence"), ("heading", "It rose³")]
    assert document.tables[0].rows == (("Kind", "2022"), ("Robbery", "10"))


def test_cells_a_line_are_a_table_again() -> None:
    used, rows = cells_by_line(["Kind", "2022", "2023", "Robbery", "10", "12", "Assault", "4", "6", "So it was."])
    assert (used, rows) == (9, ROWS)
    assert cells_by_line(["A sentence.", "2022"]) == (0, ())


def test_cells_run_together_are_cut_by_years_and_difference() -> None:
    used, rows = rows_run_together(["Kind202120222023No. difference", "Robbery910119+109", "Assault567+1", "The end."])
    assert used == 3
    assert rows[1:] == (("Robbery", "9", "10", "119", "+109"), ("Assault", "5", "6", "7", "+1"))


def test_rows_of_a_label_and_numbers_are_a_table() -> None:
    assert rows_with_numbers(["Barnet 1 2", "Tower Hamlets 2 1", "End."])[1][1:] == (
        ("Barnet", "1", "2"),
        ("Tower Hamlets", "2", "1"),
    )
    assert rows_with_numbers(["Barnet 1 2"]) == (0, ())


def test_a_page_set_out_by_spaces_gives_a_table_with_its_wrapped_cells() -> None:
    lines = [
        "Table 1: Offences",
        "",
        " Kind of        Number in     Number in",
        " offence        2022          2023",
        " Robbery of     10            12",
        " persons",
        " Assault        4             6",
        "",
        "So it was.",
    ]
    found = page_pieces(lines, 3)
    table = next(piece for piece in found if piece.rows)
    assert table.rows == (
        ("Kind of offence", "Number in 2022", "Number in 2023"),
        ("Robbery of persons", "10", "12"),
        ("Assault", "4", "6"),
    )
    assert table.page == 3


def test_pdf_gives_the_same_blocks_as_its_text(tmp_path: Path) -> None:
    typst = pytest.importorskip("typst", reason="needs the report extra: pip install opensna[report]")
    source = (
        "= Violence\n\nIt rose by 12 percent in the year.\n\nTable 1: Offences\n#table(columns: "
        "3, [Kind], [2022], [2023], [Robbery], [10], [12], [Assault], [4], [6])\n"
    )
    (tmp_path / "a.typ").write_text(source, encoding="utf-8")
    typst.compile(str(tmp_path / "a.typ"), output=str(tmp_path / "a.pdf"))
    document = read_document(tmp_path / "a.pdf")
    assert document.tables[0].rows == ROWS
    assert document.tables[0].page == 1
    assert any(block.text == "It rose by 12 percent in the year." for block in document.prose)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no text"),
        ("Needs assessment of Westmere", "few words"),
        ("qx zzt blorp frim dask " * 20, "not sentences"),
        (
            "The needs assessment of the county is an account of violence and of its causes. Download the assessment (PDF 4MB).",
            "leads to the assessment",
        ),
    ],
)
def test_where_there_is_nothing_to_read_the_reason_is_said(read, text: str, reason: str) -> None:
    assert reason in why_unreadable(read(text))


def test_a_missing_file_an_unknown_ending_and_a_damaged_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="give the path of a Word, PDF, HTML or text file"):
        read_document(tmp_path / "none.txt")
    (tmp_path / "a.xyz").write_text("x")
    with pytest.raises(InputError, match=r"save it as \.docx, \.pdf, \.html or \.txt"):
        read_document(tmp_path / "a.xyz")
    for name in ("a.docx", "a.pdf"):
        (tmp_path / name).write_bytes(b"not that")
        with pytest.raises(UnreadableFileError, match="open it in its own program and save it again"):
            read_document(tmp_path / name)


def test_bytes_that_are_not_utf8_are_read_as_western_letters(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(
        "The cost was £12 and it was shared by all of the partners in the area.".encode("cp1252")
    )
    assert "£12" in read_document(tmp_path / "a.txt").text
