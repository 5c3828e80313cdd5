"""The rules of the 360Giving Data Standard 1.4 for one grant, and what real files do that the standard does not forbid.

The official schema is not carried with OpenSNA: its rules are written here, and a test sets them against it, grant by grant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any, Literal

from opensna.core.document import read_yaml

Severity = Literal["schema", "quirk"]
_DAY = re.compile(r"[0-9]{4}-(0[1-9]|1[012])-(0[1-9]|[12][0-9]|3[01])")
_MONTH_OR_YEAR = re.compile(r"[0-9]{4}(-(0[1-9]|1[012]))?")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)")
CORE = ("id", "title", "description", "currency", "amountAwarded", "awardDate", "fundingOrganization")
RECIPIENTS = ("recipientOrganization", "recipientIndividual")


@dataclass(frozen=True)
class Problem:
    """What is wrong with one grant: where, by which rule, and the value found, shortened.

    "schema": the official schema refuses it. "quirk": the schema lets it pass, but it will mislead who reads it.
    """

    path: str
    rule: str
    found: str
    severity: Severity


@cache
def codes() -> Mapping[str, Any]:
    """The code lists by name: lists of codes, or titles by code."""
    return MappingProxyType(read_yaml(resources.files("opensna.commissioning") / "codes_360giving.yaml"))


def check_grant(grant: Any) -> tuple[Problem, ...]:
    """Every problem of one grant; empty if it is as it should be.

    The `schema` problems are those of schema 1.4 with dates checked and web addresses not, as its own files are checked.
    """
    if not isinstance(grant, dict):
        return (Problem("(root)", "type", _short(grant), "schema"),)
    found = list(_fields(grant, GRANT, ""))
    if sum(all(name in grant for name in (*CORE, recipient)) for recipient in RECIPIENTS) != 1:
        lacking = [name for name in CORE if name not in grant]
        both = [name for name in RECIPIENTS if name in grant]
        reason = f"lacks {', '.join(lacking)}" if lacking else f"recipients: {', '.join(both) or 'none'}"
        found.append(Problem("(root)", "oneOf", reason, "schema"))
    return (*found, *_quirks(grant))


# A check takes a value and its path, and gives the problems of it.
Check = Callable[[Any, str], list[Problem]]


def _of_type(*types: type, null: bool = False) -> Check:
    def check(value: Any, path: str) -> list[Problem]:
        fits = isinstance(value, types) and not (isinstance(value, bool) and bool not in types)
        return [] if fits or (null and value is None) else [Problem(path, "type", _short(value), "schema")]

    return check


def _one_of(name: str, *more: str, null: bool = False) -> Check:
    typed = _of_type(str, null=null)

    def check(value: Any, path: str) -> list[Problem]:
        allowed = {*codes()[name], *more} if name else set(more)
        wrong = not isinstance(value, str) or value not in allowed
        return typed(value, path) + ([Problem(path, "enum", _short(value), "schema")] if wrong else [])

    return check


def _a_date(*, partial: bool = False, null: bool = False) -> Check:
    typed = _of_type(str, null=null)

    def check(value: Any, path: str) -> list[Problem]:
        if not isinstance(value, str):  # the schema's alternatives all let it pass, and so none does alone
            return [*typed(value, path), Problem(path, "oneOf", _short(value), "schema")]
        fits = bool(_DAY.fullmatch(value)) or is_moment(value) or (partial and bool(_MONTH_OR_YEAR.fullmatch(value)))
        return [] if fits else [Problem(path, "oneOf", _short(value), "schema")]

    return check


def _a_moment(value: Any, path: str) -> list[Problem]:
    problems = _of_type(str)(value, path)
    return problems or ([] if is_moment(value) else [Problem(path, "format", _short(value), "schema")])


def is_moment(text: str) -> bool:
    """Whether it is a date with a time and its distance from Greenwich, such as 2015-06-10T00:00:00+00:00."""
    if not _MOMENT.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text.upper().replace("Z", "+00:00"))
    except ValueError:
        return False
    return True


def _object(fields: Mapping[str, Check], required: tuple[str, ...] = ()) -> Check:
    def check(value: Any, path: str) -> list[Problem]:
        if not isinstance(value, dict):
            return [Problem(path, "type", _short(value), "schema")]
        lacking = [Problem(path, "required", f"lacks {name}", "schema") for name in required if name not in value]
        return [*lacking, *_fields(value, fields, f"{path}.")]

    return check


def _list_of(item: Check, *, least: int = 0) -> Check:
    def check(value: Any, path: str) -> list[Problem]:
        if not isinstance(value, list):
            return [Problem(path, "type", _short(value), "schema")]
        few = [Problem(path, "minItems", str(len(value)), "schema")] if len(value) < least else []
        return few + [problem for entry in value for problem in item(entry, path)]

    return check


def _fields(value: Mapping[str, Any], fields: Mapping[str, Check], prefix: str) -> list[Problem]:
    return [
        problem for name, check in fields.items() if name in value for problem in check(value[name], f"{prefix}{name}")
    ]


def _short(value: Any) -> str:
    return str(value)[:60]


_TEXT, _NUMBER = _of_type(str), _of_type(int, float)
_TEXT_OR_NULL, _NUMBER_OR_NULL = _of_type(str, null=True), _of_type(int, float, null=True)
_CURRENCY = _one_of("currency")


def _all(check: Check, *names: str) -> dict[str, Check]:
    return dict.fromkeys(names, check)


_LOCATION = _object({
    **_all(_TEXT, "id"), **_all(_TEXT_OR_NULL, "name", "description", "geoCode", "geoCodeType"),
    "countryCode": _one_of("country", null=True), **_all(_NUMBER_OR_NULL, "latitude", "longitude"), "dateModified": _a_moment,
})  # fmt: skip
_ORGANISATION = _object(
    {
        **_all(
            _TEXT, "id", "name", "department", "contactName", "charityNumber", "companyNumber", "streetAddress",
            "addressLocality", "addressRegion", "addressCountry", "postalCode", "telephone", "alternateName", "email",
            "description", "url",
        ),
        "organisationType": _TEXT_OR_NULL, "location": _list_of(_LOCATION), "dateModified": _a_moment,
    },
    required=("id", "name"),
)  # fmt: skip
_EVENT = _object({
    **_all(_TEXT, "title", "description"), **_all(_a_date(partial=True), "startDate", "endDate"), "duration": _NUMBER,
    "dateModified": _a_moment,
})  # fmt: skip
_CLASSIFICATION = _object({
    **_all(_TEXT, "vocabulary", "code"), **_all(_TEXT_OR_NULL, "title", "description", "url"), "dateModified": _a_moment,
})  # fmt: skip
_TRANSACTION = _object({
    "id": _TEXT, "transactionDate": _a_date(), "currency": _CURRENCY, "value": _NUMBER, "valueDate": _a_date(null=True),
    **_all(_TEXT_OR_NULL, "description", "provider", "recipient"), "dateModified": _a_moment,
})  # fmt: skip
_DOCUMENT = _object({
    "id": _TEXT, **_all(_TEXT_OR_NULL, "title", "url", "description", "documentType"), "dateModified": _a_moment,
})  # fmt: skip
GRANT: Mapping[str, Check] = {
    **_all(_TEXT, "id", "title", "description", "url", "regrantType", "locationScope"),
    "currency": _CURRENCY,
    **_all(_NUMBER, "amountAppliedFor", "amountAwarded", "amountDisbursed"),
    "awardDate": _a_date(),
    **_all(_list_of(_EVENT), "plannedDates", "actualDates"),
    "recipientIndividual": _object(_all(_TEXT, "id", "name"), required=("id", "name")),
    "toIndividualsDetails": _object(
        {**_all(_TEXT, "primaryGrantReason", "secondaryGrantReason"), "grantPurpose": _list_of(_TEXT)}
    ),
    **_all(_list_of(_ORGANISATION, least=1), "recipientOrganization", "fundingOrganization"),
    "beneficiaryLocation": _list_of(_LOCATION),
    "grantProgramme": _list_of(
        _object({"code": _TEXT, **_all(_TEXT_OR_NULL, "title", "description", "url"), "dateModified": _a_moment})
    ),
    "fromOpenCall": _one_of("", "Yes", "No"),
    **_all(_list_of(_CLASSIFICATION), "fundingType", "classifications"),
    "relatedDocument": _list_of(_DOCUMENT),
    **_all(_list_of(_TRANSACTION), "applicationTransaction", "commitmentTransaction", "disbursementTransaction"),
    "relatedActivity": _list_of(_TEXT),
    "dateModified": _a_moment,
    "dataSource": _TEXT_OR_NULL,
}


def _quirks(grant: Mapping[str, Any]) -> list[Problem]:
    """What passes the schema and yet misleads: unknown codes in open fields, amounts of nothing, other currencies, own fields."""
    found = []
    amount = grant.get("amountAwarded")
    if isinstance(amount, int | float) and amount <= 0:
        found.append(Problem("amountAwarded", "above zero", _short(amount), "quirk"))
    if isinstance(grant.get("currency"), str) and grant["currency"] != "GBP":
        found.append(Problem("currency", "not in pounds", grant["currency"], "quirk"))
    for name, kind in (("regrantType", "regrant_type"), ("locationScope", "location_scope")):
        if isinstance(grant.get(name), str) and grant[name] not in codes()[kind]:
            found.append(Problem(name, "code list", grant[name], "quirk"))
    for place in _places(grant):
        geography = place.get("geoCodeType")
        if isinstance(geography, str) and geography not in codes()["geo_code_type"]:
            found.append(Problem("beneficiaryLocation.geoCodeType", "code list", geography, "quirk"))
    own = [name for name in grant if name not in GRANT]
    found += [Problem(name, "not of the standard", "", "quirk") for name in own]
    return found


def _places(grant: Mapping[str, Any]) -> list[dict[str, Any]]:
    places = grant.get("beneficiaryLocation")
    return [place for place in places if isinstance(place, dict)] if isinstance(places, list) else []
