from __future__ import annotations

import numpy as np
import pytest

from opensna.core.errors import DenominatorError, InputError
from opensna.stats.inequality import slope_index, standard_errors_of

FIFTHS = [10.0, 9.0, 8.0, 7.0, 6.0]


def test_areas_stand_side_by_side_and_a_seed_gives_the_same_limits() -> None:
    args = ([FIFTHS, FIFTHS[::-1]], [[100] * 5] * 2, [[0.5] * 5] * 2)
    first, again = slope_index(*args, draws=500, seed=4), slope_index(*args, draws=500, seed=4)
    np.testing.assert_allclose(first.slope.value, [-5, 5])
    np.testing.assert_array_equal(first.slope.ci_lower, again.slope.ci_lower)
    assert slope_index(*args, draws=500, seed=5).slope.ci_lower[0] != first.slope.ci_lower[0]
    assert set(first.relative.method) == {"simulated"}


def test_a_larger_group_pulls_the_line() -> None:
    even = slope_index([10, 6, 6, 6, 6], [100] * 5, [0.0] * 5, draws=1)
    uneven = slope_index([10, 6, 6, 6, 6], [300, 50, 50, 50, 50], [0.0] * 5, draws=1)
    assert uneven.slope.value[0] < even.slope.value[0]


def test_values_that_fall_by_a_constant_factor_lie_on_the_log_line() -> None:
    found = slope_index([32, 16, 8, 4, 2], [1] * 5, [0.0] * 5, kind="rate", transform=True, draws=1)
    assert found.relative.value[0] == pytest.approx(2.0**-5)


@pytest.mark.parametrize("groups", [4, 101])
def test_four_groups_or_a_hundred_and_one_are_refused(groups: int) -> None:
    with pytest.raises(
        InputError, match="do this: give one value, population and standard error for each fifth or tenth"
    ):
        slope_index([1.0] * groups, [1] * groups, [0.1] * groups)


def test_absent_values_and_negative_errors_are_refused() -> None:
    for values, errors in (([np.nan, *FIFTHS[1:]], [0.1] * 5), (FIFTHS, [-0.1] * 5), (FIFTHS, [np.nan] * 5)):
        with pytest.raises(InputError, match="do this: leave the area out: a slope cannot skip a group"):
            slope_index(values, [1] * 5, errors)


def test_a_group_without_residents_is_refused() -> None:
    with pytest.raises(DenominatorError, match="do this:"):
        slope_index(FIFTHS, [1, 1, 0, 1, 1], [0.1] * 5)


def test_values_that_are_not_of_the_kind_are_refused() -> None:
    with pytest.raises(InputError, match="do this: name the kind that the values are, a proportion from 0 to 1"):
        slope_index(FIFTHS, [1] * 5, [0.1] * 5, kind="proportion")
    with pytest.raises(InputError, match="do this: say what the values are, or leave transform out"):
        slope_index(FIFTHS, [1] * 5, [0.1] * 5, transform=True)
    with pytest.raises(InputError, match="do this: say what the values are"):
        slope_index(FIFTHS, [1] * 5, [0.1] * 5, kind="count")  # type: ignore[arg-type]  # that is the point


def test_no_draws_are_refused() -> None:
    with pytest.raises(InputError, match="do this: leave the number of draws out"):
        slope_index(FIFTHS, [1] * 5, [0.1] * 5, draws=0)


def test_limits_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(InputError, match="do this: give the lower limits first"):
        standard_errors_of([2], [1])
    with pytest.raises(InputError, match="merge groups where nothing happened"):
        standard_errors_of([0], [1], kind="rate")
