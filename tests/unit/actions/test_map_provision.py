"""The commissioning map of a workspace: with and without offences, school terms, services and rules of its own."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from opensna.actions.ingest import ingest
from opensna.actions.init import init
from opensna.actions.map_provision import map_provision
from opensna.actions.workspace import Workspace
from opensna.core.errors import DisclosureError, DocumentError
from opensna.disclosure.policy import Agreement
from opensna.synthetic.synthesise import synthesise

DAY = date(2025, 4, 1)
TERMS = "starts,ends\n2023-01-04,2023-07-21\n2023-09-04,2023-12-20\n"
CLUB: dict[str, Any] = {
    "id": "11111111-1111-4111-8111-111111111111", "name": "Club", "status": "active", "fees_description": "free",
    "service_areas": [{"id": "21111111-1111-4111-8111-111111111111", "name": "Hackney"}],
    "schedules": [{"id": "31111111-1111-4111-8111-111111111111", "freq": "WEEKLY", "byday": "MO", "dtstart": "2025-01-06",
                   "opens_at": "16:00:00", "closes_at": "18:00:00"}],
}  # fmt: skip


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return init("london", tmp_path / "w")


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace of a demo with synthetic police extracts of three years."""
    folder = tmp_path_factory.mktemp("map")
    made = init("london", folder / "w")
    settings = made.root / "opensna.toml"
    settings.write_text(settings.read_text("utf-8").replace("is_demo = false", "is_demo = true"), "utf-8")
    made = Workspace.open(made.root)
    for source, files in synthesise(folder / "inbox", years=(2021, 2022, 2023), scale=0.05).items():
        if source.startswith("police_"):
            ingest(made, source, files, released="2024-03")
    return made


def _record(workspace: Workspace, name: str, text: str) -> None:
    path = workspace.root / "records" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def test_without_offences_the_map_shows_evidence_and_provision_alone(workspace: Workspace, tmp_path: Path) -> None:
    told: list[float] = []
    found = map_provision(workspace, on=DAY, into=tmp_path, progress=lambda _what, share: told.append(share))
    assert found.notes == ("No need: police_offences is not loaded [x]. The map shows evidence and provision alone.",)
    assert set(found.map.cells["mark"]) == {"[x]"}
    assert "young_people_at_risk/focused_deterrence" in {gap.id for gap in found.map.gaps}
    assert found.page == tmp_path / "commissioning-map.html"
    assert "Commissioning map: London" in found.page.read_text("utf-8")
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_need_is_counted_by_borough_cohort_and_hours_and_adds_up(made_up: Workspace) -> None:
    found = map_provision(made_up, on=DAY)
    need = found.map.inputs.need
    assert found.is_synthetic
    assert "audience authors (rule: none)" in found.notes[0]
    for _, rows in need[need["value"].notna()].groupby(["area_code", "cohort"]):
        by_band = rows.set_index("band")["value"]
        assert by_band["any"] == by_band.drop("any").sum()
    whole = need[(need["area_code"] == "E12000007") & (need["band"] == "any")].set_index("cohort")["value"]
    assert whole["young_people"] > 0
    assert set(need.loc[need["area_code"] == "E09000001", "mark"]) == {"[x]"}


def test_the_initial_gaps_of_the_report_come_out_with_need_at_night(made_up: Workspace) -> None:
    gaps = {gap.id: gap for gap in map_provision(made_up, on=DAY).map.gaps}
    assert {
        "gypsy_roma_traveller", "night_time_economy", "school_lessons/bystander_sexual_assault", "after_school",
        "young_people_at_risk/focused_deterrence", "young_people_at_risk/multisystemic_therapy",
    } <= set(gaps)  # fmt: skip
    assert "violence affecting under-25s: " in gaps["night_time_economy"].sentence
    assert len(gaps["after_school"].areas) == 32


def test_in_public_small_cells_are_pooled_or_stay_hidden_and_the_page_says_so(made_up: Workspace) -> None:
    found = map_provision(made_up, on=DAY, audience="public")
    need = found.map.inputs.need
    assert any("pooled over January 2021 to December 2023" in note for note in found.notes)
    assert any("for the partnership audience only" in note for note in found.notes)
    hidden = need[need["mark"] == "[c]"]
    assert len(hidden)
    assert hidden["value"].isna().all()
    shown = need["value"].dropna()
    assert ((shown == 0) | (shown >= 8)).all()
    assert (shown % 5 == 0).all()


