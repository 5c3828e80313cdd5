"""Grants to refuges: where they are is taken out before a file of grants leaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from opensna.commissioning.grants import Grants
from opensna.places.confidential import is_confidential
from opensna.places.hidden import Hidden
from opensna.places.withhold import scrub

_KEPT = ("id", "name", "alternateName", "charityNumber", "companyNumber", "organisationType")
"""What stays of an organisation: who it is, which public registers tell too."""
_PLACE = ("countryCode", "geoCodeType", "geoCode")
_WIDE = ("CTRY", "RGN", "LONB", "MD", "UA", "NMD", "LAD", "CTY", "PFA")
"""Kinds of areas too wide to find a house in."""


def without_refuges(grants: Grants) -> Grants:
    """The grants, those to recipients that say that they are confidential without addresses; every other one as it came."""
    return replace(
        grants,
        grants=tuple(
            replace(grant, document=_without_places(grant.document)) if is_confidential(grant.document) else grant
            for grant in grants.grants
        ),
    )


def _without_places(document: Mapping[str, Any]) -> dict[str, Any]:
    made = {name: _scrubbed(value) for name, value in document.items()}
    recipients = document.get("recipientOrganization")
    if isinstance(recipients, list):
        made["recipientOrganization"] = [
            {name: _scrubbed(r[name]) for name in _KEPT if name in r} if isinstance(r, Mapping) else r
            for r in recipients
        ]
    places = document.get("beneficiaryLocation")
    if isinstance(places, list):
        made["beneficiaryLocation"] = [_area(place) if isinstance(place, Mapping) else place for place in places]
    return made


def _area(place: Mapping[str, Any]) -> dict[str, Any]:
    names = _PLACE if place.get("geoCodeType") in _WIDE else _PLACE[:1]
    return {name: place[name] for name in names if name in place}


def _scrubbed(value: Any) -> Any:
    if isinstance(value, str):
        return scrub(value, Hidden())
    if isinstance(value, Mapping):
        return {name: _scrubbed(held) for name, held in value.items()}
    return [_scrubbed(held) for held in value] if isinstance(value, list) else value
