"""Difference of an area's rate from the plain mean of other areas' rates."""

from __future__ import annotations

import numpy as np
import pandas as pd

from opensna.core.area import WHOLES, Comparator
from opensna.estimates._frame import COMPARED_WITHIN, LEVEL, SUPPRESSED
from opensna.stats.against_mean import ratio_to_mean
from opensna.stats.comparisons import verdict

_SUMS = ["n", "rate", "rate_low", "rate_high", "variance"]
_BOUNDS = {"rate": "numerator", "rate_low": "numerator_low", "rate_high": "numerator_high"}


def against_mean(mine: pd.DataFrame, comparator: Comparator) -> pd.DataFrame:
    """Rows of every area but wholes, each against the mean of the comparator's shown members, with or without itself."""
    parts = _parts(mine[mine["area_code"].isin(comparator.members)])
    sums = parts.groupby(COMPARED_WITHIN, sort=False)[_SUMS].sum().reset_index()
    areas = mine[~mine["area_type"].isin(WHOLES)].merge(sums, on=COMPARED_WITHIN)
    if not comparator.includes_self:
        own = parts.rename(columns={column: f"own_{column}" for column in _SUMS})
        areas = areas.merge(own, on=[*COMPARED_WITHIN, "area_code"], how="left")
        for column in _SUMS:
            areas[column] = areas[column] - areas[f"own_{column}"].fillna(0)
    known = areas["numerator"].notna().to_numpy() & (areas["n"] > 0).to_numpy() & (areas["rate_low"] > 0).to_numpy()
    value, lower, upper = (np.full(len(areas), np.nan) for _ in range(3))
    a = areas[known]
    variance = a["variance"] / a["n"] ** 2

    def compared(numerator: str, rate: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        found = ratio_to_mean(a[numerator], a["denominator"], a[rate] / a["n"], variance, level=LEVEL)
        return found.value, found.ci_lower, found.ci_upper

    value[known] = compared("numerator", "rate")[0] - 1
    lower[known] = compared("numerator_low", "rate_high")[1] - 1
    upper[known] = compared("numerator_high", "rate_low")[2] - 1
    said = verdict(lower + 1, upper + 1).astype(object)
    return areas.assign(
        value=value, ci_lower=lower, ci_upper=upper, comparator=comparator.id, comparison=np.where(said == "", "cannot tell", said),
        mark=np.select([areas["mark"] != "", ~known], [areas["mark"], SUPPRESSED], ""), method="log-Wald, mean of rates", per=1.0,
        rank=np.nan, rank_high=np.nan, rank_n=np.nan,
    )  # fmt: skip


def _parts(members: pd.DataFrame) -> pd.DataFrame:
    """What each shown member adds to the sums of which the mean is made."""
    shown = members["numerator"].notna()
    rates = {name: (members[column] / members["denominator"]).where(shown, 0.0) for name, column in _BOUNDS.items()}
    variance = (members["numerator"] / members["denominator"] ** 2).where(shown, 0.0)
    return members[[*COMPARED_WITHIN, "area_code"]].assign(n=shown.astype(float), variance=variance, **rates)
