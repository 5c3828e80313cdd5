"""Worked examples of counting: each is a table, a measure and its answer."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from opensna.core.area import Area
from opensna.measures.measure import Measure, PopulationDenominator, Range, RecordsDenominator
from opensna.reference.areas import covered_by
from opensna.reference.population import residents

OFFENCES = """
offence_id | date       | borough_code | offence_subgroup | in_definition | flag_knife
1          | 2023-01-05 | Barnet       | Rape             | yes           | no
2          | 2023-06-30 | Barnet       | Homicide         | yes           | yes
3          | 2023-12-31 | Unknown      | Homicide         | yes           | yes
4          | 2022-12-31 | Barnet       | Homicide         | yes           | yes
5          | 2023-03-01 | Barnet       | Other            | no            | yes
6          | 2023-03-01 | null         | Homicide         | yes           | null
"""
VICTIMS = """
offence_id | person_id | date       | borough_code | sex     | age | age_band
1          | a         | 2023-01-05 | Barnet       | Female  | 7   | 1-9
2          | a         | 2023-02-05 | Barnet       | Female  | 7   | 1-9
3          | b         | 2023-03-05 | Barnet       | Male    | 24  | 20-24
4          | b         | 2023-04-05 | Camden       | Male    | 24  | 20-24
5          | c         | 2023-05-05 | Camden       | Unknown | null| Unknown
6          | d         | 2023-06-05 | Camden       | null    | 25  | 25-34
"""
CELLS = """
month      | borough_code | offence_subgroup | count
2023-01-01 | Barnet       | Rape             | 3
2023-02-01 | Barnet       | Rape             | 4
2023-01-01 | Unknown      | Rape             | 2
2023-02-01 | Camden       | Rape             | 0
2023-01-01 | Barnet       | Homicide         | 1
"""
Ask = Callable[..., pd.DataFrame]


def measure(**fields: object) -> Measure:
    base = {
        "id": "m", "title": "t", "question": "q", "source": "police_offences", "unit": "offence",
        "direction": "lower_is_better", "denominator": PopulationDenominator(population="residents"),
    }  # fmt: skip
    return Measure.model_validate({**base, **fields})


def test_london_counts_every_row_and_a_borough_only_its_own(answer: Ask) -> None:
    found = answer(OFFENCES, measure(where={"in_definition": True}))
    assert found["numerator"].to_dict() == {"London": 4, "Barnet": 2, "Camden": 0}


def test_a_missing_flag_meets_neither_yes_nor_no(answer: Ask) -> None:
    with_knife = answer(OFFENCES, measure(where={"in_definition": True, "flag_knife": True}))
    assert with_knife.loc["London", "numerator"] == 2


def test_a_flag_asked_both_ways_is_answered_both_ways(answer: Ask) -> None:
    found = answer(OFFENCES, measure(where={"flag_knife": False}))
    assert found.loc["London", "numerator"] == 1


def test_an_area_without_a_row_has_zero(answer: Ask) -> None:
    found = answer(OFFENCES, measure(where={"in_definition": True}))
    assert found.loc["Camden", ["numerator", "mark"]].tolist() == [0, ""]


def test_an_area_that_the_source_does_not_cover_is_not_available(answer: Ask) -> None:
    found = answer(OFFENCES, measure(), areas=("City of London", "London"))
    assert found.loc["City of London", "mark"] == "[x]"
    assert pd.isna(found.loc["City of London", "numerator"])
    assert found.loc["London", "denominator"] == residents(year=2023)[list(covered_by("met_police"))].sum()


def test_a_period_partly_outside_the_release_is_not_available(answer: Ask) -> None:
    found = answer(OFFENCES, measure(), period="2023", coverage="2022-12/2023-11")
    assert set(found["mark"]) == {"[x]"}
    assert found["numerator"].isna().all()


def test_a_period_shorter_than_the_grain_is_not_applicable(answer: Ask) -> None:
    assert set(answer(OFFENCES, measure(grain="year"), period="2023-01/2023-06")["mark"]) == {"[z]"}


def test_a_list_and_a_range_are_conditions(answer: Ask) -> None:
    one_of = measure(source="police_victims", unit="victim", where={"sex": ("Female", "Unknown")})
    between = measure(source="police_victims", unit="victim", where={"age": Range(minimum=1, maximum=24)})
    assert answer(VICTIMS, one_of)["numerator"].to_dict() == {"London": 3, "Barnet": 2, "Camden": 1}
    assert answer(VICTIMS, between.model_copy(update={"source": "other"}))["numerator"].to_dict() == {
        "London": 4, "Barnet": 3, "Camden": 1,
    }  # fmt: skip


def test_a_share_is_of_records_of_the_same_source(answer: Ask) -> None:
    share = measure(
        denominator=RecordsDenominator(records={"in_definition": True}), where={"flag_knife": True}, method="wilson"
    )
    found = answer(OFFENCES, share)
    assert found.loc["London", ["numerator", "denominator", "denominator_kind"]].tolist() == [2, 4, "records"]
    assert found.loc["Camden", ["numerator", "denominator"]].tolist() == [0, 0]


def test_cells_are_summed_and_a_published_zero_is_zero(answer: Ask) -> None:
    rape = measure(source="mps_borough_crime", sum="count", where={"offence_subgroup": "Rape"})
    found = answer(CELLS, rape, period="2023-01/2023-02")
    assert found["numerator"].to_dict() == {"London": 9, "Barnet": 7, "Camden": 0}


def test_a_series_without_any_cell_in_a_month_is_not_available_rather_than_zero(answer: Ask) -> None:
    homicide = measure(source="mps_borough_crime", sum="count", where={"offence_subgroup": "Homicide"})
    assert set(answer(CELLS, homicide, period="2023-02", coverage="2023")["mark"]) == {"[x]"}


def test_a_breakdown_divides_by_residents_of_the_group(answer: Ask) -> None:
    victims = measure(
        source="police_victims", unit="victim", breakdowns=("sex",),
        denominator=PopulationDenominator(population="residents", age=Range(minimum=1, maximum=24)),
    )  # fmt: skip
    found = answer(VICTIMS, victims, breakdown="sex")
    assert found["numerator"].to_dict() == {
        ("London", "Female"): 2, ("London", "Male"): 2, ("London", "Unknown"): 2,
        ("Barnet", "Female"): 2, ("Barnet", "Male"): 1, ("Barnet", "Unknown"): 0,
        ("Camden", "Female"): 0, ("Camden", "Male"): 1, ("Camden", "Unknown"): 2,
    }  # fmt: skip
    women = residents(year=2023, age_min=1, age_max=24, sex="Female")
    assert found.loc[("Barnet", "Female"), "denominator"] == women["E09000003"]
    assert found.loc[("Barnet", "Unknown"), "denominator_kind"] == "none"


def test_an_age_band_divides_by_its_ages_inside_those_of_the_measure(answer: Ask) -> None:
    victims = measure(
        source="police_victims", unit="victim", breakdowns=("age_band", "sex*age_band"),
        denominator=PopulationDenominator(population="residents", age=Range(minimum=1, maximum=22)),
    )  # fmt: skip
    found = answer(VICTIMS, victims, breakdown="age_band")
    assert found.loc[("Barnet", "20-24"), "denominator"] == residents(year=2023, age_min=20, age_max=22)["E09000003"]
    assert pd.isna(found.loc[("Barnet", "25-34"), "denominator"])


def test_a_crossing_names_both_values(answer: Ask) -> None:
    victims = measure(source="police_victims", unit="victim", breakdowns=("sex*age_band",))
    found = answer(VICTIMS, victims, breakdown="sex*age_band")
    assert found.loc[("Camden", "Male*20-24"), "numerator"] == 1


def test_distinct_persons_are_counted_afresh_for_each_cell(answer: Ask) -> None:
    persons = measure(source="police_victims", unit="person", distinct="person_id", breakdowns=("sex",))
    found = answer(VICTIMS, persons)
    assert found["numerator"].to_dict() == {"London": 4, "Barnet": 2, "Camden": 3}


def test_distinct_persons_by_group_use_unknown_for_a_missing_value(answer: Ask) -> None:
    persons = measure(source="police_victims", unit="person", distinct="person_id", breakdowns=("sex",))
    found = answer(VICTIMS, persons, breakdown="sex")
    assert found.loc[("London", "Unknown"), "numerator"] == 2


def test_an_annualised_rate_divides_by_person_years(answer: Ask) -> None:
    half_year = answer(OFFENCES, measure(annualised=True), period="2023-01/2023-06")
    assert half_year.loc["Barnet", "denominator"] == residents(year=2023)["E09000003"] / 2


def test_a_ward_that_no_row_names_is_not_available_and_a_ward_has_no_population(answer: Ask) -> None:
    text = """
    month      | ward_code | borough_code | offence_subgroup | count
    2023-01-01 | E05000001 | Barnet       | Rape             | 3
    2023-01-01 | E05000002 | Barnet       | Homicide         | 1
    2023-01-01 | E05000002 | Barnet       | Rape             | 0
    """
    rape = measure(source="mps_ward_crime", sum="count", level="ward", where={"offence_subgroup": "Rape"})
    places = tuple(Area(f"E0500000{i}", f"Ward {i}", "ward", 2022, "E09000003") for i in (1, 2, 3))
    found = answer(text, rape, period="2023-01", places=places)
    assert found["numerator"].iloc[:2].tolist() == [3, 0]
    assert found["mark"].tolist() == ["", "", "[x]"]
    assert found["denominator_kind"].iloc[0] == "none"
