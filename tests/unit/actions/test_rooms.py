"""What works, programmes, services and allocation from a workspace: one call each, and precise messages."""

from __future__ import annotations

import json
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from opensna.actions.allocate import _read_weights, need_of
from opensna.actions.init import init
from opensna.actions.programmes import add_record, export_grants, import_grants, portfolio, registers
from opensna.actions.services import add_service, check_services, export_services, find, import_services
from opensna.actions.whatworks import (
    add_approach,
    export_index,
    import_ratings,
    import_studies,
    index,
    record_reading,
    whatworks,
)
from opensna.actions.workspace import Workspace
from opensna.core.errors import DocumentError, InputError, UnknownIdError
from opensna.core.period import Period
from opensna.whatworks.exchange import ratings_table

DAY = date(2025, 4, 1)
QUARTER = Period.parse("2025-01/2025-03")
SERVICE: dict[str, Any] = {
    "id": "11111111-1111-4111-8111-111111111111", "name": "Club", "status": "active", "minimum_age": 11,
    "schedules": [{"id": "31111111-1111-4111-8111-111111111111", "freq": "WEEKLY", "byday": "MO", "dtstart": date(2025, 1, 6),
                   "opens_at": "16:00:00", "closes_at": "18:00:00"}],
}  # fmt: skip


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return init("london", tmp_path / "w")


@pytest.fixture
def told() -> list[float]:
    return []


def _file(tmp_path: Path, name: str, content: Any) -> Path:
    file = tmp_path / name
    file.write_text(content if isinstance(content, str) else yaml.safe_dump(content, sort_keys=False), "utf-8")
    return file


def _plain(approach: str) -> dict[str, Any]:
    return index()[approach].model_dump(mode="json", exclude_defaults=True)


def test_the_index_is_listed_with_what_is_stale_and_what_disagrees(workspace: Workspace, told: list[float]) -> None:
    found = whatworks(workspace, on=DAY, progress=lambda _what, share: told.append(share), priority_area="families")
    assert set(found.disagreements) == {"functional_family_therapy", "multisystemic_therapy"}
    assert len(found.ratings) == len(found.stale) == sum(len(a.ratings) for a in found.approaches)
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_a_new_approach_is_added_in_one_call_and_not_overwritten_by_chance(
    workspace: Workspace, tmp_path: Path
) -> None:
    content = {**_plain("boot_camps"), "id": "camps"}
    content["ratings"][0]["id"] = "YEF-99"
    file = _file(tmp_path, "camps.yaml", content)
    add_approach(workspace, file)
    assert "camps" in index(workspace)
    with pytest.raises(InputError, match="ask to replace it with --replace"):
        add_approach(workspace, file)
    assert add_approach(workspace, file, replace=True).name == "camps.yaml"


def test_an_approach_that_takes_anothers_rating_id_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    file = _file(tmp_path, "camps.yaml", {**_plain("boot_camps"), "id": "camps"})
    with pytest.raises(DocumentError, match="give the newer rating an id that is free"):
        add_approach(workspace, file)


def test_a_reading_is_recorded_and_no_longer_stale(workspace: Workspace) -> None:
    record_reading(workspace, "boot_camps", "YEF-29", on=DAY, changes={"impact": {"printed": "LOW", "word": "LOW"}})
    assert index(workspace)["boot_camps"].ratings[0].history[0].said == "impact: HARMFUL"
    assert "YEF-29" not in {stale.rating for stale in whatworks(workspace, on=DAY).stale}
    with pytest.raises(UnknownIdError, match="opensna whatworks list"):
        record_reading(workspace, "boot_campz", "YEF-29", on=DAY)


def test_nobody_has_read_a_rating_tomorrow(workspace: Workspace, tmp_path: Path) -> None:
    tomorrow = date.today() + timedelta(days=1)
    with pytest.raises(InputError, match="the day on which somebody looked at the page"):
        record_reading(workspace, "boot_camps", "YEF-29", on=tomorrow)
    table = ratings_table([index()["cctv"]])
    table.assign(read_on=tomorrow.isoformat(), unknown_read_on="").to_csv(tmp_path / "r.csv", index=False)
    with pytest.raises(InputError, match="the day on which somebody looked at the page"):
        import_ratings(workspace, tmp_path / "r.csv")


