"""Rates, shares and ratios of rates with confidence limits: arrays in, arrays out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaincinv

from opensna.stats._checks import Floats, counts_of, part_and_whole, person_years_of, require_one_shape, tail_of, z_of
from opensna.stats.poisson import (
    byar_half_limits,
    byar_limits,
    exact_poisson_limits,
    jeffreys_poisson_limits,
    score_poisson_limits,
)

__all__ = [
    "SMALL_COUNT",
    "Floats",
    "RateArrays",
    "byar_half_limits",
    "byar_limits",
    "exact_poisson_limits",
    "jeffreys_poisson_limits",
    "rate_ratio_exact",
    "rate_with_interval",
    "score_poisson_limits",
    "share_with_interval",
    "small_or_byar_limits",
    "wilson_interval",
]

SMALL_COUNT = 10
"""Below it, rates use exact Poisson limits; from it on, Byar's."""


@dataclass(frozen=True)
class RateArrays:
    """Values with limits, all of one shape; `method` names how each row's limits were made, "" where there is none."""

    value: Floats
    ci_lower: Floats
    ci_upper: Floats
    method: NDArray[np.str_]

    def row(self, i: int, *, digits: int = 2) -> tuple[float, float, float]:
        """Value, lower and upper limit of one row, rounded."""
        return (
            round(float(self.value[i]), digits),
            round(float(self.ci_lower[i]), digits),
            round(float(self.ci_upper[i]), digits),
        )


def rate_with_interval(
    counts: ArrayLike, person_years: ArrayLike, *, per: float = 100_000, level: float = 0.95
) -> RateArrays:
    """Crude rate with confidence limits: Byar's for counts of 10 or more, exact Poisson below.

    Parameters
    ----------
    counts : non-negative numbers (n_areas,), of one kind of record, as disclosed; bounds are the caller's. NaN gives NaN.
    person_years : (n_areas,) mid-year population times years in the period.

    Returns
    -------
    RateArrays (n_areas,): value, ci_lower, ci_upper, in records per `per` person-years.

    Raises
    ------
    DenominatorError : an entry of person_years is zero, negative or absent.
    InputError : a negative count, arrays of different lengths, or a level that is not between 0 and 1.

    Source
    ------
    Breslow and Day 1987; Armitage and Berry 2002. Same rule as PHEindicatormethods::phe_rate.

    Examples
    --------
    >>> rate_with_interval([65], [312_000]).row(0, digits=2)   # value, lower, upper
    (20.83, 16.08, 26.55)
    """
    x = counts_of(counts, where="rate_with_interval")
    years = person_years_of(person_years, x, where="rate_with_interval")
    (low, high), method = small_or_byar_limits(x, level=level)
    value = x / years * per
    return RateArrays(value, low / years * per, high / years * per, np.broadcast_to(method, value.shape).copy())


def small_or_byar_limits(counts: ArrayLike, *, level: float = 0.95) -> tuple[tuple[Floats, Floats], NDArray[np.str_]]:
    """The limits of a count that rates use, exact Poisson below 10 and Byar's from 10, and which it was ("" if absent) (n,)."""
    x = counts_of(counts, where="small_or_byar_limits")
    is_small = x < SMALL_COUNT
    (exact_low, exact_high), (byar_low, byar_high) = exact_poisson_limits(x, level=level), byar_limits(x, level=level)
    method = np.select([np.isnan(x), is_small], ["", "exact"], "byar")
    return (np.where(is_small, exact_low, byar_low), np.where(is_small, exact_high, byar_high)), method


def wilson_interval(records: ArrayLike, total: ArrayLike, *, level: float = 0.95) -> tuple[Floats, Floats]:
    """Wilson's score limits of a share, 0 to 1; NaN where a number is absent or the total is zero.

    Parameters
    ----------
    records : (n,) numbers from zero to the total, whole or (weighted) not.
    total : (n,) numbers of records that could have been counted.

    Raises
    ------
    InputError : a negative number, more records than the total, or arrays of different lengths.

    Source
    ------
    Wilson 1927; Newcombe 1998.
    """
    x, n = part_and_whole(records, total, where="wilson_interval")
    z = z_of(level)
    with np.errstate(divide="ignore", invalid="ignore"):
        half = z * np.sqrt(z**2 + 4 * x * (1 - x / n))
        scale = 2 * (n + z**2)
        lower, upper = (2 * x + z**2 - half) / scale, (2 * x + z**2 + half) / scale
    # What rounding error leaves of exactly none and exactly all.
    lower, upper = np.where(x == 0, 0.0, np.maximum(lower, 0.0)), np.where(x == n, 1.0, np.minimum(upper, 1.0))
    is_known = (n > 0) & ~np.isnan(x)
    return np.where(is_known, lower, np.nan), np.where(is_known, upper, np.nan)


def share_with_interval(records: ArrayLike, total: ArrayLike, *, level: float = 0.95) -> RateArrays:
    """Share (0 to 1) with Wilson's limits; NaN where a number is absent or the total is zero. Arguments as `wilson_interval`."""
    x, n = part_and_whole(records, total, where="share_with_interval")
    lower, upper = wilson_interval(x, n, level=level)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.where(n > 0, x / n, np.nan)
    return RateArrays(value, lower, upper, np.where(np.isnan(value), "", "wilson"))


def rate_ratio_exact(
    x1: ArrayLike, t1: ArrayLike, x0: ArrayLike, t0: ArrayLike, *, level: float = 0.95
) -> tuple[Floats, Floats, Floats]:
    """Ratio of two Poisson rates, the first over the second, with conditional exact limits.

    Parameters
    ----------
    x1, x0 : non-negative counts (n,); NaN gives NaN. They must not overlap: take an area out of the total it is compared with.
    t1, t0 : their person-years, above zero (DenominatorError otherwise).

    Returns
    -------
    ratio, lower, upper (n,). With x0 = 0 the ratio is NaN and the upper limit infinite: there is no base to divide by.

    Source
    ------
    Clopper-Pearson limits of x1 given x1 + x0 (Lehmann and Romano 2005); the same as R's poisson.test.
    """
    a, b = counts_of(x1, where="rate_ratio_exact"), counts_of(x0, where="rate_ratio_exact")
    m, n = person_years_of(t1, a, where="rate_ratio_exact"), person_years_of(t0, b, where="rate_ratio_exact")
    require_one_shape(a, m, b, n, where="rate_ratio_exact")
    tail, odds = tail_of(level), n / m
    low_p = np.where(a == 0, 0.0, betaincinv(np.where(a == 0, 1.0, a), b + 1, tail))
    high_p = np.where(b == 0, 1.0, betaincinv(a + 1, np.where(b == 0, 1.0, b), 1 - tail))
    is_unknown = np.isnan(a) | np.isnan(b)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(b > 0, (a / m) / (b / n), np.nan)
        lower, upper = low_p / (1 - low_p) * odds, high_p / (1 - high_p) * odds
    return ratio, np.where(is_unknown, np.nan, lower), np.where(is_unknown, np.nan, upper)
