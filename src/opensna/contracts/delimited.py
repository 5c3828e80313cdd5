"""The fast path for a delivered CSV: parsed once, typed, in the engine; only what that parse rejects is judged as text.

A file of which too much is rejected (every code in capitals, every line broken) is read again wholly as text.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from opensna.contracts.check import CheckedFile, check_text, rows_read
from opensna.contracts.contract import TableContract
from opensna.contracts.files import (
    MAX_LINE_BYTES,
    Encoding,
    line_count,
    quotation_marks,
    quotes_close,
    sniff,
    utf8_copy,
)
from opensna.contracts.sql import csv_type, literal, name, parsed, suspects
from opensna.core.errors import UnreadableFileError

MAX_REJECTS = 200_000
"""Faulty values beyond which the typed parse is given up for the text checker."""

_HEADER = 1  # the header is record 1, the first row record 2


@dataclass(frozen=True)
class CsvFile:
    """A CSV to check. `columns` maps each header, in file order, to a contract column or "". `number` tells files apart."""

    path: Path
    columns: Mapping[str, str]
    delimiter: str = ","
    encoding: Encoding = "utf-8"
    number: int = 0


def check_csv(connection: DuckDBPyConnection, file: CsvFile, contract: TableContract, folder: Path) -> CheckedFile:
    """Check a CSV's rows; the parts are written in `folder`.

    Raises
    ------
    UnreadableFileError : no rows, a line over MAX_LINE_BYTES, or text that no parser can split.
    """
    shape = sniff(file.path)
    if file.encoding != "utf-8":
        shape = replace(shape, encoding=file.encoding)
    path = utf8_copy(file.path, shape, folder / f"utf8-{file.number}")
    with ThreadPoolExecutor(1) as beside:  # the engine parses outside Python's lock
        marks = beside.submit(quotation_marks, path)
        checked = _parse(connection, replace(file, path=path), contract, folder)
    if checked is None:  # mixed line ends stop the engine's parser: one more try on a copy with one kind
        path = utf8_copy(file.path, replace(shape, newline="\r"), folder / f"utf8-{file.number}")
        checked = _parse(connection, replace(file, path=path), contract, folder)
    if checked is None:
        raise _unsplit(file, "")
    if (
        marks.result() % 2
        and rows_read(connection, checked) < line_count(path) - _HEADER
        and not quotes_close(path, file.delimiter)
    ):
        raise _unsplit(file, "a quotation mark that is never closed: the lines after it are inside the mark")
    return replace(checked, file=file.path.name)


def _unsplit(file: CsvFile, found: str) -> UnreadableFileError:
    return UnreadableFileError(
        "the lines cannot be split into columns",
        where=file.path.name,
        found=found,
        expected="a CSV with one record a line",
        do_this="export the table again as CSV in UTF-8, with every quotation mark closed",
    )


def _parse(connection: DuckDBPyConnection, file: CsvFile, contract: TableContract, folder: Path) -> CheckedFile | None:
    """Typed, then as text if too much was rejected; None if the engine cannot split the lines."""
    try:
        return _typed(connection, file, contract, folder) or _as_text(connection, file, contract, folder)
    except (duckdb.InvalidInputException, duckdb.ConversionException):  # their texts quote the file: dropped
        return None


def _typed(connection: DuckDBPyConnection, file: CsvFile, contract: TableContract, folder: Path) -> CheckedFile | None:
    clean, n = folder / f"clean-{file.number}.parquet", file.number
    by_name = {column.name: column for column in contract.columns}
    at = {kept: name(f"c{i}") for i, kept in enumerate(file.columns.values()) if kept}
    types = [csv_type(by_name[kept]) if kept else "VARCHAR" for kept in file.columns.values()]
    selected = ", ".join(
        (parsed(column, at[column.name]) if column.name in at else f"CAST(NULL AS {csv_type(column)})")
        + f" AS {name(column.name)}"
        for column in contract.columns
    )
    _copy(connection, file, types, selected, clean)
    faults = connection.execute(f"SELECT count(*) FROM rejects_{n}").fetchall()[0][0]
    if faults >= MAX_REJECTS:
        return None
    lines = _rejected(connection, file)
    _write_gaps(connection, n, lines, folder)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE suspects_{n} AS "
        + suspects(contract, f"read_parquet({literal(clean)}, file_row_number = true)")
    )
    as_text = ", ".join(f"CAST({name(column)} AS VARCHAR) AS {name(column)}" for column in contract.names)
    taken = (
        f"SELECT {as_text}, row + {_HEADER + 1} + passed AS source_row, '' AS _line FROM "
        f"(SELECT *, file_row_number AS row FROM read_parquet({literal(clean)}, file_row_number = true)) AS part "
        f"SEMI JOIN suspects_{n} USING (row) ASOF JOIN gaps_{n} ON row >= from_row"
    )
    judged = _judge(connection, file, contract, folder, lines, rows=taken)
    return CheckedFile(file.path.name, judged, clean, suspects=f"suspects_{n}", gaps=f"gaps_{n}")


def _as_text(connection: DuckDBPyConnection, file: CsvFile, contract: TableContract, folder: Path) -> CheckedFile:
    """Every row judged as text."""
    texts, n = folder / f"text-{file.number}.parquet", file.number
    at = {kept: name(f"c{i}") for i, kept in enumerate(file.columns.values()) if kept}
    selected = ", ".join(f"{at.get(column, 'CAST(NULL AS VARCHAR)')} AS {name(column)}" for column in contract.names)
    _copy(connection, file, ["VARCHAR"] * len(file.columns), selected, texts, limit=0)
    lines = _rejected(connection, file)
    _write_gaps(connection, n, lines, folder)
    rows = (
        f"SELECT {', '.join(map(name, contract.names))}, row + {_HEADER + 1} + passed AS source_row, '' AS _line FROM "
        f"(SELECT *, file_row_number AS row FROM read_parquet({literal(texts)}, file_row_number = true)) AS part "
        f"ASOF JOIN gaps_{n} ON row >= from_row"
    )
    judged = _judge(connection, file, contract, folder, lines, rows=rows)
    texts.unlink()
    return CheckedFile(file.path.name, judged)


def _copy(
    connection: DuckDBPyConnection,
    file: CsvFile,
    types: list[str],
    selected: str,
    into: Path,
    *,
    limit: int = MAX_REJECTS,
) -> None:
    """Parse the file into Parquet; what does not fit goes to the table rejects_<number>."""
    n = file.number
    connection.execute(f"DROP TABLE IF EXISTS rejects_{n}; DROP TABLE IF EXISTS scans_{n}")
    columns = ", ".join(f"'c{i}': {literal(kind)}" for i, kind in enumerate(types))
    connection.execute(
        f"""COPY (SELECT {selected} FROM read_csv({literal(file.path)}, columns = {{{columns}}}, header = true,
        auto_detect = false, delim = {literal(file.delimiter)}, quote = '"', escape = '"', max_line_size = {MAX_LINE_BYTES},
        store_rejects = true, rejects_table = 'rejects_{n}', rejects_scan = 'scans_{n}', rejects_limit = {limit}))
        TO {literal(into)} (FORMAT parquet)"""
    )


def _rejected(connection: DuckDBPyConnection, file: CsvFile) -> list[tuple[int, str, str]]:
    """Rejected records in file order: record number, kind of the worst fault, text."""
    rows: list[tuple[int, str, str]] = connection.execute(
        f"SELECT line, max(CAST(error_type AS VARCHAR)) FILTER (error_type != 'CAST'), any_value(csv_line) "
        f"FROM rejects_{file.number} GROUP BY line ORDER BY line"
    ).fetchall()
    connection.execute(f"DROP TABLE rejects_{file.number}; DROP TABLE scans_{file.number}")
    too_long = next((line for line, kind, _ in rows if kind == "LINE SIZE OVER MAXIMUM"), None)
    if too_long is not None:
        raise UnreadableFileError(
            "a line is too long for a table",
            where=file.path.name,
            found=f"record {too_long:,} is over {MAX_LINE_BYTES:,} bytes",
            expected="one record a line",
            do_this="look for a quotation mark that is never closed, then export the table again as CSV",
        )
    return rows


def _write_gaps(connection: DuckDBPyConnection, n: int, lines: list[tuple[int, str, str]], folder: Path) -> None:
    """Table gaps_<n>: from this row number of the parsed rows on, so many rejected records have been passed."""
    passed = {-1: 0}
    for i, (line, _, _) in enumerate(lines):
        passed[line - _HEADER - 1 - i] = i + 1
    rows = ({"from_row": row, "passed": count} for row, count in passed.items())
    _table_of(connection, f"gaps_{n}", rows, {"from_row": "BIGINT", "passed": "BIGINT"}, folder)


def _judge(
    connection: DuckDBPyConnection,
    file: CsvFile,
    contract: TableContract,
    folder: Path,
    lines: list[tuple[int, str, str]],
    *,
    rows: str,
) -> Path:
    """Judge `rows` (a query) and the rejected lines as text."""
    records = [record for line, kind, text in lines for record in split(line, kind, text, file)]
    place = {kept: i for i, kept in enumerate(file.columns.values()) if kept}
    rejected = (
        {column: _field(fields, place.get(column)) for column in contract.names}
        | {"source_row": line, "_line": structure}
        for line, structure, fields in records
    )
    types = dict.fromkeys(contract.names, "VARCHAR") | {"source_row": "BIGINT", "_line": "VARCHAR"}
    _table_of(connection, f"lines_{file.number}", rejected, types, folder)
    relation = f"(FROM lines_{file.number} UNION ALL ({rows}))"
    return check_text(connection, relation, contract, folder / f"judged-{file.number}.parquet", structure="_line")


def _table_of(
    connection: DuckDBPyConnection,
    table: str,
    rows: Iterable[Mapping[str, object]],
    types: Mapping[str, str],
    folder: Path,
) -> None:
    """Make a temporary table of Python rows, by way of a file: parameters and Arrow tables make the engine import pandas."""
    path = folder / f"{table}.jsonl"
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    columns = ", ".join(f"{literal(column)}: {literal(kind)}" for column, kind in types.items())
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {table} AS "
        f"FROM read_json({literal(path)}, columns = {{{columns}}}, format = 'newline_delimited')"
    )
    path.unlink()


def _field(fields: list[str], place: int | None) -> str | None:
    return fields[place] if place is not None and place < len(fields) else None


def split(line: int, kind: str | None, text: str, file: CsvFile) -> Iterator[tuple[int, str, list[str]]]:
    """Fields of a rejected record: number, reason of the whole line ("" if it splits well), fields.

    A quotation mark that is never closed makes the parser swallow the lines after it: they are split apart again.
    """
    text = text.strip("\r\n")
    fields = _fields(text, file.delimiter)
    if kind == "INVALID ENCODING":
        yield line, "bad_encoding", fields or [text]
    elif fields is not None and len(fields) == len(file.columns):
        yield line, "", fields
    elif "\n" in text:
        for i, one in enumerate(text.splitlines()):
            if one.strip():
                yield from split(line + i, kind, one, file)
    else:
        yield line, "bad_quotes" if fields is None else "wrong_column_count", fields or [text]


def _fields(text: str, delimiter: str) -> list[str] | None:
    try:
        return next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), [])
    except csv.Error:
        return None
