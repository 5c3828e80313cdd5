from __future__ import annotations

import numpy as np
import pytest

from opensna.core.errors import DenominatorError, InputError
from opensna.stats.funnel import funnel_of_rates, funnel_of_ratios, funnel_of_shares


def test_limits_close_in_as_areas_grow_and_the_outer_hold_the_inner() -> None:
    for funnel in (funnel_of_shares([4, 40, 400], [10, 100, 1000]), funnel_of_ratios([4, 40, 400], [4, 40, 400])):
        widths = funnel.inner_upper - funnel.inner_lower
        assert (np.diff(widths) < 0).all()
        assert (funnel.outer_upper > funnel.inner_upper).all()
        assert (funnel.outer_lower <= funnel.inner_lower).all()
        assert funnel.label.tolist() == ["within"] * 3


def test_absent_areas_have_no_label_and_leave_the_benchmark_alone() -> None:
    shares = funnel_of_shares([40, np.nan, 0], [100, 100, 0])
    assert (shares.benchmark[0], shares.label.tolist()) == (0.4, ["within", "", ""])
    rates = funnel_of_rates([40, np.nan], [1000, 99_000], per=1000)
    assert (rates.benchmark[0], rates.label.tolist()) == (40, ["within", ""])


def test_no_count_is_low_where_none_is_no_surprise() -> None:
    found = funnel_of_ratios([0, 0], [3, 20])
    assert found.inner_lower[0] == 0
    assert found.label.tolist() == ["within", "low (0.001)"]


@pytest.mark.parametrize("benchmark", [0.0, 1.0, 40, np.nan])
def test_a_benchmark_that_is_no_share_is_refused(benchmark: float) -> None:
    with pytest.raises(InputError, match=r"40 per cent as 0\.4"):
        funnel_of_shares([1], [4], benchmark=benchmark)


def test_areas_without_a_single_figure_have_no_benchmark() -> None:
    with pytest.raises(InputError, match="do this: give a benchmark"):
        funnel_of_shares([np.nan], [4])
    with pytest.raises(DenominatorError, match="do this: give the rate of a larger area"):
        funnel_of_rates([0, 0], [100, 100])


def test_an_expected_number_of_nought_is_refused() -> None:
    with pytest.raises(DenominatorError, match="do this:"):
        funnel_of_ratios([1], [0])


def test_more_records_than_the_total_are_refused() -> None:
    with pytest.raises(InputError, match="do this: count the numerator among the records of the denominator"):
        funnel_of_shares([5], [4])
