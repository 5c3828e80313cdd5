"""Many measures, every area, period and group, in as few scans as possible. What it returns is never shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import ibis
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from opensna.contracts.contract import TableContract
from opensna.core.area import Area
from opensna.core.counts import COUNT_COLUMNS, Counts
from opensna.core.errors import InputError
from opensna.core.missing import Mark
from opensna.core.period import Period
from opensna.measures.cube import ROWS, SEPARATOR, Cube, Floats, Tally, scan
from opensna.measures.denominators import person_years
from opensna.measures.distinct import tally_distinct
from opensna.measures.measure import Measure, RecordsDenominator
from opensna.measures.segments import Segments, held_period, time_column
from opensna.measures.signature import Where, predicate
from opensna.reference.areas import LONDON

NONE = "none"
AREA_COLUMN = {"borough": "borough_code", "ward": "ward_code"}
MONTHS_OF_GRAIN = {"month": 1, "year": 12}

Breakdown = tuple[str, ...]
"""Columns crossed; () is no breakdown."""


def count(
    tables: Mapping[str, ibis.Table], measures: Sequence[Measure], *, periods: Sequence[Period], areas: Sequence[Area],
    covers: Mapping[str, Sequence[str]], access: Mapping[str, str], kinds: Mapping[str, str],
    releases: Mapping[str, str], population_year: int | None = None, coverage: Mapping[str, Period] | None = None,
) -> Counts:  # fmt: skip
    """True counts and denominators of measures, one row a measure, area, period, breakdown and group.

    Parameters
    ----------
    tables : by source id, as `definition.scope` and the warehouse give them.
    areas : London (all rows, of whatever place) and boroughs for measures by borough; London and wards for those by ward.
    covers, access, kinds, releases : by source id: covered authorities, open or restricted, measured or synthetic, release.
    population_year : which mid-year population to use; without it, that of each period's midpoint.
    coverage : the months that each release holds; without it, the first to the last month found in the table.

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
        held = (coverage or {}).get(source) or held_period(tables[source])
        places = tuple(a for a in areas if a.code == LONDON or (a.type == "ward") == (level == "ward"))
        ask = _Ask(
            tables[source], tuple(several), AREA_COLUMN[level], places, tuple(covers[source]), tuple(periods), held,
            population_year, {"source": source, "access": access[source], "kind": kinds[source], "release": releases[source]},
        )  # fmt: skip
        parts += _count_table(ask)
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
    sums = rows.aggregate(all=weight.sum(), lost=ibis.ifelse(lost, weight, 0).sum()).to_pyarrow().to_pylist()[0]
    return float(sums["lost"] / sums["all"]) if sums["all"] else 0.0


@dataclass(frozen=True)
class _Ask:
    """All that is asked of one table at one level of area."""

    table: ibis.Table
    measures: tuple[Measure, ...]
    area_column: str
    areas: tuple[Area, ...]
    covered: tuple[str, ...]
    periods: tuple[Period, ...]
    held: Period | None
    population_year: int | None
    about: Mapping[str, str]

    @property
    def inside(self) -> tuple[Period, ...]:
        """Periods that the release holds from the first to the last month."""
        held = self.held
        if held is None:
            return ()
        return tuple(p for p in dict.fromkeys(self.periods) if held.start <= p.start and p.end <= held.end)

    @property
    def known(self) -> tuple[str, ...]:
        """Codes of the areas that are wanted one by one."""
        return tuple(area.code for area in self.areas if area.code != LONDON)


def numerator_where(measure: Measure) -> Where:
    """Conditions of the numerator: for a share, those of its records and the measure's own."""
    records = measure.denominator.records if isinstance(measure.denominator, RecordsDenominator) else {}
    return {**records, **measure.where}


def _breakdowns(measure: Measure) -> tuple[Breakdown, ...]:
    return ((), *(tuple(text.split(SEPARATOR)) for text in measure.breakdowns))


