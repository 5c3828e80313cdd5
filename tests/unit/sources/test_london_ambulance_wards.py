from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from opensna.core.errors import ContractError, HeaderError
from opensna.core.provenance import ReleaseRecord
from opensna.sources.london_ambulance_wards import SOURCE
from opensna.warehouse.engine import connect, open_table
from opensna.warehouse.warehouse import Warehouse

HEADER = "Bor_Code,WardName,WardCode,assault_09_11"
ROWS = ("00AA,Aldersgate,00AAFA,10", "00BK,West End,00BKGW,0", "00AG,Kentish Town,00AGGN,62")


def ingest(folder: Path, *rows: str, header: str = HEADER) -> ReleaseRecord:
    path = folder / "wards.csv"
    path.write_bytes("\r".join((header, *rows)).encode())  # carriage returns only, as published
    return Warehouse(folder / "warehouse").ingest(SOURCE, [path], released="2011-12")


def test_boroughs_get_todays_codes_and_wards_keep_theirs(tmp_path: Path) -> None:
    ingest(tmp_path, *ROWS)
    path = Warehouse(tmp_path / "warehouse").path(SOURCE.id, "2011-12")
    assert duckdb.sql(f"FROM '{path}'").fetchall() == [
        ("00AAFA", "Aldersgate", "E09000001", 10),
        ("00BKGW", "West End", "E09000033", 0),
        ("00AGGN", "Kentish Town", "E09000007", 62),
    ]


def test_as_figures_wards_are_groups_of_their_borough_and_boroughs_and_london_are_sums(tmp_path: Path) -> None:
    ingest(tmp_path, *ROWS, "00AG,Highgate,00AGGM,38")
    assert SOURCE.figures is not None
    table = open_table(connect(), Warehouse(tmp_path / "warehouse").path(SOURCE.id, "2011-12"))
    figures = SOURCE.figures(table).to_pyarrow().to_pandas()
    groups = figures["group"].fillna("")
    found = dict(zip(zip(figures["area_code"], groups, strict=True), figures["value"], strict=True))
    assert found["E09000007", "ward=Kentish Town"] == 62
    assert {code: n for (code, group), n in found.items() if not group} == {
        "E09000001": 10, "E09000007": 100, "E09000033": 0, "E12000007": 110,
    }  # fmt: skip
    assert set(figures["period_start"].astype(str)) == {"2009-01-01"}
    assert set(figures["period_end"].astype(str)) == {"2011-12-31"}


def test_a_borough_that_is_none_and_a_ward_of_another_borough_are_reported(tmp_path: Path) -> None:
    with pytest.raises(ContractError, match=r"(?s)borough_code: unknown_value"):
        ingest(tmp_path, ROWS[0].replace("00AA,", "00ZZ,"))
    with pytest.raises(ContractError, match=r"(?s)other_borough.*begins with its borough's"):
        ingest(tmp_path, ROWS[0].replace("00AA,", "00AG,"))


def test_another_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(HeaderError, match="do this: give the table with Bor_Code"):
        ingest(tmp_path, "E09000001,1", header="borough_code,incidents")
