"""What every source must be, whoever wrote it."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest

import opensna.sources
from opensna.core.discover import discover
from opensna.core.errors import HeaderError, UnreadableFileError
from opensna.reference.areas import covered_by
from opensna.sources._base import Source

SOURCES = discover(opensna.sources, "SOURCE", Source)
EVERY = pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
PLACEHOLDER = re.compile(r"\W*(n/?a|tbc|tbd|todo|none|unknown|x+)?\W*", re.IGNORECASE)


def is_said(text: str) -> bool:
    return PLACEHOLDER.fullmatch(text) is None


@EVERY
def test_it_says_what_it_is_and_from_whom(source: Source) -> None:
    for text in (source.title, source.publisher, source.licence, source.row_means):
        assert is_said(text)
    assert covered_by(source.covers)


@EVERY
def test_its_caveats_are_sentences(source: Source) -> None:
    assert source.caveats
    for caveat in source.caveats:
        assert caveat.strip() == caveat
        assert caveat.endswith(".")
        assert len(caveat.split()) >= 4


@EVERY
def test_its_contract_carries_its_id_and_a_version(source: Source) -> None:
    assert source.contract.id == source.id
    assert re.fullmatch(r"\d+\.\d+\.\d+", source.contract.version)


@EVERY
def test_every_column_is_named_once_and_described(source: Source) -> None:
    names = source.contract.names
    assert len(set(names)) == len(names)
    for column in source.contract.columns:
        assert re.fullmatch(r"[a-z][a-z0-9_]*", column.name)
        assert is_said(column.description)
        assert column.description.endswith(".")
        assert len({code.casefold() for code in column.codes}) == len(column.codes)


@EVERY
def test_key_month_and_area_are_columns_of_the_contract(source: Source) -> None:
    contract = source.contract
    assert set(contract.key) <= set(contract.names)
    months = {column.name for column in contract.columns if column.type == "month"}
    assert contract.month_column in {*months, ""}
    assert contract.area_column in {*contract.names, ""}
    assert 0 <= contract.max_quarantined_share <= 0.01
    assert contract.key or contract.notes, "a table without a key says why"


@EVERY
def test_its_rules_run_in_the_engine(source: Source) -> None:
    contract = source.contract
    types = {
        "string": "VARCHAR",
        "integer": "BIGINT",
        "boolean": "BOOLEAN",
        "date": "DATE",
        "month": "DATE",
        "number": "DOUBLE",
    }
    with duckdb.connect() as connection:
        columns = ", ".join(f'"{column.name}" {types[column.type]}' for column in contract.columns)
        connection.execute(f"CREATE TABLE t ({columns})")
        for rule in contract.rules:
            assert is_said(rule.description)
            connection.execute(f"SELECT CAST(({rule.expression}) AS BOOLEAN) FROM t")


@EVERY
def test_open_means_published_with_an_address_and_restricted_means_by_agreement(source: Source) -> None:
    if source.access == "open":
        assert source.address.startswith("https://") or source.id == "quoted_figures"
    else:
        assert source.licence == "Restricted: by data sharing agreement"
        assert not source.files
    assert all(address.startswith("https://") for files in source.files.values() for address in files)


@EVERY
@pytest.mark.parametrize(
    "content",
    [b"", b"\r\n", b"PK\x03\x04" + bytes(60), b"\x00\x01\x02" * 200, b"x" * 1_200_000],
    ids=["empty", "blank", "zip", "binary", "long line"],
)
def test_what_is_no_table_is_refused_with_a_remedy(source: Source, content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "delivery.csv"
    path.write_bytes(content)
    with duckdb.connect() as connection, pytest.raises(UnreadableFileError, match="do this: "):
        source.read(path, connection)


@EVERY
def test_an_unknown_header_is_refused_with_a_remedy(source: Source, tmp_path: Path) -> None:
    path = tmp_path / "delivery.csv"
    path.write_text("Alpha,Beta\n1,2\n")
    with duckdb.connect() as connection, pytest.raises(HeaderError, match=r"(?s)expected: .*do this: "):
        source.read(path, connection)


@EVERY
def test_reading_leaves_the_delivered_folder_as_it_was(source: Source, tmp_path: Path) -> None:
    path = tmp_path / "delivery.csv"
    path.write_bytes("Alpha,Beta\r1,2\r".encode("utf-16"))
    with duckdb.connect() as connection, pytest.raises(HeaderError):
        source.read(path, connection)
    assert [found.name for found in tmp_path.iterdir()] == ["delivery.csv"]
