"""Ordinary least squares with the diagnostics that say whether to believe it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc, fdtrc, stdtr

from opensna.core.errors import InputError
from opensna.stats._checks import Floats


@dataclass(frozen=True)
class Diagnostic:
    """A test statistic with its degrees of freedom and p-value."""

    statistic: float
    df: int
    p_value: float


@dataclass(frozen=True)
class LinearModel:
    """A fitted linear model, constant first: coefficients, standard errors, t and p (n_columns + 1,), and residuals (n_areas,).

    `schwarz` is the Schwarz (Bayesian) criterion. `f`: all coefficients but the constant are zero. `jarque_bera`: residuals are
    normal. `breusch_pagan`, `breusch_pagan_squares` and `white`: their variance does not depend on the columns, on the squared
    columns (what spreg prints under the same name), on columns, squares and products. `condition`: above 30, columns are too alike
    to tell their effects apart.
    """

    coefficients: Floats
    standard_errors: Floats
    t: Floats
    p_values: Floats
    residuals: Floats
    r2: float
    adjusted_r2: float
    log_likelihood: float
    aic: float
    schwarz: float
    f: Diagnostic
    jarque_bera: Diagnostic
    breusch_pagan: Diagnostic
    breusch_pagan_squares: Diagnostic
    white: Diagnostic
    condition: float


def linear_regression(values: ArrayLike, columns: ArrayLike) -> LinearModel:
    """Ordinary least squares of values on columns and a constant.

    Parameters
    ----------
    values : (n_areas,) finite.
    columns : (n_areas, n_columns), without a constant: one is added.

    Raises
    ------
    InputError : shapes that do not match, an absent value, no more areas than coefficients, columns that depend on one another, or
        values that the columns fit without a residual.

    Source
    ------
    Greene 2003, Econometric Analysis; Jarque and Bera 1980; Breusch and Pagan 1979 (normal errors); White 1980 with products;
    condition number after Belsley, Kuh and Welsch 1980. For counts use `regression` or `association`.

    Examples
    --------
    >>> model = linear_regression([1.0, 2.1, 2.9, 4.2, 4.8], [[1], [2], [3], [4], [5]])
    >>> model.coefficients.round(2).tolist(), round(model.r2, 3)
    ([0.09, 0.97], 0.99)
    """
    y, x = _checked(values, columns)
    n, k = x.shape
    inverse = np.linalg.inv(x.T @ x)
    b = inverse @ (x.T @ y)
    e = y - x @ b
    rss, tss = float(e @ e), float(((y - y.mean()) ** 2).sum())
    errors = np.sqrt(np.diag(inverse) * rss / (n - k))
    r2, likelihood = 1 - rss / tss, -n / 2 * (np.log(2 * np.pi * rss / n) + 1)
    f = (r2 / (k - 1)) / ((1 - r2) / (n - k))
    return LinearModel(
        b, errors, b / errors, 2 * stdtr(n - k, -np.abs(b / errors)), e,
        r2=r2, adjusted_r2=1 - (1 - r2) * (n - 1) / (n - k), log_likelihood=float(likelihood),
        aic=float(2 * k - 2 * likelihood), schwarz=float(k * np.log(n) - 2 * likelihood),
        f=Diagnostic(float(f), k - 1, float(fdtrc(k - 1, n - k, f))),
        jarque_bera=_jarque_bera(e), breusch_pagan=_breusch_pagan(e, x), breusch_pagan_squares=_breusch_pagan(e, x**2),
        white=_white(e, x), condition=_condition(x),
    )  # fmt: skip


def _jarque_bera(e: Floats) -> Diagnostic:
    m2 = float((e**2).mean())
    skew, kurtosis = float((e**3).mean()) / m2**1.5, float((e**4).mean()) / m2**2
    return _chi2(e.size / 6 * (skew**2 + (kurtosis - 3) ** 2 / 4), 2)


def _breusch_pagan(e: Floats, x: Floats) -> Diagnostic:
    """Half the explained sum of squares of the scaled squared residuals on the columns."""
    g = e**2 / (e**2).mean() - 1
    fitted = x @ np.linalg.lstsq(x, g)[0]
    return _chi2(float(fitted @ fitted) / 2, x.shape[1] - 1)


def _white(e: Floats, x: Floats) -> Diagnostic:
    """Sample size times R2 of the squared residuals on the columns, their squares and products, each counted once."""
    k = x.shape[1]
    products = np.column_stack([x[:, i] * x[:, j] for i in range(k) for j in range(i, k)])
    rank = int(np.linalg.matrix_rank(products / np.abs(products).max(axis=0)))
    squared = e**2
    fitted = products @ np.linalg.lstsq(products, squared)[0]
    r2 = 1 - float(((squared - fitted) ** 2).sum() / ((squared - squared.mean()) ** 2).sum())
    return _chi2(e.size * r2, rank - 1)


def _condition(x: Floats) -> float:
    singular = np.linalg.svd(x / np.sqrt((x**2).sum(axis=0)), compute_uv=False)
    return float(singular[0] / singular[-1])


def _chi2(statistic: float, df: int) -> Diagnostic:
    return Diagnostic(statistic, df, float(chdtrc(df, statistic)))


def _checked(values: ArrayLike, columns: ArrayLike) -> tuple[Floats, Floats]:
    """The values, and the columns with a constant before them."""
    y, given = np.asarray(values, dtype=np.float64), np.asarray(columns, dtype=np.float64)
    if given.ndim != 2 or y.shape != given.shape[:1] or y.size <= given.shape[1] + 1 or not given.shape[1]:
        raise InputError(
            "values and columns do not make a table to fit",
            where="linear_regression",
            found=f"values {y.shape}, columns {given.shape}",
            expected="(n,) and (n, k), with more areas than coefficients",
            do_this="give one row of columns for each value, without the constant",
        )
    if not (np.isfinite(y).all() and np.isfinite(given).all()):
        raise InputError(
            "a value that cannot be fitted",
            where="linear_regression",
            found="an absent or infinite value",
            do_this="leave the areas without figures out before fitting",
        )
    x = np.column_stack([np.ones(y.size), given])
    if np.linalg.matrix_rank(x / np.maximum(np.abs(x).max(axis=0), 1e-300)) < x.shape[1] or _is_exact(y, x):
        raise InputError(
            "columns that cannot be told apart, or that leave nothing to explain",
            where="linear_regression",
            found="a column that the others and the constant make up, or values without a residual",
            do_this="leave out the column that repeats another",
        )
    return y, x


def _is_exact(y: Floats, x: Floats) -> bool:
    residual = y - x @ np.linalg.lstsq(x, y)[0]
    return bool(np.sum(residual**2) <= 1e-20 * max(float(np.sum(y**2)), 1e-300))
