"""The template as one model: what it names exists, and a borough adds to it without taking anything away."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from opensna.assessment.template.extension import Extension, extended, is_added, read_extensions
from opensna.assessment.template.model import template
from opensna.assessment.template.page import page
from opensna.catalogue import FIGURES, MEASURES, SECTIONS
from opensna.core.errors import DocumentError, UnknownIdError

ADDED = """area: E09000012
sections:
  - {id: night_buses, after: S9, title: Night buses, owner: the council, questions: [Which lines?], present_when: lines are named}
questions:
  - {section: S5, question: What happens on the canal?}
indicators:
  - {id: canal_calls, section: S5, title: Calls from the canal, numerator: calls, denominator: count only, source: rangers}
  - {id: bus_calls, section: night_buses, title: Calls from buses, numerator: calls, denominator: count only, source: operators}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "E09000012.yaml").write_text(ADDED, "utf-8")
    return tmp_path


def test_every_measure_and_generated_section_that_the_template_names_is_there() -> None:
    named = {id for indicator in template().indicators for id in indicator.measures}
    assert named - set(MEASURES) - set(FIGURES) == set()
    assert {id for section in template().sections for id in section.generated} == set(SECTIONS)


def test_every_section_says_who_writes_it_what_it_asks_and_when_it_is_present() -> None:
    for section in template().sections:
        assert section.owner
        assert section.present_when
        assert all(question.endswith("?") for question in section.questions)


def test_ids_of_the_template_are_none_that_a_borough_can_give() -> None:
    known = template()
    assert not [part.id for part in (*known.sections, *known.indicators) if is_added(part.id)]


def test_what_a_borough_adds_stands_beside_a_template_that_is_otherwise_unchanged(folder: Path) -> None:
    known, mine = template(), extended(template(), read_extensions(folder)["E09000012"])
    assert [section.id for section in mine.sections if not is_added(section.id)] == [s.id for s in known.sections]
    assert [section.id for section in mine.sections][9:12] == ["S9", "night_buses", "S10"]
    assert mine.indicators[: len(known.indicators)] == known.indicators
    for section in known.sections:
        own = mine.section(section.id)
        assert own.questions[: len(section.questions)] == section.questions
        assert own.model_copy(update={"questions": section.questions}) == section
    assert mine.section("S5").questions[-1] == "What happens on the canal?"
    assert [one.id for one in mine.indicators_of("night_buses")] == ["bus_calls"]
    assert extended(known, None) == known


@pytest.mark.parametrize(
    ("old", "new", "remedy"),
    [
        ("id: night_buses", "id: S9", "correct, add or remove the fields"),
        ("id: canal_calls", "id: V1", "correct, add or remove the fields"),
        ("after: S9", "after: S90", "name a section of the template"),
        ("section: S5, question", "section: nowhere, question", "name a section of the template"),
        ("id: bus_calls", "id: canal_calls", "give each addition an id of its own"),
        ("area: E09000012", "area: E09000013", "rename the file, or correct the area"),
        ("questions:\n  -", "removed: [S3]\nquestions:\n  -", "correct, add or remove the fields"),
    ],
)
def test_an_addition_that_replaces_removes_or_hangs_in_the_air_is_refused(
    folder: Path, old: str, new: str, remedy: str
) -> None:
    path = folder / "E09000012.yaml"
    path.write_text(ADDED.replace(old, new, 1), "utf-8")
    assert path.read_text("utf-8") != ADDED
    with pytest.raises(DocumentError, match=remedy):
        extended(template(), next(iter(read_extensions(folder).values())))


def test_no_folder_adds_nothing(tmp_path: Path) -> None:
    assert read_extensions(tmp_path / "absent") == {}


def test_an_unknown_section_is_told_with_those_there_are() -> None:
    with pytest.raises(UnknownIdError, match="did you mean: S7"):
        template().section("S17")


def test_the_page_holds_every_part_once() -> None:
    known, made = template(), page(template())
    for part in (*known.sections, *known.indicators, *known.requirements, *known.checks):
        assert len(re.findall(rf"^(?:### |\| ){part.id} ", made, re.M)) == 1, part.id


def test_the_schema_refuses_what_the_model_refuses() -> None:
    schema = Extension.model_json_schema()
    assert schema["additionalProperties"] is False
    assert schema["$defs"]["AddedSection"]["properties"]["id"]["pattern"] == "^[a-z][a-z0-9_]*$"