def test_ratings_and_studies_are_imported_and_the_index_exported(workspace: Workspace, tmp_path: Path) -> None:
    table = ratings_table([index()["cctv"]])
    table["note"] = "checked"
    table.to_csv(tmp_path / "r.csv", index=False)
    assert [path.name for path in import_ratings(workspace, tmp_path / "r.csv")] == ["cctv.yaml"]
    assert {rating.note for rating in index(workspace)["cctv"].ratings} == {"checked"}
    ris = _file(tmp_path, "s.ris", "TY  - JOUR\nTI  - T\nKW  - CCTV\nER  - \n")
    made = import_studies(workspace, ris)
    assert list(made.matched.values()) == [("cctv",)]
    assert yaml.safe_load(made.record.read_text())["studies"][0]["approaches"] == ["cctv"]
    written = export_index(workspace, tmp_path / "out", on=DAY)
    assert [path.name for path in written] == [
        "what-works-2025-04-01.csv",
        "what-works-2025-04-01.json",
        "what-works.html",
    ]


PROGRAMME = yaml.safe_load("""
id: night_walks
name: Night walks
description: Volunteers walk at night.
kind: delivery programme
priority_area: communities
tier: primary
cohort: Residents
settings: Streets
no_approach: not in the index
source: test
unknown: {provider: x, areas: x, places: x, hours: x, starts: x, ends: x, budget: x, reach: x, evaluations: x}
""")
AWARD = yaml.safe_load("""
id: A-1
title: Response
description: After an incident
fund: critical_incidents
programme: critical_incidents_fund
funder: {id: GB-x, name: VRU}
recipient: {id: GB-y, name: Borough}
amount: 5000
awarded: 2025-01-15
benefits: [E09000002]
""")


def test_a_programme_is_one_file_and_stands_in_table_3(workspace: Workspace, tmp_path: Path) -> None:
    add_record(workspace, "programmes", _file(tmp_path, "night_walks.yaml", PROGRAMME))
    made = portfolio(workspace, QUARTER)
    assert made.table3[4].by_tier["primary"] == ("Night walks",)
    assert "night_walks" in set(made.quarterly["id"])
    assert len(portfolio(None, QUARTER).quarterly) == 43


def test_an_award_keeps_to_its_funds_terms_and_leaves_as_360giving(workspace: Workspace, tmp_path: Path) -> None:
    add_record(workspace, "awards", _file(tmp_path, "A-1.yaml", AWARD))
    with pytest.raises(InputError, match="at most £5,000"):
        add_record(workspace, "awards", _file(tmp_path, "A-2.yaml", {**AWARD, "id": "A-2", "amount": 6000}))
    (written,) = export_grants(workspace, tmp_path / "out", title="Awards", on=DAY)
    package = json.loads(written.read_text())
    assert (package["version"], package["grants"][0]["id"]) == ("1.4", "A-1")


def test_a_fund_and_an_evaluation_are_added_too(workspace: Workspace, tmp_path: Path) -> None:
    fund = {
        "id": "new",
        "name": "New",
        "programme": "myends",
        "purpose": "x",
        "rule_in_its_words": "x",
        "eligible": "x",
        "source": "x",
    }
    study = {"id": "study", "title": "S", "programme": "divert", "evaluator": "E", "design": "not stated", "status": "planned",
             "source": "x"}  # fmt: skip
    add_record(workspace, "funds", _file(tmp_path, "new.yaml", fund))
    add_record(workspace, "evaluations", _file(tmp_path, "study.yaml", study))
    held = registers(workspace)
    assert ("new" in held.funds, "study" in held.evaluations) == (True, True)


@pytest.mark.parametrize(
    ("kind", "content", "said"),
    [
        ("programmes", {**PROGRAMME, "no_approach": None, "approaches": [
            {"approach": "nothing", "relation": "is", "basis": "x", "confidence": "low"}]}, "names approach 'nothing'"),
        ("programmes", {**PROGRAMME, "evaluations": ["lost"], "unknown": {
            k: v for k, v in PROGRAMME["unknown"].items() if k != "evaluations"}}, "names evaluation 'lost'"),
        ("awards", {**AWARD, "programme": "lost"}, "award A-1 names programme 'lost'"),
        ("awards", {**AWARD, "onward_of": "A-0"}, "award A-1 names award 'A-0'"),
    ],
)  # fmt: skip
def test_a_record_that_names_what_is_not_there_is_refused(
    workspace: Workspace, tmp_path: Path, kind: str, content: dict[str, Any], said: str
) -> None:
    name = f"{content['id']}.yaml"
    given = {key: value for key, value in content.items() if value is not None}
    with pytest.raises(DocumentError, match=said):
        add_record(workspace, kind, _file(tmp_path, name, given))
    assert not (workspace.root / "records" / kind / name).exists()


