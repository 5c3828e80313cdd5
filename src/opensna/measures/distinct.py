"""Distinct values (persons) do not add up: they are counted afresh for each area, group and period, and for London."""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from opensna.measures.cube import AREA, SEGMENT, SEPARATOR, UNKNOWN, Tally
from opensna.measures.segments import Segments, time_column
from opensna.measures.signature import Where, predicate


def tally_distinct(
    table: ibis.Table, where: Where, key: str, segments: Segments, *, area: str, known: Sequence[str],
    breakdown: tuple[str, ...],
) -> Tally:  # fmt: skip
    """Distinct values of `key` among rows that meet `where`, in the shape of a tally of rows.

    Rows are first thinned to one a value, area, group and stretch of time; the stretches are then joined to the periods.
    """
    when = table[time_column(table)]
    rows = table.filter([segments.within(when), *predicate(table, where)])
    parts = [rows[column].cast("string").fill_null(UNKNOWN) for column in breakdown]
    group = ibis.literal("") if not parts else parts[0]
    for part in parts[1:]:
        group = group + ibis.literal(SEPARATOR) + part
    thin = rows.select(
        **{AREA: rows[area], SEGMENT: segments.number(rows[time_column(table)]), "group": group, "key": rows[key]}
    ).distinct()
    s, p = np.nonzero(segments.incidence)
    pairs = ibis.memtable(pa.table({"of_segment": s.astype(np.int64), "of_period": p.astype(np.int64)}))
    joined = thin.inner_join(pairs, thin[SEGMENT] == pairs.of_segment)
    by_area = joined.group_by([AREA, "group", "of_period"]).aggregate(n=joined.key.nunique()).to_pyarrow().to_pandas()
    everywhere = joined.group_by(["group", "of_period"]).aggregate(n=joined.key.nunique()).to_pyarrow().to_pandas()
    groups = tuple(sorted(everywhere["group"].unique()))
    shape = (len(known), len(groups), len(segments.periods))
    by_area = by_area[by_area[AREA].isin(list(known))]
    area_number = pd.Index(known).get_indexer(pd.Index(by_area[AREA]))
    counts, totals = np.zeros(shape), np.zeros(shape[1:])
    counts[area_number, _numbers(by_area, groups), by_area["of_period"].to_numpy()] = by_area["n"].to_numpy()
    totals[_numbers(everywhere, groups), everywhere["of_period"].to_numpy()] = everywhere["n"].to_numpy()
    return Tally(groups, counts, totals)


def _numbers(frame: pd.DataFrame, groups: tuple[str, ...]) -> NDArray[np.intp]:
    return pd.Index(groups).get_indexer(pd.Index(frame["group"]))
