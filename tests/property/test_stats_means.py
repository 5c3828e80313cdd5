"""Means of rates, choice of limits, weighted sums, spatial tests and associations against plain Python and published formulas."""

from __future__ import annotations

import math
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats as reference
from scipy.optimize import minimize

from opensna.core.errors import InputError
from opensna.core.period import Period
from opensna.stats.against_mean import mean_of_rates, ratio_to_mean
from opensna.stats.association import associate
from opensna.stats.lagrange import lagrange_tests
from opensna.stats.rates import byar_limits, exact_poisson_limits, small_or_byar_limits
from opensna.stats.standardise import dobson_limits
from opensna.stats.trend import student_t, trend

SMALL = settings(max_examples=50, deadline=None)
FEW = settings(max_examples=12, deadline=None)
COUNTS = st.integers(0, 3000)
PEOPLE = st.integers(1, 10**6)
AREAS = st.lists(st.tuples(COUNTS, PEOPLE), min_size=1, max_size=8)
LEVELS = st.sampled_from([0.9, 0.95, 0.998])


def _z(level: float) -> float:
    return float(reference.norm.ppf(0.5 + level / 2))


@SMALL
@given(AREAS, LEVELS)
def test_mean_of_rates_is_the_mean_of_fractions_with_the_variance_of_a_sum_of_poissons(
    areas: Any, level: float
) -> None:
    rates = [Fraction(x, n) for x, n in areas]
    mean = sum(rates) / len(rates)
    variance = sum(Fraction(x, n * n) for x, n in areas) / len(areas) ** 2
    reach = _z(level) * math.sqrt(variance)
    found = mean_of_rates(*zip(*areas, strict=True), per=1000, level=level)
    assert found.value[0] == pytest.approx(1000 * float(mean))
    assert found.ci_upper[0] == pytest.approx(1000 * (float(mean) + reach))
    assert found.ci_lower[0] == pytest.approx(1000 * max(float(mean) - reach, 0.0), abs=1e-9)


@SMALL
@given(st.lists(COUNTS, min_size=1, max_size=8), PEOPLE, st.randoms(use_true_random=False))
def test_of_areas_of_one_size_the_mean_is_the_pooled_rate_in_any_order(
    counts: list[int], people: int, random: Any
) -> None:
    found = mean_of_rates(counts, [people] * len(counts))
    mixed = random.sample(counts, len(counts))
    again = mean_of_rates(mixed, [people] * len(counts))
    assert found.value[0] == pytest.approx(sum(counts) / (people * len(counts)))
    assert (again.value[0], again.ci_upper[0]) == (pytest.approx(found.value[0]), pytest.approx(found.ci_upper[0]))


@SMALL
@given(COUNTS, PEOPLE, st.floats(1e-6, 0.5), st.floats(0, 0.2), LEVELS)
def test_ratio_to_a_mean_has_log_limits_of_both_variances(
    x: int, n: int, mean: float, error: float, level: float
) -> None:
    found = ratio_to_mean([x], [n], [mean], [(error * mean) ** 2], level=level)
    seen = x if x else 0.5
    reach = math.exp(_z(level) * math.sqrt(1 / seen + error**2))
    assert found.value[0] == pytest.approx(x / n / mean)
    assert found.ci_lower[0] == pytest.approx(x / n / mean / reach if x else 0.0)
    assert found.ci_upper[0] == pytest.approx(seen / n / mean * reach)


@SMALL
@given(st.integers(1, 3000), PEOPLE, st.floats(1e-6, 0.5), st.floats(1.5, 20))
def test_a_ratio_scales_with_its_mean_and_widens_with_its_variance(x: int, n: int, mean: float, factor: float) -> None:
    one, other = ratio_to_mean([x], [n], [mean], [0.0]), ratio_to_mean([x], [n], [mean * factor], [0.0])
    assert one.value[0] == pytest.approx(other.value[0] * factor)
    wide = ratio_to_mean([x], [n], [mean], [mean**2])
    assert wide.ci_lower[0] < one.ci_lower[0] < one.ci_upper[0] < wide.ci_upper[0]


