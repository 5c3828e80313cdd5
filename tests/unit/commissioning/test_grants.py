"""Grants of the 360Giving standard: what is accepted, warned of, rejected, and that nothing is lost."""

from __future__ import annotations

import gzip
import json
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from opensna.commissioning.awards import Award, as_package, spend_by_place
from opensna.commissioning.grants import grants_of, read_grants, write_grants
from opensna.commissioning.grants_sheet import read_sheet
from opensna.core.document import fit
from opensna.core.errors import DocumentError, UnreadableFileError

GOOD: dict[str, Any] = {
    "id": "360G-x-1", "title": "Grant", "description": "For work", "currency": "GBP", "amountAwarded": 100,
    "awardDate": "2024-05-01", "recipientOrganization": [{"id": "GB-CHC-1", "name": "A"}],
    "fundingOrganization": [{"id": "GB-CHC-2", "name": "B"}],
}  # fmt: skip


def _one(**changes: Any) -> dict[str, Any]:
    made = deepcopy(GOOD) | changes
    return {name: value for name, value in made.items() if value != "gone"}


def test_a_grant_with_nothing_wrong_is_accepted() -> None:
    assert grants_of([GOOD]).counts == {"read": 1, "accepted": 1, "warned": 0, "rejected": 0, "fits_schema": 1}


@pytest.mark.parametrize(
    ("changes", "path", "rule"),
    [
        ({"fromOpenCall": "Y"}, "fromOpenCall", "enum"),
        ({"plannedDates": [{"startDate": "May 2024"}]}, "plannedDates.startDate", "oneOf"),
        ({"beneficiaryLocation": [{"countryCode": "England"}]}, "beneficiaryLocation.countryCode", "enum"),
        ({"grantProgramme": {"title": "x"}}, "grantProgramme", "type"),
        ({"dateModified": "2024-05-01"}, "dateModified", "format"),
    ],
)
def test_what_the_schema_refuses_beside_the_core_is_warned_of(changes: dict[str, Any], path: str, rule: str) -> None:
    (grant,) = grants_of([_one(**changes)]).grants
    assert (grant.status, grant.fits_schema) == ("warned", False)
    assert (grant.problems[0].path, grant.problems[0].rule) == (path, rule)


@pytest.mark.parametrize(
    "changes",
    [
        {"amountAwarded": 0},
        {"currency": "USD"},
        {"regrantType": "FRG999"},
        {"beneficiaryLocation": [{"geoCodeType": "E08000021"}]},
        {"Primary issue": "crime"},
    ],
)
def test_what_passes_the_schema_and_misleads_is_warned_of(changes: dict[str, Any]) -> None:
    (grant,) = grants_of([_one(**changes)]).grants
    assert (grant.status, grant.fits_schema) == ("warned", True)


@pytest.mark.parametrize(
    "changes",
    [
        {"description": "gone"},
        {"amountAwarded": "100"},
        {"amountAwarded": True},
        {"awardDate": "01/05/2024"},
        {"awardDate": None},
        {"currency": "POUNDS"},
        {"recipientOrganization": []},
        {"recipientOrganization": [{"id": "GB-CHC-1"}]},
        {"recipientOrganization": "gone"},
        {"recipientIndividual": {"id": "1", "name": "P"}},
        {"fundingOrganization": "A"},
    ],
)
def test_what_every_grant_must_say_is_rejected_without_it(changes: dict[str, Any]) -> None:
    assert grants_of([_one(**changes)]).counts["rejected"] == 1


def test_a_grant_to_a_person_needs_no_organisation() -> None:
    person = _one(recipientOrganization="gone", recipientIndividual={"id": "1", "name": "P"})
    assert grants_of([person]).counts["accepted"] == 1


@pytest.mark.parametrize("day", ["2024-05-01", "2024-05-01T00:00:00Z", "2024-05-01T00:00:00.0+01:00"])
def test_days_of_three_lengths_are_dates(day: str) -> None:
    assert grants_of([_one(awardDate=day)]).counts["accepted"] == 1


def test_an_id_given_before_is_warned_of_at_the_later_one() -> None:
    assert [grant.status for grant in grants_of([GOOD, GOOD]).grants] == ["accepted", "warned"]


def test_every_grant_comes_back_as_it_was_rejected_ones_too(tmp_path: Path) -> None:
    documents = [GOOD, _one(id="2", amountAwarded=10.5, own={"x": [1, None]}), _one(description="gone"), "not a grant"]
    made = grants_of(documents, {"version": "1.4", "title": "é"})
    for name in ("out.json", "out.json.gz"):
        again = read_grants(write_grants(made, tmp_path / name))
        assert again.counts == made.counts
        assert again.package == {"version": "1.4", "title": "é"}
    assert json.loads((tmp_path / "out.json").read_text())["grants"] == documents


@pytest.mark.parametrize("text", ["", "[]", '{"grant": []}', '{"grants": [{"id": 1, "id": 2}]}', "{"])
def test_a_file_that_is_no_package_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.json").write_text(text)
    with pytest.raises(UnreadableFileError, match="ask the publisher for its 360Giving JSON file"):
        read_grants(tmp_path / "x.json")


