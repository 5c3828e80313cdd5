"""Standardised rates, harm and bounds against plain Python, one area at a time."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opensna.stats.bounds import rate_bounds, ratio_bounds, share_bounds
from opensna.stats.harm import HarmWeights, harm_rate, harm_score
from opensna.stats.indirect import indirect_rate, indirect_ratio
from opensna.stats.poisson import byar_limits, exact_poisson_limits
from opensna.stats.rates import rate_ratio_exact, rate_with_interval, share_with_interval
from opensna.stats.standardise import direct_rate, direct_rate_of_repeats

SMALL = settings(max_examples=50)
BANDS = st.lists(st.tuples(st.integers(0, 60), st.integers(50, 9000), st.integers(1, 900)), min_size=1, max_size=6)


def _near(value: float, *, rel: float = 1e-9) -> Any:
    return pytest.approx(value, rel=rel, abs=1e-9, nan_ok=True)


def _limits(count: int, level: float) -> tuple[float, float]:
    low, high = (exact_poisson_limits if count < 10 else byar_limits)(count, level=level)
    return float(low[0]), float(high[0])


def _dobson_slowly(total: float, events: int, variance: float, limits: tuple[float, float]) -> tuple[float, float]:
    stretch = math.sqrt(variance / events)
    low, high = (total + stretch * (limit - events) for limit in limits)
    return max(low, 0.0), high


@SMALL
@given(BANDS, st.sampled_from([0.9, 0.95, 0.998]))
def test_direct_rate_is_the_weighted_mean_of_band_rates_with_dobsons_limits(bands: Any, level: float) -> None:
    counts, people, weights = zip(*bands, strict=True)
    found = direct_rate(counts, people, weights=weights, per=1000, level=level)
    events = sum(counts)
    assert found.is_suppressed[0] == (events < 10)
    if events < 10:
        assert np.isnan([found.value[0], found.ci_lower[0], found.ci_upper[0]]).all()
        return
    total, variance = 0.0, 0.0
    for count, n, weight in bands:
        total += weight * count / n
        variance += weight**2 * count / n**2
    low, high = _dobson_slowly(
        total / sum(weights),
        events,
        variance / sum(weights) ** 2,
        tuple(map(float, np.ravel(byar_limits(events, level=level)))),
    )
    assert (found.value[0], found.ci_lower[0], found.ci_upper[0]) == tuple(
        _near(part * 1000) for part in (total / sum(weights), low, high)
    )


@SMALL
@given(BANDS)
def test_events_that_never_come_back_have_the_limits_of_independent_ones(bands: Any) -> None:
    counts, people, weights = zip(*bands, strict=True)
    once = direct_rate_of_repeats([[[count] for count in counts]], people, weights=weights)
    independent = direct_rate(counts, people, weights=weights)
    for name in ("value", "ci_lower", "ci_upper", "events", "is_suppressed"):
        np.testing.assert_allclose(getattr(once, name), getattr(independent, name), rtol=1e-12)


@SMALL
@given(st.lists(st.tuples(*[st.integers(0, 20)] * 3, st.integers(50, 9000)), min_size=1, max_size=5))
def test_repeat_events_keep_the_rate_and_widen_its_limits_by_frequency_squared(rows: Any) -> None:
    persons = [row[:3] for row in rows]
    people, weights = [row[3] for row in rows], [1] * len(rows)
    counts = [sum(f * p for f, p in zip((1, 2, 3), row, strict=True)) for row in persons]
    repeats = direct_rate_of_repeats([persons], people, weights=weights)
    plain = direct_rate(counts, people, weights=weights)
    np.testing.assert_allclose(repeats.value, plain.value)
    if sum(counts) < 10:
        return
    squared = [sum(f**2 * p for f, p in zip((1, 2, 3), row, strict=True)) for row in persons]
    wider = math.sqrt(
        sum(s / n**2 for s, n in zip(squared, people, strict=True))
        / sum(c / n**2 for c, n in zip(counts, people, strict=True))
    )
    assert repeats.ci_upper[0] - repeats.value[0] == _near((plain.ci_upper[0] - plain.value[0]) * wider)


@SMALL
@given(BANDS, st.integers(0, 80))
def test_indirect_ratio_is_records_over_those_expected(bands: Any, observed: int) -> None:
    reference, people, years = zip(*bands, strict=True)
    expected = sum(r / y * n for r, n, y in zip(reference, people, years, strict=True))
    if expected == 0:
        return
    found = indirect_ratio([observed], [people], reference, years)
    low, high = _limits(observed, 0.95)
    assert (found.value[0], found.ci_lower[0], found.ci_upper[0]) == tuple(
        _near(part / expected) for part in (observed, low, high)
    )
    assert found.method[0] == ("exact" if observed < 10 else "byar")
    rate = indirect_rate([observed], [people], reference, years, per=1000)
    crude = sum(reference) / sum(years) * 1000
    assert rate.ci_upper[0] == _near(high / expected * crude)


@SMALL
@given(BANDS)
def test_an_area_that_is_the_reference_has_a_ratio_of_one(bands: Any) -> None:
    counts, people, _ = zip(*bands, strict=True)
    if sum(counts):
        assert indirect_ratio([sum(counts)], [people], counts, people).value[0] == _near(1.0)


@SMALL
@given(st.lists(st.tuples(st.integers(0, 30), st.floats(0, 8000)), min_size=1, max_size=6), st.integers(1, 10**6))
def test_harm_is_the_sum_of_counts_times_weights(rows: Any, people: int) -> None:
    codes = [str(i) for i in range(len(rows))]
    weights = HarmWeights("w", "2020", {code: weight for code, (_, weight) in zip(codes, rows, strict=True)})
    counts = [count for count, _ in rows]
    found = harm_score(counts, codes, weights)
    value, events = sum(c * w for c, w in rows), sum(counts)
    assert found.value[0] == _near(value)
    assert found.offences[0] == events
    if events == 0:
        assert found.ci_lower[0] == 0
        assert np.isnan(found.ci_upper[0])
        return
    low, high = _dobson_slowly(value, events, sum(c * w**2 for c, w in rows), _limits(events, 0.95))
    assert (found.ci_lower[0], found.ci_upper[0]) == (_near(low), _near(high))
    rate = harm_rate(counts, codes, weights, people, per=1000)
    assert rate.ci_upper[0] == _near(high / people * 1000)


@SMALL
@given(st.integers(0, 200))
def test_weights_of_one_give_the_count_with_its_own_limits(count: int) -> None:
    found = harm_score([[count]], ["a"], HarmWeights("ones", "2020", {"a": 1.0}))
    low, high = _limits(count, 0.95)
    assert found.value[0] == count
    assert found.ci_lower[0] == _near(low)
    assert found.ci_upper[0] == _near(high if count else math.nan)


@SMALL
@given(st.integers(0, 300), st.integers(0, 300), st.integers(0, 100), st.integers(1, 10**6))
def test_bounds_are_those_of_the_three_readings_and_hold_every_split_of_the_unknown(
    x1: int, x0: int, unknown: int, people: int
) -> None:
    total = x1 + x0 + unknown
    share = share_bounds(x1, unknown, total)
    for found, part, whole in (
        (share.none_in, x1, total), (share.proportional, x1, x1 + x0), (share.all_in, x1 + unknown, total)
    ):  # fmt: skip
        slow = share_with_interval(part, whole)
        np.testing.assert_allclose(found.value, slow.value)
        np.testing.assert_allclose(found.ci_upper, slow.ci_upper)
    rate = rate_bounds(x1, unknown, total, people)
    known = x1 + x0
    assert rate.proportional.value[0] == _near(x1 * total / known / people * 100_000 if known else math.nan)
    assert rate.lower[0] == _near(float(rate_with_interval(x1, people).ci_lower[0]))
    assert rate.upper[0] == _near(float(rate_with_interval(x1 + unknown, people).ci_upper[0]))
    ratio = ratio_bounds(x1, people, x0, 1000, unknown)
    for into_first in {0, unknown // 3, unknown}:
        _, low, high = rate_ratio_exact(x1 + into_first, people, x0 + unknown - into_first, 1000)
        assert ratio.lower[0] <= low[0] * (1 + 1e-9)
        assert ratio.upper[0] >= high[0] * (1 - 1e-9)


@SMALL
@given(st.integers(0, 300), st.integers(0, 300))
def test_without_unknown_records_the_three_readings_are_one(x1: int, x0: int) -> None:
    for found in (share_bounds(x1, 0, x1 + x0), ratio_bounds(x1, 500, x0, 700, 0)):
        for name in ("value", "ci_lower", "ci_upper"):
            np.testing.assert_allclose(getattr(found.none_in, name), getattr(found.all_in, name))
            np.testing.assert_allclose(getattr(found.proportional, name), getattr(found.all_in, name))
