"""Where authorities, forces, partnerships and small areas lie."""

from __future__ import annotations

import pandas as pd
import pytest

from opensna.core.errors import InputError, UnknownIdError
from opensna.reference.areas import boroughs, wards
from opensna.reference.lookups import (
    authorities,
    earlier_ward_weights,
    force_areas,
    police_forces,
    region_areas,
    regions,
    safety_partnerships,
    small_area_changes,
    small_areas,
)


def test_every_authority_of_england_lies_in_one_region_and_one_force() -> None:
    table = authorities()
    assert len(table) == 296
    assert table["area_code"].is_unique
    assert table.notna().all(axis=None)
    assert (len(police_forces()), len(regions())) == (39, 9)


def test_west_midlands_police_have_seven_authorities_and_the_region_thirty() -> None:
    names = [place.name for place in force_areas("west midlands")]
    assert names == ["Birmingham", "Coventry", "Dudley", "Sandwell", "Solihull", "Walsall", "Wolverhampton"]
    assert {place.parent for place in force_areas("E23000014")} == {"E23000014"}
    assert len(region_areas("E12000005")) == 30


def test_forces_and_regions_share_out_england() -> None:
    codes = sorted(authorities()["area_code"])
    assert sorted(place.code for force in police_forces() for place in force_areas(force.name)) == codes
    assert sorted(place.code for region in regions() for place in region_areas(region.code)) == codes


def test_london_is_two_forces() -> None:
    met, city = force_areas("Metropolitan Police"), force_areas("London, City of")
    assert (len(met), len(city)) == (32, 1)
    assert {place.code for place in (*met, *city)} == {place.code for place in boroughs()}


def test_an_unknown_force_or_region_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownIdError, match=r"(?s)did you mean: West Midlands.*do this: give the name of an English"):
        force_areas("West Midland")
    with pytest.raises(UnknownIdError, match="do this: give the code of an English region"):
        region_areas("West Midlands")


def test_partnerships_do_not_nest_in_authorities_and_say_so() -> None:
    table = safety_partnerships()
    assert not table.duplicated().any()
    assert set(table["area_code"]) == set(authorities()["area_code"])
    assert (table.groupby("csp_code").size() > 1).sum() == 11
    assert (table.groupby("area_code").size() > 1).sum() == 7


def test_every_small_area_lies_in_a_ward_and_an_authority() -> None:
    table = small_areas()
    assert len(table) == 33_755
    assert table["lsoa_code"].is_unique
    assert set(table["area_code"]) == set(authorities()["area_code"])
    london = table[table["area_code"].isin([place.code for place in boroughs()])]
    assert len(london) == 4_994
    assert set(london["ward_code"]) <= set(wards()["ward_code"])


def test_a_ward_of_small_areas_lies_in_the_authority_of_the_ward() -> None:
    known = wards().set_index("ward_code")["borough_code"]
    london = small_areas().query("area_code.str.startswith('E09')")
    assert (london["ward_code"].map(known) == london["area_code"]).all()


def test_small_areas_of_2011_are_all_carried_over_to_all_of_2021() -> None:
    table = small_area_changes()
    assert table["lsoa_code_2011"].nunique() == 32_844
    assert set(table["lsoa_code_2021"]) == set(small_areas()["lsoa_code"])
    assert table.groupby("lsoa_code_2011")["weight"].sum().to_numpy() == pytest.approx(1, abs=1e-12)
    assert (table["weight"] > 0).all()
    assert set(table["weighted_by"]) == {"whole", "households", "equal parts"}
    assert set(table.loc[table["weighted_by"] == "whole", "weight"]) == {1.0}


def test_what_a_caller_changes_stays_with_the_caller() -> None:
    mine = small_area_changes()
    mine["weight"] = 0
    assert small_area_changes()["weight"].min() > 0


def test_an_earlier_ward_is_shared_by_where_its_residents_lived() -> None:
    """Wards invented for the test: one of two whole small areas in one ward of today, one across two wards."""
    camden = small_areas().query("area_code == 'E09000007'")
    kept = camden[camden["lsoa_code"].isin(small_area_changes().query("change == 'U'")["lsoa_code_2011"])]
    (first, a), (second, b) = [(code, list(rows["lsoa_code"])) for code, rows in kept.groupby("ward_code")][:2]
    earlier = pd.DataFrame({"ward_code": ["OLD1", "OLD1", "OLD2", "OLD2"], "lsoa_code_2011": [a[0], a[1], a[2], b[0]]})
    found = earlier_ward_weights(earlier)
    whole = found.query("earlier_ward_code == 'OLD1'")
    assert whole[["ward_code", "weight"]].to_numpy().tolist() == [[first, 1.0]]
    shared = found.query("earlier_ward_code == 'OLD2'")
    assert list(shared["ward_code"]) == sorted([first, second])
    assert shared["weight"].sum() == pytest.approx(1)
    assert shared["weight"].between(0.3, 0.7).all()  # small areas are of like size


def test_a_lookup_of_earlier_wards_that_is_not_londons_or_names_an_area_twice_is_refused() -> None:
    with pytest.raises(InputError, match=r"(?s)1 codes that are no small area.*do this: give the lookup"):
        earlier_ward_weights(pd.DataFrame({"ward_code": ["OLD"], "lsoa_code_2011": ["E01009999"]}))
    with pytest.raises(InputError, match=r"(?s)1 that stand twice.*do this: give the lookup"):
        earlier_ward_weights(pd.DataFrame({"ward_code": ["OLD", "NEW"], "lsoa_code_2011": ["E01000001"] * 2}))