def _count_table(ask: _Ask) -> list[pd.DataFrame]:
    segments = Segments.of(ask.inside)
    answered = _tallies(ask, segments) if segments.count else {}
    named = _areas_named(ask)
    return [
        _rows(ask, measure, breakdown, answered.get((measure.id, breakdown)), named)
        for measure in ask.measures
        for breakdown in _breakdowns(measure)
    ]


@dataclass(frozen=True)
class _Answer:
    """Numerator; of a share, the records it is a share of; of sums of published cells, the periods that have such cells."""

    numerator: Tally
    records: Tally | None = None
    published: NDArray[np.bool_] | None = None


def _tallies(ask: _Ask, segments: Segments) -> dict[tuple[str, Breakdown], _Answer]:
    found: dict[tuple[str, Breakdown], _Answer] = {}
    counted = [m for m in ask.measures if m.distinct is None]
    for columns, questions in _plan(counted).items():
        cube = _scan(ask, segments, columns, [measure for measure, _ in questions])
        found |= {(m.id, breakdown): _answer(cube, m, breakdown) for m, breakdown in questions}
    for measure in ask.measures:
        if measure.distinct is not None:
            for breakdown in _breakdowns(measure):
                found[measure.id, breakdown] = _distinct(ask, segments, measure, measure.distinct, breakdown)
    return found


def _answer(cube: Cube, measure: Measure, breakdown: Breakdown) -> _Answer:
    where, weight = numerator_where(measure), measure.sum or ROWS
    return _Answer(
        cube.tally(where, weight=weight, breakdown=breakdown),
        cube.tally(measure.denominator.records, weight=weight, breakdown=breakdown)
        if isinstance(measure.denominator, RecordsDenominator)
        else None,
        cube.has_rows(where) if measure.sum else None,
    )


def _plan(measures: Sequence[Measure]) -> dict[Breakdown, list[tuple[Measure, Breakdown]]]:
    """One scan for each largest crossing: a smaller breakdown is rolled up from a larger one that holds its columns."""
    questions = [(measure, breakdown) for measure in measures for breakdown in _breakdowns(measure)]
    largest: list[Breakdown] = []
    for breakdown in sorted(dict.fromkeys(b for _, b in questions), key=len, reverse=True):
        if not any(set(breakdown) <= set(larger) for larger in largest):
            largest.append(breakdown)
    plan: dict[Breakdown, list[tuple[Measure, Breakdown]]] = {columns: [] for columns in largest}
    for measure, breakdown in questions:
        columns = min((c for c in largest if set(breakdown) <= set(c)), key=len)
        plan[columns].append((measure, breakdown))
    return plan


def _scan(ask: _Ask, segments: Segments, columns: Breakdown, measures: Sequence[Measure]) -> Cube:
    wheres: list[Where] = []
    for measure in measures:
        wheres.append(numerator_where(measure))
        if isinstance(measure.denominator, RecordsDenominator):
            wheres.append(measure.denominator.records)
    weights = tuple(dict.fromkeys(measure.sum or ROWS for measure in measures))
    return scan(
        ask.table, wheres, segments, area=ask.area_column, known=ask.known, columns=columns, weights=weights
    )


def _distinct(ask: _Ask, segments: Segments, measure: Measure, key: str, breakdown: Breakdown) -> _Answer:
    def tally(where: Where) -> Tally:
        return tally_distinct(
            ask.table, where, key, segments, area=ask.area_column, known=ask.known, breakdown=breakdown
        )

    records = measure.denominator.records if isinstance(measure.denominator, RecordsDenominator) else None
    return _Answer(tally(numerator_where(measure)), None if records is None else tally(records))


def _areas_named(ask: _Ask) -> frozenset[str]:
    """Areas that the source has figures of. Ward codes change with their boundaries: one no row names has no figure."""
    if ask.area_column == AREA_COLUMN["borough"]:
        return frozenset(ask.covered)
    codes = ask.table.select(ask.area_column).distinct().to_pandas()[ask.area_column]
    outside = {a.code for a in ask.areas if a.parent.startswith("E09") and a.parent not in ask.covered}
    return frozenset(code for code in codes.dropna() if code not in outside)


