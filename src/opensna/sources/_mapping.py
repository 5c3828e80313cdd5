"""Restricted extracts: one record a line under our column names, or under a supplier's own with a mapping file beside it.

`extract.mapping.yaml` beside `extract.csv` (or one `mapping.yaml` for the whole folder)::

    columns: {Crime Ref: offence_id, Offence Date: date}   # theirs: ours
    codes: {sex: {F: Female, M: Male}}                     # column of ours: {theirs: ours}
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from pathlib import Path

import yaml
from duckdb import DuckDBPyConnection
from pydantic import BaseModel, ConfigDict, ValidationError

from opensna.contracts.contract import TableContract
from opensna.contracts.files import FileShape, header_of, sniff, utf8_copy
from opensna.core.errors import DocumentError, HeaderError
from opensna.sources._base import CsvRows, TextRows


class Mapping(BaseModel):
    """A supplier's own names: of columns, and of codes in a column of ours."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    columns: dict[str, str] = {}
    codes: dict[str, dict[str, str]] = {}


def record_reader(contract: TableContract) -> Callable[[Path, DuckDBPyConnection], CsvRows | TextRows]:
    """A `read` for a CSV with one record a line in the contract's columns, in any order; further columns are not kept."""

    def read(path: Path, connection: DuckDBPyConnection) -> CsvRows | TextRows:
        shape = sniff(path)
        mapping = mapping_beside(path)
        header = header_of(path, shape)
        columns = _kept(path, header, mapping, contract)
        if mapping.codes:
            return _translated(path, shape, columns, mapping, connection)
        return CsvRows(path, columns, delimiter=shape.delimiter, encoding=shape.encoding)

    return read


def mapping_beside(path: Path) -> Mapping:
    """The mapping file that goes with a delivered file, or an empty one.

    Raises
    ------
    DocumentError : it cannot be read or has other fields than `columns` and `codes`.
    """
    for place in (path.with_suffix(".mapping.yaml"), path.parent / "mapping.yaml"):
        if place.is_file():
            try:
                return Mapping.model_validate(yaml.safe_load(place.read_text("utf-8")) or {})
            except (yaml.YAMLError, ValidationError, UnicodeDecodeError):
                raise DocumentError(
                    "the mapping file cannot be read",
                    where=place.name,
                    expected="columns: {theirs: ours} and codes: {column: {theirs: ours}}",
                    do_this="mend the mapping file; docs/adding-a-source.md shows one",
                ) from None
    return Mapping()


def _kept(path: Path, header: tuple[str, ...], mapping: Mapping, contract: TableContract) -> dict[str, str]:
    ours = {name: mapping.columns.get(name, name.strip().lower()) for name in header}
    lacking = [column for column in contract.names if column not in ours.values()]
    twice = [column for column in contract.names if list(ours.values()).count(column) > 1]
    if lacking or twice or len(ours) != len(header):
        raise HeaderError(
            f"{len(lacking)} promised columns are not in the file" if lacking else "a column stands twice in the header",
            where=path.name,
            found=f"lacks {', '.join(lacking)}" if lacking else f"twice: {', '.join(twice) or 'a name that is not kept'}",
            expected=", ".join(contract.names),
            do_this=f"name the supplier's columns in {path.stem}.mapping.yaml beside the file (columns: {{theirs: ours}})",
        )
    return {name: column if column in contract.names else "" for name, column in ours.items()}


def _translated(
    path: Path, shape: FileShape, columns: dict[str, str], mapping: Mapping, connection: DuckDBPyConnection
) -> TextRows:
    """The file as text rows with the supplier's codes replaced by ours."""
    copy = utf8_copy(path, shape, Path(tempfile.mkdtemp(prefix="opensna-")))
    name = "delivered_" + re.sub(r"\W", "_", path.stem)
    types = "{" + ", ".join(f"'c{i}': 'VARCHAR'" for i in range(len(columns))) + "}"
    selected, parameters = [], []
    for i, column in enumerate(columns.values()):
        if not column:
            continue
        codes = mapping.codes.get(column, {})
        cases = "".join(" WHEN lower(?) THEN ?" for _ in codes)
        parameters += [text for pair in codes.items() for text in pair]
        selected.append(f"CASE lower(trim(c{i})){cases} ELSE c{i} END AS {column}" if codes else f"c{i} AS {column}")
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE {name} AS SELECT {", ".join(selected)}, row_number() OVER () + 1 AS source_row
        FROM read_csv(?, header=true, delim='{shape.delimiter}', quote='"', columns={types}, null_padding=true,
            auto_detect=false, max_line_size=1000000)""",
        [*parameters, str(copy)],
    )
    return TextRows(name)
