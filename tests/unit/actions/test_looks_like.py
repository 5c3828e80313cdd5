"""A file given as another source is known for what it is."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from opensna.actions import _looks_like
from opensna.actions._looks_like import sources_that_read
from opensna.actions.ingest import ingest
from opensna.actions.init import init
from opensna.catalogue import SOURCES
from opensna.core.errors import ContractError, HeaderError, ReleaseDateError, UnreadableFileError

SURVEY = "Date;Survey;Borough;Measure;Proportion;MPS\n30/06/2020;PAS;Lambeth;Trust MPS;0,7;0,69\n"
BOROUGHS = "MajorText,MinorText,BoroughName,202301\nROBBERY,ROBBERY OF PERSONAL PROPERTY,Camden,3\n"
WARDS = (
    "MajorText,MinorText,WardName,WardCode,LookUp_BoroughName,202301\n"
    "ROBBERY,ROBBERY OF PERSONAL PROPERTY,Bloomsbury,E05013652,Camden,3\n"
)
STREET = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,"
    "Last outcome category,Context\n"
    ",2023-03,British Transport Police,British Transport Police,-0.1,51.5,On or near A,E01000001,City of London 001A,{},,\n"
)


def _given_as(source: str, path: Path, tmp_path: Path) -> None:
    ingest(init("london", tmp_path / "w"), source, [path], released="2024-03")


@pytest.mark.parametrize(
    ("text", "given_as", "likely"),
    [
        (SURVEY, "mps_borough_crime", "mopac_pas"),
        (SURVEY, "victim_satisfaction", "mopac_pas"),
        (WARDS, "mps_borough_crime", "mps_ward_crime"),
        (BOROUGHS, "mps_ward_crime", "mps_borough_crime"),
        (BOROUGHS, "mps_monthly_dashboard", "mps_borough_crime"),
        (BOROUGHS, "police_offences", "mps_borough_crime"),
    ],
)
def test_the_source_that_reads_the_file_is_named(tmp_path: Path, text: str, given_as: str, likely: str) -> None:
    path = tmp_path / "delivered.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(
        HeaderError,
        match=f"do this: this looks like {likely}: ingest it as that, with: opensna ingest {likely} delivered",
    ):
        _given_as(given_as, path, tmp_path)


def test_a_packed_file_is_known_by_its_first_lines(tmp_path: Path) -> None:
    path = tmp_path / "delivered.csv.gz"
    path.write_bytes(gzip.compress(BOROUGHS.encode()))
    with pytest.raises(UnreadableFileError, match="this looks like mps_borough_crime"):
        _given_as("mps_ward_crime", path, tmp_path)


def test_a_file_that_nothing_reads_keeps_the_words_of_its_source(tmp_path: Path) -> None:
    path = tmp_path / "delivered.csv"
    path.write_text("a,b\n1,2\n", "utf-8")
    with pytest.raises(
        HeaderError, match="do this: download the file again from the publisher; if it comes like this again"
    ):
        _given_as("mps_borough_crime", path, tmp_path)


def test_a_file_with_many_bad_rows_stays_with_its_own_source(tmp_path: Path) -> None:
    path = tmp_path / "delivered.csv"
    header, row = STREET.splitlines()
    path.write_text("\n".join([header, *[row.format("Robbery")] * 8, *[row.format("Robery")] * 2]) + "\n", "utf-8")
    with pytest.raises(ContractError) as refused:
        _given_as("btp_street", path, tmp_path)
    assert "looks like" not in refused.value.do_this


def test_a_missing_date_is_no_reason_to_look_elsewhere(tmp_path: Path) -> None:
    path = tmp_path / "delivered.csv"
    path.write_text(SURVEY, "utf-8")
    with pytest.raises(ReleaseDateError) as refused:
        ingest(init("london", tmp_path / "w"), "mps_borough_crime", [path])
    assert "looks like" not in refused.value.do_this


def test_a_large_workbook_is_not_tried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_looks_like, "LARGEST", 10)
    path = tmp_path / "delivered.xlsx"
    path.write_bytes(b"PK\x03\x04" + b"0" * 20)
    assert sources_that_read(path, SOURCES) == ()
