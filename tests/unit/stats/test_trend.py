from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from opensna.core.errors import DenominatorError, InputError, PeriodError
from opensna.core.period import Period
from opensna.stats.trend import poisson_slope, trend

YEARS = [Period.parse(str(year)) for year in range(2014, 2022)]
UP = [100, 111, 119, 134, 145, 162, 177, 195]


def test_a_steady_rise_is_found() -> None:
    found = trend(UP, YEARS)
    assert found.slope.change == pytest.approx(0.1, abs=0.005)
    assert (found.slope.direction, found.slope.n, found.note) == ("up", 8, "")
    assert (found.first, found.last) == (YEARS[0], YEARS[-1])
    assert trend(UP[::-1], YEARS).slope.direction == "down"


def test_a_rise_that_is_the_populations_is_none_of_the_rate() -> None:
    found = trend(UP, YEARS, person_years=[1000 * count for count in UP])
    assert found.slope.change == pytest.approx(0, abs=1e-9)
    assert found.slope.direction == "cannot tell"


def test_periods_of_different_length_are_set_side_by_side() -> None:
    months = [Period.parse(f"2020-{month:02}") for month in range(1, 7)]
    quarter = [*months, Period.parse("2020-07/2020-09")]
    assert trend([10] * 6 + [30], quarter).slope.change == pytest.approx(0, abs=1e-6)


def test_points_that_stray_widen_the_limits() -> None:
    calm, wild = trend(UP, YEARS), trend([100, 180, 60, 200, 90, 240, 110, 260], YEARS)
    assert wild.slope.dispersion > 10 > calm.slope.dispersion
    assert wild.slope.direction == "cannot tell"


def test_limits_hold_no_trend_about_as_often_as_they_say() -> None:
    generator = np.random.default_rng(11)
    told = sum(trend(generator.poisson(50, 8), YEARS).slope.direction != "cannot tell" for _ in range(300))
    assert told <= 24


def test_a_break_inside_is_refused_unless_asked_for_and_then_named() -> None:
    with pytest.raises(InputError, match=r"found: 2017-04-01[\s\S]*do this: end the series before the break"):
        trend(UP, YEARS, breaks=[date(2017, 4, 1)])
    found = trend(UP, YEARS, breaks=[date(2017, 4, 1), date(2030, 1, 1)], across_breaks=True)
    assert found.crossed == (date(2017, 4, 1),)
    assert found.note.startswith("Drawn across a break in the series (1 April 2017)")


@pytest.mark.parametrize("day", [date(2014, 1, 1), date(2022, 1, 1)])
def test_a_break_at_the_first_day_or_after_the_last_is_not_inside(day: date) -> None:
    assert trend(UP, YEARS, breaks=[day]).crossed == ()


def test_too_few_points_are_refused_and_absent_ones_do_not_count() -> None:
    with pytest.raises(InputError, match=r"found: 4 of 8[\s\S]*do this: take a longer series"):
        trend([np.nan] * 4 + UP[4:], YEARS)
    with pytest.raises(InputError, match=r"expected: 9 or more"):
        trend(UP, YEARS, fewest=9)
    with pytest.raises(InputError, match=r"expected: 5 or more"):
        trend(UP[:3], YEARS[:3], fewest=2)
    assert trend([np.nan, *UP[1:]], YEARS).first == YEARS[1]


def test_records_in_one_period_make_no_line() -> None:
    with pytest.raises(InputError, match="do this: pool years and compare the two pools instead"):
        poisson_slope([0, 0, 0, 0, 9], range(5), [1] * 5)


def test_a_steep_rise_from_nothing_overflows_no_limit() -> None:
    assert poisson_slope([0, 0, 0, 1, 700], range(5), [1] * 5).direction in {"up", "cannot tell"}


def test_overlapping_or_unsorted_periods_are_refused() -> None:
    rolling = [Period.of_months(2020, 1 + i, 12) for i in range(8)]
    for periods in (rolling, YEARS[::-1]):
        with pytest.raises(PeriodError, match="do this: sort the periods, and take every twelfth of a rolling year"):
            trend(UP, periods)


def test_counts_and_periods_belong_together() -> None:
    with pytest.raises(InputError, match="do this: give the period of each count, in the same order"):
        trend(UP[1:], YEARS)
    with pytest.raises(DenominatorError, match="do this:"):
        trend(UP, YEARS, person_years=[0] * 8)
