"""Ratios, pooled comparisons, funnels and control charts against plain Python."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats as reference
from scipy.optimize import brentq

from opensna.stats.control import individuals_chart, u_chart
from opensna.stats.funnel import count_limits, expected_at_limits, funnel_of_rates, funnel_of_ratios, funnel_of_shares
from opensna.stats.poisson import exact_poisson_limits
from opensna.stats.rates import wilson_interval
from opensna.stats.ratios import compare_pooled, exact_p_value, rate_ratio

SMALL = settings(max_examples=50)
COUNTS = st.integers(0, 400)
PEOPLE = st.integers(1, 10**6)


def _near(value: float, *, rel: float = 1e-7) -> Any:
    return pytest.approx(value, rel=rel, abs=1e-10, nan_ok=True)


def _score_distance(ratio: float, x1: int, t1: int, x0: int, t0: int) -> float:
    """Standard errors between the counts and a ratio, the variance taken at the best fit under that ratio."""
    base = (x1 + x0) / (ratio * t1 + t0)  # rate of the second, most likely under the ratio
    return (x1 / t1 - ratio * x0 / t0) / math.sqrt(ratio * base / t1 + ratio**2 * base / t0)


@SMALL
@given(st.integers(1, 400), st.integers(1, 10**4), st.integers(1, 400), st.integers(1, 10**4))
def test_score_limits_of_a_ratio_lie_z_standard_errors_away(x1: int, t1: int, x0: int, t0: int) -> None:
    found = rate_ratio(x1, t1, x0, t0, method="score")
    seen, z = (x1 / t1) / (x0 / t0), float(reference.norm.ppf(0.975))
    low = brentq(lambda r: _score_distance(r, x1, t1, x0, t0) - z, seen * 1e-9, seen, rtol=1e-13)
    high = brentq(lambda r: _score_distance(r, x1, t1, x0, t0) + z, seen, seen * 1e9, rtol=1e-13)
    assert (found.value[0], found.ci_lower[0], found.ci_upper[0]) == (_near(seen), _near(low), _near(high))


@SMALL
@given(COUNTS, PEOPLE, COUNTS, PEOPLE)
def test_log_wald_limits_follow_the_formula_and_need_records_on_both_sides(x1: int, t1: int, x0: int, t0: int) -> None:
    found = rate_ratio(x1, t1, x0, t0, method="log_wald")
    if x1 == 0 or x0 == 0:
        assert np.isnan(found.ci_lower[0])
        return
    seen, reach = (x1 / t1) / (x0 / t0), 1.959963984540054 * math.sqrt(1 / x1 + 1 / x0)
    assert found.ci_lower[0] == _near(seen * math.exp(-reach))
    assert found.ci_upper[0] == _near(seen * math.exp(reach))


@SMALL
@given(st.integers(0, 60), st.integers(1, 1000), st.integers(0, 60), st.integers(1, 1000))
def test_exact_p_value_is_twice_the_smaller_tail_added_up(x1: int, t1: int, x0: int, t0: int) -> None:
    n, p = x1 + x0, t1 / (t1 + t0)
    chances = [math.comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1)]
    expected = min(1.0, 2 * min(math.fsum(chances[x1:]), math.fsum(chances[: x1 + 1])))
    found = float(exact_p_value(x1, t1, x0, t0)[0])
    assert found == pytest.approx(expected, rel=1e-7, abs=1e-12)
    exact = rate_ratio(x1, t1, x0, t0)
    if abs(found - 0.05) > 1e-9:
        assert (found < 0.05) == bool(exact.ci_lower[0] > 1 or exact.ci_upper[0] < 1)


@SMALL
@given(st.lists(st.integers(0, 9), min_size=1, max_size=6), st.lists(st.integers(0, 9), min_size=1, max_size=6), PEOPLE)
def test_pooled_years_are_compared_as_their_sums(now: list[int], before: list[int], people: int) -> None:
    found = compare_pooled(now, people, before, 1000)
    slow = rate_ratio(sum(now), people * len(now), sum(before), 1000 * len(before))
    np.testing.assert_allclose(found.ratio.ci_upper, slow.ci_upper)
    assert (found.records[0], found.base_records[0]) == (sum(now), sum(before))
    low, high = slow.ci_lower[0], slow.ci_upper[0]
    if low > 1 or high < 1:
        assert found.verdict[0] == ("higher" if low > 1 else "lower")
    assert found.is_too_few[0] == (found.verdict[0] == "cannot tell" and (low <= 0.5 or high >= 2))


@SMALL
@given(st.floats(0.01, 2000), st.sampled_from([0.025, 0.001]))
def test_funnel_limits_of_a_count_turn_its_exact_interval_round(expected: float, tail: float) -> None:
    low, high = (float(part[0]) for part in count_limits(expected, tail=tail))
    if low > 0:
        assert exact_poisson_limits(low, level=1 - 2 * tail)[1][0] == _near(expected)
    else:
        assert math.exp(-expected) >= tail * (1 - 1e-9)
    assert exact_poisson_limits(high, level=1 - 2 * tail)[0][0] == _near(expected, rel=1e-6)
    assert low <= expected <= high or expected < 1


@SMALL
@given(COUNTS, st.sampled_from([0.025, 0.001]))
def test_the_curve_of_a_funnel_is_the_exact_interval_of_each_count(count: int, tail: float) -> None:
    lower_curve, upper_curve = expected_at_limits(count, tail=tail)
    low, high = exact_poisson_limits(count, level=1 - 2 * tail)
    assert (lower_curve[0], upper_curve[0]) == (_near(float(high[0])), _near(float(low[0])))


def _label_slowly(low_chance: float, high_chance: float) -> str:
    for tail in (0.001, 0.025):
        if low_chance < tail:
            return f"low ({tail})"
        if high_chance < tail:
            return f"high ({tail})"
    return "within"


@SMALL
@given(st.integers(0, 150), st.floats(0.05, 100))
def test_labels_of_ratios_are_poisson_tails_and_agree_with_the_limits(count: int, expected: float) -> None:
    found = funnel_of_ratios(count, expected)
    chances = float(reference.poisson.cdf(count, expected)), float(reference.poisson.sf(count - 1, expected))
    if min(abs(chance - tail) for chance in chances for tail in (0.025, 0.001)) < 1e-9:
        return
    assert found.label[0] == _label_slowly(*chances)
    is_outside = found.value[0] < found.inner_lower[0] or found.value[0] > found.inner_upper[0]
    assert is_outside == (found.label[0] != "within")
    rate = funnel_of_rates(count, expected * 50, benchmark=2, per=100)
    assert rate.label[0] == found.label[0]
    assert rate.outer_upper[0] == _near(2 * float(found.outer_upper[0]))


@SMALL
@given(st.data(), st.integers(1, 2000), st.floats(0.02, 0.98))
def test_labels_of_shares_say_that_wilsons_interval_leaves_the_benchmark_out(
    data: st.DataObject, n: int, benchmark: float
) -> None:
    x = data.draw(st.integers(0, n))
    found = funnel_of_shares(x, n, benchmark=benchmark)
    low, high = (float(part[0]) for part in wilson_interval(x, n, level=0.95))
    if min(abs(low - benchmark), abs(high - benchmark)) > 1e-9:
        assert (low > benchmark) == found.label[0].startswith("high")
        assert (high < benchmark) == found.label[0].startswith("low")
    if 0 < found.inner_lower[0] < 1:
        assert wilson_interval(found.inner_lower[0] * n, n)[1][0] == _near(benchmark)


SERIES = st.lists(st.integers(0, 60), min_size=12, max_size=30)


def _runs_slowly(sides: list[int]) -> list[bool]:
    inside = [False] * len(sides)
    for start in range(len(sides) - 7):
        if abs(sum(sides[start : start + 8])) == 8:
            inside[start : start + 8] = [True] * 8
    return inside


@SMALL
@given(SERIES)
def test_individuals_chart_follows_its_rule(values: list[int]) -> None:
    chart = individuals_chart(values)
    mean = sum(values) / len(values)
    ranges = [abs(b - a) for a, b in pairwise(values)]
    reach = 2.66 * sum(ranges) / len(ranges)
    assert (chart.lower[0], chart.upper[0]) == (_near(mean - reach), _near(mean + reach))
    inside = _runs_slowly([int(np.sign(v - mean)) for v in values])
    for value, signal, in_run in zip(values, chart.signal, inside, strict=True):
        if value > chart.upper[0] or value < chart.lower[0]:
            assert signal == ("above" if value > mean else "below")
        elif in_run:
            assert signal == ("run above" if value > mean else "run below")
        else:
            assert signal == ""


@SMALL
@given(SERIES.filter(any))
def test_u_chart_signals_what_poisson_chance_does_not_give(counts: list[int]) -> None:
    exposure = [28 + i % 4 for i in range(len(counts))]
    chart = u_chart(counts, exposure)
    rate = sum(counts) / sum(exposure)
    for count, days, signal, lower, upper in zip(counts, exposure, chart.signal, chart.lower, chart.upper, strict=True):
        is_high = reference.poisson.sf(count - 1, rate * days) < 0.00135
        is_low = reference.poisson.cdf(count, rate * days) < 0.00135
        assert (signal == "above", signal == "below") == (is_high, is_low)
        assert (count / days > upper, count / days < lower) == (is_high, is_low)
