"""Published figures of the loaded releases, for the areas of a partnership and those that hold it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import ibis
import pandas as pd
import pyarrow as pa

from opensna.actions._population import POPULATION, packaged_population, packaged_release
from opensna.actions.workspace import Workspace
from opensna.catalogue import FIGURES, SOURCES
from opensna.core.counts import KEY
from opensna.core.provenance import ReleaseRecord
from opensna.core.published import PUBLISHED_COLUMNS, PublishedFigures
from opensna.definition.breaks import Break, series_breaks
from opensna.measures.figure import Figure
from opensna.reference.comparison import codes_compared
from opensna.reference.wards import wards_of
from opensna.warehouse.engine import connect, open_table

AROUND = ("E92000001", "K04000001", "K02000001")
"""England, England and Wales, and the United Kingdom: shown beside the partnership's own figures where they are published."""


@dataclass(frozen=True)
class FoundFigures:
    """The figures, the releases they come from, and the catalogue entries of those found."""

    figures: PublishedFigures
    records: Mapping[str, ReleaseRecord]
    known: Mapping[str, Figure]

    @property
    def breaks(self) -> dict[str, tuple[Break, ...]]:
        """The breaks that each figure's series names, by its id."""
        return {f.id: tuple(one for one in series_breaks() if one.id in f.breaks) for f in self.known.values()}


def find_figures(workspace: Workspace) -> FoundFigures:
    """Every figure of the catalogue whose source is loaded, in the partnership's areas, those around or compared, and England."""
    wanted: dict[str, list[Figure]] = {}
    for figure in FIGURES.values():
        if figure.status == "published" and workspace.warehouse.releases(figure.source):
            wanted.setdefault(figure.source, []).append(figure)
    partnership = workspace.partnership
    places = {place.code for place in partnership.every_area} | {*AROUND, *partnership.around}
    places |= {ward.code for ward in wards_of(partnership)}
    places |= codes_compared(workspace.comparison_sets.values(), places)
    records = {
        source: workspace.warehouse.release(source, workspace.settings.releases.get(source)) for source in wanted
    }
    backend, wanted_places = connect(), ibis.memtable(pa.table({"area_code": sorted(places)}))
    parts = [
        _read(
            open_table(backend, workspace.warehouse.path(source, records[source].release)),
            records[source],
            figures,
            wanted_places,
        )
        for source, figures in wanted.items()
    ]
    if POPULATION not in wanted:
        records[POPULATION] = packaged_release()
        parts.append(packaged_population(tuple(partnership.areas), partnership.whole_area))
    empty = pd.DataFrame(columns=list(PUBLISHED_COLUMNS))
    table = pd.concat([part for part in parts if len(part)] or [empty], ignore_index=True)
    held = set(table["measure"])
    return FoundFigures(PublishedFigures(table), records, {f.id: f for f in FIGURES.values() if f.id in held})


def _read(rows: ibis.Table, record: ReleaseRecord, figures: Iterable[Figure], places: ibis.Table) -> pd.DataFrame:
    """Figures of one release in these places, which stand in a table: the engine reads hundreds of them faster than a condition."""
    reshape = SOURCES[record.source].figures
    rows = reshape(rows) if reshape else rows
    by_indicator = {figure.indicator: figure for figure in figures}
    chosen = rows.filter(rows.indicator.isin(list(by_indicator))).semi_join(places, "area_code")
    table: pd.DataFrame = chosen.to_pyarrow().to_pandas()
    crossed = [_split(group) for group in table["group"].fillna("")]
    table["breakdown"], table["group"] = [b for b, _ in crossed], [g for _, g in crossed]
    table["measure"] = table["indicator"].map({name: figure.id for name, figure in by_indicator.items()})
    asked = {(f.id, breakdown) for f in by_indicator.values() for breakdown in ("none", *f.breakdowns)}
    table = table[[pair in asked for pair in zip(table["measure"], table["breakdown"], strict=True)]]
    elsewhere = {(f.id, code) for f in by_indicator.values() for code in f.leave_out}
    table = table[[pair not in elsewhere for pair in zip(table["measure"], table["area_code"], strict=True)]]
    scale = table["measure"].map({figure.id: figure.scale for figure in by_indicator.values()}).astype("float64")
    table = table.assign(**{name: table[name].astype("float64") * scale for name in ("value", "lower", "upper")})
    about = {
        "source": record.source,
        "release": record.release,
        "access": SOURCES[record.source].access,
        "kind": "synthetic" if record.is_synthetic else "published",
    }
    shown: pd.DataFrame = table.assign(**about).drop_duplicates(list(KEY))[list(PUBLISHED_COLUMNS)]
    return shown


def _split(group: str) -> tuple[str, str]:
    """Columns and values of a group such as "sex=Female*age_band=0-24"."""
    if not group:
        return "none", ""
    pairs = [part.partition("=") for part in group.split("*")]
    return "*".join(column for column, _, _ in pairs), "*".join(value for _, _, value in pairs)
