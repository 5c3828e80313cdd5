"""The table of whether the areas add up to the whole."""

from __future__ import annotations

from opensna.assessment.edition import Edition
from opensna.core.block import Prose, Table
from opensna.reference.areas import LONDON

HACKNEY = "E09000012"


def tables(edition: Edition, area: str) -> list[Table]:
    blocks = next(s.blocks for s in edition.blocks[area] if s.id == "data_quality")
    return [b for b in blocks if isinstance(b, Table) and "add up" in b.title]


def test_london_s_totals_are_set_against_its_boroughs(full: Edition) -> None:
    (table,) = tables(full, LONDON)
    assert table.columns[1:3] == ("London", "All boroughs and no place")
    exact = [row for row in table.rows if row[4] == "exactly"]
    assert len(exact) > 10
    assert all(row[1] == row[2] for row in exact)


def test_a_measure_that_is_not_meant_to_add_up_says_why(full: Edition) -> None:
    (table,) = tables(full, LONDON)
    assert any("for the whole alone" in row[4] and row[2] == "[z]" for row in table.rows)


def test_hidden_parts_are_shown_as_what_they_may_be(suppressed: Edition) -> None:
    (table,) = tables(suppressed, LONDON)
    hidden = [row for row in table.rows if row[4] == "as far as hidden figures allow"]
    assert hidden
    assert all("to" in row[2] or "or more" in row[2] for row in hidden)


def test_a_borough_is_told_where_the_totals_are(full: Edition) -> None:
    assert tables(full, HACKNEY) == []
    blocks = next(s.blocks for s in full.blocks[HACKNEY] if s.id == "data_quality")
    assert any(isinstance(b, Prose) and "are set against London's" in b.text for b in blocks)
