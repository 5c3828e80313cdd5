"""One delivery checked: every file, then what is between files, then whether so many bad rows may be stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from duckdb import DuckDBPyConnection

from opensna.contracts.check import CheckedFile, check_text
from opensna.contracts.contract import TableContract
from opensna.contracts.delimited import CsvFile, check_csv
from opensna.contracts.drift import time_column, weight_of
from opensna.contracts.files import header_of, sniff
from opensna.contracts.settle import Verdict, settle, write_accepted
from opensna.contracts.sql import literal, name
from opensna.core.errors import ContractError, UnreadableFileError
from opensna.sources._base import CsvRows, Source
from opensna.warehouse.release import DATA, QUARANTINE

Progress = Callable[[str, float], None]


def check_delivery(
    connection: DuckDBPyConnection, source: Source, files: Sequence[Path], folder: Path, *, tell: Progress
) -> Verdict:
    """Check every file, settle the delivery, write data.parquet and quarantine.parquet.

    Raises
    ------
    UnreadableFileError, HeaderError : a file as a whole. ContractError : more bad rows than the contract allows.
    """
    checked = []
    for i, path in enumerate(files):
        tell(f"checking {path.name}", 0.7 * i / len(files))
        checked.append(_check_file(connection, source, path, folder, i))
    tell("looking for repeated keys", 0.7)
    verdict = settle(connection, checked, source.contract, folder / QUARANTINE, quote_values=source.access == "open")
    _refuse_if_bad(source.contract, verdict, files)
    tell("writing accepted rows", 0.8)
    write_accepted(connection, checked, source.contract, folder / DATA)
    return verdict


def _check_file(connection: DuckDBPyConnection, source: Source, path: Path, folder: Path, i: int) -> CheckedFile:
    rows = _in_our_shape(source.contract, path) or source.read(path, connection)
    if isinstance(rows, CsvRows):
        file = CsvFile(rows.path, rows.columns, rows.delimiter, rows.encoding, number=i)
        return check_csv(connection, file, source.contract, folder)
    judged = check_text(connection, name(rows.relation), source.contract, folder / f"judged-{i}.parquet")
    return CheckedFile(path.name, judged)


def _in_our_shape(contract: TableContract, path: Path) -> CsvRows | None:
    """A CSV whose header is the contract's columns, in any order: what `synthesise` writes and a partner may write by hand."""
    try:
        shape = sniff(path)
    except UnreadableFileError:
        return None  # a workbook or a packed file, which the source reads in its own way
    header = header_of(path, shape)
    if len(header) != len(contract.names) or set(header) != set(contract.names):
        return None
    return CsvRows(path, {column: column for column in header}, shape.delimiter, shape.encoding)


def _refuse_if_bad(contract: TableContract, verdict: Verdict, files: Sequence[Path]) -> None:
    where = f"{contract.id}: {', '.join(path.name for path in files)}"
    if not verdict.rows_read:
        raise UnreadableFileError(
            "the delivery has a header and no rows",
            where=where,
            found="0 rows",
            do_this="ask the supplier to send it again; nothing was stored",
        )
    share = verdict.rows_quarantined / verdict.rows_read
    if share <= contract.max_quarantined_share:
        return
    remedies = dict.fromkeys(failure.remedy for failure in verdict.failures)
    raise ContractError(
        f"{verdict.rows_quarantined:,} of {verdict.rows_read:,} rows break the contract ({share:.2%})",
        where=where,
        found=" | ".join(failure.sentence for failure in verdict.failures),
        expected=f"at most {contract.max_quarantined_share:.2%} of rows",
        do_this="; ".join(remedies) + "; nothing was stored",
    )


def measured(
    connection: DuckDBPyConnection, data: Path, contract: TableContract
) -> tuple[str | None, str | None, float | None]:
    """First day of the first month, last day of the last month, share of records at an unknown place."""
    when, area, weight = time_column(contract), contract.area_column, weight_of(contract)
    first = f"min(date_trunc('month', {name(when)}))" if when else "NULL"
    last = f"max(last_day({name(when)}))" if when else "NULL"
    unknown = ", ".join(map(literal, contract.unknown_areas)) or "NULL"
    is_unknown = f"({name(area)} IS NULL OR {name(area)} IN ({unknown}))"
    share = f"sum({weight}) FILTER ({is_unknown}) / sum({weight})" if area else "NULL"
    total = f"sum({weight})" if area else "NULL"
    row = connection.execute(
        f"SELECT CAST(CAST({first} AS DATE) AS VARCHAR), CAST(CAST({last} AS DATE) AS VARCHAR), {share}, {total} "
        f"FROM read_parquet({literal(data)})"
    ).fetchall()[0]
    return row[0], row[1], float(row[2] or 0.0) if row[3] else None
