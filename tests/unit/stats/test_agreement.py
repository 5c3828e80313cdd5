from __future__ import annotations

import numpy as np
import pytest

from opensna.core.errors import InputError
from opensna.stats.agreement import YearlySeries, agree_in_direction

YEARS = tuple(range(2014, 2022))
UP = (100.0, 112.0, 121.0, 135.0, 149.0, 166.0, 180.0, 199.0)
DOWN = UP[::-1]
FLAT = (100.0, 103.0, 98.0, 101.0, 99.0, 104.0, 97.0, 101.0)


def _series(name: str, values: tuple[float, ...], *, is_count: bool = True) -> YearlySeries:
    return YearlySeries(name, YEARS, values, is_count=is_count)


@pytest.mark.parametrize(
    ("others", "verdict"),
    [
        ((UP,), "agree up"),
        ((DOWN,), "disagree"),
        ((FLAT,), "cannot tell"),
        ((UP, FLAT), "cannot tell"),
        ((FLAT, DOWN), "disagree"),
    ],
)
def test_series_are_compared_by_the_sign_of_their_slopes(others: tuple[tuple[float, ...], ...], verdict: str) -> None:
    found = agree_in_direction([_series("police", UP), *(_series(str(i), values) for i, values in enumerate(others))])
    assert found.verdict == verdict
    assert found.reason.startswith("2014 to 2021: police up; 0 ")
    assert len(found.slopes) == len(others) + 1


def test_falling_series_agree_down_whatever_their_kind() -> None:
    shares = tuple(v / 10 for v in DOWN)
    low, high = tuple(v - 0.5 for v in shares), tuple(v + 0.5 for v in shares)
    survey = YearlySeries("survey", YEARS, shares, ci_lower=low, ci_upper=high)
    found = agree_in_direction([_series("police", DOWN), survey, _series("rate", DOWN, is_count=False)])
    assert found.verdict == "agree down"
    assert [slope.direction for slope in found.slopes] == ["down"] * 3
    assert np.isnan(found.slopes[2].dispersion)


def test_wide_limits_make_a_survey_unclear() -> None:
    low, high = tuple(v - 150 for v in UP), tuple(v + 150 for v in UP)
    survey = YearlySeries("survey", YEARS, UP, ci_lower=low, ci_upper=high)
    found = agree_in_direction([_series("police", UP), survey])
    assert (found.verdict, found.reason) == ("cannot tell", "2014 to 2021: police up; survey unclear.")


def test_only_common_years_with_figures_count() -> None:
    late = YearlySeries("late", tuple(range(2018, 2026)), UP, is_count=True)
    found = agree_in_direction([_series("police", UP), late])
    assert (found.verdict, found.years, found.slopes) == ("cannot tell", (2018, 2019, 2020, 2021), ())
    assert found.reason == "The series have 4 years in common; 5 are needed."
    gap = (np.nan, *UP[1:])
    assert agree_in_direction([_series("police", UP), _series("gap", gap)]).years == YEARS[1:]


def test_a_series_of_noughts_has_no_direction() -> None:
    for is_count in (True, False):
        found = agree_in_direction([_series("police", UP), _series("none", (0.0,) * 8, is_count=is_count)])
        assert found.verdict == "cannot tell"


def test_one_series_is_nothing_to_compare() -> None:
    with pytest.raises(InputError, match="do this: add a second series of the same thing"):
        agree_in_direction([_series("police", UP)])


@pytest.mark.parametrize("years", [YEARS[1:], (2014, *YEARS[:-1])])
def test_years_that_do_not_fit_are_refused(years: tuple[int, ...]) -> None:
    with pytest.raises(InputError, match="do this: give the year of each value, in the same order"):
        agree_in_direction([_series("police", UP), YearlySeries("x", years, UP)])


@pytest.mark.parametrize(
    ("low", "high", "is_count"),
    [
        (UP, UP, False),
        (UP, None, False),
        (UP[1:], UP, False),
        (DOWN, (np.nan,) * 8, False),
        ((0.0,) * 8, (900.0,) * 8, True),
    ],
)
def test_limits_that_are_no_intervals_are_refused(
    low: tuple[float, ...], high: tuple[float, ...] | None, is_count: bool
) -> None:
    with pytest.raises(InputError, match="do this: give both limits of every year that has a value"):
        agree_in_direction([_series("police", UP), YearlySeries("x", YEARS, UP, is_count, low, high)])


def test_a_negative_value_is_refused() -> None:
    with pytest.raises(InputError, match="do this: correct the counts where they were made"):
        agree_in_direction([_series("police", UP), _series("x", (-1.0, *UP[1:]))])
