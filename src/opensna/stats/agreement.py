"""Triangulation: whether several yearly series of the same thing move the same way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from opensna.core.errors import InputError
from opensna.stats._checks import Floats, counts_of, z_of
from opensna.stats.trend import FEWEST_POINTS, FEWEST_WITH_RECORDS, Slope, poisson_slope, student_t

Verdict = Literal["agree up", "agree down", "disagree", "cannot tell"]


@dataclass(frozen=True)
class YearlySeries:
    """One series: a value for each year, of a kind.

    `is_count`: values are numbers of records, and stray as counts do. Otherwise they are rates, shares or scores of zero or
    more; with their 95% limits, years known better weigh more. NaN is a year without a figure.
    """

    name: str
    years: tuple[int, ...]
    values: tuple[float, ...]
    is_count: bool = False
    ci_lower: tuple[float, ...] | None = None
    ci_upper: tuple[float, ...] | None = None


@dataclass(frozen=True)
class Agreement:
    """Whether series agree in direction over the years they have in common.

    `slopes` are the change per year of each over those years, in the order given, empty where there were too few years. `reason` is
    the verdict in a sentence.
    """

    verdict: Verdict
    years: tuple[int, ...]
    names: tuple[str, ...]
    slopes: tuple[Slope, ...]
    reason: str


def agree_in_direction(series: Sequence[YearlySeries], *, level: float = 0.95) -> Agreement:
    """A test of whether series of the same thing agree in direction, over the years that all of them have.

    Rule: each series gets a slope per year with limits at `level`. It is up if its limits lie above zero, down if below. "agree
    up": every series is up; "agree down": every one is down; "disagree": at least one is up and one is down; otherwise, and with
    fewer than 5 years in common, "cannot tell". Agreement is asked of every series, so a vague one prevents it; a
    disagreement needs two clear ones.

    Parameters
    ----------
    series : two or more, each of one definition and release, without a break inside the common years: the caller leaves those years
        out, or says so beside the verdict.

    Returns
    -------
    Agreement. The slopes of survey, police and hospital series need not be of one size: only their signs are compared.

    Raises
    ------
    InputError : fewer than two series, years twice or of another number than values, a negative value, or limits that are no
        intervals.

    Source
    ------
    Counts: `trend.poisson_slope`. Values with limits: least squares weighted by 1 / se squared, standard error widened by the
    square root of chi-squared over n - 2 where above 1 (Birge 1932), Student's t. Values without: least squares, Student's t.

    Examples
    --------
    >>> police = YearlySeries("police", (2015, 2016, 2017, 2018, 2019), (100, 118, 139, 160, 190), is_count=True)
    >>> survey = YearlySeries("survey", (2015, 2016, 2017, 2018, 2019), (2.0, 1.9, 1.8, 1.75, 1.6))
    >>> agree_in_direction([police, survey]).verdict
    'disagree'
    """
    _check(series)
    names = tuple(one.name for one in series)
    held = [{year for year, value in zip(one.years, one.values, strict=True) if not np.isnan(value)} for one in series]
    years = tuple(sorted(set.intersection(*held)))
    if len(years) < FEWEST_POINTS:
        reason = f"The series have {len(years)} years in common; {FEWEST_POINTS} are needed."
        return Agreement("cannot tell", years, names, (), reason)
    slopes = tuple(_slope(one, years, level) for one in series)
    directions = [slope.direction for slope in slopes]
    told = "; ".join(
        f"{name} {'unclear' if direction == 'cannot tell' else direction}"
        for name, direction in zip(names, directions, strict=True)
    )
    return Agreement(_verdict(set(directions)), years, names, slopes, f"{years[0]} to {years[-1]}: {told}.")


def _verdict(directions: set[str]) -> Verdict:
    if directions == {"up"}:
        return "agree up"
    if directions == {"down"}:
        return "agree down"
    return "disagree" if {"up", "down"} <= directions else "cannot tell"


def _slope(one: YearlySeries, years: tuple[int, ...], level: float) -> Slope:
    at = [one.years.index(year) for year in years]
    values, time = np.array(one.values)[at], np.array(years, dtype=np.float64)
    if one.is_count and np.count_nonzero(values) < FEWEST_WITH_RECORDS:
        return Slope(np.nan, np.nan, np.nan, values.size, np.nan)
    if one.is_count:
        return poisson_slope(values, time, np.ones(len(at)), level=level)
    if one.ci_lower is None or one.ci_upper is None:
        return _straight_line(values, time, None, level)
    errors = (np.array(one.ci_upper)[at] - np.array(one.ci_lower)[at]) / 2 / z_of(0.95)
    return _straight_line(values, time, errors, level)


def _straight_line(values: Floats, time: Floats, errors: Floats | None, level: float) -> Slope:
    """Slope of a straight line as a share of the mean value."""
    w = np.ones(values.size) if errors is None else 1 / errors**2
    middle, mean = np.average(time, weights=w), np.average(values, weights=w)
    spread = float((w * (time - middle) ** 2).sum())
    slope = float((w * (time - middle) * (values - mean)).sum()) / spread
    residual = values - mean - slope * (time - middle)
    chi2 = float((w * residual**2).sum()) / (values.size - 2)
    widened = chi2 if errors is None else max(1.0, chi2)
    reach = student_t(values.size - 2, level) * float(np.sqrt(widened / spread))
    base = float(mean) or np.nan  # a series of zeros has no relative slope
    return Slope(
        slope / base, (slope - reach) / base, (slope + reach) / base, values.size, np.nan if errors is None else chi2
    )


def _check(series: Sequence[YearlySeries]) -> None:
    if len(series) < 2:
        raise InputError(
            "nothing to compare",
            where="agree_in_direction",
            found=f"{len(series)} series",
            expected="two or more",
            do_this="add a second series of the same thing, such as ambulance callouts beside police records",
        )
    for one in series:
        where = f"agree_in_direction, series {one.name}"
        values = counts_of(one.values, where=where)
        if not values.size == len(one.years) == len(set(one.years)):
            raise InputError(
                "years that do not fit the values",
                where=where,
                found=f"{values.size} values, {len(one.years)} years, {len(set(one.years))} of them different",
                expected="one value a year, each year once",
                do_this="give the year of each value, in the same order",
            )
        _check_limits(one, values, where)


def _check_limits(one: YearlySeries, values: Floats, where: str) -> None:
    if one.ci_lower is None and one.ci_upper is None:
        return
    low, high = np.asarray(one.ci_lower or (), float), np.asarray(one.ci_upper or (), float)
    held = ~np.isnan(values)
    is_interval = low.shape == high.shape == values.shape and not one.is_count
    if not is_interval or not (np.isfinite(high[held] - low[held]) & (high[held] > low[held])).all():
        raise InputError(
            "limits that are no intervals of the values",
            where=where,
            found=f"{values.size} values, {low.size} lower and {high.size} upper limits, is_count {one.is_count}",
            expected="for values that are no counts, both limits of each, the lower one below the upper one",
            do_this="give both limits of every year that has a value, or none at all",
        )
