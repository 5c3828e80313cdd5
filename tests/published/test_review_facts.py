"""The reader on the openings of published assessments, against facts read by hand, by the rule of scripts/score_review.py."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

pytestmark = pytest.mark.real_data
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def score() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_review", ROOT / "scripts" / "score_review.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["score_review"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def scored(score: ModuleType, real_data: Path):
    return score.score_facts(real_data / "needs-assessments", None)


def test_at_least_45_of_48_facts_are_found(scored) -> None:
    found, of, missed, _ = scored
    assert of == 48
    assert found >= 45, missed


def test_nine_findings_of_ten_that_were_judged_by_hand_are_right(score: ModuleType, scored) -> None:
    right, wrong, unjudged = score.precision(scored[3], Path(__file__).with_name("review_judged.csv"))
    assert right / (right + wrong) >= 0.9
    assert unjudged <= 15


def test_every_quote_stands_in_its_document_word_for_word(score: ModuleType, scored) -> None:
    assert score.misquoted(scored[3]) == []


def test_landing_pages_and_damaged_contents_hold_nothing_to_read(scored) -> None:
    readings = {reading.document.name: reading for reading in scored[3].readings}
    assert {name for name, reading in readings.items() if reading.unreadable} == {
        "west-yorkshire-2021.txt",
        "merseyside-2020.txt",
    }
    assert [finding.rule for finding in readings["west-yorkshire-2021.txt"].findings] == ["unreadable"]
    assert readings["merseyside-2020.txt"].figures == ()


def test_nothing_is_called_absent_in_documents_of_which_only_the_beginning_is_there(scored) -> None:
    assert not [
        one
        for reading in scored[3].readings
        for one in (*reading.sections, *reading.indicators)
        if one.verdict == "absent"
    ]


@pytest.mark.parametrize(
    ("file", "says"),
    [
        ("lewisham-definition-2023.txt", "no under-25 limit"),
        ("tower-hamlets-2023.txt", "misprints rape as 'rap'; adds hate crime"),
        ("hammersmith-fulham-definition-2023.txt", "London's definition unchanged"),
        (
            "richmond-definition-2023.txt",
            "under 25 is a focus, not a limit; adds knife enabled crime; adds gun enabled crime",
        ),
        ("kent-medway-2024.txt", "no under-25 limit; lists no offences; adds public place violence"),
    ],
)
def test_definitions_differ_from_londons_as_read_by_hand(scored, file: str, says: str) -> None:
    assert [f.says for f in scored[3].findings if f.rule == "definition" and f.document == file] == [says]
