"""What an edition counts: which measures, in which periods, in which areas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from opensna.actions._tables import OpenTables
from opensna.actions.target import KNIFE
from opensna.catalogue import SOURCES
from opensna.core.counts import COUNT_COLUMNS, Counts
from opensna.core.period import Period
from opensna.measures.measure import Measure
from opensna.measures.unplaced import unplaced_of
from opensna.reference.wards import wards_of


def count_edition(
    opened: OpenTables, measures: Sequence[Measure], *, period: Period, baselines: Mapping[str, Period],
    compared: Sequence[Measure] = (),
) -> Counts:  # fmt: skip
    """Everything that the sections draw from.

    By area, with what is in none of them: the assessed period, its like back to the earliest month held, and the baselines; for
    the whole, open series and the one that is forecast by month as well. Measures of the whole alone by year: the
    assessed period. Those by month and those by ward: the assessed period, or the newest of its length that the release holds;
    of a release that is shorter, all of it where they are of the whole. Measures `compared`, as other definitions have
    them: the assessed period and the year before, in one scan.
    """
    parts = [
        count
        for source, held in opened.coverage.items()
        for count in (
            *_of_source(opened, [m for m in measures if m.source == source], held, period, tuple(baselines.values())),
            *_compared(opened, [m for m in compared if m.source == source], compared_periods(period)),
        )
    ]
    shown = [part.table for part in parts if len(part.table)]
    return Counts(pd.concat(shown, ignore_index=True) if shown else pd.DataFrame(columns=list(COUNT_COLUMNS)))


def _of_source(
    opened: OpenTables, measures: Sequence[Measure], held: Period, period: Period, baselines: Sequence[Period]
) -> tuple[Counts, ...]:
    """As `count_edition`, of one source, whose earliest month says how far back its years go."""
    whole, *authorities = opened.partnership.every_area
    years = [period.shift(-12 * back) for back in range(max(period.start.year - held.start.year, 0) + 1)]
    of = {level: [m for m in measures if m.level == level] for level in ("whole", "borough", "ward")}
    asked = (
        (of["borough"], sorted({*years, *baselines}), (whole, *authorities, unplaced_of(whole))),
        (_monthly(of["borough"]), sorted(month for year in years for month in year.each_month()), (whole,)),
        ([m for m in of["whole"] if m.grain == "year"], [period], (whole,)),
        ([m for m in of["whole"] if m.grain == "month"], [_newest_held(period, held)], (whole,)),
        (of["ward"], [_newest_year(period, held)], (whole, *wards_of(opened.partnership))),
    )
    return tuple(opened.count(those, periods=periods, areas=areas) for those, periods, areas in asked if those)


def compared_periods(period: Period) -> tuple[Period, ...]:
    """For which definitions are compared: the year before and the assessed period, so that each has its trend."""
    return (period.shift(-12), period)


def _compared(opened: OpenTables, measures: Sequence[Measure], periods: Sequence[Period]) -> tuple[Counts, ...]:
    every = opened.partnership.every_area
    return (opened.count_under(measures, periods=periods, areas=(*every, unplaced_of(every[0]))),) if measures else ()


def _newest_year(period: Period, held: Period) -> Period:
    """The assessed period; where a release does not reach so far, its last months of the same length."""
    if held.start <= period.start and period.end <= held.end:
        return period
    return Period.of_months(held.end.year, held.end.month - period.months + 1, period.months)


def _newest_held(period: Period, held: Period) -> Period:
    """As `_newest_year`; a release that is shorter than the period, whole."""
    return held if held.months < period.months else _newest_year(period, held)


def _monthly(measures: Sequence[Measure]) -> list[Measure]:
    """Open series that may be read by month, and the one that is forecast, without their breakdowns."""
    return [
        m.model_copy(update={"breakdowns": ()})
        for m in measures
        if m.grain == "month" and (SOURCES[m.source].access == "open" or m.id == KNIFE)
    ]
