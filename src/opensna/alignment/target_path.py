"""Where a target starts from, and the yearly steps that lead to it, for each area."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from opensna.alignment.target_series import Monthly
from opensna.core.errors import InputError
from opensna.core.missing import Mark
from opensna.core.period import Period
from opensna.stats.rates import rate_with_interval


@dataclass(frozen=True)
class Baseline:
    """Offences of the baseline year.

    `lower` and `upper` are 95 per cent limits of the underlying level, over every count that a disclosed one may stand for;
    `value` is NaN, with a mark, where the count is hidden or nobody counted.
    """

    area_code: str
    area_name: str
    period: Period
    value: float
    lower: float
    upper: float
    mark: str


def yearly_reduction(reduction: float, years: int) -> float:
    """The share by which every year must be below the one before to be `reduction` lower after `years` years.

    Examples
    --------
    >>> round(yearly_reduction(0.5, 10), 4)
    0.067
    """
    if not 0 < reduction < 1 or years < 1:
        raise InputError(
            "a target that is none",
            where="target",
            found=f"{reduction:g} in {years} years",
            expected="a share between 0 and 1, and one year or more",
            do_this="write a halving in ten years as 0.5 and 10",
        )
    return -math.expm1(math.log1p(-reduction) / years)


def baseline_from(
    area_code: str, area_name: str, period: Period, *, value: float, low: float, high: float, mark: str = ""
) -> Baseline:
    """The baseline year of one area from its disclosed count of that year.

    Parameters
    ----------
    value, low, high : as disclosed, offences; a hidden one has no value (NaN) and its range, one that nobody counted no range.

    Raises
    ------
    InputError : a period that is not twelve months.
    """
    if period.months != 12:
        raise InputError(
            "a baseline that is not a year",
            where="target",
            found=f"{period} ({period.months} months)",
            expected="twelve months",
            do_this="choose a calendar or financial year, such as fy2023-24",
        )
    if math.isnan(low):
        return Baseline(area_code, area_name, period, math.nan, math.nan, math.nan, mark or str(Mark.NOT_AVAILABLE))
    lowest, highest = (
        rate_with_interval([count], [1.0], per=1) for count in (low, high if math.isfinite(high) else low)
    )
    upper = float(highest.ci_upper[0]) if math.isfinite(high) else math.inf
    hidden = (mark or str(Mark.SUPPRESSED)) if math.isnan(value) else ""
    return Baseline(area_code, area_name, period, value, float(lowest.ci_lower[0]), upper, hidden)


def baseline_of(series: Monthly, period: Period) -> Baseline:
    """The baseline year of one area as the sum of its months.

    Raises
    ------
    InputError : as baseline_from. PeriodError : the series does not hold it.
    """
    held = series.within(period)
    value, low, high = (float(counts[held].sum()) for counts in (series.counts, series.low, series.high))
    return baseline_from(series.area_code, series.area_name, period, value=value, low=low, high=high)


def required_path(baseline: Baseline, *, reduction: float = 0.5, years: int = 10) -> pd.DataFrame:
    """Offences of each year, at most, that lead to the target in equal relative steps; and the fall a year in offences.

    Returns
    -------
    area_code, area_name, year (0 the baseline), period, offences, offences_lower, offences_upper (from the baseline's limits), fall
    (offences fewer than the year before), mark.
    """
    yearly_reduction(reduction, years)  # refuses a target that is none
    left = (1 - reduction) ** (np.arange(years + 1) / years)
    rows = pd.DataFrame(
        {
            "area_code": baseline.area_code,
            "area_name": baseline.area_name,
            "year": range(years + 1),
            "period": [str(baseline.period.shift(12 * year)) for year in range(years + 1)],
            "offences": baseline.value * left,
            "offences_lower": baseline.lower * left,
            "offences_upper": baseline.upper * left,
        }
    )
    return rows.assign(fall=-rows["offences"].diff(), mark=baseline.mark)


def steps_by_area(baselines: Iterable[Baseline], *, reduction: float = 0.5, years: int = 10) -> pd.DataFrame:
    """What the target asks of each area, one row an area.

    Returns
    -------
    area_code, area_name, period, baseline, lower, upper (offences), yearly_reduction (share), first_fall (offences fewer in
    year 1), goal, goal_lower, goal_upper (offences of the last year, at most), mark.
    """
    step = yearly_reduction(reduction, years)
    rows = [
        (
            one.area_code, one.area_name, str(one.period), one.value, one.lower, one.upper, step, one.value * step,
            *(end * (1 - reduction) for end in (one.value, one.lower, one.upper)), one.mark,
        )
        for one in baselines
    ]  # fmt: skip
    columns = ["area_code", "area_name", "period", "baseline", "lower", "upper", "yearly_reduction", "first_fall", "goal",
               "goal_lower", "goal_upper", "mark"]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)
