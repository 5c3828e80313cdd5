"""The text checker: every row and every column judged in one engine pass, with all of a bad row's reasons."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from duckdb import DuckDBPyConnection

from opensna.contracts.contract import TableContract
from opensna.contracts.sql import literal, name, reason, stored_type, trimmed, typed


@dataclass(frozen=True)
class CheckedFile:
    """One delivered file after its rows were checked one by one; what is between rows is `settle`'s.

    Parameters
    ----------
    file : its name.
    judged : Parquet of the rows that were judged as text: `source_row`, `reasons` (empty for a good row), `raw` (a struct of the
        delivered texts, NULL for a good row), and the contract's columns, typed, NULL where they cannot be read.
    clean : Parquet of the rows of the typed parse, in file order; None when every row was judged as text.
    suspects : table of the row numbers (`row`, from 0) of `clean` that are in `judged` instead. gaps : table that turns a row
        number of `clean` into a record number of the file (`from_row`, `passed`).
    """

    file: str
    judged: Path
    clean: Path | None = None
    suspects: str = ""
    gaps: str = ""


def rows_read(connection: DuckDBPyConnection, file: CheckedFile) -> int:
    """Rows of a checked file, good or bad."""
    parts = [f"(SELECT count(*) FROM read_parquet({literal(file.judged)}))"]
    if file.clean is not None:
        parts.append(f"(SELECT count(*) FROM read_parquet({literal(file.clean)}))")
        parts.append(f"-(SELECT count(*) FROM {file.suspects})")
    return int(connection.execute(f"SELECT {' + '.join(parts)}").fetchall()[0][0])


def check_text(
    connection: DuckDBPyConnection, relation: str, contract: TableContract, into: Path, *, structure: str = "''"
) -> Path:
    """Judge rows of text and write them to the Parquet file `into`, laid out as CheckedFile.judged.

    `relation` is a view or table with each contract column as VARCHAR and `source_row` BIGINT. `structure` is an engine
    expression for a reason of the whole line; where it is not empty it is the row's only reason.

    A code is matched whatever its case and outer blanks, and stored as the contract writes it. Booleans are true, false, yes,
    no, y, n, t, f, 1 and 0 in any case. Dates are YYYY-MM-DD; months YYYY-MM or their first day. Duplicates are not seen here.
    """
    columns = contract.columns
    text = {column.name: name(f"_text_{column.name}") for column in columns}
    texts = ", ".join(f"{trimmed(name(column.name))} AS {text[column.name]}" for column in columns)
    values = ", ".join(f"{typed(column, text[column.name])} AS {name(column.name)}" for column in columns)
    raw = ", ".join(f"{name(column.name)} := {text[column.name]}" for column in columns)
    reasons = [reason(column, text[column.name], name(column.name)) for column in columns]
    reasons += [f"CASE WHEN ({rule.expression}) IS FALSE THEN {literal(rule.code)} END" for rule in contract.rules]
    joined = f"CASE WHEN _structure = '' THEN concat_ws('|', {', '.join(reasons)}) ELSE _structure END"
    stored = ", ".join(
        f"CAST({name(column.name)} AS {stored_type(column)}) AS {name(column.name)}" for column in columns
    )
    connection.execute(
        f"""COPY (
        SELECT source_row,
            CASE WHEN _joined = '' THEN CAST([] AS VARCHAR[]) ELSE string_split(_joined, '|') END AS reasons,
            CASE WHEN _joined != '' THEN struct_pack({raw}) END AS raw, {stored}
        FROM (SELECT *, {joined} AS _joined FROM (
            SELECT source_row, _structure, {", ".join(text.values())}, {values} FROM (
                SELECT source_row, {structure} AS _structure, {texts} FROM {relation})))
        ) TO {literal(into)} (FORMAT parquet)"""
    )
    return into
