"""Confidence limits of a Poisson count; each takes counts (n,) and returns lower and upper limits (n,)."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaincinv

from opensna.stats._checks import Floats, counts_of, tail_of, z_of

Limits = tuple[Floats, Floats]


def byar_limits(counts: ArrayLike, *, level: float = 0.95) -> Limits:
    """Byar's limits; a lower limit that would be negative, and that of zero, is NaN.

    Source
    ------
    Breslow and Day 1987, volume 2, page 69. Same as PHEindicatormethods.

    Examples
    --------
    >>> [float(limit[0].round(2)) for limit in byar_limits([65])]
    [50.16, 82.85]
    """
    x, z = counts_of(counts, where="byar_limits"), z_of(level)
    with np.errstate(divide="ignore", invalid="ignore"):
        lower = x * (1 - 1 / (9 * x) - z / (3 * np.sqrt(x))) ** 3
    upper = (x + 1) * (1 - 1 / (9 * (x + 1)) + z / (3 * np.sqrt(x + 1))) ** 3
    return np.where(lower < 0, np.nan, lower), upper


def exact_poisson_limits(counts: ArrayLike, *, level: float = 0.95) -> Limits:
    """Exact limits (chi-squared form); the lower limit of zero is zero.

    Source
    ------
    Garwood 1936; Armitage and Berry 2002.
    """
    x, tail = counts_of(counts, where="exact_poisson_limits"), tail_of(level)
    lower = np.where(x == 0, 0.0, gammaincinv(np.where(x == 0, 1.0, x), tail))
    return lower, gammaincinv(x + 1, 1 - tail)


def score_poisson_limits(counts: ArrayLike, *, level: float = 0.95) -> Limits:
    """Score limits.

    Source
    ------
    Rao 1948; Barker 2002, American Statistician 56, equation 3.
    """
    x, z = counts_of(counts, where="score_poisson_limits"), z_of(level)
    centre, half = x + z**2 / 2, z * np.sqrt(x + z**2 / 4)
    return np.maximum(centre - half, 0.0), centre + half


def jeffreys_poisson_limits(counts: ArrayLike, *, level: float = 0.95) -> Limits:
    """Jeffreys limits: quantiles of gamma(x + 1/2).

    Source
    ------
    Brown, Cai and DasGupta 2003, Statistica Sinica 13.
    """
    x, tail = counts_of(counts, where="jeffreys_poisson_limits"), tail_of(level)
    return gammaincinv(x + 0.5, tail), gammaincinv(x + 0.5, 1 - tail)


def byar_half_limits(counts: ArrayLike, *, level: float = 0.95) -> Limits:
    """The variant of Byar's limits on x + 1/2 that some packages call "byar". Kept apart: it is not `byar_limits`.

    A lower limit that would be negative is NaN.

    Source
    ------
    Rothman, Greenland and Lash 2008, Modern Epidemiology, page 134.
    """
    x, z = counts_of(counts, where="byar_half_limits") + 0.5, z_of(level)
    term = z / (3 * np.sqrt(x))
    lower = x * (1 - 1 / (9 * x) - term) ** 3
    return np.where(lower < 0, np.nan, lower), x * (1 - 1 / (9 * x) + term) ** 3
