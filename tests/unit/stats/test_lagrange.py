from __future__ import annotations

import numpy as np
import pytest

from opensna.core.errors import InputError
from opensna.stats.lagrange import LagrangeTests, lagrange_tests
from opensna.stats.linear import Diagnostic

N = 100
LINE = np.diag(np.ones(N - 1), 1) + np.diag(np.ones(N - 1), -1)
ROWS = LINE / LINE.sum(axis=1, keepdims=True)
RANDOM = np.random.default_rng(8)
X, NOISE = RANDOM.normal(0, 1, N), RANDOM.normal(0, 1, N)


@pytest.mark.parametrize(
    ("values", "advice"),
    [
        (X + NOISE, "neither"),
        (X + np.linalg.solve(np.eye(N) - 0.7 * ROWS, NOISE), "spatial error"),
        (np.linalg.solve(np.eye(N) - 0.7 * ROWS, 3 * X + NOISE), "spatial lag"),
    ],
)
def test_the_model_that_made_the_values_is_advised(values: np.ndarray, advice: str) -> None:
    assert lagrange_tests(values, X[:, None], LINE).advice == advice


def test_each_pair_of_tests_adds_up_to_the_same_joint_test() -> None:
    found = lagrange_tests(X + NOISE, X[:, None], LINE)
    one_way = found.lag.statistic + found.robust_error.statistic
    assert one_way == pytest.approx(found.error.statistic + found.robust_lag.statistic)


@pytest.mark.parametrize("weights", [LINE[:5, :5], -LINE, LINE + np.eye(N), LINE * (np.arange(N) > 0)[:, None]])
def test_weights_that_leave_an_area_without_neighbours_are_refused(weights: np.ndarray) -> None:
    with pytest.raises(InputError, match="do this: give 1 for each pair of neighbours, and leave islands out"):
        lagrange_tests(X + NOISE, X[:, None], weights)


@pytest.mark.parametrize(
    ("p_values", "advice"),
    [
        ((0.01, 0.2, 0.01, 0.2), "spatial error"),
        ((0.2, 0.01, 0.01, 0.2), "spatial lag"),
        ((0.01, 0.01, 0.03, 0.02), "spatial lag"),
        ((0.01, 0.01, 0.02, 0.03), "spatial error"),
        ((0.05, 0.06, 0.01, 0.01), "neither"),
    ],
)
def test_advice_follows_anselins_rule(p_values: tuple[float, ...], advice: str) -> None:
    assert LagrangeTests(*(Diagnostic(1.0, 1, p) for p in p_values)).advice == advice
