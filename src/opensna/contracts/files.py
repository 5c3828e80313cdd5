"""The physical shape of a delivered text file: encoding, line ends, delimiter. For `sources` and the warehouse.

A source's `read` calls `sniff` first (it refuses what is no text table), then `header_of` to recognise the header
vintage. `utf8_copy` gives a path that every reader can parse: UTF-8, LF or CRLF.
"""

from __future__ import annotations

import codecs
import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from opensna.core.errors import UnreadableFileError

MAX_LINE_BYTES = 1_000_000
"""A longer line is no record of ours: the file is refused."""

Encoding = Literal["utf-8", "utf-16", "latin-1"]
Newline = Literal["\n", "\r\n", "\r"]

_CHECKED = 16 * 2**20  # bytes whose encoding is checked; a wrong byte after them quarantines its own row
_MAGIC = (
    (b"PK\x03\x04", "a zip archive or a spreadsheet"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
    (b"%PDF", "a PDF"),
    (b"PAR1", "a Parquet file"),
)
_BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_EXPORT = "export the table again as CSV with one record a line, in UTF-8"


@dataclass(frozen=True)
class FileShape:
    """How a delivered text file is written.

    Parameters
    ----------
    encoding : "utf-8" (with or without a byte order mark), "utf-16" (either order), or "latin-1" (Windows-1252) when the
        bytes are not valid UTF-8.
    newline : the first line's end. delimiter : comma, semicolon, tab or bar, whichever the header line has most of.
    """

    encoding: Encoding
    newline: Newline
    delimiter: str

    @property
    def codec(self) -> str:
        """Python codec that reads it and drops a byte order mark."""
        return {"utf-8": "utf-8-sig", "utf-16": "utf-16", "latin-1": "cp1252"}[self.encoding]


def sniff(path: Path) -> FileShape:
    """Shape of a text table.

    Raises
    ------
    UnreadableFileError : absent, empty, an archive, a workbook, binary, or a first line over MAX_LINE_BYTES. Later
        lines over that length are refused when the rows are parsed.
    """
    try:
        with path.open("rb") as file:
            head = file.read(_CHECKED)
    except OSError as error:
        raise _unreadable(
            path, "the file cannot be opened", type(error).__name__, "check the path and its permissions"
        ) from None
    if head[len(_bom(head)) :].isspace() or head == _bom(head):
        raise _unreadable(path, "the file is empty", f"{len(head)} bytes", "ask the supplier to send it again")
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            raise _unreadable(
                path,
                f"this is {kind}, not a CSV",
                f"its first bytes are those of {kind}",
                f"open or unpack it, then {_EXPORT}",
            )
    encoding = _encoding(path, head)
    text = _decoded_start(head, encoding)
    line, newline = _first_line(path, text)
    return FileShape(encoding, newline, max(",;\t|", key=line.count))


def header_of(path: Path, shape: FileShape) -> tuple[str, ...]:
    """The header's names in file order, without outer spaces; a quoted name may hold the delimiter or a line break."""
    with path.open("rb") as file:
        head = file.read(4 * MAX_LINE_BYTES)
    text = _decoded_start(head, shape.encoding)
    lines = io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n"))
    first = next(csv.reader(lines, delimiter=shape.delimiter), [])
    return tuple(" ".join(name.split()) for name in first)


def utf8_copy(path: Path, shape: FileShape, folder: Path) -> Path:
    """A path that the engine can parse: the file itself when it is UTF-8 with LF or CRLF, else a UTF-8, LF copy in `folder`."""
    if shape.encoding == "utf-8" and shape.newline != "\r":
        return path
    folder.mkdir(parents=True, exist_ok=True)
    copy = folder / f"{path.stem}.utf8.csv"
    try:
        with (
            path.open("r", encoding=shape.codec, newline=None) as read,
            copy.open("w", encoding="utf-8", newline="") as write,
        ):
            while chunk := read.read(2**22):
                write.write(chunk)
    except UnicodeError:
        copy.unlink(missing_ok=True)
    if not copy.exists():
        raise _unreadable(path, f"the bytes are not {shape.encoding} text", "a damaged file", _EXPORT)
    return copy


def quotation_marks(path: Path) -> int:
    """How many quotation marks the file holds. An even number closes every one of them."""
    return _count(path, b'"')


def quotes_close(path: Path, delimiter: str) -> bool:
    """Whether the file ends outside quotation marks; the engine drops, without a word, a last record that does not.

    An odd number of marks may still be a literal mark within an unquoted value: then the file is walked, which is slow.
    """
    if quotation_marks(path) % 2 == 0:
        return True
    with path.open(encoding="utf-8", errors="replace", newline="") as text:
        try:
            for _ in csv.reader(text, delimiter=delimiter, strict=True):
                pass
        except csv.Error:
            return False
    return True


def line_count(path: Path) -> int:
    """How many lines the file has, blank ones too; a last line without an end counts."""
    with path.open("rb") as file:
        file.seek(-1, 2)
        open_line = file.read(1) != b"\n"
    return _count(path, b"\n") + open_line


def _count(path: Path, mark: bytes) -> int:
    with path.open("rb") as file:
        return sum(chunk.count(mark) for chunk in iter(lambda: file.read(2**22), b""))


def _bom(head: bytes) -> bytes:
    return next((bom for bom in _BOMS if head.startswith(bom)), b"")


def _encoding(path: Path, head: bytes) -> Encoding:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if b"\0" in head[:MAX_LINE_BYTES]:
        start = head[:2000]
        if max(start[0::2].count(0), start[1::2].count(0)) > len(start) // 4:
            raise _unreadable(path, "UTF-16 without a byte order mark", "alternate zero bytes", _EXPORT)
        raise _unreadable(path, "this is a binary file, not a CSV", "zero bytes", _EXPORT)
    if head.isascii():
        return "utf-8"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head, final=len(head) < _CHECKED)
    except UnicodeDecodeError:
        return "latin-1"
    return "utf-8"


def _decoded_start(head: bytes, encoding: Encoding) -> str:
    """Text of the first megabytes; the last character may be cut."""
    codec = FileShape(encoding, "\n", ",").codec
    return codecs.getincrementaldecoder(codec)("replace").decode(head[: 4 * MAX_LINE_BYTES])


def _first_line(path: Path, text: str) -> tuple[str, Newline]:
    ends = [place for end in "\r\n" if (place := text.find(end)) >= 0]
    end = min(ends, default=len(text))
    if end > MAX_LINE_BYTES:
        raise _unreadable(
            path, "a line is too long for a table", f"no line end in {MAX_LINE_BYTES:,} characters", _EXPORT
        )
    if text[end : end + 2] == "\r\n":
        return text[:end], "\r\n"
    return text[:end], "\r" if text[end : end + 1] == "\r" else "\n"


def _unreadable(path: Path, what: str, found: str, do_this: str) -> UnreadableFileError:
    return UnreadableFileError(what, where=path.name, found=found, expected="a CSV text file", do_this=do_this)
