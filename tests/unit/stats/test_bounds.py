from __future__ import annotations

import numpy as np
import pytest

from opensna.core.errors import DenominatorError, InputError
from opensna.stats.bounds import rate_bounds, ratio_bounds, share_bounds


def test_unknown_records_can_undo_a_difference() -> None:
    found = ratio_bounds([60, 60], 10_000, [120, 120], 40_000, [0, 200])
    assert found.verdict.tolist() == ["higher", "cannot tell"]
    assert (found.lower <= found.proportional.ci_lower).all()
    assert (found.upper >= found.proportional.ci_upper).all()


def test_a_share_and_a_rate_say_what_they_are_and_have_no_verdict() -> None:
    share, rate = share_bounds([60], [10], [100]), rate_bounds([60], [10], [100], [1000])
    assert (share.of, rate.of) == ("share", "rate")
    for found in (share, rate):
        with pytest.raises(InputError, match="do this: compare two rates with ratio_bounds first"):
            _ = found.verdict


def test_a_share_within_bounds_may_still_be_below_the_share_of_residents() -> None:
    """Sixty per cent of victims of a group that is three quarters of residents: a high share, a low rate."""
    assert share_bounds([60], [0], [100]).none_in.value[0] == 0.6
    assert ratio_bounds([60], [7500], [40], [2500], [0]).verdict[0] == "lower"


def test_where_every_record_is_unknown_nothing_is_known() -> None:
    share, rate = share_bounds([0], [9], [9]), rate_bounds([0], [9], [9], [1000])
    assert (share.lower[0], share.upper[0]) == (0, 1)
    for found in (share, rate):
        assert np.isnan(found.proportional.value[0])
        assert found.proportional.method[0] == ""


def test_an_absent_number_of_unknown_leaves_all_three_absent() -> None:
    found = ratio_bounds([6], 10, [5], 10, [np.nan])
    assert found.verdict[0] == ""
    share = share_bounds([6], [np.nan], [20])
    assert np.isnan([share.none_in.value[0], share.all_in.value[0]]).all()


def test_one_total_goes_with_many_groups() -> None:
    assert share_bounds([60, 30], 10, 100).all_in.value.tolist() == [0.7, 0.4]


def test_more_records_than_the_total_are_refused() -> None:
    with pytest.raises(InputError, match="do this: count the numerator among the records of the denominator"):
        share_bounds([60], [50], [100])


def test_residents_are_needed() -> None:
    with pytest.raises(DenominatorError, match="do this:"):
        rate_bounds([6], [5], [20], [0])
    with pytest.raises(InputError, match="do this: give one entry an area to each argument"):
        ratio_bounds([6, 5], 1, [1, 2], 1, [1, 2, 3])
