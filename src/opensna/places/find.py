"""Finds services by place, age, day, hour, cost and language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Literal

from opensna.places.schedule import is_open

Cost = Literal["free", "paid", "not stated"]
_FREE = re.compile(r"\b(free( of charge)?|no (charge|cost|fee)s?)\b", re.IGNORECASE)
_NOT_FREE = re.compile(r"\bfree (for|to) (members|residents)|not free\b", re.IGNORECASE)


@dataclass(frozen=True)
class Found:
    """A service that fits. `unsure` names conditions that its entry says nothing about, and which a person must ask for."""

    id: str
    name: str
    organisation: str
    cost: Cost
    places: tuple[str, ...]
    service: Mapping[str, Any]
    unsure: tuple[str, ...]


def find_services(
    services: Iterable[Mapping[str, Any]],
    *,
    place: str | None = None,
    age: int | None = None,
    on: date | None = None,
    at: time | None = None,
    free_only: bool = False,
    language: str | None = None,
    words: str = "",
) -> tuple[Found, ...]:
    """Services that meet every condition, in order of name; services that are not active are left out.

    Parameters
    ----------
    place : text of a service area, town, borough or the start of a postcode. age : whole years; a service without ages may take
        anybody, and is `unsure`. on, at : a day, and an hour of it; a service without a regular schedule is not found by them.
        free_only : only what says that it is free: a cost of nothing, or the word. language : a code or name.
    """
    made = []
    for service in services:
        if service.get("status") != "active" or words.casefold() not in _words(service):
            continue
        tests = (
            ("place", place is None or _covers(service, place)),
            ("age", age is None or _takes(service, age)),
            ("hours", on is None or is_open(_schedules(service), on, at)),
            ("cost", not free_only or cost_of(service) == "free"),
            ("language", language is None or _speaks(service, language)),
        )
        if all(fits is not False for _, fits in tests):
            unsure = tuple(name for name, fits in tests if fits is None)
            organisation = service.get("organization") or {}
            made.append(Found(
                str(service.get("id")), str(service.get("name")), str(organisation.get("name", "")), cost_of(service),
                _places(service), service, unsure,
            ))  # fmt: skip
    return tuple(sorted(made, key=lambda found: (found.name, found.id)))


def cost_of(service: Mapping[str, Any]) -> Cost:
    """Free if a cost option is nothing and none is more, or if its fees say so; paid if an option is more."""
    amounts = [
        option["amount"] for option in _list(service, "cost_options") if isinstance(option.get("amount"), int | float)
    ]
    if amounts:
        return "free" if max(amounts) == 0 else "paid"
    said = " ".join(str(service.get(name) or "") for name in ("fees", "fees_description"))
    options = " ".join(str(option.get("option") or "") for option in _list(service, "cost_options"))
    text = f"{said} {options}"
    return "free" if _FREE.search(text) and not _NOT_FREE.search(text) else "not stated"


def _list(service: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    held = service.get(name)
    return [entry for entry in held if isinstance(entry, dict)] if isinstance(held, list) else []


def _locations(service: Mapping[str, Any]) -> list[dict[str, Any]]:
    found = (entry.get("location") for entry in _list(service, "service_at_locations"))
    return [location for location in found if isinstance(location, dict)]


def _schedules(service: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        *_list(service, "schedules"),
        *(s for e in _list(service, "service_at_locations") for s in _list(e, "schedules")),
    ]


def _places(service: Mapping[str, Any]) -> tuple[str, ...]:
    areas = [str(area.get("name") or area.get("service_area") or "") for area in _list(service, "service_areas")]
    towns = [
        ", ".join(str(address[name]) for name in ("city", "region", "postal_code") if address.get(name))
        for location in _locations(service)
        for address in _list(location, "addresses")
    ]
    return tuple(dict.fromkeys(text for text in (*areas, *towns) if text))


def _covers(service: Mapping[str, Any], place: str) -> bool | None:
    places = _places(service)
    if not places:
        return None
    return any(re.search(rf"(?<!\w){re.escape(place)}", text, re.IGNORECASE) for text in places)


def _takes(service: Mapping[str, Any], age: int) -> bool | None:
    low, high = (
        service.get(name) if isinstance(service.get(name), int | float) else None
        for name in ("minimum_age", "maximum_age")
    )
    if low is None and high is None:
        return None
    return (low is None or age >= low) and (high is None or age <= high)


def _speaks(service: Mapping[str, Any], language: str) -> bool | None:
    named = [
        str(entry.get(key))
        for entry in _list(service, "languages")
        for key in ("name", "code", "note")
        if entry.get(key)
    ]
    if not named:
        return None
    return any(language.casefold() in text.casefold() for text in named)


def _words(service: Mapping[str, Any]) -> str:
    terms = (entry.get("taxonomy_term") or {} for entry in _list(service, "attributes"))
    texts = [
        service.get("name"),
        service.get("description"),
        *(term.get("name") for term in terms if isinstance(term, dict)),
    ]
    return " ".join(str(text) for text in texts if text).casefold()
