"""Restricted extracts: our names in any order, or a supplier's own through a mapping file."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from opensna.contracts.contract import Column, TableContract
from opensna.core.errors import DocumentError, HeaderError, UnreadableFileError
from opensna.sources._base import CsvRows, TextRows
from opensna.sources._mapping import record_reader

CONTRACT = TableContract(
    id="invented",
    version="1.0.0",
    columns=(
        Column("person_id", "string", "Who."),
        Column("date", "date", "When."),
        Column("sex", "string", "Sex.", codes=("Female", "Male", "Unknown")),
    ),
)
READ = record_reader(CONTRACT)


def write(folder: Path, text: str, mapping: str | None = None, *, name: str = "extract.mapping.yaml") -> Path:
    path = folder / "extract.csv"
    path.write_text(text)
    if mapping is not None:
        (folder / name).write_text(mapping)
    return path


def plain(path: Path) -> CsvRows:
    rows = READ(path, duckdb.connect())
    assert isinstance(rows, CsvRows)
    return rows


def translated(path: Path) -> list[tuple[object, ...]]:
    with duckdb.connect() as connection:
        rows = READ(path, connection)
        assert isinstance(rows, TextRows)
        columns = "person_id, date, sex, source_row"
        return connection.execute(f"SELECT {columns} FROM {rows.relation} ORDER BY source_row").fetchall()


def test_our_names_are_read_in_any_order_and_case_and_others_are_left(tmp_path: Path) -> None:
    rows = plain(write(tmp_path, "SEX;Colour;Person_ID;date\nMale;red;p1;2023-01-01\n"))
    assert dict(rows.columns) == {"SEX": "sex", "Colour": "", "Person_ID": "person_id", "date": "date"}
    assert (rows.delimiter, rows.encoding) == (";", "utf-8")


def test_a_mapping_of_names_alone_keeps_the_fast_way(tmp_path: Path) -> None:
    path = write(tmp_path, "Nominal,When,Sex\np1,2023-01-01,Male\n", "columns: {nominal: person_id, WHEN: date}")
    assert dict(plain(path).columns) == {"Nominal": "person_id", "When": "date", "Sex": "sex"}


def test_one_mapping_may_serve_every_file_of_a_folder(tmp_path: Path) -> None:
    mapping = "columns: {Nominal: person_id, Crime: offence_id}"  # this source has no offence_id; another file has
    path = write(tmp_path, "Nominal,date,sex\np1,2023-01-01,Male\n", mapping, name="mapping.yaml")
    assert plain(path).columns["Nominal"] == "person_id"


def test_a_files_own_mapping_comes_before_the_folders(tmp_path: Path) -> None:
    write(tmp_path, "", "columns: {Nominal: sex}", name="mapping.yaml")
    path = write(tmp_path, "Nominal,date,sex\np1,2023-01-01,Male\n", "columns: {Nominal: person_id}")
    assert plain(path).columns["Nominal"] == "person_id"


def test_codes_and_dates_are_translated_and_what_is_not_named_passes_through(tmp_path: Path) -> None:
    mapping = """
columns: {Nominal: person_id, When: date}
codes: {sex: {F: Female, M: Male, No: Unknown, 9: Unknown}}
date_format: "%d/%m/%Y"
"""
    text = "When,Nominal,Colour,Sex\n31/03/2023,p1,red,f\n2023-02-30,p2,,Martian\n01/04/2023,p3,,no\n02/04/2023,p4,,9\n"
    assert translated(write(tmp_path, text, mapping)) == [
        ("p1", "2023-03-31", "Female", 2),
        ("p2", "2023-02-30", "Martian", 3),
        ("p3", "2023-04-01", "Unknown", 4),
        ("p4", "2023-04-02", "Unknown", 5),
    ]


def test_a_code_with_a_quotation_mark_is_only_text(tmp_path: Path) -> None:
    mapping = 'codes: {sex: {"o\'M": "Mal\'e"}}'
    assert translated(write(tmp_path, "person_id,date,sex\np1,2023-01-01,o'm\n", mapping))[0][2] == "Mal'e"


def test_utf_16_is_translated_too(tmp_path: Path) -> None:
    path = write(tmp_path, "", "codes: {sex: {F: Female}}")
    path.write_bytes("person_id,date,sex\rp1,2023-01-01,F\r".encode("utf-16"))
    assert translated(path) == [("p1", "2023-01-01", "Female", 2)]


def test_a_missing_column_asks_for_a_mapping_file_and_quotes_no_header(tmp_path: Path) -> None:
    path = write(tmp_path, "Jane Doe,2023-01-01,Female\nJohn Doe,2023-01-02,Male\n")
    with pytest.raises(HeaderError, match=r"(?s)lacks person_id, date, sex; 3 columns.*extract.mapping.yaml") as caught:
        READ(path, duckdb.connect())
    assert "Doe" not in str(caught.value)


def test_a_column_that_stands_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(HeaderError, match=r"(?s)twice: sex.*mapping.yaml"):
        READ(write(tmp_path, "person_id,date,sex,SEX\n"), duckdb.connect())


def test_columns_that_are_not_kept_may_share_a_name(tmp_path: Path) -> None:
    rows = plain(write(tmp_path, "person_id,date,sex,,\np1,2023-01-01,Male,,\n"))
    assert list(rows.columns.values()) == ["person_id", "date", "sex", "", ""]


@pytest.mark.parametrize("mapping", ["columns: [a, b]", "colums: {a: sex}", "columns: {a: {b: c}}", "{", "- a"])
def test_a_mapping_that_cannot_be_read_says_what_it_may_hold(tmp_path: Path, mapping: str) -> None:
    with pytest.raises(DocumentError, match=r"(?s)codes.*docs/adding-a-source.md"):
        READ(write(tmp_path, "person_id,date,sex\n", mapping), duckdb.connect())


def test_a_mapping_to_a_column_that_the_source_lacks_names_it(tmp_path: Path) -> None:
    with pytest.raises(
        DocumentError, match=r"(?s)1 column that invented has not.*found: gender.*mend the mapping file"
    ):
        READ(write(tmp_path, "person_id,date,sex\n", "codes: {gender: {F: Female}}"), duckdb.connect())


def test_a_line_that_does_not_split_is_counted_and_not_quoted(tmp_path: Path) -> None:
    path = write(tmp_path, "person_id,date,sex\nsecret,2023-01-01,F,9\n", "codes: {sex: {F: Female}}")
    with pytest.raises(UnreadableFileError, match=r"(?s)1 line, the first is line 2.*in quotation marks") as caught:
        READ(path, duckdb.connect())
    assert "secret" not in str(caught.value)


def test_a_quotation_mark_that_never_closes_loses_no_line_in_silence(tmp_path: Path) -> None:
    text = 'person_id,date,sex\np1,2023-01-01,F\np2,"2023-01-01,F\np3,2023-01-01,F\n'
    with pytest.raises(UnreadableFileError, match=r"(?s)never closed.*close each"):
        READ(write(tmp_path, text, "codes: {sex: {F: Female}}"), duckdb.connect())


def test_a_literal_mark_inside_a_value_is_no_fault(tmp_path: Path) -> None:
    text = 'person_id,date,sex\np1,2023-01-01,5" F\np2,2023-01-01,F\n'
    assert len(translated(write(tmp_path, text, "codes: {sex: {F: Female}}"))) == 2
