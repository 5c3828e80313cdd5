"""What a source is, and the two shapes in which `read` hands rows over."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from duckdb import DuckDBPyConnection

from opensna.contracts.contract import TableContract

NOT_DRAWN = "No section of the report draws from it, though its rows are read, checked and kept: "
"""How the note begins, before the reason, of a source that has neither a measure nor a published figure."""


@dataclass(frozen=True)
class CsvRows:
    """A delivered CSV with one record a line: the warehouse parses it once, typed, in the engine.

    `columns` maps each header of the file, in file order, to the contract's column ("" for one that is not kept).
    """

    path: Path
    columns: Mapping[str, str]
    delimiter: str = ","
    encoding: Literal["utf-8", "utf-16", "latin-1"] = "utf-8"


@dataclass(frozen=True)
class TextRows:
    """Rows already reshaped by `read`: the name of a view or table in the connection.

    It holds every contract column as VARCHAR (NULL where blank) and `source_row` BIGINT, the line or cell it came from.
    """

    relation: str


@dataclass(frozen=True)
class Source:
    """A publisher's dataset.

    Parameters
    ----------
    id : the file's name. title, publisher, licence : as printed beside every figure.
    access : "open" (already published; shown as released) or "restricted" (person-level; disclosure control applies).
    row_means : exactly what one row is (offence, victim, suspect, incident, offences by month and borough ...).
    covers : the areas that its figures cover: "met_police" (32 boroughs, no City), "london" (33) or "england".
    caveats : sentences that travel with every figure.
    read : parse one delivered file; raises UnreadableFileError or HeaderError, never stores anything.
    release_of : the release date ("2024-03") that the file itself states, or None.
    address : where a person downloads it by hand.
    files : release to direct addresses, for `fetch`; empty for a restricted source.
    figures : of a source whose rows hold published figures in a shape of their own, from its stored table (ibis) to one of the
        columns of `_published.figures_contract`; a source with that contract needs none.
    repeats : the source whose numbers it gives again in another form: where that is loaded, nothing is counted from this one, for
        what disclosure control hides in one of two equal numbers could stand in the other.
    """

    id: str
    title: str
    publisher: str
    licence: str
    access: Literal["open", "restricted"]
    row_means: str
    covers: Literal["met_police", "london", "england"]
    contract: TableContract
    read: Callable[[Path, DuckDBPyConnection], CsvRows | TextRows]
    release_of: Callable[[Path], str | None] = field(default=lambda path: None)
    caveats: tuple[str, ...] = ()
    address: str = ""
    files: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    figures: Callable[[Any], Any] | None = None
    repeats: str = ""
