"""Regressions, slopes, Moran's I, concentration and agreement against plain Python."""

from __future__ import annotations

import math
from itertools import permutations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opensna.stats.agreement import YearlySeries, agree_in_direction
from opensna.stats.concentration import concentration, gini, lorenz_curve
from opensna.stats.inequality import slope_index, standard_errors_of
from opensna.stats.linear import linear_regression
from opensna.stats.moran import moran
from opensna.stats.regression import negative_binomial_regression, poisson_regression
from opensna.stats.trend import poisson_slope

SMALL = settings(max_examples=25)
COUNTS = st.lists(st.integers(0, 40), min_size=1, max_size=15).filter(any)


def _near(value: float, *, rel: float = 1e-8) -> Any:
    return pytest.approx(value, rel=rel, abs=1e-9, nan_ok=True)


def _line_slowly(x: list[float], y: list[float], w: list[float]) -> tuple[float, float]:
    """Intercept and slope by the normal equations."""
    total = sum(w)
    mx, my = (sum(a * b for a, b in zip(w, part, strict=True)) / total for part in (x, y))
    slope = sum(a * (b - mx) * (c - my) for a, b, c in zip(w, x, y, strict=True)) / sum(
        a * (b - mx) ** 2 for a, b in zip(w, x, strict=True)
    )
    return my - slope * mx, slope


GROUPS = st.lists(st.tuples(st.floats(0.05, 0.95), st.integers(1, 5000)), min_size=5, max_size=12)


@SMALL
@given(GROUPS, st.sampled_from([("value", False), ("rate", False), ("rate", True), ("proportion", True)]))
def test_slope_index_is_the_line_through_cumulative_midpoints(groups: Any, how: tuple[Any, bool]) -> None:
    kind, transform = how
    values, people = (list(part) for part in zip(*groups, strict=True))
    places, below = [], 0.0
    for n in people:
        places.append((below + n / 2) / sum(people))
        below += n
    to, back = (lambda v: v), (lambda v: v)
    if transform and kind == "rate":
        to, back = math.log, math.exp
    if transform and kind == "proportion":
        to, back = (lambda v: math.log(v / (1 - v))), (lambda v: 1 / (1 + math.exp(-v)))
    start, slope = _line_slowly(places, [to(v) for v in values], people)
    worst, best = back(start), back(start + slope)
    found = slope_index(values, people, [0.0] * len(values), kind=kind, transform=transform, draws=3)
    assert found.intercept[0] == _near(worst, rel=1e-6)
    assert found.slope.value[0] == _near(best - worst, rel=1e-6)
    assert found.relative.value[0] == _near(best / worst, rel=1e-5)
    # Without standard errors every draw is what was seen.
    assert found.slope.ci_lower[0] == _near(best - worst, rel=1e-6)
    turned = slope_index(values, people, [0.0] * len(values), kind=kind, transform=transform, draws=3, reverse=True)
    assert turned.slope.value[0] == _near(worst - best, rel=1e-6)


def test_simulated_limits_are_those_of_the_normal_line() -> None:
    """Of values, the slope is a sum of normals, so its standard error is known."""
    people, errors = [100, 200, 300, 200, 100], [0.3, 0.1, 0.2, 0.4, 0.2]
    places = np.cumsum(people) - np.array(people) / 2
    share, places = np.array(people) / 900, places / 900
    weights = share * (places - share @ places) / (share @ (places - share @ places) ** 2)
    expected = math.sqrt(sum((w * e) ** 2 for w, e in zip(weights, errors, strict=True)))
    found = slope_index([9, 8, 7, 6, 6], people, errors, draws=100_000)
    half = (found.slope.ci_upper[0] - found.slope.ci_lower[0]) / 2
    assert half == pytest.approx(1.96 * expected, rel=0.02)


@SMALL
@given(st.floats(0.1, 0.5), st.floats(0.01, 0.4))
def test_standard_errors_come_back_from_the_limits_made_with_them(centre: float, error: float) -> None:
    logit = math.log(centre / (1 - centre))
    low, high = (1 / (1 + math.exp(-(logit + sign * 1.96 * error))) for sign in (-1, 1))
    assert standard_errors_of([low], [high], kind="proportion")[0] == _near(error, rel=1e-6)
    low, high = (centre * math.exp(sign * 1.96 * error) for sign in (-1, 1))
    assert standard_errors_of([low], [high], kind="rate")[0] == _near(error, rel=1e-6)


def _gini_slowly(counts: list[int]) -> float:
    """Mean absolute difference over twice the mean."""
    n = len(counts)
    return sum(abs(a - b) for a in counts for b in counts) / (2 * n * sum(counts))