def test_the_partnership_needs_its_agreement(made_up: Workspace) -> None:
    with pytest.raises(DisclosureError, match="name the agreement"):
        map_provision(made_up, on=DAY, audience="partnership")
    found = map_provision(made_up, on=DAY, audience="partnership", agreement=Agreement("Sharing agreement"))
    assert "rule: threshold_5" in found.notes[0]


def test_with_school_terms_school_days_are_counted_apart_from_holidays(made_up: Workspace) -> None:
    before = map_provision(made_up, on=DAY).map.inputs.need
    _record(made_up, "school_terms.csv", TERMS)
    found = map_provision(made_up, on=DAY)
    (made_up.root / "records/school_terms.csv").unlink()
    need = found.map.inputs.need
    assert "School terms are as in records/school_terms.csv." in found.notes

    def total(table: Any, band: str) -> float:
        return table.loc[(table["area_code"] == "E12000007") & (table["band"] == band), "value"].sum()

    assert total(need, "after_school_holidays") > 0
    assert total(need, "after_school") + total(need, "after_school_holidays") == total(before, "after_school")


@pytest.mark.parametrize(
    "text",
    ["starts\n2023-01-04\n", "starts,ends\n2023-02-01,2023-01-01\n", "starts,ends\n", "starts,ends\nx,y\n"],
)
def test_school_terms_that_cannot_be_read_are_refused(workspace: Workspace, text: str) -> None:
    _record(workspace, "school_terms.csv", text)
    with pytest.raises(DocumentError, match="correct the line that is named"):
        map_provision(workspace, on=DAY)


def test_free_services_of_the_directory_stand_beside_need(workspace: Workspace) -> None:
    _record(workspace, "services/club.json", json.dumps(CLUB))
    cells = map_provision(workspace, on=DAY).map.cells.set_index(["area_name", "cohort", "band"])["assets"]
    assert cells["Hackney", "young_people", "after_school"] == 1
    assert cells["Hackney", "young_people", "any"] == 1
    assert cells["Hackney", "young_people", "night"] == 0
    assert cells["Camden", "young_people", "after_school"] == 0


def test_a_workspace_may_have_rules_and_a_plan_of_its_own(workspace: Workspace) -> None:
    rule = {
        "id": "chess", "title": "Chess players", "looks_at": "group", "words": ["chess"], "tiers": ["primary"],
        "sentence": "Nobody is for {title}.", "changed_by": ["A board."], "source": "test",
    }  # fmt: skip
    _record(workspace, "gap_rules/chess.yaml", yaml.safe_dump(rule))
    plan = {
        "cohorts": [{"id": "young_people", "name": "Young", "where": {"under_25": True}, "words": ["young"]}],
        "bands": [
            {"id": "night", "name": "Night", "days": ["MO", "TU", "WE", "TH", "FR", "SA", "SU"], "starts": 21, "ends": 5},
            {"id": "after_school", "name": "Day", "days": ["MO", "TU", "WE", "TH", "FR", "SA", "SU"], "starts": 5, "ends": 21},
        ],
    }  # fmt: skip
    _record(workspace, "need_plan.yaml", yaml.safe_dump(plan))
    made = map_provision(workspace, on=DAY).map
    assert "chess" in {gap.id for gap in made.gaps}
    assert len(made.cells) == 33 * 3


def test_a_partnership_without_programmes_is_told_that_nothing_is_known(tmp_path: Path) -> None:
    found = map_provision(init("west-midlands", tmp_path / "wm"), on=DAY)
    assert "The register of West Midlands holds no programme" in found.notes[0]
    assert len(found.map.programmes) == 0
    assert {gap.may_close for gap in found.map.gaps} == {()}


def test_a_note_says_which_hours_are_whose(made_up: Workspace) -> None:
    notes = " ".join(map_provision(made_up, on=DAY).notes)
    assert "weekdays 3pm to 9pm" in notes
    assert "weekdays 3pm to 7pm" in notes
