"""Where narratives lie, where they stand in an assessment, and figures of a borough's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from opensna.assessment.narrative.files import read_accounts
from opensna.assessment.narrative.local import read_local
from opensna.assessment.narrative.place import with_narratives
from opensna.assessment.narrative.problems import raise_all
from opensna.assessment.template.model import template
from opensna.core.area import Area
from opensna.core.block import SectionBlocks
from opensna.core.errors import DocumentError

AREAS = (Area("E12000007", "London", "region"), Area("E09000012", "Hackney", "lad"))
FIGURE = """figures:
  - {id: a, title: Waiting, value: 35, value_is: count, unit: people, period: "2023", publisher: P, document: D, page: p. 1,
     is_public: true}
"""


def test_sections_are_read_in_the_order_of_the_template(folder: Path) -> None:
    (folder / "E09000012" / "S14.md").write_text("We recommend.\n", "utf-8")
    (folder / "E09000012" / "S0.md").write_text("Ours.\n", "utf-8")
    (folder / "E09000012" / "S6.md").write_text(" \n", "utf-8")
    held = read_accounts(folder, AREAS, template(), {})
    assert [one.section for one in held["E09000012"].sections] == ["S0", "S5", "S14"]


def test_a_workspace_without_narratives_has_none(tmp_path: Path) -> None:
    assert read_accounts(tmp_path / "absent", AREAS, template(), {}) == {}


def test_every_misplaced_file_is_told_at_once(folder: Path) -> None:
    (folder / "E09000099").mkdir()
    (folder / "E09000012" / "S50.md").write_text("x", "utf-8")
    (folder / "E09000012" / "S6.md").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DocumentError, match="3 things in the narratives cannot be printed") as caught:
        read_accounts(folder, AREAS, template(), {})
    assert "did you mean: S5" in caught.value.found
    assert "not UTF-8" in caught.value.found
    assert "E09000099" in caught.value.found


@pytest.mark.parametrize(
    ("name", "expected", "remedy"),
    [
        ("Hackney", "E09000012, the code of Hackney", "move its files into E09000012, which is there"),
        ("hackny", "E09000012, the code of Hackney", "move its files into E09000012, which is there"),
        ("London", "E12000007, the code of London", "do this: rename it to E12000007"),
        ("E09000099", "the code of one of 2 areas", "opensna narrative start AREA SECTION"),
    ],
)
def test_a_folder_of_no_area_says_what_to_rename_it_to(folder: Path, name: str, expected: str, remedy: str) -> None:
    (folder / name).mkdir()
    with pytest.raises(DocumentError, match=remedy) as caught:
        read_accounts(folder, AREAS, template(), {})
    assert caught.value.expected == expected


def test_a_file_in_letters_of_another_size_is_told_its_section(folder: Path) -> None:
    (folder / "E09000012" / "s6.md").write_text("x", "utf-8")
    with pytest.raises(DocumentError, match=r"(?s)did you mean: S6.*do this: rename it") as caught:
        read_accounts(folder, AREAS, template(), {})
    assert "one of: S0, S1" in caught.value.expected


def test_questions_of_the_template_are_no_part_of_a_narrative_and_lines_keep_their_numbers(folder: Path) -> None:
    (folder / "E09000012" / "S6.md").write_text("{>>Template: What\nis known?<<}\n\n", "utf-8")
    (folder / "E09000012" / "S7.md").write_text("{>>Template: A?<<}\n{>>Asha: B?<<}\nOurs.\n", "utf-8")
    held = read_accounts(folder, AREAS, template(), {})["E09000012"].sections
    assert [(one.section, one.text) for one in held[1:]] == [("S7", "\n{>>Asha: B?<<}\nOurs.\n")]


def test_a_single_problem_is_told_as_it_is() -> None:
    with pytest.raises(DocumentError, match="do this: mend it"):
        raise_all([DocumentError("wrong", where="here", do_this="mend it")])
    raise_all([])


def test_a_local_figure_has_a_source_and_a_period(tmp_path: Path) -> None:
    (tmp_path / "figures.yaml").write_text(FIGURE, "utf-8")
    (figure,) = read_local(tmp_path / "figures.yaml", "x/figures.yaml").values()
    assert figure.source == "P: D, p. 1"
    assert figure.when.label == "2023"


@pytest.mark.parametrize(
    ("old", "new", "remedy"),
    [
        ('"2023"', '"soon"', "correct, add or remove the fields that are named"),
        (" page: p. 1,", "", "correct, add or remove the fields that are named"),
        ("publisher: P", "publisher: tbc", "write the value"),
        ("value: 35, value_is: count", "value: 35, value_is: share", "divide a percentage by 100"),
        ("is_public: true}", "is_public: true}\n  - {id: a, title: B, value: 1, value_is: count, unit: u, period: '2023', "
         "publisher: P, document: D, page: q, is_public: true}", "give each an id of its own"),
    ],
)  # fmt: skip
def test_a_figure_without_what_it_needs_is_refused(tmp_path: Path, old: str, new: str, remedy: str) -> None:
    path = tmp_path / "figures.yaml"
    path.write_text(FIGURE.replace(old, new), "utf-8")
    assert path.read_text("utf-8") != FIGURE
    with pytest.raises(DocumentError, match=remedy):
        read_local(path, "x/figures.yaml")


def section(id: str) -> SectionBlocks:
    return SectionBlocks(id, id, ())


def test_a_narrative_stands_before_its_figures_and_never_before_the_summary() -> None:
    generated = [
        section(id) for id in ("headline", "risk_factors", "trends", "under_25s", "trust_and_safety", "methods")
    ]
    written = {id: section(f"narrative_{id.lower()}") for id in ("S0", "S1", "S5", "S10", "S11", "S14")}
    placed = [one.id for one in with_narratives(generated, written, template())]
    assert placed[:3] == ["headline", "narrative_s0", "narrative_s5"] or placed.index("headline") == 0
    assert placed.index("narrative_s0") == 1
    assert placed.index("risk_factors") < placed.index("narrative_s5") < placed.index("trends")
    assert placed.index("under_25s") < placed.index("narrative_s10") < placed.index("trust_and_safety")
    assert placed.index("narrative_s11") + 1 == placed.index("trust_and_safety")
    assert placed.index("narrative_s14") > placed.index("trust_and_safety")
    assert set(placed) == {one.id for one in (*generated, *written.values())}


ALL = (
    "headline", "place_and_population", "risk_factors", "trends", "under_25s", "domestic_and_sexual", "forces_compared",
    "who_is_affected", "when_it_happens", "trust_and_safety", "what_works", "definition_and_sources", "data_quality", "methods",
)  # fmt: skip


def placed_with(*written: str) -> list[str]:
    made = {id: section(f"narrative_{id.lower()}") for id in written}
    return [one.id for one in with_narratives([section(id) for id in ALL], made, template())]


def test_an_account_stands_directly_before_its_figures_though_an_earlier_account_has_figures_further_on() -> None:
    placed = placed_with("S5", "S6", "S7")
    assert placed.index("narrative_s5") + 1 == placed.index("trends")
    begins = placed.index("narrative_s6")
    assert placed[begins : begins + 3] == ["narrative_s6", "narrative_s7", "domestic_and_sexual"]


@pytest.mark.parametrize("alone", [one.id for one in template().sections if set(one.generated) & set(ALL)])
def test_every_section_with_figures_stands_directly_before_the_first_of_them_but_the_summary(alone: str) -> None:
    placed = placed_with("S0", "S10", "S14", "S15", "S16", alone)
    first = next(id for id in ALL[1:] if id in template().section(alone).generated)
    assert placed.index(f"narrative_{alone.lower()}") + 1 == placed.index(first)