@SMALL
@given(COUNTS)
def test_gini_is_half_the_relative_mean_difference(counts: list[int]) -> None:
    found = gini(counts)
    n, c = len(counts), sum(counts)
    assert found.standard == _near(_gini_slowly(counts))
    generalised = max(1, n / c) * (_gini_slowly(counts) - 1) + 1
    assert found.generalised == _near(generalised)
    smaller = min(n, c)
    assert found.unbiased == _near(generalised * smaller / (smaller - 1) if smaller > 1 else math.nan)
    places, offences = lorenz_curve(counts)
    assert 1 - 2 * np.trapezoid(offences, places) == _near(found.standard)


@SMALL
@given(st.integers(1, 30), st.integers(1, 30))
def test_as_even_as_can_be_is_a_generalised_gini_of_nought_and_one_place_is_an_unbiased_one(n: int, c: int) -> None:
    if c <= n:
        assert gini([1] * c + [0] * (n - c)).generalised == _near(0.0)
    if n > 1 and c > 1:
        assert gini([c] + [0] * (n - 1)).unbiased == _near(1.0)


@SMALL
@given(COUNTS, st.data())
def test_places_that_hold_a_share_are_the_fewest_that_do(counts: list[int], data: st.DataObject) -> None:
    share = data.draw(st.sampled_from([0.1, 0.25, 0.5, 0.8, 1.0]))
    top = data.draw(st.integers(1, len(counts)))
    found = concentration(counts, holding=[share], top=[top], draws=5)
    ordered = sorted(counts, reverse=True)
    fewest = next(k for k in range(1, len(counts) + 1) if sum(ordered[:k]) >= share * sum(counts) - 1e-9)
    assert found.share_of_places.value[0] == _near(fewest / len(counts))
    assert found.share_of_offences.value[0] == _near(sum(ordered[:top]) / sum(counts))
    assert found.gini.value[0] == _near(gini(counts).generalised)
    mixed = concentration(counts[::-1], holding=[share], top=[top], draws=5)
    np.testing.assert_array_equal(mixed.share_of_places.random_mean, found.share_of_places.random_mean)


def test_the_random_benchmark_is_that_of_every_way_to_throw_three_offences_on_three_places() -> None:
    ways = [(a, b, c) for a in range(3) for b in range(3) for c in range(3)]
    largest = [max(way.count(place) for place in range(3)) / 3 for way in ways]
    found = concentration([3, 0, 0], top=[1], holding=[1.0], draws=20_000)
    assert found.share_of_offences.random_mean[0] == pytest.approx(sum(largest) / 27, abs=0.01)


def _moran_slowly(values: list[float], weights: list[list[float]]) -> float:
    n, mean = len(values), sum(values) / len(values)
    rows = [[w / sum(row) if sum(row) else 0.0 for w in row] for row in weights]
    over = sum(rows[i][j] * (values[i] - mean) * (values[j] - mean) for i in range(n) for j in range(n))
    return n / sum(map(sum, rows)) * over / sum((v - mean) ** 2 for v in values)


@SMALL
@given(st.lists(st.integers(0, 9), min_size=5, max_size=9), st.integers(0, 2**20))
def test_morans_i_is_the_double_sum(values: list[int], seed: int) -> None:
    n = len(values)
    near = np.triu(np.random.default_rng(seed).integers(0, 2, (n, n)), 1)
    near = near + near.T
    if len(set(values)) == 1 or not near.any():
        return
    found = moran(values, near, permutations=9)
    assert found.value == _near(_moran_slowly([float(v) for v in values], near.tolist()))
    assert 0.1 <= found.p_permutation <= 1


def test_moments_of_morans_i_are_those_over_every_placement_of_the_values() -> None:
    values, line = [1.0, 2.0, 4.0, 9.0, 3.0, 3.5], (np.diag(np.ones(5), 1) + np.diag(np.ones(5), -1))
    every = np.array([_moran_slowly(list(order), line.tolist()) for order in permutations(values)])
    found = moran(values, line, permutations=20_000)
    assert found.expected == _near(float(every.mean()))
    assert found.z_random == _near((found.value - every.mean()) / every.std(), rel=1e-6)
    assert found.p_permutation == pytest.approx((every >= found.value - 1e-12).mean(), abs=0.015)


