"""A supplier who checks a file with the frictionless library and our exported schema gets our verdict, row for row."""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

import duckdb
import pytest

from opensna.contracts.contract import Column, TableContract
from opensna.contracts.delimited import CsvFile, check_csv
from opensna.contracts.frictionless import table_schema
from opensna.contracts.settle import settle

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    frictionless = pytest.importorskip("frictionless", reason="install it with: make setup")

CONTRACT = TableContract(
    id="corpus",
    version="1.0.0",
    columns=(
        Column("id", "string", "pseudonymous", pattern="[A-Z][0-9]+"),
        Column("group", "string", "group", codes=("Robbery", "Violence (with injury)")),
        Column("date", "date", "committed"),
        Column("month", "month", "recorded", required=False),
        Column("age", "integer", "years", required=False, minimum=0, maximum=120),
        Column("count", "integer", "offences", minimum=0),
        Column("knife", "boolean", "flag", required=False),
        Column("share", "number", "share of answers", required=False, minimum=0, maximum=1),
    ),
    key=("id",),
    max_quarantined_share=1.0,
)
HEADER = ",".join(CONTRACT.names)
GOOD = ("A1", "Robbery", "2023-01-05", "2023-01-01", "30", "3", "true", "0.5")
GOOD_VALUES: dict[str, tuple[str, ...]] = {
    "id": ("B22", "Z999999"),
    "group": ("ROBBERY", "robbery", "violence (WITH injury)", '"Robbery"'),
    "date": ("2020-02-29", "1999-12-31"),
    "month": ("", "2019-12-01"),
    "age": ("", "0", "120"),
    "count": ("0", "987654321"),
    "knife": ("", "TRUE", "False", "yes", "N", "1", "0"),
    "share": ("", "0", "1", "0.25", "1e-3"),
}
BAD_VALUES: dict[str, tuple[str, ...]] = {
    "id": ("", "b22", "22", "B2x"),
    "group": ("", "Robery", "Robbery2", "Violence"),
    "date": ("", "2023-02-30", "05/01/2023", "20230105", "x", "2023-01-05 12:00"),
    "month": ("2023-13-01", "Jan-23"),
    "age": ("-1", "121", "thirty", "3.5", "3.0"),
    "count": ("", "-3", "three", '"3,5"', '"1,000"', "1.6", "1e3", "0x1F"),
    "knife": ("maybe", "2"),
    "share": ("half", "-0.1", "1.5", '"0,5"', "5%"),
}


def _line(number: int, **changed: str) -> str:
    row = dict(zip(CONTRACT.names, GOOD, strict=True)) | {"id": f"A{number}"} | changed
    return ",".join(row.values())


def _varied(values: dict[str, tuple[str, ...]]) -> list[str]:
    return [
        _line(1000 + 100 * i + j, **{column: text})
        for i, (column, texts) in enumerate(values.items())
        for j, text in enumerate(texts)
    ]


CORPUS: dict[str, list[str]] = {
    "good": [_line(i) for i in range(20)] + _varied(GOOD_VALUES),
    "bad": _varied(BAD_VALUES),
    "mixed": [line for pair in zip(_varied(BAD_VALUES), [_line(i) for i in range(500)], strict=False) for line in pair],
    "repeated keys": [_line(1), _line(2), _line(1), _line(3), _line(2), _line(1)],
    "wrong column counts": [_line(1), _line(2) + ",extra", _line(3), _line(4).rpartition(",")[0], _line(5)],
    "several faults in a row": [_line(1), "b2,Robery,31/12/2023,2023-13-01,-4,-4,maybe,2", _line(3)],
    "quoted line breaks": [_line(1), 'A2,"Rob\nbery",2023-01-05,,3,3,no,0.5', _line(3)],
}


def _ours(path: Path, folder: Path) -> set[int]:
    """Records that our checker refuses, counted from 1 after the header."""
    connection = duckdb.connect()
    checked = check_csv(connection, CsvFile(path, {name: name for name in CONTRACT.names}), CONTRACT, folder)
    settle(connection, [checked], CONTRACT, folder / "bad.parquet", quote_values=True)
    return {row[0] - 1 for row in connection.execute(f"SELECT source_row FROM '{folder}/bad.parquet'").fetchall()}


def _theirs(path: Path) -> set[int]:
    """Records that the library refuses."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        resource = frictionless.Resource(
            path=path.name, basepath=str(path.parent), schema=frictionless.Schema.from_descriptor(table_schema(CONTRACT)),
            encoding="utf-8", dialect=frictionless.Dialect(),
        )  # fmt: skip
        with resource:
            return {number for number, row in enumerate(resource.row_stream, start=1) if row.errors}


@pytest.mark.parametrize("name", list(CORPUS))
def test_the_library_and_we_refuse_the_same_rows(name: str, tmp_path: Path) -> None:
    path = tmp_path / "corpus.csv"
    path.write_text("\n".join((HEADER, *CORPUS[name])) + "\n")
    assert _ours(path, tmp_path) == _theirs(path)


def test_the_library_finds_no_fault_in_the_schema_itself() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        schema: Any = frictionless.Schema.from_descriptor(json.loads(json.dumps(table_schema(CONTRACT))))
    assert [field.name for field in schema.fields] == list(CONTRACT.names)
    assert schema.primary_key == ["id"]
