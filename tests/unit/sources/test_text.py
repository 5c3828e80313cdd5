"""A delivered CSV as text in the engine."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from opensna.core.errors import UnreadableFileError
from opensna.sources import _text
from opensna.sources._text import normal, normal_text, text_table

Rows = list[tuple[object, ...]]


def read(folder: Path, content: bytes) -> Rows:
    path = folder / "a b-c.csv"
    path.write_bytes(content)
    with duckdb.connect() as connection:
        return connection.execute(f"FROM {text_table(path, connection).relation} ORDER BY line").fetchall()


@pytest.mark.parametrize(
    "content",
    [b"a,b\n1,2\n3,4\n", b"a,b\r\n1,2\r\n3,4\r\n", b"a,b\r1,2\r3,4\r", b"a,b\n1,2\r3,4\n", b"a,b\r\n1,2\n3,4\r\n"],
    ids=["LF", "CRLF", "CR", "LF and CR", "CRLF and LF"],
)
def test_line_ends_of_every_kind_and_mixed_give_the_same_rows(tmp_path: Path, content: bytes) -> None:
    assert read(tmp_path, content) == [(2, "1", "2"), (3, "3", "4")]


def test_a_quoted_value_may_hold_the_delimiter_a_mark_and_a_line_break(tmp_path: Path) -> None:
    assert read(tmp_path, b'a,b\n"1,5","say ""x""\nand y"\n3,4\n') == [(2, "1,5", 'say "x"\nand y'), (3, "3", "4")]


def test_nothing_is_cast_and_blanks_are_null(tmp_path: Path) -> None:
    assert read(tmp_path, b"a,b\n007,\n1e3,NULL\n") == [(2, "007", None), (3, "1e3", "NULL")]


def test_a_short_line_is_padded_and_a_long_one_refused_with_its_line(tmp_path: Path) -> None:
    assert read(tmp_path, b"a,b\n1\n") == [(2, "1", None)]
    with pytest.raises(
        UnreadableFileError, match=r"(?s)2 lines, the first is line 3.*expected: 2 values.*in quotation marks"
    ):
        read(tmp_path, b"a,b\n1,2\n3,4,5\n6,7\n8,9,10\n")


def test_a_file_that_the_engine_cannot_split_is_refused_and_not_quoted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_text, "_parsed", lambda *_, **__: False)
    with pytest.raises(UnreadableFileError, match=r"(?s)cannot be split.*export the table again") as caught:
        read(tmp_path, b"a,b\nsecret,2\n")
    assert "secret" not in str(caught.value)


def test_a_later_line_that_is_too_long_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match=r"(?s)1 line, the first is line 3.*export the table again"):
        read(tmp_path, b"a,b\n1,2\n3," + b"x" * 1_200_000 + b"\n5,6\n")


@pytest.mark.parametrize("text", ["Theft  From & Person", " theft from&person\t", "THEFT FROM\u00a0AND PERSON"])
def test_the_engine_and_python_agree_on_what_a_spelling_is(text: str) -> None:
    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT {normal('t')} FROM (SELECT ? AS t)", [text]).fetchall()[0][0]
    assert found == normal_text(text) == "theft from and person"
