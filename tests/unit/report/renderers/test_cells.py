from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opensna.assessment.claims import number, percent, rate
from opensna.core.block import Table
from opensna.report.renderers._cells import Number, cell_of, grid_of, neutral, unique
from opensna.report.renderers.xlsx import code_of


@pytest.mark.parametrize(
    ("text", "value", "code"),
    [
        ("1,204", "1204", "#,##0"), ("1204", "1204", "0"), ("0", "0", "#,##0"), ("12.3%", "0.123", "#,##0.0%"),
        ("−5.1%", "-0.051", '#,##0.0%;"−"#,##0.0%'), ("-5", "-5", "#,##0"), ("+4.0%", "0.04", '"+"#,##0.0%'),
        ("£1,200", "1200", '"£"#,##0'), ("35 [b]", "35", '#,##0" [b]"'), ("0.0061", "0.0061", "#,##0.0000"),
    ],
)  # fmt: skip
def test_a_shown_number_is_stored_as_the_number_and_the_format_that_shows_it(text, value, code):
    cell = cell_of(text)
    assert isinstance(cell, Number)
    assert (cell.value, cell.shown, code_of(cell)) == (Decimal(value), text, code)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "007",
        "1e5",
        "6.1e-05",
        "-0",
        "−0.0%",
        "1,20",
        "12,345,6",
        "2019-01-01",
        "1.2.3",
        "[c]",
        "٣",
        "1 to 2",
        "1" * 16,
    ],
)
def test_what_could_not_be_shown_again_stays_text(text):
    assert cell_of(text) == text


def displayed(cell: Number) -> str:
    """A slow spreadsheet: the number format applied to the stored number, from the parts of the format alone."""
    code = code_of(cell)
    sections = code.split(";")
    size, section = cell.value, sections[0]
    if size < 0 and len(sections) > 1:
        size, section = -size, sections[1]
    literal = [part for place, part in enumerate(section.split('"')) if place % 2]
    digits = "".join(part for place, part in enumerate(section.split('"')) if not place % 2)
    places = len(digits.partition(".")[2].rstrip("%"))
    text = f"{size * 100 if digits.endswith('%') else size:{',' if ',' in digits else ''}.{places}f}"
    text += "%" if digits.endswith("%") else ""
    before = "".join(part for part in literal if not part.startswith(" "))
    after = "".join(part for part in literal if part.startswith(" "))
    return f"{before}{text}{after}"


@given(
    st.one_of(
        st.floats(0, 1e9).map(number), st.floats(0, 1e6).map(rate), st.floats(-50, 50).map(percent),
        st.floats(-50, 50).map(lambda value: percent(value, signed=True)), st.integers(-10**9, 10**9).map(str),
        st.decimals(-(10**6), 10**6, places=3).map(str), st.integers(0, 10**8).map(lambda value: f"£{value:,} [r]"),
    )
)  # fmt: skip
def test_what_is_shown_is_what_the_sheet_shows(text):
    cell = cell_of(text)
    if isinstance(cell, Number):
        assert displayed(cell) == text


@given(st.text())
def test_no_neutral_text_can_begin_a_formula(text):
    made = neutral(text)
    assert not made.lstrip(" \xa0").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert made.removeprefix("'")[1:] == text[1:] or any(ord(c) < 32 or ord(c) > 0xD7FF for c in text)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "\t=1", "\r=1", "\n=1", " =1", "＝1"])
def test_a_text_that_could_begin_a_formula_has_an_apostrophe_before_it(text):
    assert neutral(text) == f"'{text}"


def test_what_xml_cannot_hold_is_replaced():
    assert neutral("a\x00b\x0bc") == "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}c"


def test_an_interval_has_a_column_for_each_limit():
    table = Table("t", ("Area", "95% interval"), (("A", "1.0 to 2.0"), ("B", "[c]")), numeric=("95% interval",))
    grid = grid_of(table)
    assert grid.columns == ("Area", "95% interval: lower", "95% interval: upper")
    assert [cell.shown if isinstance(cell, Number) else cell for cell in grid.rows[0]] == ["A", "1.0", "2.0"]
    assert grid.rows[1] == ("B", "[c]", "[c]")
    assert grid.numeric == {1, 2}


def test_a_column_that_is_not_numeric_or_not_all_intervals_stays_whole():
    table = Table("t", ("Years", "N"), (("1 to 2", "1 to 2"), ("3 to 4", "none")), numeric=("N",))
    assert grid_of(table).rows == (("1 to 2", "1 to 2"), ("3 to 4", "none"))


def test_years_and_codes_outside_numeric_columns_stay_text():
    assert grid_of(Table("t", ("Year", "N"), (("2019", "5"),), numeric=("N",))).rows[0][0] == "2019"


def test_a_table_without_rows_has_its_columns():
    assert grid_of(Table("t", ("A", "B"), ())).columns == ("A", "B")


def test_headers_are_told_apart():
    assert unique(["A", "a", "", "A"]) == ("A", "a (2)", "Column 3", "A (3)")
