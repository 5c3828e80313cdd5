"""DisclosedCounts in, Estimates out: the one tidy table that everything shown is read from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import pandas as pd

from opensna.core.area import Area, Comparator
from opensna.core.counts import KEY, DisclosedCounts
from opensna.core.estimate import Estimates
from opensna.core.period import Period
from opensna.definition.breaks import Break
from opensna.estimates._frame import base_rows
from opensna.estimates.changes import changes
from opensna.estimates.differences import differences
from opensna.estimates.levels import counts, rates, shares
from opensna.estimates.ranks import with_ranks
from opensna.measures.measure import Measure


def derive(
    disclosed: DisclosedCounts,
    *,
    measures: Mapping[str, Measure],
    areas: Sequence[Area],
    comparators: Mapping[str, Comparator],
    baselines: Mapping[str, Period],
    current: Period | None = None,
    breaks: Mapping[str, Sequence[Break]] = MappingProxyType({}),
) -> Estimates:
    """Counts, rates, shares, changes, differences from comparators, and ranks, from disclosed counts only.

    Parameters
    ----------
    disclosed : any measures, areas and periods of `measures` and `areas`.
    baselines : name to the period that `current` is compared with, beside the year before; only of its length.
    breaks : those of each measure's series, by its id; across one that stops trends no change is given.
    current : the period assessed; differences and baselines are for it alone. None: for every period.

    Returns
    -------
    Estimates : ESTIMATE_COLUMNS, sorted by key, statistic, baseline and comparator; dates are datetime.date. A hidden count gives
        rows with mark [c] and neither value nor interval.

    Raises
    ------
    UnknownIdError : counts of a measure or area that was not handed in. InputError : an unweighted comparator.
    """
    base = with_ranks(base_rows(disclosed, measures, areas))
    parts = [
        counts(base),
        rates(base),
        shares(base),
        changes(base.drop(columns=["rank", "rank_high", "rank_n"]), baselines, current, breaks),
        differences(base, measures, comparators, current),
    ]
    table = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    order = [*KEY, "statistic", "baseline_start", "comparator"]
    text = table[order].astype(str)
    return Estimates(
        table.loc[text.sort_values(order, kind="stable").index].reset_index(drop=True),
        audience=disclosed.audience,
        policy=disclosed.policy,
    )
