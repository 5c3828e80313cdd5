from __future__ import annotations

import numpy as np
import pytest

from opensna.core.errors import DenominatorError, InputError
from opensna.stats.standardise import direct_rate, direct_rate_of_repeats


def test_areas_are_standardised_side_by_side() -> None:
    counts, people = [[30, 10], [3, 6], [np.nan, 20]], [[1000, 2000]]
    found = direct_rate(counts, people, weights=[1, 3], per=1000)
    assert found.value[0] == pytest.approx(11.25)
    assert found.is_suppressed.tolist() == [False, True, False]
    assert found.method.tolist() == ["dobson", "", ""]
    assert np.isnan(found.value[1:]).all()
    assert found.events[:2].tolist() == [40, 9]


def test_same_band_rates_give_the_same_rate_whatever_the_ages() -> None:
    found = direct_rate([[10, 40], [40, 10]], [[1000, 4000], [4000, 1000]], weights=[7, 2], per=1000)
    np.testing.assert_allclose(found.value, 10)


def test_a_lower_limit_is_never_below_nought() -> None:
    # One event in a band that weighs a thousand times the other.
    assert direct_rate([[1, 9]], [[10, 100_000]], weights=[1000, 1]).ci_lower[0] == 0


@pytest.mark.parametrize("weights", [[1, 2, 3], [0, 0], [np.nan, 1]])
def test_bands_that_do_not_fit_the_standard_are_refused(weights: list[float]) -> None:
    with pytest.raises(InputError, match="do this: count in the bands of the standard population"):
        direct_rate([[30, 10]], [[1000, 2000]], weights=weights)


def test_a_band_without_residents_is_refused() -> None:
    with pytest.raises(DenominatorError, match="do this: leave areas without residents out"):
        direct_rate([[30, 10]], [[1000, 0]], weights=[1, 1])


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(InputError, match="do this: correct the counts where they were made"):
        direct_rate([[30, -1]], [[1000, 10]], weights=[1, 1])


def test_events_of_a_person_may_be_named() -> None:
    # Ten persons with five events each: fifty events, and a variance of 25 x 10.
    found = direct_rate_of_repeats([[[10]]], [[1000]], times=[5], weights=[1], per=1000)
    assert (found.value[0], found.events[0]) == (50, 50)
    independent = direct_rate([[50]], [[1000]], weights=[1], per=1000)
    stretch = (found.ci_upper[0] - 50) / (independent.ci_upper[0] - 50)
    assert stretch == pytest.approx(np.sqrt(5))


@pytest.mark.parametrize("persons", [[1, 2], [[[1, 2, 3]]]])
def test_persons_not_laid_out_by_number_of_events_are_refused(persons: list[object]) -> None:
    with pytest.raises(InputError, match="do this: count the persons with one event, two events, … in a column each"):
        direct_rate_of_repeats(persons, [[1000]], times=[1, 2], weights=[1])
