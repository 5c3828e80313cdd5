"""The verdict on a whole delivery: repeated keys across its files, accepted rows, quarantined rows. read = accepted + quarantined.

Of the rows of one key the first in file order (files as given) stands, whether it is good or bad; every later one is a
`duplicate_key`, identical or not: nobody but the supplier can say which of two is right.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from duckdb import DuckDBPyConnection

from opensna.contracts.check import CheckedFile, rows_read
from opensna.contracts.contract import TableContract
from opensna.contracts.failures import STRUCTURAL, UNREADABLE_VALUE, Failure, failures_of
from opensna.contracts.sql import as_stored, dictionary, is_stored_as_parsed, literal, name

_RECORDS_START = 2  # the header is record 1


@dataclass(frozen=True)
class Verdict:
    """Rows of a delivery, and every failure."""

    rows_read: int
    rows_quarantined: int
    failures: tuple[Failure, ...]

    @property
    def rows_accepted(self) -> int:
        """Rows to store."""
        return self.rows_read - self.rows_quarantined

    @property
    def reasons(self) -> dict[str, int]:
        """Rows of each reason, 'code:column' (or 'code' of a whole row), most first; a row may have several."""
        return {f"{one.code}:{one.column}" if one.column else one.code: one.count for one in self.failures}


def settle(
    connection: DuckDBPyConnection,
    files: Sequence[CheckedFile],
    contract: TableContract,
    quarantine: Path,
    *,
    quote_values: bool,
) -> Verdict:
    """Find repeated keys, write the bad rows to `quarantine` and count; `write_accepted` writes the good ones.

    quarantine : columns source_file, source_row, reasons (list of 'code:column'), then the contract's columns as delivered.
    quote_values : whether failures may quote unknown values: for an open source only.
    """
    _mark_duplicates(connection, files, contract)
    parts = [part for i, file in enumerate(files) for part in _quarantined(i, file, contract)]
    connection.execute(
        f"COPY (SELECT * EXCLUDE part FROM ({' UNION ALL '.join(parts)}) ORDER BY part, source_row) "
        f"TO {literal(quarantine)} (FORMAT parquet)"
    )
    return Verdict(
        sum(rows_read(connection, file) for file in files),
        _count(connection, f"FROM {_parquet(quarantine)}"),
        failures_of(connection, quarantine, contract, quote_values=quote_values),
    )


def write_accepted(
    connection: DuckDBPyConnection, files: Sequence[CheckedFile], contract: TableContract, into: Path
) -> None:
    """Write the accepted rows: file by file, rows of the typed parse in file order, then those judged as text in file order."""
    if len(files) == 1 and _is_final(connection, files[0], contract):
        assert files[0].clean is not None
        os.replace(files[0].clean, into)
        return
    parts = [_good(i, file, contract) for i, file in enumerate(files)]
    packed = ", ".join(f"{dictionary(column)} AS {name(column.name)}" for column in contract.columns)
    connection.execute(
        f"COPY ({' UNION ALL '.join(f'SELECT {packed} FROM ({part})' for part in parts)}) TO {literal(into)} (FORMAT parquet)"
    )


def _parquet(path: Path) -> str:
    return f"read_parquet({literal(path)})"


def _numbered(path: Path) -> str:
    return f"read_parquet({literal(path)}, file_row_number = true)"


def _count(connection: DuckDBPyConnection, query: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM ({query})").fetchall()[0][0])


def _is_final(connection: DuckDBPyConnection, file: CheckedFile, contract: TableContract) -> bool:
    """Whether the typed parse's Parquet is already what is to be stored."""
    return (
        file.clean is not None
        and all(map(is_stored_as_parsed, contract.columns))
        and not _count(connection, f"FROM {file.suspects}")
        and not _count(connection, "FROM duplicates WHERE NOT is_judged")
        and not _count(connection, f"FROM {_parquet(file.judged)} WHERE len(reasons) = 0")
    )


def _clean_rows(file: CheckedFile) -> str:
    """Rows of the typed parse that the text checker did not take over."""
    assert file.clean is not None
    return f"{_numbered(file.clean)} WHERE file_row_number NOT IN (SELECT row FROM {file.suspects})"


def _good(i: int, file: CheckedFile, contract: TableContract) -> str:
    columns = ", ".join(map(name, contract.names))
    casts = ", ".join(f"{as_stored(column)} AS {name(column.name)}" for column in contract.columns)
    again = f"(SELECT row FROM duplicates WHERE part = {i} AND {{}})"
    judged = (
        f"(SELECT {columns} FROM (FROM {_numbered(file.judged)} WHERE len(reasons) = 0 "
        f"AND file_row_number NOT IN {again.format('is_judged')} ORDER BY source_row, file_row_number))"
    )
    if file.clean is None:
        return judged
    clean = f"SELECT {casts} FROM {_clean_rows(file)} AND file_row_number NOT IN {again.format('NOT is_judged')}"
    return f"{clean} UNION ALL {judged}"


