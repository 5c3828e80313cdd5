"""Finding a service by place, age, day, hour, cost and language."""

from __future__ import annotations

import json
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from opensna.core.errors import UnreadableFileError
from opensna.places.directory import directory_of, read_directory, write_directory
from opensna.places.find import cost_of, find_services
from opensna.places.schedule import is_open, runs_on, schedule_problem
from opensna.places.tables import check_tables, entity_of, read_tables

MONDAY, TUESDAY = date(2025, 3, 3), date(2025, 3, 4)


def _names(club: dict[str, Any], **conditions: Any) -> list[str]:
    return [found.name for found in find_services([club], **conditions)]


@pytest.mark.parametrize(
    "conditions",
    [
        {"place": "hackney"}, {"place": "E8"}, {"age": 11}, {"age": 18}, {"on": MONDAY}, {"on": MONDAY, "at": time(16, 0)},
        {"on": MONDAY, "at": time(17, 59)}, {"free_only": True}, {"language": "tr"}, {"words": "after school"},
        {"place": "Hackney", "age": 15, "on": MONDAY, "at": time(16, 30), "free_only": True},
    ],
)  # fmt: skip
def test_a_service_that_fits_is_found(club: dict[str, Any], conditions: dict[str, Any]) -> None:
    assert _names(club, **conditions) == ["Boxing club"]


@pytest.mark.parametrize(
    "conditions",
    [
        {"place": "Camden"}, {"place": "ackney"}, {"age": 10}, {"age": 19}, {"on": TUESDAY}, {"on": MONDAY, "at": time(18, 0)},
        {"on": date(2024, 12, 30)}, {"language": "Polish"}, {"words": "chess"},
    ],
)  # fmt: skip
def test_a_service_that_does_not_fit_is_not(club: dict[str, Any], conditions: dict[str, Any]) -> None:
    assert _names(club, **conditions) == []


def test_what_an_entry_does_not_say_is_named_and_not_held_against_it(club: dict[str, Any]) -> None:
    silent = {name: club[name] for name in ("id", "name", "status")}
    (found,) = find_services([silent], place="Hackney", age=12, language="tr")
    assert found.unsure == ("place", "age", "language")
    assert _names(silent, on=MONDAY) == []
    assert _names(silent, free_only=True) == []


def test_a_service_that_is_closed_for_good_is_not_found(club: dict[str, Any]) -> None:
    assert _names(club | {"status": "defunct"}) == []


@pytest.mark.parametrize(
    ("changes", "cost"),
    [
        ({"cost_options": [{"amount": 0}, {"amount": 2}]}, "paid"),
        ({"cost_options": [], "fees": "Free of charge"}, "free"),
        ({"cost_options": [{"option": "no charge"}]}, "free"),
        ({"cost_options": [], "fees": "not free"}, "not stated"),
        ({"cost_options": [], "fees": "free to members"}, "not stated"),
        ({"cost_options": None}, "not stated"),
    ],
)
def test_cost_is_what_the_entry_says(club: dict[str, Any], changes: dict[str, Any], cost: str) -> None:
    assert cost_of(club | changes) == cost


def test_a_fortnight_runs_every_other_week_from_its_first_day() -> None:
    schedule = {"freq": "WEEKLY", "interval": 2, "byday": "MO", "dtstart": "2025-03-03"}
    assert [runs_on(schedule, date(2025, 3, day)) for day in (3, 10, 17)] == [True, False, True]


def test_a_day_of_the_month_and_a_last_friday() -> None:
    assert runs_on({"freq": "MONTHLY", "bymonthday": "2,3", "dtstart": "2025-01-01"}, MONDAY)
    assert runs_on({"freq": "MONTHLY", "byday": "-1FR", "dtstart": "2025-01-01"}, date(2025, 3, 28))
    assert not runs_on({"freq": "MONTHLY", "byday": "-1FR", "dtstart": "2025-01-01"}, date(2025, 3, 21))


def test_a_schedule_that_has_ended_or_has_had_its_times_is_over() -> None:
    weekly = {"freq": "WEEKLY", "byday": "MO", "dtstart": "2025-02-24"}
    assert runs_on(weekly | {"valid_to": "2025-03-03"}, MONDAY)
    assert not runs_on(weekly | {"valid_to": "2025-03-02"}, MONDAY)
    assert not runs_on(weekly | {"until": "2025-03-01"}, MONDAY)
    assert not runs_on(weekly | {"count": 1}, MONDAY)
    assert not runs_on({"byday": "MO"}, MONDAY)


def test_a_night_runs_past_midnight_into_the_next_day() -> None:
    night = [{"freq": "WEEKLY", "byday": "MO", "dtstart": "2025-01-06", "opens_at": "22:00", "closes_at": "02:00"}]
    assert is_open(night, MONDAY, time(23, 0))
    assert is_open(night, TUESDAY, time(1, 59))
    assert not is_open(night, TUESDAY, time(2, 0))
    assert not is_open(night, MONDAY, time(1, 0))


