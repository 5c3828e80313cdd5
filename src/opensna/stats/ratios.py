"""Ratios of two rates by three methods, and low counts pooled over years."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betainc

from opensna.core.errors import InputError
from opensna.stats._checks import Floats, counts_of, person_years_of, require_one_shape, z_of
from opensna.stats.comparisons import verdict
from opensna.stats.rates import RateArrays, rate_ratio_exact, wilson_interval

Method = Literal["exact", "score", "log_wald"]

TOO_WIDE = 2.0
"""An interval that leaves open both no difference and a doubling or halving comes from too few records to tell."""


def rate_ratio(
    x1: ArrayLike, t1: ArrayLike, x0: ArrayLike, t0: ArrayLike, *, method: Method = "exact", level: float = 0.95
) -> RateArrays:
    """Ratio of two Poisson rates, the first over the second, with limits.

    Parameters
    ----------
    x1, x0 : non-negative counts (n,) that do not overlap; NaN gives NaN.
    t1, t0 : their person-years, above zero.
    method : "exact" (conditional, never too narrow); "score" (close to the stated level at small counts, shorter than exact);
        "log_wald" (large counts only).

    Returns
    -------
    RateArrays (n,), unitless. With x0 = 0 the ratio is NaN and the upper limit infinite; log-Wald limits are NaN wherever
    either count is zero.

    Raises
    ------
    DenominatorError : person-years that are zero, negative or absent.
    InputError : a negative count, arrays of different lengths, or another method.

    Source
    ------
    Exact: Clopper and Pearson 1934 on x1 given x1 + x0. Score: Wilson 1927 on the same share, which is the unconditional score
    interval of the ratio (Graham, Mayson and McGuire 2003). Log-Wald: Rothman, Greenland and Lash 2008.

    Examples
    --------
    >>> rate_ratio([11], [800], [21], [3011]).row(0)
    (1.97, 0.86, 4.28)
    >>> rate_ratio([11], [800], [21], [3011], method="score").row(0)
    (1.97, 0.97, 4.03)
    """
    ratio, low, high = rate_ratio_exact(x1, t1, x0, t0, level=level)
    if method == "score":
        low, high = _score_limits(x1, t1, x0, t0, level=level)
    elif method == "log_wald":
        a, b = counts_of(x1, where="rate_ratio"), counts_of(x0, where="rate_ratio")
        with np.errstate(divide="ignore", invalid="ignore"):
            reach = np.exp(z_of(level) * np.sqrt(1 / a + 1 / b))
            low, high = (np.where((a > 0) & (b > 0), part, np.nan) for part in (ratio / reach, ratio * reach))
    elif method != "exact":
        raise InputError(
            "no such method for the limits of a ratio",
            where="rate_ratio",
            found=repr(method),
            expected="exact, score or log_wald",
            do_this="use exact unless you have a reason",
        )
    return RateArrays(ratio, low, high, np.where(np.isnan(low), "", method))


def exact_p_value(x1: ArrayLike, t1: ArrayLike, x0: ArrayLike, t0: ArrayLike) -> Floats:
    """Chance of records split this unevenly or more if the two rates are equal (n,): twice the smaller tail, at most 1.

    Arguments and errors as `rate_ratio`. It agrees with the exact limits: below 0.05 exactly where they exclude 1. (The test
    that adds up all less likely splits may not.)

    Source
    ------
    Przyborowski and Wilenski 1940; the binomial tail of x1 given x1 + x0.

    Examples
    --------
    >>> exact_p_value([11], [800], [21], [3011]).round(4).tolist()
    [0.112]
    """
    a, b = counts_of(x1, where="exact_p_value"), counts_of(x0, where="exact_p_value")
    m, n = person_years_of(t1, a, where="exact_p_value"), person_years_of(t0, b, where="exact_p_value")
    require_one_shape(a, m, b, n, where="exact_p_value")
    share = m / (m + n)
    at_least = np.where(a == 0, 1.0, betainc(np.where(a == 0, 1.0, a), b + 1, share))
    at_most = np.where(b == 0, 1.0, betainc(np.where(b == 0, 1.0, b), a + 1, 1 - share))
    return np.where(np.isnan(a) | np.isnan(b), np.nan, np.minimum(1.0, 2 * np.minimum(at_least, at_most)))


@dataclass(frozen=True)
class PooledComparison:
    """Ratio of two rates pooled over years, with exact limits and p-value (n_areas,).

    `records` and `base_records` are the pooled counts. `verdict` is "higher", "lower", "similar", "cannot tell" or "" (absent).
    `is_too_few`: it is "cannot tell" and the interval reaches a doubling or a halving, so the words are "too few to tell".
    """

    ratio: RateArrays
    p_value: Floats
    records: Floats
    base_records: Floats
    verdict: NDArray[np.str_]
    is_too_few: NDArray[np.bool_]


def compare_pooled(
    counts: ArrayLike,
    person_years: ArrayLike,
    base_counts: ArrayLike,
    base_person_years: ArrayLike,
    *,
    level: float = 0.95,
) -> PooledComparison:
    """Exact comparison of two rates of a rare event, each pooled over its years.

    Parameters
    ----------
    counts : (n_areas, n_years) records, or (n_years,) for one area; an absent year leaves the area without a verdict.
    person_years : the same shape, or a single number for each year of every area.
    base_counts, base_person_years : what it is compared with, (n_areas, m_years) or (m_years,): the same area in earlier years,
        or other areas. The records must not overlap: take an area out of its city first.

    Returns
    -------
    PooledComparison (n_areas,). Years are added, so a rate that moves within either pool is averaged.

    Raises
    ------
    DenominatorError, InputError : as `rate_ratio`.

    Source
    ------
    `rate_ratio_exact` of the sums: a sum of independent Poisson counts is one.

    Examples
    --------
    >>> found = compare_pooled([[2, 3, 1]], [[100_000] * 3], [[1, 2, 1]], [[100_000] * 3])   # 6 homicides after 4
    >>> found.ratio.row(0), str(found.verdict[0]), bool(found.is_too_few[0])
    ((1.5, 0.36, 7.23), 'cannot tell', True)
    """
    (a, m), (b, n) = (_pooled(x, t) for x, t in ((counts, person_years), (base_counts, base_person_years)))
    ratio = rate_ratio(a, m, b, n, level=level)
    words = verdict(ratio.ci_lower, ratio.ci_upper)
    is_wide = (ratio.ci_upper >= TOO_WIDE) | (ratio.ci_lower <= 1 / TOO_WIDE)
    shape = words.shape
    return PooledComparison(
        ratio, exact_p_value(a, m, b, n), np.broadcast_to(a, shape).copy(), np.broadcast_to(b, shape).copy(),
        words, (words == "cannot tell") & is_wide,
    )  # fmt: skip


def _pooled(counts: ArrayLike, person_years: ArrayLike) -> tuple[Floats, Floats]:
    x = np.atleast_2d(counts_of(counts, where="compare_pooled"))
    years = np.broadcast_to(person_years_of(person_years, x, where="compare_pooled"), x.shape)
    return x.sum(axis=-1), years.sum(axis=-1)


def _score_limits(x1: ArrayLike, t1: ArrayLike, x0: ArrayLike, t0: ArrayLike, *, level: float) -> tuple[Floats, Floats]:
    a, b = counts_of(x1, where="rate_ratio"), counts_of(x0, where="rate_ratio")
    odds = person_years_of(t0, b, where="rate_ratio") / person_years_of(t1, a, where="rate_ratio")
    a, b = np.broadcast_arrays(a, b)
    low, high = wilson_interval(a, a + b, level=level)
    is_none = a + b == 0
    low, high = np.where(is_none, 0.0, low), np.where(is_none, 1.0, high)
    with np.errstate(divide="ignore"):
        return low / (1 - low) * odds, high / (1 - high) * odds
