"""Takes the places of confidential services out of documents of the standard, before they are stored and before they leave.

Of a confidential service only fields of a short list stay, so that it can be found by name, age, language and cost, and rung.
Free text may tell an address in any words, and so none of it stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from opensna.places.confidential import is_confidential
from opensna.places.hidden import Hidden, Withheld, is_location

WITHHELD = "[address withheld]"
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b", re.IGNORECASE)
_STREET = re.compile(
    r"\b\d+[a-z]?(\s*[-/,]\s*\d+[a-z]?)?,?\s+([a-z'’.-]+\s+){1,4}(road|rd|street|st|lane|ln|avenue|ave|close|court|crescent|drive|"
    r"gardens|grove|hill|house|mews|park|parade|place|row|square|terrace|walk|way|yard)\b",
    re.IGNORECASE,
)
_NUMBER, _SHORT = re.compile(r"^\W*\d+\w?\W+"), 4
"""The number before a street, and what is too short to be a street's name."""
_PLAIN = frozenset((
    "status", "minimum_age", "maximum_age", "amount", "currency", "code", "number", "extension", "type", "version", "link_type",
    "link_entity", "attending_type", "freq", "byday", "bymonthday", "interval", "count", "until", "wkst", "dtstart", "valid_from",
    "valid_to", "opens_at", "closes_at", "timezone", "assured_date", "last_modified", "page_number", "page_size", "total_items",
    "total_pages", "size", "first_page", "last_page", "empty",
))  # fmt: skip
"""Fields that hold no place, and stay as they are."""
_NAMES = frozenset(
    ("name", "alternate_name", "email", "assurer_email", "identifier", "identifier_type", "identifier_scheme", "option")
)
"""Fields that a person needs in order to find and to ring; what looks like an address in them does not stay."""
_LINKS = frozenset(("url", "website", "uri", "term_uri", "logo", "schedule_link"))
"""Of a web address only the site stays."""
_PLACES = frozenset((
    "address", "addresses", "physical_addresses", "postal_addresses", "accessibility", "transportation", "latitude", "longitude",
))  # fmt: skip
_SERVICE = ("status", "service_at_locations", "schedules", "cost_options", "fees", "eligibility_description")


def withhold(document: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[Withheld, ...]]:
    """A copy of one document without the places of confidential services, and what was taken out."""
    made, found = withhold_all({"": document})
    return made[""], found


def withhold_all(documents: Mapping[str, Mapping[str, Any]]) -> tuple[dict[str, dict[str, Any]], tuple[Withheld, ...]]:
    """The same for the documents of one feed: what one of them tells to be confidential is hidden in all of them.

    A location that a confidential service shares with others is taken out of all of them, known by its id or by its address.
    """
    hidden = Hidden()
    for document in documents.values():
        _find(document, hidden)
    if not hidden.services:
        return {name: dict(document) for name, document in documents.items()}, ()
    return {name: _outside(document, hidden) for name, document in documents.items()}, hidden.found


def inside(value: Any, hidden: Hidden, name: str = "") -> Any:
    """What of a confidential service stays: `value` of its field `name`."""
    if isinstance(value, Mapping):
        if is_location(value):
            return _virtual(value)
        return {key: inside(held, hidden, key) for key, held in value.items() if key not in _PLACES}
    if isinstance(value, list):
        return [inside(held, hidden, name) for held in value]
    if value is None or isinstance(value, bool) or name in _PLAIN or name == "id" or name.endswith("_id"):
        return value
    if not isinstance(value, str):
        return None
    if name in _LINKS:
        site = urlsplit(value)
        return scrub(f"{site.scheme}://{site.netloc}", hidden) if site.scheme and site.netloc else None
    return scrub(value, hidden) if name in _NAMES else WITHHELD if value else value


def scrub(text: str, hidden: Hidden) -> str:
    """The text without postcodes, anything that looks like a street with a number, and streets of addresses that are hidden."""
    streets = {street for line in hidden.lines if len(street := _NUMBER.sub("", line)) > _SHORT}
    return _STREET.sub(WITHHELD, _POSTCODE.sub(WITHHELD, without_lines(text, hidden.lines | streets)))


def without_lines(text: str, lines: Iterable[str]) -> str:
    """The text without these lines of addresses, as whole words and in any case."""
    for line in sorted(lines, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(line)}(?!\w)", WITHHELD, text, flags=re.IGNORECASE)
    return text


def _find(value: Any, hidden: Hidden) -> None:
    """Every confidential service in a document, and every location that says so itself."""
    if isinstance(value, list):
        for inner in value:
            _find(inner, hidden)
        return
    if not isinstance(value, Mapping):
        return
    # A page, or an organisation, may hold other services too: all of them are hidden only if its own words say so.
    is_holder = any(isinstance(value.get(name), list) for name in ("contents", "services"))
    own = {k: v for k, v in value.items() if isinstance(v, str)} if is_holder else value
    if (is_holder or _is_service(value) or is_location(value) or "locations" in value) and is_confidential(own):
        of_it = value["services"] if isinstance(value.get("services"), list) else [value.get("service")]
        services = [service for service in of_it if isinstance(service, Mapping)]
        hidden.holders.add(str(value.get("id", "")))
        for service in services or [value]:
            hidden.add(str(service.get("id", "")), [value, service])
        return
    for inner in value.values():
        _find(inner, hidden)


def _outside(value: Any, hidden: Hidden) -> Any:
    """A value without what is hidden in it; the rest stays as it was, but for lines of addresses that are hidden."""
    if isinstance(value, list):
        return [_outside(inner, hidden) for inner in value]
    if isinstance(value, str):
        return without_lines(value, hidden.lines)
    if not isinstance(value, Mapping):
        return value
    if is_location(value):
        return _virtual(value) if hidden.holds(value) else dict(value)
    service = value.get("service")
    names = {str(value.get("id", "")), str(service.get("id", "")) if isinstance(service, Mapping) else ""} - {""}
    if names & (hidden.services.keys() | hidden.holders):
        return inside(value, hidden)
    return {key: _outside(inner, hidden) for key, inner in value.items()}


def _virtual(location: Mapping[str, Any]) -> dict[str, Any]:
    """Of a location only its ids stay, and that nobody can go there."""
    kept = {key: held for key, held in location.items() if key == "id" or key.endswith("_id")}
    return kept | ({"location_type": "virtual"} if "location_type" in location else {})


def _is_service(value: Mapping[str, Any]) -> bool:
    return any(name in value for name in _SERVICE) or isinstance(value.get("service"), Mapping)