def test_a_recurrence_that_cannot_be_read_is_said_and_never_open() -> None:
    broken = {"freq": "WEEKLY", "byday": "XX"}
    assert "check byday" in schedule_problem(broken)
    assert not runs_on(broken, MONDAY)


def test_tables_are_read_joined_and_searched(tmp_path: Path) -> None:
    (tmp_path / "services.csv").write_text(
        "id,organization_id,name,status,minimum_age\n"
        "11111111-1111-4111-8111-111111111111,21111111-1111-4111-8111-111111111111,Club,active,12\n"
    )
    (tmp_path / "schedules.csv").write_text(
        "id,service_id,freq,byday,dtstart\n31111111-1111-4111-8111-111111111111,11111111-1111-4111-8111-111111111111,WEEKLY,MO,2025-01-06\n"
    )
    made = read_directory(tmp_path)
    assert [found.name for found in find_services(made.services, age=12, on=MONDAY)] == ["Club"]
    assert find_services(made.services, age=11) == ()


def test_rows_are_held_to_the_package_that_describes_them() -> None:
    tables = {"services.csv": [{"id": "1", "founded": "1999", "kind": "z"}, {"id": "1", "founded": "May", "kind": ""}]}
    fields = [
        {"name": "id", "type": "string", "constraints": {"required": True}},
        {"name": "founded", "type": "date", "format": "%Y"},
        {"name": "kind", "type": "string", "constraints": {"enum": ["a"], "required": True}},
    ]
    package = {"resources": [{"path": "services.csv", "schema": {"fields": fields}}]}
    found = check_tables(tables, package)
    assert [problem.path for problem in found[("services.csv", 1)]] == ["kind", "id"]
    assert [problem.path for problem in found[("services.csv", 2)]] == ["founded", "kind", "id"]


def test_table_names_lead_to_their_entity() -> None:
    names = [
        "services.csv",
        "addresses.csv",
        "schedule.csv",
        "taxonomies.csv",
        "services_at_location.csv",
        "metadata.csv",
    ]
    assert [entity_of(name) for name in names] == [
        "service", "address", "schedule", "taxonomy", "service_at_location", "metadata",
    ]  # fmt: skip


def test_what_is_no_directory_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="give the file or folder that was exported"):
        read_directory(tmp_path)
    for text in ("{", "[]"):
        (tmp_path / "x.json").write_text(text)
        with pytest.raises(UnreadableFileError, match="export"):
            read_directory(tmp_path / "x.json")
    (tmp_path / "t.csv").write_text("id\n1,2\n")
    with pytest.raises(UnreadableFileError, match="export the directory again"):
        read_tables(tmp_path)
    (tmp_path / "t.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UnreadableFileError, match="export the directory again"):
        read_tables(tmp_path)
    (tmp_path / "y.json").write_text(json.dumps({"a": 1}))
    with pytest.raises(UnreadableFileError, match="no table"):
        read_tables(tmp_path / "y.json")


def test_tables_in_one_json_are_read_and_written_as_one(tmp_path: Path) -> None:
    club = {"id": "11111111-1111-4111-8111-111111111111", "organization_id": "21111111-1111-4111-8111-111111111111"}
    rows = {
        "services.csv": [club | {"name": "Club", "status": "active", "minimum_age": 12, "fees": None}],
        "empty.csv": [],
    }
    (tmp_path / "t.json").write_text(json.dumps(rows))
    made = read_directory(tmp_path / "t.json")
    assert made.counts == {"read": 1, "accepted": 1, "warned": 0, "rejected": 0, "withheld": 0}
    (written,) = write_directory(made, tmp_path / "u.json")
    assert json.loads(written.read_text()) == rows


def test_several_documents_are_written_to_a_folder(tmp_path: Path, club: dict[str, Any]) -> None:
    (tmp_path / "in").mkdir()
    for name in ("list.json", "one.json"):
        content = {"contents": [club]} if name == "list.json" else club
        (tmp_path / "in" / name).write_text(json.dumps(content))
    made = read_directory(tmp_path / "in")
    assert len(made.services) == 1
    written = write_directory(made, tmp_path / "out")
    assert [path.name for path in written] == ["list.json", "one.json"]


def test_services_within_organisations_and_at_locations_are_found(club: dict[str, Any]) -> None:
    inner = {name: value for name, value in club.items() if name not in ("organization", "service_at_locations")}
    made = directory_of({
        "o.json": {**club["organization"], "website": "https://e.org", "services": [inner]},
        "l.json": {**club["service_at_locations"][0], "service": {**inner, "id": "12222222-1111-4111-8111-111111111111"}},
    })  # fmt: skip
    found = find_services(made.services)
    assert [entry.organisation for entry in found] == ["Gym", ""]
    assert found[1].places[-1] == "London, E8 1AA"


def test_an_organisation_alone_is_counted_as_what_was_read(club: dict[str, Any]) -> None:
    body = {**club["organization"], "website": "https://e.org"}
    assert directory_of({"o.json": body}).counts == {
        "read": 1,
        "accepted": 1,
        "warned": 0,
        "rejected": 0,
        "withheld": 0,
    }