def _spread(tally: Tally | None, ask: _Ask, groups: Sequence[str]) -> Floats:
    """Numbers of a tally as (areas, all periods, groups); NaN where the period is not inside, 0 where there is no row."""
    found = np.full((len(ask.areas), len(ask.periods), len(groups)), np.nan)
    position = {code: i for i, code in enumerate(ask.known)}
    column = {period: i for i, period in enumerate(ask.inside)}
    inside = [p for p, period in enumerate(ask.periods) if period in column]
    if tally is None or not inside:
        return found
    found[:, inside, :] = 0.0
    source = [column[ask.periods[p]] for p in inside]
    group_of = {group: i for i, group in enumerate(tally.groups)}
    for g, group in enumerate(groups):
        if (i := group_of.get(group)) is None:
            continue
        by_area = tally.by_area[:, i, :][:, source]
        rows = [tally.everywhere[i, source] if a.code == LONDON else by_area[position[a.code]] for a in ask.areas]
        found[:, inside, g] = np.array(rows)
    return found


def _rows(
    ask: _Ask, measure: Measure, breakdown: Breakdown, answer: _Answer | None, named: frozenset[str]
) -> pd.DataFrame:
    numerator, records = (answer.numerator, answer.records) if answer else (None, None)
    widest = records or numerator
    groups: tuple[str, ...] = tuple(sorted(widest.groups)) if widest and breakdown else () if breakdown else ("",)
    numbers = _spread(numerator, ask, groups)
    if isinstance(measure.denominator, RecordsDenominator):
        denominators, kind = _spread(records, ask, groups), "records"
    else:
        denominators, kind = person_years(
            measure, breakdown=breakdown, groups=groups, periods=ask.periods, areas=ask.areas, covered=ask.covered,
            population_year=ask.population_year,
        ), "population"  # fmt: skip
    marks = _marks(ask, measure, named, numbers.shape)
    if answer is not None and answer.published is not None:
        marks[:, _unpublished(ask, answer.published), :] = Mark.NOT_AVAILABLE.value
    numbers[marks != ""] = np.nan
    denominators[marks != ""] = np.nan
    flat = denominators.ravel()
    kinds = np.where(np.isnan(flat) & (marks.ravel() == ""), NONE, kind if measure.denominator else NONE)
    n_areas, n_periods, n_groups = numbers.shape
    return pd.DataFrame(
        {
            "measure": measure.id,
            "area_code": np.repeat([area.code for area in ask.areas], n_periods * n_groups),
            "period_start": np.tile(np.repeat([p.start for p in ask.periods], n_groups), n_areas),
            "period_end": np.tile(np.repeat([p.end for p in ask.periods], n_groups), n_areas),
            "breakdown": SEPARATOR.join(breakdown) or NONE,
            "group": np.tile(np.array(groups, dtype=object), n_areas * n_periods),
            "numerator": numbers.ravel(),
            "denominator": flat,
            "denominator_kind": kinds,
            "unit": measure.unit,
            **ask.about,
            "mark": marks.ravel(),
        }
    )


def _unpublished(ask: _Ask, published: NDArray[np.bool_]) -> list[bool]:
    """Periods for which a table of published cells has no cell of the measure: not zero, but not given."""
    given = dict(zip(ask.inside, published, strict=True))
    return [not given.get(period, True) for period in ask.periods]


def _marks(ask: _Ask, measure: Measure, named: frozenset[str], shape: tuple[int, ...]) -> NDArray[np.object_]:
    marks = np.full(shape, "", dtype=object)
    short = [period.months < MONTHS_OF_GRAIN[measure.grain] for period in ask.periods]
    outside = [period not in ask.inside for period in ask.periods]
    marks[:, short, :] = Mark.NOT_APPLICABLE.value
    marks[:, outside, :] = Mark.NOT_AVAILABLE.value
    marks[[a.code != LONDON and a.code not in named for a in ask.areas], :, :] = Mark.NOT_AVAILABLE.value
    return marks
