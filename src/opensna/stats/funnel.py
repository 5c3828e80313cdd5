"""Funnels: which areas lie further from a benchmark than their size explains."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammainc, gammaincc, gammaincinv, ndtri

from opensna.core.errors import DenominatorError, InputError
from opensna.stats._checks import Floats, counts_of, floats, part_and_whole, person_years_of

WARNING, ACTION = 0.025, 0.001
"""The chance left in each tail of the inner and the outer limits of a funnel (about 2 and 3 standard deviations)."""


@dataclass(frozen=True)
class FunnelArrays:
    """Values against a benchmark (n_areas,), all in one unit; the limits widen as areas get smaller.

    `label` is "low (0.001)", "low (0.025)", "within", "high (0.025)", "high (0.001)", or "" where the value is absent.
    """

    value: Floats
    benchmark: Floats
    inner_lower: Floats
    inner_upper: Floats
    outer_lower: Floats
    outer_upper: Floats
    label: NDArray[np.str_]


def funnel_of_shares(records: ArrayLike, total: ArrayLike, *, benchmark: float | None = None) -> FunnelArrays:
    """Shares (0 to 1) against a benchmark share.

    Parameters
    ----------
    records, total : (n_areas,), records from zero to the total.
    benchmark : a share between 0 and 1, both left out; that of all areas together unless given.

    Returns
    -------
    FunnelArrays (n_areas,). An area is outside a limit exactly when Wilson's interval of its share, at that level, leaves
    the benchmark out.

    Raises
    ------
    InputError : a negative count, more records than the total, or a benchmark that is not between 0 and 1.

    Source
    ------
    Spiegelhalter 2005, Statistics in Medicine 24. Turning Wilson's interval round gives benchmark -/+ z sqrt(b (1 - b) / n).

    Examples
    --------
    >>> funnel_of_shares([30, 60], [100, 100], benchmark=0.4).label.tolist()
    ['low (0.025)', 'high (0.001)']
    """
    x, n = np.broadcast_arrays(*part_and_whole(records, total, where="funnel_of_shares"))
    n = np.where(n > 0, n, np.nan)
    base = _overall(x, n) if benchmark is None else benchmark
    if not 0 < base < 1:
        raise InputError(
            "a benchmark that is no share between 0 and 1",
            where="funnel_of_shares",
            found=f"{base:g}",
            expected="a share such as 0.4",
            do_this="give a benchmark with some and not all of the records, 40 per cent as 0.4",
        )
    value, spread = x / n, np.sqrt(base * (1 - base) / n)
    inner, outer = (-float(ndtri(tail)) * spread for tail in (WARNING, ACTION))
    away = value - base
    label = _labels(value, (away < -outer, away > outer, away < -inner, away > inner))
    return FunnelArrays(
        value, np.full(value.shape, base), np.maximum(base - inner, 0), np.minimum(base + inner, 1),
        np.maximum(base - outer, 0), np.minimum(base + outer, 1), label,
    )  # fmt: skip


def funnel_of_ratios(counts: ArrayLike, expected: ArrayLike) -> FunnelArrays:
    """Ratios of records to those expected, against 1.

    Parameters
    ----------
    counts : (n_areas,) records; NaN gives NaN.
    expected : (n_areas,) above zero, as `indirect.indirect_ratio` makes them.

    Returns
    -------
    FunnelArrays (n_areas,), unitless. An area is outside a limit exactly when the exact Poisson interval of its count, at
    that level, leaves the expected number out; between whole counts the limits follow the same formula.

    Raises
    ------
    DenominatorError : an expected number that is zero, negative or absent.
    InputError : a negative count, or arrays of different lengths.

    Source
    ------
    Exact Poisson limits (Garwood 1936) turned round. They allow for chance alone: with real differences between areas many
    more than 1 in 20 lie outside.

    Examples
    --------
    >>> funnel_of_ratios([3, 10, 20, 30], 10).label.tolist()
    ['low (0.025)', 'within', 'high (0.025)', 'high (0.001)']
    """
    x = counts_of(counts, where="funnel_of_ratios")
    e = person_years_of(expected, x, where="funnel_of_ratios")
    x, e = np.broadcast_arrays(x, e)
    label = _labels(x, [chance(x, e) < tail for tail in (ACTION, WARNING) for chance in (_at_most, _at_least)])
    (inner_low, inner_high), (outer_low, outer_high) = (count_limits(e, tail=tail) for tail in (WARNING, ACTION))
    return FunnelArrays(
        x / e, np.ones(e.shape), inner_low / e, inner_high / e, outer_low / e, outer_high / e, label
    )  # fmt: skip


def funnel_of_rates(
    counts: ArrayLike, person_years: ArrayLike, *, benchmark: float | None = None, per: float = 100_000
) -> FunnelArrays:
    """Crude rates against a benchmark rate, per `per` person-years (n_areas,).

    Parameters
    ----------
    counts, person_years : (n_areas,); an absent count has no label.
    benchmark : a rate above zero per `per` person-years; that of all areas with a count unless given.

    Raises
    ------
    DenominatorError : person-years that are zero, negative or absent, or a benchmark of zero.
    InputError : a negative count, or arrays of different lengths.

    Source
    ------
    `funnel_of_ratios` with person-years times the benchmark expected.

    Examples
    --------
    >>> funnel = funnel_of_rates([5, 40], [10_000, 20_000], benchmark=100)
    >>> funnel.label.tolist(), funnel.inner_upper.round(1).tolist()
    (['within', 'high (0.001)'], [171.3, 148.5])
    """
    x = counts_of(counts, where="funnel_of_rates")
    years = person_years_of(person_years, x, where="funnel_of_rates")
    x, years = np.broadcast_arrays(x, years)
    base = _overall(x, years) * per if benchmark is None else benchmark
    if not 0 < base < np.inf:
        raise DenominatorError(
            "a benchmark rate that is not above zero",
            where="funnel_of_rates",
            found=f"{base:g}",
            expected="a rate above zero",
            do_this="give the rate of a larger area or of more years as the benchmark",
        )
    ratio = funnel_of_ratios(x, years * base / per)
    return FunnelArrays(
        ratio.value * base, ratio.benchmark * base, ratio.inner_lower * base, ratio.inner_upper * base,
        ratio.outer_lower * base, ratio.outer_upper * base, ratio.label,
    )  # fmt: skip


def expected_at_limits(counts: ArrayLike, *, tail: float = WARNING) -> tuple[Floats, Floats]:
    """For drawing the curves: the expected numbers (n,) at which a count lies just on the lower and on the upper limit.

    A point of the lower curve is (first, counts / first), of the upper (second, counts / second). A count of zero lies on no
    upper limit: 0.

    Source
    ------
    Chi-squared quantiles: chi2inv(1 - tail; 2 O + 2) / 2 and chi2inv(tail; 2 O) / 2.

    Examples
    --------
    >>> [float(part[0].round(3)) for part in expected_at_limits([10])]
    [18.39, 4.795]
    """
    x = counts_of(counts, where="expected_at_limits")
    return gammaincinv(x + 1, 1 - tail), np.where(x == 0, 0.0, gammaincinv(np.where(x == 0, 1.0, x), tail))


def count_limits(expected: ArrayLike, *, tail: float = WARNING) -> tuple[Floats, Floats]:
    """The counts (n,), not whole, whose exact Poisson limits just reach the expected number: `expected_at_limits` turned round.

    The lower one is 0 where no count could be low: not even none at all is unlikely.

    Examples
    --------
    >>> [part.round(2).tolist() for part in count_limits([2, 10, 100])]
    [[0.0, 3.83, 80.39], [5.66, 17.13, 120.56]]
    """
    e = floats(expected)
    top = e + 12 * np.sqrt(e) + 40
    upper = _bisect(lambda x: _at_least(x, e) > tail, np.zeros(e.shape), top)
    lower = _bisect(lambda x: _at_most(x, e) < tail, np.zeros(e.shape), e + 1)
    return np.where(_at_most(np.zeros(e.shape), e) >= tail, 0.0, lower), upper


def _at_least(x: Floats, expected: Floats) -> Floats:
    """The chance of so many records or more; 1 for none."""
    return np.where(x > 0, gammainc(np.where(x > 0, x, 1.0), expected), 1.0)


def _at_most(x: Floats, expected: Floats) -> Floats:
    """The chance of so many records or fewer."""
    chance: Floats = gammaincc(x + 1, expected)
    return chance


def _overall(x: Floats, n: Floats) -> float:
    """The value of all areas together that have one; NaN if none has."""
    known = ~np.isnan(x) & ~np.isnan(n)
    return float(x[known].sum() / n[known].sum()) if known.any() else np.nan


def _labels(values: Floats, outside: Sequence[NDArray[np.bool_]]) -> NDArray[np.str_]:
    """`outside` in the order of the words below."""
    words = ["", "low (0.001)", "high (0.001)", "low (0.025)", "high (0.025)"]
    return np.select([np.isnan(values), *outside], words, "within")


def _bisect(is_below: Callable[[Floats], NDArray[np.bool_]], low: Floats, high: Floats) -> Floats:
    """Where a test that is true at first turns false, between `low` and `high`."""
    for _ in range(70):
        middle = (low + high) / 2
        below = is_below(middle)
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return (low + high) / 2
