from __future__ import annotations

import pytest

from opensna.core.errors import InputError, UnknownIdError
from opensna.costs.uprating import Uprating, compare_factor, factor_interval
from opensna.reference.prices import PriceYear

FY15 = PriceYear(2015, "financial")


def test_the_gdp_deflator_is_the_default_and_gives_the_published_ratio() -> None:
    step = Uprating(PriceYear(2023)).of(FY15)
    assert step.factor == pytest.approx(96.2507 / 75.1536)
    assert round(step.factor, 4) == 1.2807


def test_every_step_prints_index_base_target_and_their_kinds() -> None:
    text = Uprating(PriceYear(2023)).of(FY15).text
    for part in (
        "prices of 2023 (calendar year)",
        "from 2015 (calendar year",
        "own year 2015-16",
        "GDP deflator",
        "December 2025",
    ):
        assert part in text


def test_financial_years_stay_financial_years() -> None:
    step = Uprating(PriceYear(2023, "financial"), "gdp_deflator_ons").of(FY15)
    assert step.base == FY15
    assert round(step.factor, 4) == 1.2893


def test_cpi_is_an_option_and_a_forecast_is_marked() -> None:
    assert Uprating(PriceYear(2023), "cpi").of(FY15).factor == pytest.approx(1.30725)
    assert Uprating(PriceYear(2024), "cpi").of(FY15).mark == "[f]"


def test_a_year_that_the_index_lacks_says_what_it_holds() -> None:
    with pytest.raises(InputError, match=r"another index, or add the value to records/price_indices.csv"):
        Uprating(PriceYear(2031)).of(FY15)
    with pytest.raises(InputError, match="calendar year"):
        Uprating(PriceYear(2023, "financial")).of(FY15)


def test_an_unknown_index_names_the_nearest() -> None:
    with pytest.raises(UnknownIdError, match="did you mean: cpi"):
        Uprating(PriceYear(2023), "cpii").of(FY15)


@pytest.mark.parametrize("base", [PriceYear(2019), PriceYear(2015, "financial")])
def test_a_base_that_does_not_go_with_the_figure_is_refused(base: PriceYear) -> None:
    with pytest.raises(InputError, match="leave the base out"):
        Uprating(PriceYear(2023), base=base).of(FY15)


def test_the_other_overlapping_base_may_be_chosen() -> None:
    assert Uprating(PriceYear(2023), base=PriceYear(2016)).of(FY15).factor == pytest.approx(96.2507 / 76.4554)


@pytest.mark.parametrize(("factor", "because"), [(1.3, ""), (0.0, "x"), (float("inf"), "x")])
def test_a_stated_factor_needs_a_reason_and_a_number(factor: float, because: str) -> None:
    with pytest.raises(InputError, match="say where it comes from"):
        Uprating(PriceYear(2023), stated_factor=factor, stated_because=because).of(FY15)


def test_comparison_of_a_factor_covers_every_index_and_pair_of_years_nearest_first() -> None:
    near = compare_factor(1.2807, FY15)
    assert (near[0].index, near[0].base, near[0].target) == ("gdp_deflator", PriceYear(2015), PriceYear(2023))
    assert [abs(n.distance) for n in near] == sorted(abs(n.distance) for n in near)
    assert {n.index for n in near} == {"gdp_deflator", "gdp_deflator_ons", "cpi", "cpi_monthly", "cpih"}
    assert all(n.base.overlaps(FY15) for n in near)


def test_factor_interval_is_where_every_printed_cost_rounds_as_printed() -> None:
    low, high = factor_interval([(100, 134), (1000, 1338)])
    assert (low, high) == (1.3375, 1.3385)


def test_printed_costs_that_no_one_factor_gives_are_refused() -> None:
    with pytest.raises(InputError, match="uprated from another year"):
        factor_interval([(100, 134), (1000, 1500)])
