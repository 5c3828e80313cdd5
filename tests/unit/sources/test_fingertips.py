"""The Fingertips CSV, with invented figures: both widths, the renamed column, splits apart, periods read."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from opensna.core.errors import ContractError, HeaderError
from opensna.core.provenance import ReleaseRecord
from opensna.sources.fingertips import SOURCE, period_of
from opensna.warehouse.engine import connect, open_table
from opensna.warehouse.warehouse import Warehouse

ROW = {
    "Indicator ID": "11201",
    "Indicator Name": "Violence - hospital admissions for violence (including sexual violence), per 100,000",
    "Parent Code": "E12000007",
    "Parent Name": "London region",
    "Area Code": "E09000008",
    "Area Name": "Croydon",
    "Area Type": "Counties & UAs (from Apr 2023)",
    "Sex": "Persons",
    "Age": "All ages",
    "Category Type": "",
    "Category": "",
    "Time period": "2018/19 - 20/21",
    "Value": "41.57345",
    "Lower CI 95.0 limit": "37.2",
    "Upper CI 95.0 limit": "46.1",
    "Lower CI 99.8 limit": "",
    "Upper CI 99.8 limit": "",
    "Count": "520",
    "Denominator": "1160000",
    "Value note": "",
    "Recent Trend": "",
    "Compared to England value or percentiles": "Similar",
    "Compared to Region value or percentiles": "Better",
    "Time period Sortable": "20180000",
    "New data": "",
    "Compared to goal": "",
    "Time period range": "3y",
}
SPLIT = {"Category Type": "County & UA deprivation deciles in England", "Category": "Most deprived decile"}


def write(folder: Path, *rows: dict[str, str]) -> Path:
    path = folder / "indicators.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([list(rows[0]), *(list(row.values()) for row in rows)])
    return path


def ingest(folder: Path, *rows: dict[str, str]) -> ReleaseRecord:
    return Warehouse(folder / "warehouse").ingest(SOURCE, [write(folder, *rows)], released="2024-05")


def stored(folder: Path) -> list[dict[str, Any]]:
    table = duckdb.sql(f"FROM '{Warehouse(folder / 'warehouse').path(SOURCE.id, '2024-05')}'")
    return [dict(zip(table.columns, row, strict=True)) for row in table.fetchall()]


def renamed(row: dict[str, str], parent: str) -> dict[str, str]:
    return {name.replace("Compared to Region value or percentiles", parent): value for name, value in row.items()}


def test_a_figure_is_stored_with_its_period_and_limits(tmp_path: Path) -> None:
    assert ingest(tmp_path, ROW).rows_accepted == 1
    (row,) = stored(tmp_path)
    assert tuple(row) == SOURCE.contract.names
    assert (row["period_start"], row["period_end"], row["time_period"]) == (
        date(2018, 4, 1),
        date(2021, 3, 31),
        "2018/19 - 20/21",
    )
    assert (row["value"], row["lower"], row["count"], row["is_split"], row["mark"]) == (
        41.57345,
        37.2,
        520.0,
        False,
        None,
    )


@pytest.mark.parametrize(
    "parent",
    [
        "Compared to CCGs (from Apr 2021) value or percentiles",
        "Compared to parent value or percentiles",
        "Compared to percentiles",
        "Compared to Region",
    ],
)
def test_column_23_may_be_named_after_any_parent(tmp_path: Path, parent: str) -> None:
    ingest(tmp_path, renamed(ROW, parent))
    assert stored(tmp_path)[0]["compared_to_parent"] == "Better"


def test_older_files_have_26_columns(tmp_path: Path) -> None:
    assert (
        ingest(tmp_path, {name: value for name, value in ROW.items() if name != "Time period range"}).rows_accepted == 1
    )


def test_the_parts_of_a_figure_are_kept_apart(tmp_path: Path) -> None:
    assert ingest(tmp_path, ROW, ROW | SPLIT).rows_accepted == 2
    assert [(row["is_split"], row["category"]) for row in stored(tmp_path)] == [
        (False, None),
        (True, "Most deprived decile"),
    ]


@pytest.mark.parametrize(
    ("note", "mark"),
    [
        ("Value suppressed for disclosure control due to small count", "[c]"),
        ("Value missing in source data", "[x]"),
        ("", "[x]"),
    ],
)
def test_a_figure_that_is_not_there_has_a_reason(tmp_path: Path, note: str, mark: str) -> None:
    blank = dict.fromkeys(("Value", "Lower CI 95.0 limit", "Upper CI 95.0 limit", "Count"), "")
    ingest(tmp_path, ROW | blank | {"Value note": note})
    assert (stored(tmp_path)[0]["value"], stored(tmp_path)[0]["mark"]) == (None, mark)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2018/19 - 20/21", date(2018, 4, 1), date(2021, 3, 31)),
        ("2018/19 - 2020/21", date(2018, 4, 1), date(2021, 3, 31)),
        ("2019/20", date(2019, 4, 1), date(2020, 3, 31)),
        ("2020", date(2020, 1, 1), date(2020, 12, 31)),
        ("2018 - 20", date(2018, 1, 1), date(2020, 12, 31)),
        ("1999 - 01", date(1999, 1, 1), date(2001, 12, 31)),
        ("2018 – 2020", date(2018, 1, 1), date(2020, 12, 31)),
        ("2020/21 Q4", date(2021, 1, 1), date(2021, 3, 31)),
        ("2020 Q2", date(2020, 4, 1), date(2020, 6, 30)),
        ("Feb 2020", date(2020, 2, 1), date(2020, 2, 29)),
    ],
)
def test_a_period_as_printed_has_a_first_and_a_last_day(text: str, first: date, last: date) -> None:
    assert period_of(text) == (first, last)


@pytest.mark.parametrize(
    "text", ["", "2019/21", "2020 - 18", "2018 - 20/21", "2018/19 - 20", "20th century", "2020 Q5", "2018/19 - 20/22"]
)
def test_a_period_that_cannot_be_read_is_not_guessed(text: str) -> None:
    assert period_of(text) is None


@given(st.integers(1990, 2090), st.integers(1, 9))
def test_a_range_of_split_years_is_as_long_as_its_years(year: int, more: int) -> None:
    text = f"{year}/{(year + 1) % 100:02d} - {(year + more) % 100:02d}/{(year + more + 1) % 100:02d}"
    assert period_of(text) == (date(year, 4, 1), date(year + more + 1, 3, 31))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"Time period": "the other day"}, "period_start: bad_date"),
        ({"Value": "41,5"}, "value: not_a_number"),
        ({"Lower CI 95.0 limit": "99"}, "limits_order"),
        ({"Category Type": "Ethnic groups"}, "split_has_category"),
        ({"Indicator ID": "violence"}, "indicator_id: not_an_integer"),
        ({"Area Code": ""}, "area_code: missing_value"),
    ],
)
def test_a_bad_value_is_reported(tmp_path: Path, change: dict[str, str], reason: str) -> None:
    with pytest.raises(ContractError, match=f"(?s){reason}.*do this"):
        ingest(tmp_path, ROW | change)


def test_a_figure_that_comes_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContractError, match=r"(?s)duplicate_key.*send each record once"):
        ingest(tmp_path, ROW, ROW)


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ({name: value for name, value in ROW.items() if name != "Denominator"}, "lacks Denominator"),
        ({name: value for name, value in ROW.items() if name not in ("New data", "Compared to goal")}, "25 columns"),
        (renamed(ROW, "Something else"), "column 23 is Something else"),
    ],
)
def test_another_header_is_refused(tmp_path: Path, row: dict[str, str], found: str) -> None:
    with pytest.raises(HeaderError, match=f"(?s){found}.*download the indicator's data as CSV"):
        ingest(tmp_path, row)


def test_as_published_figures_the_number_and_the_age_name_it_and_sexes_and_parts_are_groups(tmp_path: Path) -> None:
    ingest(tmp_path, ROW, ROW | {"Sex": "Male"}, ROW | SPLIT, ROW | SPLIT | {"Sex": "Female"})
    assert SOURCE.figures is not None
    table = open_table(connect(), Warehouse(tmp_path / "warehouse").path(SOURCE.id, "2024-05"))
    figures = SOURCE.figures(table).to_pyarrow().to_pandas()
    assert set(figures["indicator"]) == {"11201, All ages"}
    assert set(figures["area_type"]) == {"lad"}
    part = "County & UA deprivation deciles in England=Most deprived decile"
    assert set(figures["group"].fillna("")) == {"", "sex=Male", part, f"sex=Female*{part}"}
