"""NHS Digital's workbook of admissions for assault by sharp object, in small invented ones of the same layout."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from opensna.contracts.check import CheckedFile, check_text
from opensna.contracts.settle import Verdict, settle
from opensna.core.errors import HeaderError, UnreadableFileError
from opensna.sources._base import TextRows
from opensna.sources._nhs_tables import bounds_of
from opensna.sources.nhs_sharp_object import SOURCE

TITLE = "Count of FAEs where the cause was X99 - Assault with sharp object for 2021-22 (Provisional, Apr 21 – Mar 22)"
PLACES = ["", "", "London", "", "Unknown", "", "England", ""]
HEADER = ["Year ", "Month", "FAEs", "FCEs", "FAEs", "FCEs", "FAEs", "FCEs"]
APRIL = ["2021-22\n", "April", 20, 25, "*", "*", 24, 29]
MAY = ["", "May", 15, 15, 0, 0, 14, 14]
TOTAL = ["2021-22 Total", "", 35, 40, "*", "*", 38, 43]
SOURCE_LINE = ["Source: Hospital Episode Statistics (HES), NHS Digital"]

Row = Sequence[str | int]


def book(folder: Path, *rows: Row, title: str = TITLE, above: Sequence[Row] = (PLACES,), header: Row = HEADER) -> Path:
    workbook = openpyxl.Workbook()
    notes, sheet = workbook.active, workbook.create_sheet("Whatever it is called")
    assert notes is not None
    notes.append(["Footnotes"])
    for row in ([title], [], *above, header, *rows, SOURCE_LINE):
        sheet.append([value if value != "" else None for value in row])
    path = folder / "admissions.xlsx"
    workbook.save(path)
    return path


def judged(path: Path, folder: Path) -> tuple[Verdict, list[dict[str, Any]]]:
    """The verdict on a workbook, and its rows as read."""
    with duckdb.connect() as connection:
        read = SOURCE.read(path, connection)
        assert isinstance(read, TextRows)
        checked = CheckedFile(
            path.name, check_text(connection, read.relation, SOURCE.contract, folder / "judged.parquet")
        )
        verdict = settle(connection, [checked], SOURCE.contract, folder / "bad.parquet", quote_values=True)
        table = connection.sql(f"FROM {read.relation} ORDER BY source_row")
        return verdict, [dict(zip(table.columns, row, strict=True)) for row in table.fetchall()]


def test_a_small_table_is_read_whole(tmp_path: Path) -> None:
    verdict, rows = judged(book(tmp_path, APRIL, MAY, TOTAL), tmp_path)
    assert (verdict.rows_read, verdict.rows_quarantined) == (9, 0)
    assert [(row["month"], row["area_code"], row["value"]) for row in rows[:6]] == [
        ("2021-04-01", "E12000007", "20"),
        ("2021-04-01", "Unknown", None),
        ("2021-04-01", "E92000001", "24"),
        ("2021-05-01", "E12000007", "15"),
        ("2021-05-01", "Unknown", "0"),
        ("2021-05-01", "E92000001", "14"),
    ]
    assert {row["period"] for row in rows[6:]} == {"financial year"}
    assert {row["is_provisional"] for row in rows} == {"true"}


def test_the_name_of_the_place_is_the_workbooks_and_episodes_are_not_kept(tmp_path: Path) -> None:
    _, rows = judged(book(tmp_path, APRIL), tmp_path)
    assert [row["area_name"] for row in rows] == ["London", "Unknown", "England"]
    assert "25" not in {row["value"] for row in rows}


def test_hidden_blank_rounded_and_exact_counts_have_bounds_and_marks(tmp_path: Path) -> None:
    _, rows = judged(
        book(tmp_path, ["2021-22", "April", 10, 10, "*", "*", 13, 13], ["", "May", 0, 0, "", "", 3, 3]), tmp_path
    )
    assert [(row["value"], row["low"], row["high"], row["mark"]) for row in rows] == [
        ("10", "8", "12", None),
        (None, "1", "7", "[c]"),
        ("13", "13", "13", None),
        ("0", "0", "0", None),
        (None, "0", "7", "[x]"),
        ("3", "3", "3", None),
    ]


def test_a_total_under_the_wrong_year_is_quarantined_and_not_mended(tmp_path: Path) -> None:
    verdict, rows = judged(book(tmp_path, APRIL, MAY, ["2020-21 Total", *TOTAL[1:]]), tmp_path)
    assert verdict.reasons == {"mislabelled_total": 3}
    assert {row["financial_year"] for row in rows[6:]} == {"2020-21"}
    (failure,) = verdict.failures
    assert "labelled with the financial year of the months above it" in failure.remedy


def test_a_total_that_its_months_cannot_add_up_to_is_quarantined(tmp_path: Path) -> None:
    verdict, _ = judged(book(tmp_path, APRIL, MAY, ["2021-22 total", "", 60, 60, "*", "*", 38, 43]), tmp_path)
    assert verdict.reasons == {"not_the_sum": 1}


def test_an_england_that_its_regions_cannot_add_up_to_is_quarantined(tmp_path: Path) -> None:
    verdict, _ = judged(book(tmp_path, [*APRIL[:6], 44, 49]), tmp_path)
    assert verdict.reasons == {"not_the_sum": 1}
    assert "its months, or its regions" in verdict.failures[0].remedy


def test_a_count_below_england_that_is_not_rounded_is_quarantined(tmp_path: Path) -> None:
    verdict, _ = judged(book(tmp_path, ["2021-22", "April", 21, 21, "*", "*", 24, 24]), tmp_path)
    assert verdict.reasons == {"not_rounded": 1}


def test_the_table_by_sex_carries_merged_regions_to_the_right(tmp_path: Path) -> None:
    above = (["", "", "London", "", "", "", "England"], ["", "", "Female", "", "Male", "", "Female", "", "Male"])
    rows: list[Row] = [["2019-20", "Apr", "*", "*", 65, 65, 5, 5, 66, 66], ["", "Jun", 10, 10, 65, 65, 9, 9, 66, 66]]
    verdict, read = judged(
        book(tmp_path, *rows, above=above, header=["Year", "Month", *["FAEs", "FCEs"] * 4]), tmp_path
    )
    assert verdict.rows_quarantined == 0
    assert {row["breakdown"] for row in read} == {"sex"}
    assert [(row["area_code"], row["group"], row["month"]) for row in read[2:5]] == [
        ("E92000001", "Female", "2019-04-01"),
        ("E92000001", "Male", "2019-04-01"),
        ("E12000007", "Female", "2019-06-01"),
    ]
    assert {row["is_provisional"] for row in read} == {"false"}


@pytest.mark.parametrize(
    ("label", "kind", "stored"),
    [
        ("0-9", "Age group", "0 to 9"),
        ("Under 10", "Age group", "0 to 9"),
        ("80+", "Age group", "80 and over"),
        ("Unknown Age", "Age group", "Unknown"),
        ("Other Ethnic Group", "Ethnicity", "Other ethnic group"),
        ("Unknown / Invalid", "Ethnicity", "Unknown"),
        ("not stated", "Ethnicity", "Not stated"),
    ],
)
def test_the_spellings_of_a_group_are_stored_one_way(tmp_path: Path, label: str, kind: str, stored: str) -> None:
    path = book(
        tmp_path, ["2012-13", "January", label, 10, 10, 0, 0, 10, 10], ["-", "-", "White", 10, 10, 0, 0, 10, 10],
        above=(["", *PLACES],), header=["Year", "Month", kind, *HEADER[2:]],
    )  # fmt: skip
    _, rows = judged(path, tmp_path)
    accepted = duckdb.sql(
        f"SELECT DISTINCT \"group\", month FROM '{tmp_path}/judged.parquet' WHERE \"group\" != 'White'"
    )
    assert [(group, str(month)) for group, month in accepted.fetchall()] == [(stored, "2013-01-01")]
    assert {row["group"] for row in rows[3:]} == {"White"}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (["2021-22", "Aprol", 20, 25, "*", "*", 24, 29], "bad_date:month"),
        (["21/22", "April", 20, 25, "*", "*", 24, 29], "bad_format:financial_year"),
        (["2021-22", "April", "many", 25, "*", "*", 24, 29], "not_an_integer:value"),
    ],
)
def test_a_label_or_count_that_is_not_known_reaches_the_contract(tmp_path: Path, row: Row, reason: str) -> None:
    verdict, _ = judged(book(tmp_path, row, MAY), tmp_path)
    assert reason in verdict.reasons


def test_a_region_that_is_not_known_reaches_the_contract(tmp_path: Path) -> None:
    verdict, _ = judged(book(tmp_path, APRIL, above=(["", "", "Londres", "", "Unknown", "", "England"],)), tmp_path)
    assert verdict.reasons == {"unknown_value:area_code": 1}
    assert "did you mean" not in verdict.failures[0].sentence


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"title": "Admissions for assault by bodily force"}, "bodily force"),
        ({"header": ["Month", "Year", *HEADER[2:]]}, "sheet 2, line 4"),
        ({"header": ["Year", "Month", "Shoe size", *HEADER[3:]]}, "split by shoe size"),
        ({"header": ["Alpha", "Beta"]}, "sheets Sheet, Whatever it is called"),
    ],
)
def test_another_workbook_is_refused(tmp_path: Path, change: dict[str, Any], found: str) -> None:
    with pytest.raises(HeaderError, match=rf"(?s){found}.*give the workbook as the publisher sends it"):
        judged(book(tmp_path, APRIL, **change), tmp_path)


def test_a_damaged_workbook_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path, APRIL)
    path.write_bytes(path.read_bytes()[:600])
    with pytest.raises(UnreadableFileError, match="download it again"):
        judged(path, tmp_path)


@given(st.integers(0, 10_000))
def test_the_true_count_lies_within_the_bounds_of_what_is_printed(count: int) -> None:
    printed = "*" if 1 <= count <= 7 else str(5 * round(count / 5))
    bounds = bounds_of(printed, is_national=False)
    assert bounds is not None
    assert bounds[0] <= count <= bounds[1]
    assert bounds[1] - bounds[0] <= 6


@pytest.mark.parametrize("year", ["2021-22", "2021/22", "2021-2022", "2021 - 2022"])
@pytest.mark.parametrize("month", ["September", "Sept", "Sep.", "SEP"])
def test_years_and_months_may_be_written_in_several_ways(tmp_path: Path, year: str, month: str) -> None:
    verdict, rows = judged(
        book(tmp_path, [year, month, 20, 25, "*", "*", 24, 29], [f"{year} Total", "", 20, 25, "*", "*", 24, 29]),
        tmp_path,
    )
    assert verdict.rows_quarantined == 0
    assert {row["financial_year"] for row in rows} == {"2021-22"}
    assert rows[0]["month"] == "2021-09-01"
