from __future__ import annotations

import datetime
import math

import numpy as np
import pandas as pd
import pytest

from opensna.alignment.effects import Effect
from opensna.alignment.target import assess_target, tasks
from opensna.alignment.target_forecast import BackTest, Horizon, back_test, forecast
from opensna.alignment.target_mix import Contribution, mix_of
from opensna.alignment.target_path import baseline_of, required_path, steps_by_area, yearly_reduction
from opensna.alignment.target_series import read_monthly, respect_breaks
from opensna.core.errors import InputError, PeriodError, UnknownIdError
from opensna.core.period import Period
from opensna.definition.breaks import Break

LAW = Break(
    id="law", date=datetime.date(2016, 4, 1), direction="up", kind="law", source="an Act", sentence="A law came in."
)
PLAGUE = Break(
    id="plague", date=datetime.date(2016, 3, 23), until=datetime.date(2017, 7, 18), direction="either", kind="circumstances",
    source="rules", sentence="A plague.",
)  # fmt: skip


def frame(months: int, level: float = 400.0, growth: float = 0.0, *, seed: int = 1, area: str = "E1") -> pd.DataFrame:
    t = np.arange(months)
    mean = level * np.exp(growth * t + 0.1 * np.sin(2 * np.pi * t / 12))
    counts = np.random.default_rng(seed).poisson(mean).astype(float)
    names = [str(Period.of_months(2012, 1 + i, 1).start)[:7] for i in range(months)]
    return pd.DataFrame(
        {"area_code": area, "area_name": f"Area {area}", "month": names, "value": counts, "low": counts, "high": counts}
    )


@pytest.fixture(scope="module")
def steady():
    return read_monthly(frame(144))[0]


def test_halving_in_ten_years_takes_6_7_per_cent_a_year() -> None:
    assert yearly_reduction(0.5, 10) == pytest.approx(1 - 0.5**0.1)


@pytest.mark.parametrize(("reduction", "years"), [(0, 10), (1, 10), (0.5, 0)])
def test_a_target_that_is_none_is_refused(reduction, years) -> None:
    with pytest.raises(InputError, match=r"write a halving in ten years as 0.5 and 10"):
        yearly_reduction(reduction, years)


def test_the_path_ends_at_half_with_its_interval(steady) -> None:
    baseline = baseline_of(steady, Period.parse("2023"))
    path = required_path(baseline)
    assert path["offences"].iloc[-1] == pytest.approx(baseline.value / 2)
    assert path["offences_upper"].iloc[-1] == pytest.approx(baseline.upper / 2)
    assert path["fall"].iloc[1:].sum() == pytest.approx(baseline.value / 2)
    assert path["period"].iloc[-1] == "2033-01/2033-12"
    assert baseline.lower < baseline.value < baseline.upper


def test_every_area_has_its_own_steps_in_the_same_proportion() -> None:
    series = read_monthly(pd.concat([frame(24, area="E1"), frame(24, 5.0, area="E2")]))
    steps = steps_by_area(baseline_of(one, Period.parse("2013")) for one in series).set_index("area_code")
    assert list(steps.index) == ["E1", "E2"]
    assert steps["goal"].tolist() == (steps["baseline"] / 2).tolist()
    assert (steps["first_fall"] / steps["baseline"]).tolist() == pytest.approx([yearly_reduction(0.5, 10)] * 2)
    assert (steps["lower"] < steps["baseline"]).all()


def test_a_hidden_month_gives_a_baseline_with_a_range_and_no_value() -> None:
    rows = frame(24)
    rows.loc[20, ["value", "low", "high"]] = [math.nan, 1, 7]
    baseline = baseline_of(read_monthly(rows)[0], Period.parse("2013"))
    assert math.isnan(baseline.value)
    assert baseline.mark == "[c]"
    assert baseline.lower < baseline.upper


def test_a_baseline_that_is_no_year_or_not_held_is_refused(steady) -> None:
    with pytest.raises(InputError, match="such as fy2023-24"):
        baseline_of(steady, Period.parse("2023-01/2023-06"))
    with pytest.raises(PeriodError, match="choose a baseline inside the series"):
        baseline_of(steady, Period.parse("2024"))


def test_missing_and_doubled_months_are_refused() -> None:
    rows = frame(24)
    with pytest.raises(PeriodError, match="hand in every month once"):
        read_monthly(rows.drop(index=5))
    with pytest.raises(PeriodError, match="1 twice"):
        read_monthly(pd.concat([rows, rows.tail(1)]))


def test_rows_that_are_no_series_are_refused() -> None:
    with pytest.raises(InputError, match="hand in disclosed monthly counts"):
        read_monthly(frame(24).drop(columns="low"))
    with pytest.raises(InputError, match="1 negative of 24"):
        read_monthly(frame(24).assign(value=lambda rows: rows["value"].where(rows.index != 3, -1)))


