from __future__ import annotations

import dataclasses
import math

import pytest

from opensna.core.errors import DocumentError, InputError, UnknownIdError
from opensna.costs.catalogue import Catalogue, Check, build_catalogue, record_check
from opensna.reference.bearers import bearers
from opensna.reference.prices import PriceYear
from opensna.reference.unit_costs import UnitCost, unit_costs

SIX = (
    "homicide",
    "violence_with_injury",
    "violence_without_injury",
    "rape",
    "other_sexual_offences",
    "personal_robbery",
)


def figure(
    component: str, value: float, *, stage: str = "response", bearer: str = "police", **more: object
) -> UnitCost:
    base = UnitCost(
        f"mine/{component}_{stage}", "affray", stage, component, bearer, "offence", value, PriceYear(2020), "a study", "p. 1",
        "confirmed",
    )  # fmt: skip
    return dataclasses.replace(base, **more)


@pytest.mark.parametrize("offence", SIX)
def test_components_with_their_rounding_lines_sum_to_the_subtotals(catalogue: Catalogue, offence: str) -> None:
    components = math.fsum(part.value for part in catalogue.parts(offence, "component"))
    assert components == math.fsum(part.value for part in catalogue.parts(offence, "stage"))


def test_the_three_subtotals_of_violence_with_injury_are_14060_and_the_headline_14050(catalogue: Catalogue) -> None:
    assert sum(part.value for part in catalogue.parts("violence_with_injury", "stage")) == 14060
    assert [part.value for part in catalogue.parts("violence_with_injury", "headline")] == [14050]


def test_domestic_abuse_is_a_cost_per_victim_and_year_in_prices_of_2016_17(catalogue: Catalogue) -> None:
    parts = catalogue.parts("domestic_abuse")
    assert {part.per for part in parts} == {"victim_year"}
    assert {str(part.price_year) for part in parts} == {"2016-17"}
    assert sum(part.value for part in parts) == 34015


def test_an_offence_with_a_headline_alone_is_borne_by_nobody_named(catalogue: Catalogue) -> None:
    assert [part.bearer for part in catalogue.parts("business_robbery")] == ["not_attributed"]


def test_every_figure_has_its_source_page_price_year_and_standing(catalogue: Catalogue) -> None:
    for cost in catalogue.costs:
        assert cost.source
        assert cost.page
        assert cost.bearer in bearers()
        assert cost.standing in ("confirmed", "unverified (recalled)")
    recalled = [c for c in catalogue.costs if c.component not in ("subtotal", "headline")]
    assert all(c.standing == "unverified (recalled)" for c in recalled)


def test_threats_to_kill_are_priced_as_the_whole_class_and_say_so(catalogue: Catalogue) -> None:
    priced, note = catalogue.stands_for("threats_to_kill")
    assert priced == "violence_without_injury"
    assert "whole class" in note


def test_an_offence_that_nothing_prices_says_where_to_add_it(catalogue: Catalogue) -> None:
    with pytest.raises(UnknownIdError, match=r"add rows for jaywalking to records/unit_costs.csv"):
        catalogue.stands_for("jaywalking")


def test_a_user_adds_an_offence_without_code() -> None:
    made = build_catalogue(unit_costs(), own=[figure("police", 100), figure("headline", 100, stage="all")])
    assert [part.value for part in made.parts("affray")] == [100]


def test_a_replaced_component_whose_whole_stays_is_refused() -> None:
    police = next(c for c in unit_costs() if c.id == "ho2018/rape/police")
    with pytest.raises(DocumentError, match="replace the whole as well as its part"):
        build_catalogue(unit_costs(), own=[dataclasses.replace(police, value=police.value + 50)])


def test_a_rounding_line_larger_than_rounding_can_be_is_refused() -> None:
    own = [
        figure("police", 100), figure("courts", 200, bearer="courts_and_prisons"),
        figure("rounding", 40, bearer="not_attributed", rounded_to=10.0),
        figure("subtotal", 340, bearer="not_attributed"),
    ]  # fmt: skip
    with pytest.raises(DocumentError, match="rounding explains at most 15"):
        build_catalogue([], own=own)


def test_a_bearer_that_is_not_one_is_refused() -> None:
    with pytest.raises(UnknownIdError, match="no bearer has this id"):
        build_catalogue([], own=[figure("police", 100, bearer="somebody")])


def test_a_recorded_check_takes_the_mark_away() -> None:
    check = record_check(
        build_catalogue(unit_costs()), "ho2018/rape/police", value=6360, by="A. Analyst", on="2026-11-24", page="15"
    )
    made = build_catalogue(unit_costs(), checks=[check])
    checked = next(c for c in made.costs if c.id == "ho2018/rape/police")
    assert checked.standing == "checked by A. Analyst on 2026-11-24"
    assert checked.page == "15"
    assert checked.is_verified


def test_a_check_of_another_value_says_to_replace_the_figure(catalogue: Catalogue) -> None:
    with pytest.raises(InputError, match=r"put the source's value into records/unit_costs.csv"):
        record_check(catalogue, "ho2018/rape/police", value=6370, by="A. Analyst", on="2026-11-24")


def test_a_check_by_nobody_is_refused(catalogue: Catalogue) -> None:
    with pytest.raises(InputError, match="name who read the source"):
        record_check(catalogue, "ho2018/rape/police", value=6360, by=" ", on="2026-11-24")


def test_a_check_no_longer_holds_once_the_figure_has_changed() -> None:
    made = build_catalogue(unit_costs(), checks=[Check("ho2018/rape/police", 6350.0, "A", "2026-01-01", "")])
    assert not next(c for c in made.costs if c.id == "ho2018/rape/police").is_verified


def test_a_check_of_a_figure_that_is_not_there_says_how_to_list_them(catalogue: Catalogue) -> None:
    for make in (
        lambda: build_catalogue(unit_costs(), checks=[Check("x", 1.0, "A", "2026-01-01", "")]),
        lambda: record_check(catalogue, "x", value=1.0, by="A", on="2026-01-01"),
    ):
        with pytest.raises(UnknownIdError, match="opensna unit-costs"):
            make()
