"""Synthetic files in their publishers' own layouts are read by their sources, and nothing of them is set aside."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from opensna.catalogue import SOURCES
from opensna.core.provenance import ReleaseRecord
from opensna.reference.lookups import authority_of_small_areas
from opensna.synthetic.stations import OF_A_MONTH, stations
from opensna.warehouse.warehouse import Warehouse

Files = dict[str, tuple[Path, ...]]


def stored(folder: Path, files: Files, source: str) -> tuple[ReleaseRecord, Path]:
    warehouse = Warehouse(folder / "warehouse")
    record = warehouse.ingest(SOURCES[source], files[source], released="2024-03", is_synthetic=True)
    return record, warehouse.path(source, "2024-03")


@pytest.mark.parametrize("source", ["btp_street", "ecds_assault"])
def test_every_row_is_accepted_and_the_layout_is_not_ours(tmp_path: Path, small_london: Files, source: str) -> None:
    header = small_london[source][0].read_text("utf-8").split("\n", 1)[0]
    assert set(header.split(",")) != set(SOURCES[source].contract.names)
    record, path = stored(tmp_path, small_london, source)
    assert record.rows_accepted == record.rows_read > 1000
    months = duckdb.sql(f"SELECT count(DISTINCT month) FROM '{path}'").fetchone()
    assert months == (60,)


def test_stations_lie_in_london_and_have_a_months_offences(tmp_path: Path, small_london: Files) -> None:
    assert {authority_of_small_areas()[code][:3] for code in stations()["lsoa_code"]} == {"E09"}
    record, path = stored(tmp_path, small_london, "btp_street")
    assert 0.02 < record.unknown_geography_share < 0.07
    (violence,) = duckdb.sql(
        f"SELECT count(*) FROM '{path}' WHERE crime_type LIKE 'Violence%' AND month >= '2022-01-01'"
    ).fetchall()[0]
    assert 0.8 < violence / (24 * OF_A_MONTH["Violence and sexual offences"] * 0.02) < 1.2


def test_words_for_a_place_are_graded_and_about_three_in_four_name_a_borough(
    tmp_path: Path, small_london: Files
) -> None:
    record, path = stored(tmp_path, small_london, "ecds_assault")
    grades = dict(duckdb.sql(f"SELECT place_grade, count(*) FROM '{path}' GROUP BY ALL").fetchall())
    assert set(grades) == {"exact", "street", "area", "none"}
    assert 0.2 < record.unknown_geography_share < 0.32
    assert duckdb.sql(
        f"SELECT count(*) FROM '{path}' WHERE is_home AND place_grade IN ('exact', 'street')"
    ).fetchone() == (0,)
    assert duckdb.sql(f"SELECT count(DISTINCT site_code) FROM '{path}'").fetchone() == (30,)
