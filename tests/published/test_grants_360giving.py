"""Real grants, and the official schema's own verdict on them and on grants that are broken in every way."""

from __future__ import annotations

import copy
import gzip
import json
import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from opensna.actions.init import init
from opensna.actions.programmes import export_grants, import_grants
from opensna.commissioning.grant_rules import GRANT
from opensna.commissioning.grants import Grants, grants_of, official_verdict, read_grants

pytestmark = pytest.mark.real_data
FILE = "partner/grants-360giving/lloyds-bank-foundation-all-4116.json.gz"
SCHEMA = "partner/schemas/360-giving-schema-1.4.json"


@pytest.fixture(scope="module")
def grants(real_data: Path) -> Grants:
    return read_grants(real_data / FILE)


@pytest.fixture(scope="module")
def schema(real_data: Path) -> dict[str, Any]:
    return dict(json.loads((real_data / SCHEMA).read_text("utf-8")))


def _ours(grants: Grants) -> list[tuple[tuple[str, str], ...]]:
    return [tuple(sorted({(p.path, p.rule) for p in g.problems if p.severity == "schema"})) for g in grants.grants]


def test_all_4116_are_read_with_their_quirks_and_none_is_lost(grants: Grants) -> None:
    assert grants.counts == {"read": 4116, "accepted": 0, "warned": 4111, "rejected": 5, "fits_schema": 0}
    assert grants.reasons == {"fromOpenCall: enum": 4116, "(root): oneOf": 5, "amountAwarded: above zero": 1}


def test_counts_agree_with_those_that_the_official_schema_gave(grants: Grants, real_data: Path) -> None:
    text = (real_data / "partner/grants-360giving/schema-1.4-validation-counts.json").read_text("utf-8")
    stated = json.loads(text)["grants-360giving/lloyds-bank-foundation-all-4116.json.gz"]
    assert stated["with_any_error"] == grants.counts["read"] - grants.counts["fits_schema"]
    assert {f"{e['path']}: {e['rule']}": e["count"] for e in stated["errors"]}.items() <= grants.reasons.items()


def test_every_grant_has_the_official_schemas_own_errors(grants: Grants, schema: dict[str, Any]) -> None:
    assert _ours(grants) == list(official_verdict([grant.document for grant in grants.grants], schema))


WRONG: list[Any] = [
    None,
    7,
    1.5,
    True,
    "x",
    "",
    [],
    {},
    ["x"],
    [{}],
    {"id": "1"},
    "2024-02-30",
    "2024-13",
    "GBP",
    "Yes",
]


def _break(document: dict[str, Any], chance: random.Random) -> None:
    """Put something else in one place of a grant: a value of another kind, a wrong code or date, or nothing at all."""
    wrong = chance.choice(
        [None, 7, 1.5, True, "x", "", [], {}, ["x"], [{}], {"id": "1"}, "2024-02-30", "2024-13", "GBP", "Yes"]
    )
    place: Any = document
    for _ in range(3):
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = chance.choice(keys)
        inside = place[key]
        if isinstance(inside, dict | list) and inside and chance.random() < 0.6:
            place = inside
            continue
        if chance.random() < 0.2 and isinstance(place, dict):
            del place[key]
        else:
            place[key] = wrong
        return


FULL: dict[str, Any] = {
    "id": "1", "title": "t", "description": "d", "currency": "GBP", "amountAwarded": 5, "amountAppliedFor": 6, "amountDisbursed": 5,
    "awardDate": "2024-05-01", "url": "https://e.org", "fromOpenCall": "Yes", "regrantType": "FRG010", "locationScope": "GLS050",
    "dateModified": "2024-05-01T00:00:00Z", "dataSource": None, "relatedActivity": ["2"],
    "plannedDates": [{"startDate": "2024", "endDate": "2024-06", "duration": 3, "title": "x", "description": "y"}],
    "actualDates": [{"startDate": "2024-05-01", "endDate": "2024-05-01T00:00:00Z", "dateModified": "2024-05-01T00:00:00Z"}],
    "recipientOrganization": [{"id": "GB-CHC-1", "name": "A", "postalCode": "E8", "organisationType": None, "url": "www.a",
                               "location": [{"countryCode": "GB", "latitude": 1.5}], "dateModified": "2024-05-01T00:00:00+01:00"}],
    "fundingOrganization": [{"id": "GB-CHC-2", "name": "B", "department": "x", "email": "e"}],
    "beneficiaryLocation": [{"id": "1", "name": None, "countryCode": "GB", "latitude": None, "longitude": 2, "geoCode": "E09000002",
                             "geoCodeType": "LONB", "description": "x"}],
    "grantProgramme": [{"code": "1", "title": None, "url": "x"}], "fundingType": [{"vocabulary": "v", "code": "c", "title": "t"}],
    "classifications": [{"vocabulary": "v", "description": None}], "relatedDocument": [{"id": "1", "documentType": None}],
    "applicationTransaction": [{"id": "1", "transactionDate": "2024-05-01", "currency": "GBP", "value": 1,
                                "valueDate": "2024-05-01"}],
    "toIndividualsDetails": {"primaryGrantReason": "GTIR060", "grantPurpose": ["GTIP010"]},
}  # fmt: skip


def test_grants_broken_in_three_thousand_ways_are_judged_as_the_schema_judges_them(
    schema: dict[str, Any],
) -> None:
    chance, documents = random.Random(1), []
    for _ in range(3000):
        document = copy.deepcopy(FULL)
        for _ in range(chance.randint(0, 3)):
            _break(document, chance)
        documents.append(document)
    differing = [
        (ours, theirs, document)
        for ours, theirs, document in zip(
            _ours(grants_of(documents)), official_verdict(documents, schema), documents, strict=True
        )
        if bool(ours) != bool(theirs)
    ]
    assert differing == []


def test_the_rules_name_every_field_of_the_official_schema(schema: dict[str, Any]) -> None:
    assert set(GRANT) == set(schema["properties"])


def test_a_workspace_takes_them_in_and_gives_them_back_without_loss(real_data: Path, tmp_path: Path) -> None:
    workspace = init("london", tmp_path / "w")
    made = import_grants(workspace, real_data / FILE, schema=real_data / SCHEMA)
    assert made.judged_otherwise == 0
    assert made.spend.rejected == 5
    day, original = date(2025, 1, 1), json.loads(gzip.decompress((real_data / FILE).read_bytes()))
    (written,) = export_grants(workspace, tmp_path / "out", title="x", on=day, addresses="as they came")
    assert json.loads(written.read_text("utf-8")) == original
    (safe,) = export_grants(workspace, tmp_path / "safe", title="x", on=day)
    pairs = list(zip(original["grants"], json.loads(safe.read_text("utf-8"))["grants"], strict=True))
    changed = [(before, after) for before, after in pairs if before != after]
    assert 0 < len(changed) < 200
    assert all(
        {k: a[k] for k in ("id", "amountAwarded")} == {k: b[k] for k in ("id", "amountAwarded")} for a, b in pairs
    )
    assert not any("postalCode" in r for _, after in changed for r in after["recipientOrganization"])
