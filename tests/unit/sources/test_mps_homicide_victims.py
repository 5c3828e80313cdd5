"""Homicide victims: dates, boroughs and spellings of the dashboard's file."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import duckdb
import pytest

from opensna.core.errors import ContractError, HeaderError
from opensna.sources._base import TextRows
from opensna.sources.mps_homicide_victims import SOURCE
from opensna.warehouse.warehouse import Warehouse

HEADER = (
    "Count of Victims,Age Group,Sex,Method of Killing,Domestic Abuse,Recorded Date,Homicide Offence Type,Solved Status,"
    "Borough,Officer Observed Ethnicity"
)
ROW = '1,13 to19,Unrecorded Gender,"Physical Assault, no weapon",Domestic Abuse,Jan-03,Murder,Solved,Ealing ,Unrecorded / Unknown'
OTHER = "1,25 to 34,Male,Not known/Not Recorded,Not Domestic Abuse,Dec-23,Murder,Unsolved,Barking & Dagenham,White"


def write(folder: Path, *rows: str, header: str = HEADER) -> Path:
    path = folder / "victims.csv"
    path.write_text("\n".join([header, *rows]) + "\n")
    return path


def read(path: Path, columns: str) -> list[tuple[str, ...]]:
    with duckdb.connect() as connection:
        rows = SOURCE.read(path, connection)
        assert isinstance(rows, TextRows)
        return connection.execute(f"SELECT {columns} FROM {rows.relation} ORDER BY source_row").fetchall()


def test_spellings_are_stored_one_way(tmp_path: Path) -> None:
    columns = "month, borough_name, borough_code, age_band, sex, method_of_killing, domestic_abuse, ethnicity_officer_observed"
    assert read(write(tmp_path, ROW, OTHER), columns) == [
        ("2003-01-01", "Ealing", "E09000009", "13 to 19", "Unknown", "Physical Assault, no weapon", "true", "Unknown"),
        ("2023-12-01", "Barking and Dagenham", "E09000002", "25 to 34", "Male", "Not known", "false", "White"),
    ]


def test_two_victims_who_are_alike_are_two_rows(tmp_path: Path) -> None:
    record = Warehouse(tmp_path / "w").ingest(SOURCE, [write(tmp_path, ROW, ROW)], released="2024-01")
    assert (record.rows_accepted, record.rows_quarantined) == (2, 0)


def test_columns_may_stand_in_another_order_and_case(tmp_path: Path) -> None:
    header = ",".join(reversed(HEADER.upper().split(",")))
    row = "White,Ealing,Solved,Murder,Mar-10,Domestic Abuse,Shooting,Male,25 to 34,1"
    assert read(write(tmp_path, row, header=header), "month, borough_code, count") == [("2010-03-01", "E09000009", "1")]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("Jan-03", "sometime", "month: bad_date"),
        ("13 to19", "13-19", "age_band: unknown_value"),
        ("Domestic Abuse", "Perhaps", "domestic_abuse: not_a_boolean"),
        ("Murder", "Mord", "offence_type: unknown_value"),
        ("Ealing ", "Ealinng", "borough_code: unknown_value"),
    ],
)
def test_a_value_that_is_not_known_reaches_the_contract(tmp_path: Path, old: str, new: str, reason: str) -> None:
    with pytest.raises(ContractError, match=f"(?s){reason}.*do this"):
        Warehouse(tmp_path / "w").ingest(SOURCE, [write(tmp_path, ROW.replace(old, new))], released="2024-01")


def test_the_proceedings_file_is_refused(tmp_path: Path) -> None:
    header = "Count of PPA,Borough,Gender,Age Group,Self Classified Ethnicity,Offence Type,Charged/Summonsed,Proceedings Date"
    with pytest.raises(HeaderError, match=r"(?s)lacks: Recorded Date.*not the proceedings"):
        read(write(tmp_path, "1,a,b,c,d,e,f,g", header=header), "*")


def test_the_real_file_reads_whole_and_gives_the_years_that_were_printed(real_data: Path, tmp_path: Path) -> None:
    (path,) = (real_data / "crime/mps-homicide").glob("*.csv")
    record = Warehouse(tmp_path).ingest(SOURCE, [path], released="2024-01")
    assert (record.rows_accepted, record.rows_quarantined) == (2912, 0)
    assert (record.period_start, record.period_end, record.drift) == ("2003-01-01", "2023-12-31", ())


def test_the_sexes_that_the_2025_report_printed_for_victims_under_25_in_2023(real_data: Path) -> None:
    """Table 11: domestic abuse, 100% female (three people); not domestic abuse, 7% female and 93% male."""
    (path,) = (real_data / "crime/mps-homicide").glob("*.csv")
    rows = read(path, "month, age_band, domestic_abuse, sex")
    young = ("0 to 12", "13 to 19", "20 to 24")
    seen = Counter((abuse, sex) for month, age, abuse, sex in rows if month[:4] == "2023" and age in young)
    assert seen[("true", "Female")] == 3
    assert seen[("true", "Male")] == 0
    assert round(100 * seen[("false", "Female")] / (seen[("false", "Female")] + seen[("false", "Male")])) == 7
