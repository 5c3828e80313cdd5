"""Tables on paper: what each column is given."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opensna.core.block import Table
from opensna.report.renderers._layout import PAGE, layout


def table(columns, *rows):
    return Table("A table", tuple(columns), tuple(map(tuple, rows)))


def test_a_narrow_table_is_no_wider_than_its_text():
    assert sum(layout(table(["Year", "Count"], ["2019", "1,000"])).shares) < 0.25


def test_a_long_cell_is_given_more_than_a_short_one_and_the_line_is_filled():
    laid = layout(table(["What", "Text"], ["Word", "many words " * 30]))
    assert laid.shares[1] > 5 * laid.shares[0]
    assert sum(laid.shares) == pytest.approx(1)


def test_one_outlier_does_not_starve_a_column_of_usual_cells():
    rows = [
        ["A question of forty characters or thereabouts", "short", "a method in thirty characters"] for _ in range(9)
    ]
    laid = layout(table(["Q", "S", "M"], *rows, ["x", "an outlier " * 20, "m"]))
    assert laid.shares[2] > 0.25


@pytest.mark.parametrize(("columns", "size", "lies_across"), [(3, 9.5, False), (7, 9.0, False), (12, 8.5, True)])
def test_many_columns_are_set_smaller_and_then_lie_across(columns, size, lies_across):
    laid = layout(table([f"C{i}" for i in range(columns)], ["12,345,678"] * columns))
    assert (laid.size, laid.lies_across) == (size, lies_across)


@pytest.mark.parametrize("wider", [1.0, 1.03])
def test_the_hours_of_a_week_stand_upright_closer_together_with_no_word_broken(wider):
    hours = ["Weekday", *map(str, range(24)), "Data"]
    laid = layout(table(hours, ["Wednesday", *["123"] * 24, "synthetic"]), wider=wider)
    assert (laid.size, laid.lies_across, laid.inset) == (8.5, False, 0.6)
    room = PAGE * 9.5 / 8.5 / wider
    assert laid.shares[0] * room >= len("Wednesday") + 1
    assert laid.shares[1] * room >= len("123") + 0.5


def test_long_names_of_few_columns_are_set_on_more_lines_before_the_page_is_turned():
    name = "Hospital admissions for assault by object"
    laid = layout(table([f"{name} {i}" for i in range(6)], ["1,234"] * 6))
    assert (laid.size, laid.lies_across, laid.inset) == (8.5, False, 1.6)


def test_a_bold_name_is_given_more_than_its_letters():
    laid = layout(table(["What", "Hackney"], ["Many words " * 40, "1"]))
    assert laid.shares[1] * PAGE >= len("Hackney") * 1.1 + 3


def test_a_format_with_wider_letters_fits_fewer_on_a_line():
    words = table([f"C{i}" for i in range(5)], ["thirteen long"] * 5)
    assert sum(layout(words, wider=1.2).shares) > sum(layout(words).shares)


def test_long_words_turn_the_page():
    assert layout(table(["A", "B"], ["x" * 60, "y" * 60])).lies_across


def test_a_table_without_rows_has_a_layout():
    assert len(layout(table(["A", "B"])).shares) == 2


@settings(max_examples=50, deadline=None)
@given(
    st.integers(1, 12).flatmap(
        lambda n: st.lists(st.lists(st.text(max_size=80), min_size=n, max_size=n), min_size=1, max_size=6)
    )
)
def test_every_column_is_given_something_and_together_no_more_than_the_line(cells):
    laid = layout(table(*cells))
    assert all(share > 0 for share in laid.shares)
    assert sum(laid.shares) <= 1 + 1e-9


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(1, 12), min_size=2, max_size=5))
def test_a_word_that_has_room_is_never_broken(lengths):
    long = ["word " * 40 for _ in lengths]
    laid = layout(table(["x" * n for n in lengths], long))
    assert all(share * PAGE >= n for share, n in zip(laid.shares, lengths, strict=True))
