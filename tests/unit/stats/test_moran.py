from __future__ import annotations

import numpy as np
import pytest

from opensna.core.errors import InputError
from opensna.stats.moran import moran

LINE = np.diag(np.ones(5), 1) + np.diag(np.ones(5), -1)


def test_alternating_values_are_less_alike_than_chance_and_sorted_ones_more() -> None:
    assert moran([1, 0, 1, 0, 1, 0], LINE).value < -0.9
    found = moran([1, 2, 3, 4, 5, 6], LINE)
    assert found.value > 0.7
    assert found.p_permutation < 0.05
    assert found.permutations == 999


def test_an_area_without_neighbours_is_kept_in_the_mean() -> None:
    island = LINE.copy()
    island[5, :] = island[:, 5] = 0
    assert np.isfinite(moran([1, 2, 3, 4, 5, 60], island).value)


def test_weights_may_be_taken_as_given() -> None:
    raw = moran([1, 2, 4, 4, 5, 6], LINE, row_standardise=False)
    assert raw.value == moran([1, 2, 4, 4, 5, 6], 10 * LINE, row_standardise=False).value
    assert raw.value != moran([1, 2, 4, 4, 5, 6], LINE).value


def test_the_same_seed_gives_the_same_p() -> None:
    values = [3, 1, 4, 1, 5, 9]
    assert moran(values, LINE, seed=7) == moran(values, LINE, seed=7)


@pytest.mark.parametrize("values", [[1, 2, 3], [[1, 2, 3, 4, 5, 6]]])
def test_values_and_weights_that_do_not_belong_together_are_refused(values: list[object]) -> None:
    with pytest.raises(InputError, match="do this: give one row and one column of weights for each value"):
        moran(values, LINE)


@pytest.mark.parametrize("values", [[1, 2, 3, 4, 5, np.nan], [2] * 6])
def test_values_without_a_pattern_are_refused(values: list[float]) -> None:
    with pytest.raises(InputError, match="do this: leave areas without a value out of values and weights alike"):
        moran(values, LINE)


@pytest.mark.parametrize("weights", [np.zeros((6, 6)), -LINE, np.eye(6), np.full((6, 6), np.nan)])
def test_weights_that_name_no_neighbours_are_refused(weights: np.ndarray) -> None:
    with pytest.raises(InputError, match="do this: give 1 for each pair of neighbours and 0 elsewhere"):
        moran([1, 2, 3, 4, 5, 6], weights)
