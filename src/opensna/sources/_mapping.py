"""Restricted extracts: one record a line under our column names, or under a supplier's own with a mapping file beside it.

`extract.mapping.yaml` beside `extract.csv` (or one `mapping.yaml` for all files of the folder)::

    columns: {Crime Ref: offence_id, Offence Date: date}   # theirs: ours
    codes: {sex: {F: Female, M: Male}}                     # column of ours: {theirs: ours}
    date_format: "%d/%m/%Y"                                # of the date and month columns, if not YYYY-MM-DD
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import yaml
from duckdb import DuckDBPyConnection
from pydantic import BaseModel, ConfigDict, ValidationError

from opensna.contracts.contract import TableContract
from opensna.contracts.files import header_of, sniff
from opensna.contracts.sql import literal, name
from opensna.core.errors import DocumentError, HeaderError
from opensna.sources._base import CsvRows, TextRows
from opensna.sources._text import relation_name, text_table


class Mapping(BaseModel):
    """A supplier's own names: of columns, of codes in a column of ours, and of the way dates are written."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    columns: dict[str, str] = {}
    codes: dict[str, dict[str, str]] = {}
    date_format: str = ""

    @property
    def is_translating(self) -> bool:
        """Whether values, and not only names, must be changed."""
        return bool(self.codes or self.date_format)


def record_reader(contract: TableContract) -> Callable[[Path, DuckDBPyConnection], CsvRows | TextRows]:
    """A `read` for a CSV with one record a line in the contract's columns, in any order and case; others are not kept."""

    def read(path: Path, connection: DuckDBPyConnection) -> CsvRows | TextRows:
        shape = sniff(path)
        mapping = mapping_beside(path, contract)
        columns = _kept(path, header_of(path, shape), mapping, contract)
        if mapping.is_translating:
            return _translated(path, tuple(columns.values()), mapping, contract, connection)
        return CsvRows(path, columns, delimiter=shape.delimiter, encoding=shape.encoding)

    return read


def mapping_beside(path: Path, contract: TableContract) -> Mapping:
    """The mapping file that goes with a delivered file, or an empty one.

    Raises
    ------
    DocumentError : it cannot be read, has other fields, or (a file's own mapping) names a column that the contract lacks.
    """
    own, shared = path.with_name(f"{path.stem}.mapping.yaml"), path.with_name("mapping.yaml")
    place = own if own.is_file() else shared
    if not place.is_file():
        return Mapping()
    try:  # BaseLoader keeps every scalar a text: No, 1 and 2024-03 are codes here
        mapping = Mapping.model_validate(yaml.load(place.read_text("utf-8"), Loader=yaml.BaseLoader) or {})
    except (yaml.YAMLError, ValidationError, UnicodeDecodeError):
        raise _bad_mapping(
            place, "the mapping file cannot be read", expected="columns, codes (each name: name) and date_format"
        ) from None
    strange = sorted({*mapping.columns.values(), *mapping.codes} - set(contract.names))
    if strange and place == own:
        raise _bad_mapping(
            place,
            f"the mapping names {len(strange)} column{'s' * (len(strange) != 1)} that {contract.id} has not",
            found=", ".join(strange),
            expected=", ".join(contract.names),
        )
    return mapping


def _bad_mapping(place: Path, what: str, *, expected: str, found: str = "") -> DocumentError:
    return DocumentError(
        what,
        where=place.name,
        found=found,
        expected=expected,
        do_this="mend the mapping file; docs/adding-a-source.md shows one",
    )


def _kept(path: Path, header: tuple[str, ...], mapping: Mapping, contract: TableContract) -> dict[str, str]:
    """The contract's column by header, in file order; "" for one that is not kept.

    Headers are never quoted in messages: the first line of a file without a header is somebody's record.
    """
    theirs = {name.casefold(): column for name, column in mapping.columns.items()}
    ours = [theirs.get(name.casefold(), name.casefold()) for name in header]
    kept = [column if column in contract.names else "" for column in ours]
    lacking = [column for column in contract.names if column not in kept]
    twice = [column for column in contract.names if kept.count(column) > 1]
    if lacking or twice:
        raise HeaderError(
            f"{len(lacking)} promised columns are not in the header"
            if lacking
            else "a column stands twice in the header",
            where=path.name,
            found=(f"lacks {', '.join(lacking)}" if lacking else f"twice: {', '.join(twice)}")
            + f"; {len(header)} columns",
            expected=", ".join(contract.names),
            do_this=f"if the supplier has its own names, write them in {path.stem}.mapping.yaml beside the file "
            "(columns: {theirs: ours}); else ask for the columns",
        )
    return {_unique(header, i): column for i, column in enumerate(kept)}


def _unique(header: tuple[str, ...], i: int) -> str:
    """The name at `i`, numbered if it is a repeat: a column that is not kept may stand twice."""
    return header[i] if header.index(header[i]) == i else f"{header[i]} ({i + 1})"


def _translated(
    path: Path, kept: tuple[str, ...], mapping: Mapping, contract: TableContract, connection: DuckDBPyConnection
) -> TextRows:
    """The file as text rows in our codes. A code or a date that the mapping does not hold passes through."""
    table = text_table(path, connection)
    dated = {column.name for column in contract.columns if column.type in ("date", "month")}
    selected = []
    for i, column in enumerate(kept):
        text = f"c{i}"
        if codes := mapping.codes.get(column):
            whens = "".join(f" WHEN lower({literal(one)}) THEN {literal(other)}" for one, other in codes.items())
            text = f"CASE lower(trim(c{i})){whens} ELSE c{i} END"
        if column in dated and mapping.date_format:
            parsed = f"try_strptime(trim({text}), {literal(mapping.date_format)})"
            text = f"coalesce(strftime({parsed}, '%Y-%m-%d'), {text})"
        if column:
            selected.append(f"{text} AS {name(column)}")
    relation = relation_name(path, "delivered")
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {relation} AS SELECT {', '.join(selected)}, line AS source_row "
        f"FROM {table.relation} ORDER BY line"
    )
    connection.execute(f"DROP TABLE {table.relation}")
    return TextRows(relation)