def test_an_award_whose_file_has_another_name_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    (workspace.root / "records/awards").mkdir(parents=True)
    _file(workspace.root / "records/awards", "other.yaml", AWARD)
    with pytest.raises(DocumentError, match="rename the file or correct the id"):
        registers(workspace)


def test_grants_are_taken_in_once(workspace: Workspace, tmp_path: Path) -> None:
    file = _file(tmp_path, "g.json", json.dumps({"grants": [{"id": "1"}]}))
    assert import_grants(workspace, file).grants.counts["rejected"] == 1
    with pytest.raises(InputError, match="--replace"):
        import_grants(workspace, file)
    assert import_grants(workspace, file, replace=True).judged_otherwise is None


def test_an_export_of_grants_leaves_out_where_a_refuge_is_unless_asked(workspace: Workspace, tmp_path: Path) -> None:
    grants = [
        {
            "id": "1",
            "title": "Core costs",
            "description": "Rent of 14 Acacia Road, E8 1AA",
            "recipientOrganization": [
                {"name": "Harbour Refuge", "postalCode": "E8 1AA", "url": "https://e8-1aa.example.org"}
            ],
            "beneficiaryLocation": [
                {"geoCode": "E01001234", "geoCodeType": "LSOA", "latitude": 51.5432},
                {"geoCode": "E09000012", "geoCodeType": "LONB", "name": "Acacia Road"},
            ],
        },
        {"id": "2", "title": "Core costs", "recipientOrganization": [{"name": "Club", "postalCode": "E8 2BB"}]},
    ]
    import_grants(workspace, _file(tmp_path, "g.json", json.dumps({"grants": grants})))
    (safe,) = export_grants(workspace, tmp_path / "safe", title="x", on=DAY)
    (whole,) = export_grants(workspace, tmp_path / "whole", title="x", on=DAY, addresses="as they came")
    assert json.loads(whole.read_text()) == {"grants": grants}
    refuge, club = json.loads(safe.read_text())["grants"]
    assert club == grants[1]
    assert not any(trace in json.dumps(refuge) for trace in ("E8 1AA", "e8-1aa", "Acacia", "E01001234", "51.5432"))
    assert refuge["beneficiaryLocation"][1] == {"geoCode": "E09000012", "geoCodeType": "LONB"}
    assert refuge["recipientOrganization"] == [{"name": "Harbour Refuge"}]


def test_a_service_is_written_by_hand_found_and_given_back(workspace: Workspace, tmp_path: Path) -> None:
    add_service(workspace, _file(tmp_path, "club.yaml", SERVICE))
    assert [f.name for f in find(workspace, age=12, on=date(2025, 3, 3), at=time(16, 30))] == ["Club"]
    assert find(workspace, age=10) == ()
    (written,) = export_services(workspace, tmp_path / "out")
    assert json.loads(written.read_text())["schedules"][0]["dtstart"] == "2025-01-06"


def test_a_service_dropped_into_the_records_is_found_too(workspace: Workspace) -> None:
    (workspace.root / "records/services").mkdir(parents=True)
    _file(workspace.root / "records/services", "club.yaml", SERVICE)
    assert [found.name for found in find(workspace)] == ["Club"]
    _file(workspace.root / "records/services", "club.yaml", {**SERVICE, "id": "1"})
    with pytest.raises(DocumentError, match="correct the fields that are named"):
        find(workspace)


def test_a_wrong_service_is_told_every_field(workspace: Workspace, tmp_path: Path) -> None:
    bad = {**SERVICE, "id": "1", "email": "x", "status": "open"}
    with pytest.raises(
        DocumentError, match=r"'1' is not a UUID.*'open' is not one of active.*'x' is not an e-mail address"
    ):
        add_service(
            workspace, _file(tmp_path, "club.yaml", {"id": "1", **{k: bad[k] for k in ("status", "email", "name")}})
        )


