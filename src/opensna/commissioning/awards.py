"""Awards: what was given to whom, in the standard's own form, and what was spent where it was meant to benefit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from opensna.commissioning.grant_rules import codes
from opensna.commissioning.grants import Grant, Grants, grants_of
from opensna.commissioning.programme import Code

VERSION = "1.4"
_KIND_OF = {
    "E09": "LONB",
    "E22": "CSP",
    "E23": "PFA",
    "E01": "LSOA",
    "E02": "MSOA",
    "E05": "WD",
    "E08": "MD",
    "E06": "UA",
}
NOT_STATED = "not stated"


class Body(BaseModel):
    """An organisation that gives or receives: its identifier, such as GB-CHC-1234567, and name. Never an address."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str
    name: str


class Award(BaseModel):
    """One award. `id` is the file's name. `benefits` are GSS codes of the places that it is for, not of the recipient's office.

    `onward_of` is the award that this one passes on; `regrant_type` a code of the standard for an award that is to be passed on.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$")
    title: str
    description: str
    programme: str | None = None
    fund: str | None = None
    funder: Body
    recipient: Body
    amount: float = Field(gt=0)
    awarded: date
    starts: date | None = None
    ends: date | None = None
    benefits: tuple[Code, ...] = ()
    open_call: bool | None = None
    onward_of: str | None = None
    regrant_type: str | None = None

    @field_validator("ends")
    @classmethod
    def _not_before_start(cls, ends: date | None, info: ValidationInfo) -> date | None:
        starts = info.data.get("starts")
        if starts and ends and ends < starts:
            raise ValueError(f"{starts} to {ends} ends before it begins")
        return ends

    @field_validator("regrant_type")
    @classmethod
    def _is_a_code_of_the_standard(cls, code: str | None) -> str | None:
        known = codes()["regrant_type"]
        if code is not None and code not in known:
            raise ValueError(f"regrant_type {code!r} is not one of {', '.join(known)}")
        return code


def as_grant(award: Award) -> dict[str, Any]:
    """The award as a grant of the 360Giving standard; what is not known is left out."""
    document: dict[str, Any] = {
        "id": award.id,
        "title": award.title,
        "description": award.description,
        "currency": "GBP",
        "amountAwarded": award.amount,
        "awardDate": award.awarded.isoformat(),
        "recipientOrganization": [award.recipient.model_dump()],
        "fundingOrganization": [award.funder.model_dump()],
    }
    dates = {name: day.isoformat() for name, day in (("startDate", award.starts), ("endDate", award.ends)) if day}
    if dates:
        document["plannedDates"] = [dates]
    if award.programme:
        document["grantProgramme"] = [{"code": award.programme, "title": award.programme}]
    if award.benefits:
        document["beneficiaryLocation"] = [_place(code) for code in award.benefits]
    if award.open_call is not None:
        document["fromOpenCall"] = "Yes" if award.open_call else "No"
    if award.regrant_type:
        document["regrantType"] = award.regrant_type
    if award.onward_of:
        document["relatedActivity"] = [award.onward_of]
    return document


def as_package(awards: Iterable[Award], *, title: str, issued: date) -> Grants:
    """A package of these awards, to be written with `write_grants`."""
    package = {"version": VERSION, "title": title, "issued": issued.isoformat()}
    return grants_of([as_grant(award) for award in awards], package)


@dataclass(frozen=True)
class Spend:
    """Money by place of benefit: `table` has place (a code as printed, or "not stated"), amount, grants; `other_currencies` counts
    grants that are in no sum because they are not in pounds, and `rejected` those that cannot be read.
    """

    table: pd.DataFrame
    other_currencies: int
    rejected: int

    @property
    def stated_share(self) -> float:
        """Share of the money whose place of benefit is stated, 0 to 1."""
        total = self.table["amount"].sum()
        return float(self.table.loc[self.table["place"] != NOT_STATED, "amount"].sum() / total) if total else 0.0


def spend_by_place(grants: Iterable[Grant], *, within: Mapping[str, str] | None = None) -> Spend:
    """Pounds awarded by the place that they are to benefit, never by the recipient's address.

    Parameters
    ----------
    within : the larger area of each code, such as a ward's borough; a code that it lacks stays as it is. A grant that names several
        places is divided equally between them, for the standard has no shares.
    """
    held = tuple(grants)
    usable = [grant for grant in held if grant.status != "rejected"]
    rows = []
    for grant in usable:
        if grant.document["currency"] != "GBP":
            continue
        places = _benefits(grant.document)
        named = [dict(within or {}).get(place, place) for place in places] or [NOT_STATED]
        amount = float(grant.document["amountAwarded"]) / len(named)
        rows += [(place, amount, grant.position) for place in named]
    table = pd.DataFrame(rows, columns=["place", "amount", "grants"])
    summed = table.groupby("place", as_index=False).agg({"amount": "sum", "grants": "nunique"})
    others = sum(grant.document["currency"] != "GBP" for grant in usable)
    ordered = summed.sort_values(["amount", "place"], ascending=[False, True], ignore_index=True)
    return Spend(ordered, others, len(held) - len(usable))


def _benefits(document: Mapping[str, Any]) -> list[str]:
    places = document.get("beneficiaryLocation") or []
    found = [place.get("geoCode") or place.get("name") for place in places if isinstance(place, dict)]
    return [str(place) for place in found if place]


def _place(code: str) -> dict[str, str]:
    kind = _KIND_OF.get(code[:3])
    return {"geoCode": code} | ({"geoCodeType": kind} if kind else {})
