"""Comparison sets: who is compared with whom outside a partnership, and what is said of a list that cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from opensna.core.errors import DocumentError
from opensna.reference.comparison import codes_compared, comparison_sets, with_own
from opensna.reference.police_forces import code_of_force, names_of_forces, residents_of_forces

MET = "E23000001"
NEIGHBOURS = """
id: statistical_neighbours
name: Statistical neighbours
source: Department for Education, children's services statistical neighbour benchmarking tool
version: November 2024
of:
  E09000007: [E09000013, E09000020]
"""


def own(folder: Path, text: str, name: str = "statistical_neighbours") -> Path:
    (folder / f"{name}.yaml").write_text(text, "utf-8")
    return folder


def test_the_met_is_most_similar_to_three_forces_with_and_without_itself() -> None:
    without, within = comparison_sets()["most_similar_forces"].comparators(MET)
    assert {names_of_forces()[code] for code in without.members} == {
        "Greater Manchester",
        "West Yorkshire",
        "West Midlands",
    }
    assert set(within.members) == {MET, *without.members}
    assert (without.weighted, without.includes_self, within.includes_self) == (False, False, True)
    assert without.id != within.id


def test_england_and_wales_without_london_are_all_forces_but_its_two() -> None:
    (whole,) = comparison_sets()["england_and_wales_without_london"].comparators(MET)
    assert set(whole.members) == set(names_of_forces()) - {MET, "E23000034"}
    assert len(whole.members) == 41
    assert whole.weighted


def test_an_area_without_a_list_is_compared_with_none() -> None:
    assert all(one.comparators("E09000007") == () for one in comparison_sets().values())


def test_a_partnership_adds_a_list_and_its_areas_are_known(tmp_path: Path) -> None:
    sets = with_own(own(tmp_path, NEIGHBOURS))
    assert set(sets) == {*comparison_sets(), "statistical_neighbours"}
    assert codes_compared(sets.values(), ["E09000007"]) == {"E09000013", "E09000020"}
    assert codes_compared(sets.values(), ["E09000001"]) == frozenset()
    assert set(comparison_sets()) == {"most_similar_forces", "england_and_wales_without_london"}


def test_a_list_of_the_same_id_answers_in_place_of_ours(tmp_path: Path) -> None:
    text = NEIGHBOURS.replace("id: statistical_neighbours", "id: most_similar_forces")
    sets = with_own(own(tmp_path, text, "most_similar_forces"))
    assert sets["most_similar_forces"].comparators(MET) == ()


def test_a_folder_that_is_not_there_adds_nothing(tmp_path: Path) -> None:
    assert with_own(tmp_path / "records" / "comparators") == comparison_sets()


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (("E09000013", "E09000007"), "E09000007 is in its own list: leave it out, and say includes_self"),
        (("E09000020", "E09000013"), "the list of E09000007 has an area twice"),
        (("[E09000013, E09000020]", "[]"), "E09000007 has no area to be compared with: give some, or leave it out"),
        (("E09000013", "Hackney"), r"of\.E09000007\.0"),
        (("version: November 2024", "version: tbc"), "a placeholder"),
        (("of:", "off:"), "of: missing"),
    ],
)
def test_a_list_that_does_not_fit_is_refused_by_field(tmp_path: Path, change: tuple[str, str], found: str) -> None:
    with pytest.raises(DocumentError, match=f"(?s){found}.*do this"):
        with_own(own(tmp_path, NEIGHBOURS.replace(*change)))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Metropolitan Police", MET),
        ("Metropolitan Police Service", MET),
        ("London, City of", "E23000034"),
        ("City of London Police", "E23000034"),
        ("Devon and Cornwall", "E23000035"),
        ("Devon & Cornwall Police", "E23000035"),
        ("Avon & Somerset", "E23000036"),
        ("Kent", "E23000032"),
        ("North Wales Police", "W15000001"),
        ("British Transport Police", None),
    ],
)
def test_forces_are_known_by_the_names_that_publishers_use(name: str, code: str | None) -> None:
    assert code_of_force(name) == code


def test_residents_are_those_of_43_forces_in_mid_2024() -> None:
    people = residents_of_forces()
    assert set(people) == set(names_of_forces())
    assert len(people) == 43
    assert people[MET] == 9_074_625
    assert sum(people.values()) == 61_806_682  # England and Wales
