"""Takes the places of confidential services out of directories in tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from opensna.places.confidential import is_confidential
from opensna.places.hidden import Hidden, Withheld
from opensna.places.withhold import inside, without_lines

Rows = list[dict[str, Any]]
_OF_PLACES = ("address", "accessibility")
"""Tables whose rows are nothing but the place of a location."""


def withhold_rows(tables: Mapping[str, Rows]) -> tuple[dict[str, Rows], tuple[Withheld, ...]]:
    """Tables by entity without the places of confidential services, and what was taken out; every other cell stays as it was."""
    hidden = _find(tables)
    if not hidden.services:
        return {entity: list(rows) for entity, rows in tables.items()}, ()
    gone = hidden.locations | {str(row.get("location_id")) for row in tables.get("address", ()) if hidden.holds(row)}
    made = {
        entity: [
            _row(entity, row, gone, hidden)
            for row in rows
            if entity not in _OF_PLACES or str(row.get("location_id")) not in gone
        ]
        for entity, rows in tables.items()
    }
    return made, hidden.found


def _find(tables: Mapping[str, Rows]) -> Hidden:
    """Services that say so in any row that belongs to them: their own, of their organisation, places, terms or anything linked."""
    by_id = {
        entity: {row.get("id"): row for row in tables.get(entity, ())}
        for entity in ("organization", "program", "location", "taxonomy_term")
    }
    hidden = Hidden()
    for service in tables.get("service", ()):
        name = service.get("id")
        linked = [
            row for rows in tables.values() for row in rows if name in (row.get("service_id"), row.get("link_id"))
        ]
        places = [by_id["location"].get(row.get("location_id"), {}) for row in linked]
        about = [
            service, *linked, *places,
            by_id["organization"].get(service.get("organization_id"), {}), by_id["program"].get(service.get("program_id"), {}),
            *(by_id["taxonomy_term"].get(row.get("taxonomy_term_id"), {}) for row in linked),
        ]  # fmt: skip
        if is_confidential(about):
            codes = {str(place["id"]) for place in places if place.get("id")}
            addresses = [row for row in tables.get("address", ()) if str(row.get("location_id")) in codes]
            hidden.add(str(name), [*({**place, "location_type": ""} for place in places if place), *addresses])
            hidden.services[str(name)] = codes
    for place in tables.get("location", ()):
        if is_confidential(place):
            hidden.add(str(place.get("id")), [{**place, "location_type": ""}])
    return hidden


def _row(entity: str, row: dict[str, Any], gone: set[str], hidden: Hidden) -> dict[str, Any]:
    if entity == "location" and str(row.get("id")) in gone:
        kept = {
            name: value if name == "id" or name.endswith("_id") else "" for name, value in row.items() if name != "_of"
        }
        virtual = {"location_type": "virtual"} if "location_type" in row else {}
        return kept | virtual | _own(row, ("_of",))
    keys = {str(row.get(name)) for name in ("service_id", "link_id", "resource_id")}
    if entity == "service":
        keys.add(str(row.get("id")))
    if keys & hidden.services.keys():
        return {name: value if name == "_of" else inside(value, hidden, name) or "" for name, value in _cells(row)}
    lines = () if entity in ("location", "address") else hidden.lines
    return {name: without_lines(value, lines) if isinstance(value, str) else value for name, value in row.items()}


def _cells(row: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    """Cells, those of places empty: a row keeps its columns."""
    return (
        (name, "" if name in ("latitude", "longitude", "transportation", "address") else value)
        for name, value in row.items()
    )


def _own(row: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {name: row[name] for name in names if name in row}