def _quarantined(i: int, file: CheckedFile, contract: TableContract) -> list[str]:
    said = literal("duplicate_key:" + "+".join(contract.key))
    raw = ", ".join(
        f"coalesce(raw.{name(column)}, CAST({name(column)} AS VARCHAR)) AS {name(column)}" for column in contract.names
    )
    head = f"SELECT {i} AS part, {literal(file.file)} AS source_file"
    parts = [
        f"{head}, judged.source_row, "
        f"CASE WHEN row IS NULL THEN reasons ELSE list_append(reasons, {said}) END AS reasons, {raw} "
        f"FROM {_numbered(file.judged)} AS judged "
        f"LEFT JOIN (SELECT row FROM duplicates WHERE part = {i} AND is_judged) ON row = file_row_number "
        f"WHERE len(reasons) > 0 OR row IS NOT NULL"
    ]
    if file.clean is not None:
        texts = ", ".join(f"CAST(clean.{name(column)} AS VARCHAR) AS {name(column)}" for column in contract.names)
        parts.append(
            f"{head}, again.source_row, [{said}] AS reasons, {texts} FROM {_numbered(file.clean)} AS clean "
            f"JOIN (FROM duplicates WHERE part = {i} AND NOT is_judged) AS again ON clean.file_row_number = again.row"
        )
    return parts


def _mark_duplicates(connection: DuckDBPyConnection, files: Sequence[CheckedFile], contract: TableContract) -> None:
    """Table duplicates(part, is_judged, row, source_row): rows after the first of their key.

    Hashes of all keys are counted first, in one pass that keeps no key; only the few rows whose hash repeats are compared.
    """
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE duplicates (part INTEGER, is_judged BOOLEAN, row BIGINT, source_row BIGINT)"
    )
    if not contract.key:
        return
    keys = ", ".join(map(name, contract.key))
    everything = " UNION ALL ".join(_keys(i, file, contract) for i, file in enumerate(files))
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE repeated AS "
        f"SELECT hash({keys}) AS h FROM ({everything}) GROUP BY 1 HAVING count(*) > 1"
    )
    if not _count(connection, "FROM repeated"):
        return
    candidates = []
    for i, file in enumerate(files):
        held = f"(SELECT * FROM ({_keys(i, file, contract)}) WHERE hash({keys}) IN (FROM repeated))"
        candidates.append(f"SELECT * FROM {held} WHERE is_judged")
        if file.clean is not None:
            candidates.append(
                f"SELECT * EXCLUDE (from_row, passed, source_row), row + {_RECORDS_START} + passed AS source_row "
                f"FROM (FROM {held} WHERE NOT is_judged) ASOF JOIN {file.gaps} ON row >= from_row"
            )
    connection.execute(
        f"INSERT INTO duplicates SELECT part, is_judged, row, source_row FROM ({' UNION ALL BY NAME '.join(candidates)}) "
        f"QUALIFY row_number() OVER (PARTITION BY {keys} ORDER BY part, source_row, row) > 1"
    )


def _keys(i: int, file: CheckedFile, contract: TableContract) -> str:
    """Part, is_judged, row, source_row and key of every row whose key can be read.

    `row` is the row number in the Parquet file. An absent value of an optional key column counts as a value.
    """
    keys = [column for column in contract.columns if column.name in contract.key]
    present = " AND ".join(f"{name(column.name)} IS NOT NULL" for column in keys if column.required) or "true"
    broken = [f"{code}:{column.name}" for column in keys for code in UNREADABLE_VALUE]
    spoilt = "[" + ", ".join(map(literal, (*broken, *STRUCTURAL))) + "]"
    names = ", ".join(f"{name(column.name)}" for column in keys)
    parts = [
        f"SELECT {i} AS part, true AS is_judged, file_row_number AS row, source_row, {names} FROM {_numbered(file.judged)} "
        f"WHERE {present} AND NOT list_has_any(reasons, {spoilt})"
    ]
    if file.clean is not None:
        casts = ", ".join(f"{as_stored(column)} AS {name(column.name)}" for column in keys)
        parts.append(
            f"SELECT {i} AS part, false AS is_judged, file_row_number AS row, CAST(NULL AS BIGINT) AS source_row, {casts} "
            f"FROM {_clean_rows(file)}"
        )
    return " UNION ALL ".join(parts)
