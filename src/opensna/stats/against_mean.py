"""A rate against the plain mean of other areas' rates, as most similar forces are compared."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from opensna.core.errors import InputError
from opensna.stats._checks import counts_of, person_years_of, require_one_shape, z_of
from opensna.stats.rates import RateArrays


def ratio_to_mean(
    counts: ArrayLike, person_years: ArrayLike, mean: ArrayLike, mean_variance: ArrayLike, *, level: float = 0.95
) -> RateArrays:
    """Ratio of each rate to a mean of rates that does not contain it, or nearly not (n_areas,).

    Parameters
    ----------
    counts, person_years : (n_areas,) of the areas compared.
    mean : (n_areas,) the plain mean of k other rates, in records per person-year, above zero.
    mean_variance : (n_areas,) its variance: sum of x / n^2 of the k areas, over k^2.

    Returns
    -------
    RateArrays (n_areas,), unitless. A count of zero gives a ratio and lower limit of 0, and half a record's upper limit.

    Raises
    ------
    DenominatorError, InputError : as `rates.rate_with_interval`.

    Source
    ------
    Log-Wald limits with the variance of a ratio of independent estimates (delta method): 1 / x + var(mean) / mean^2.

    Examples
    --------
    >>> ratio_to_mean([120], [10_000], [0.01], [1e-7]).row(0, digits=2)
    (1.2, 0.99, 1.45)
    """
    x = counts_of(counts, where="ratio_to_mean")
    n = person_years_of(person_years, x, where="ratio_to_mean")
    m, v = (np.asarray(part, dtype=np.float64) for part in (mean, mean_variance))
    require_one_shape(x, n, m, v, where="ratio_to_mean")
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(m > 0, x / n / m, np.nan)
        seen = np.maximum(x, 0.5)
        reach = np.exp(z_of(level) * np.sqrt(1 / seen + v / m**2))
        upper = np.where(m > 0, seen / n / m * reach, np.nan)
        lower = np.where(x == 0, 0.0, ratio / reach)
    absent = np.isnan(ratio)
    return RateArrays(
        ratio, np.where(absent, np.nan, lower), np.where(absent, np.nan, upper), np.where(absent, "", "log_wald")
    )


def mean_of_rates(counts: ArrayLike, person_years: ArrayLike, *, per: float = 1, level: float = 0.95) -> RateArrays:
    """Plain mean of the rates of k areas, each weighing the same however many live there (1,).

    Parameters
    ----------
    counts, person_years : (k,) of the areas, k of one or more.

    Returns
    -------
    RateArrays (1,), in records per `per` person-years, with a symmetrical interval whose lower limit is not below zero. It says how
    far the mean may be off because the counts vary, and nothing of how the areas differ.

    Raises
    ------
    DenominatorError, InputError : as `rates.rate_with_interval`; InputError where there is no area.

    Source
    ------
    Mean of independent Poisson rates: variance = sum(x / n^2) / k^2; normal limits.

    Examples
    --------
    >>> mean_of_rates([100, 400], [10_000, 20_000], per=1000).row(0, digits=2)
    (15.0, 13.61, 16.39)
    """
    x = counts_of(counts, where="mean_of_rates")
    n = person_years_of(person_years, x, where="mean_of_rates")
    require_one_shape(x, n, where="mean_of_rates")
    if not x.size:
        raise InputError(
            "a mean of no rates", where="mean_of_rates", do_this="leave out a comparator without a shown area"
        )
    value = float(np.mean(x / n))
    reach = z_of(level) * float(np.sqrt(np.sum(x / n**2))) / x.size
    limits = (value, max(value - reach, 0.0), value + reach)
    made, lower, upper = (np.array([limit * per]) for limit in limits)
    return RateArrays(made, lower, upper, np.array(["normal"], dtype=object))
