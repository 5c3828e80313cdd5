"""Control charts of a monthly series: which months are out of the ordinary (statistical process control)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammainc, gammaincc

from opensna.core.errors import InputError
from opensna.stats._checks import Floats, counts_of, floats, person_years_of
from opensna.stats.funnel import count_limits

FEWEST_POINTS = 12
"""A chart needs a year of months before its limits mean anything."""

RUN = 8
"""So many months in a row on one side of the centre line are a signal: a chance of 1 in 128 at any start."""

MOVING_RANGE_TO_LIMIT = 2.66
"""3 / 1.128: three standard deviations in units of the mean moving range of two (Shewhart's constant d2)."""

THREE_SIGMA_TAIL = 0.00135
"""The chance beyond three standard deviations on one side."""


@dataclass(frozen=True)
class ControlChart:
    """A series with its centre line and action limits (n_points,).

    `signal` is "above" or "below" (outside a limit), else "run above" or "run below" (in a run of `RUN` or more points on one
    side of the centre), else "". `dispersion` of a u-chart is Pearson's chi-squared over its degrees of freedom in the
    baseline, about 1 for Poisson counts; NaN for an individuals chart.
    """

    value: Floats
    centre: Floats
    lower: Floats
    upper: Floats
    signal: NDArray[np.str_]
    dispersion: float


def individuals_chart(values: ArrayLike, *, baseline: int | None = None) -> ControlChart:
    """Individuals chart (XmR): the limits come from how much one point differs from the next.

    Rule: centre = mean of the baseline; limits = centre -/+ 2.66 times the mean moving range of the baseline. A point outside is
    a signal, and so is every point of a run of 8 or more in a row above, or below, the centre.

    Parameters
    ----------
    values : (n_points,) counts, rates or shares in order of time; NaN is a month without a figure: it has no moving range,
        signals nothing and ends a run.
    baseline : the first so many points make the limits, the rest are judged by them; all of them unless given.

    Returns
    -------
    ControlChart (n_points,), in the unit of the values. The lower limit may be negative.

    Raises
    ------
    InputError : fewer than 12 figures in the baseline, or an infinite one.

    Source
    ------
    Shewhart 1931; Wheeler 2000, Understanding Variation. A season or a trend breaks its assumption: chart what is left after it.

    Examples
    --------
    >>> chart = individuals_chart([50, 52, 48, 51, 49, 50, 53, 47, 50, 51, 49, 50, 70], baseline=12)
    >>> chart.upper[0].round(1).item(), chart.signal[-1].item()
    (56.8, 'above')
    """
    x = floats(values)
    first = _baseline(x, baseline, where="individuals_chart")
    centre = np.full(x.shape, np.nanmean(first))
    reach = MOVING_RANGE_TO_LIMIT * _mean(np.abs(np.diff(first)))
    lower, upper = centre - reach, centre + reach
    # A mean is not exact: figures that are all 0.1 must not lie a rounding error above it.
    away = np.where(np.isclose(x, centre, rtol=1e-12, atol=0), 0.0, x - centre)
    return ControlChart(x, centre, lower, upper, _signals(away, away < -reach, away > reach), np.nan)


def u_chart(counts: ArrayLike, exposure: ArrayLike = 1.0, *, baseline: int | None = None) -> ControlChart:
    """Poisson u-chart: the limits come from chance alone, and move with the exposure of each month.

    Rule: centre = records over exposure of the baseline. A point is outside where the exact Poisson chance of so many records
    or more (or fewer) is below 0.00135, which is three standard deviations; and so is every point of a run of 8 or more in a row
    above, or below, the centre.

    Parameters
    ----------
    counts : (n_points,) in order of time; NaN as `individuals_chart`.
    exposure : (n_points,) person-years, days of the month, or 1.
    baseline : as `individuals_chart`.

    Returns
    -------
    ControlChart (n_points,), in records per unit of exposure.

    Raises
    ------
    DenominatorError : an exposure that is zero, negative or absent.
    InputError : a negative count, fewer than 12 counts in the baseline, or arrays of different lengths.

    Source
    ------
    Shewhart 1931; Provost and Murray 2011. Where `dispersion` is well above 1 (large counts), it signals too often: use
    `individuals_chart`.

    Examples
    --------
    >>> chart = u_chart([2, 3, 1, 4, 2, 3, 2, 1, 3, 2, 4, 3, 12], baseline=12)
    >>> chart.centre[0].item(), chart.signal[-1].item()
    (2.5, 'above')
    """
    x = counts_of(counts, where="u_chart")
    years = np.broadcast_to(person_years_of(exposure, x, where="u_chart"), x.shape)
    first = _baseline(x, baseline, where="u_chart")
    held = ~np.isnan(first)
    rate = float(first[held].sum() / years[: first.size][held].sum())
    if rate == 0:
        raise InputError(
            "a baseline without a single record",
            where="u_chart",
            found="0 records",
            expected="at least one",
            do_this="take a longer baseline, or pool months into quarters or years",
        )
    expected = rate * years
    lower, upper = count_limits(expected, tail=THREE_SIGMA_TAIL)
    is_low = gammaincc(x + 1, expected) < THREE_SIGMA_TAIL
    is_high = (x > 0) & (gammainc(np.maximum(x, 1), expected) < THREE_SIGMA_TAIL)
    chi2 = ((first - expected[: first.size]) ** 2 / expected[: first.size])[held].sum()
    away = np.where(np.isclose(x, expected, rtol=1e-12, atol=0), 0.0, x - expected)
    signal = _signals(away, is_low, is_high)
    return ControlChart(
        x / years, np.full(x.shape, rate), lower / years, upper / years, signal, float(chi2 / (held.sum() - 1))
    )


def _baseline(values: Floats, baseline: int | None, *, where: str) -> Floats:
    first = values[: values.size if baseline is None else max(baseline, 0)]
    held = int((~np.isnan(first)).sum())
    if held < FEWEST_POINTS or np.isinf(values).any():
        raise InputError(
            "too few figures to draw limits from, or an infinite one",
            where=where,
            found=f"{held} in the baseline",
            expected=f"{FEWEST_POINTS} or more finite figures",
            do_this="take a longer baseline, or show the series without limits",
        )
    return first


def _mean(ranges: Floats) -> float:
    """Mean of the moving ranges that exist; no two neighbours with figures leave the limits unknown."""
    held = ranges[~np.isnan(ranges)]
    return float(held.mean()) if held.size else np.nan


def _signals(away: Floats, is_low: NDArray[np.bool_], is_high: NDArray[np.bool_]) -> NDArray[np.str_]:
    in_run = np.zeros(away.shape, dtype=bool)
    sides = np.sign(away)
    start = 0
    for i in range(1, sides.size + 1):
        if i == sides.size or sides[i] != sides[start]:
            in_run[start:i] = i - start >= RUN and abs(sides[start]) == 1
            start = i
    conditions = [is_low, is_high, in_run & (sides < 0), in_run & (sides > 0)]
    return np.select(conditions, ["below", "above", "run below", "run above"], "")