@SMALL
@given(st.lists(st.one_of(COUNTS.map(float), st.just(math.nan)), min_size=1, max_size=12), LEVELS)
def test_each_count_has_the_exact_limits_below_ten_and_byars_from_ten(counts: list[float], level: float) -> None:
    (low, high), method = small_or_byar_limits(counts, level=level)
    for i, x in enumerate(counts):
        if math.isnan(x):
            assert (math.isnan(low[i]), math.isnan(high[i]), method[i]) == (True, True, "")
            continue
        slow = exact_poisson_limits(x, level=level) if x < 10 else byar_limits(x, level=level)
        assert (low[i], high[i]) == (slow[0][0], slow[1][0])
        assert method[i] == ("exact" if x < 10 else "byar")
        assert low[i] <= x <= high[i]


@SMALL
@given(st.floats(0, 1e4), st.integers(0, 500), st.floats(0, 1e5))
def test_a_weighted_sum_has_its_counts_limits_stretched_by_the_ratio_of_deviations(
    total: float, events: int, variance: float
) -> None:
    limits = byar_limits(events)
    found = dobson_limits(np.array([total]), np.array([float(events)]), np.array([variance]), limits)
    if not events:
        assert math.isnan(found[1][0])
        return
    stretch = math.sqrt(variance / events)
    assert found[0][0] == pytest.approx(max(total + stretch * (float(limits[0][0]) - events), 0.0))
    assert found[1][0] == pytest.approx(total + stretch * (float(limits[1][0]) - events))


@SMALL
@given(st.integers(10, 500), LEVELS)
def test_weights_of_one_give_a_weighted_sum_the_limits_of_its_count(events: int, level: float) -> None:
    limits = byar_limits(events, level=level)
    counted = np.array([float(events)])
    found = dobson_limits(counted, counted, counted, limits)
    assert (found[0][0], found[1][0]) == (pytest.approx(limits[0][0]), pytest.approx(limits[1][0]))


@SMALL
@given(st.integers(1, 400), LEVELS)
def test_students_deviate_leaves_the_level_between_and_shrinks_to_the_normal_one(df: int, level: float) -> None:
    t = student_t(df, level)
    assert reference.t.cdf(t, df) - reference.t.cdf(-t, df) == pytest.approx(level)
    assert t > student_t(df + 1, level) > _z(level)


def _tests_slowly(y: list[float], x: list[float], near: list[list[float]]) -> tuple[float, float, float, float]:
    """Anselin's four statistics in loops and plain matrices of one column and a constant."""
    n = len(y)
    w = [[value / sum(row) for value in row] for row in near]
    mean_x, mean_y = sum(x) / n, sum(y) / n
    slope = sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True)) / sum((a - mean_x) ** 2 for a in x)
    fitted = [mean_y + slope * (a - mean_x) for a in x]
    e = [b - f for b, f in zip(y, fitted, strict=True)]
    s2 = sum(v * v for v in e) / n
    trace = sum(w[i][j] * w[i][j] + w[i][j] * w[j][i] for i in range(n) for j in range(n))
    score_error = sum(e[i] * w[i][j] * e[j] for i in range(n) for j in range(n)) / s2
    score_lag = sum(e[i] * w[i][j] * y[j] for i in range(n) for j in range(n)) / s2
    lagged = [sum(w[i][j] * fitted[j] for j in range(n)) for i in range(n)]
    mean_l = sum(lagged) / n
    beta = sum((a - mean_x) * (b - mean_l) for a, b in zip(x, lagged, strict=True)) / sum((a - mean_x) ** 2 for a in x)
    left = [b - mean_l - beta * (a - mean_x) for a, b in zip(x, lagged, strict=True)]
    information = sum(v * v for v in left) / s2 + trace
    return (
        score_error**2 / trace,
        score_lag**2 / information,
        (score_error - trace / information * score_lag) ** 2 / (trace * (1 - trace / information)),
        (score_lag - score_error) ** 2 / (information - trace),
    )


@FEW
@given(st.integers(0, 10**6), st.integers(8, 16))
def test_spatial_tests_are_anselins_formulas_and_ignore_how_areas_are_numbered(seed: int, n: int) -> None:
    rng = np.random.default_rng(seed)
    x, y = rng.normal(size=n), rng.normal(size=n)
    ring = np.roll(np.eye(n), 1, axis=1) + np.roll(np.eye(n), -1, axis=1)
    found = lagrange_tests(y, x[:, None], ring)
    four = [one.statistic for one in (found.error, found.lag, found.robust_error, found.robust_lag)]
    np.testing.assert_allclose(four, _tests_slowly(y.tolist(), x.tolist(), ring.tolist()), rtol=1e-6, atol=1e-9)
    order = rng.permutation(n)
    again = lagrange_tests(y[order], x[order][:, None], ring[np.ix_(order, order)])
    assert again.robust_lag.statistic == pytest.approx(found.robust_lag.statistic, rel=1e-6, abs=1e-9)
    assert found.error.p_value == pytest.approx(float(reference.chi2.sf(found.error.statistic, 1)))


