from __future__ import annotations

import copy
import dataclasses
import math
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from opensna.alignment.effects import Effect
from opensna.alignment.value import value_programme, without_effect
from opensna.alignment.value_model import build_model, centre
from opensna.alignment.value_spec import join_effects
from opensna.alignment.value_workbook import write_value_workbook
from opensna.core.errors import DocumentError, UnknownIdError

UNIT_COST = 14_060  # violence with injury in 2015, the three subtotals


def test_the_value_agrees_with_a_sum_done_by_hand(programme, catalogue) -> None:
    made = value_programme(programme, catalogue)
    # 100 participants start in years 0 and 1; the effect is whole in their first year and halved in their second.
    at_work = [100, 100 + 50, 50, 0]
    avoided = [people * 0.2 * 0.25 * (1 - 0.1) * 0.8 for people in at_work]
    benefits = [count * UNIT_COST * (1 - 0.2) for count in avoided]
    costs = [110_000, 55_000, 0, 0]
    npv = sum((b - c) / 1.035**t for t, (b, c) in enumerate(zip(benefits, costs, strict=True)))
    assert made.npv == pytest.approx(npv, rel=1e-12)
    assert made.by_year["benefits"].tolist() == pytest.approx(benefits)
    assert made.offences_avoided == pytest.approx({"violence_with_injury": sum(avoided)})
    assert made.bcr == pytest.approx(sum(b / 1.035**t for t, b in enumerate(benefits)) / (110_000 + 55_000 / 1.035))


def test_costs_and_unit_costs_are_brought_to_one_year_of_prices(document, effects, read, catalogue) -> None:
    document["price_year"] = "2023"
    later = value_programme(join_effects(read(document), effects), catalogue)
    document["price_year"] = "2015"
    earlier = value_programme(join_effects(read(document), effects), catalogue)
    assert later.npv == pytest.approx(earlier.npv * 96.2507 / 75.1536)


def test_an_effect_of_zero_has_no_benefit_and_break_even_still_has_an_answer(programme, catalogue) -> None:
    made = value_programme(without_effect(programme), catalogue)
    assert sum(made.gainers.values()) == 0
    assert (made.chance, made.bcr, made.payback) == (0, 0, None)
    (change,) = made.break_even.effects.values()
    assert value_programme(_with_effect(programme, change), catalogue).npv == pytest.approx(0, abs=1e-6)


def test_at_the_break_even_effect_benefits_equal_costs(programme, catalogue) -> None:
    made = value_programme(programme, catalogue)
    (change,) = made.break_even.effects.values()
    assert made.break_even.is_possible == (change >= -1)
    reached = value_programme(_with_effect(programme, max(change, -1.0)), catalogue)
    assert reached.npv == pytest.approx(0 if change >= -1 else reached.npv, abs=1e-6)


def test_a_harmful_effect_has_a_negative_benefit(programme, catalogue) -> None:
    made = value_programme(_with_effect(programme, 0.06), catalogue)
    assert sum(made.gainers.values()) < 0
    assert made.chance == 0


def test_payback_is_the_first_year_from_which_it_stays_paid_back(document, effects, read, catalogue) -> None:
    document["costs"][0]["by_year"] = [1_000]
    made = value_programme(join_effects(read(document), effects), catalogue)
    assert made.payback == 2020
    document["costs"][0]["by_year"] = [1_000, 0, 10_000_000]
    assert value_programme(join_effects(read(document), effects), catalogue).payback is None


def test_payers_and_gainers_add_up_by_duty_partner_with_cash_apart(programme, catalogue) -> None:
    made = value_programme(programme, catalogue)
    partners = made.partners.set_index("duty_partner")
    assert partners["pays"].sum() == pytest.approx(sum(made.payers.values()))
    assert partners[["gains_cashable", "gains_social"]].to_numpy().sum() == pytest.approx(sum(made.gainers.values()))
    assert partners.loc["Police", "gains_cashable"] == pytest.approx(made.gainers["police"])
    assert partners.loc["No Duty partner: victims and society", "gains_cashable"] == 0
    assert partners.loc["No Duty partner: Home Office", "net_cashable"] < 0


def test_the_tornado_is_widest_first_and_holds_the_value_inside(programme, catalogue) -> None:
    made = value_programme(programme, catalogue)
    assert made.tornado["spread"].is_monotonic_decreasing
    low, high = made.tornado[["npv_low", "npv_high"]].min(axis=1), made.tornado[["npv_low", "npv_high"]].max(axis=1)
    assert ((low <= made.npv) & (made.npv <= high)).all()
    assert "deadweight" not in set(made.tornado["parameter"])


def test_the_chance_and_the_interval_come_back_with_the_seed(programme, catalogue) -> None:
    first, second = value_programme(programme, catalogue, seed=5), value_programme(programme, catalogue, seed=5)
    assert (first.chance, first.npv_interval) == (second.chance, second.npv_interval)
    assert first.npv_interval != value_programme(programme, catalogue, seed=6).npv_interval
    assert first.npv_interval[0] < first.npv < first.npv_interval[1]


