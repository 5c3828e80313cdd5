"""Refuges and other confidential places: their addresses are taken out before anything is stored, and again before anything leaves.

A service is confidential if its name, description, type or terms, or those of its organisation or location, say so in one of
these words. The rule would rather hide too much: a service that says that it is no refuge is hidden too, and a person lifts
that by correcting the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

WORDS = (
    r"refuges?", r"safe[ -]?houses?", r"safe accommodation", r"(women'?s|men'?s|domestic (abuse|violence)) (shelters?|hostels?)",
    r"(domestic (abuse|violence)|crisis) accommodation", r"(confidential|undisclosed|secret|withheld) (address|location|venue)",
    r"(address|location) (is )?(confidential|undisclosed|withheld|not disclosed)", r"sanctuary scheme",
    r"witness protection", r"safe ?space for (survivors|victims)",
)  # fmt: skip
"""Patterns of whole words, in any case."""
_SAYS_SO = re.compile(rf"\b({'|'.join(WORDS)})\b", re.IGNORECASE)
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b", re.IGNORECASE)
_TEXTS = (
    "name",
    "alternate_name",
    "description",
    "service_type",
    "type",
    "eligibility_description",
    "term",
    "taxonomy",
)
_PLACE = (
    "address", "addresses", "latitude", "longitude", "external_identifier", "external_identifier_type", "transportation",
    "accessibility", "url", "name", "alternate_name", "description",
)  # fmt: skip
_HOLDERS = ("status", "service_at_locations", "location", "locations", "addresses", "services")
"""Fields by which an object is a service, or has places of its own."""
WITHHELD = "[address withheld]"


@dataclass(frozen=True)
class Withheld:
    """What was taken out: the confidential service's id and how many locations; never what they said."""

    service: str
    locations: int


def is_confidential(service: Mapping[str, Any]) -> bool:
    """Whether any text of the service, its organisation, terms or locations says so."""
    return any(_SAYS_SO.search(text.replace("’", "'")) for text in _texts(service))


def withhold(document: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[Withheld, ...]]:
    """A copy of a document without the places of confidential services, and what was taken out. Anything else stays as it was.

    A location that a confidential service shares with others is taken out of all of them.
    """
    hidden: dict[str, set[str]] = {}
    _find(document, hidden)
    shared = {location for locations in hidden.values() for location in locations}
    made = _without(document, shared) if hidden else document
    found = tuple(Withheld(service, len(locations)) for service, locations in sorted(hidden.items()))
    return dict(made), found


def withhold_rows(
    tables: Mapping[str, list[dict[str, Any]]],
) -> tuple[dict[str, list[dict[str, Any]]], tuple[Withheld, ...]]:
    """The same for tables by entity: rows of locations, addresses and accessibility that belong to a confidential service."""
    organisations = {row.get("id"): row for row in tables.get("organization", ())}
    terms = {row.get("id"): row for row in tables.get("taxonomy_term", ())}
    places = {row.get("id"): row for row in tables.get("location", ())}
    linked: dict[str, set[str]] = {}
    for row in tables.get("service_at_location", ()):
        linked.setdefault(str(row.get("service_id")), set()).add(str(row.get("location_id")))
    hidden: dict[str, set[str]] = {}
    for service in tables.get("service", ()):
        name = str(service.get("id"))
        attributes = [
            terms.get(a.get("taxonomy_term_id"), {}) for a in tables.get("attribute", ()) if a.get("link_id") == name
        ]
        near = [
            organisations.get(service.get("organization_id"), {}),
            *(places.get(p, {}) for p in linked.get(name, ())),
        ]
        if is_confidential({**service, "attributes": attributes, "near": near}):
            hidden[name] = linked.get(name, set())
    gone = {location for locations in hidden.values() for location in locations}
    made = {entity: [_row(entity, row, gone, hidden) for row in rows] for entity, rows in tables.items()}
    kept = {
        entity: [
            row for row in rows if entity not in ("address", "accessibility") or str(row.get("location_id")) not in gone
        ]
        for entity, rows in made.items()
    }
    return kept, tuple(Withheld(name, len(locations)) for name, locations in sorted(hidden.items()))


def _row(entity: str, row: dict[str, Any], gone: set[str], hidden: Mapping[str, set[str]]) -> dict[str, Any]:
    if entity == "location" and str(row.get("id")) in gone:
        blank = {name: ("" if name in _PLACE else value) for name, value in row.items()}
        return blank | ({"location_type": "virtual"} if "location_type" in row else {})
    if entity == "service" and str(row.get("id")) in hidden:
        return {name: _redacted(value) for name, value in row.items()}
    return row


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, Mapping):
        yield from (str(value[name]) for name in _TEXTS if isinstance(value.get(name), str))
        for inner in value.values():
            if isinstance(inner, Mapping | list):
                yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def _find(value: Any, hidden: dict[str, set[str]]) -> None:
    """Every confidential service in a document, with the ids of its locations."""
    if isinstance(value, list):
        for inner in value:
            _find(inner, hidden)
        return
    if not isinstance(value, Mapping):
        return
    # A page or an organisation may hold other services too: it is confidential as a whole only if its own words say so.
    says_so = _says_so_itself(value) if "contents" in value or "services" in value else is_confidential(value)
    if says_so and any(name in value for name in _HOLDERS):
        hidden[str(value.get("id", ""))] = set(_location_ids(value))
        return
    for inner in value.values():
        _find(inner, hidden)


def _says_so_itself(value: Mapping[str, Any]) -> bool:
    return is_confidential({name: value[name] for name in _TEXTS if name in value})


def _location_ids(value: Any) -> Iterable[str]:
    if isinstance(value, Mapping):
        if any(name in value for name in ("location_type", "addresses", "latitude")):
            yield str(value.get("id", ""))
        for inner in value.values():
            yield from _location_ids(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _location_ids(inner)


def _without(value: Any, locations: set[str], *, inside: bool = False) -> Any:
    if isinstance(value, list):
        return [_without(inner, locations, inside=inside) for inner in value]
    if not isinstance(value, Mapping):
        return _redacted(value) if inside else value
    if (
        any(name in value for name in ("location_type", "addresses", "latitude"))
        and str(value.get("id", "")) in locations
    ):
        kept = {name: inner for name, inner in value.items() if name not in _PLACE}
        return kept | ({"location_type": "virtual"} if "location_type" in value else {})
    within = inside or ("status" in value and is_confidential(value))
    return {name: _without(inner, locations, inside=within) for name, inner in value.items()}


def _redacted(value: Any) -> Any:
    return _POSTCODE.sub(WITHHELD, value) if isinstance(value, str) else value
