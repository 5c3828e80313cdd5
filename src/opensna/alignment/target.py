"""Halving knife crime in ten years: from where, how fast, what comes anyway, what a mix adds. Scenarios, not promises."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

import numpy as np
import pandas as pd

from opensna.alignment.effects import Effect
from opensna.alignment.target_forecast import DRAWS, BackTest, Forecast, back_test, forecast
from opensna.alignment.target_mix import Contribution, Mix, mix_of
from opensna.alignment.target_series import Monthly
from opensna.core.errors import InputError
from opensna.core.missing import Mark
from opensna.core.period import Period
from opensna.costs.draws import SEED
from opensna.stats.rates import Floats, rate_with_interval

SAID_OF_SCENARIOS = (
    "These are scenarios, not promises: they say what would follow if the past went on, and if evidence from elsewhere "
    "held here."
)


@dataclass(frozen=True)
class Baseline:
    """Offences of the baseline year.

    `lower` and `upper` are 95 per cent limits of the underlying level, over every count that a disclosed one may stand for;
    `value` is NaN, with a mark, where a month is hidden.
    """

    area_code: str
    area_name: str
    period: Period
    value: float
    lower: float
    upper: float
    mark: str


@dataclass(frozen=True)
class Target:
    """One area's way to the target.

    `path`: year (0 the baseline), period, offences (at most, to be on the path), offences_lower, offences_upper. `nothing` is
    the forecast of doing nothing; `scenarios`: year (of the path), period, scenario ("nothing changes" | "with the mix"),
    value, lower, upper, level, target, mark.
    `chance` by scenario that the last year is at the target or below; None where the back-test does not hold, and
    `said_of_chance` why. `gap` is how many offences of the last year remain to be prevented beyond each scenario's middle.
    """

    baseline: Baseline
    reduction: float
    years: int
    yearly_reduction: float
    path: pd.DataFrame
    nothing: Forecast
    tested: BackTest
    mix: Mix
    scenarios: pd.DataFrame
    chance: Mapping[str, float] | None
    said_of_chance: str
    gap: Mapping[str, float]
    crossed: tuple[str, ...]
    seed: int


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


def baseline_of(series: Monthly, period: Period) -> Baseline:
    """The baseline year of one area.

    Raises
    ------
    InputError : a period that is not twelve months. PeriodError : the series does not hold it.
    """
    if period.months != 12:
        raise InputError(
            "a baseline that is not a year",
            where="target",
            found=f"{period} ({period.months} months)",
            expected="twelve months",
            do_this="choose a calendar or financial year, such as fy2023-24",
        )
    held = series.within(period)
    value, low, high = (float(counts[held].sum()) for counts in (series.counts, series.low, series.high))
    lowest, highest = (
        rate_with_interval([count], [1.0], per=1) for count in (low, high if math.isfinite(high) else low)
    )
    upper = float(highest.ci_upper[0]) if math.isfinite(high) else math.inf
    mark = str(Mark.SUPPRESSED) if math.isnan(value) else ""
    return Baseline(series.area_code, series.area_name, period, value, float(lowest.ci_lower[0]), upper, mark)


def required_path(baseline: Baseline, *, reduction: float = 0.5, years: int = 10) -> pd.DataFrame:
    """Offences of each year, at most, that lead to the target in equal relative steps; and the fall a year in offences.

    Returns
    -------
    area_code, area_name, year (0 the baseline), period, offences, offences_lower, offences_upper (from the baseline's limits), fall
    (offences fewer than the year before), mark.
    """
    step = yearly_reduction(reduction, years)
    left = (1 - step) ** np.arange(years + 1)
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


def paths_by_area(
    series: Sequence[Monthly], period: Period, *, reduction: float = 0.5, years: int = 10
) -> pd.DataFrame:
    """`required_path` of every area, one below the other."""
    return pd.concat(
        [required_path(baseline_of(one, period), reduction=reduction, years=years) for one in series], ignore_index=True
    )


def assess_target(
    series: Monthly,
    baseline_period: Period,
    *,
    contributions: Sequence[Contribution] = (),
    effects: Mapping[str, Effect] | None = None,
    reduction: float = 0.5,
    years: int = 10,
    seed: int = SEED,
    draws: int = DRAWS,
) -> Target:
    """The whole scoping of one area.

    Parameters
    ----------
    series : as `respect_breaks` lets it be fitted; it must hold the baseline, and may end after it.
    years : counted from the end of the baseline.

    Raises
    ------
    InputError, PeriodError : as baseline_of, yearly_reduction, forecast. UnknownIdError : as mix_of.
    """
    baseline = baseline_of(series, baseline_period)
    path = required_path(baseline, reduction=reduction, years=years)
    held = _months_after(series, baseline_period)
    ahead = years - held // 12
    if ahead < 1:
        raise InputError(
            "a target that lies in the past",
            where="target",
            found=f"{baseline_period.shift(12 * years)} with counts to {series.period.end:%Y-%m}",
            do_this="choose a later baseline or more years",
        )
    nothing = forecast(series, years=ahead, known=held % 12, seed=seed, draws=draws)
    tested = back_test(series, seed=seed)
    mix = mix_of(contributions, effects or {}, years=ahead, seed=seed, draws=draws)
    goal = baseline.value * (1 - reduction)
    by_scenario = {"nothing changes": nothing.draws, "with the mix": nothing.draws * mix.left}
    if mix.is_empty:
        del by_scenario["with the mix"]
    chance = {name: float((drawn[-1] <= goal).mean()) for name, drawn in by_scenario.items()}
    return Target(
        baseline=baseline,
        reduction=reduction,
        years=years,
        yearly_reduction=yearly_reduction(reduction, years),
        path=path,
        nothing=nothing,
        tested=tested,
        mix=mix,
        scenarios=_scenarios(baseline_period, years - ahead, by_scenario, goal),
        chance=chance if tested.passes else None,
        said_of_chance=_said_of_chance(tested, ahead),
        gap={name: max(0.0, float(np.median(drawn[-1])) - goal) for name, drawn in by_scenario.items()},
        crossed=tuple(item.sentence for item in series.breaks),
        seed=seed,
    )


def _months_after(series: Monthly, period: Period) -> int:
    """Months that the series holds after the baseline."""
    last, end = series.period.end, period.end
    return (last.year - end.year) * 12 + last.month - end.month


def _scenarios(period: Period, first: int, by_scenario: Mapping[str, Floats], goal: float) -> pd.DataFrame:
    """Years counted from the baseline, the first one after `first` years that the series holds whole."""
    rows = []
    for name, drawn in by_scenario.items():
        lower, middle, upper = np.quantile(drawn, [0.025, 0.5, 0.975], axis=1)
        for k in range(len(drawn)):
            year = first + k + 1
            when = str(period.shift(12 * year))
            rows.append((year, when, name, middle[k], lower[k], upper[k], 0.95, goal, str(Mark.FORECAST)))
    columns = ["year", "period", "scenario", "value", "lower", "upper", "level", "target", "mark"]
    return pd.DataFrame(rows, columns=columns)


def _said_of_chance(tested: BackTest, ahead: int) -> str:
    if not tested.passes or tested.reaches >= ahead:
        return tested.text
    years = "year" if tested.reaches == 1 else "years"
    return (
        f"{tested.text} The past is long enough to test {tested.reaches} {years} ahead, not {ahead}: "
        "nobody knows how good the forecast is beyond that."
    )


def tasks() -> pd.DataFrame:
    """What each would have to do: actor (government | partnership | young_futures), task, why, source, measured_by."""
    path = resources.files("opensna.alignment") / "target_tasks.csv"
    with path.open(encoding="utf-8") as rows:
        return pd.read_csv(rows, dtype=str, keep_default_na=False)
