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


@pytest.mark.parametrize(("columns", "size", "lies_across"), [(3, 9.5, False), (7, 9.0, False), (9, 8.5, True)])
def test_many_columns_are_set_smaller_and_then_lie_across(columns, size, lies_across):
    laid = layout(table([f"C{i}" for i in range(columns)], ["1"] * columns))
    assert (laid.size, laid.lies_across) == (size, lies_across)


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
