"""Assault attendances under ISTV's, ECDS's and our names; the words for the place are graded and never stored. Invented rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from opensna.core.errors import ContractError, DocumentError, HeaderError
from opensna.core.provenance import ReleaseRecord
from opensna.sources.ecds_assault import SOURCE
from opensna.warehouse.warehouse import Warehouse

SECRET = "Black Lion pub, Elm Road, Croydon with Jane Doe"
OURS = {
    "site_code": "RXX01",
    "arrival": "2023-03-05 01:40",
    "assault": "2023-03-04 23:15",
    "intent": "assault",
    "weapon": "knife",
    "place_type": "licensed premises",
    "place_description": SECRET,
    "age": "19",
    "sex": "Male",
    "ethnicity": "Mixed",
    "residence_borough_code": "E09000029",
}
ISTV = {
    "SITE CODE (OF TREATMENT)": "RXX01",
    "ARRIVAL DATE AND TIME AT ACCIDENT AND EMERGENCY DEPARTMENT": "2023-03-05T01:40:00",
    "ASSAULT DATE AND TIME": "2023-03-04T23:15:00",
    "ASSAULT METHOD": "5",
    "ASSAULT LOCATION TYPE": "2",
    "ASSAULT LOCATION DESCRIPTION": SECRET,
}
ISTV_MAPPING = """codes:
  weapon: {5: knife}
  place_type: {2: licensed premises}
"""


def ingest(folder: Path, *rows: dict[str, str], mapping: str = "") -> ReleaseRecord:
    path = folder / "extract.csv"
    quoted = (",".join(f'"{value}"' for value in row.values()) for row in rows)
    path.write_text("\n".join([",".join(rows[0]), *quoted]) + "\n")
    if mapping:
        path.with_name("extract.mapping.yaml").write_text(mapping)
    return Warehouse(folder / "warehouse").ingest(SOURCE, [path], released="2023-06")


def stored(folder: Path) -> list[dict[str, Any]]:
    table = duckdb.sql(f"FROM '{Warehouse(folder / 'warehouse').path(SOURCE.id, '2023-06')}'")
    return [dict(zip(table.columns, row, strict=True)) for row in table.fetchall()]


def test_an_attendance_is_stored_with_its_graded_place(tmp_path: Path) -> None:
    assert ingest(tmp_path, OURS).rows_accepted == 1
    (row,) = stored(tmp_path)
    assert tuple(row) == SOURCE.contract.names
    assert (str(row["month"]), str(row["arrival_date"]), row["arrival_hour"]) == ("2023-03-01", "2023-03-05", 1)
    assert (str(row["assault_date"]), row["assault_hour"], row["weapon"]) == ("2023-03-04", 23, "knife")
    assert (row["place_grade"], row["is_home"], row["borough_code"]) == ("exact", False, "E09000008")


def test_the_four_items_of_istv_are_read_under_its_own_names(tmp_path: Path) -> None:
    ingest(tmp_path, ISTV, mapping=ISTV_MAPPING)
    (row,) = stored(tmp_path)
    assert (row["weapon"], row["place_type"], row["arrival_hour"], row["assault_hour"]) == (
        "knife",
        "licensed premises",
        1,
        23,
    )
    assert (row["age"], row["sex"], row["intent"]) == (None, None, None)


def test_ecds_gives_the_date_and_the_time_of_the_injury_apart(tmp_path: Path) -> None:
    row = {
        "site": "RXX01", "Der_EC_Arrival_Date_Time": "05/03/2023 01:40", "INJURY_DATE": "04/03/2023 00:00",
        "INJURY_TIME": "23:15:00",
        "EC_Injury_Intent_SNOMED_CT": "111", "INJURY_MECHANISM": "222", "PLACE_OF_INJURY": "333", "place": SECRET, "Sex": "Male",
        "Age_at_CDS_Activity_Date": "19",
    }  # fmt: skip
    mapping = """columns: {site: site_code, place: place_description}
