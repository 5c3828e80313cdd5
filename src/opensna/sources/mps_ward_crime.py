"""Metropolitan Police recorded crime by ward and month, from the London Datastore."""

from __future__ import annotations

from pathlib import Path

from duckdb import DuckDBPyConnection

from opensna.contracts.contract import Column, TableContract
from opensna.sources._base import Source, TextRows
from opensna.sources._mps import (
    LICENCE,
    MPS_CAVEATS,
    PUBLISHER,
    WARD_VINTAGES,
    borough_columns,
    count_columns,
    mps_group_rule,
    read_wide,
)


def _read(path: Path, connection: DuckDBPyConnection) -> TextRows:
    return read_wide(path, connection, vintages=WARD_VINTAGES, ward=True)


SOURCE = Source(
    id="mps_ward_crime",
    title="Recorded crime by ward",
    publisher=PUBLISHER,
    licence=LICENCE,
    access="open",
    row_means="offences of one subgroup recorded in one ward in one month",
    covers="met_police",
    contract=TableContract(
        id="mps_ward_crime",
        version="1.0.0",
        columns=(
            Column("month", "month", "Month of recording."),
            Column("ward_code", "string", "GSS code of the ward (boundaries of 2022).", pattern=r"E05\d{6}"),
            Column("ward_name", "string", "Name of the ward."),
            *borough_columns(),
            *count_columns(),
        ),
        key=("month", "ward_code", "borough_code", "ward_name", "offence_group", "offence_subgroup"),
        rules=(mps_group_rule(),),
        max_quarantined_share=0.01,
        month_column="month",
        area_column="ward_code",
    ),
    read=_read,
    caveats=(*MPS_CAVEATS, "About 9% of rapes and 3% of violence have no ward and are not in this file."),
    address="https://data.london.gov.uk/dataset/recorded_crime_summary",
)
