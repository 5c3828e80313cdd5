"""Regression of counts: Poisson, and negative binomial for counts that vary more than Poisson's."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import minimize_scalar

from opensna.core.errors import InputError
from opensna.stats._checks import Floats

if TYPE_CHECKING:
    from statsmodels.genmod.families import Family

_LOG_ALPHAS = (-14.0, 5.0)
"""Where the logarithm of alpha is looked for; at the lower end the model is Poisson's to every printed digit."""


@dataclass(frozen=True)
class CountModel:
    """A fitted log-linear model of counts.

    Coefficients and standard errors (n_columns,), Pearson's residuals (n_areas,), and measures of fit. The variance of a count
    is mean + `alpha` x mean squared; `alpha` is 0 for Poisson. `parameters` are those estimated, alpha included.
    """

    coefficients: Floats
    standard_errors: Floats
    pearson_residuals: Floats
    alpha: float
    deviance: float
    null_deviance: float
    log_likelihood: float
    parameters: int
    residual_df: int

    @property
    def pearson_chi2(self) -> float:
        """Sum of squared Pearson residuals."""
        return float((self.pearson_residuals**2).sum())

    @property
    def dispersion(self) -> float:
        """Pearson chi-squared over residual degrees of freedom: well above 1, the standard errors are too small."""
        return self.pearson_chi2 / self.residual_df

    @property
    def aic(self) -> float:
        """Akaike's information criterion."""
        return 2 * self.parameters - 2 * self.log_likelihood


def poisson_regression(counts: ArrayLike, columns: ArrayLike, *, exposure: ArrayLike | None = None) -> CountModel:
    """Poisson regression with a log link, by iteratively reweighted least squares.

    Parameters
    ----------
    counts : non-negative numbers (n_areas,).
    columns : (n_areas, n_columns), a constant among them if one is wanted.
    exposure : person-years above zero (n_areas,); its logarithm enters with coefficient 1.

    Raises
    ------
    InputError : shapes that do not match, an absent or negative value, no record at all, columns that depend on one another, or
        no more areas than columns.

    Source
    ------
    McCullagh and Nelder 1989. Violence counts are mostly over-dispersed: look at `dispersion` before the standard errors.

    Examples
    --------
    >>> model = poisson_regression([11, 19, 30], [[1], [1], [1]], exposure=[100, 200, 300])
    >>> np.exp(model.coefficients).round(2).tolist()
    [0.1]
    """
    from statsmodels.genmod.families import Poisson

    y, x, years = _checked(counts, columns, exposure, where="poisson_regression")
    return _model(_fit(y, x, years, Poisson()), alpha=0.0, parameters=x.shape[1])


def negative_binomial_regression(
    counts: ArrayLike, columns: ArrayLike, *, exposure: ArrayLike | None = None
) -> CountModel:
    """Negative-binomial regression (NB2) with a log link by maximum likelihood: alpha is searched for, the rest fitted at each.

    Arguments and errors as `poisson_regression`.

    Returns
    -------
    CountModel; alpha is 0, and the fit Poisson's, where the counts vary no more than that.

    Source
    ------
    Lawless 1987, Canadian Journal of Statistics 15. Coefficients and alpha are orthogonal, so the standard errors at the alpha
    found are those of the whole model (expected information).

    Examples
    --------
    >>> model = negative_binomial_regression([2, 19, 5, 30, 1, 12], [[1]] * 6)
    >>> np.exp(model.coefficients).round(2).tolist(), round(model.alpha, 2)
    ([11.5], 0.9)
    """
    from statsmodels.genmod.families import NegativeBinomial, Poisson

    y, x, years = _checked(counts, columns, exposure, where="negative_binomial_regression")

    def fit_at(log_alpha: float) -> Any:
        return _fit(y, x, years, NegativeBinomial(alpha=float(np.exp(log_alpha))))

    found = minimize_scalar(lambda at: -fit_at(at).llf, bounds=_LOG_ALPHAS, method="bounded", options={"xatol": 1e-5})
    poisson = _fit(y, x, years, Poisson())
    if -found.fun <= poisson.llf:
        return _model(poisson, alpha=0.0, parameters=x.shape[1] + 1)
    return _model(fit_at(found.x), alpha=float(np.exp(found.x)), parameters=x.shape[1] + 1)


def _fit(y: Floats, x: Floats, years: Floats, family: Family) -> Any:
    from statsmodels.genmod.generalized_linear_model import GLM

    with _without_warnings_of_counts_on_the_line():
        return GLM(y, x, family=family, exposure=years).fit(maxiter=200)


@contextmanager
def _without_warnings_of_counts_on_the_line() -> Iterator[None]:
    """They are no fault of a count model; where they have no finite fit, the standard errors say so."""
    from statsmodels.tools.sm_exceptions import PerfectSeparationWarning

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PerfectSeparationWarning)
        yield


def _model(fit: Any, *, alpha: float, parameters: int) -> CountModel:
    with _without_warnings_of_counts_on_the_line():
        null = float(fit.null_deviance)  # of a model of its own, fitted when asked for
    return CountModel(
        np.asarray(fit.params), np.asarray(fit.bse), np.asarray(fit.resid_pearson), alpha, float(fit.deviance), null,
        float(fit.llf), parameters, int(fit.df_resid),
    )  # fmt: skip


def _checked(
    counts: ArrayLike, columns: ArrayLike, exposure: ArrayLike | None, *, where: str
) -> tuple[Floats, Floats, Floats]:
    y, x = np.asarray(counts, float), np.asarray(columns, float)
    years = np.ones_like(y) if exposure is None else np.asarray(exposure, float)
    if x.ndim != 2 or y.shape != (x.shape[0],) or years.shape != y.shape or x.shape[0] <= x.shape[1]:
        raise InputError(
            "counts and columns do not make a table to fit",
            where=where,
            found=f"counts {y.shape}, columns {x.shape}, exposure {years.shape}",
            expected="(n,), (n, k) and (n,), with more areas than columns",
            do_this="give one row of columns and one exposure for each count",
        )
    if not (np.isfinite(x).all() and np.isfinite(y).all() and (y >= 0).all() and (years > 0).all()):
        raise InputError(
            "a value that cannot be fitted",
            where=where,
            found="an absent or negative count, an absent column value, or an exposure that is not above zero",
            do_this="leave the areas without figures out before fitting",
        )
    if not y.any() or np.linalg.matrix_rank(x / np.maximum(np.abs(x).max(axis=0), 1e-300)) < x.shape[1]:
        raise InputError(
            "nothing to fit",
            where=where,
            found=f"{y.sum():g} records, {x.shape[1]} columns",
            expected="at least one record, and columns that cannot be made of one another",
            do_this="take more years or areas, and leave out a column that repeats others",
        )
    return y, x, years
