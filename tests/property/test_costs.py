"""What must hold of costs and of values whatever the numbers."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opensna.alignment.effects import Effect
from opensna.alignment.value import value_programme, without_effect
from opensna.alignment.value_spec import Programme, ValueSpec, join_effects
from opensna.costs.catalogue import build_catalogue
from opensna.costs.cost import Costs, cost_of_violence
from opensna.costs.uprating import Uprating
from opensna.costs.volumes import read_volumes
from opensna.reference.discounting import discount_factors, discount_rates
from opensna.reference.prices import PriceYear
from opensna.reference.unit_costs import unit_costs

CATALOGUE = build_catalogue(unit_costs())
OFFENCES = (
    "homicide",
    "violence_with_injury",
    "violence_without_injury",
    "rape",
    "other_sexual_offences",
    "personal_robbery",
)
COUNT = st.integers(0, 20_000)
CELL = st.one_of(
    COUNT.map(lambda n: (float(n), n, n)), st.just((math.nan, 1, 7)), COUNT.map(lambda n: (n + 2.0, n, n + 4))
)
CELLS = st.dictionaries(st.sampled_from(OFFENCES), CELL, min_size=1)
FEW = settings(max_examples=40)
SHARE = st.floats(0, 1)


def _cost(cells: dict[str, tuple[float, float, float]], detail: str = "component", *, reverse: bool = False) -> Costs:
    rows = [
        {"offence": o, "value": v, "low": low, "high": high, "area_code": "E1"} for o, (v, low, high) in cells.items()
    ]
    frame = pd.DataFrame(rows[::-1] if reverse else rows)
    return cost_of_violence(read_volumes(frame), CATALOGUE, Uprating(PriceYear(2023)), detail=detail, draws=200)


@FEW
@given(CELLS)
def test_sums_over_bearers_components_and_offences_are_the_total(cells) -> None:
    made = _cost(cells)
    total = made.by().iloc[0]
    for what in ("bearer", "component", "offence", "stage"):
        assert made.by(what)["value"].sum(skipna=False) == pytest.approx(total["value"], rel=1e-9, nan_ok=True)
    for end in ("low", "high"):
        assert made.by("offence")[end].sum() == pytest.approx(total[end], rel=1e-9)


@FEW
@given(CELLS)
def test_the_interval_lies_inside_the_range_and_components_agree_with_subtotals(cells) -> None:
    row, coarse = _cost(cells).by().iloc[0], _cost(cells, "stage").by().iloc[0]
    assert coarse["low"] == pytest.approx(row["low"], rel=1e-9)
    assert coarse["high"] == pytest.approx(row["high"], rel=1e-9)
    if not math.isnan(row["ci_lower"]):
        assert row["low"] * (1 - 1e-9) <= row["ci_lower"] <= row["ci_upper"] <= row["high"] * (1 + 1e-9)


@FEW
@given(CELLS)
def test_the_order_of_rows_and_a_count_of_none_change_nothing(cells) -> None:
    one, other = _cost(cells).by().iloc[0], _cost(cells, reverse=True).by().iloc[0]
    assert other[["low", "high", "ci_lower"]].astype(float).tolist() == pytest.approx(
        one[["low", "high", "ci_lower"]].astype(float).tolist(), nan_ok=True
    )
    spare = next((o for o in OFFENCES if o not in cells), None)
    if spare:
        more = _cost(cells | {spare: (0.0, 0, 0)}).by().iloc[0]
        assert more["value"] == pytest.approx(one["value"], nan_ok=True)


@FEW
@given(st.integers(1, 300))
def test_discount_factors_follow_from_one_another(years) -> None:
    factors, rates = discount_factors(years + 1), discount_rates()
    assert factors[years] * (1 + rates[years - 1]) == pytest.approx(factors[years - 1])
    assert (np.diff(factors) < 0).all()


@st.composite
def programmes(draw) -> Programme:
    def certain(value: float) -> dict[str, object]:
        return {"value": value, "origin": "published", "source": "a report"}

    years = draw(st.integers(1, 40))
    amounts = st.lists(st.floats(0, 1e7), min_size=1, max_size=years)
    change = draw(st.floats(-1, 0.5))
    spec = ValueSpec.model_validate(
        {
            "id": "p", "title": "P", "programme": "P", "price_year": "2023", "first_year": 2023, "years": years,
            "lasts": draw(st.integers(1, 10)),
            "costs": [
                {"payer": payer, "by_year": draw(amounts), "price_year": "2022", "origin": "published", "source": "a budget"}
                for payer in draw(st.lists(st.sampled_from(["police", "home_office", "local_authority"]), min_size=1, max_size=3))
            ],
            "reach": {"by_year": draw(amounts), "origin": "published", "source": "a report"},
            "outcomes": [
                {"offence": o, "effect": "E/x", "because": "b", "baseline": certain(draw(st.floats(0, 2)))}
                for o in draw(st.sets(st.sampled_from(OFFENCES), min_size=1, max_size=3))
            ],
            "drop_off": certain(draw(SHARE)), "deadweight": certain(draw(SHARE)), "attribution": certain(draw(SHARE)),
            "optimism_costs": certain(draw(SHARE)), "optimism_benefits": certain(draw(SHARE)),
        }
    )  # fmt: skip
    return join_effects(spec, {"E/x": Effect("E/x", "x", change, change, change, "a trial")})


@FEW
@given(programmes())
def test_what_is_paid_and_gained_adds_up_by_year_payer_bearer_and_partner(programme) -> None:
    made = value_programme(programme, CATALOGUE, draws=20)
    paid, gained = sum(made.payers.values()), sum(made.gainers.values())
    assert made.npv == pytest.approx(gained - paid, rel=1e-9, abs=1e-3)
    assert made.by_year["present_costs"].sum() == pytest.approx(paid, rel=1e-9, abs=1e-3)
    assert made.by_year["present_benefits"].sum() == pytest.approx(gained, rel=1e-9, abs=1e-3)
    partners = made.partners
    assert partners["pays"].sum() == pytest.approx(paid, rel=1e-9, abs=1e-3)
    assert partners[["gains_cashable", "gains_social"]].to_numpy().sum() == pytest.approx(gained, rel=1e-9, abs=1e-3)


@FEW
@given(programmes())
def test_an_effect_of_zero_never_has_a_benefit(programme) -> None:
    made = value_programme(without_effect(programme), CATALOGUE, draws=20)
    assert sum(made.gainers.values()) == 0
    assert made.chance == 0
    assert made.payback is None


@FEW
@given(programmes(), st.floats(0.1, 3))
def test_the_value_of_twice_the_reach_is_twice_the_benefit(programme, times) -> None:
    reach = programme.spec.reach
    more = reach.model_copy(update={"by_year": tuple(people * times for people in reach.by_year)})
    larger = Programme(programme.spec.model_copy(update={"reach": more}), programme.effects, programme.is_assumed)
    one, other = (sum(value_programme(p, CATALOGUE, draws=2).gainers.values()) for p in (programme, larger))
    assert other == pytest.approx(one * times, rel=1e-9, abs=1e-3)
