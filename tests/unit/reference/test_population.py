from __future__ import annotations

import pytest

from opensna.core.errors import InputError, UnknownIdError
from opensna.reference.areas import CITY, LONDON, boroughs
from opensna.reference.population import latest_year, nearest_year, population, residents

BOROUGHS = [place.code for place in boroughs()]


def test_london_has_the_published_residents_in_mid_2023() -> None:
    assert residents(year=2023)[BOROUGHS].sum() == 8_945_310


def test_england_is_the_sum_of_its_authorities() -> None:
    everywhere = residents(year=2023)
    assert everywhere["E92000001"] == 57_690_323
    assert everywhere.drop("E92000001").sum() == pytest.approx(57_690_323, abs=10)  # the publisher rounds cells


def test_london_grew_by_nine_per_cent_since_2011_and_the_city_by_eight_tenths() -> None:
    then, now = residents(year=2011)[BOROUGHS], residents(year=2023)[BOROUGHS]
    assert now.sum() / then.sum() - 1 == pytest.approx(0.0903, abs=0.00005)
    assert now[CITY] / then[CITY] - 1 == pytest.approx(0.816, abs=0.0005)


def test_a_year_that_is_not_held_is_answered_by_the_nearest() -> None:
    assert (nearest_year(2024), nearest_year(2005), latest_year()) == (2023, 2011, 2023)
    assert residents(year=2024).equals(residents(year=2023))


def test_ages_and_sexes_add_up_to_everybody() -> None:
    parts = residents(year=2020, age_max=24) + residents(year=2020, age_min=25)
    assert parts.equals(residents(year=2020))
    sexes = residents(year=2020, sex="Female") + residents(year=2020, sex="Male")
    assert sexes.equals(residents(year=2020))


def test_an_age_above_the_last_means_all_of_the_last() -> None:
    assert residents(year=2023, age_min=95).equals(residents(year=2023, age_min=90))


def test_what_a_caller_changes_stays_with_the_caller() -> None:
    mine = residents(year=2023)
    mine[:] = 0
    assert residents(year=2023)[BOROUGHS].sum() == 8_945_310


def test_population_of_london_is_the_sum_of_its_authorities() -> None:
    table = population([LONDON, CITY], year=2023)
    assert list(table.columns) == ["area_code", "sex", "age", "population"]
    assert len(table) == 2 * 2 * 91
    assert table.loc[table["area_code"] == LONDON, "population"].sum() == 8_945_310
    assert table.loc[table["area_code"] == CITY, "population"].sum() == residents(year=2023)[CITY]


def test_population_of_an_age_range_equals_the_residents_of_it() -> None:
    table = population(["E09000007"], year=2019, age_min=10, age_max=24)
    assert table["population"].sum() == residents(year=2019, age_min=10, age_max=24)["E09000007"]
    assert (table["age"].min(), table["age"].max()) == (10, 24)


def test_population_of_no_area_is_empty() -> None:
    assert population([], year=2023).empty


def test_an_age_range_that_holds_nobody_is_refused() -> None:
    with pytest.raises(InputError, match="do this: give the youngest age as age_min"):
        residents(year=2023, age_min=25, age_max=24)
    with pytest.raises(InputError, match="do this: give the youngest age as age_min"):
        population([LONDON], year=2023, age_min=-1)


def test_another_sex_is_refused() -> None:
    with pytest.raises(InputError, match="do this: use Female or Male"):
        residents(year=2023, sex="female")


def test_an_unknown_area_is_refused() -> None:
    with pytest.raises(UnknownIdError, match="do this: give London's or an English authority's"):
        population(["W06000001"], year=2023)