def test_a_fit_across_a_break_is_refused_unless_told(steady) -> None:
    with pytest.raises(
        InputError, match=r"start after it with --from 2016-04, or fit across it knowingly with --across law"
    ):
        respect_breaks(steady, [LAW])
    assert respect_breaks(steady, [LAW], across=["law"]).breaks == (LAW,)
    after = respect_breaks(steady, [LAW], start=Period.parse("2016-04"))
    assert (after.breaks, str(after.first)) == ((), "2016-04/2016-04")
    assert after.months == 144 - 51


def test_a_passing_break_is_left_behind_only_after_its_last_day(steady) -> None:
    with pytest.raises(InputError, match="--from 2017-08"):
        respect_breaks(steady, [PLAGUE], start=Period.parse("2017-01"))
    assert respect_breaks(steady, [PLAGUE], start=Period.parse("2017-08")).breaks == ()


def test_a_start_outside_the_series_is_refused(steady) -> None:
    with pytest.raises(PeriodError, match="inside the series"):
        respect_breaks(steady, [], start=Period.parse("2030-01"))


def test_a_steady_series_is_forecast_to_stay_and_its_back_test_holds(steady) -> None:
    made = forecast(steady, years=3, draws=500)
    last = steady.counts[-12:].sum()
    assert made.value[0] == pytest.approx(last, rel=0.1)
    assert (made.lower < made.value).all()
    assert (made.upper - made.lower)[2] > (made.upper - made.lower)[0] * 0.8
    tested = back_test(steady)
    assert tested.passes
    assert tested.reaches == 3
    assert "It holds" in tested.text


def test_the_forecast_comes_back_with_the_seed(steady) -> None:
    first, second = (forecast(steady, years=1, draws=100, seed=9).draws for _ in range(2))
    assert (first == second).all()


def test_a_series_with_a_sudden_fall_fails_its_back_test_and_gets_no_chance() -> None:
    rows = frame(132)
    fallen = rows["value"].where(rows.index % 24 < 12, (rows["value"] / 4).round())
    series = read_monthly(rows.assign(value=fallen, low=fallen, high=fallen))[0]
    made = assess_target(series, baseline_of(series, Period.parse("2022")), draws=200)
    if made.tested.passes:
        pytest.fail(f"the back-test held: {made.tested.text}")
    assert made.chance is None
    assert "no chance is given" in made.said_of_chance


def test_a_short_series_is_not_tested_and_gets_no_chance() -> None:
    series = read_monthly(frame(60))[0]
    made = assess_target(series, baseline_of(series, Period.parse("2016")), draws=200)
    assert made.tested.reaches == 0
    assert made.chance is None
    assert "too short" in made.said_of_chance


@pytest.mark.parametrize("change", ["short", "hidden"])
def test_a_series_that_cannot_be_forecast_is_refused(change) -> None:
    rows = frame(30 if change == "short" else 48)
    if change == "hidden":
        rows.loc[4, "value"] = math.nan
    with pytest.raises(InputError, match="forecast a larger area"):
        forecast(read_monthly(rows)[0], years=1)


def test_a_series_that_never_changes_is_forecast_without_a_model() -> None:
    rows = frame(48).assign(value=5.0, low=5.0, high=5.0)
    made = forecast(read_monthly(rows)[0], years=2, draws=10)
    assert made.value.tolist() == [60.0, 60.0]


def test_a_steady_series_has_a_chance_with_its_reach_said(steady) -> None:
    made = assess_target(steady, baseline_of(steady, Period.parse("2023")), draws=400)
    assert made.chance is not None
    assert made.chance["nothing changes"] < 0.5
    assert "not 10" in made.said_of_chance
    assert set(made.scenarios["scenario"]) == {"nothing changes"}
    assert len(made.scenarios) == 10
    assert made.gap["nothing changes"] > 0


def test_years_are_counted_from_the_baseline_and_the_year_begun_keeps_what_came() -> None:
    rows = frame(144 + 8)
    series = read_monthly(rows)[0]
    made = assess_target(series, baseline_of(series, Period.parse("2023")), draws=200)
    assert made.scenarios["period"].iloc[0] == "2024-01/2024-12"
    assert made.scenarios["period"].iloc[-1] == made.path["period"].iloc[-1] == "2033-01/2033-12"
    assert (made.nothing.draws[0] >= rows["value"].iloc[144:150].sum()).all()
    fuller = assess_target(series, baseline_of(series, Period.parse("2022")), draws=200)
    assert fuller.scenarios["year"].tolist() == list(range(2, 11))


def test_a_target_in_the_past_is_refused(steady) -> None:
    with pytest.raises(InputError, match="a later baseline or more years"):
        assess_target(steady, baseline_of(steady, Period.parse("2012")), years=5)


