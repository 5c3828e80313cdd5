from __future__ import annotations

import dataclasses
import math

import numpy as np
import pandas as pd
import pytest

from opensna.core.errors import InputError
from opensna.costs.catalogue import Catalogue, build_catalogue
from opensna.costs.cost import cost_of_violence
from opensna.costs.uprating import Uprating
from opensna.costs.volumes import read_volumes
from opensna.reference.prices import PriceYear
from opensna.reference.unit_costs import unit_costs

AS_PUBLISHED = Uprating(PriceYear(2015), index="gdp_deflator")
IN_2023 = Uprating(PriceYear(2023))


def test_the_cost_of_ten_homicides_is_ten_times_the_uprated_unit_cost(catalogue: Catalogue, volumes) -> None:
    made = cost_of_violence(read_volumes(volumes({"offence": "homicide", "value": 10})), catalogue, IN_2023)
    assert made.by()["value"].item() == pytest.approx(10 * 3_217_740 * 96.2507 / 75.1536)


@pytest.mark.parametrize("what", ["offence", "component", "bearer", "stage"])
def test_sums_by_anything_are_the_total(catalogue: Catalogue, volumes, what) -> None:
    frame = volumes(*({"offence": o, "value": 7 + i} for i, o in enumerate(("homicide", "rape", "personal_robbery"))))
    made = cost_of_violence(read_volumes(frame), catalogue, IN_2023)
    assert made.by(what)["value"].sum() == pytest.approx(made.by()["value"].item(), rel=1e-12)


def test_components_and_subtotals_give_one_total(catalogue: Catalogue, volumes) -> None:
    frame = read_volumes(volumes({"offence": "rape", "value": 123}))
    by_detail = [
        cost_of_violence(frame, catalogue, IN_2023, detail=d).by()["value"].item() for d in ("component", "stage")
    ]
    assert by_detail[0] == pytest.approx(by_detail[1], rel=1e-12)


def test_every_row_names_its_figure_source_page_standing_and_uprating(catalogue: Catalogue, volumes) -> None:
    table = cost_of_violence(read_volumes(volumes({"offence": "rape", "value": 1})), catalogue, IN_2023).table
    for column in ("figure", "source", "page", "standing", "uprating", "price_year", "volume_kind"):
        assert (table[column] != "").all()


def test_a_cost_by_bearer_says_how_much_of_it_is_unverified(catalogue: Catalogue, volumes) -> None:
    frame = read_volumes(volumes({"offence": "rape", "value": 1}))
    assert (cost_of_violence(frame, catalogue, IN_2023).by("bearer")["unverified_share"] == 1).all()
    assert (cost_of_violence(frame, catalogue, IN_2023, detail="stage").by("offence")["unverified_share"] == 0).all()


def test_a_sum_over_all_components_rests_on_the_confirmed_subtotals(catalogue: Catalogue, volumes) -> None:
    made = cost_of_violence(read_volumes(volumes({"offence": "rape", "value": 1})), catalogue, IN_2023)
    assert made.by()["unverified_share"].item() == 0
    alone = cost_of_violence(read_volumes(volumes({"offence": "business_robbery", "value": 1})), catalogue, IN_2023)
    assert alone.by()["unverified_share"].item() == 1


def test_a_hidden_count_gives_a_range_and_an_interval_but_no_value(catalogue: Catalogue, volumes) -> None:
    frame = read_volumes(volumes({"offence": "rape", "value": math.nan, "low": 1, "high": 7}))
    row = cost_of_violence(frame, catalogue, AS_PUBLISHED).by().iloc[0]
    assert math.isnan(row["value"])
    assert row["mark"] == "[c]"
    assert (row["low"], row["high"]) == pytest.approx((39370, 7 * 39370))
    assert row["low"] <= row["ci_lower"] < row["ci_upper"] <= row["high"]


def test_one_hidden_count_hides_the_total_but_not_its_range(catalogue: Catalogue, volumes) -> None:
    frame = read_volumes(
        volumes({"offence": "rape", "value": math.nan, "low": 1, "high": 7}, {"offence": "homicide", "value": 2})
    )
    row = cost_of_violence(frame, catalogue, AS_PUBLISHED).by().iloc[0]
    assert math.isnan(row["value"])
    assert row["low"] == pytest.approx(2 * 3_217_740 + 39370)


def test_a_range_without_an_upper_end_has_no_interval(catalogue: Catalogue, volumes) -> None:
    frame = read_volumes(volumes({"offence": "rape", "value": math.nan, "low": 1, "high": math.inf}))
    row = cost_of_violence(frame, catalogue, AS_PUBLISHED).by().iloc[0]
    assert row["high"] == math.inf
    assert math.isnan(row["ci_upper"])


def test_what_nobody_counted_has_neither_cost_nor_range(catalogue: Catalogue, volumes) -> None:
    frame = read_volumes(volumes({"offence": "rape", "value": math.nan, "mark": "[x]"}))
    row = cost_of_violence(frame, catalogue, AS_PUBLISHED).by().iloc[0]
    assert row["mark"] == "[x]"
    assert np.isnan(row[["value", "low", "high", "ci_lower"]].astype(float)).all()


