from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opensna.sources._periods import academic_year, calendar_years, financial_year, from_duration, months_to

APRIL_2018 = ("2018-04-01", "2019-03-31")


@pytest.mark.parametrize("text", ["2018/19", "2018-19", "2018-2019", " 2018/19 ", "2019"])
def test_a_financial_year_runs_from_april_to_march(text: str) -> None:
    assert financial_year(text) == APRIL_2018


@pytest.mark.parametrize("text", ["2018/19", "2018-19", "2019"])
def test_an_academic_year_runs_from_september_to_august(text: str) -> None:
    assert academic_year(text) == ("2018-09-01", "2019-08-31")


def test_the_turn_of_a_century_is_read_as_the_next_year() -> None:
    assert financial_year("1999/00") == ("1999-04-01", "2000-03-31")


def test_three_years_together_are_one_period() -> None:
    assert financial_year("2016/17-18/19") == ("2016-04-01", "2019-03-31")
    assert calendar_years("2016-18") == ("2016-01-01", "2018-12-31")
    assert from_duration("2022-04-01/P3Y") == ("2022-04-01", "2025-03-31")


def test_other_durations_and_single_years() -> None:
    assert calendar_years("2018") == ("2018-01-01", "2018-12-31")
    assert from_duration("2021-08-01/P1Y") == ("2021-08-01", "2022-07-31")
    assert from_duration("2021-12-01/P3M") == ("2021-12-01", "2022-02-28")


def test_months_end_with_the_month_that_is_named() -> None:
    assert months_to("2018-03-01", 1) == ("2018-03-01", "2018-03-31")
    assert months_to("2018-03-01", 3) == ("2018-01-01", "2018-03-31")
    assert months_to("2018-03", 12) == ("2017-04-01", "2018-03-31")


READERS = (financial_year, academic_year, calendar_years, from_duration, lambda text: months_to(text, 3))


@pytest.mark.parametrize(
    "text", ["", "0", "spring", "2018/20", "2018/18", "2019/18", "2018-13-01", "2018-13-01/P1Y", "18/19"]
)
def test_a_text_that_is_no_period_comes_back_for_the_contract_to_report(text: str) -> None:
    for reader in READERS:
        if (reader, text) != (calendar_years, "2018/20"):
            assert reader(text) == (text, text)


@given(st.integers(1950, 2090))
def test_a_year_begins_where_the_one_before_ends(year: int) -> None:
    for reader in (financial_year, academic_year, calendar_years):
        assert reader(str(year))[1] < reader(str(year + 1))[0]
        assert reader(str(year))[0][4:] == reader(str(year + 1))[0][4:]


@given(st.text(max_size=12))
def test_no_text_makes_a_reader_fail(text: str) -> None:
    for reader in READERS:
        start, end = reader(text)
        assert start <= end
