"""The first and the last day that a release's rows are of, also where they are figures of periods and not of months."""

from __future__ import annotations

from pathlib import Path

import duckdb

from opensna.contracts.contract import TableContract
from opensna.contracts.sql import literal
from opensna.core.provenance import ReleaseRecord

ENDS = ("period_start", "period_end")
"""The columns that date a published figure."""


def span_of(record: ReleaseRecord, contract: TableContract, data: Path) -> tuple[str, str] | None:
    """First and last day (ISO), or None where its rows are of no time: as its record says, else as its periods do.

    data : the release's data.parquet, read only where the record has no months.
    """
    if record.period_start and record.period_end:
        return record.period_start, record.period_end
    if not set(ENDS) <= set(contract.names):
        return None
    try:
        found = duckdb.execute(
            f"SELECT CAST(min({ENDS[0]}) AS VARCHAR), CAST(max({ENDS[1]}) AS VARCHAR) FROM read_parquet({literal(data)})"
        ).fetchall()[0]
    except duckdb.Error:  # damaged: what opens it to count says so
        return None
    return (found[0], found[1]) if all(found) else None
