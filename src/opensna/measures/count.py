"""Many measures, every area, period and group, in as few scans as possible. What it returns is never shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import ibis
import pandas as pd

from opensna.contracts.contract import TableContract
from opensna.core.area import Area
from opensna.core.counts import COUNT_COLUMNS, Counts
from opensna.core.errors import InputError
from opensna.core.period import Period
from opensna.measures.answers import answers
from opensna.measures.ask import AREA_COLUMN, Ask, breakdowns_of, check, numerator_where
from opensna.measures.measure import Measure
from opensna.measures.rows import assemble, block
from opensna.measures.segments import held_period, time_column
from opensna.measures.signature import predicate


def count(
    tables: Mapping[str, ibis.Table], measures: Sequence[Measure], *, periods: Sequence[Period], areas: Sequence[Area],
    covers: Mapping[str, Sequence[str]], access: Mapping[str, str], kinds: Mapping[str, str],
    releases: Mapping[str, str], population_year: int | None = None, coverage: Mapping[str, Period] | None = None,
    gaps: Mapping[str, tuple[Period, ...]] | None = None,
) -> Counts:  # fmt: skip
    """True counts and denominators of measures, one row a measure, area, period, breakdown and group.

    Parameters
    ----------
    tables : by source id, as `definition.scope` and the warehouse give them.
    areas : the whole (all rows, of whatever place) and its areas for measures by borough; the whole and wards for those by ward.
    covers, access, kinds, releases : by source id: covered authorities, open or restricted, measured or synthetic, release.
    population_year : which mid-year population to use; without it, that of each period's midpoint.
    coverage : the months that each release holds; without it, the first to the last month found in the table.
    gaps : months inside it that a release lacks: a period with one of them is not available.

    Returns
    -------
    Counts. An area or group without a row has 0. Marked [x], without numbers: an area that the source does not cover, a ward
    that the release does not name, a period not wholly inside the release. Marked [z]: a period shorter than the grain.

    Raises
    ------
    InputError : a measure's source is not among the tables. DocumentError : a measure that does not fit its table.
    """
    by_table: dict[tuple[str, str], list[Measure]] = {}
    for measure in measures:
        by_table.setdefault((measure.source, measure.level), []).append(measure)
    parts: list[pd.DataFrame] = []
    for (source, level), several in by_table.items():
        if source not in tables:
            raise InputError(
                "a measure whose source has no open table",
                where=several[0].id,
                found=", ".join(tables),
                expected=source,
                do_this=f"ingest or synthesise {source} first",
            )
        for measure in several:
            check(measure, tables[source])
        held = (coverage or {}).get(source) or held_period(tables[source])
        places = tuple(a for a in areas if a.is_whole or (level != "whole" and (a.type == "ward") == (level == "ward")))
        about = {"source": source, "access": access[source], "kind": kinds[source], "release": releases[source]}
        ask = Ask(
            tables[source], tuple(several), AREA_COLUMN[level], places, tuple(covers[source]),
            tuple(dict.fromkeys(periods)), held, population_year, about, (gaps or {}).get(source, ()),
        )  # fmt: skip
        found = answers(ask)
        blocks = [block(ask, m, b, found.get((m.id, b))) for m in several for b in breakdowns_of(m)]
        parts.append(assemble(ask, blocks))
    table = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(COUNT_COLUMNS))
    return Counts(table[list(COUNT_COLUMNS)])


def unknown_area_share(table: ibis.Table, measure: Measure, contract: TableContract, period: Period) -> float:
    """Share of a measure's records in a period whose place is not known, 0 to 1; 0 if there are no records."""
    when = table[time_column(table)]
    conditions = [when.between(period.start, period.end), *predicate(table, numerator_where(measure))]
    rows = table.filter(conditions)
    place = rows[contract.area_column or AREA_COLUMN[measure.level]]
    lost = place.isnull() | place.isin(contract.unknown_areas)
    weight = rows[measure.sum] if measure.sum else ibis.literal(1)
    every = rows[measure.sum].sum() if measure.sum else rows.count()
    sums = rows.aggregate(all=every, lost=ibis.ifelse(lost, weight, 0).sum()).to_pyarrow().to_pylist()[0]
    return float(sums["lost"] / sums["all"]) if sums["all"] else 0.0
