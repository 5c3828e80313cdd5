"""The page that maps the report of April 2025: it covers every table, chart and figure, and what it says is tested."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from opensna.catalogue import SECTIONS, SOURCES

PRINTED = {"Table": 16, "Chart": 11, "Figure": 4}
VERDICTS = {
    "reproduced", "reproduced in part", "differs because", "data not public", "data not held", "not a measurement",
}  # fmt: skip
COLUMNS = ["Printed", "Section", "Sources", "Verdict", "Ours and theirs", "Checked by"]
TESTED = {"reproduced", "reproduced in part", "differs because"}
Row = dict[str, str]


def _rows(page: Path) -> list[Row]:
    """Rows of the page's tables with these columns."""
    found: list[Row] = []
    for block in page.read_text("utf-8").split("\n\n"):
        lines = [line for line in block.splitlines() if line.startswith("|")]
        cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
        if cells and cells[0] == COLUMNS:
            found += [dict(zip(COLUMNS, row, strict=True)) for row in cells[2:]]
    return found


def _codes(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


@pytest.fixture(scope="module")
def rows(page: Path) -> list[Row]:
    return _rows(page)


@pytest.fixture(scope="module")
def tests() -> dict[str, str]:
    """Source of each test function of this folder by its name."""
    found: dict[str, str] = {}
    for path in sorted(Path(__file__).parent.glob("test_*.py")):
        text = path.read_text("utf-8")
        for node in ast.parse(text).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                found[node.name] = ast.get_source_segment(text, node) or ""
    return found


def test_every_table_chart_and_figure_has_one_row_in_the_order_of_its_kind(rows: list[Row]) -> None:
    titles = [match[1] for row in rows if (match := re.match(r"((?:Table|Chart|Figure) \d+): \w", row["Printed"]))]
    assert titles == [f"{kind} {number}" for kind, count in PRINTED.items() for number in range(1, count + 1)]


def test_the_rows_of_the_text_are_many_and_all_different(rows: list[Row]) -> None:
    printed = [row["Printed"] for row in rows]
    assert len(set(printed)) == len(printed) >= sum(PRINTED.values()) + 40


def test_every_verdict_is_one_that_the_page_explains(page: Path, rows: list[Row]) -> None:
    explained = set(re.findall(r"^\| ([a-z ]+) \| .+\|$", page.read_text("utf-8"), flags=re.MULTILINE)) - {"verdict"}
    assert explained == VERDICTS
    assert {row["Verdict"] for row in rows} <= VERDICTS


def test_every_section_and_source_named_exists(rows: list[Row]) -> None:
    assert {code for row in rows for code in _codes(row["Section"])} <= set(SECTIONS)
    assert {code for row in rows for code in _codes(row["Sources"])} <= set(SOURCES)


def test_what_is_reproduced_or_differs_names_an_existing_test(rows: list[Row], tests: dict[str, str]) -> None:
    named = {row["Printed"]: _codes(row["Checked by"]) for row in rows}
    assert [printed for printed, names in named.items() if not set(names) <= set(tests)] == []
    assert [row["Printed"] for row in rows if row["Verdict"] in TESTED and not named[row["Printed"]]] == []


def test_every_named_test_asserts_something_of_real_files_or_of_the_package(
    rows: list[Row], tests: dict[str, str]
) -> None:
    named = {name for row in rows for name in _codes(row["Checked by"])}
    assert [name for name in named if "assert" not in tests[name] and "pytest.raises" not in tests[name]] == []


def test_what_differs_quotes_two_numbers(rows: list[Row]) -> None:
    number = re.compile(r"\d[\d,.]*|\b(?:one|two|three|four|five|six|eight|nine|ten|eleven|fifty)\b")
    few = [
        row["Printed"]
        for row in rows
        if row["Verdict"] == "differs because"
        and len({found.rstrip(".,") for found in number.findall(f"{row['Printed']} {row['Ours and theirs']}")}) < 2
    ]
    assert few == []


def test_what_is_not_public_or_not_held_says_what_it_needs(rows: list[Row]) -> None:
    silent = [
        row["Printed"] for row in rows if row["Verdict"].startswith("data not") and len(row["Ours and theirs"]) < 20
    ]
    assert silent == []
    assert all(
        any(SOURCES[code].access == "restricted" for code in _codes(row["Sources"]))
        for row in rows
        if row["Verdict"] == "data not public"
    )


def test_every_test_of_the_report_is_named_on_the_page(rows: list[Row]) -> None:
    """Nothing is checked that the page does not tell of."""
    named = {name for row in rows for name in _codes(row["Checked by"])}
    here = Path(__file__).parent
    own = (
        "test_report_place_and_risk.py",
        "test_report_violence.py",
        "test_report_witnesses.py",
        "test_report_response.py",
    )
    defined = {
        node.name
        for name in own
        for node in ast.parse((here / name).read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }
    assert sorted(defined - named) == []
