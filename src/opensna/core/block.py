"""Format-neutral blocks: what a section is made of. Renderers draw them and know nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True)
class Prose:
    """A paragraph in plain text. `claim_ids` name the ledger entries that its numbers come from."""

    text: str
    claim_ids: tuple[str, ...] = ()
    type: Literal["prose"] = "prose"


@dataclass(frozen=True)
class Callout:
    """A caveat or warning, set apart, next to the figure it qualifies."""

    title: str
    text: str
    type: Literal["callout"] = "callout"


@dataclass(frozen=True)
class Table:
    """A data table. Cells are text as shown; `numeric` names the columns to set right. `note` is printed under it."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[str, ...] = ()
    note: str = ""
    source: str = ""
    is_synthetic: bool = False
    type: Literal["table"] = "table"


@dataclass(frozen=True)
class Chart:
    """A chart as data: renderers draw `form` from `data` and always print `table` beside it.

    form: "line" (x, y, lower, upper, series) | "dot_interval" (label, value, lower, upper, highlight) | "bar" (label, value,
    lower, upper, series) | "map" (area_code, value, band). `data` is a tuple of records. `alt` states the finding.
    """

    form: Literal["line", "dot_interval", "bar", "map"]
    title: str
    alt: str
    x_title: str
    y_title: str
    data: tuple[dict[str, Any], ...]
    table: Table
    source: str = ""
    is_synthetic: bool = False
    options: dict[str, Any] = field(default_factory=dict)
    type: Literal["chart"] = "chart"


Block = Prose | Callout | Table | Chart


@dataclass(frozen=True)
class SectionBlocks:
    """One section as built for one area: id, title and blocks in order."""

    id: str
    title: str
    blocks: tuple[Block, ...]
