from __future__ import annotations

import json
from pathlib import Path

import pytest

from opensna.actions.init import init
from opensna.actions.review import correct_finding, review
from opensna.assessment.review.corrections import Correction, read_corrections, write_correction
from opensna.assessment.review.editions import differing, restated_values
from opensna.assessment.review.finding import rules
from opensna.assessment.review.render import review_blocks, review_json
from opensna.assessment.review.review import RULES
from opensna.assessment.review.review import review as read_by_rules
from opensna.assessment.review.trials import alter, trial
from opensna.core.block import Table
from opensna.core.errors import DocumentError, InputError, UnknownIdError

FIRST = """Title: Needs assessment of Camden, 2023
---
Number of offences in Camden

Kind\t2021\t2022
Robbery\t310\t335
Knife crime\t120\t131

Violence costs £365,000 a year, roughly £1,200 a day. The partnership was set up by Camden Council in 2019.
"""
LATER = (
    FIRST.replace("2023", "2024")
    .replace("2021\t2022", "2022\t2023")
    .replace("310\t335", "375\t380")
    .replace("120\t131", "131\t140")
)


def test_every_rule_that_finds_is_worded_and_every_worded_rule_belongs_to_known_checks() -> None:
    known = {f"C{n}" for n in range(1, 18)}
    assert all(set(rule.checks) <= known for rule in rules().values())
    assert {check for rule in rules().values() for check in rule.checks} == known
    assert len(RULES) == len(set(RULES))


def test_a_value_restated_between_editions_is_seen_and_years_no_longer_shown_are_told(read) -> None:
    found = list(restated_values([read(LATER, "b-2024.txt"), read(FIRST, "a-2023.txt")]))
    assert [(finding.rule, finding.value) for finding in found] == [("restated_value", "375"), ("series_cut", "2022")]
    assert "+40, +11.9%" in found[0].says


def test_documents_of_two_areas_are_not_editions(read) -> None:
    assert list(restated_values([read(FIRST, "a.txt"), read(LATER.replace("Camden", "Barnet"), "b.txt")])) == []


def test_conditions_of_comparison_say_which_differ(read) -> None:
    answers = differing([read(FIRST, "a.txt"), read(LATER, "b.txt")])
    assert answers["geography"] == "agrees"
    assert answers["definition"] == "cannot tell"


def test_a_review_has_one_section_of_blocks_a_document_and_one_side_by_side(read) -> None:
    result = read_by_rules([read(FIRST, "a.txt"), read(LATER, "b.txt"), read("Camden", "c.txt")])
    made = review_blocks(result)
    assert [section.id for section in made] == ["a.txt", "b.txt", "c.txt", "side_by_side"]
    tables = {block.title: block for section in made for block in section.blocks if isinstance(block, Table)}
    assert tables["Areas by sections"].columns == ("Section", "Camden (a.txt)", "Camden (b.txt)")
    assert all(len(row) == len(table.columns) for table in tables.values() for row in table.rows)
    assert "Contradictions" in tables
    assert "rank" not in " ".join(table.title for table in tables.values()).casefold()
    assert json.loads(json.dumps(review_json(result)))["documents"][2]["unreadable"]


def test_a_document_with_nothing_to_read_has_that_finding_only(read) -> None:
    (reading,) = read_by_rules([read("Needs assessment of Camden")]).readings
    assert [finding.rule for finding in reading.findings] == ["unreadable"]
    assert (reading.figures, reading.sections, reading.checks) == ((), (), ())


def test_ids_are_the_same_on_every_run_and_quotes_stand_in_the_document(read) -> None:
    one, two = (read_by_rules([read(FIRST)]) for _ in range(2))
    assert [finding.id for finding in one.findings] == [finding.id for finding in two.findings]
    text = " ".join(one.readings[0].document.text.split())
    assert all(" ".join(quote.text.split()) in text for finding in one.findings for quote in finding.quotes)


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "camden.txt"
    path.write_text(FIRST, encoding="utf-8")
    return path


def test_a_correction_is_kept_on_the_next_run(tmp_path: Path, document: Path) -> None:
    workspace = init("london", tmp_path / "london")
    result = review([document], workspace=workspace)
    finding = next(finding for finding in result.findings if finding.rule == "daily")
    correct_finding(workspace, result, finding.id, says="corrected", by="Ann Lee", why="a leap year", verdict="holds")
    again = {one.id: one for one in review([document], workspace=workspace).findings}[finding.id]
    assert again.verdict == "holds"
    assert again.corrected.startswith("corrected by Ann Lee")
    correct_finding(workspace, result, finding.id, says="dismissed", by="Ann Lee", why="not of this year")
    assert finding.id not in {one.id for one in review([document], workspace=workspace).findings}
    assert len(read_corrections(workspace.root / "records" / "corrections")) == 1


def test_corrections_that_cannot_be_kept_are_refused(tmp_path: Path, document: Path) -> None:
    workspace = init("london", tmp_path / "london")
    result = review([document], workspace=workspace)
    finding = result.findings[0]
    with pytest.raises(UnknownIdError, match="use an id that the review prints"):
        correct_finding(workspace, result, "00000000", says="confirmed", by="Ann Lee", why="seen")
    with pytest.raises(UnknownIdError, match="holds"):
        correct_finding(workspace, result, finding.id, says="corrected", by="Ann Lee", why="seen", verdict="right")
    with pytest.raises(InputError, match="or dismiss the finding"):
        correct_finding(workspace, result, finding.id, says="corrected", by="Ann Lee", why="seen")
    with pytest.raises(InputError, match="give one or more Word, PDF, HTML or text files"):
        review([])


def test_files_of_corrections_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    word = Correction(finding="0123abcd", says="confirmed", by="Ann Lee", on="2026-01-02", why="seen on the page")
    write_correction(tmp_path, "a.txt", word)
    write_correction(tmp_path, "b.txt", word)
    with pytest.raises(DocumentError, match="keep the later of the two"):
        read_corrections(tmp_path)
    (tmp_path / "b.yaml").unlink()
    write_correction(tmp_path, "a.txt", word.model_copy(update={"says": "corrected"}))
    with pytest.raises(DocumentError, match="or write dismissed"):
        read_corrections(tmp_path)


def test_everything_can_be_written_as_json(tmp_path: Path, document: Path) -> None:
    review([document], write=tmp_path / "review.json")
    assert json.loads((tmp_path / "review.json").read_text("utf-8"))["documents"][0]["area"] == "Camden"


REPEATED = """The Camden Partnership was set up by Camden Council in 2019 to work early.

Knife crime of young people rose by 22 percent in Camden schools since spring.

Partners met often.

Violence costs £365,000,000 a year, roughly £1.0 million a day.

Knife crime of young people in Camden schools rose by 22 percent since spring, as parents say.
"""


def test_altered_copies_are_the_same_for_a_seed_and_differ_in_the_altered_blocks_only(read) -> None:
    document = read(REPEATED)
    (one, made), (two, _) = (alter(document, 7) for _ in range(2))
    assert one.text == two.text
    assert made
    changed = {i for i, (a, b) in enumerate(zip(document.blocks, one.blocks, strict=True)) if a.text != b.text}
    assert changed == {alteration.position for alteration in made}


def test_a_trial_counts_what_is_found_and_what_is_a_false_alarm(read) -> None:
    outcome = trial(
        read(REPEATED), 7, lambda document: [f for rule in RULES for f in rule(document) if f.is_contradiction]
    )
    assert len(outcome.found) >= 1
    assert outcome.missed == ()
    assert outcome.false_alarms == ()
