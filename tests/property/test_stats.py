"""Each function of `stats` against a slow one that follows the definition, and what must hold whatever the numbers."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats as reference
from scipy.optimize import brentq

from opensna.stats.comparisons import change_with_interval, compare_rates, verdict
from opensna.stats.ranks import competition_rank, quantiles, ranking_defects
from opensna.stats.rates import (
    byar_half_limits,
    byar_limits,
    exact_poisson_limits,
    jeffreys_poisson_limits,
    rate_ratio_exact,
    rate_with_interval,
    score_poisson_limits,
    share_with_interval,
    wilson_interval,
)
from opensna.stats.rounding import round_half_up_to

COUNTS = st.integers(0, 3000)
LEVELS = st.sampled_from([0.9, 0.95, 0.99, 0.998])
PEOPLE = st.integers(1, 10_000_000)
VALUES = st.lists(st.one_of(st.integers(-5, 5).map(float), st.just(math.nan)), min_size=1, max_size=40)


def _solve(function: Any, low: float, high: float) -> float:
    return float(brentq(function, low, high, xtol=1e-13, rtol=1e-13))


def _near(value: float, *, rel: float = 1e-7) -> Any:
    return pytest.approx(value, rel=rel, abs=1e-10, nan_ok=True)


@given(COUNTS, LEVELS)
def test_exact_limits_are_the_means_at_which_the_count_is_just_in_each_tail(x: int, level: float) -> None:
    tail, far = (1 - level) / 2, x + 10 * math.sqrt(x + 1) + 50
    lower = _solve(lambda mean: reference.poisson.sf(x - 1, mean) - tail, 1e-12, far) if x else 0.0
    upper = _solve(lambda mean: reference.poisson.cdf(x, mean) - tail, 1e-12, far)
    found = exact_poisson_limits(x, level=level)
    assert (found[0][0], found[1][0]) == (_near(lower), _near(upper))


@given(COUNTS, LEVELS)
def test_score_limits_are_the_means_that_lie_z_standard_errors_from_the_count(x: int, level: float) -> None:
    z, far = reference.norm.ppf(0.5 + level / 2), x + 10 * math.sqrt(x + 1) + 50
    upper = _solve(lambda mean: (mean - x) - z * math.sqrt(mean), x + 1e-9, far)
    lower = _solve(lambda mean: (x - mean) - z * math.sqrt(mean), 0, x) if x else 0.0
    found = score_poisson_limits(x, level=level)
    assert (found[0][0], found[1][0]) == (_near(lower), _near(upper))


@given(COUNTS, LEVELS)
def test_jeffreys_limits_are_gamma_quantiles(x: int, level: float) -> None:
    expected = reference.gamma.ppf([(1 - level) / 2, (1 + level) / 2], x + 0.5)
    found = jeffreys_poisson_limits(x, level=level)
    assert (found[0][0], found[1][0]) == (_near(expected[0]), _near(expected[1]))


def _byar_slowly(x: float, sign: int, z: float) -> float:
    return x * (1 - 1 / (9 * x) + sign * z / (3 * math.sqrt(x))) ** 3 if x else math.nan


@given(COUNTS, LEVELS)
def test_both_byar_variants_follow_their_formulas_one_count_at_a_time(x: int, level: float) -> None:
    z = float(reference.norm.ppf(0.5 + level / 2))
    for found, low_of, high_of in ((byar_limits, x, x + 1), (byar_half_limits, x + 0.5, x + 0.5)):
        lower, upper = _byar_slowly(low_of, -1, z), _byar_slowly(high_of, 1, z)
        ours = found(x, level=level)
        assert (ours[0][0], ours[1][0]) == (_near(math.nan if lower < 0 else lower), _near(upper))


@given(COUNTS, PEOPLE, LEVELS)
def test_rate_is_the_count_over_person_years_with_exact_limits_only_below_ten(
    x: int, people: int, level: float
) -> None:
    rate = rate_with_interval(x, people, per=1000, level=level)
    limits = (exact_poisson_limits if x < 10 else byar_limits)(x, level=level)
    assert rate.method[0] == ("exact" if x < 10 else "byar")
    assert (rate.value[0], rate.ci_lower[0], rate.ci_upper[0]) == tuple(
        _near(float(number) / people * 1000) for number in (x, limits[0][0], limits[1][0])
    )


@given(st.data(), st.integers(1, 5000), LEVELS)
def test_wilson_limits_are_the_shares_that_lie_z_standard_errors_from_the_one_seen(
    data: st.DataObject, n: int, level: float
) -> None:
    x = data.draw(st.integers(0, n))
    z, seen = float(reference.norm.ppf(0.5 + level / 2)), x / n
    lower = _solve(lambda p: (seen - p) - z * math.sqrt(p * (1 - p) / n), 0, seen - 1e-9) if x else 0.0
    upper = _solve(lambda p: (p - seen) - z * math.sqrt(p * (1 - p) / n), seen + 1e-9, 1) if x < n else 1.0
    found = wilson_interval(x, n, level=level)
    assert (found[0][0], found[1][0]) == (_near(lower), _near(upper))
    share = share_with_interval(x, n, level=level)
    assert share.ci_lower[0] <= share.value[0] <= share.ci_upper[0]


@given(st.integers(0, 400), st.integers(1, 10**6), st.integers(0, 400), st.integers(1, 10**6), LEVELS)
def test_ratio_limits_are_those_at_which_the_split_of_the_records_is_just_in_each_tail(
    x1: int, t1: int, x0: int, t0: int, level: float
) -> None:
    tail, both, odds = (1 - level) / 2, x1 + x0, t0 / t1
    low = _solve(lambda p: reference.binom.sf(x1 - 1, both, p) - tail, 0, 1) if x1 else 0.0
    high = _solve(lambda p: reference.binom.cdf(x1, both, p) - tail, 0, 1) if x0 else 1.0
    ratio, lower, upper = rate_ratio_exact(x1, t1, x0, t0, level=level)
    assert ratio[0] == _near((x1 / t1) / (x0 / t0) if x0 else math.nan)
    assert lower[0] == _near(low / (1 - low) * odds)
    assert upper[0] == _near(high / (1 - high) * odds if high < 1 else math.inf)


@given(COUNTS, PEOPLE, COUNTS, PEOPLE)
def test_comparison_turns_round_with_its_sides(x1: int, t1: int, x0: int, t0: int) -> None:
    opposite = {"higher": "lower", "lower": "higher"}
    there, back = str(compare_rates(x1, t1, x0, t0)[0]), str(compare_rates(x0, t0, x1, t1)[0])
    if {there, back} <= {"similar", "cannot tell"}:
        return  # 0.9 to 1.1 is not symmetrical as a ratio, so these two may change places
    assert back == opposite[there]


@given(st.floats(0, 3), st.floats(0, 3))
def test_verdict_follows_the_interval(a: float, b: float) -> None:
    low, high = min(a, b), max(a, b)
    if low > 1:
        expected = "higher"
    elif high < 1:
        expected = "lower"
    elif low >= 0.9 and high <= 1.1:
        expected = "similar"
    else:
        expected = "cannot tell"
    assert verdict(low, high)[0] == expected


@given(COUNTS, COUNTS)
def test_change_is_the_ratio_less_one_within_its_limits(x1: int, x0: int) -> None:
    change, lower, upper = (float(part[0]) for part in change_with_interval(x1, x0))
    if x0 == 0:
        assert math.isnan(change)
        assert math.isnan(lower)
        assert math.isnan(upper)
    else:
        assert change == _near(x1 / x0 - 1)
        assert lower <= change <= upper


@given(VALUES)
def test_rank_is_one_more_than_the_number_of_higher_values(values: list[float]) -> None:
    expected = [math.nan if math.isnan(v) else 1.0 + sum(other > v for other in values) for v in values]
    found = competition_rank(values)
    np.testing.assert_array_equal(found, expected)
    assert ranking_defects(found).is_valid


@given(st.lists(st.integers(1, 12), min_size=1, max_size=10))
def test_a_column_is_a_valid_ranking_exactly_when_ranking_it_again_changes_nothing(ranks: list[int]) -> None:
    again = [1 + sum(other < rank for other in ranks) for rank in ranks]
    assert ranking_defects(ranks).is_valid == (again == ranks)


@given(VALUES, st.integers(2, 12), st.booleans())
def test_quantile_group_follows_the_formula_in_fractions(values: list[float], groups: int, invert: bool) -> None:
    held = [-v if invert else v for v in values if not math.isnan(v)]
    n = len(held)
    expected = []
    for v in values:
        if math.isnan(v) or n < groups:
            expected.append(math.nan)
            continue
        rank = 1 + sum(other < (-v if invert else v) for other in held)
        expected.append(float(groups + 1 - math.ceil(Fraction(n + 1 - rank) / Fraction(n, groups))))
    found = quantiles(values, groups, invert=invert)
    np.testing.assert_array_equal(found, expected)
    assert np.isnan(found).all() or (np.nanmin(found) >= 1 and np.nanmax(found) <= groups)


@given(st.integers(0, 10**6), st.sampled_from([1, 3, 5, 10, 100]))
def test_rounding_takes_halves_upwards_as_decimals_do(value: int, base: int) -> None:
    expected = int((Decimal(value) / base).quantize(Decimal(1), ROUND_HALF_UP)) * base
    assert round_half_up_to(value, base)[0] == expected


@given(st.lists(st.tuples(COUNTS, PEOPLE), min_size=1, max_size=20), st.randoms(use_true_random=False))
def test_order_of_rows_is_irrelevant(rows: list[tuple[int, int]], random: Any) -> None:
    order = list(range(len(rows)))
    random.shuffle(order)
    counts, people = np.array(rows).T
    straight, mixed = rate_with_interval(counts, people), rate_with_interval(counts[order], people[order])
    for column in ("value", "ci_lower", "ci_upper"):
        np.testing.assert_array_equal(getattr(straight, column)[order], getattr(mixed, column))
    np.testing.assert_array_equal(competition_rank(counts)[order], competition_rank(counts[order]))


@given(VALUES)
def test_adding_an_area_without_a_value_changes_no_rank(values: list[float]) -> None:
    np.testing.assert_array_equal(competition_rank([*values, math.nan])[:-1], competition_rank(values))
