"""Street, outcomes and stop and search files of data.police.uk, with invented rows and the City of London's real ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from opensna.core.errors import ContractError, HeaderError
from opensna.core.provenance import ReleaseRecord
from opensna.sources import police_uk_outcomes, police_uk_stop_search, police_uk_street
from opensna.sources._base import Source
from opensna.sources._police_uk import FORCES
from opensna.warehouse.warehouse import Warehouse

STREET, OUTCOMES, SEARCHES = police_uk_street.SOURCE, police_uk_outcomes.SOURCE, police_uk_stop_search.SOURCE
CITY = "City of London Police"
PLACE = {
    "Crime ID": "0a1b",
    "Month": "2023-03",
    "Reported by": CITY,
    "Falls within": CITY,
    "Longitude": "-0.126598",
    "Latitude": "51.530475",
    "Location": "On or near An Invented Street",
    "LSOA code": "E01000001",
    "LSOA name": "City of London 001A",
}
OFFENCE = PLACE | {"Crime type": "Robbery", "Last outcome category": "Under investigation", "Context": ""}
NUISANCE = OFFENCE | {
    "Crime ID": "",
    "Crime type": "Anti-social behaviour",
    "Last outcome category": "",
    "LSOA code": "",
}
OUTCOME = PLACE | {"Outcome type": "Suspect charged"}
SEARCH = {
    "Type": "Person search",
    "Date": "2023-03-04T23:15:00+00:00",
    "Part of a policing operation": "False",
    "Policing operation": "Invented",
    "Latitude": "51.530475",
    "Longitude": "-0.126598",
    "Gender": "Male",
    "Age range": "18-24",
    "Self-defined ethnicity": "Other ethnic group - Not stated",
    "Officer-defined ethnicity": "White",
    "Legislation": "Misuse of Drugs Act 1971 (section 23)",
    "Object of search": "Controlled drugs",
    "Outcome": "A no further action disposal",
    "Outcome linked to object of search": "",
    "Removal of more than just outer clothing": "False",
}
SEARCH_FILE = "2023-03-metropolitan-stop-and-search.csv"


def write(folder: Path, *rows: dict[str, str], name: str = "2023-03-city-of-london-street.csv") -> Path:
    path = folder / name
    path.write_text("\n".join([",".join(rows[0]), *(",".join(row.values()) for row in rows)]) + "\n")
    return path


def ingest(folder: Path, source: Source, *rows: dict[str, str], name: str = SEARCH_FILE) -> ReleaseRecord:
    return Warehouse(folder / "warehouse").ingest(source, [write(folder, *rows, name=name)], released="2023-05")


def stored(folder: Path, source: Source) -> list[dict[str, Any]]:
    table = duckdb.sql(f"FROM '{Warehouse(folder / 'warehouse').path(source.id, '2023-05')}'")
    return [dict(zip(table.columns, row, strict=True)) for row in table.fetchall()]


def test_an_offence_and_an_incident_without_id_or_place_are_stored(tmp_path: Path) -> None:
    record = ingest(tmp_path, STREET, OFFENCE, NUISANCE)
    assert (record.rows_accepted, record.unknown_geography_share) == (2, 0.5)
    row = stored(tmp_path, STREET)[0]
    assert tuple(row) == STREET.contract.names
    assert (row["crime_id"], row["reported_by"], str(row["month"])) == ("0a1b", CITY, "2023-03-01")


@pytest.mark.parametrize(
    "force", ["Metropolitan Police Service", "British Transport Police", "Devon & Cornwall Police"]
)
def test_every_force_is_known(tmp_path: Path, force: str) -> None:
    assert ingest(tmp_path, STREET, OFFENCE | {"Reported by": force}).rows_accepted == 1


def test_a_force_that_does_not_exist_is_refused_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(ContractError, match="did you mean 'Essex Police'"):
        ingest(tmp_path, STREET, OFFENCE | {"Reported by": "Essex Polices"})


def test_one_offence_may_stand_twice(tmp_path: Path) -> None:
    assert ingest(tmp_path, STREET, OFFENCE, OFFENCE).rows_accepted == 2


def test_an_offence_may_have_two_outcomes(tmp_path: Path) -> None:
    record = ingest(tmp_path, OUTCOMES, OUTCOME, OUTCOME | {"Outcome type": "Offender sent to prison"})
    assert record.rows_accepted == 2
    assert [row["outcome_type"] for row in stored(tmp_path, OUTCOMES)] == ["Suspect charged", "Offender sent to prison"]


@pytest.mark.parametrize(
    ("source", "row", "remedy"),
    [
        (STREET, OUTCOME, r"lacks Crime type, Last outcome category.*download the month's street file"),
        (STREET, SEARCH, r"lacks Crime ID, Month.*download the month's street file"),
        (OUTCOMES, OFFENCE, r"lacks Outcome type.*download the month's outcomes file"),
        (SEARCHES, OFFENCE, r"lacks Date, Type.*download the month's stop and search file"),
    ],
)
def test_another_file_of_the_month_is_refused(tmp_path: Path, source: Source, row: dict[str, str], remedy: str) -> None:
    with pytest.raises(HeaderError, match=f"(?s){remedy}"):
        ingest(tmp_path, source, row)


def test_a_search_has_a_day_an_hour_and_the_force_of_the_files_name(tmp_path: Path) -> None:
    assert ingest(tmp_path, SEARCHES, SEARCH).rows_accepted == 1
    row = stored(tmp_path, SEARCHES)[0]
    assert (str(row["month"]), str(row["date"]), row["hour"]) == ("2023-03-01", "2023-03-04", 23)
    assert (row["reported_by"], row["age_band"], row["is_operation"]) == ("Metropolitan Police Service", "18-24", False)
    assert row["is_outcome_linked"] is None
    assert "Invented" not in map(str, row.values())


def test_the_name_of_an_operation_is_not_kept() -> None:
    assert not {"policing_operation", "operation"} & set(SEARCHES.contract.names)


@pytest.mark.parametrize("blank", ["Gender", "Age range", "Officer-defined ethnicity", "Latitude", "Legislation"])
def test_what_was_not_recorded_of_a_search_may_be_blank(tmp_path: Path, blank: str) -> None:
    assert ingest(tmp_path, SEARCHES, SEARCH | {blank: ""}).rows_accepted == 1


@pytest.mark.parametrize("name", ["searches.csv", "2023-03-elbonia-stop-and-search.csv"])
def test_a_search_file_whose_name_says_no_force_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(HeaderError, match=r"(?s)2023-03-metropolitan-stop-and-search.csv.*the name that it has"):
        ingest(tmp_path, SEARCHES, SEARCH, name=name)


@pytest.mark.parametrize("slug", FORCES)
def test_every_files_name_says_its_force(tmp_path: Path, slug: str) -> None:
    path = write(tmp_path, SEARCH, name=f"2023-03-{slug}-stop-and-search.csv")
    with duckdb.connect() as connection:
        rows: Any = SEARCHES.read(path, connection)
        assert connection.execute(f"SELECT reported_by FROM {rows.relation}").fetchall() == [(FORCES[slug],)]


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("Date", "04/03/2023", "date: bad_date"),
        ("Age range", "17", "age_band: unknown_value"),
        ("Type", "Dog search", "search_type: unknown_value"),
        ("Part of a policing operation", "perhaps", "is_operation: not_a_boolean"),
        ("Latitude", "fifty", "latitude: bad_format"),
    ],
)
def test_a_bad_value_of_a_search_is_reported(tmp_path: Path, column: str, value: str, reason: str) -> None:
    with pytest.raises(ContractError, match=f"(?s){reason}.*do this"):
        ingest(tmp_path, SEARCHES, SEARCH | {column: value})


def test_the_real_files_of_the_city_are_stored_whole(real_data: Path, tmp_path: Path) -> None:
    files = sorted((real_data / "crime/police-uk").glob("*-city-of-london-street.csv"))
    record = Warehouse(tmp_path).ingest(STREET, files, released="2023-10")
    assert (len(record.files), record.rows_read, record.rows_accepted) == (24, 17_340, 17_340)
    assert (record.period_start, record.period_end) == ("2021-09-01", "2023-08-31")
    assert round((record.unknown_geography_share or 0) * 17_340) == 1_183
    table = duckdb.sql(f"FROM '{Warehouse(tmp_path).path(STREET.id, '2023-10')}'")
    counted = dict(table.aggregate("crime_type, count(*)").fetchall())
    assert (counted["Robbery"], counted["Violence and sexual offences"], counted["Anti-social behaviour"]) == (
        270,
        2_997,
        1_580,
    )
    outside = table.filter("lsoa_code IS NOT NULL AND NOT starts_with(lsoa_name, 'City of London')")
    assert outside.aggregate("count(*)").fetchall() == [(768,)]
    assert table.aggregate("count(crime_id) - count(DISTINCT crime_id)").fetchall() == [(240,)]
