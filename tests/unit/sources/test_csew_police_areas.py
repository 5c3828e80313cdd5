"""The Crime Survey's workbook, in small invented ones of the same layout."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest

from opensna.core.errors import ContractError, HeaderError
from opensna.sources.csew_police_areas import SOURCE
from opensna.warehouse.warehouse import Warehouse

TITLE = "Table 1:  Perceptions of the local police, adults aged 16 and over, year ending September 2022 [note 1]"
ABOVE: tuple[tuple[Any, ...], ...] = (("Source: an invented survey",), ("This worksheet contains one table.",))
HEADER = (
    "Area code",
    "Police force area",
    "Percentage which AGREE  the police can be relied on\nEstimate",
    "Percentage which AGREE Percentage which AGREE the police can be relied on\nConfidence interval \nLower bound",
    "Percentage which AGREE the police can be relied on\nConfidence interval \nUpper bound",
    "Overall confidence\nEstimate",
    "\nConfidence interval \nLower bound",
    "\nConfidence interval \nUpper bound",
    "Unweighted base - number of adults [Note 2]",
    None,
)
LEEDS = ("E23000010", "West Yorkshire", 54.25, 49.5, 59, 70, 65.5, 74.5, 361, None)
Sheet = tuple[tuple[Any, ...], ...]


def stored(folder: Path, *sheets: Sheet) -> list[tuple[Any, ...]]:
    book = openpyxl.Workbook()
    for i, rows in enumerate(sheets):
        sheet = book.create_sheet(f"Table {i}")
        for row in rows:
            sheet.append(row)
    folder.mkdir(exist_ok=True)
    path = folder / "survey.xlsx"
    book.save(path)
    warehouse = Warehouse(folder / "warehouse")
    warehouse.ingest(SOURCE, [path], released="2023-01")
    columns = "indicator, area_code, value, lower, upper, unit, mark, period_start, period_end"
    return duckdb.sql(f"SELECT {columns} FROM '{warehouse.path(SOURCE.id, '2023-01')}'").fetchall()


def table(*rows: tuple[Any, ...], title: str = TITLE, header: tuple[Any, ...] = HEADER) -> Sheet:
    return ((title,), *ABOVE, header, *rows, (None,), ("End of worksheet",))


def test_estimates_carry_their_limits_and_the_number_asked(tmp_path: Path) -> None:
    rows = stored(tmp_path, table(LEEDS))
    assert [row[:7] for row in rows] == [
        ("Percentage which AGREE the police can be relied on", "E23000010", 54.25, 49.5, 59.0, "per cent", None),
        ("Overall confidence", "E23000010", 70.0, 65.5, 74.5, "per cent", None),
        (
            "People asked: Percentage which AGREE the police can be relied on",
            "E23000010",
            361.0,
            None,
            None,
            "people",
            None,
        ),
    ]
    assert {(str(row[7]), str(row[8])) for row in rows} == {("2021-10-01", "2022-09-30")}


def test_a_base_after_each_measure_is_that_measures_own(tmp_path: Path) -> None:
    header = ("Area code", "Police force area", "Personal crime\n[note 2]", "Personal crime\nConfidence interval \nLower bound",
              "Personal crime\nConfidence interval \nUpper bound", "Personal crime\nUnweighted base - number of adults",
              "Household crime [note 3]", "Household crime\nConfidence interval \nLower bound",
              "Household crime\nConfidence interval \nUpper bound",
              "Household crime\nUnweighted base - number of adults")  # fmt: skip
    title = "Table 3a: Percentages (excluding fraud and computer misuse), year ending March 2023"
    rows = stored(
        tmp_path, table(("E23000010", "West Yorkshire", 1.5, -0.1, 3, 371, 9, 6, 12, 369), title=title, header=header)
    )
    by_name = {row[0]: row[2:5] for row in rows}
    assert by_name == {
        "Personal crime, excluding fraud and computer misuse": (1.5, -0.1, 3.0),
        "People asked: Personal crime, excluding fraud and computer misuse": (371.0, None, None),
        "Household crime, excluding fraud and computer misuse": (9.0, 6.0, 12.0),
        "People asked: Household crime, excluding fraud and computer misuse": (369.0, None, None),
    }


def test_the_title_says_what_a_bare_estimate_is(tmp_path: Path) -> None:
    title = "Table 4b: Percentage of adults aged 16 and over who witnessed antisocial behaviour,\n year ending December 2022"
    header = (
        "Area code",
        "Police force area",
        "Estimate",
        "Confidence interval \nLower bound",
        "Confidence interval \nUpper bound",
    )
    rows = stored(tmp_path, table(("E12000007", "London", 37.5, 30, 45), title=title, header=header))
    assert [row[:5] for row in rows] == [("Witnessed antisocial behaviour", "E12000007", 37.5, 30.0, 45.0)]


@pytest.mark.parametrize(("text", "mark"), [("[u]", "[u]"), ("[c]", "[c]"), ("*", "[c]"), ("..", "[x]"), (None, "[x]")])
def test_an_estimate_that_is_held_back_says_why(tmp_path: Path, text: str | None, mark: str) -> None:
    rows = stored(tmp_path, table((*LEEDS[:2], text, None, None, *LEEDS[5:])))
    assert [(row[2], row[6]) for row in rows if row[0].startswith("Percentage")] == [(None, mark)]


def test_sheets_without_such_a_table_are_passed_over_and_a_book_of_them_is_refused(tmp_path: Path) -> None:
    notes: Sheet = (("Notes",), ("1", "A note"))
    assert len(stored(tmp_path, notes, table(LEEDS))) == 3
    with pytest.raises(HeaderError, match=r"(?s)expected: a header row.*do this: give the supplementary tables"):
        stored(tmp_path / "another", notes)


def test_a_text_that_is_no_number_is_reported(tmp_path: Path) -> None:
    with pytest.raises(ContractError, match=r"(?s)value: not_a_number.*do this: write numbers"):
        stored(tmp_path, table((*LEEDS[:2], "about half", *LEEDS[3:])))
