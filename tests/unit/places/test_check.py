"""What the standard forbids, what cannot be right, and how a feed is judged."""

from __future__ import annotations

from typing import Any

import pytest

from opensna.core.errors import UnreadableFileError
from opensna.places.check import check_document, check_feed, kind_of, verdict
from opensna.places.directory import directory_of


def _said(document: dict[str, Any]) -> list[tuple[str, str]]:
    return [(problem.path, problem.severity) for problem in check_document(document)]


def test_a_service_with_nothing_wrong_passes(club: dict[str, Any]) -> None:
    assert check_document(club) == ()


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"id": "1"}, "id"),
        ({"name": ""}, "name"),
        ({"status": "open"}, "status"),
        ({"url": "example.org"}, "url"),
        ({"email": "a at b"}, "email"),
        ({"email": False}, "email"),
        ({"minimum_age": "12"}, "minimum_age"),
        ({"minimum_age": True}, "minimum_age"),
        ({"assured_date": "1/1/2025"}, "assured_date"),
        ({"last_modified": "yesterday"}, "last_modified"),
        ({"organization": {"id": "21111111-1111-4111-8111-111111111111", "name": "x"}}, "organization.description"),
        ({"schedules": [{"id": "31111111-1111-4111-8111-111111111111", "opens_at": "noon"}]}, "schedules[0].opens_at"),
        ({"schedules": ["x"]}, "schedules[0]"),
    ],
)
def test_what_the_standard_forbids_fails(club: dict[str, Any], changes: dict[str, Any], path: str) -> None:
    assert (path, "error") in _said(club | changes)
    assert verdict(check_document(club | changes)) == "fail"


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"minimum_age": 30, "maximum_age": 20}, "minimum_age"),
        ({"schedules": [{"id": "31111111-1111-4111-8111-111111111111", "freq": "WEEKLY", "byday": "XX"}]}, "schedules[0].freq"),
        (
            {"schedules": [{"id": "31111111-1111-4111-8111-111111111111", "valid_from": "2025-02-01", "valid_to": "2025-01-01"}]},
            "schedules[0].valid_from",
        ),
        (
            {"service_at_locations": [{"id": "71111111-1111-4111-8111-111111111111", "location": {
                "id": "81111111-1111-4111-8111-111111111111", "location_type": "virtual", "latitude": 100}}]},
            "service_at_locations[0].location.latitude",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_right_warns(club: dict[str, Any], changes: dict[str, Any], path: str) -> None:
    assert _said(club | changes) == [(path, "warning")]
    assert verdict(check_document(club | changes)) == "warn"


def test_counters_of_a_page_are_notes(club: dict[str, Any]) -> None:
    page = {"size": 5, "page_number": 1, "total_pages": 1, "last_page": False, "contents": [club, club]}
    assert _said(page) == [("size", "note"), ("last_page", "note"), ("contents", "note")]
    assert verdict(check_document(page)) == "pass"


def test_a_feed_without_what_the_standard_wants_beside_services_warns(club: dict[str, Any]) -> None:
    found = check_feed({"list": {"contents": [club]}, "one": club})
    assert {p.what for p in found} == {
        "the feed publishes no organisation", "the feed publishes no service at location", "the feed publishes no taxonomy",
        "the feed publishes no taxonomy term",
    }  # fmt: skip
    assert verdict(found) == "warn"
    assert check_feed({"one": club}) == ()


def test_a_feed_without_services_fails(club: dict[str, Any]) -> None:
    taxonomy = {"id": "11111111-1111-4111-8111-111111111119", "name": "n", "description": "d", "version": "1"}
    assert verdict(check_feed({"a": taxonomy, "b": club["organization"]})) == "fail"


def test_a_document_of_another_kind_is_refused() -> None:
    for document in ({"hello": 1}, {"contents": [3]}, []):
        with pytest.raises(UnreadableFileError, match="export the feed's /services"):
            kind_of(document)


def test_services_that_fail_are_counted_kept_and_not_found(club: dict[str, Any]) -> None:
    bad = club | {"id": "12222222-1111-4111-8111-111111111111", "email": "x"}
    late = club | {"id": "13333333-1111-4111-8111-111111111111", "minimum_age": 99}
    made = directory_of({"list.json": {"contents": [club, bad, late]}})
    assert made.counts == {"read": 3, "accepted": 1, "warned": 1, "rejected": 1, "withheld": 0}
    assert len(made.documents["list.json"]["contents"]) == 3
    assert {service["id"] for service in made.services} == {club["id"], late["id"]}


def test_the_fuller_of_two_entries_of_one_service_is_kept(club: dict[str, Any]) -> None:
    short = {name: club[name] for name in ("id", "name", "status")}
    made = directory_of({"list.json": {"contents": [short]}, "one.json": club})
    assert made.services == (club,)
