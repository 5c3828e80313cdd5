"""Format-neutral blocks: what a section is made of. Renderers draw them and know nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from opensna.core.chart_forms import check


@dataclass(frozen=True)
class Prose:
    """A paragraph in plain text. `claim_ids` name the ledger entries that its numbers come from."""

    text: str
    claim_ids: tuple[str, ...] = ()
    type: Literal["prose"] = "prose"


@dataclass(frozen=True)
class Subheading:
    """A heading within a section, in plain text."""

    text: str
    claim_ids: tuple[str, ...] = ()
    type: Literal["subheading"] = "subheading"


@dataclass(frozen=True)
class Listing:
    """A list of items in plain text, numbered or with bullets."""

    items: tuple[str, ...]
    is_numbered: bool = False
    claim_ids: tuple[str, ...] = ()
    type: Literal["listing"] = "listing"


@dataclass(frozen=True)
class Callout:
    """A caveat or warning, set apart, next to the figure it qualifies."""

    title: str
    text: str
    type: Literal["callout"] = "callout"


@dataclass(frozen=True)
class Table:
    """A data table. Cells are text as shown; `numeric` names the columns to set right. `note` is printed under it.

    `claim_ids` name the ledger entries of a table that somebody wrote; those of one that was drawn from estimates have none.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[str, ...] = ()
    note: str = ""
    source: str = ""
    is_synthetic: bool = False
    claim_ids: tuple[str, ...] = ()
    type: Literal["table"] = "table"


Form = Literal[
    "line", "fan", "small_multiples", "dot_interval", "change_dots", "bar", "pyramid", "tornado", "funnel", "heat_map",
    "gap_map", "map", "tile_map", "flow",
]  # fmt: skip


@dataclass(frozen=True)
class Chart:
    """A chart as data: renderers draw `form` from `data` and always print `table` beside it. `alt` states the finding.

    `data` is a tuple of records, one a mark::

        form             a record must hold        it may hold                                    options
        line             x, y                      lower, upper, series, mark                     breaks, ticks
        fan              x, y                      lower, upper, outer_lower, outer_upper, mark   breaks, ticks, inner, outer
        small_multiples  panel, x, y               lower, upper, highlight, mark                  breaks, ticks, reference
        dot_interval     label, value              lower, upper, highlight, mark                  reference
        change_dots      label, value, verdict     lower, upper, highlight, mark                  zero
        bar              label, value              lower, upper, series, mark                     reference
        pyramid          label, series, value      lower, upper, mark
        tornado          label, low, high          low_input, high_input, mark                    base (needed)
        funnel           label, verdict, population, value    highlight, mark                     limits (needed), target
        heat_map         row, column, value        mark                                           rows, columns
        gap_map          row, column, value        rating, mark                                   rows, columns, ratings
        map              area_code, value          band, highlight, mark                          bands, highlight
        tile_map         label, value              area_code, row, column, short, band, highlight, mark    bands
        flow             source, target, value     mark

    Numbers are None where absent, and then `mark` says why ([c], [x] ...); x is a date; lower and upper are a 95% interval.
    A verdict is "higher", "lower", "similar", "cannot tell" or "". In a fan a forecast is a record with outer limits.

    Options of every form: note (printed under the picture), prefix and suffix (set about printed values, such as a pound sign).
    breaks: records of x, label. ticks: of x, label. reference: of value, label, and for panels of x, y with the label in each.
    zero, base, target: one record of value, label. limits: records of population, lower_95, upper_95, lower_998, upper_998 in
    order of population. bands: (band, symbol, tone) with tones high, middle, low, unclear, hidden, absent. ratings: (rating,
    symbol). rows, columns: names in order. inner, outer: what the two bands of a fan hold, such as "80%" and "95%"; path, aim:
    records of x, y that a target asks for, and its name.

    Raises
    ------
    ChartError : the data lack a field that the form needs, or hold text where a number belongs.
    """

    form: Form
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

    def __post_init__(self) -> None:
        """Refuse data that cannot be drawn."""
        check(self.form, self.title, self.data, self.options)


Block = Prose | Subheading | Listing | Callout | Table | Chart


@dataclass(frozen=True)
class SectionBlocks:
    """One section as built for one area: id, title and blocks in order."""

    id: str
    title: str
    blocks: tuple[Block, ...]