def test_certain_counts_and_costs_have_no_interval(catalogue: Catalogue, volumes) -> None:
    row = cost_of_violence(read_volumes(volumes({"offence": "rape", "value": 5})), catalogue, IN_2023).by().iloc[0]
    assert math.isnan(row["ci_lower"])
    assert math.isnan(row["ci_level"])


def test_a_stated_range_of_a_unit_cost_widens_the_interval_around_the_value(volumes) -> None:
    ranged = [
        dataclasses.replace(c, low=c.value * 0.5, high=c.value * 1.5)
        if c.id.startswith("ho2018/rape/") and c.value > 0
        else c
        for c in unit_costs()
    ]
    made = cost_of_violence(
        read_volumes(volumes({"offence": "rape", "value": 10})), build_catalogue(ranged), AS_PUBLISHED
    )
    row = made.by().iloc[0]
    assert row["low"] < row["ci_lower"] < row["value"] < row["ci_upper"] < row["high"]


def test_the_same_seed_gives_the_same_interval_whatever_the_order_of_rows(catalogue: Catalogue, volumes) -> None:
    frame = volumes(
        {"offence": "rape", "value": 10, "low": 8, "high": 12},
        {"offence": "homicide", "value": math.nan, "low": 1, "high": 7},
    )
    first, second = (
        cost_of_violence(read_volumes(f), catalogue, IN_2023, seed=3).by().iloc[0] for f in (frame, frame[::-1])
    )
    assert first["ci_lower"] == second["ci_lower"]
    made, other = (cost_of_violence(read_volumes(frame), catalogue, IN_2023, seed=seed).draws for seed in (3, 4))
    assert not np.array_equal(made, other)


def test_estimated_volumes_multiply_the_cost_and_say_so(catalogue: Catalogue, volumes) -> None:
    multipliers = pd.DataFrame(
        {"offence": ["rape"], "multiplier": [4.0], "low": [3.0], "high": [6.0], "source": ["a survey"]}
    )
    made = cost_of_violence(
        read_volumes(volumes({"offence": "rape", "value": 5}), multipliers=multipliers), catalogue, AS_PUBLISHED
    )
    assert made.by()["value"].item() == pytest.approx(20 * 39370)
    assert (made.by()["low"].item(), made.by()["high"].item()) == pytest.approx((15 * 39370, 30 * 39370))
    assert set(made.table["volume_kind"]) == {"estimated"}
    assert "a survey" in made.table["volume_source"].iloc[0]


def test_a_cost_per_victim_may_not_be_multiplied_by_offences(catalogue: Catalogue, volumes) -> None:
    with pytest.raises(InputError, match="count distinct victims of the year"):
        cost_of_violence(read_volumes(volumes({"offence": "domestic_abuse", "value": 100})), catalogue, IN_2023)


def test_a_cost_per_offence_may_not_be_multiplied_by_victims(catalogue: Catalogue, volumes) -> None:
    with pytest.raises(InputError, match="hand in counts of offences"):
        cost_of_violence(
            read_volumes(volumes({"offence": "rape", "value": 1, "counted": "victims"})), catalogue, IN_2023
        )


def test_victims_of_a_year_are_priced_per_victim_and_homicide_by_either(catalogue: Catalogue, volumes) -> None:
    frame = read_volumes(volumes({"offence": "domestic_abuse", "value": 100, "counted": "victims"}))
    made = cost_of_violence(frame, catalogue, Uprating(PriceYear(2016)))
    assert made.by()["value"].item() == pytest.approx(3_401_500)
    killed = read_volumes(volumes({"offence": "homicide", "value": 1, "counted": "victims"}))
    assert cost_of_violence(killed, catalogue, AS_PUBLISHED).by()["value"].item() == pytest.approx(3_217_740)


@pytest.mark.parametrize("period", ["", "2023-01/2023-06"])
def test_victims_of_less_than_a_year_are_refused(catalogue: Catalogue, volumes, period) -> None:
    frame = read_volumes(volumes({"offence": "domestic_abuse", "value": 9, "counted": "victims", "period": period}))
    with pytest.raises(InputError, match="victims of one calendar or financial year"):
        cost_of_violence(frame, catalogue, IN_2023)


def test_a_day_divides_by_the_days_of_the_period(catalogue: Catalogue, volumes) -> None:
    frame = read_volumes(volumes({"offence": "homicide", "value": 1, "period": "2024"}))
    made = cost_of_violence(frame, catalogue, AS_PUBLISHED)
    assert made.a_day["days"].item() == 366
    assert made.a_day["value"].item() == pytest.approx(3_217_740 / 366)


def test_a_day_without_a_period_and_nothing_at_all_are_refused(catalogue: Catalogue, volumes) -> None:
    made = cost_of_violence(
        read_volumes(volumes({"offence": "homicide", "value": 1, "period": ""})), catalogue, IN_2023
    )
    with pytest.raises(InputError, match="hand in the counts with their period"):
        _ = made.a_day
    with pytest.raises(InputError, match="at least one row"):
        cost_of_violence(read_volumes(volumes({"offence": "rape", "value": 1}).head(0)), catalogue, IN_2023)


def test_areas_are_never_added_to_one_another(catalogue: Catalogue, volumes) -> None:
    frame = volumes(
        {"offence": "rape", "value": 1}, {"offence": "rape", "value": 2, "area_code": "E2", "area_name": "There"}
    )
    assert len(cost_of_violence(read_volumes(frame), catalogue, IN_2023).by()) == 2
