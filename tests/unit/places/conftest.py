"""Services for the tests, in the standard's own fields."""

from __future__ import annotations

from typing import Any

import pytest

CLUB: dict[str, Any] = {
    "id": "11111111-1111-4111-8111-111111111111", "name": "Boxing club", "status": "active", "minimum_age": 11,
    "maximum_age": 18, "description": "Boxing after school",
    "organization": {"id": "21111111-1111-4111-8111-111111111111", "name": "Gym", "description": "A gym"},
    "schedules": [{"id": "31111111-1111-4111-8111-111111111111", "freq": "WEEKLY", "byday": "MO,WE", "dtstart": "2025-01-06",
                   "opens_at": "16:00:00", "closes_at": "18:00:00"}],
    "cost_options": [{"id": "41111111-1111-4111-8111-111111111111", "option": "Everybody", "amount": 0}],
    "service_areas": [{"id": "51111111-1111-4111-8111-111111111111", "name": "London Borough of Hackney"}],
    "languages": [{"id": "61111111-1111-4111-8111-111111111111", "name": "Turkish", "code": "tr"}],
    "service_at_locations": [{
        "id": "71111111-1111-4111-8111-111111111111",
        "location": {
            "id": "81111111-1111-4111-8111-111111111111", "location_type": "physical", "name": "The hall", "latitude": 51.5,
            "longitude": -0.1,
            "addresses": [{"id": "91111111-1111-4111-8111-111111111111", "address_1": "1 High Street", "city": "London",
                           "state_province": "London", "postal_code": "E8 1AA", "country": "GB", "address_type": "physical"}],
        },
    }],
}  # fmt: skip


@pytest.fixture
def club() -> dict[str, Any]:
    """An after-school club that anybody may know the address of."""
    import copy

    return copy.deepcopy(CLUB)


@pytest.fixture
def refuge(club: dict[str, Any]) -> dict[str, Any]:
    """The same places, but of a refuge."""
    return club | {"name": "Harbour", "description": "A women's refuge near E8 1AA. Ring first."}