def test_printed_limits_are_drawn_so_that_95_in_100_lie_inside(programme, catalogue) -> None:
    from opensna.alignment.value import _draw

    parameter = next(p for p in build_model(programme, catalogue).parameters() if p.name.startswith("effect:"))
    spec = dataclasses.replace(parameter, value=math.expm1((math.log(0.6) + math.log(0.9)) / 2))
    drawn = _draw(spec, 1, 20_000)
    assert ((drawn > -0.4) & (drawn < -0.1)).mean() == pytest.approx(0.95, abs=0.01)


def test_an_effect_used_for_two_offences_is_one_number(document, effects, read, catalogue) -> None:
    second = copy.deepcopy(document["outcomes"][0]) | {"offence": "personal_robbery"}
    document["outcomes"].append(second)
    made = value_programme(join_effects(read(document), effects), catalogue)
    assert [name for name in made.assumptions["name"] if name.startswith("effect:")] == ["effect:X/violence"]
    assert set(made.offences_avoided) == {"violence_with_injury", "personal_robbery"}


def test_an_effect_without_an_interval_needs_one_of_ours(document, effects, read) -> None:
    document["outcomes"][0]["effect"] = "Y/crime"
    with pytest.raises(DocumentError, match="write assumed_interval"):
        join_effects(read(document), effects)
    document["outcomes"][0] |= {"assumed_interval": [-0.2, 0.0], "interval_source": "ours"}
    made = join_effects(read(document), effects)
    assert made.is_assumed == {"Y/crime"}
    assert (made.effects["Y/crime"].lower, made.effects["Y/crime"].upper) == (-0.2, 0.0)


def test_one_effect_may_not_have_two_assumed_intervals(document, effects, read) -> None:
    first = document["outcomes"][0] | {"effect": "Y/crime", "assumed_interval": [-0.2, 0.0], "interval_source": "ours"}
    document["outcomes"] = [first, first | {"offence": "rape", "assumed_interval": [-0.3, 0.0]}]
    with pytest.raises(DocumentError, match="the same assumed_interval"):
        join_effects(read(document), effects)


def test_an_effect_is_never_typed_in(document, effects, read) -> None:
    document["outcomes"][0]["effect"] = "Z/anything"
    with pytest.raises(UnknownIdError, match="an effect is never typed in here"):
        join_effects(read(document), effects)


def test_a_payer_that_is_not_one_is_refused(document, effects, read) -> None:
    document["costs"][0]["payer"] = "nobody"
    with pytest.raises(UnknownIdError, match="no payer has this id"):
        join_effects(read(document), effects)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"drop_off": {"value": 0.5, "origin": "ours", "source": "ours"}}, "without a range to vary it over"),
        ({"reach": {"by_year": [1], "origin": "ours", "source": "ours"}}, "without a range to vary it over"),
        ({"reach": {"by_year": [1], "range": [1.1, 1.2], "origin": "ours", "source": "ours"}}, "does not hold 1"),
        ({"attribution": {"value": 1.2, "origin": "published", "source": "x"}}, "attribution: a share outside 0 to 1"),
        ({"optimism_costs": {"value": -0.1, "origin": "published", "source": "x"}}, "negative baseline or optimism bias"),
        ({"drop_off": {"value": 0.5, "low": 0.6, "high": 0.7, "origin": "ours", "source": "x"}}, "without 0.5"),
        ({"years": 1}, "amounts for 2 years"),
        ({"unit_cost_range": [1.1, 1.2]}, "unit_cost_range"),
    ],
)  # fmt: skip
def test_a_document_that_does_not_hold_together_is_refused(document, read, change, found) -> None:
    with pytest.raises(DocumentError, match=found):
        read(document | change)


def test_an_offence_given_twice_is_refused(document, read) -> None:
    document["outcomes"] *= 2
    with pytest.raises(DocumentError, match="its benefit would be counted twice"):
        read(document)


def test_every_result_of_the_workbook_is_a_formula_beside_ours(programme, catalogue, tmp_path: Path) -> None:
    made = value_programme(programme, catalogue)
    book = openpyxl.load_workbook(write_value_workbook(made, tmp_path / "value.xlsx"))
    assert book.sheetnames == ["Read me", "Assumptions", "Unit costs", "Costs", "Years", "Results"]
    results = {row[0].value: row for row in book["Results"].iter_rows(min_row=5)}
    assert results["net present value"][1].value.startswith("=")
    assert results["net present value"][2].value == pytest.approx(made.npv)
    assert {row[0].value for row in book["Assumptions"].iter_rows(min_row=5)} == set(made.assumptions["name"])


def test_draws_and_centre_take_the_same_road(programme, catalogue) -> None:
    model = build_model(programme, catalogue)
    at = centre(model.parameters())
    many = {name: np.full(3, value) for name, value in at.items()}
    assert model.npv(many) == pytest.approx(np.full(3, float(model.npv(at))))


def _with_effect(programme, change: float):
    effects = {name: Effect(name, "violence", change, change, change, "a trial") for name in programme.effects}
    return dataclasses.replace(programme, effects=effects)
