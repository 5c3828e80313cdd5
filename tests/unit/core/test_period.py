from __future__ import annotations

import pytest

from opensna.core.errors import PeriodError
from opensna.core.period import Period


@pytest.mark.parametrize(
    ("text", "same_as"),
    [
        ("2023", "2023-01/2023-12"),
        ("fy2019-20", "2019-04/2020-03"),
        ("2024-02", "2024-02/2024-02"),
        (" 2022-10/2023-09 ", "2022-10/2023-09"),
    ],
)
def test_every_spelling_of_a_period_reads_back_as_months(text: str, same_as: str) -> None:
    assert str(Period.parse(text)) == same_as


@pytest.mark.parametrize("text", ["", "2023-13", "2023-09/2022-10", "fy2019-21", "last year", "2023/24"])
def test_a_period_that_cannot_be_read_says_what_to_give(text: str) -> None:
    with pytest.raises(PeriodError, match="do this: give a first and a last month"):
        Period.parse(text)


def test_mid_year_is_the_year_that_holds_the_midpoint() -> None:
    assert Period.parse("2022-10/2023-09").mid_year == 2023
    assert Period.parse("2024-04/2024-06").mid_year == 2024


def test_shift_keeps_the_length_across_a_leap_year() -> None:
    assert Period.parse("2024-02").shift(-12) == Period.parse("2023-02")


@pytest.mark.parametrize(
    ("wanted", "held", "best"),
    [
        ("2022", ["2021", "2021-12/2022-11", "2022", "2022-12/2023-11", "2022-12"], "2022"),
        ("2023", ["fy2021-22", "fy2022-23", "fy2023-24"], "fy2023-24"),
        ("2022", ["2019-01/2021-12", "2020-01/2022-12", "2021-01/2023-12"], "2020-01/2022-12"),
        ("2023", ["2020", "2021", "2021-12"], "2021"),
        ("2023", ["2021-01/2023-12", "2023"], "2023"),
    ],
)
def test_of_several_periods_the_one_that_tells_most_of_another(wanted: str, held: list[str], best: str) -> None:
    found = max(map(Period.parse, held), key=lambda period: period.tells_of(Period.parse(wanted)))
    assert found == Period.parse(best)
