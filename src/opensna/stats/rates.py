"""Counts, rates and shares with confidence limits: arrays in, arrays out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaincinv, gammaincinv, ndtri

from opensna.core.errors import DenominatorError

Floats = NDArray[np.float64]
SMALL_COUNT = 10
"""Below it, rates use exact Poisson limits; from it on, Byar's."""


@dataclass(frozen=True)
class RateArrays:
    """Values with limits, all of one shape; `method` names how each row's limits were made."""

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


def _floats(values: ArrayLike) -> Floats:
    return np.atleast_1d(np.asarray(values, dtype=np.float64))


def _z(level: float) -> float:
    return float(ndtri(0.5 + level / 2))


def byar_limits(counts: ArrayLike, *, level: float = 0.95) -> tuple[Floats, Floats]:
    """Byar's limits of a Poisson count; a lower limit that would be negative is NaN.

    Parameters
    ----------
    counts : non-negative numbers (n,). level : 0.90 to 0.999.

    Source
    ------
    Breslow and Day 1987, volume 2, page 69. Same as PHEindicatormethods.
    """
    x, z = _floats(counts), _z(level)
    with np.errstate(divide="ignore", invalid="ignore"):
        lower = x * (1 - 1 / (9 * x) - z / (3 * np.sqrt(x))) ** 3
    upper = (x + 1) * (1 - 1 / (9 * (x + 1)) + z / (3 * np.sqrt(x + 1))) ** 3
    return np.where(lower < 0, np.nan, lower), upper


def exact_poisson_limits(counts: ArrayLike, *, level: float = 0.95) -> tuple[Floats, Floats]:
    """Exact limits of a Poisson count (chi-squared form); the lower limit of zero is zero.

    Source
    ------
    Garwood 1936; Armitage and Berry 2002.
    """
    x, tail = _floats(counts), (1 - level) / 2
    lower = np.where(x > 0, gammaincinv(np.where(x > 0, x, 1), tail), 0.0)
    return np.where(np.isnan(x), np.nan, lower), gammaincinv(x + 1, 1 - tail)


def score_poisson_limits(counts: ArrayLike, *, level: float = 0.95) -> tuple[Floats, Floats]:
    """Score limits of a Poisson count.

    Source
    ------
    Rao 1948; Barker 2002, American Statistician 56, equation 3.
    """
    x, z = _floats(counts), _z(level)
    centre, half = x + z**2 / 2, z * np.sqrt(x + z**2 / 4)
    return centre - half, centre + half


def jeffreys_poisson_limits(counts: ArrayLike, *, level: float = 0.95) -> tuple[Floats, Floats]:
    """Jeffreys limits of a Poisson count: quantiles of gamma(x + 1/2).

    Source
    ------
    Brown, Cai and DasGupta 2003, Statistica Sinica 13.
    """
    x, tail = _floats(counts), (1 - level) / 2
    return gammaincinv(x + 0.5, tail), gammaincinv(x + 0.5, 1 - tail)


def byar_half_limits(counts: ArrayLike, *, level: float = 0.95) -> tuple[Floats, Floats]:
    """The variant of Byar's limits on x + 1/2 that some packages call "byar". Kept apart: it is not `byar_limits`.

    Source
    ------
    Rothman, Greenland and Lash 2008, Modern Epidemiology, page 134.
    """
    x, z = _floats(counts) + 0.5, _z(level)
    term = z / 3 * np.sqrt(1 / x)
    return x * (1 - 1 / (9 * x) - term) ** 3, x * (1 - 1 / (9 * x) + term) ** 3


def _require_positive(person_years: Floats, counts: Floats) -> None:
    bad = ~(np.broadcast_to(person_years, np.broadcast_shapes(person_years.shape, counts.shape)) > 0)
    if bad.any():
        raise DenominatorError(
            "a denominator that is zero, negative or absent",
            where="rate_with_interval",
            found=f"{int(bad.sum())} of {bad.size}",
            expected="person-years above zero",
            do_this="leave areas without residents out, or mark them [x], before asking for a rate",
        )


