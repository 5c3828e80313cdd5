"""The index: what a file must hold, and what a wrong one is told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from opensna.core.block import Chart, Table
from opensna.core.document import read_named
from opensna.core.errors import DocumentError, InputError, UnknownIdError
from opensna.whatworks.approach import GROUPS, SETTINGS, Approach
from opensna.whatworks.crosswalk import crosswalk, disagreements, sentence, verdict
from opensna.whatworks.gap_map import gap_map
from opensna.whatworks.history import read_again, stale_ratings
from opensna.whatworks.index import approaches, read_index, with_own
from opensna.whatworks.select import DIRECTIONS, select

INDEX = approaches()
ONE = """
id: door_knocking
name: Knocking on doors
description: Somebody visits every home in a street.
goals: [young_people]
priority_areas: [communities]
tiers: [primary]
tiers_from: compiler
groups: [population]
settings: [home]
outcomes: [feels_safe]
ratings:
  - id: YEF-90
    registry: yef
    calls_it: Door knocking
    direction: beneficial
    impact: {printed: Low, word: LOW}
    rated_on: 2024-05
    read_on: 2025-04-01
    address: https://example.org/doors
    quote: it may help a little
    confidence: high
    unknown: {evidence: a picture, cost: a picture, effects: not found, studies: not found, uk_evidence: not found}
