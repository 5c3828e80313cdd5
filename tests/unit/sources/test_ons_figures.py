"""Explore Local Statistics, drug poisoning, and the two census tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from opensna.core.errors import ContractError, HeaderError
from opensna.core.provenance import ReleaseRecord
from opensna.sources import (
    census_ethnicity,
    census_overcrowding,
    ons_drug_poisoning,
    ons_explore_local_statistics,
)
from opensna.sources._base import Source
from opensna.warehouse.warehouse import Warehouse

EXPLORE, DRUGS = ons_explore_local_statistics.SOURCE, ons_drug_poisoning.SOURCE
ETHNICITY, OVERCROWDING = census_ethnicity.SOURCE, census_overcrowding.SOURCE
HEADERS = {
    EXPLORE.id: "\ufeffareacd,areanm,geography,indicator,period,observation,measure,unit,lci_95,uci_95,status,notes",
    DRUGS.id: "code,name,2020,2019",
    ETHNICITY.id: "ltla21_code,ltla21_name,ethnic_group,value",
    OVERCROWDING.id: "lsoa21_code,total_households,occupancy_rating,n,prop",
}
SOURCES = pytest.mark.parametrize("source", [EXPLORE, DRUGS, ETHNICITY, OVERCROWDING], ids=lambda source: source.id)


def ingest(folder: Path, source: Source, *lines: str) -> ReleaseRecord:
    path = folder / "delivery.csv"
    path.write_text("\n".join((HEADERS[source.id], *lines)) + "\n", encoding="utf-8")
    return Warehouse(folder / "warehouse").ingest(source, [path], released="2026-01")


def stored(folder: Path, source: Source, columns: str) -> list[tuple[Any, ...]]:
    path = Warehouse(folder / "warehouse").path(source.id, "2026-01")
    return duckdb.sql(f"SELECT {columns} FROM '{path}'").fetchall()


def test_a_rate_of_three_years_keeps_its_limits_and_its_unit(tmp_path: Path) -> None:
    ingest(
        tmp_path,
        EXPLORE,
        "E23000014,West Midlands,Police Force Area,Homicide Offences,2022-04-01/P3Y,15.5,m,Rate per 1,14.1,17,,".replace(
            "Rate per 1", '"Rate per 1,000,000 population"'
        ),
        "E08000025,Birmingham,Local Authority District,Claimant Count,2025-01-01/P1Y,9.1,Percentage,%,,,,",
    )
    columns = "area_type, CAST(period_start AS VARCHAR), CAST(period_end AS VARCHAR), value, unit, lower, upper"
    assert stored(tmp_path, EXPLORE, columns) == [
        ("pfa", "2022-04-01", "2025-03-31", 15.5, "Rate per 1,000,000 population", 14.1, 17.0),
        ("lad", "2025-01-01", "2025-12-31", 9.1, "per cent", None, None),
    ]


def test_a_status_says_why_there_is_no_observation_and_without_one_it_is_not_available(tmp_path: Path) -> None:
    line = "E23000034,City of London,Police Force Area,Homicide Offences,{}/P3Y,{},m,rate,,,{},"
    ingest(
        tmp_path,
        EXPLORE,
        line.format("2014-04-01", "", "u"),
        line.format("2015-04-01", "", "[c]"),
        line.format("2016-04-01", "", ""),
        line.format("2017-04-01", "3.5", "u"),
    )
    assert stored(tmp_path, EXPLORE, "value, mark") == [(None, "[u]"), (None, "[c]"), (None, "[x]"), (3.5, None)]


def test_an_unreadable_period_or_area_is_reported(tmp_path: Path) -> None:
    with pytest.raises(ContractError, match=r"(?s)period_end: bad_date.*do this: write dates"):
        ingest(tmp_path, EXPLORE, "E08000025,Birmingham,LAD,Claimant Count,2025,9.1,Percentage,%,,,,")
    with pytest.raises(ContractError, match=r"(?s)area_type: missing_value"):
        ingest(tmp_path, EXPLORE, "X99000001,Nowhere,LAD,Claimant Count,2025-01-01/P1Y,9.1,Percentage,%,,,,")


def test_deaths_stand_one_a_year_and_the_cell_is_named(tmp_path: Path) -> None:
    ingest(tmp_path, DRUGS, "E09000022,Lambeth,31,:", "E12000007,LONDON,0,12")
    found = stored(tmp_path, DRUGS, "area_name, CAST(period_start AS VARCHAR), value, mark")
    assert sorted(found, key=str) == [
        ("LONDON", "2019-01-01", 12.0, None),
        ("LONDON", "2020-01-01", 0.0, None),
        ("Lambeth", "2019-01-01", None, "[x]"),
        ("Lambeth", "2020-01-01", 31.0, None),
    ]
    with duckdb.connect() as connection:
        rows = DRUGS.read(tmp_path / "delivery.csv", connection)
        cells = connection.execute(f"SELECT source_row FROM {rows.relation} ORDER BY 1").fetchall()  # type: ignore[union-attr] # TextRows
    assert cells == [(2003,), (2004,), (3003,), (3004,)]


def test_numbers_and_percentages_of_an_ethnic_group_are_two_indicators(tmp_path: Path) -> None:
    ingest(
        tmp_path,
        ETHNICITY,
        'E09000007,Camden,"White: Irish (number)",5325.0',
        'E09000007,Camden,"White: Irish  (percent)",2.5',
    )
    assert stored(tmp_path, ETHNICITY, 'indicator, "group", value, unit') == [
        ("Residents", "ethnic_group=White: Irish", 5325.0, "residents"),
        ("Percentage of residents", "ethnic_group=White: Irish", 2.5, "per cent"),
    ]


def test_a_label_that_does_not_say_number_or_percentage_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContractError, match="indicator: missing_value"):
        ingest(tmp_path, ETHNICITY, "E09000007,Camden,White: Irish,5325")


def test_households_of_a_small_area_stand_once_beside_their_ratings(tmp_path: Path) -> None:
    ingest(
        tmp_path,
        OVERCROWDING,
        "E01000001,840.0,0 (ideal),836.0,0.99",
        "E01000001,840.0,-1 (overcrowded),4.0,0.004",
    )
    assert sorted(stored(tmp_path, OVERCROWDING, "coalesce(\"group\", ''), value")) == [
        ("", 840.0),
        ("occupancy=-1 (overcrowded)", 4.0),
        ("occupancy=0 (ideal)", 836.0),
    ]


@SOURCES
def test_another_table_is_refused(source: Source, tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(HeaderError, match="do this: give"):
        Warehouse(tmp_path / "warehouse").ingest(source, [path], released="2026-01")
