"""What is confidential in a feed: services, and the places that belong to them, known again by id or by address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from opensna.places.confidential import texts

Address = tuple[str, str]
"""A line of an address, and its postcode or nothing."""
_SIGNS = ("location_type", "addresses", "latitude", "address_1")


@dataclass(frozen=True)
class Withheld:
    """What was taken out: the confidential service's id and how many locations; never what they said."""

    service: str
    locations: int


@dataclass
class Hidden:
    """What is confidential in a feed.

    services : ids of services, each with those of its locations. holders : ids of other objects that are confidential as a whole,
    such as an organisation. locations : ids of all confidential locations. addresses : their lines with a postcode each, by which
    they are known again where they have another id.
    """

    services: dict[str, set[str]] = field(default_factory=dict)
    holders: set[str] = field(default_factory=set)
    locations: set[str] = field(default_factory=set)
    addresses: set[Address] = field(default_factory=set)

    @property
    def found(self) -> tuple[Withheld, ...]:
        """What is to be taken out, in order of id."""
        return tuple(Withheld(service, len(locations)) for service, locations in sorted(self.services.items()))

    @property
    def lines(self) -> set[str]:
        """Lines of confidential addresses."""
        return {line for line, _ in self.addresses}

    def add(self, service: str, held: Any) -> None:
        """Hide a service, or a location that stands alone, with all places in it."""
        places = list(_locations(held))
        named = {str(place["id"]) for place in places if place.get("id")}
        self.services.setdefault(service, set()).update(named)
        self.locations |= named
        self.addresses |= {address for place in places for address in _addresses(place)}

    def holds(self, place: Mapping[str, Any]) -> bool:
        """Whether a location or an address is one of those, by its id or by its words."""
        return str(place.get("id") or "") in self.locations or any(
            line == other and (not code or not code_of_other or code == code_of_other)
            for line, code in _addresses(place)
            for other, code_of_other in self.addresses
        )


def is_location(value: Mapping[str, Any]) -> bool:
    """Whether an object is a location or an address."""
    return any(name in value for name in _SIGNS)


def _locations(value: Any, name: str = "") -> Iterable[Mapping[str, Any]]:
    if isinstance(value, Mapping):
        if is_location(value) or name in ("location", "locations"):
            yield value
            return
        for key, inner in value.items():
            yield from _locations(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from _locations(inner, name)


def _addresses(place: Any) -> set[Address]:
    """Lines of a place's addresses that have a number in them, each with the postcode that stands beside it."""
    if isinstance(place, Mapping):
        code = str(place.get("postal_code") or "").replace(" ", "").casefold()
        own = {key: held for key, held in place.items() if key.startswith("address_") and key != "address_type"}
        lines = {text.strip().casefold() for held in own.values() for text in texts(held)}
        inner = (_addresses(held) for key, held in place.items() if key not in own)
        return {(line, code) for line in lines if any(c.isdigit() for c in line)}.union(*inner)
    if isinstance(place, list):
        return set().union(*(_addresses(held) for held in place))
    return set()
