from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from opensna.core.errors import ContractError, HeaderError
from opensna.core.provenance import ReleaseRecord
from opensna.sources.dfe_lait import SOURCE, period_of
from opensna.warehouse.warehouse import Warehouse

HEADER = "Short Desc,Data item,Years,LA and Regions,Values,LA Number,Region"
LINES = (
    "16-17 NEET,,2018,Camden,2.9936305732484079,202,Inner London",
    "16-17 NEET,,2018,London (Inner),-,987,NA",
    "SecPermEx,Secondary Permanent,2015/16,England,0.17054,970,NA",
    "LAC,,2024,Kent,54,886,South East",
    "LACFinance,,2016-17 (OT),Birmingham,1200,330,West Midlands",
    "LACFinance,,2016-17,Birmingham,1100,330,West Midlands",
    "RTA,,2014-16,Yorkshire and the Humber,20.1,982,NA",
    "PriFSM,,2024,Dorset (Pre LG),7.0000000000000007E-2,835,South West",
)


def ingest(folder: Path, *lines: str, header: str = HEADER) -> ReleaseRecord:
    path = folder / "lait.csv"
    path.write_text("\n".join((header, *lines)) + "\n")
    return Warehouse(folder / "warehouse").ingest(SOURCE, [path], released="2025-10")


def stored(folder: Path, columns: str) -> list[tuple[Any, ...]]:
    return duckdb.sql(
        f"SELECT {columns} FROM '{Warehouse(folder / 'warehouse').path(SOURCE.id, '2025-10')}'"
    ).fetchall()


def test_areas_periods_units_and_absent_figures_are_understood(tmp_path: Path) -> None:
    ingest(tmp_path, *LINES)
    day = date.fromisoformat
    assert stored(tmp_path, 'area_code, area_type, period_start, period_end, "group", value, mark') == [
        ("E09000007", "lad", day("2017-04-01"), day("2018-03-31"), None, 2.993630573248408, None),
        ("E13000001", "group", day("2017-04-01"), day("2018-03-31"), None, None, "[x]"),
        ("E92000001", "country", day("2015-09-01"), day("2016-08-31"), None, 0.17054, None),
        ("E10000016", "county", day("2024-03-31"), day("2024-03-31"), None, 54.0, None),
        ("E08000025", "lad", day("2016-04-01"), day("2017-03-31"), "spending=outturn", 1200.0, None),
        ("E08000025", "lad", day("2016-04-01"), day("2017-03-31"), None, 1100.0, None),
        ("E12000003", "region", day("2014-01-01"), day("2016-12-31"), None, 20.1, None),
        ("E10000009", "county", day("2024-01-01"), day("2024-01-31"), None, 0.07, None),
    ]
    assert stored(tmp_path, "unit")[0] == ("% of 16 - 17 year olds",)


@pytest.mark.parametrize(
    ("text", "kind", "days"),
    [
        ("2019 (Rev)", "academic", ("2018-09-01", "2019-08-31")),
        ("2025 (prov)", "academic", ("2024-09-01", "2025-08-31")),
        ("2016/17-18/19", "financial", ("2016-04-01", "2019-03-31")),
        ("2017", "31 March", ("2017-03-31", "2017-03-31")),
        ("2017", "30 September", ("2017-09-30", "2017-09-30")),
        ("2020-22", "calendar", ("2020-01-01", "2022-12-31")),
        ("0", "academic", ("0", "0")),
        ("soon (Rev)", "financial", ("soon (Rev)", "soon (Rev)")),
    ],
)
def test_a_year_means_what_the_indicators_year_is(text: str, kind: str, days: tuple[str, str]) -> None:
    assert period_of(text, kind) == days


def test_the_tools_parquet_file_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "bds_long.parquet"
    names = HEADER.split(",")
    rows = [dict(zip(names, line.split(","), strict=True)) for line in LINES]
    pd.DataFrame(rows).astype({"LA Number": float}).to_parquet(path)
    record = Warehouse(tmp_path / "warehouse").ingest(SOURCE, [path], released="2025-10")
    assert (record.rows_read, record.rows_accepted) == (len(LINES), len(LINES))


def test_an_unknown_indicator_area_or_year_is_reported(tmp_path: Path) -> None:
    with pytest.raises(ContractError, match=r"(?s)did you mean '16-17 NEET'"):
        ingest(tmp_path, LINES[0].replace("16-17 NEET", "16-18 NEET"))
    with pytest.raises(ContractError, match=r"(?s)area_code: bad_format"):
        ingest(tmp_path, LINES[0].replace(",202,", ",999,"))
    with pytest.raises(ContractError, match=r"(?s)period_start: bad_date"):
        ingest(tmp_path, LINES[0].replace(",2018,", ",0,"))


def test_the_tools_dictionary_is_refused(tmp_path: Path) -> None:
    with pytest.raises(HeaderError, match="do this: give the tool's long data file"):
        ingest(tmp_path, "4,Health", header="Measure_code,Topic")
