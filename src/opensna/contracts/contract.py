"""TableContract: the promised shape of a table, written once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

ColumnType = Literal["string", "integer", "number", "date", "month", "boolean"]


@dataclass(frozen=True)
class Column:
    """One promised column.

    Parameters
    ----------
    name : as stored.
    type : "month" is a date that is the first of a month; "integer" takes no decimals, thousands separators or text; "number" is
        a finite decimal with a point, also as 1.5e-05, without thousands separators or text.
    description : what it means, with its unit.
    required : a missing or blank value is a failure (`missing_value`).
    codes : the code list; a value is matched whatever its case and outer spaces, and stored as written here.
        Any other value is a failure (`unknown_value`).
    minimum, maximum : bounds of an integer or a number, both included (`out_of_range`).
    pattern : a regular expression that the whole text must match (`bad_format`).
    """

    name: str
    type: ColumnType
    description: str
    required: bool = True
    codes: tuple[str, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    pattern: str = ""


@dataclass(frozen=True)
class Rule:
    """A rule across columns: a DuckDB boolean expression over the typed columns that holds (or is NULL) for a good row."""

    code: str
    expression: str
    description: str


@dataclass(frozen=True)
class TableContract:
    """The promised shape of a table.

    Parameters
    ----------
    id : the source's id. version : semantic; a change that breaks a supplier raises the first number.
    columns : in stored order.
    key : columns whose values together name a row; a second row of the same key is a failure (`duplicate_key`).
    rules : across columns.
    max_quarantined_share : above this share of bad rows the whole delivery is refused.
    month_column : the column whose months must be without a gap, or "" if that cannot be asked.
    area_column : the column that names the place; `unknown_areas` are its values that say "not known".
    version : of the contract, kept in each release.
    """

    id: str
    version: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    max_quarantined_share: float = 0.01
    month_column: str = ""
    area_column: str = ""
    unknown_areas: tuple[str, ...] = ("Unknown",)
    notes: tuple[str, ...] = field(default=())

    @property
    def names(self) -> tuple[str, ...]:
        """Column names in stored order."""
        return tuple(column.name for column in self.columns)
