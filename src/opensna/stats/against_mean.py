"""A rate against the plain mean of other areas' rates, as most similar forces are compared."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

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