@pytest.mark.parametrize(
    ("coverage", "folds", "passes"), [(0.8, 8, True), (0.7, 8, True), (0.69, 8, False), (1.0, 7, False), (1.0, 8, True)]
)
def test_a_back_test_passes_by_its_coverage_and_its_number_of_folds(coverage, folds, passes) -> None:
    assert BackTest((Horizon(1, folds, coverage, 0.1),)).passes == passes


SHARE = {"value": 0.2, "low": 0.1, "high": 0.3, "origin": "ours", "source": "ours"}
LINK = {"value": 0.5, "low": 0.2, "high": 0.8, "origin": "published", "source": "a study"}
DIRECT = Effect("A/knife", "knife offences", -0.3, -0.5, -0.1, "a trial")
INDIRECT = Effect("B/skills", "self-regulation", -0.3, -0.5, -0.1, "a trial")
BARE = Effect("C/knife", "knife crime", -0.3, None, None, "an index")
EFFECTS = {effect.id: effect for effect in (DIRECT, INDIRECT, BARE)}


def approach(effect: str, **more: object) -> Contribution:
    return Contribution.model_validate({"id": effect, "title": effect, "effect": effect, "share": SHARE, **more})


def test_an_effect_on_a_risk_factor_counts_only_with_a_sourced_link_and_interval() -> None:
    bare, linked = (
        mix_of([approach("B/skills", **more)], EFFECTS, years=10, seed=1, draws=500) for more in ({}, {"link": LINK})
    )
    assert bare.parts[0].change is None
    assert "no sourced link" in bare.parts[0].reason
    assert bare.is_empty
    assert (bare.left == 1).all()
    assert linked.parts[0].change == pytest.approx(0.2 * -0.3 * 0.5)
    assert "a study" in linked.parts[0].source
    point = {"value": 0.5, "origin": "published", "source": "a study"}
    ours = mix_of([approach("B/skills", link=LINK | {"origin": "ours"})], EFFECTS, years=10, seed=1, draws=50)
    assert "no sourced link" in ours.parts[0].reason
    without = mix_of([approach("B/skills", link=point)], EFFECTS, years=10, seed=1, draws=50)
    assert "has no interval" in without.parts[0].reason


def test_an_effect_without_an_interval_counts_only_with_one_assumed() -> None:
    assert mix_of([approach("C/knife")], EFFECTS, years=1, seed=1, draws=50).is_empty
    assert not mix_of([approach("C/knife", assumed_interval=(-0.5, 0.0))], EFFECTS, years=1, seed=1, draws=50).is_empty


def test_an_assumed_interval_must_hold_the_effect() -> None:
    with pytest.raises(InputError, match="between both of its limits"):
        mix_of([approach("C/knife", assumed_interval=(-0.2, 0.0))], EFFECTS, years=1, seed=1, draws=50)


def test_two_approaches_never_prevent_one_offence_twice() -> None:
    one = mix_of([approach("A/knife")], EFFECTS, years=2, seed=1, draws=300)
    two = mix_of([approach("A/knife"), approach("A/knife", id="again")], EFFECTS, years=2, seed=1, draws=300)
    assert ((1 - two.left) < 2 * (1 - one.left).max()).all()
    assert (two.left > 0).all()


def test_an_approach_grows_to_its_full_effect() -> None:
    mix = mix_of([approach("A/knife", full_from=4)], EFFECTS, years=5, seed=1, draws=100)
    fall = (1 - mix.left).mean(axis=1)
    assert fall[3] == pytest.approx(fall[4])
    assert fall[0] == pytest.approx(fall[3] / 4)


def test_an_unknown_effect_is_refused() -> None:
    with pytest.raises(UnknownIdError, match="of the What Works index or of an evaluation"):
        mix_of([approach("D/none")], EFFECTS, years=1, seed=1, draws=10)


def test_a_share_outside_zero_to_one_is_refused() -> None:
    with pytest.raises(ValueError, match="a share outside 0 to 1"):
        approach("A/knife", share=SHARE | {"high": 1.5})


def test_a_mix_lowers_the_middle_and_narrows_the_gap(steady) -> None:
    made = assess_target(
        steady,
        baseline_of(steady, Period.parse("2023")),
        contributions=[approach("A/knife")],
        effects=EFFECTS,
        draws=400,
    )
    last = made.scenarios[made.scenarios["year"] == 10].set_index("scenario")["value"]
    assert last["with the mix"] < last["nothing changes"]
    assert made.gap["with the mix"] < made.gap["nothing changes"]


def test_each_actor_has_tasks_with_a_source_and_a_measure() -> None:
    assert set(tasks()["actor"]) == {"government", "partnership", "young_futures"}
    assert (tasks()[["task", "why", "source", "measured_by"]] != "").all().all()
