"""Grants on a spreadsheet: the standard's own column headings, one row a grant, as many small funders publish them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from opensna.commissioning.grants import Grants, grants_of
from opensna.core.errors import UnreadableFileError

_PLAIN = {
    "Identifier": "id", "Title": "title", "Description": "description", "Currency": "currency", "Amount Applied For":
    "amountAppliedFor", "Amount Awarded": "amountAwarded", "Amount Disbursed": "amountDisbursed", "Award Date": "awardDate",
    "URL": "url", "From An Open Call?": "fromOpenCall", "Related Activity": "relatedActivity", "Last Modified": "dateModified",
    "Data Source": "dataSource", "For Regrant Type": "regrantType", "Location Scope": "locationScope",
}  # fmt: skip
_LISTS = {
    "Recipient Org": "recipientOrganization", "Funding Org": "fundingOrganization", "Planned Dates": "plannedDates",
    "Actual Dates": "actualDates", "Beneficiary Location": "beneficiaryLocation", "Grant Programme": "grantProgramme",
    "Funding Type": "fundingType", "Classifications": "classifications", "Related Document": "relatedDocument",
}  # fmt: skip
_OBJECTS = {"Recipient Ind": "recipientIndividual", "To Individuals Details": "toIndividualsDetails"}
_INNER = {
    "Identifier": "id", "Name": "name", "Title": "title", "Description": "description", "Code": "code", "URL": "url",
    "Vocabulary": "vocabulary", "Department": "department", "Charity Number": "charityNumber", "Company Number": "companyNumber",
    "Street Address": "streetAddress", "City": "addressLocality", "County": "addressRegion", "Country": "addressCountry",
    "Postal Code": "postalCode", "Phone Number": "telephone", "Alternate Name": "alternateName", "Email": "email",
    "Contact Name": "contactName", "Organisation Type": "organisationType", "Web Address": "url", "Country Code": "countryCode",
    "Latitude": "latitude", "Longitude": "longitude", "Geographic Code": "geoCode", "Geographic Code Type": "geoCodeType",
    "Start Date": "startDate", "End Date": "endDate", "Duration (months)": "duration", "Document Type": "documentType",
    "Primary Grant Reason": "primaryGrantReason", "Secondary Grant Reason": "secondaryGrantReason", "Grant Purpose":
    "grantPurpose", "Last Modified": "dateModified",
}  # fmt: skip
_NUMBERS = frozenset({"amountAppliedFor", "amountAwarded", "amountDisbursed", "latitude", "longitude", "duration"})
_SPLIT = frozenset({"relatedActivity", "grantPurpose"})
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def read_sheet(path: Path) -> Grants:
    """Grants of a CSV with the standard's headings: "Recipient Org:Identifier", and "Recipient Org:1:Identifier" for a second one.

    Numbers may have £ and commas. A heading that the standard has not stays a field of its own, and is warned of.

    Raises
    ------
    UnreadableFileError : not a CSV in UTF-8, or without an Identifier column.
    """
    try:
        rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise _unreadable(path, str(error)[:100]) from error
    if not rows or not {"Identifier", "id"} & set(rows[0]):
        raise _unreadable(path, f"the columns {', '.join(map(str, rows[0]))}"[:120] if rows else "no rows")
    return grants_of([_document(row) for row in rows], file=path.name)


def _document(row: Mapping[str | None, str | None]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for heading, cell in row.items():
        text = (cell or "").strip() if isinstance(cell, str) else ""
        if heading and text:
            _put(made, heading.strip(), text)
    return made


def _put(made: dict[str, Any], heading: str, text: str) -> None:
    head, *rest = (part.strip() for part in heading.split(":"))
    if not rest:
        field = _PLAIN.get(head, head)
        made[field] = _value(field, text)
        return
    field = _INNER.get(rest[-1], rest[-1])
    if head in _OBJECTS:
        made.setdefault(_OBJECTS[head], {})[field] = _value(field, text)
    elif head in _LISTS and len(rest) <= 2 and (len(rest) == 1 or rest[0].isdigit()):
        held = made.setdefault(_LISTS[head], [])
        position = int(rest[0]) if len(rest) == 2 else 0
        held.extend({} for _ in range(min(position, 50) + 1 - len(held)))
        held[min(position, 50)][field] = _value(field, text)
    else:
        made[heading] = text


def _value(field: str, text: str) -> Any:
    if field in _SPLIT:
        return [part.strip() for part in text.split(";")]
    plain = text.replace(",", "").removeprefix("£").strip()
    if field not in _NUMBERS or not _NUMBER.fullmatch(plain):
        return text
    return int(plain) if plain.lstrip("-").isdigit() else float(plain)


def _unreadable(path: Path, found: str) -> UnreadableFileError:
    return UnreadableFileError(
        "this is not a sheet of grants", where=path.name, found=found,
        expected="a CSV whose first line has the headings of the 360Giving standard: Identifier, Title, Amount Awarded, …",
        do_this="save the sheet as CSV in UTF-8 with the standard's headings, or ask for its JSON",
    )  # fmt: skip
