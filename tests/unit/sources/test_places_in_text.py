"""Words for a place, all invented, and the grade that each rule gives them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opensna.sources._places_in_text import GRADES, GradedPlace, graded

CROYDON, SUTTON, HACKNEY = "E09000008", "E09000029", "E09000012"


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("Black Lion pub on Commercial Road", "exact"),
        ("the Black Lion pub", "exact"),
        ("Elm Park School", "exact"),
        ("12 Acacia Avenue", "exact"),
        ("12b Old Acacia Rd", "exact"),
        ("SE5 9RS", "exact"),
        ("o/s McDonalds, Brixton Road", "exact"),
        ("St James Park", "exact"),
        ("Commercial Road", "street"),
        ("Commercial Rd.", "street"),
        ("junction of Elm Ave and Oak Lane", "street"),
        ("High Street, Croydon", "street"),
        ("High St, Sutton", "street"),
        ("Camden High Street", "street"),
        ("Croydon", "area"),
        ("somewhere in SW9", "area"),
        ("a pub in Hackney", "area"),
        ("High Street", "none"),
        ("Station Road", "none"),
        ("in the street", "none"),
        ("on the road", "none"),
        ("outside a pub", "none"),
        ("Public house", "none"),
        ("McDonalds", "none"),
        ("at school", "none"),
        ("primary school", "none"),
        ("u/k", "none"),
        ("N/K", "none"),
        ("unkonwn", "none"),
        ("uknown", "none"),
        ("  ", "none"),
        ("", "none"),
    ],
)
def test_the_grade_of_words(text: str, grade: str) -> None:
    assert graded(text).grade == grade
    assert not graded(text).is_home


def test_no_words_are_no_place() -> None:
    assert graded(None) == GradedPlace("none", False, "Unknown")


@pytest.mark.parametrize(
    "text", ["Patient's home", "pts home", "pt home", "home", "Home, upstairs", "own flat", "DV at home", "friend's house",
             "her flat", "flat 3, 12 Acacia Avenue", "partner’s address", "at home SE5 9RS", "assaulted at his home, 4 Elm Road"],
)  # fmt: skip
def test_a_private_home_is_told_apart_and_never_graded_above_area(text: str) -> None:
    assert graded(text).is_home
    assert graded(text).grade in ("area", "none")


@pytest.mark.parametrize(
    "text", ["care home", "Elm Nursing Home", "children's home", "public house", "on way home", "walking home"]
)
def test_other_homes_and_the_way_home_are_no_private_home(text: str) -> None:
    assert not graded(text).is_home


@pytest.mark.parametrize(
    ("text", "borough"),
    [
        ("Croydon", CROYDON),
        ("own flat in Croydon", CROYDON),
        ("High Street, Sutton", SUTTON),
        ("Croydon Road, Sutton", SUTTON),
        ("bus stop HACKNEY", HACKNEY),
        ("Kensington and Chelsea", "E09000020"),
        ("Kensington & Chelsea", "E09000020"),
        ("Chelsea", "E09000020"),
        ("City of London", "E09000001"),
        ("Croydon Road", "Unknown"),
        ("Camden High Street", "Unknown"),
        ("Croydon or Sutton", "Unknown"),
        ("Paris", "Unknown"),
    ],
)
def test_the_one_borough_that_is_named_outside_a_roads_name(text: str, borough: str) -> None:
    assert graded(text).borough_code == borough


@given(st.text(max_size=60))
def test_any_words_have_one_of_the_four_grades(text: str) -> None:
    place = graded(text)
    assert place.grade in GRADES
    assert place == graded(text.upper()) or not text.isascii()
