"""A delivered CSV as a table of text in the engine, for a `read` that must reshape it before it can be checked."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from opensna.contracts.files import MAX_LINE_BYTES, header_of, quotes_close, sniff, utf8_copy
from opensna.core.errors import UnreadableFileError

_HEADER = 1  # the header is record 1, the first row record 2


@dataclass(frozen=True)
class TextTable:
    """`relation` holds `line` BIGINT (the record number in the file) and c0, c1 ... VARCHAR, one for each name of `header`."""

    relation: str
    header: tuple[str, ...]

    def column(self, name: str) -> str:
        """The engine's column for a header, whatever its case; the header must have it."""
        return f"c{[found.casefold() for found in self.header].index(name.casefold())}"


def relation_name(path: Path, prefix: str) -> str:
    """A name for a temporary table made from a file."""
    return f"{prefix}_" + re.sub(r"\W", "_", path.stem)


def normal(expression: str) -> str:
    """Engine expression: text in lower case, single blanks, `and` for `&`; what spellings are compared by."""
    return rf"lower(trim(regexp_replace(replace({expression}, '&', ' and '), '[\s\x{{A0}}]+', ' ', 'g')))"


def normal_text(text: str) -> str:
    """What `normal` gives, for a Python text."""
    return " ".join(text.replace("&", " and ").lower().split())


def text_table(path: Path, connection: DuckDBPyConnection) -> TextTable:
    """The file's rows as text, nothing judged. A line with too few values is padded with NULL: the contract reports them.

    Raises
    ------
    UnreadableFileError : no text table; or lines with more values than the header, or that cannot be split or decoded.
    """
    shape = sniff(path)
    header = header_of(path, shape)
    name = relation_name(path, "text")
    with tempfile.TemporaryDirectory(prefix="opensna-read-") as folder:
        copy = utf8_copy(path, shape, Path(folder))
        if not quotes_close(copy, shape.delimiter):
            raise _unreadable(path, "a quotation mark is never closed", "every line after it is inside the mark")
        if not _parsed(connection, name, copy, width=len(header), delimiter=shape.delimiter):
            # mixed line ends stop the engine's parser: one more try on a copy with one kind
            copy = utf8_copy(path, replace(shape, newline="\r"), Path(folder))
            if not _parsed(connection, name, copy, width=len(header), delimiter=shape.delimiter):
                raise _unreadable(path, "the lines cannot be split into columns", "")
    bad = connection.execute("SELECT count(DISTINCT line), min(line) FROM text_rejects").fetchall()[0]
    connection.execute("DROP TABLE text_rejects; DROP TABLE text_scans")
    if bad[0]:
        raise _unreadable(
            path,
            "some lines do not split into the header's columns",
            f"{bad[0]:,} line{'s' * (bad[0] != 1)}, the first is line {bad[1]}",
            expected=f"{len(header)} values a line",
        )
    return TextTable(name, header)


def _parsed(connection: DuckDBPyConnection, name: str, path: Path, *, width: int, delimiter: str) -> bool:
    """Make the table, and text_rejects of the lines that do not split; False if the engine cannot read the lines at all."""
    columns = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(width))
    connection.execute("DROP TABLE IF EXISTS text_rejects; DROP TABLE IF EXISTS text_scans")
    try:
        connection.execute(
            f"""CREATE OR REPLACE TEMP TABLE {name} AS
            SELECT row_number() OVER () + {_HEADER} AS line, * FROM read_csv(?, columns = {{{columns}}}, header = true,
                auto_detect = false, delim = '{delimiter}', quote = '"', escape = '"', null_padding = true,
                parallel = false, max_line_size = {MAX_LINE_BYTES}, store_rejects = true,
                rejects_table = 'text_rejects', rejects_scan = 'text_scans', rejects_limit = 0)""",
            [str(path)],
        )
    except (duckdb.InvalidInputException, duckdb.ConversionException):  # their texts quote the file: dropped
        return False
    return True


def _unreadable(path: Path, what: str, found: str, *, expected: str = "a CSV text file") -> UnreadableFileError:
    return UnreadableFileError(
        what,
        where=path.name,
        found=found,
        expected=expected,
        do_this="put every value that holds a comma or a line break in quotation marks, close each, and write whole numbers; "
        "then export the table again in UTF-8",
    )
