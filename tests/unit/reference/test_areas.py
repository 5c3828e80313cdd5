from __future__ import annotations

import pytest

from opensna.core.errors import UnknownIdError
from opensna.reference.areas import (
    CITY,
    LONDON,
    area,
    area_name,
    boroughs,
    codes_before_2011,
    codes_by_name,
    covered_by,
    wards,
)


def test_london_has_33_authorities_in_order_of_name() -> None:
    names = [place.name for place in boroughs()]
    assert len(names) == 33
    assert names == sorted(names)
    assert {place.type for place in boroughs()} == {"lad"}
    assert {place.parent for place in boroughs()} == {LONDON}


def test_the_met_police_cover_every_borough_but_the_city() -> None:
    assert len(covered_by("met_police")) == 32
    assert set(covered_by("london")) - set(covered_by("met_police")) == {CITY}
    assert covered_by("england") == covered_by("london")


def test_an_unknown_coverage_is_refused() -> None:
    with pytest.raises(UnknownIdError, match="do this: use one of: met_police, london, england"):
        covered_by("met_polise")


def test_areas_are_found_by_code_and_by_name() -> None:
    assert area("E09000007").name == "Camden"
    assert area_name(LONDON) == "London"
    assert codes_by_name()["City of London"] == CITY


def test_a_code_outside_london_is_refused() -> None:
    with pytest.raises(UnknownIdError, match="do this: use a borough's GSS code, such as E09000007"):
        area("E06000001")


def test_codes_of_before_2011_name_todays_authorities() -> None:
    old = codes_before_2011()
    assert (old["00AA"], old["00AG"], old["00BK"]) == (CITY, codes_by_name()["Camden"], codes_by_name()["Westminster"])
    assert sorted(old.values()) == sorted(place.code for place in boroughs())


def test_every_ward_lies_in_a_london_authority() -> None:
    table = wards()
    assert table["ward_code"].is_unique
    assert set(table["borough_code"]) == {place.code for place in boroughs()}
