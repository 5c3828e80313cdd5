"""Ranks, and whether a column of ranks is one; quantile groups."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import rankdata


def competition_rank(values: ArrayLike) -> NDArray[np.float64]:
    """Rank, highest first, ties sharing the best ("1224"); NaN has none (n,)."""
    x = np.atleast_1d(np.asarray(values, float))
    ranks = np.full(x.shape, np.nan)
    held = ~np.isnan(x)
    ranks[held] = rankdata(-x[held], method="min")
    return ranks


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
    """Check a column of ranks. A tie of k areas at rank r must be followed by rank r + k.

    `duplicates` are ranks shared although the rank after them is also taken; `missing` are ranks, from 1 to the number of
    areas, that nobody has although no tie accounts for it.
    """
    given = np.asarray(ranks, int)
    held, times = np.unique(given, return_counts=True)
    tied_over = {int(r) + k for r, n in zip(held, times, strict=True) for k in range(1, int(n))}
    duplicates = tuple(
        int(r) for r, n in zip(held, times, strict=True) if any(int(r) + k in set(held.tolist()) for k in range(1, int(n)))
    )
    missing = tuple(r for r in range(1, given.size + 1) if r not in set(held.tolist()) and r not in tied_over)
    return RankDefects(duplicates, missing)


def quantiles(values: ArrayLike, groups: int, *, invert: bool = False) -> NDArray[np.float64]:
    """Quantile group, 1 to `groups`, lowest values first (highest first if `invert`); NaN for NaN or fewer values than groups.

    Source
    ------
    PHEindicatormethods::phe_quantile: rank with ties at their lowest; floor((k+1) - ceil(((n+1) - rank) / (n/k))), 0 becoming 1.
    """
    x = np.atleast_1d(np.asarray(values, float))
    held = ~np.isnan(x)
    n, result = int(held.sum()), np.full(x.shape, np.nan)
    if n < groups:
        return result
    rank = rankdata(-x[held] if invert else x[held], method="min")
    result[held] = np.maximum(np.floor((groups + 1) - np.ceil(((n + 1) - rank) / (n / groups))), 1)
    return result