def _best_slope(counts: Any, people: Any, index: Any) -> float:
    """Slope per standard deviation that a general optimiser finds for the negative-binomial likelihood."""
    z = (index - index.mean()) / index.std(ddof=1)

    def loss(given: Any) -> float:
        level, slope, log_alpha = given
        mean, size = people * np.exp(level + slope * z), math.exp(-log_alpha)
        return -float(reference.nbinom.logpmf(counts, size, size / (size + mean)).sum())

    start = [math.log(counts.sum() / people.sum()), 0.0, -1.0]
    return float(
        minimize(loss, start, method="Nelder-Mead", options={"xatol": 1e-8, "fatol": 1e-10, "maxiter": 4000}).x[1]
    )


@FEW
@given(st.integers(0, 10**6), st.floats(0.01, 50), st.floats(-100, 100))
def test_an_association_is_the_most_likely_one_whatever_the_indexs_unit_and_zero(
    seed: int, unit: float, zero: float
) -> None:
    rng = np.random.default_rng(seed)
    n = 40
    index, people = rng.normal(20, 5, n), rng.integers(2_000, 20_000, n)
    mean = people * 0.02 * np.exp(0.04 * (index - 20))
    counts = rng.poisson(mean * rng.gamma(4, 1 / 4, n))
    assume(counts.var() > counts.mean())
    line = np.diag(np.ones(n - 1), 1) + np.diag(np.ones(n - 1), -1)
    found = associate(counts, people, index, line, index_contains_crime=False, permutations=9)
    assert math.log(found.per_sd.value) == pytest.approx(_best_slope(counts, people, index), abs=2e-4)
    again = associate(counts, people, index * unit + zero, line, index_contains_crime=False, permutations=9)
    assert again.per_sd.value == pytest.approx(found.per_sd.value, rel=1e-5)
    turned = associate(counts, people, -index, line, index_contains_crime=False, permutations=9)
    assert turned.per_sd.value == pytest.approx(1 / found.per_sd.value, rel=1e-5)


YEARS = [Period.parse(str(year)) for year in range(2012, 2022)]


@SMALL
@given(st.lists(st.integers(1, 400), min_size=5, max_size=10), st.integers(2, 9))
def test_a_trend_solves_the_score_equation_of_its_periods_and_is_the_same_for_many_times_the_counts(
    counts: list[int], times: int
) -> None:
    periods = YEARS[: len(counts)]
    found = trend(counts, periods).slope
    middles = [(p.start.toordinal() + p.end.toordinal() + 1) / 2 / 365.25 for p in periods]
    slope = math.log1p(found.change)
    raw = [p.years * math.exp(slope * (t - middles[0])) for p, t in zip(periods, middles, strict=True)]
    fitted = [part * sum(counts) / sum(raw) for part in raw]
    moment = sum((c - f) * (t - middles[0]) for c, f, t in zip(counts, fitted, middles, strict=True))
    assert moment == pytest.approx(0, abs=1e-5 * sum(counts))
    assert trend([times * c for c in counts], periods).slope.change == pytest.approx(found.change, rel=1e-6, abs=1e-9)


@SMALL
@given(st.lists(st.integers(1, 400), min_size=5, max_size=10), st.dates(date(2011, 1, 1), date(2023, 1, 1)))
def test_a_break_stops_a_trend_exactly_where_it_lies_inside_and_is_named_where_asked_for(
    counts: list[int], day: date
) -> None:
    periods = YEARS[: len(counts)]
    lies_inside = periods[0].start < day <= periods[-1].end
    assert trend(counts, periods, breaks=[day], across_breaks=True).crossed == ((day,) if lies_inside else ())
    if lies_inside:
        with pytest.raises(InputError, match="a break in the series lies inside the trend"):
            trend(counts, periods, breaks=[day])
    else:
        assert trend(counts, periods, breaks=[day]).note == ""
