"""Metropolitan Police recorded crime by borough and month, from the London Datastore."""

from __future__ import annotations

from pathlib import Path

from duckdb import DuckDBPyConnection

from opensna.contracts.contract import Column, TableContract
from opensna.sources._base import Source, TextRows
from opensna.sources._mps import (
    BOROUGH_VINTAGES,
    LICENCE,
    MPS_CAVEATS,
    PUBLISHER,
    borough_columns,
    count_columns,
    mps_group_rule,
    read_wide,
)


def _read(path: Path, connection: DuckDBPyConnection) -> TextRows:
    return read_wide(path, connection, vintages=BOROUGH_VINTAGES)


SOURCE = Source(
    id="mps_borough_crime",
    title="Recorded crime by borough",
    publisher=PUBLISHER,
    licence=LICENCE,
    access="open",
    row_means="offences of one subgroup recorded in one borough in one month",
    covers="met_police",
    contract=TableContract(
        id="mps_borough_crime",
        version="1.0.0",
        columns=(Column("month", "month", "Month of recording."), *borough_columns(), *count_columns()),
        key=("month", "borough_code", "offence_group", "offence_subgroup"),
        rules=(mps_group_rule(),),
        max_quarantined_share=0.01,
        month_column="month",
        area_column="borough_code",
    ),
    read=_read,
    caveats=MPS_CAVEATS,
    address="https://data.london.gov.uk/dataset/recorded_crime_summary",
)