"""


def _write(folder: Path, text: str = ONE, name: str = "door_knocking.yaml") -> Path:
    file = folder / name
    file.write_text(text, "utf-8")
    return file


def test_every_approach_and_rating_of_the_evidence_is_there() -> None:
    assert len(INDEX) == 43
    assert sum(len(approach.ratings) for approach in INDEX.values()) == 57


def test_table_16s_nine_approaches_come_out_of_the_data_under_their_two_goals() -> None:
    printed = {a.id: a.table16.goal for a in INDEX.values() if a.table16}
    assert sorted(a for a, goal in printed.items() if goal == "young_people") == [
        "focused_deterrence", "social_skills_training", "therapeutic_foster_care",
    ]  # fmt: skip
    assert sorted(a for a, goal in printed.items() if goal == "abuse") == [
        "community_gender_norms", "electronic_tagging_sex_offences", "motivational_interviewing_da", "mst_psb",
        "psychotherapy_victims", "reduce_alcohol",
    ]  # fmt: skip


def test_each_rating_leads_to_an_address_or_says_why_it_does_not() -> None:
    table = crosswalk(INDEX.values())
    assert all(text.startswith(("http", "[not known: ")) for text in table["address"])
    assert all(text.startswith(("19", "20", "[not known: ")) for text in table["rated_on"])
    assert all(text.startswith(("20", "[not known: ")) for text in table["read_on"])


def test_groups_and_settings_have_a_name_each() -> None:
    assert {group for a in INDEX.values() for group in a.groups} <= set(GROUPS)
    assert {setting for a in INDEX.values() for setting in a.settings} <= set(SETTINGS)


def test_registries_that_differ_are_said_to_disagree_with_who_says_what() -> None:
    assert verdict(INDEX["relationship_violence_lessons"]) == "disagree"
    assert "YEF: beneficial; College: no clear effect" in sentence(INDEX["relationship_violence_lessons"])
    assert set(disagreements(INDEX.values())) == {
        "cctv", "functional_family_therapy", "multisystemic_therapy", "relationship_violence_lessons",
    }  # fmt: skip


def test_registries_that_agree_one_alone_and_too_few_to_tell_have_their_own_words() -> None:
    assert verdict(INDEX["focused_deterrence"]) == "agree"
    assert verdict(INDEX["boot_camps"]) == "one registry only"
    assert verdict(INDEX["reduce_alcohol"]) == "cannot tell"


def test_harmful_approaches_are_listed_like_any_other() -> None:
    harmful = select(INDEX.values(), direction="harmful")
    assert [approach.id for approach in harmful] == ["boot_camps", "prison_awareness"]
    rows = {cell["row"] for cell in gap_map(INDEX.values()).cells if cell["rating"] == "harmful"}
    assert rows == {approach.name for approach in harmful}


def test_a_scales_word_finds_only_its_own_registrys_ratings() -> None:
    found = select(INDEX.values(), impact="yef:high")
    assert {"cbt", "focused_deterrence"} < {approach.id for approach in found}
    assert select(INDEX.values(), evidence="eif:4*") == (INDEX["multisystemic_therapy"],)
    assert [a.id for a in select(INDEX.values(), tier="tertiary", group="victims", goal="abuse")] == [
        "psychotherapy_victims", "second_responder_da",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("condition", "remedy"),
    [
        ({"goal": "peace"}, "use one of: young_people, abuse"),
        ({"tier": "fourth"}, "use one of: primary, secondary, tertiary"),
        ({"impact": "HIGH"}, "write the registry before its own word, such as yef:HIGH"),
        ({"impact": "eif:HIGH"}, "its words are none: EIF does not rate impact"),
        ({"evidence": "college:HUGE"}, "its words are 0, 1, 2"),
    ],
)
def test_a_condition_that_nothing_can_meet_is_refused(condition: dict[str, str], remedy: str) -> None:
    with pytest.raises(UnknownIdError, match=remedy):
        select(INDEX.values(), **condition)


def test_a_new_approach_is_one_file(tmp_path: Path) -> None:
    _write(tmp_path)
    held = with_own(INDEX, tmp_path)
    assert len(held) == 44
    assert held["door_knocking"].ratings[0].rated_on == "2024-05"


def test_a_workspace_without_approaches_has_the_packaged_index(tmp_path: Path) -> None:
    assert with_own(INDEX, tmp_path / "none") is INDEX


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("word: LOW", "word: GREAT", "impact word 'GREAT' is not one of YEF's: HIGH, MODERATE"),
        ("registry: yef", "registry: mine", "registry 'mine' is not one of yef, college"),
        ("quote: it may help a little", "quote: " + "word " * 16, "the quote has 16 words; 15 at most"),
        ("evidence: a picture, ", "", "evidence is not given and has no reason under unknown"),
        ("unknown: {", "unknown: {impact: x, ", "impact is given and also said to be unknown"),
        ("unknown: {", "unknown: {colour: x, ", "unknown names 'colour'"),
        ("rated_on: 2024-05", "rated_on: May 2024", "ratings.0.rated_on"),
        ("name: Knocking on doors", "name: tbc", "field name: a placeholder"),
        ("outcomes: [feels_safe]", "outcomes: [joy]", "outcome 'joy'"),
        ("priority_areas: [communities]", "priority_areas: [moon]", "priority area 'moon'"),
        ("tiers_from: compiler", "tiers_from: not stated", "tiers_from is not stated where no tier is given"),
        (
            "    confidence: high",
            "    confidence: high\n    emmie: {vintage: words, effect: LOW}",
            "YEF gives no EMMIE grades",
        ),
    ],
)
def test_a_wrong_file_is_told_what_is_wrong(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in ONE
    with pytest.raises(DocumentError, match=said.replace("(", r"\(")):
        read_named(_write(tmp_path, ONE.replace(old, new)), Approach)


def test_a_file_of_another_name_than_its_id_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="rename the file or correct the id"):
        read_named(_write(tmp_path, name="doors.yaml"), Approach)


def test_a_rating_id_of_two_approaches_is_refused(tmp_path: Path) -> None:
    _write(tmp_path)
    _write(tmp_path, ONE.replace("id: door_knocking", "id: again"), "again.yaml")
    with pytest.raises(DocumentError, match="give the newer rating an id that is free"):
        read_index(tmp_path)


def test_emmie_grades_of_another_vintage_are_refused(tmp_path: Path) -> None:
    college = ONE.replace("registry: yef", "registry: college").replace(
        "{printed: Low, word: LOW}", "{printed: Overall reduction}"
    )
    text = college.replace("evidence: a picture, ", "") + "    emmie: {vintage: numbers, effect: STRONG}\n"
    with pytest.raises(DocumentError, match="EMMIE effect 'STRONG' is not one of 0, 1, 2, 3, 4"):
        read_named(_write(tmp_path, text), Approach)


def test_a_text_of_how_it_works_needs_its_source(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="the text has no source"):
        read_named(_write(tmp_path, ONE + "mechanism: {text: It makes neighbours talk.}\n"), Approach)
    with pytest.raises(DocumentError, match="give the text with its source, or the reason under unknown"):
        read_named(_write(tmp_path, ONE + "economics: {}\n"), Approach)


def test_a_gap_is_a_cell_that_no_rating_speaks_of() -> None:
    made = gap_map([INDEX["cctv"]], of=("violence", "feels_safe"))
    assert [(c["value"], c["rating"]) for c in made.cells] == [(2, "mixed"), (0, "")]
    assert made.empty_outcomes == ("Feeling safe",)
    assert {symbol for symbol, _ in made.options["ratings"]} == set(DIRECTIONS)
    table = Table("Map", ("a",), (("1",),))
    assert Chart("gap_map", "Map", "alt", "", "", made.cells, table, options=dict(made.options)).data == made.cells


def test_a_reading_is_stale_after_its_months_and_at_once_without_a_date(tmp_path: Path) -> None:
    approach = read_named(_write(tmp_path), Approach)
    assert stale_ratings([approach], on=date(2026, 3, 31)) == ()
    (found,) = stale_ratings([approach], on=date(2026, 4, 1))
    assert (found.months, found.address) == (12, "https://example.org/doors")
    undated = stale_ratings(INDEX.values(), on=date(2026, 4, 1))
    assert len(undated) == 57
    assert "record it: opensna whatworks read" in undated[0].do_this
    with pytest.raises(InputError, match="number of months that a reading holds"):
        stale_ratings([approach], on=date(2026, 4, 1), months=0)


def test_what_was_read_before_goes_into_the_history(tmp_path: Path) -> None:
    approach = read_named(_write(tmp_path), Approach)
    again = read_again(approach, "YEF-90", on=date(2026, 4, 1), changes={"impact": {"printed": "High", "word": "HIGH"}})
    (rating,) = again.ratings
    assert rating.impact is not None
    assert (rating.impact.word, rating.read_on, rating.history[0].said) == ("HIGH", date(2026, 4, 1), "impact: Low")
    assert read_again(approach, "YEF-90", on=date(2026, 4, 1)).ratings[0].history == ()


def test_a_fact_that_is_found_is_no_longer_unknown(tmp_path: Path) -> None:
    approach = read_named(_write(tmp_path), Approach)
    again = read_again(approach, "YEF-90", on=date(2026, 4, 1), changes={"studies": {"printed": "3", "number": 3}})
    assert "studies" not in again.ratings[0].unknown
    assert again.ratings[0].history[0].said == "studies: [not known: not found]"


def test_a_reading_of_no_rating_or_before_the_last_one_is_refused(tmp_path: Path) -> None:
    approach = read_named(_write(tmp_path), Approach)
    with pytest.raises(UnknownIdError, match="door_knocking has YEF-90"):
        read_again(approach, "YEF-91", on=date(2026, 4, 1))
    with pytest.raises(InputError, match="the day on which the page was read"):
        read_again(approach, "YEF-90", on=date(2024, 4, 1))
    with pytest.raises(DocumentError, match="impact word 'GREAT'"):
        read_again(approach, "YEF-90", on=date(2026, 4, 1), changes={"impact": {"printed": "x", "word": "GREAT"}})


def test_files_of_the_index_read_back_as_they_are_written(tmp_path: Path) -> None:
    approach = INDEX["multisystemic_therapy"]
    text = yaml.safe_dump(approach.model_dump(mode="json", exclude_defaults=True))
    assert read_named(_write(tmp_path, text, "multisystemic_therapy.yaml"), Approach) == approach
