"""What a delivered file is, before anything is parsed."""

import zipfile
from pathlib import Path

import pytest

from opensna.contracts.files import FileShape, header_of, sniff, utf8_copy
from opensna.core.errors import UnreadableFileError

TABLE = "code,Größe\nx,1\ny,2\n"


def _file(folder: Path, content: bytes) -> Path:
    path = folder / "delivered.csv"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("content", "shape"),
    [
        (TABLE.encode(), FileShape("utf-8", "\n", ",")),
        (TABLE.encode("utf-8-sig"), FileShape("utf-8", "\n", ",")),
        (TABLE.encode("utf-16"), FileShape("utf-16", "\n", ",")),
        (b"\xfe\xff" + TABLE.encode("utf-16-be"), FileShape("utf-16", "\n", ",")),
        (TABLE.encode("cp1252"), FileShape("latin-1", "\n", ",")),
        (TABLE.replace("\n", "\r\n").encode(), FileShape("utf-8", "\r\n", ",")),
        (TABLE.replace("\n", "\r").encode(), FileShape("utf-8", "\r", ",")),
        (TABLE.replace(",", ";").encode(), FileShape("utf-8", "\n", ";")),
        (TABLE.replace(",", "\t").encode("utf-16"), FileShape("utf-16", "\n", "\t")),
        (b"code", FileShape("utf-8", "\n", ",")),
    ],
)
def test_every_usual_encoding_and_line_end_is_recognised(tmp_path: Path, content: bytes, shape: FileShape) -> None:
    path = _file(tmp_path, content)
    assert sniff(path) == shape
    assert header_of(path, shape)[0] == "code"
    copy = utf8_copy(path, shape, tmp_path / "copy")
    lines = copy.read_text("utf-8-sig").splitlines()
    assert lines[0] == "code" or lines[1:] == [line.replace(",", shape.delimiter) for line in ("x,1", "y,2")]


def test_a_utf8_file_is_not_copied(tmp_path: Path) -> None:
    path = _file(tmp_path, TABLE.encode())
    assert utf8_copy(path, sniff(path), tmp_path / "copy") == path


def test_a_quoted_header_may_hold_the_delimiter_and_a_line_break(tmp_path: Path) -> None:
    path = _file(tmp_path, b'"a, b"," c\n d ",e\n1,2,3\n')
    assert header_of(path, sniff(path)) == ("a, b", "c d", "e")


@pytest.mark.parametrize(
    ("content", "remedy"),
    [
        (b"", "ask the supplier to send it again"),
        (b"\xef\xbb\xbf", "ask the supplier to send it again"),
        (b" \n\n", "ask the supplier to send it again"),
        (b"PK\x03\x04rest", "open or unpack it, then export the table again as CSV"),
        (b"\x1f\x8brest", "open or unpack it"),
        (b"\xd0\xcf\x11\xe0rest", "open or unpack it"),
        (b"a,b\n1,\x00\x01\x02\n", "export the table again as CSV"),
        (TABLE.encode("utf-16-le"), "export the table again as CSV"),
        (b"a" * 1_000_001, "export the table again as CSV with one record a line"),
    ],
)
def test_what_is_no_text_table_is_refused_with_a_remedy(tmp_path: Path, content: bytes, remedy: str) -> None:
    with pytest.raises(UnreadableFileError, match=f"do this: {remedy}"):
        sniff(_file(tmp_path, content))


def test_a_zip_that_a_program_wrote_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "delivered.csv"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("inside.csv", TABLE)
    with pytest.raises(UnreadableFileError, match=r"zip archive[\s\S]*do this: open or unpack it"):
        sniff(path)


def test_an_absent_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="do this: check the path"):
        sniff(tmp_path / "nothing.csv")


def test_damaged_utf16_is_refused_when_it_is_copied(tmp_path: Path) -> None:
    path = _file(tmp_path, TABLE.encode("utf-16") + b"\x00\xd8\x00")
    with pytest.raises(UnreadableFileError, match="do this: export the table again"):
        utf8_copy(path, FileShape("utf-16", "\n", ","), tmp_path / "copy")
    assert not list((tmp_path / "copy").iterdir())
