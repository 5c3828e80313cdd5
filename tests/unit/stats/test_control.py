from __future__ import annotations

import numpy as np
import pytest

from opensna.core.errors import DenominatorError, InputError
from opensna.stats.control import individuals_chart, u_chart

QUIET = [50, 52, 48, 51, 49, 50, 53, 47, 50, 51, 49, 50]


def test_later_months_are_judged_by_the_baseline_they_had_no_part_in() -> None:
    chart = individuals_chart([*QUIET, 70, 30], baseline=12)
    assert chart.centre.tolist() == [50] * 14
    assert chart.signal[-2:].tolist() == ["above", "below"]
    assert set(chart.signal[:12]) == {""}
    assert np.isnan(chart.dispersion)


def test_eight_months_in_a_row_on_one_side_are_a_signal_and_seven_are_not() -> None:
    assert set(individuals_chart([*QUIET, *[51.5] * 8], baseline=12).signal[12:]) == {"run above"}
    assert set(individuals_chart([*QUIET, *[51.5] * 7], baseline=12).signal[12:]) == {""}
    assert set(individuals_chart([*QUIET, *[48.5] * 9], baseline=12).signal[12:]) == {"run below"}


def test_a_month_without_a_figure_ends_a_run_and_signals_nothing() -> None:
    chart = individuals_chart([*QUIET, *[51.5] * 4, np.nan, *[51.5] * 4], baseline=12)
    assert set(chart.signal[12:]) == {""}


def test_figures_all_alike_signal_nothing() -> None:
    assert set(individuals_chart([0.1] * 30).signal) == {""}
    assert set(u_chart([3] * 30, 0.1).signal) == {""}


def test_figures_with_no_neighbours_have_no_limits() -> None:
    chart = individuals_chart([1, np.nan] * 12)
    assert np.isnan(chart.lower).all()


def test_u_chart_widens_where_exposure_is_small() -> None:
    chart = u_chart([20, 21, 19, 22, 18, 20, 21, 19, 20, 22, 18, 20, 2], [*[100.0] * 12, 10.0], baseline=12)
    assert chart.upper[-1] > chart.upper[0]
    assert chart.signal[-1] == ""
    assert chart.dispersion < 1


def test_u_chart_tells_low_months_and_absent_ones() -> None:
    chart = u_chart([20, 21, 19, 22, 18, 20, 21, 19, 20, 22, 18, 20, 5, np.nan], baseline=12)
    assert chart.signal[-2:].tolist() == ["below", ""]


@pytest.mark.parametrize("chart", [individuals_chart, u_chart])
def test_a_short_baseline_is_refused(chart: object) -> None:
    with pytest.raises(InputError, match="do this: take a longer baseline, or show the series without limits"):
        chart([1] * 20, baseline=11)  # type: ignore[operator]  # parametrised


def test_an_infinite_figure_is_refused() -> None:
    with pytest.raises(InputError, match="do this: take a longer baseline"):
        individuals_chart([*QUIET, np.inf])


def test_a_baseline_without_a_record_is_refused() -> None:
    with pytest.raises(InputError, match="do this: take a longer baseline, or pool months"):
        u_chart([0] * 12)


def test_a_month_without_exposure_is_refused() -> None:
    with pytest.raises(DenominatorError, match="do this:"):
        u_chart([1] * 12, [0.0] * 12)
