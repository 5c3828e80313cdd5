from __future__ import annotations

import numpy as np
import pytest

from opensna.core.errors import InputError
from opensna.stats.regression import poisson_regression


def test_a_regression_without_enough_areas_says_what_to_give() -> None:
    with pytest.raises(InputError, match="give one row of columns"):
        poisson_regression([1, 2], [[1.0, 2.0], [1.0, 3.0]])


def test_a_regression_refuses_an_absent_count() -> None:
    with pytest.raises(InputError, match="leave the areas without figures out"):
        poisson_regression([1, np.nan, 3], [[1.0], [1.0], [1.0]])


def test_exposure_enters_as_an_offset() -> None:
    model = poisson_regression([11, 19, 30], np.ones((3, 1)), exposure=[100, 200, 300])
    assert np.exp(model.coefficients[0]) == pytest.approx(0.1)


def test_counts_that_lie_on_the_line_have_no_deviance() -> None:
    model = poisson_regression([5, 5, 5, 5], np.ones((4, 1)))
    assert model.deviance == pytest.approx(0, abs=1e-9)
    assert (model.alpha, model.parameters, model.residual_df) == (0, 1, 3)
