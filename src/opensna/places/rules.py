"""The fields of Open Referral UK 3.0, a profile of the Human Services Data Specification 3.0, and how each is checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

Test = Callable[[Any], bool]


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _reads(parse: Callable[[str], Any]) -> Test:
    def test(value: Any) -> bool:
        if not isinstance(value, str):
            return False
        try:
            parse(value)
        except ValueError:
            return False
        return True

    return test


def _is_uuid(value: Any) -> bool:
    return _reads(UUID)(value) and len(value) == 36


def _is_day(value: Any) -> bool:
    return _reads(date.fromisoformat)(value) and len(value) == 10


def _is_time(value: Any) -> bool:
    return _reads(lambda text: time.fromisoformat(text.removesuffix("Z")))(value)


def _matches(pattern: str) -> Test:
    compiled = re.compile(pattern)
    return lambda value: isinstance(value, str) and compiled.fullmatch(value) is not None


TESTS: Mapping[str, Test] = {
    "text": _is_text,
    "number": _is_number,
    "uuid": _is_uuid,
    "day": _is_day,
    "moment": _reads(lambda text: datetime.fromisoformat(text.replace("Z", "+00:00"))),
    "time": _is_time,
    "address": _matches(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s]+"),
    "email": _matches(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+"),
}
"""Whether a value is of a kind; "address" is a web address with its scheme."""


@dataclass(frozen=True)
class Entity:
    """One kind of object: fields by kind of value, codes of closed lists, what must be there, and what it holds of other kinds.

    `needed` is what the JSON of the standard requires. `keys` are required only where an object stands alone in a table.
    """

    fields: Mapping[str, str]
    needed: tuple[str, ...] = ("id",)
    keys: tuple[str, ...] = ()
    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    holds: Mapping[str, str] = field(default_factory=dict)


def _fields(**kinds: str) -> dict[str, str]:
    return {name: kind for kind, names in kinds.items() for name in names.split()}


_PLACES = ("physical", "postal", "virtual")
ENTITIES: Mapping[str, Entity] = {
    "organization": Entity(
        _fields(uuid="id parent_organization_id", text="name description logo", email="email", address="website uri"),
        needed=("id", "name", "description"),
        holds={"organization_identifiers": "organization_identifier", "services": "service", "locations": "location",
               "phones": "phone", "contacts": "contact", "programs": "program", "funding": "funding"},
    ),
    "service": Entity(
        _fields(uuid="id organization_id program_id", text="name description status fees accreditations alert "
                "alternate_name fees_description wait_time eligibility_description interpretation_services "
                "application_process licenses", email="email assurer_email", address="url",
                number="minimum_age maximum_age", day="assured_date", moment="last_modified"),
        needed=("id", "name", "status"), keys=("organization_id",),
        codes={"status": ("active", "inactive", "defunct", "temporarily closed")},
        holds={"organization": "organization", "schedules": "schedule", "service_areas": "service_area",
               "service_at_locations": "service_at_location", "languages": "language", "funding": "funding",
               "cost_options": "cost_option", "contacts": "contact", "attributes": "attribute", "phones": "phone",
               "program": "program", "required_documents": "required_document"},
    ),
    "service_at_location": Entity(
        _fields(uuid="id service_id location_id", text="description"), keys=("service_id", "location_id"),
        holds={"location": "location", "service": "service", "schedules": "schedule", "phones": "phone",
               "contacts": "contact", "service_areas": "service_area", "attributes": "attribute"},
    ),
    "location": Entity(
        _fields(uuid="id organization_id", text="location_type name description external_identifier "
                "external_identifier_type alternate_name transportation", number="latitude longitude", address="url"),
        needed=("id", "location_type"), codes={"location_type": _PLACES},
        holds={"addresses": "address", "accessibility": "accessibility", "phones": "phone", "contacts": "contact",
               "schedules": "schedule", "languages": "language"},
    ),
    "address": Entity(
        _fields(uuid="id location_id", text="attention address_1 address_2 city region state_province postal_code country "
                "address_type"),
        needed=("id", "address_1", "city", "state_province", "postal_code", "country", "address_type"),
        codes={"address_type": _PLACES},
    ),
    "schedule": Entity(
        _fields(uuid="id service_id service_at_location_id location_id", day="valid_from valid_to dtstart", text="freq byday "
                "bymonthday description attending_type notes", number="interval", time="opens_at closes_at",
                address="schedule_link"),
        codes={"freq": ("WEEKLY", "MONTHLY")},
    ),
    "phone": Entity(_fields(uuid="id contact_id", text="number description"), needed=("id", "number")),
    "contact": Entity(_fields(uuid="id service_id", text="name title"), holds={"phones": "phone"}),
    "funding": Entity(_fields(uuid="id service_id", text="source")),
    "service_area": Entity(_fields(uuid="id service_id", text="name extent extent_type uri service_area")),
    "cost_option": Entity(
        _fields(uuid="id service_id", day="valid_from valid_to", text="option amount_description", number="amount"),
        keys=("service_id",),
    ),
    "language": Entity(_fields(uuid="id service_id phone_id", text="name code note")),
    "accessibility": Entity(_fields(uuid="id location_id", text="description details accessibility", address="url")),
    "attribute": Entity(
        _fields(uuid="id link_id taxonomy_term_id", text="link_type"), keys=("link_id", "taxonomy_term_id"),
        holds={"taxonomy_term": "taxonomy_term"},
    ),
    "taxonomy_term": Entity(
        _fields(uuid="id parent_id taxonomy_id", text="name description taxonomy term", address="term_uri"),
        needed=("id", "name", "description"),
    ),
    "taxonomy": Entity(
        _fields(uuid="id", text="name description version", address="uri"), needed=("id", "name", "description")
    ),
    "organization_identifier": Entity(
        _fields(uuid="id organization_id", text="identifier_scheme identifier_type identifier"),
        needed=("id", "identifier_type", "identifier"), keys=("organization_id",),
    ),
    "program": Entity(_fields(uuid="id organization_id", text="name description alternate_name"), needed=("id", "name")),
    "required_document": Entity(_fields(uuid="id service_id", text="document", address="uri")),
}  # fmt: skip
"""By name. Fields that HSDS has and the UK profile has not are let through unchecked."""
