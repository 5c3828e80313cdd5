"""How counts of violence go with an index of deprivation across areas: negative-binomial regression, with its warnings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from opensna.core.errors import InputError
from opensna.stats._checks import Floats, counts_of, floats, person_years_of, z_of
from opensna.stats.moran import moran
from opensna.stats.ranks import quantiles
from opensna.stats.regression import CountModel, negative_binomial_regression, poisson_regression

ECOLOGICAL_WARNING = (
    "This is an association between areas. It does not say that deprived people commit or suffer more violence, nor that "
    "deprivation causes it."
)
"""Goes with every result and is printed with it."""

SPATIAL_WARNING = (
    "Neighbouring areas are still alike after the index is taken into account, so these intervals are too narrow."
)
"""Goes with a result whose residuals cluster (p below 0.05)."""

FEWEST_RESIDUAL_DF = 10
"""Fewer would let a fitted value come near to a count."""


@dataclass(frozen=True)
class RateRatio:
    """Ratio of rates for one more unit of the index (or decile), with limits."""

    value: float
    ci_lower: float
    ci_upper: float


@dataclass(frozen=True)
class Association:
    """Violence against an index across areas.

    `per_sd` and `per_decile` are the rate ratios of one standard deviation and one decile more of the index.
    `poisson_dispersion` is Pearson's chi-squared over degrees of freedom of the Poisson model: above about 1.5 its intervals would
    be too narrow. `alpha`, `aic`, `residual_df` and the residuals' Moran's I are of the model per standard deviation.
    `warnings` are printed.
    """

    per_sd: RateRatio
    per_decile: RateRatio
    n: int
    residual_df: int
    poisson_dispersion: float
    alpha: float
    aic: float
    residual_moran: float
    residual_moran_p: float
    warnings: tuple[str, ...]


def associate(
    counts: ArrayLike,
    population: ArrayLike,
    index: ArrayLike,
    weights: ArrayLike,
    *,
    index_contains_crime: bool,
    level: float = 0.95,
    permutations: int = 999,
    seed: int = 0,
) -> Association:
    """Negative-binomial regression of counts on an index, with log(population) as offset, per standard deviation and per decile.

    Parameters
    ----------
    counts : (n_areas,) records, none absent.
    population : (n_areas,) above zero.
    index : (n_areas,) scores, higher = more deprived. Deciles are made of the areas given, 1 the lowest scores.
    weights : (n_areas, n_areas) neighbours, as `moran`.
    index_contains_crime : whether crime is part of the index, as it is of the Index of Multiple Deprivation as a whole. Such an
        index is refused: it would explain violence by violence.
    permutations, seed : of the residuals' Moran's I. Its p treats residuals as exchangeable, which is close with one column.

    Raises
    ------
    InputError : an index that contains crime; fewer than 10 residual degrees of freedom; an absent count or score; an index, or
        counts, without variation; weights that do not fit.
    DenominatorError : a population that is zero, negative or absent.

    Source
    ------
    Hilbe 2011, Negative Binomial Regression (NB2); Cameron and Trivedi 1998; Cliff and Ord 1981 for the residuals.

    Examples
    --------
    >>> score = np.arange(20.0)
    >>> line = np.diag(np.ones(19), 1) + np.diag(np.ones(19), -1)
    >>> counts = [31, 18, 35, 24, 40, 29, 38, 25, 47, 30, 52, 33, 49, 41, 66, 38, 70, 45, 77, 52]
    >>> found = associate(counts, [1000] * 20, score, line, index_contains_crime=False)
    >>> round(found.per_sd.value, 2), round(found.per_decile.value, 2), found.n
    (1.32, 1.11, 20)
    """
    _refuse_crime(index_contains_crime)
    y, years, score = _checked(counts, population, index)
    scaled = _with_constant((score - score.mean()) / score.std(ddof=1))
    by_sd = negative_binomial_regression(y, scaled, exposure=years)
    by_decile = negative_binomial_regression(y, _with_constant(quantiles(score, 10)), exposure=years)
    clustering = moran(by_sd.pearson_residuals, weights, permutations=permutations, seed=seed)
    is_clustered = clustering.p_permutation < 0.05
    return Association(
        _ratio(by_sd, level), _ratio(by_decile, level), y.size, by_sd.residual_df,
        poisson_regression(y, scaled, exposure=years).dispersion, by_sd.alpha, by_sd.aic, clustering.value,
        clustering.p_permutation, (ECOLOGICAL_WARNING, SPATIAL_WARNING) if is_clustered else (ECOLOGICAL_WARNING,),
    )  # fmt: skip


def _refuse_crime(index_contains_crime: bool) -> None:
    if index_contains_crime:
        raise InputError(
            "an index that contains crime cannot explain crime",
            where="associate, index_contains_crime",
            found="an index declared to contain crime",
            expected="an index, or domain of one, that counts no crime",
            do_this="use the income or employment domain, or an index rebuilt without its crime domain",
        )


def _checked(counts: ArrayLike, population: ArrayLike, index: ArrayLike) -> tuple[Floats, Floats, Floats]:
    y = counts_of(counts, where="associate")
    years, score = person_years_of(population, y, where="associate"), floats(index)
    if not y.shape == years.shape == score.shape or y.ndim != 1 or y.size - 2 < FEWEST_RESIDUAL_DF:
        raise InputError(
            "too few areas, or arrays that do not belong together",
            where="associate",
            found=f"counts {y.shape}, population {years.shape}, index {score.shape}",
            expected=f"(n,) each, n of {FEWEST_RESIDUAL_DF + 2} or more",
            do_this="use smaller areas (wards or LSOAs), one count, population and score each",
        )
    if np.isnan(y).any() or not np.isfinite(score).all() or np.ptp(quantiles(score, 10)) == 0:
        raise InputError(
            "an absent count or score, or an index that is the same everywhere",
            where="associate",
            found=f"{int(np.isnan(y).sum())} counts and {int((~np.isfinite(score)).sum())} scores absent of {y.size}",
            expected="a count and a score for each area, and scores that differ",
            do_this="leave the areas without figures out of every argument, the weights too",
        )
    return y, years, score


def _with_constant(column: Floats) -> Floats:
    return np.column_stack([np.ones(column.size), column])


def _ratio(model: CountModel, level: float) -> RateRatio:
    centre, reach = model.coefficients[1], z_of(level) * model.standard_errors[1]
    with np.errstate(over="ignore"):  # an index that two areas alone decide: the upper limit is infinite
        return RateRatio(float(np.exp(centre)), float(np.exp(centre - reach)), float(np.exp(centre + reach)))
