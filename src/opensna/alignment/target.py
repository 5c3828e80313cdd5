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
from opensna.alignment.target_path import Baseline, required_path, yearly_reduction
from opensna.alignment.target_series import Monthly
from opensna.core.errors import InputError
from opensna.core.missing import Mark
from opensna.core.period import Period
from opensna.costs.draws import SEED
from opensna.stats.rates import Floats

SAID_OF_SCENARIOS = (
    "These are scenarios, not promises: they say what would follow if the past went on, and if evidence from elsewhere "
    "held here."
)
NOTHING_CHANGES, WITH_MIX = "nothing changes", "with the mix"
_LIMITS = (0.025, 0.1, 0.5, 0.9, 0.975)


@dataclass(frozen=True)
class Target:
    """One area's way to the target.

    `path`: year (0 the baseline), period, offences (at most, to be on the path), offences_lower, offences_upper. `nothing` is
    the forecast of doing nothing; `scenarios`: year (of the path), period, scenario (`NOTHING_CHANGES` | `WITH_MIX`), value (the
    middle draw), lower and upper (95 in 100 draws), inner_lower and inner_upper (80 in 100), target, mark.
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


def assess_target(
    series: Monthly,
    baseline: Baseline,
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
    series : as `respect_breaks` lets it be fitted; it must reach the end of the baseline, and may end after it.
    years : counted from the end of the baseline.

    Raises
    ------
    InputError : as yearly_reduction and forecast; a target in the past; a series that ends before its baseline, or a baseline
        without a value. UnknownIdError : as mix_of.
    """
    _require_start(series, baseline)
    path = required_path(baseline, reduction=reduction, years=years)
    held = _months_after(series, baseline.period)
    ahead = years - held // 12
    if ahead < 1:
        raise InputError(
            "a target that lies in the past",
            where="target",
            found=f"{baseline.period.shift(12 * years)} with counts to {series.period.end:%Y-%m}",
            do_this="choose a later baseline or more years",
        )
    nothing = forecast(series, years=ahead, known=held % 12, seed=seed, draws=draws)
    tested = back_test(series, seed=seed)
    mix = mix_of(contributions, effects or {}, years=ahead, seed=seed, draws=draws)
    goal = baseline.value * (1 - reduction)
    by_scenario = {NOTHING_CHANGES: nothing.draws, WITH_MIX: nothing.draws * mix.left}
    if mix.is_empty:
        del by_scenario[WITH_MIX]
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
        scenarios=_scenarios(baseline.period, years - ahead, by_scenario, goal),
        chance=chance if tested.passes else None,
        said_of_chance=_said_of_chance(tested, ahead),
        gap={name: max(0.0, float(np.median(drawn[-1])) - goal) for name, drawn in by_scenario.items()},
        crossed=tuple(item.sentence for item in series.breaks),
        seed=seed,
    )


def _require_start(series: Monthly, baseline: Baseline) -> None:
    if not math.isfinite(baseline.value) or series.period.end < baseline.period.end:
        raise InputError(
            "a baseline that no forecast can start from",
            where=f"target, {baseline.area_name}",
            found=f"{baseline.period}, {baseline.mark or 'with a count'}; counts to {series.period.end:%Y-%m}",
            expected="a count that is shown, and months up to its end",
            do_this="choose an area whose count is shown, and a baseline inside the series",
        )


def _months_after(series: Monthly, period: Period) -> int:
    """Months that the series holds after the baseline."""
    last, end = series.period.end, period.end
    return (last.year - end.year) * 12 + last.month - end.month


def _scenarios(period: Period, first: int, by_scenario: Mapping[str, Floats], goal: float) -> pd.DataFrame:
    """Years counted from the baseline, the first one after `first` years that the series holds whole."""
    rows = []
    for name, drawn in by_scenario.items():
        limits = np.quantile(drawn, _LIMITS, axis=1)
        for k in range(len(drawn)):
            year = first + k + 1
            lower, inner_lower, middle, inner_upper, upper = limits[:, k]
            when = str(period.shift(12 * year))
            rows.append((year, when, name, middle, lower, upper, inner_lower, inner_upper, goal, str(Mark.FORECAST)))
    columns = ["year", "period", "scenario", "value", "lower", "upper", "inner_lower", "inner_upper", "target", "mark"]
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
