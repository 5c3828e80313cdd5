"""A small open source and a small restricted one, and deliveries of them."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from opensna.contracts.contract import Column, TableContract
from opensna.sources._base import CsvRows, Source, TextRows
from opensna.warehouse.warehouse import Warehouse

CONTRACT = TableContract(
    id="small_crime",
    version="1.0.0",
    columns=(
        Column("month", "month", "recorded"),
        Column("borough_code", "string", "GSS code", codes=("E09000002", "E09000003", "Unknown")),
        Column("group", "string", "group", codes=("Robbery", "Rape")),
        Column("count", "integer", "offences", minimum=0),
    ),
    key=("month", "borough_code", "group"),
    max_quarantined_share=0.25,
    month_column="month",
    area_column="borough_code",
)


def _read(path: Path, connection: duckdb.DuckDBPyConnection) -> CsvRows:
    return CsvRows(path, {name: name for name in CONTRACT.names})


def _read_as_text(path: Path, connection: duckdb.DuckDBPyConnection) -> TextRows:
    connection.execute(
        f"CREATE OR REPLACE TEMP VIEW small AS SELECT *, row_number() OVER () + 1 AS source_row "
        f"FROM read_csv('{path}', all_varchar = true, header = true)"
    )
    return TextRows("small")


SOURCE = Source(
    id="small_crime",
    title="Small crime",
    publisher="nobody",
    licence="OGL",
    access="open",
    row_means="offences in a borough in a month",
    covers="met_police",
    contract=CONTRACT,
    read=_read,
)


@pytest.fixture
def source() -> Source:
    """Open, read on the fast path."""
    return SOURCE


@pytest.fixture
def restricted() -> Source:
    """The same, restricted."""
    return replace(SOURCE, access="restricted")


@pytest.fixture
def text_source() -> Source:
    """The same, read as text."""
    return replace(SOURCE, read=_read_as_text)


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    """Empty."""
    return Warehouse(tmp_path / "warehouse")


Deliver = Callable[..., Path]


@pytest.fixture
def deliver(tmp_path: Path) -> Deliver:
    """Write a delivered file: one row a month and borough, from month `first` to `last` of 2023, and `extra` lines."""

    def write(name: str = "small.csv", *, first: int = 1, last: int = 6, count: int = 5, extra: str = "") -> Path:
        path = tmp_path / "inbox" / name
        path.parent.mkdir(exist_ok=True)
        rows = "".join(
            f"2023-{month:02d}-01,{borough},Robbery,{count}\n"
            for month in range(first, last + 1)
            for borough in ("E09000002", "E09000003", "Unknown")
        )
        path.write_text(f"month,borough_code,group,count\n{rows}{extra}")
        return path

    return write
