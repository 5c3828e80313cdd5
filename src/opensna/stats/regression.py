"""Regression of counts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from opensna.core.errors import InputError
from opensna.stats._checks import Floats


@dataclass(frozen=True)
class CountModel:
    """A fitted log-linear model of counts: coefficients and standard errors (n_columns,), and measures of fit."""

    coefficients: Floats
    standard_errors: Floats
    deviance: float
    null_deviance: float
    log_likelihood: float
    pearson_chi2: float
    residual_df: int

    @property
    def dispersion(self) -> float:
        """Pearson chi-squared over residual degrees of freedom: well above 1, the standard errors are too small."""
        return self.pearson_chi2 / self.residual_df

    @property
    def aic(self) -> float:
        """Akaike's information criterion."""
        return 2 * len(self.coefficients) - 2 * self.log_likelihood


def poisson_regression(counts: ArrayLike, columns: ArrayLike, *, exposure: ArrayLike | None = None) -> CountModel:
    """Poisson regression with a log link, by iteratively reweighted least squares.

    Parameters
    ----------
    counts : non-negative numbers (n_areas,).
    columns : (n_areas, n_columns), a constant among them if one is wanted.
    exposure : person-years above zero (n_areas,); its logarithm enters with coefficient 1.

    Raises
    ------
    InputError : shapes that do not match, an absent or negative value, or no more areas than columns.

    Source
    ------
    McCullagh and Nelder 1989. Violence counts are mostly over-dispersed: look at `dispersion` before the standard errors.
    """
    from statsmodels.genmod.families import Poisson
    from statsmodels.genmod.generalized_linear_model import GLM

    y, x = np.asarray(counts, float), np.asarray(columns, float)
    years = np.ones_like(y) if exposure is None else np.asarray(exposure, float)
    if x.ndim != 2 or y.shape != (x.shape[0],) or years.shape != y.shape or x.shape[0] <= x.shape[1]:
        raise InputError(
            "counts and columns do not make a table to fit",
            where="poisson_regression",
            found=f"counts {y.shape}, columns {x.shape}, exposure {years.shape}",
            expected="(n,), (n, k) and (n,), with more areas than columns",
            do_this="give one row of columns and one exposure for each count",
        )
    if not (np.isfinite(x).all() and np.isfinite(y).all() and (y >= 0).all() and (years > 0).all()):
        raise InputError(
            "a value that cannot be fitted",
            where="poisson_regression",
            found="an absent or negative count, an absent column value, or an exposure that is not above zero",
            do_this="leave the areas without figures out before fitting",
        )
    fit = GLM(y, x, family=Poisson(), exposure=years).fit()
    return CountModel(
        np.asarray(fit.params), np.asarray(fit.bse), float(fit.deviance), float(fit.null_deviance), float(fit.llf),
        float(fit.pearson_chi2), int(fit.df_resid),
    )  # fmt: skip
