from __future__ import annotations

import numpy as np
import pytest

from opensna.core.errors import InputError
from opensna.stats.linear import linear_regression

X = np.arange(12.0)
Y = 3 + 2 * X + np.tile([0.5, -0.5, 0.2], 4)


def test_a_line_with_noise_comes_back() -> None:
    model = linear_regression(Y, X[:, None])
    np.testing.assert_allclose(model.coefficients, [3, 2], atol=0.2)
    assert model.r2 > 0.99
    assert model.residuals.sum() == pytest.approx(0, abs=1e-9)
    assert model.condition < 30


def test_columns_that_are_too_alike_have_a_high_condition_number() -> None:
    near = np.column_stack([X, X + np.tile([0.01, -0.01], 6)])
    assert linear_regression(Y, near).condition > 30


def test_variance_that_grows_is_found() -> None:
    generator = np.random.default_rng(3)
    x = np.arange(1.0, 201)
    model = linear_regression(x + generator.normal(0, x), x[:, None])
    assert model.breusch_pagan.p_value < 0.001
    assert model.white.p_value < 0.01


@pytest.mark.parametrize("columns", [X, X[:3, None], np.empty((12, 0))])
def test_a_table_that_does_not_fit_is_refused(columns: np.ndarray) -> None:
    with pytest.raises(InputError, match="do this: give one row of columns for each value, without the constant"):
        linear_regression(Y, columns)


def test_an_absent_value_is_refused() -> None:
    with pytest.raises(InputError, match="do this: leave the areas without figures out"):
        linear_regression([np.nan, *Y[1:]], X[:, None])


@pytest.mark.parametrize("columns", [np.column_stack([X, 2 * X]), np.ones((12, 1))])
def test_columns_made_of_one_another_are_refused(columns: np.ndarray) -> None:
    with pytest.raises(InputError, match="do this: leave out the column that repeats another"):
        linear_regression(Y, columns)


def test_values_without_a_residual_are_refused() -> None:
    with pytest.raises(InputError, match="leave nothing to explain"):
        linear_regression(2 * X, X[:, None])
