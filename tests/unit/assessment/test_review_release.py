from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from opensna.assessment.edition import Edition
from opensna.assessment.register import REGISTER, read_register
from opensna.assessment.review_release import approved_by, checklist, decide, decisions
from opensna.core.block import SectionBlocks, Table
from opensna.core.errors import DisclosureError
from opensna.core.estimate import Estimates


def failing(edition: Edition, **options: object) -> list[str]:
    return [check.id for check in checklist(edition, **options) if not check.passed]  # type: ignore[arg-type]  # as given


def under(edition: Edition, *rows: dict[str, object]) -> Edition:
    """The edition under NHS England's rule, with changed copies of its first row."""
    first = edition.estimates.table.iloc[[0]]
    table = pd.concat([first.assign(**{"value": 20.0, "numerator": 20.0, **row}) for row in rows], ignore_index=True)
    return replace(edition, estimates=Estimates(table, "public", "nhs_england"))


def test_an_edition_in_order_passes_every_check(edition: Edition) -> None:
    assert failing(edition) == []


def test_unrounded_and_small_counts_are_found(edition: Edition) -> None:
    assert failing(under(edition, {})) == []
    assert failing(under(edition, {"value": 21.0})) == ["rounded"]
    assert failing(under(edition, {"value": 5.0})) == ["rounded"]


def test_a_rate_of_an_unrounded_or_hidden_count_is_found(edition: Edition) -> None:
    rate = {"statistic": "rate", "value": 0.4}
    assert failing(under(edition, {}, rate)) == []
    assert failing(under(edition, {}, {**rate, "numerator": 21.0})) == ["derived"]
    hidden = {"value": float("nan"), "numerator": float("nan"), "mark": "[c]"}
    assert failing(under(edition, hidden, {**rate, "numerator": float("nan")})) == ["derived"]


def test_a_rate_without_its_count_is_found(edition: Edition) -> None:
    assert failing(under(edition, {"statistic": "rate"})) == ["derived", "counts"]


def test_figures_without_words_or_title_are_found(edition: Edition) -> None:
    bare = (SectionBlocks("one", "One", (Table("", ("a",), (("1",),)),)),)
    assert failing(replace(edition, blocks={"E12000007": bare})) == ["context"]


def test_files_that_are_no_documents_are_found(edition: Edition) -> None:
    assert failing(edition, files=[Path("a.html"), Path("data.parquet")]) == ["file_types"]


def test_made_up_figures_are_found_outside_a_demo(synthetic_edition: Edition) -> None:
    assert failing(synthetic_edition) == ["synthetic"]
    assert failing(synthetic_edition, is_demo=True) == []


def test_unreviewed_measures_are_noted_and_do_not_block(edition: Edition, tmp_path: Path) -> None:
    checks = checklist(edition, unreviewed=["m"])
    assert failing(edition, unreviewed=["m"]) == ["unreviewed"]
    assert decide(
        edition, author="A", reviewer="B", decision="approve", reasons="", checks=checks, register=tmp_path
    ).entry


def test_a_decision_is_recorded_with_its_reasons_and_stands_for_the_edition_as_it_is(
    edition: Edition, another_edition: Edition, tmp_path: Path
) -> None:
    checks = checklist(edition)
    decide(
        edition, author="A", reviewer="B", decision="reject", reasons="No context.", checks=checks, register=tmp_path
    )
    with pytest.raises(DisclosureError, match="have somebody who is not the author review it") as caught:
        approved_by(edition, tmp_path)
    assert caught.value.found == "rejected: No context."
    made = decide(
        edition, author="A", reviewer="B", decision="approve", reasons="Now there is.", checks=checks, register=tmp_path
    )
    assert approved_by(edition, tmp_path) == made
    assert [one.decision for one in decisions(edition, tmp_path)] == ["reject", "approve"]
    assert [entry["kind"] for entry in read_register(tmp_path / REGISTER)] == ["decision", "decision"]
    with pytest.raises(DisclosureError, match="have somebody who is not the author review it"):
        approved_by(another_edition, tmp_path)


@pytest.mark.parametrize(("author", "reviewer"), [("Ann", " ann"), ("", "B"), ("A", " ")])
def test_the_author_is_not_the_reviewer(edition: Edition, tmp_path: Path, author: str, reviewer: str) -> None:
    with pytest.raises(DisclosureError, match="have somebody else review it, and name both"):
        decide(edition, author=author, reviewer=reviewer, decision="approve", reasons="", checks=[], register=tmp_path)


def test_a_rejection_says_why(edition: Edition, tmp_path: Path) -> None:
    with pytest.raises(DisclosureError, match="say what has to change"):
        decide(edition, author="A", reviewer="B", decision="reject", reasons=" ", checks=[], register=tmp_path)


def test_nobody_can_approve_what_the_checklist_refuses(synthetic_edition: Edition, tmp_path: Path) -> None:
    checks = checklist(synthetic_edition)
    with pytest.raises(DisclosureError, match="mend this first: Is it free of made-up figures"):
        decide(
            synthetic_edition,
            author="A",
            reviewer="B",
            decision="approve",
            reasons="",
            checks=checks,
            register=tmp_path,
        )


def test_numbers_typed_into_a_narrative_hold_a_release_back_and_spelt_ones_are_shown(edition: Edition) -> None:
    typed = {"where": "E09000012/S5.md, line 3", "number": "14", "sentence": "There were 14.", "is_spelt": False}
    told = {"narrative": {"E09000012": {"sections": ["S5"], "unbound": [typed]}}}
    with_digits = replace(edition, manifest={**edition.manifest, **told})
    assert failing(with_digits) == ["typed_numbers"]
    (check,) = [one for one in checklist(with_digits) if not one.passed]
    assert check.is_blocking
    assert "E09000012/S5.md, line 3: 14" in check.found
    told["narrative"]["E09000012"]["unbound"] = [{**typed, "number": "three", "is_spelt": True}]  # type: ignore[index]  # a dict
    spelt = replace(edition, manifest={**edition.manifest, **told})
    assert failing(spelt) == ["spelt_numbers"]
    assert not [one for one in checklist(spelt) if not one.passed and one.is_blocking]
