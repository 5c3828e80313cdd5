"""Ranks, and whether a column of ranks is one; quantile groups."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from opensna.core.errors import InputError
from opensna.stats._checks import Floats, floats


def competition_rank(values: ArrayLike) -> Floats:
    """Rank, highest first, ties sharing the best ("1224"); NaN has none (n,)."""
    return _rank_lowest_first(-floats(values))


@dataclass(frozen=True)
class RankDefects:
    """Why a column is no competition ranking: ranks that stand too often, and ranks that should be there."""

    duplicates: tuple[int, ...]
    missing: tuple[int, ...]

    @property
    def is_valid(self) -> bool:
        """Whether it is a competition ranking."""
        return not self.duplicates and not self.missing


def ranking_defects(ranks: ArrayLike) -> RankDefects:
    """Check a column of ranks; NaN is an area without one. A tie of k areas at rank r must be followed by rank r + k.

    Returns
    -------
    RankDefects: `duplicates` are ranks shared although a rank that the tie uses up is also taken; `missing` are ranks, from 1 to
    the number of ranked areas, that nobody has although no tie accounts for it.

    Raises
    ------
    InputError : a rank that is not a whole number of 1 or more.
    """
    given = floats(ranks)
    given = given[~np.isnan(given)]
    if (bad := (given < 1) | (given != np.floor(given)) | np.isinf(given)).any():
        raise InputError(
            "a rank that is not a whole number of 1 or more",
            where="ranking_defects",
            found=f"{int(bad.sum())} of {bad.size}",
            expected="1, 2, 3 …, NaN for an area without a rank",
            do_this="give the ranks themselves, not the values that were ranked",
        )
    times = {int(rank): int(n) for rank, n in zip(*np.unique(given, return_counts=True), strict=True)}
    used_up = {rank: range(rank + 1, rank + n) for rank, n in times.items()}
    duplicates = tuple(rank for rank, after in used_up.items() if any(other in times for other in after))
    accounted = set(times).union(*used_up.values())
    return RankDefects(duplicates, tuple(rank for rank in range(1, given.size + 1) if rank not in accounted))


def quantiles(values: ArrayLike, groups: int, *, invert: bool = False) -> Floats:
    """Quantile group, 1 to `groups`, lowest values first (highest first if `invert`); NaN for NaN or fewer values than groups.

    Raises
    ------
    InputError : fewer than two groups.

    Source
    ------
    The rule of PHEindicatormethods::phe_quantile, in whole numbers: with ties at their lowest rank r of n values,
    (k + 1) - ceil((n + 1 - r) k / n).
    """
    if groups < 2:
        raise InputError(
            "too few quantile groups",
            where="quantiles",
            found=str(groups),
            expected="2 or more",
            do_this="ask for 5 (fifths) or 10 (tenths)",
        )
    x = floats(values)
    rank = _rank_lowest_first(-x if invert else x)
    n = int((~np.isnan(x)).sum())
    if n < groups:
        return np.full(x.shape, np.nan)
    # floor division of the negative is the ceiling; whole numbers in floats are exact here
    return (groups + 1) + np.floor_divide(-(n + 1 - rank) * groups, n)


def _rank_lowest_first(x: Floats) -> NDArray[np.float64]:
    """Rank of each value, ties at their lowest; NaN for NaN."""
    held = ~np.isnan(x)
    ranks = np.full(x.shape, np.nan)
    ranks[held] = np.searchsorted(np.sort(x[held]), x[held], side="left") + 1
    return ranks