codes: {intent: {111: assault}, weapon: {222: body part}, place_type: {333: transport}}
date_format: "%d/%m/%Y %H:%M"
"""
    ingest(tmp_path, row, mapping=mapping)
    (kept,) = stored(tmp_path)
    assert (str(kept["assault_date"]), kept["assault_hour"], kept["intent"], kept["weapon"]) == (
        "2023-03-04",
        23,
        "assault",
        "body part",
    )
    assert (kept["age"], kept["sex"], kept["place_type"]) == (19, "Male", "transport")


def test_the_words_for_the_place_are_nowhere_in_the_warehouse(tmp_path: Path) -> None:
    bad = OURS | {"age": "400", "arrival": "yesterday"}
    rows = [OURS] * 150 + [bad]
    ingest(tmp_path, *rows)
    release = tmp_path / "warehouse" / SOURCE.id / "2023-06"
    assert duckdb.sql(f"SELECT count(*) FROM '{release}/quarantine.parquet'").fetchall() == [(1,)]
    for name in ("data", "quarantine"):
        text = str(duckdb.sql(f"FROM '{release}/{name}.parquet'").fetchall())
        assert "Jane" not in text
        assert "Black Lion" not in text
    assert "Jane" not in (release / "release.json").read_text()
    assert not any("description" in name for name in SOURCE.contract.names)


def test_reading_leaves_no_words_in_the_engine(tmp_path: Path) -> None:
    path = tmp_path / "extract.csv"
    path.write_text(",".join(OURS) + "\n" + ",".join(f'"{value}"' for value in OURS.values()) + "\n")
    with duckdb.connect() as connection:
        SOURCE.read(path, connection)
        for (table,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall():
            assert "Jane" not in str(connection.execute(f'FROM "{table}"').fetchall())


@pytest.mark.parametrize(
    ("change", "grade", "is_home", "borough"),
    [
        ({"place_description": "patient's home, 4 Elm Road, Croydon"}, "area", True, "E09000008"),
        ({"place_description": "4 Elm Road, Croydon", "place_type": "Home"}, "area", True, "E09000008"),
        ({"place_description": "4 Elm Road", "place_type": "home"}, "none", True, "Unknown"),
        ({"place_description": "Elm Road"}, "street", False, "Unknown"),
        ({"place_description": ""}, "none", False, "Unknown"),
        ({"place_description": "", "place_type": ""}, "none", False, "Unknown"),
    ],
)
def test_a_private_home_is_kept_apart_and_graded_area_at_most(
    tmp_path: Path, change: dict[str, str], grade: str, is_home: bool, borough: str
) -> None:
    ingest(tmp_path, OURS | change)
    (row,) = stored(tmp_path)
    assert (row["place_grade"], row["is_home"], row["borough_code"]) == (grade, is_home, borough)


def test_a_suppliers_own_grade_and_borough_stand(tmp_path: Path) -> None:
    row = {name: value for name, value in OURS.items() if name != "place_description"}
    ingest(tmp_path, row | {"place_grade": "Street", "borough_code": "E09000012"})
    assert (stored(tmp_path)[0]["place_grade"], stored(tmp_path)[0]["borough_code"]) == ("street", "E09000012")


def test_a_suppliers_grade_of_a_private_home_is_capped_too(tmp_path: Path) -> None:
    ingest(
        tmp_path,
        OURS | {"place_description": "", "place_grade": "Exact", "place_type": "home", "borough_code": "E09000012"},
    )
    assert stored(tmp_path)[0]["place_grade"] == "area"


def test_two_attendances_may_be_equal(tmp_path: Path) -> None:
    assert ingest(tmp_path, OURS, OURS).rows_accepted == 2


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("arrival", "5 March", "arrival_date: bad_date"),
        ("assault", "2023-03-06 10:00", "assault_after_arrival"),
        ("arrival", "2048-01-01 10:00", "future_date"),
        ("weapon", "Excalibur", "weapon: unknown_value"),
        ("intent", "self-harm", "intent: unknown_value"),
        ("place_type", "castle", "place_type: unknown_value"),
        ("site_code", "the Royal", "site_code: bad_format"),
        ("age", "121", "age: (out_of_range|unknown_value)"),
        ("sex", "F1", "sex: unknown_value"),
        ("ethnicity", "A9", "ethnicity: unknown_value"),
    ],
)
def test_a_bad_value_is_counted_and_never_quoted(tmp_path: Path, column: str, value: str, reason: str) -> None:
    with pytest.raises(ContractError, match=f"(?s){reason} in 1 row.*nothing was stored") as caught:
        ingest(tmp_path, OURS | {column: value})
    assert value not in str(caught.value)
    assert "Jane" not in str(caught.value)


@pytest.mark.parametrize(
    ("lacking", "remedy"),
    [
        ("weapon", "lacks weapon or ASSAULT METHOD.*extract.mapping.yaml"),
        ("place_description", "neither place_description.*ask for one of the two"),
    ],
)
def test_a_column_that_is_missing_is_named(tmp_path: Path, lacking: str, remedy: str) -> None:
    with pytest.raises(HeaderError, match=f"(?s){remedy}"):
        ingest(tmp_path, {name: value for name, value in OURS.items() if name != lacking})


def test_a_mapping_to_a_column_that_we_do_not_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"(?s)patient_name.*mend the mapping file"):
        ingest(tmp_path, OURS, mapping="columns: {name: patient_name}\n")


def test_the_columns_of_a_hospital_that_geocodes_are_known(tmp_path: Path) -> None:
    row = {
        "site_code": "RXX01",
        "arrival": "2023-03-05",
        "mechanism": "knife",
        "injury_datetime": "2023-03-04 23:15",
        "assault_location_description": SECRET,
    }
    ingest(tmp_path, row)
    (kept,) = stored(tmp_path)
    assert (kept["weapon"], kept["assault_hour"], kept["arrival_hour"], kept["place_grade"]) == (
        "knife",
        23,
        None,
        "exact",
    )