def test_a_feed_is_checked_taken_in_and_given_back_without_a_refuges_address(
    workspace: Workspace, tmp_path: Path
) -> None:
    location = {"id": "81111111-1111-4111-8111-111111111111", "location_type": "physical", "latitude": 51.5}
    refuge = {"id": SERVICE["id"], "name": "A refuge", "status": "active", "service_at_locations": [
        {"id": "71111111-1111-4111-8111-111111111111", "location": location}]}  # fmt: skip
    file = _file(tmp_path, "feed.json", json.dumps(refuge))
    assert check_services(file).verdict == "pass"
    made = import_services(workspace, file)
    assert made.directory.withheld[0].locations == 1
    assert "51.5" not in made.record.read_text()
    with pytest.raises(InputError, match="--replace"):
        import_services(workspace, file)


def test_tables_are_taken_in_as_a_folder(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "csv").mkdir()
    _file(
        tmp_path / "csv",
        "services.csv",
        f"id,organization_id,name,status\n{SERVICE['id']},{SERVICE['id']},Club,active\n",
    )
    assert import_services(workspace, tmp_path / "csv").record.is_dir()
    assert [f.name for f in find(workspace)] == ["Club"]
    assert (export_services(workspace, tmp_path / "out")[0] / "services.csv").is_file()


def test_an_hour_without_a_day_and_a_workspace_without_services_are_refused(workspace: Workspace) -> None:
    with pytest.raises(InputError, match="say the day too, with --on"):
        find(workspace, at=time(16, 0))
    with pytest.raises(InputError, match="opensna services import FILE"):
        find(workspace)


@pytest.mark.parametrize("text", ["measure\nx\n", "measure,weight\nx,many\n", ""])
def test_weights_that_cannot_be_read_are_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(DocumentError, match=r"(correct the file|add a line for it)"):
        _read_weights(_file(tmp_path, "w.csv", text), "x")


def test_harm_needs_weights_for_its_measure_and_need_a_known_basis(workspace: Workspace, tmp_path: Path) -> None:
    file = _file(tmp_path, "w.csv", "measure,weight\nx,5\n")
    assert _read_weights(file, "x") == {"x": 5.0}
    with pytest.raises(DocumentError, match="add a line for it"):
        _read_weights(file, "y")
    with pytest.raises(InputError, match="give the file with --weights"):
        _read_weights(None, "x")
    with pytest.raises(InputError, match="choose one of the three"):
        need_of(workspace, "mps_personal_robbery", basis="luck")  # type: ignore[arg-type]  # the wrong word is the test


@pytest.mark.parametrize(
    ("kind", "content", "said"),
    [
        ("programmes", {**PROGRAMME, "areas": ["E09000099"]}, "programme night_walks names area 'E09000099'"),
        ("programmes", {**PROGRAMME, "areas": ["E08000025"]}, "names area 'E08000025'"),
        ("awards", {**AWARD, "benefits": ["E09000099"]}, "award A-1 names area 'E09000099'"),
        ("awards", {**AWARD, "fund": "critical_incident"}, r"did you mean: critical_incidents"),
        ("funds", {"id": "new", "name": "N", "programme": "myends", "purpose": "x", "rule": {"method": "top_n", "n": 3},
                   "measure": "mps_personal_robery", "rule_in_its_words": "x", "eligible": "x", "source": "x"},
         r"fund new names measure 'mps_personal_robery' \(did you mean: mps_personal_robbery\)"),
    ],
)  # fmt: skip
def test_areas_and_measures_must_be_there_too(
    workspace: Workspace, tmp_path: Path, kind: str, content: dict[str, Any], said: str
) -> None:
    if content.get("areas"):
        content = {**content, "unknown": {k: v for k, v in content["unknown"].items() if k != "areas"}}
    with pytest.raises(DocumentError, match=said):
        add_record(workspace, kind, _file(tmp_path, f"{content['id']}.yaml", content))


def test_another_partnership_begins_with_its_own_records_alone(tmp_path: Path) -> None:
    workspace = init("west-midlands", tmp_path / "wm")
    held = registers(workspace)
    assert [*held.programmes, *held.funds, *held.evaluations] == []
    own = {
        **PROGRAMME,
        "areas": ["E08000025"],
        "unknown": {k: v for k, v in PROGRAMME["unknown"].items() if k != "areas"},
    }
    add_record(workspace, "programmes", _file(tmp_path, "night_walks.yaml", own))
    assert set(registers(workspace).programmes) == {"night_walks"}
