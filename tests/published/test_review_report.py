"""The reader on the whole text of the 2025 report, as it is, as Word, HTML and PDF, and with known alterations."""

from __future__ import annotations

import html
from functools import lru_cache
from pathlib import Path

import docx
import pytest

from opensna.assessment.review.document import Document
from opensna.assessment.review.finding import Finding
from opensna.assessment.review.reading.read import read_document
from opensna.assessment.review.review import RULES
from opensna.assessment.review.trials import trial

pytestmark = pytest.mark.real_data


def contradictions(document: Document) -> tuple[Finding, ...]:
    return tuple(finding for rule in RULES for finding in rule(document) if finding.is_contradiction)


@pytest.fixture(scope="module")
def report(real_data: Path) -> Document:
    (path,) = (real_data.parent / "report").glob("*.txt")
    return read_document(path)


@pytest.fixture(scope="module")
def found(report: Document) -> tuple[Finding, ...]:
    return contradictions(report)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("table_reconciles", ("1,428,223,866", "1,190,424,480", "1,793,412,880")),
        ("ranking", ("Rape", "7, 27", "12, 29")),
        ("daily", ("5,464,808,100", "14.97", "14.9")),
        ("restated", ("400,000", "500,000")),
        ("quotation", ("young people", "operational")),
        ("period_note", ("June 2023 to March 2024", "April 2023- May 2024")),
        ("event_year", ("2018", "2019")),
        ("missing_number", ("and percent",)),
        ("ages", ("16 to 58", "16 to 59")),
    ],
)
def test_the_known_contradictions_of_the_report_are_found(
    found: tuple[Finding, ...], rule: str, words: tuple[str, ...]
) -> None:
    assert any(finding.rule == rule and all(word in finding.says for word in words) for finding in found)


def test_no_contradiction_of_the_report_is_claimed_beyond_those_checked_by_hand(found: tuple[Finding, ...]) -> None:
    by_rule = {rule: sum(finding.rule == rule for finding in found) for rule in {finding.rule for finding in found}}
    assert by_rule == {
        "order": 1, "ranking": 1, "table_reconciles": 1, "daily": 1, "restated": 3, "event_year": 1, "period_note": 1,
        "comparator": 3, "ages": 1, "quotation": 1, "attribution": 1, "missing_number": 1,
    }  # fmt: skip


def _html(report: Document, path: Path) -> Path:
    parts = []
    for block in report.blocks:
        if block.rows:
            rows = ("".join(f"<td>{html.escape(cell)}</td>" for cell in row) for row in block.rows)
            parts.append(f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>")
        else:
            parts.append(f"<p>{html.escape(block.text)}</p>")
    path.write_text(f"<html><body>{''.join(parts)}</body></html>", encoding="utf-8")
    return path


def _word(report: Document, path: Path) -> Path:
    made = docx.Document()
    for block in report.blocks:
        if block.rows:
            table = made.add_table(rows=0, cols=len(_padded(block.rows)[0]))
            for row in _padded(block.rows):
                for cell, text in zip(table.add_row().cells, row, strict=True):
                    cell.text = text
        else:
            made.add_paragraph(block.text)
    made.save(str(path))
    return path


def _pdf(report: Document, path: Path) -> Path:
    typst = pytest.importorskip("typst", reason="needs the report extra: pip install opensna[report]")
    parts = ['#set page(numbering: "1")', '#set text(size: 10pt, font: "Source Sans 3")']
    for block in report.blocks:
        if block.rows:
            cells = ", ".join(f"[{_escaped(cell)}]" for row in _padded(block.rows) for cell in row)
            parts.append(f"#table(columns: {len(_padded(block.rows)[0])}, {cells})")
        else:
            parts.append(_escaped(block.text) + "\n")
    source = path.with_suffix(".typ")
    source.write_text("\n".join(parts), encoding="utf-8")
    typst.compile(str(source), output=str(path))
    return path


def _padded(rows: tuple[tuple[str, ...], ...]) -> list[tuple[str, ...]]:
    """Rows of one width: a head that lacks its first cells gets them in front."""
    width = max(map(len, rows))
    return [
        ("",) * (width - len(row)) + row if i == 0 else row + ("",) * (width - len(row)) for i, row in enumerate(rows)
    ]


def _escaped(text: str) -> str:
    return "".join(f"\\{letter}" if letter in "\\#$*_`<>@[]{}~=-+/\"'" else letter for letter in text)


@pytest.mark.parametrize(("make", "name"), [(_html, "a.html"), (_word, "a.docx"), (_pdf, "a.pdf")])
def test_copies_in_other_formats_give_the_same_contradictions(
    report: Document, found: tuple[Finding, ...], tmp_path: Path, make, name: str
) -> None:
    copy = contradictions(read_document(make(report, tmp_path / name)))
    assert {(finding.rule, finding.value) for finding in copy} == {(finding.rule, finding.value) for finding in found}


@pytest.mark.slow
def test_four_of_five_alterations_are_found_in_ten_copies_and_false_alarms_are_few(report: Document) -> None:
    once = lru_cache(contradictions)
    made = [trial(report, seed, once) for seed in range(10)]
    of = sum(len(one.found) + len(one.missed) for one in made)
    assert of == 80
    assert sum(len(one.found) for one in made) >= 0.8 * of
    assert sum(len(one.false_alarms) for one in made) <= 4
