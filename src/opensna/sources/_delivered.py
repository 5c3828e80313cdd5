"""A delivered table as text, however it was packed: CSV, gzipped CSV, Parquet; and a workbook opened, or refused."""

from __future__ import annotations

import gzip
import tempfile
import zipfile
import zlib
from pathlib import Path

import duckdb
import openpyxl
from duckdb import DuckDBPyConnection
from openpyxl.utils.exceptions import InvalidFileException

from opensna.contracts.files import header_of, sniff
from opensna.contracts.sql import literal, name
from opensna.core.errors import HeaderError, UnreadableFileError
from opensna.sources._text import TextTable, relation_name, text_table

_GZIP, _PARQUET, _ZIP = b"\x1f\x8b", b"PAR1", b"PK\x03\x04"


def delivered_table(path: Path, connection: DuckDBPyConnection) -> TextTable:
    """The file's rows as text, nothing judged; see `_text.text_table`.

    Raises
    ------
    UnreadableFileError : no table of these kinds, or a damaged one.
    """
    start = _start_of(path)
    if start.startswith(_GZIP):
        with tempfile.TemporaryDirectory(prefix="opensna-read-") as folder:
            return text_table(_unpacked(path, Path(folder)), connection)
    return _parquet_table(path, connection) if start.startswith(_PARQUET) else text_table(path, connection)


def workbook(path: Path) -> openpyxl.Workbook:
    """A workbook (.xlsx), values only.

    Raises
    ------
    UnreadableFileError : damaged, or neither a workbook nor a text table. HeaderError : a text table.
    """
    if not _start_of(path).startswith(_ZIP):
        raise HeaderError(
            "this is a text table, not the publisher's workbook",
            where=path.name,
            found=", ".join(header_of(path, sniff(path))[:6]),
            expected="an .xlsx workbook",
            do_this="give the workbook as it was downloaded, not an export of one of its sheets",
        )
    try:
        return openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError):
        failure = _damaged(path, "a workbook")
    raise failure


def _start_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(4)
    except OSError:
        return b""  # what reads the file next says why


def _unpacked(path: Path, folder: Path) -> Path:
    copy = folder / path.name.removesuffix(".gz")
    try:
        with gzip.open(path) as packed, copy.open("wb") as plain:
            while chunk := packed.read(2**22):
                plain.write(chunk)
    except (OSError, EOFError, zlib.error):
        failure = _damaged(path, "a gzip archive")
    else:
        return copy
    raise failure


def _parquet_table(path: Path, connection: DuckDBPyConnection) -> TextTable:
    relation = relation_name(path, "text")
    try:
        described = connection.execute(f"DESCRIBE FROM read_parquet({literal(path)})").fetchall()
        header = tuple(str(row[0]) for row in described)
        columns = ", ".join(f"CAST({name(column)} AS VARCHAR) AS c{i}" for i, column in enumerate(header))
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {relation} AS SELECT file_row_number + 2 AS line, {columns} "
            f"FROM read_parquet({literal(path)}, file_row_number = true)"
        )
    except duckdb.Error:  # its text may quote the file: dropped
        failure = _damaged(path, "a Parquet file")
    else:
        return TextTable(relation, header)
    raise failure


def _damaged(path: Path, kind: str) -> UnreadableFileError:
    return UnreadableFileError(
        f"this begins like {kind} and cannot be read as one",
        where=path.name,
        found="a damaged file",
        expected=kind,
        do_this="download it again from the publisher",
    )
