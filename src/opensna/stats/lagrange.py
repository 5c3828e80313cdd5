"""Whether a linear regression over areas needs a spatial lag or a spatial error: Lagrange multiplier tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc

from opensna.core.errors import InputError
from opensna.stats.linear import Diagnostic, linear_regression

SIGNIFICANT = 0.05


@dataclass(frozen=True)
class LagrangeTests:
    """Tests of least-squares residuals against a spatial model.

    `error`: neighbours share what the columns leave out; `lag`: a value follows its neighbours' values. The robust forms allow for
    the other being there.
    """

    error: Diagnostic
    lag: Diagnostic
    robust_error: Diagnostic
    robust_lag: Diagnostic

    @property
    def advice(self) -> Literal["neither", "spatial error", "spatial lag"]:
        """Anselin's rule: the one test that is below 0.05; of two, the one whose robust form has the smaller p."""
        has_error, has_lag = self.error.p_value < SIGNIFICANT, self.lag.p_value < SIGNIFICANT
        if not (has_error or has_lag):
            return "neither"
        if has_error and has_lag:
            return "spatial error" if self.robust_error.p_value < self.robust_lag.p_value else "spatial lag"
        return "spatial error" if has_error else "spatial lag"


def lagrange_tests(values: ArrayLike, columns: ArrayLike, weights: ArrayLike) -> LagrangeTests:
    """Lagrange multiplier tests for a spatial lag and a spatial error, each with its robust form.

    Parameters
    ----------
    values, columns : as `linear.linear_regression`.
    weights : (n_areas, n_areas) of zero or more, zero on the diagonal, each area with a neighbour; rows are divided by their sums.

    Raises
    ------
    InputError : as `linear.linear_regression`; weights of another shape, negative, on the diagonal, or an area without a neighbour.

    Source
    ------
    Anselin 1988, Geographical Analysis 20; Anselin, Bera, Florax and Yoon 1996, Regional Science and Urban Economics 26.

    Examples
    --------
    >>> line = np.diag(np.ones(19), 1) + np.diag(np.ones(19), -1)
    >>> x = np.arange(20.0) % 3
    >>> lagrange_tests(x + np.sin(np.arange(20) / 3), x[:, None], line).advice
    'spatial error'
    """
    model = linear_regression(values, columns)
    y, given, w = (np.asarray(part, dtype=np.float64) for part in (values, columns, weights))
    if w.shape != (y.size, y.size) or not ((w >= 0).all() and not np.diag(w).any() and (w.sum(axis=1) > 0).all()):
        raise InputError(
            "weights that do not give each area its neighbours",
            where="lagrange_tests",
            found=f"values {y.shape}, weights {w.shape}",
            expected="(n, n), zero or more, zero on the diagonal, at least one neighbour each",
            do_this="give 1 for each pair of neighbours, and leave islands out of every argument",
        )
    w = w / w.sum(axis=1, keepdims=True)
    x, e = np.column_stack([np.ones(y.size), given]), model.residuals
    variance = float(e @ e) / y.size
    trace = float(((w.T + w) * w.T).sum())
    lagged = w @ x @ model.coefficients
    left = lagged - x @ np.linalg.lstsq(x, lagged)[0]
    information = float(left @ left) / variance + trace
    of_error, of_lag = float(e @ w @ e) / variance, float(e @ w @ y) / variance
    return LagrangeTests(
        _chi2(of_error**2 / trace),
        _chi2(of_lag**2 / information),
        _chi2((of_error - trace / information * of_lag) ** 2 / (trace - trace**2 / information)),
        _chi2((of_lag - of_error) ** 2 / (information - trace)),
    )


def _chi2(statistic: float) -> Diagnostic:
    return Diagnostic(statistic, 1, float(chdtrc(1, statistic)))
