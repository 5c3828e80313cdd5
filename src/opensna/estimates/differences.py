"""Difference of an area's rate from a comparator's."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from opensna.core.area import WHOLES, Comparator
from opensna.core.period import Period
from opensna.estimates._frame import COMPARED_WITHIN, LEVEL, NOT_APPLICABLE, SUPPRESSED, finish
from opensna.estimates.unweighted import against_mean
from opensna.measures.measure import Measure
from opensna.stats.comparisons import verdict
from opensna.stats.rates import rate_ratio_exact

Pair = tuple[NDArray[np.float64], NDArray[np.float64]]
_SUMS = ("shown", "shown_low", "shown_high", "shown_people", "all_low", "all_high", "all_people")


def differences(
    base: pd.DataFrame, measures: Mapping[str, Measure], comparators: Mapping[str, Comparator], current: Period | None
) -> pd.DataFrame:
    """Ratio of the rates minus 1, for every area but wholes, against each comparator that the measure names.

    A comparator's rate is the sum of its members' shown counts over those members' residents; a member that is hidden or [x]
    is left out of it, and the limits also cover the rate with the hidden ones put back at their lowest and at their highest.
    An unweighted comparator's rate is the plain mean of its members' rates, the hidden ones left out, and its limits are the hull
    over what the shown counts may stand for. A comparator of which a member was not counted is left out. "similar" and "cannot
    tell" are told apart by
    stats.comparisons.verdict.
    """
    rows = base[(base["denominator_kind"] == "population") & (base["denominator"] > 0)]
    if current is not None:
        rows = rows[(rows["period_start"] == current.start) & (rows["period_end"] == current.end)]
    counted = set(base["area_code"])
    made = [
        (against_sum if comparator.weighted else against_mean)(
            rows[rows["measure"].isin(_measures_with(measures, comparator))], comparator
        )
        for comparator in comparators.values()
        if counted.issuperset(comparator.members)
    ]
    return finish(pd.concat(made, ignore_index=True) if made else rows.iloc[:0].assign(value=np.nan), "difference_from")


def _measures_with(measures: Mapping[str, Measure], comparator: Comparator) -> set[str]:
    return {measure.id for measure in measures.values() if comparator.id in measure.comparators}


def against_sum(mine: pd.DataFrame, comparator: Comparator) -> pd.DataFrame:
    """Rows of every area but wholes, each against the sum of the comparator's shown members over their residents."""
    parts = _parts(mine[mine["area_code"].isin(comparator.members)])
    sums = parts.groupby(COMPARED_WITHIN, sort=False)[list(_SUMS)].sum().reset_index()
    areas = mine[~mine["area_type"].isin(WHOLES)].merge(sums, on=COMPARED_WITHIN)
    if not comparator.includes_self:
        areas = _without_self(areas, parts, comparator)
    return _compared(areas, comparator)


def _parts(members: pd.DataFrame) -> pd.DataFrame:
    """What each member adds to its comparator (_SUMS)."""
    shown, counted = members["numerator"].notna(), members["numerator_low"].notna()
    return members[[*COMPARED_WITHIN, "area_code"]].assign(
        shown=members["numerator"].where(shown, 0),
        shown_low=members["numerator_low"].where(shown, 0),
        shown_high=members["numerator_high"].where(shown, 0),
        shown_people=members["denominator"].where(shown, 0),
        all_low=members["numerator_low"].where(counted, 0),
        all_high=members["numerator_high"].where(counted, 0),
        all_people=members["denominator"].where(counted, 0),
    )


def _without_self(areas: pd.DataFrame, parts: pd.DataFrame, comparator: Comparator) -> pd.DataFrame:
    own = parts.rename(columns={column: f"own_{column}" for column in _SUMS})
    joined = areas.merge(own, on=[*COMPARED_WITHIN, "area_code"], how="left")
    for column in _SUMS:
        joined[column] = joined[column] - joined[f"own_{column}"].fillna(0)
    return joined


def _compared(areas: pd.DataFrame, comparator: Comparator) -> pd.DataFrame:
    """The ratio where both rates can be had, and a mark where not."""
    known = areas["numerator"].notna().to_numpy() & (areas["shown_people"] > 0).to_numpy()
    value, lower, upper = (np.full(len(areas), np.nan) for _ in range(3))
    a = areas[known]
    ends = _ends(a)
    value[known] = rate_ratio_exact(a["numerator"], a["denominator"], a["shown"], a["shown_people"])[0] - 1
    lower[known] = rate_ratio_exact(a["numerator_low"], a["denominator"], *ends["high"], level=LEVEL)[1] - 1
    upper[known] = rate_ratio_exact(a["numerator_high"], a["denominator"], *ends["low"], level=LEVEL)[2] - 1
    said = verdict(lower + 1, upper + 1).astype(object)
    return areas.assign(
        value=value,
        ci_lower=lower,
        ci_upper=upper,
        comparator=comparator.id,
        comparison=np.where(said == "", "cannot tell", said),
        mark=np.select(
            [areas["mark"] != "", ~known, known & np.isnan(value)], [areas["mark"], SUPPRESSED, NOT_APPLICABLE], ""
        ),
        method="exact ratio",
        per=1.0,
        rank=np.nan, rank_high=np.nan, rank_n=np.nan,
    )  # fmt: skip


def _ends(a: pd.DataFrame) -> dict[str, Pair]:
    """The comparator's count and residents at its lowest and at its highest rate."""
    shown = {end: (a[f"shown_{end}"].to_numpy(), a["shown_people"].to_numpy()) for end in ("low", "high")}
    every = {end: (a[f"all_{end}"].to_numpy(), a["all_people"].to_numpy()) for end in ("low", "high")}
    takes_all = {
        "low": every["low"][0] / every["low"][1] < shown["low"][0] / shown["low"][1],
        "high": every["high"][0] / every["high"][1] > shown["high"][0] / shown["high"][1],
    }
    return {end: _choose(takes_all[end], every[end], shown[end]) for end in ("low", "high")}


def _choose(which: NDArray[np.bool_], every: Pair, shown: Pair) -> Pair:
    """The pair of every member or of the shown ones; a count without an upper bound becomes NaN, of which nothing can be told."""
    count = np.where(which, every[0], shown[0])
    return np.where(np.isinf(count), np.nan, count), np.where(which, every[1], shown[1])
