"""Gaps come out by rule, explain themselves, close when the register says so, and a wrong rule is told what is wrong."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from opensna.alignment.gaps import Gap
from opensna.alignment.gaps_rule import GapRule, gap_rules, with_own
from opensna.alignment.need import COLUMNS
from opensna.alignment.provision_map import build_map
from opensna.commissioning.register import programmes
from opensna.core.document import fit, read_each
from opensna.core.errors import DocumentError, UnknownIdError
from opensna.whatworks.index import approaches

OF_THE_REPORT = (
    "gypsy_roma_traveller", "night_time_economy", "school_lessons/bystander_sexual_assault",
    "young_people_at_risk/focused_deterrence", "young_people_at_risk/multisystemic_therapy",
)  # fmt: skip
RULE: dict[str, Any] = {
    "id": "rule", "title": "Youth clubs", "looks_at": "group", "words": ["club"], "tiers": ["primary"],
    "sentence": "None of {read} is for {title}.", "changed_by": ["A club."], "source": "test",
}  # fmt: skip


@pytest.fixture
def gaps(wood) -> Callable[..., dict[str, Gap]]:
    """The gaps by id of a map with these programmes and changes."""
    return lambda *given, **changes: {gap.id: gap for gap in build_map(wood.inputs(*given, **changes)).gaps}


def test_the_reports_gaps_come_out_of_its_own_register_and_each_is_explained(gaps) -> None:
    found = gaps(programmes=programmes())
    assert set(OF_THE_REPORT) <= set(found)
    for gap in found.values():
        assert gap.changed_by
        assert {"register", "rule"} <= {reason.kind for reason in gap.reasons}
    assert "30 read: " in next(r.text for r in found[OF_THE_REPORT[3]].reasons if r.kind == "register")
    assert "myends" in found[OF_THE_REPORT[3]].may_close
    # What the register does provide is no gap: work on special needs, therapy, mentoring, relationship lessons.
    assert not {"special_needs", "young_people_at_risk/cbt", "young_people_at_risk/mentoring"} & set(found)
    assert "school_lessons/relationship_violence_lessons" not in found


def test_a_gap_of_an_approach_names_every_registrys_rating_and_where_it_is(wood, gaps) -> None:
    gap = gaps(wood.club)["young_people_at_risk/multisystemic_therapy"]
    ratings = {reason.id: reason.text for reason in gap.reasons if reason.kind == "rating"}
    assert set(ratings) == {"YEF-13", "COP-08", "EIF-02"}
    assert "College: mixed; impact Some reduction" in ratings["COP-08"]
    assert "https://guidebook.eif.org.uk/programme/multisystemic-therapy" in ratings["EIF-02"]
    assert "YEF: beneficial; College: mixed; EIF: mixed" in gap.sentence


@pytest.mark.parametrize(
    ("relation", "closes"),
    [("is", True), ("element", True), ("funds", True), ("similar", False), ("evidence building", False)],
)
def test_an_approach_is_no_longer_a_gap_once_a_programme_provides_it(wood, gaps, relation: str, closes: bool) -> None:
    found = gaps(wood.programme("new", approaches=wood.linked("focused_deterrence", relation)))
    assert ("young_people_at_risk/focused_deterrence" not in found) is closes
    if not closes:
        reasons = found["young_people_at_risk/focused_deterrence"].reasons
        assert [r.id for r in reasons if r.kind == "programme"] == ["new"]


def test_an_approach_that_a_registry_calls_harmful_is_no_gap(wood, gaps) -> None:
    held = approaches()["focused_deterrence"]
    worse = held.model_copy(
        update={"ratings": (held.ratings[0].model_copy(update={"direction": "harmful"}), held.ratings[1])}
    )
    assert "young_people_at_risk/focused_deterrence" not in gaps(wood.club, index={**approaches(), worse.id: worse})


@pytest.mark.parametrize(
    ("given", "closes"),
    [
        ({"cohort": "Gypsy, Roma and Traveller young people"}, True),
        ({"description": "For Travellers."}, True),
        ({"cohort": "Young people in romantic relationships"}, False),  # a word is a whole word
        ({"cohort": "Roma families", "tier": "tertiary"}, False),  # of another tier: named among the reasons
    ],
)
def test_a_group_is_named_by_whole_words_in_the_rules_tiers(wood, gaps, given: dict[str, Any], closes: bool) -> None:
    found = gaps(wood.programme("new", **given))
    assert ("gypsy_roma_traveller" not in found) is closes
    if given.get("tier"):
        reasons = found["gypsy_roma_traveller"].reasons
        assert [r.text for r in reasons if r.kind == "programme"] == ["New says so, but works in another tier"]


@pytest.mark.parametrize(
    "given",
    [
        {"description": "Works on alcohol at night."},
        {"approaches": [{"approach": "reduce_alcohol", "relation": "funds", "basis": "test", "confidence": "low"}]},
    ],
)
def test_the_night_is_no_gap_once_a_programme_names_alcohol_or_provides_an_approach_to_it(
    wood,
    gaps,
    given: dict[str, Any],
) -> None:
    assert "night_time_economy" not in gaps(wood.programme("new", **given))


def test_the_night_is_a_gap_where_need_is_recorded_or_nobody_knows(wood, gaps) -> None:
    # The areas' 40, 40 and 1 to 7 offences, for no figure of the whole is handed in.
    assert "violence affecting under-25s: 81 to 87 offences" in gaps(wood.club)["night_time_economy"].sentence
    none = pd.DataFrame(columns=list(COLUMNS))
    assert "no need is loaded [x]" in gaps(wood.club, need=none)["night_time_economy"].sentence
    rows = [(wood.whole, "young_people", "night", 0, 0, 0, ""), (wood.ash, "young_people", "night", 0, 0, 0, "")]
    assert "night_time_economy" not in gaps(wood.club, need=pd.DataFrame(rows, columns=list(COLUMNS[:-1])))


def test_the_whole_speaks_for_need_where_it_has_a_figure_and_pooled_years_are_said(wood, gaps) -> None:
    whole = pd.DataFrame(
        [(wood.whole, "young_people", "night", math.nan, 90.0, math.inf, "[c]", 3.0)], columns=list(COLUMNS)
    )
    both = pd.concat([wood.need().assign(years=1.0), whole], ignore_index=True)
    assert "90 or more offences in 3 years" in gaps(wood.club, need=both)["night_time_economy"].sentence


def test_after_school_names_the_areas_in_which_nobody_says_that_they_are_open(wood, gaps) -> None:
    # The club is in Ash; Birch and Cedar have 50 offences each and nobody.
    gap = gaps(wood.club)["after_school"]
    assert "2 of 3 districts (Birch, Cedar)" in gap.sentence
    assert "2 of these districts surely have no programme then" in next(r.text for r in gap.reasons if r.id == "cells")
    perhaps = gaps(wood.club, wood.programme("perhaps"))["after_school"]
    assert perhaps.may_close == ("perhaps",)
    everywhere = wood.programme(
        "everywhere", areas=[wood.whole], age_to=24, hours=[{"days": ["MO"], "opens": "15:00", "closes": "16:00"}]
    )
    assert "after_school" not in gaps(everywhere)
    assert "3 of 3 districts (all districts)" in gaps(wood.programme("nowhere"))["after_school"].sentence


def test_a_workspaces_rule_replaces_the_packaged_one_of_its_id(tmp_path: Path) -> None:
    (tmp_path / "neet.yaml").write_text(yaml.safe_dump({**RULE, "id": "neet"}))
    held = with_own(gap_rules(), tmp_path)
    assert (len(held), held["neet"].title) == (len(gap_rules()), "Youth clubs")
    assert with_own(gap_rules(), tmp_path / "none") == gap_rules()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"words": []}, "a rule that looks at group needs words"),
        ({"looks_at": "approach"}, "needs select, directions"),
        ({"sentence": "{told} of {read}"}, "the sentence names told; it may name read, tiers, title"),
        ({"changed_by": []}, "changed_by"),
        ({"looks_at": "moon"}, "looks_at"),
    ],
)
def test_a_wrong_rule_is_told_what_is_wrong(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(DocumentError, match=said):
        fit({**RULE, **changes}, GapRule, where="rule.yaml")


def test_a_rule_is_named_as_its_file(tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text(yaml.safe_dump(RULE))
    with pytest.raises(DocumentError, match="rename the file or correct the id"):
        read_each(tmp_path, GapRule)


@pytest.mark.parametrize(("field", "value"), [("band", "dawn"), ("cohort", "everybody")])
def test_a_rule_looks_at_what_the_plan_has(wood, gaps, field: str, value: str) -> None:
    changes = {"looks_at": "cells", "band": "night", "cohort": "young_people", "sentence": "{n}", field: value}
    rule = fit({**RULE, **changes}, GapRule, where="rule.yaml")
    with pytest.raises(DocumentError, match=f"add the {field} to the plan"):
        gaps(wood.club, rules={"rule": rule})


def test_a_rules_conditions_are_those_of_the_index(wood, gaps) -> None:
    changes = {"looks_at": "approach", "select": {"goal": "peace"}, "directions": ["beneficial"], "sentence": "{name}"}
    with pytest.raises(UnknownIdError, match="use one of: young_people, abuse"):
        gaps(wood.club, rules={"rule": fit({**RULE, **changes}, GapRule, where="rule.yaml")})
