"""The English indices of deprivation: wide files, one row an area, one column an index or a domain and a statistic."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from duckdb import DuckDBPyConnection

from opensna.contracts.contract import TableContract
from opensna.core.errors import HeaderError
from opensna.core.missing import Mark
from opensna.sources._base import TextRows
from opensna.sources._delivered import delivered_table
from opensna.sources._periods import spanning
from opensna.sources._published import area_types, as_frame, figures_contract, marked, text_rows
from opensna.sources._text import relation_name

PUBLISHER = "Ministry of Housing, Communities and Local Government"
LICENCE = "Open Government Licence v3.0"
MULTIPLE = "Multiple deprivation"
CAVEATS = (
    "The index of multiple deprivation and its crime domain are made from police-recorded crime: violence is never regressed on "
    "them; income, employment, education, health, housing and environment hold no crime.",
    "Deprivation is of areas, not of the people in them.",
    "Editions are not comparable as scores: bounds, indicators and methods differ.",
)

Kind = tuple[str, str]
"""A column's indicator ("Income: average score") and unit."""


@dataclass(frozen=True)
class Layout:
    """One file of an edition: the header of the area's code and of its name ("" if it has none), and its columns."""

    code: str
    name: str
    columns: Mapping[str, Kind]


def imd_contract(id: str, layouts: tuple[Layout, ...]) -> TableContract:
    """The contract of an edition."""
    kinds = [kind for layout in layouts for kind in layout.columns.values()]
    return figures_contract(
        id,
        indicators=tuple(dict.fromkeys(indicator for indicator, _ in kinds)),
        units=tuple(dict.fromkeys(unit for _, unit in kinds)),
        area_types=("lsoa", "lad"),
        months=12,
    )


def imd_reader(edition: int, layouts: tuple[Layout, ...]) -> Callable[[Path, DuckDBPyConnection], TextRows]:
    """A `read` for any file of an edition; columns that no layout names are not read. The period is the year of publication."""

    def read(path: Path, connection: DuckDBPyConnection) -> TextRows:
        table = delivered_table(path, connection)
        layout, header = _recognised(path, table.header, layouts)
        wide = as_frame(table, connection, header=header)
        connection.execute(f"DROP TABLE {table.relation}")
        return text_rows(_figures(wide, layout, edition), connection, relation_name(path, "figures"))

    return read


def _recognised(path: Path, found: tuple[str, ...], layouts: tuple[Layout, ...]) -> tuple[Layout, tuple[str, ...]]:
    """The layout whose columns the file has, and the header in its spelling."""
    folded = [name.casefold() for name in found]
    for layout in layouts:
        ours = {name.casefold(): name for name in (layout.code, layout.name, *layout.columns) if name}
        if set(ours) <= set(folded):
            return layout, tuple(ours.get(name, name) for name in folded)
    raise HeaderError(
        "the header is that of no file of this edition",
        where=path.name,
        found=", ".join(found[:6]),
        expected="; or ".join(", ".join((layout.code, *list(layout.columns)[:3], "...")) for layout in layouts),
        do_this="give the summaries by local authority, or the scores by small area, of this edition",
    )


def _figures(wide: pd.DataFrame, layout: Layout, edition: int) -> pd.DataFrame:
    position = {column: i for i, column in enumerate(layout.columns, start=1)}
    names = wide[layout.name] if layout.name else wide[layout.code]
    long = wide.assign(area_code=wide[layout.code], area_name=names).melt(
        id_vars=["area_code", "area_name", "source_row"], value_vars=list(layout.columns)
    )
    start, end = spanning(edition, 1, 12)
    return marked(long["value"], {"": Mark.NOT_AVAILABLE}).assign(
        indicator=long["variable"].map({column: indicator for column, (indicator, _) in layout.columns.items()}),
        area_code=long["area_code"],
        area_name=long["area_name"],
        area_type=area_types(long["area_code"]),
        period_start=start,
        period_end=end,
        unit=long["variable"].map({column: unit for column, (_, unit) in layout.columns.items()}),
        source_row=long["source_row"] * 1000 + long["variable"].map(position).astype("int64"),
    )
