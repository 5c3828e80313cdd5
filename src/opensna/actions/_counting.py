"""What an edition counts: which measures, in which periods, in which areas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from opensna.actions._tables import OpenTables
from opensna.catalogue import SOURCES
from opensna.core.counts import Counts
from opensna.core.period import Period
from opensna.measures.measure import Measure
from opensna.reference.wards import wards_of


def count_edition(
    opened: OpenTables, measures: Sequence[Measure], *, period: Period, baselines: Mapping[str, Period]
) -> Counts:
    """Everything that the sections draw from.

    By area: the assessed period, its like back to the earliest month held, and the baselines; for the whole, open series by month
    as well. Measures of the whole alone and those by ward: the assessed period.
    """
    whole, *parts = opened.partnership.every_area
    first = min((held.start for held in opened.coverage.values()), default=period.start)
    years = [period.shift(-12 * back) for back in range(period.start.year - first.year + 1)]
    of = {level: [m for m in measures if m.level == level] for level in ("whole", "borough", "ward")}
    counted = (
        opened.count(of["borough"], periods=sorted({*years, *baselines.values()}), areas=(whole, *parts)),
        opened.count(
            _monthly(of["borough"]), periods=sorted(m for year in years for m in year.each_month()), areas=(whole,)
        ),
        opened.count(of["whole"], periods=[period], areas=(whole,)),
        opened.count(of["ward"], periods=[period], areas=(whole, *wards_of(opened.partnership))),
    )
    return Counts(pd.concat([c.table for c in counted if len(c.table)] or [counted[0].table], ignore_index=True))


def _monthly(measures: Sequence[Measure]) -> list[Measure]:
    """Open series that may be read by month, without their breakdowns."""
    return [
        m.model_copy(update={"breakdowns": ()})
        for m in measures
        if m.grain == "month" and SOURCES[m.source].access == "open"
    ]
