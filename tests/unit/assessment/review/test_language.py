from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opensna.assessment.review.language.ages import ages
from opensna.assessment.review.language.numbers import hours, numbers
from opensna.assessment.review.language.periods import periods
from opensna.assessment.review.language.sentences import sentences
from opensna.assessment.review.language.words import likeness, rarity, stem


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("rose by 22 percent and then 8.5%", [22, 8.5]),
        ("£1,190,424,480 a year, roughly £3.3 million a day", [1_190_424_480, 3_300_000]),
        ("In 2023 Table 4 shows 17 offences", [17]),
        ("aged 16 to 59 in 2021/22 between 3pm and 5pm", []),
        ("two in every 5 victims, nearly a third", [40, 100 / 3]),
        ("forty-seven people and eleven boroughs", [47, 11]),
        ("a change of -4% and +40", [-4, 40]),
        ("a file of 4.80MB on Covid-19, the 5th highest", []),
        ("one of us said 1,000 and 2000", [1000]),
    ],
)
def test_numbers_are_read_and_years_ages_labels_and_hours_are_not(text: str, values: list[float]) -> None:
    assert [number.value for number in numbers(text)] == pytest.approx(values)


@given(st.integers(1, 999_999_999))
@settings(max_examples=50)
def test_a_written_number_is_read_back(value: int) -> None:
    assert [number.value for number in numbers(f"There were £{value:,} in all.")] == [value]


def test_a_number_agrees_with_what_rounds_to_it() -> None:
    (printed,) = numbers("£14.9 million")
    assert not printed.agrees(14_972_077)
    assert printed.agrees(14_940_000)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("the year ending March 2024", "2023-04/2024-03"),
        ("April 2023- May 2024", "2023-04/2024-05"),
        ("April – July 2023", "2023-04/2023-07"),
        ("2017/18 to 2021/22", "2017-04/2022-03"),
        ("in 2022-23", "2022-04/2023-03"),
        ("2019 - 2023", "2019-01/2023-12"),
        ("August 2023", "2023-08/2023-08"),
        ("a three-year data set", "P3Y"),
        ("since 2018", "2018-01/.."),
    ],
)
def test_periods_are_read_as_months(text: str, value: str) -> None:
    assert [span.value for span in periods(text)] == [value]


def test_a_year_before_a_number_is_not_a_range() -> None:
    assert [span.value for span in periods("from 53 in 2019 to 73 in 2023")] == ["2019-01/2019-12", "2023-01/2023-12"]


def test_an_age_needs_a_word_for_age() -> None:
    assert ages("3 to 5 visits and 10 to 12 people") == ()
    assert [(a.lower, a.upper) for a in ages("suspects aged ten to 24")] == [(10, 24)]
    assert [(a.lower, a.upper) for a in ages("where under 24.")] == [(None, 23)]


def test_hours_are_read() -> None:
    assert hours("between 3–4pm and 11pm") == ("3–4pm", "11pm")


def test_a_short_form_does_not_end_a_sentence() -> None:
    assert sentences("Work e.g. In Ealing. It rose to 3.5. Then? Yes.") == (
        "Work e.g. In Ealing.",
        "It rose to 3.5.",
        "Then?",
        "Yes.",
    )


def test_likeness_is_one_for_the_same_words_and_nought_for_none_in_common() -> None:
    known = rarity(["knife crime rose", "robbery fell"])
    assert likeness(["knif", "crim"], ["crim", "knif"], known) == pytest.approx(1)
    assert likeness(["knif"], ["robber"], known) == 0
    assert likeness([], ["robber"], known) == 0


def test_words_of_one_root_share_a_stem() -> None:
    assert stem("admissions") == stem("admission")
    assert stem("under-25s") == stem("under 25")