@SMALL
@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=6, max_size=12))
def test_linear_regression_on_one_column_is_the_line_by_hand(rows: list[tuple[int, int]]) -> None:
    x, y = ([float(v) for v in part] for part in zip(*rows, strict=True))
    if len(set(x)) < 2 or len(set(y)) < 2:
        return
    start, slope = _line_slowly(x, y, [1.0] * len(x))
    rss = sum((b - start - slope * a) ** 2 for a, b in zip(x, y, strict=True))
    if rss < 1e-9:
        return
    model = linear_regression(y, [[v] for v in x])
    assert model.coefficients.tolist() == [_near(start), _near(slope)]
    spread = sum((a - sum(x) / len(x)) ** 2 for a in x)
    assert model.standard_errors[1] == _near(math.sqrt(rss / (len(x) - 2) / spread))
    assert model.f.statistic == _near(model.t[1] ** 2, rel=1e-6)
    assert model.f.p_value == _near(model.p_values[1], rel=1e-6)


def _nb_slowly(counts: list[int], mean: float, alpha: float) -> float:
    size = 1 / alpha
    return sum(
        math.lgamma(y + size) - math.lgamma(size) - math.lgamma(y + 1)
        + size * math.log(size / (size + mean)) + y * math.log(mean / (size + mean))
        for y in counts
    )  # fmt: skip


@settings(max_examples=8)
@given(st.lists(st.integers(0, 60), min_size=4, max_size=12).filter(any))
def test_negative_binomial_of_a_constant_is_the_best_alpha_at_the_mean(counts: list[int]) -> None:
    model = negative_binomial_regression(counts, [[1.0]] * len(counts))
    mean = sum(counts) / len(counts)
    assert math.exp(model.coefficients[0]) == _near(mean, rel=1e-6)
    best = max(_nb_slowly(counts, mean, math.exp(-12 + i * 0.05)) for i in range(320))
    assert model.log_likelihood >= best - 1e-6
    variance = sum((y - mean) ** 2 for y in counts) / len(counts)
    assert (model.alpha == 0) == (variance <= mean) or model.alpha < 1e-4
    if model.alpha == 0:
        poisson = poisson_regression(counts, [[1.0]] * len(counts))
        assert model.log_likelihood == _near(poisson.log_likelihood)
        assert model.aic == _near(poisson.aic + 2)


@SMALL
@given(st.lists(st.integers(1, 200), min_size=5, max_size=10))
def test_poisson_slope_solves_the_score_equations(counts: list[int]) -> None:
    years = list(range(2010, 2010 + len(counts)))
    found = poisson_slope(counts, years, [1.0] * len(counts))
    slope = math.log1p(found.change)
    # At the fit, fitted counts have the sum and the time-weighted sum of those seen.
    raw = [math.exp(slope * (year - 2010)) for year in years]
    fitted = [part * sum(counts) / sum(raw) for part in raw]
    assert sum(f * t for f, t in zip(fitted, years, strict=True)) == _near(
        sum(c * t for c, t in zip(counts, years, strict=True)), rel=1e-7
    )
    assert found.ci_lower <= found.change <= found.ci_upper
    chi2 = sum((c - f) ** 2 / f for c, f in zip(counts, fitted, strict=True))
    assert found.dispersion == _near(chi2 / (len(counts) - 2), rel=1e-5)


@SMALL
@given(st.lists(st.integers(1, 300), min_size=5, max_size=8), st.booleans())
def test_a_series_never_disagrees_with_itself_and_a_mirror_turns_the_verdict(counts: list[int], is_count: bool) -> None:
    years = tuple(range(2010, 2010 + len(counts)))
    one = YearlySeries("a", years, tuple(map(float, counts)), is_count=is_count)
    verdict = agree_in_direction([one, one]).verdict
    assert verdict in {"agree up", "agree down", "cannot tell"}
    back = YearlySeries("b", years, tuple(map(float, counts[::-1])), is_count=is_count)
    turned = {"agree up": "agree down", "agree down": "agree up"}.get(verdict, "cannot tell")
    assert agree_in_direction([back, back]).verdict == turned
    assert agree_in_direction([one, back]).verdict == ("cannot tell" if verdict == "cannot tell" else "disagree")


@SMALL
@given(
    st.lists(st.tuples(st.floats(1, 50), st.floats(0.1, 5)), min_size=5, max_size=8),
)
def test_values_with_limits_are_fitted_by_weighted_least_squares(rows: Any) -> None:
    values, errors = (list(part) for part in zip(*rows, strict=True))
    years = tuple(range(2010, 2010 + len(values)))
    low, high = (tuple(v + s * 1.959963984540054 * e for v, e in rows) for s in (-1, 1))
    one = YearlySeries("survey", years, tuple(values), ci_lower=low, ci_upper=high)
    found = agree_in_direction([one, one]).slopes[0]
    weights = [1 / e**2 for e in errors]
    _, slope = _line_slowly([float(y) for y in years], values, weights)
    mean = sum(w * v for w, v in zip(weights, values, strict=True)) / sum(weights)
    assert found.change == _near(slope / mean, rel=1e-5)
