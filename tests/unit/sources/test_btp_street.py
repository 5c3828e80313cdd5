"""British Transport Police: the worked example of docs/adding-a-source.md."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from opensna.core.errors import ContractError, HeaderError
from opensna.core.provenance import ReleaseRecord
from opensna.sources.btp_street import SOURCE
from opensna.warehouse.warehouse import Warehouse

HEADER = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,"
    "Last outcome category,Context"
)
FORCE = "British Transport Police"
ROW = f",2023-03,{FORCE},{FORCE},-0.126598,51.530475,On or near An Invented (Station),E01035708,Camden 022F,Robbery,,"
NOWHERE = f",2023-03,{FORCE},{FORCE},,,No Location,,,Anti-social behaviour,,"


def ingest(folder: Path, *rows: str, header: str = HEADER) -> ReleaseRecord:
    path = folder / "2023-03-btp-street.csv"
    path.write_text("\n".join([header, *rows]) + "\n")
    return Warehouse(folder / "warehouse").ingest(SOURCE, [path], released="2023-04")


def test_rows_are_stored_under_our_names(tmp_path: Path) -> None:
    ingest(tmp_path, ROW)
    path = Warehouse(tmp_path / "warehouse").path("btp_street", "2023-04")
    stored = duckdb.sql(f"FROM '{path}'")
    assert tuple(stored.columns) == SOURCE.contract.names
    row = dict(zip(stored.columns, stored.fetchall()[0], strict=True))
    assert str(row["month"]) == "2023-03-01"
    assert (row["crime_type"], row["lsoa_code"], row["longitude"]) == ("Robbery", "E01035708", "-0.126598")


def test_an_incident_without_id_place_or_outcome_is_accepted_and_its_place_is_unknown(tmp_path: Path) -> None:
    record = ingest(tmp_path, ROW, NOWHERE)
    assert (record.rows_accepted, record.unknown_geography_share) == (2, 0.5)


def test_two_offences_that_are_alike_are_two_rows(tmp_path: Path) -> None:
    assert ingest(tmp_path, ROW, ROW).rows_accepted == 2


def test_another_forces_rows_are_refused(tmp_path: Path) -> None:
    with pytest.raises(
        ContractError, match=r"(?s)reported_by: unknown_value.*City of London Police.*nothing was stored"
    ):
        ingest(tmp_path, ROW.replace(FORCE, "City of London Police"))


def test_a_new_type_of_crime_is_refused_with_the_nearest_known(tmp_path: Path) -> None:
    with pytest.raises(ContractError, match="did you mean 'Robbery'"):
        ingest(tmp_path, ROW.replace("Robbery", "Robberies"))


def test_the_outcomes_file_is_refused(tmp_path: Path) -> None:
    header = HEADER.replace("Crime type,Last outcome category,Context", "Outcome type")
    with pytest.raises(
        HeaderError, match=r"(?s)lacks Crime type, Last outcome category.*download the month's street file"
    ):
        ingest(tmp_path, "1," * 9 + "1", header=header)


def test_the_real_month_is_stored_whole(real_data: Path, tmp_path: Path) -> None:
    record = Warehouse(tmp_path).ingest(
        SOURCE, [real_data / "crime/police-uk/2023-03-btp-street.csv"], released="2023-04"
    )
    assert (record.rows_read, record.rows_accepted) == (5946, 5946)
    assert round((record.unknown_geography_share or 0) * 5946) == 272
