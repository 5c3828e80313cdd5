"""What may stand between braces, and how it is said that something may not."""

from __future__ import annotations

import pytest

from opensna.assessment.narrative.references import mark_references, read_reference
from opensna.core.errors import DocumentError

HERE = "E09000012/S5.md, line 3"


def test_a_reference_has_a_kind_an_id_a_statistic_and_options() -> None:
    read = read_reference('{{ number: robbery rate period=2022 called="street robberies" }}', HERE)
    assert (read.kind, read.id, read.statistic) == ("number", "robbery", "rate")
    assert read.options == {"period": "2022", "called": "street robberies"}
    assert read.name == 'number: robbery rate period=2022 called="street robberies"'


@pytest.mark.parametrize(
    ("raw", "found", "remedy"),
    [
        ("{{ claim }}", "{{ claim }}", "write it as in the example"),
        ("{{ clam: robbery }}", "clam", "name the kind of reference"),
        ("{{ claim: robbery chnge_since=2019 }}", "chnge_since=2019", "correct or remove the option"),
        ("{{ claim: robbery period=2022 period=2023 }}", "period=2023", "correct or remove the option"),
        ('{{ claim: robbery called="street }}', 'called="street', "put text of several words in quotes"),
        ("{{ local: waiting rate }}", "rate", "correct or remove the option"),
        ("{{ number: period=2022 }}", "period=2022", "put text of several words in quotes"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_line(raw: str, found: str, remedy: str) -> None:
    with pytest.raises(DocumentError, match=remedy) as caught:
        read_reference(raw, HERE)
    assert found in caught.value.found
    assert caught.value.where == HERE
    assert caught.value.expected


def test_the_nearest_option_is_suggested() -> None:
    with pytest.raises(DocumentError, match="did you mean: change_since"):
        read_reference("{{ claim: robbery chnge_since=2019 }}", HERE)


def test_each_reference_knows_its_line_and_all_problems_are_found() -> None:
    marked = mark_references("One.\n\n{{ claim: robbery }} and {{ clam: a }}\n{{ claim: b", "S5.md")
    assert [reference.where for reference in marked.references] == ["S5.md, line 3"]
    assert [problem.where for problem in marked.problems] == ["S5.md, line 3", "S5.md, line 4"]


def test_the_marks_of_places_cannot_be_typed() -> None:
    assert mark_references("a\ue0007\ue001b", "S5.md").text == "a7b"
