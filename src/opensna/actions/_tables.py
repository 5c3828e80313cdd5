"""Open releases as the tables that measures count, with the definition's columns added."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import ibis

from opensna.actions._definitions import find_definition
from opensna.actions._placed import PLACED, placed
from opensna.actions.workspace import Workspace
from opensna.catalogue import MEASURES, SOURCES
from opensna.core.area import Area
from opensna.core.counts import Counts
from opensna.core.errors import WarehouseError
from opensna.core.period import Period
from opensna.core.provenance import ReleaseRecord
from opensna.definition.breaks import Break, series_breaks
from opensna.definition.definition import Definition
from opensna.definition.scope import scope
from opensna.measures.broken import breaks_of
from opensna.measures.count import count
from opensna.measures.measure import Measure
from opensna.measures.segments import missing_months
from opensna.measures.under import BETWEEN
from opensna.reference.areas import covered_by
from opensna.reference.partnership import Partnership
from opensna.warehouse.engine import connect, open_table

POLICE = ("police_offences", "police_victims", "police_suspects")


@dataclass(frozen=True)
class OpenTables:
    """Tables by source id, and what count needs to know of each.

    `wider` are the police tables with the columns of further definitions beside: apart, because a scan pays for the ages of every
    definition whether or not a measure asks for them.
    """

    tables: Mapping[str, ibis.Table]
    records: Mapping[str, ReleaseRecord]
    definition: Definition
    partnership: Partnership
    stored: Mapping[str, ibis.Table]
    wider: Mapping[str, ibis.Table]

    def _covered(self, covers: str) -> tuple[str, ...]:
        """Areas of the partnership that a source has figures of."""
        areas = tuple(self.partnership.areas)
        return areas if covers == "england" else tuple(code for code in areas if code in covered_by(covers))

    @property
    def covers(self) -> dict[str, tuple[str, ...]]:
        """Area codes that each source's figures cover."""
        return {source: self._covered(SOURCES[source].covers) for source in self.tables}

    @property
    def access(self) -> dict[str, str]:
        """Open or restricted."""
        return {source: SOURCES[source].access for source in self.tables}

    @property
    def kinds(self) -> dict[str, str]:
        """Measured or synthetic."""
        return {source: "synthetic" if self.records[source].is_synthetic else "measured" for source in self.tables}

    @property
    def releases(self) -> dict[str, str]:
        """The release that answers."""
        return {source: self.records[source].release for source in self.tables}

    def count(
        self,
        measures: Sequence[Measure],
        *,
        periods: Sequence[Period],
        areas: Sequence[Area],
        population_year: int | None = None,
    ) -> Counts:
        """True counts of these measures, from these releases."""
        return self._count(self.tables, measures, periods=periods, areas=areas, population_year=population_year)

    def count_under(self, measures: Sequence[Measure], *, periods: Sequence[Period], areas: Sequence[Area]) -> Counts:
        """True counts of measures as these and further definitions have them."""
        return self._count({**self.tables, **self.wider}, measures, periods=periods, areas=areas, population_year=None)

    def _count(
        self, tables: Mapping[str, ibis.Table], measures: Sequence[Measure], *, periods: Sequence[Period],
        areas: Sequence[Area], population_year: int | None,
    ) -> Counts:  # fmt: skip
        return count(
            tables, measures, periods=periods, areas=areas, covers=self.covers, access=self.access, kinds=self.kinds,
            releases=self.releases, coverage=self.coverage, gaps=self.gaps, population_year=population_year,
        )  # fmt: skip

    @cached_property
    def breaks(self) -> dict[str, tuple[Break, ...]]:
        """The breaks of each measure's series, by its id, in the release that answers."""
        return {
            m.id: breaks_of(m, self.definition, series_breaks(), release=self.releases[m.source])
            for m in MEASURES.values()
            if m.source in self.tables
        }

    def breaks_under(
        self, measures: Iterable[Measure], definitions: Iterable[Definition]
    ) -> dict[str, tuple[Break, ...]]:
        """The breaks of each measure's series as each definition has it, by the id that it is then counted by."""
        return {
            f"{m.id}{BETWEEN}{one.id}": breaks_of(m, one, series_breaks(), release=self.releases[m.source])
            for m in measures
            for one in definitions
        }

    @cached_property
    def gaps(self) -> dict[str, tuple[Period, ...]]:
        """Months inside the coverage of which a release has no row: they were not delivered, they are not zero."""
        return {source: missing_months(self.stored[source], held) for source, held in self.coverage.items()}

    @property
    def coverage(self) -> dict[str, Period]:
        """The whole months that each release holds."""
        return {source: coverage_of(record) for source, record in self.records.items()}


def loaded(workspace: Workspace) -> tuple[str, ...]:
    """Sources of which the workspace holds a release, in the catalogue's order."""
    return tuple(source for source in SOURCES if workspace.warehouse.releases(source))


def open_tables(
    workspace: Workspace,
    sources: Iterable[str],
    *,
    releases: Mapping[str, str] | None = None,
    definition: str | None = None,
    also: Sequence[Definition] = (),
) -> OpenTables:
    """Open the newest, pinned or named release of each source. The police tables come as a set, scoped by the definition.

    also : further definitions by which the police tables are scoped, for measures `under` them (`OpenTables.wider`).

    Raises
    ------
    WarehouseError : a source has no release, or not this one.
    """
    wanted = dict.fromkeys(sources)
    if any(source in POLICE for source in wanted):
        wanted |= dict.fromkeys(POLICE)
    pins = {**workspace.settings.releases, **(releases or {})}
    backend = connect()
    chosen = find_definition(workspace, definition)
    records = {source: workspace.warehouse.release(source, pins.get(source)) for source in wanted}
    tables = {
        source: open_table(backend, workspace.warehouse.path(source, records[source].release)) for source in records
    }
    stored = dict(tables)
    tables |= {source: placed(tables[source], workspace.partnership) for source in PLACED if source in tables}
    wider: dict[str, ibis.Table] = {}
    if POLICE[0] in tables:
        offences, victims, suspects = (tables[source] for source in POLICE)
        tables |= scope(offences, victims, suspects, chosen)
        wider = scope(offences, victims, suspects, chosen, also=also)
    return OpenTables(tables, records, chosen, workspace.partnership, stored, wider)


def coverage_of(record: ReleaseRecord) -> Period:
    """The whole months that a release holds.

    Raises
    ------
    WarehouseError : it does not say.
    """
    if record.period_start is None or record.period_end is None:
        raise WarehouseError(
            "a release that does not say which months it holds",
            where=f"{record.source} {record.release}",
            do_this="give the source's contract a month_column or a date column, and ingest the files again",
        )
    first, last = date.fromisoformat(record.period_start), date.fromisoformat(record.period_end)
    return Period.of_months(first.year, first.month, (last.year - first.year) * 12 + last.month - first.month + 1)