def rate_with_interval(counts: ArrayLike, person_years: ArrayLike, *, per: int = 100_000, level: float = 0.95) -> RateArrays:
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

    Source
    ------
    Breslow and Day 1987; Armitage and Berry 2002. Same rule as PHEindicatormethods::phe_rate.

    Examples
    --------
    >>> rate_with_interval([65], [312_000]).row(0, digits=2)   # value, lower, upper
    (20.83, 16.08, 26.55)
    """
    x, years = _floats(counts), _floats(person_years)
    _require_positive(years, x)
    is_small = x < SMALL_COUNT
    (exact_low, exact_high), (byar_low, byar_high) = exact_poisson_limits(x, level=level), byar_limits(x, level=level)
    return RateArrays(
        x / years * per,
        np.where(is_small, exact_low, byar_low) / years * per,
        np.where(is_small, exact_high, byar_high) / years * per,
        np.where(is_small, "exact", "byar"),
    )


def wilson_interval(records: ArrayLike, total: ArrayLike, *, level: float = 0.95) -> tuple[Floats, Floats]:
    """Wilson's score limits of a share, 0 to 1; NaN where the total is zero or absent.

    Source
    ------
    Wilson 1927; Newcombe 1998.
    """
    x, n, z = _floats(records), _floats(total), _z(level)
    with np.errstate(divide="ignore", invalid="ignore"):
        half = z * np.sqrt(z**2 + 4 * x * (1 - x / n))
        scale = 2 * (n + z**2)
        lower, upper = (2 * x + z**2 - half) / scale, (2 * x + z**2 + half) / scale
    return np.where(n > 0, np.maximum(lower, 0), np.nan), np.where(n > 0, np.minimum(upper, 1), np.nan)


def share_with_interval(records: ArrayLike, total: ArrayLike, *, level: float = 0.95) -> RateArrays:
    """Share (0 to 1) with Wilson's limits; NaN where the total is zero or absent."""
    x, n = _floats(records), _floats(total)
    lower, upper = wilson_interval(x, n, level=level)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.where(n > 0, x / n, np.nan)
    return RateArrays(value, lower, upper, np.full(value.shape, "wilson"))


def rate_ratio_exact(
    x1: ArrayLike, t1: ArrayLike, x0: ArrayLike, t0: ArrayLike, *, level: float = 0.95
) -> tuple[Floats, Floats, Floats]:
    """Ratio of two Poisson rates with conditional exact limits.

    Parameters
    ----------
    x1, x0 : non-negative counts (n,). t1, t0 : their person-years, above zero (DenominatorError otherwise).

    Returns
    -------
    ratio, lower, upper (n,). With x0 = 0 the ratio is NaN and the upper limit infinite; with both 0 all that is known is NaN.

    Source
    ------
    Clopper-Pearson limits of x1 given x1 + x0 (Lehmann and Romano 2005); the same as R's poisson.test.
    """
    a, b, m, n = _floats(x1), _floats(x0), _floats(t1), _floats(t0)
    _require_positive(m, a)
    _require_positive(n, b)
    tail = (1 - level) / 2
    low_p = np.where(a > 0, betaincinv(np.maximum(a, 1e-9), b + 1, tail), 0.0)
    high_p = np.where(b > 0, betaincinv(a + 1, np.maximum(b, 1e-9), 1 - tail), 1.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(b > 0, (a / m) / (b / n), np.nan)
        lower, upper = low_p / (1 - low_p) * n / m, high_p / (1 - high_p) * n / m
    unknown = np.isnan(a) | np.isnan(b) | ((a == 0) & (b == 0))
    return ratio, np.where(unknown, np.nan, lower), np.where(unknown, np.nan, upper)
