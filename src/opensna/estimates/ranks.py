"""Ranks of boroughs by count, highest first."""

from __future__ import annotations

import numpy as np
import pandas as pd

from opensna.core.errors import ClaimError
from opensna.stats.ranks import ranking_defects

RANKED_TYPE = "lad"
_WITHIN = ["measure", "period_start", "period_end", "breakdown", "group", "release"]
_FAR = 2.0**40


def with_ranks(base: pd.DataFrame) -> pd.DataFrame:
    """The rows with rank, rank_high and rank_n.

    An area's rank is 1 and the number of areas that are certainly above it; rank_high is rank_n less those certainly below. Exact
    counts so get their competition rank, and rounded ones a range. `[x]` is left out; a hidden area counts towards rank_n
    and has no rank of its own.
    """
    rows = base.assign(rank=np.nan, rank_high=np.nan, rank_n=np.nan)
    ranked = rows[(rows["area_type"] == RANKED_TYPE) & rows["numerator_low"].notna()]
    if ranked.empty:
        return rows
    group = ranked.groupby(_WITHIN, sort=False).ngroup().to_numpy()
    low = ranked["numerator_low"].to_numpy()
    high = np.minimum(ranked["numerator_high"].to_numpy(), _FAR - 1)
    size = np.bincount(group)[group].astype(np.float64)
    before = np.concatenate([[0], np.cumsum(np.bincount(group))])[group]
    lows, highs = np.sort(group * _FAR + low), np.sort(group * _FAR + high)
    above = size - (np.searchsorted(lows, group * _FAR + high, side="right") - before)
    below = np.searchsorted(highs, group * _FAR + low, side="left") - before
    shown = ranked["numerator"].notna().to_numpy()
    rows.loc[ranked.index, "rank_n"] = size
    rows.loc[ranked.index, "rank"] = np.where(shown, 1 + above, np.nan)
    rows.loc[ranked.index, "rank_high"] = np.where(shown, size - below, np.nan)
    check_ranks(rows)
    return rows


def check_ranks(rows: pd.DataFrame) -> None:
    """Refuse ranks of exact counts that are no competition ranking.

    Raises
    ------
    ClaimError : a rank that stands too often or is missing.
    """
    ranked = rows[rows["rank_n"].notna()]
    exact = ranked["rank"].notna() & (ranked["numerator_low"] == ranked["numerator_high"])
    whole = exact.groupby([ranked[column] for column in _WITHIN], sort=False).transform("all")
    for key, ranks in ranked[whole].groupby(_WITHIN, sort=False)["rank"]:
        defects = ranking_defects(ranks.to_numpy())
        if not defects.is_valid:
            raise ClaimError(
                "these ranks are no competition ranking",
                where=f"{key[0]} {key[1]} to {key[2]}" if isinstance(key, tuple) else str(key),
                found=f"shared wrongly: {defects.duplicates}, missing: {defects.missing}",
                expected="areas tied at a rank followed by the rank after them all",
                do_this="rank again from the counts; do not edit ranks by hand",
            )
