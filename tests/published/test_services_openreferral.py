"""The standards' own examples, and the official validator's own feeds that pass, warn and fail."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from opensna.actions.init import init
from opensna.actions.services import export_services, import_services
from opensna.places.directory import directory_of, read_directory, write_directory
from opensna.places.rules import ENTITIES

pytestmark = pytest.mark.real_data


@pytest.fixture(scope="module")
def feeds(real_data: Path) -> Path:
    return real_data / "partner/services-openreferral"


@pytest.mark.parametrize(("feed", "verdict"), [("Test", "pass"), ("Warn", "warn"), ("Fail", "fail")])
def test_the_validators_feeds_get_their_verdict(feeds: Path, feed: str, verdict: str) -> None:
    files = (feeds / "oruk-validator-mocks").glob(f"V3.0-UK-{feed}_*.json")
    assert directory_of({file.name: json.loads(file.read_text("utf-8")) for file in files}).verdict == verdict


@pytest.mark.parametrize(
    ("file", "verdict"),
    [("V3.0-UK-Fail_service_full", "fail"), ("V3.0-UK-Fail_service_list", "fail"), ("V3.0-UK-Warn_service_full", "warn"),
     ("V3.0-UK-Test_service_list", "pass")],
)  # fmt: skip
def test_a_document_alone_is_judged_by_what_it_holds(feeds: Path, file: str, verdict: str) -> None:
    assert read_directory(feeds / "oruk-validator-mocks" / f"{file}.json").verdict == verdict


@pytest.mark.parametrize(
    ("example", "counts"),
    [
        ("oruk-3.0-examples", (4, 1, 3, 0)),
        ("oruk-3.0-examples-csv", (23, 22, 1, 0)),
        ("hsds-sample-datapackage", (182, 182, 0, 0)),
        ("hsds-3.0-organization_full.json", (1, 0, 1, 0)),
        ("hsds-3.0-service_full.json", (1, 0, 1, 0)),
        ("hsds-3.0-tabular.json", (21, 20, 1, 0)),
    ],
)
def test_the_standards_examples_are_counted_and_come_back_without_loss(
    feeds: Path, tmp_path: Path, example: str, counts: tuple[int, ...]
) -> None:
    source, target = feeds / example, tmp_path / example
    made = read_directory(source)
    assert tuple(made.counts[name] for name in ("read", "accepted", "warned", "rejected")) == counts
    assert made.withheld == ()
    assert {p.what for p in made.problems if p.severity == "warning"} <= {"100 is no latitude: it lies beyond 90"}
    write_directory(made, target)
    if source.is_file():
        assert json.loads(target.read_text("utf-8")) == json.loads(source.read_text("utf-8"))
        return
    for file in (*source.glob("*.csv"), *(source.glob("*.json") if made.documents else ())):
        before, after = (folder / file.name for folder in (source, target))
        if file.suffix == ".json":
            assert json.loads(after.read_text("utf-8")) == json.loads(before.read_text("utf-8"))
        else:
            assert _cells(after) == _cells(before)


def _cells(file: Path) -> list[list[str]]:
    """The rows of a CSV; a blank last line is none."""
    return [row for row in csv.reader(file.read_text("utf-8-sig").splitlines()) if row]


def test_the_rules_require_what_the_official_profile_requires(real_data: Path) -> None:
    package = json.loads((real_data / "partner/schemas/oruk-3.0-profile-datapackage.json").read_text("utf-8"))
    for resource in package["resources"]:
        entity = ENTITIES[resource["name"]]
        fields = {field["name"]: field for field in resource["schema"]["fields"]}
        required = {name for name, field in fields.items() if field.get("constraints", {}).get("required")}
        assert {*entity.needed, *entity.keys} == required, resource["name"]
        assert set(fields) <= set(entity.fields), resource["name"]
        closed = {n: tuple(f["constraints"]["enum"]) for n, f in fields.items() if "enum" in f.get("constraints", {})}
        assert {name: tuple(codes) for name, codes in entity.codes.items()} == closed, resource["name"]


def test_a_workspace_takes_every_example_in_beside_the_others_and_gives_all_back(feeds: Path, tmp_path: Path) -> None:
    workspace = init("london", tmp_path / "w")
    names = (
        "oruk-3.0-examples", "oruk-3.0-examples-csv", "hsds-sample-datapackage", "hsds-3.0-tabular.json",
        "hsds-3.0-service_full.json", "hsds-3.0-organization_full.json",
    )  # fmt: skip
    assert [import_services(workspace, feeds / name).record.name for name in names] == list(names)
    export_services(workspace, tmp_path / "out")
    assert {file.name for file in (tmp_path / "out").iterdir()} == set(names)
    for name in names[3:]:
        assert json.loads((tmp_path / "out" / name).read_text("utf-8")) == json.loads((feeds / name).read_text("utf-8"))
