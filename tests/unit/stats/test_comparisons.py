from __future__ import annotations

import numpy as np

from opensna.stats.comparisons import change_with_interval, compare_rates, verdict


def test_each_verdict_has_its_case() -> None:
    said = compare_rates([300, 100, 100_000, 12, 0, np.nan], 1000, [200, 200, 100_500, 10, 0, 10], 1000)
    assert said.tolist() == ["higher", "lower", "similar", "cannot tell", "cannot tell", ""]


def test_an_interval_that_touches_one_is_neither_higher_nor_lower() -> None:
    assert verdict([1.0, 0.5], [2.0, 1.0]).tolist() == ["cannot tell", "cannot tell"]


def test_margin_of_similarity_can_be_narrowed() -> None:
    assert verdict(0.92, 1.05)[0] == "similar"
    assert verdict(0.92, 1.05, similar_within=0.05)[0] == "cannot tell"


def test_a_tiny_but_certain_difference_is_still_a_difference() -> None:
    assert compare_rates(1_050_000, 1, 1_000_000, 1)[0] == "higher"


def test_change_allows_for_periods_of_different_length() -> None:
    change, lower, upper = change_with_interval(50, 100, t1=0.5, t0=1.0)
    assert change[0] == 0
    assert lower[0] < 0 < upper[0]


def test_change_from_nothing_is_absent() -> None:
    assert all(np.isnan(part[0]) for part in change_with_interval(5, 0))