def test_a_damaged_archive_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.json.gz").write_bytes(gzip.compress(b'{"grants": []}')[:-4])
    with pytest.raises(UnreadableFileError, match="not a package of grants"):
        read_grants(tmp_path / "x.json.gz")


def test_money_goes_to_the_places_that_it_is_for_and_never_to_the_recipients_address() -> None:
    near = [{"geoCode": "E09000002"}, {"geoCode": "E05000001"}]
    grants = grants_of([
        _one(id="1", amountAwarded=100, beneficiaryLocation=near),
        _one(id="2", amountAwarded=60, recipientOrganization=[{"id": "G", "name": "A", "postalCode": "N1 1AA"}]),
        _one(id="3", amountAwarded=40, beneficiaryLocation=[{"name": "Hackney"}]),
        _one(id="4", currency="USD"),
        _one(id="5", description="gone"),
    ]).grants  # fmt: skip
    spent = spend_by_place(grants, within={"E05000001": "E09000002"})
    assert spent.table.to_numpy().tolist() == [["E09000002", 100.0, 1], ["not stated", 60.0, 1], ["Hackney", 40.0, 1]]
    assert (spent.other_currencies, spent.rejected, spent.stated_share) == (1, 1, 0.7)


AWARD: dict[str, Any] = {
    "id": "a1", "title": "T", "description": "D", "programme": "myends", "funder": {"id": "GB-x", "name": "VRU"},
    "recipient": {"id": "GB-CHC-9", "name": "Group"}, "amount": 5000, "awarded": date(2024, 5, 1), "starts": date(2024, 6, 1),
    "benefits": ["E09000002", "E05000001"], "open_call": False, "onward_of": "a0", "regrant_type": "FRG010",
}  # fmt: skip


def test_an_award_becomes_a_grant_that_the_rules_accept() -> None:
    package = as_package([fit(AWARD, Award, where="a1.yaml")], title="Awards", issued=date(2025, 1, 1))
    assert package.counts["accepted"] == 1
    assert package.package["version"] == "1.4"
    document = package.grants[0].document
    assert document["beneficiaryLocation"][0] == {"geoCode": "E09000002", "geoCodeType": "LONB"}
    assert (document["fromOpenCall"], document["regrantType"], document["relatedActivity"]) == ("No", "FRG010", ["a0"])


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"amount": 0}, "amount"),
        ({"regrant_type": "FRG0"}, "regrant_type 'FRG0' is not one of FRG010"),
        ({"ends": date(2024, 1, 1)}, "ends before it begins"),
        ({"benefits": ["Hackney"]}, "benefits.0"),
        ({"recipient": {"id": "x", "name": "y", "address": "1 Street"}}, "recipient.address"),
    ],
)
def test_an_award_that_does_not_fit_is_told_why(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(DocumentError, match=said):
        fit(AWARD | changes, Award, where="a1.yaml")


SHEET = (
    "Identifier,Title,Description,Currency,Amount Awarded,Award Date,Recipient Org:Identifier,Recipient Org:Name,"
    "Funding Org:Identifier,Funding Org:Name,Beneficiary Location:0:Geographic Code,Beneficiary Location:1:Geographic Code,"
    "Planned Dates:Duration (months),From An Open Call?,Our own column,Related Activity\n"
    '1,T,D,GBP,"£1,500.50",2024-05-01,GB-CHC-1,A,GB-CHC-2,B,E09000002,E09000003,12,Yes,,x; y\n'
)


def test_a_sheet_with_the_standards_headings_gives_the_same_grant(tmp_path: Path) -> None:
    (tmp_path / "s.csv").write_text(SHEET)
    made = read_sheet(tmp_path / "s.csv")
    assert made.counts["accepted"] == 1
    document = made.grants[0].document
    assert (document["amountAwarded"], document["plannedDates"]) == (1500.5, [{"duration": 12}])
    assert document["beneficiaryLocation"] == [{"geoCode": "E09000002"}, {"geoCode": "E09000003"}]
    assert document["relatedActivity"] == ["x", "y"]


def test_a_sheets_own_column_and_a_wrong_amount_are_kept_and_said(tmp_path: Path) -> None:
    text = SHEET.replace(",Yes,,", ",Yes,ours,").replace('"£1,500.50"', "lots")
    (tmp_path / "s.csv").write_text(text)
    (grant,) = read_sheet(tmp_path / "s.csv").grants
    assert (grant.status, grant.document["Our own column"]) == ("rejected", "ours")
    assert ("amountAwarded", "type", "lots") in {(p.path, p.rule, p.found) for p in grant.problems}


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\xff\xfe", b'Identifier\n"x'])
def test_a_file_that_is_no_sheet_of_grants_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "s.csv").write_bytes(content)
    with pytest.raises(UnreadableFileError, match="with the standard's headings, or ask for its JSON"):
        read_sheet(tmp_path / "s.csv")
