from __future__ import annotations

import time

import numpy as np
import pytest

from opensna.core.errors import DenominatorError, InputError
from opensna.stats.rates import rate_ratio_exact, rate_with_interval, share_with_interval, wilson_interval


def test_rate_of_the_worked_example() -> None:
    assert rate_with_interval([65], [312_000]).row(0, digits=2) == (20.83, 16.08, 26.55)


def test_method_changes_from_exact_to_byar_at_ten() -> None:
    assert rate_with_interval([0, 9, 10, np.nan], 1000).method.tolist() == ["exact", "exact", "byar", ""]


def test_an_absent_count_has_no_rate() -> None:
    rate = rate_with_interval([np.nan], [1000])
    assert np.isnan([rate.value[0], rate.ci_lower[0], rate.ci_upper[0]]).all()


def test_one_denominator_goes_with_many_counts_and_one_count_with_many_denominators() -> None:
    assert rate_with_interval([1, 2], 100, per=100).value.tolist() == [1, 2]
    many = rate_with_interval(20, [100, 200], per=100)
    assert (many.value.tolist(), many.method.tolist()) == ([20, 10], ["byar", "byar"])


@pytest.mark.parametrize("person_years", [0, -1, np.nan, np.inf])
def test_a_population_that_is_zero_negative_or_absent_is_refused(person_years: float) -> None:
    with pytest.raises(DenominatorError, match=r"1 of 2[\s\S]*do this: leave areas without residents out"):
        rate_with_interval([1, 2], [1000, person_years])
    with pytest.raises(DenominatorError, match=r"do this: leave areas without residents out"):
        rate_ratio_exact(1, 1000, 1, person_years)


def test_arrays_of_different_lengths_are_refused() -> None:
    with pytest.raises(InputError, match="do this: give one entry an area to each argument"):
        rate_with_interval([1, 2], [1, 2, 3])
    with pytest.raises(InputError, match="do this: give one entry an area to each argument"):
        rate_ratio_exact([1, 2], 1, [1, 2, 3], 1)


def test_none_and_all_have_limits_of_exactly_nought_and_one() -> None:
    assert wilson_interval([0, 37], 37)[0][0] == 0
    assert wilson_interval([0, 37], 37)[1][1] == 1


def test_share_of_nothing_is_absent() -> None:
    share = share_with_interval([0, np.nan, 1], [0, 5, 4])
    assert np.isnan(share.value).tolist() == np.isnan(share.ci_lower).tolist() == np.isnan(share.ci_upper).tolist()
    assert share.method.tolist() == ["", "", "wilson"]
    assert share.value[2] == 0.25


def test_more_records_than_their_total_are_refused() -> None:
    with pytest.raises(InputError, match="do this: count the numerator among the records of the denominator"):
        share_with_interval([5], [4])


def test_no_records_on_the_other_side_leave_the_ratio_absent_and_unbounded() -> None:
    ratio, lower, upper = rate_ratio_exact([5, 0], 1, [0, 0], 1)
    assert np.isnan(ratio).all()
    assert (lower[0] > 0, lower[1]) == (True, 0)
    assert np.isinf(upper).all()


def test_a_hundred_thousand_rows_take_less_than_two_seconds() -> None:
    counts = np.arange(100_000) % 5000
    start = time.perf_counter()
    rate_with_interval(counts, 300_000)
    rate_ratio_exact(counts, 300_000, counts[::-1], 250_000)
    share_with_interval(counts, 5000)
    assert time.perf_counter() - start < 2
