"""The traps of delivered CSV files."""

from pathlib import Path
from typing import Any

import duckdb
import pytest

from opensna.contracts import delimited
from opensna.contracts.contract import Column, TableContract
from opensna.contracts.settle import settle, write_accepted
from opensna.core.errors import UnreadableFileError

HEADER = "id,group,day,month,hour,count,knife,note,share,score"


def _rows(first: int, last: int, note: str = "n") -> str:
    return "".join(f"A{i},Robbery,2023-01-05,2023-01-01,7,3,true,{note},0.5,1\n" for i in range(first, last))


def _ids(done: Any) -> list[str]:
    return [row[0] for row in done.accepted]


def test_a_line_with_too_few_or_too_many_fields_is_quarantined_alone(check: Any, both_paths: str) -> None:
    done = check(
        f"{_rows(1, 3)}A3,Robbery\n{_rows(4, 6)}A6,Robbery,2023-01-05,2023-01-01,7,3,true,n,0.5,1,extra\n{_rows(7, 8)}"
    )
    assert done.reasons == {4: ["wrong_column_count"], 7: ["wrong_column_count"]}
    assert _ids(done) == ["A1", "A2", "A4", "A5", "A7"]
    assert done.quarantined[0]["id"] == "A3"


def test_a_rejected_record_with_a_quoted_line_break_is_one_row(check: Any, both_paths: str) -> None:
    done = check(f'{_rows(1, 2)}A2,Robbery,2023-01-05,,7,x,true,"two\nlines, quoted",,\n{_rows(3, 4)}')
    assert done.reasons == {3: ["not_an_integer:count"]}
    assert done.quarantined[0]["note"] == "two\nlines, quoted"


def test_a_quote_that_is_never_closed_does_not_swallow_the_rows_after_it(check: Any, both_paths: str) -> None:
    done = check(f'{_rows(1, 2)}A2,Robbery,2023-01-05,,7,3,true,"open,,\n{_rows(3, 50)}')
    assert done.reasons == {3: ["bad_quotes"]}
    assert len(done.accepted) == 48


def test_the_record_number_of_a_duplicate_counts_the_rejected_records_before_it(check: Any) -> None:
    done = check(f"A0,Robbery\n{_rows(1, 3)}A9,x\nA8,y\n{_rows(3, 5)}{_rows(1, 2)}")
    assert done.reasons[9] == ["duplicate_key:id"]


def test_codes_all_in_capitals_are_accepted_by_reading_the_file_as_text(
    check: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delimited, "MAX_REJECTS", 50)
    done = check(_rows(1, 100).replace("Robbery", "ROBBERY"))
    assert done.quarantined == []
    assert len(done.accepted) == 99
    assert {row[1] for row in done.accepted} == {"Robbery"}


def test_a_mostly_bad_file_keeps_every_row(check: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "MAX_REJECTS", 50)
    done = check(
        "".join(f"A{i},Robery\n" if i % 2 else f"A{i},Robery,x,,,y,,,,\n" for i in range(200)) + _rows(900, 901)
    )
    assert done.verdict.rows_read == 201
    assert done.verdict.reasons["wrong_column_count"] == 100
    assert done.verdict.reasons["unknown_value:group"] == 100
    assert _ids(done) == ["A900"]


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode(),
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("utf-16"),
        lambda text: text.encode("cp1252"),
        lambda text: text.replace("\n", "\r").encode(),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\n", "\r\n").encode("utf-16"),
        lambda text: text.removesuffix("\n").encode(),
        lambda text: text.replace("\n", "\r\n", 3).encode(),
        lambda text: text.replace("\n", "\n\n", 3).encode(),
    ],
)
def test_every_encoding_and_line_end_gives_the_same_rows(check: Any, encode: Any) -> None:
    done = check(encode(f"{HEADER}\n{_rows(1, 6, 'Größe')}"), header_added=False)
    assert _ids(done) == ["A1", "A2", "A3", "A4", "A5"]
    assert done.quarantined == []
    assert {row[7] for row in done.accepted} == {"Größe"}


def test_a_byte_that_is_not_utf8_late_in_a_file_quarantines_its_own_row(
    check: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("opensna.contracts.files._CHECKED", 200)
    text = (
        f"{HEADER}\n{_rows(1, 20)}".encode() + b"B1,Robbery,2023-01-05,,7,3,true,\xe9\xff,,\n" + _rows(20, 22).encode()
    )
    done = check(text, header_added=False)
    assert done.reasons == {21: ["bad_encoding"]}
    assert len(done.accepted) == 21


def test_a_line_over_the_limit_refuses_the_file(check: Any) -> None:
    with pytest.raises(UnreadableFileError, match="do this: look for a quotation mark that is never closed"):
        check(f"{_rows(1, 3)}{'B' * 1_200_000},Robbery,2023-01-05,,7,3,true,n,,\n{_rows(3, 5)}")


def test_a_header_alone_gives_no_rows(check: Any, both_paths: str) -> None:
    assert check("").verdict.rows_read == 0


def test_text_that_no_parser_can_split_is_refused(check: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "_parse", lambda *args: None)
    with pytest.raises(UnreadableFileError, match="do this: export the table again as CSV in UTF-8"):
        check(_rows(1, 3))


def test_a_clean_file_needs_no_second_writing(check: Any) -> None:
    contract = TableContract("x", "1.0.0", (Column("a", "string", "a"),), key=("a",))
    done = check("a\nx\ny\n", header_added=False, contract=contract)
    assert done.accepted == [("x",), ("y",)]


def test_headers_that_are_not_kept_and_columns_that_were_not_delivered(tmp_path: Path) -> None:
    contract = TableContract(
        "x", "1.0.0", (Column("a", "string", "a"), Column("b", "date", "b", required=False), Column("n", "integer", "n", minimum=0))
    )  # fmt: skip
    path = tmp_path / "f.csv"
    path.write_text("N,extra,A\n1,z,x\n2,z,y\n")
    connection = duckdb.connect()
    columns = {"N": "n", "extra": "", "A": "a"}
    checked = delimited.check_csv(connection, delimited.CsvFile(path, columns), contract, tmp_path)
    verdict = settle(connection, [checked], contract, tmp_path / "bad.parquet", quote_values=True)
    write_accepted(connection, [checked], contract, tmp_path / "good.parquet")
    assert verdict.rows_quarantined == 0
    assert connection.execute(f"FROM '{tmp_path}/good.parquet'").fetchall() == [("x", None, 1), ("y", None, 2)]
