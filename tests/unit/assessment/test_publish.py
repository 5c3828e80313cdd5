from __future__ import annotations

import json
from pathlib import Path

import pytest

from opensna.assessment.edition import Edition, write_edition
from opensna.assessment.publish import REGISTER, PublishedAssessment, publish, read_published, read_register
from opensna.core.errors import DisclosureError


def test_publishing_enters_the_edition_in_the_register(edition: Edition, tmp_path: Path) -> None:
    published = publish(edition, author="A. Author", reviewer="R. Reviewer", register=tmp_path)
    (entry,) = read_register(tmp_path / REGISTER)
    assert published.entry == entry["hash"]
    assert (entry["edition"], entry["audience"], entry["author"], entry["reviewer"]) == (
        "2023",
        "public",
        "A. Author",
        "R. Reviewer",
    )


def test_each_entry_of_the_register_names_the_one_before(
    edition: Edition, another_edition: Edition, tmp_path: Path
) -> None:
    first = publish(edition, author="A", reviewer="B", register=tmp_path)
    publish(another_edition, author="A", reviewer="B", register=tmp_path)
    entries = read_register(tmp_path / REGISTER)
    assert [e["previous"] for e in entries] == ["", first.entry]


@pytest.mark.parametrize(
    ("author", "reviewer"), [("Ann", "Ann"), ("Ann", " ANN "), ("Ann", ""), ("", "Bob"), (" ", " ")]
)
def test_one_person_cannot_be_author_and_reviewer(edition: Edition, tmp_path: Path, author: str, reviewer: str) -> None:
    with pytest.raises(DisclosureError, match="have somebody else review it, and name both"):
        publish(edition, author=author, reviewer=reviewer, register=tmp_path)
    assert not (tmp_path / REGISTER).exists()


def test_an_authors_copy_cannot_be_published(authors_edition: Edition, tmp_path: Path) -> None:
    with pytest.raises(DisclosureError, match="assess it for the audience public"):
        publish(authors_edition, author="A", reviewer="B", register=tmp_path)


def test_synthetic_figures_are_published_from_a_demo_only(synthetic_edition: Edition, tmp_path: Path) -> None:
    with pytest.raises(DisclosureError, match="publish from a demo workspace"):
        publish(synthetic_edition, author="A", reviewer="B", register=tmp_path)
    assert publish(synthetic_edition, author="A", reviewer="B", register=tmp_path, is_demo=True).entry


def test_nobody_else_can_make_a_published_assessment(edition: Edition) -> None:
    with pytest.raises(DisclosureError, match=r"call assessment\.publish\.publish"):
        PublishedAssessment(edition, "A", "B", "entry")


def test_a_published_edition_is_read_back_with_its_entry(edition: Edition, tmp_path: Path) -> None:
    write_edition(edition, tmp_path / "editions")
    made = publish(edition, author="A", reviewer="B", register=tmp_path / "register")
    read = read_published(tmp_path / "editions", "2023", "public", register=tmp_path / "register")
    assert (read.author, read.reviewer, read.entry) == ("A", "B", made.entry)


def test_an_edition_that_the_register_does_not_hold_is_refused(edition: Edition, tmp_path: Path) -> None:
    write_edition(edition, tmp_path / "editions")
    with pytest.raises(DisclosureError, match="publish it with: opensna publish 2023"):
        read_published(tmp_path / "editions", "2023", "public", register=tmp_path / "register")


@pytest.mark.parametrize("harm", ["change", "remove"])
def test_a_register_that_was_changed_is_refused(
    edition: Edition, another_edition: Edition, tmp_path: Path, harm: str
) -> None:
    publish(edition, author="A", reviewer="B", register=tmp_path)
    publish(another_edition, author="A", reviewer="B", register=tmp_path)
    path = tmp_path / REGISTER
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    kept = lines[1:] if harm == "remove" else [{**lines[0], "reviewer": "C"}, lines[1]]
    path.write_text("".join(json.dumps(line) + "\n" for line in kept), "utf-8")
    with pytest.raises(DisclosureError, match="restore the register from a backup"):
        publish(edition, author="A", reviewer="B", register=tmp_path)
