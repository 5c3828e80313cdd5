"""The section that counts the same offences under other definitions: full, all hidden, empty."""

from __future__ import annotations

from opensna.assessment.edition import Edition
from opensna.core.block import Block, Callout, Prose, Table
from opensna.reference.areas import CITY, LONDON

HACKNEY = "E09000012"


def blocks(edition: Edition, area: str) -> tuple[Block, ...]:
    return next(s.blocks for s in edition.blocks[area] if s.id == "definitions_compared")


def tables(edition: Edition, area: str = HACKNEY) -> list[Table]:
    return [block for block in blocks(edition, area) if isinstance(block, Table)]


def test_each_definition_has_its_count_rate_rank_and_trend(full: Edition) -> None:
    levels = tables(full)[0]
    assert levels.columns[1:] == (
        "Offences",
        "Rate per 1,000",
        "95% interval",
        "Rank among boroughs",
        "On the year before",
    )
    assert [row[0] for row in levels.rows] == [
        "London's definition of serious violence", "Enfield's definition of serious violence (as london)",
        "Kent and Medway's definition of serious violence as analysed, on London's list",
        "Richmond upon Thames's definition of serious violence",
    ]  # fmt: skip
    own, same, *_ = levels.rows
    assert own[1:] == same[1:]
    assert "of 3" in own[4]


def test_the_effect_of_each_switch_is_given_for_every_strand(full: Edition) -> None:
    effects = tables(full)[1]
    found = {row[0]: row[1:] for row in effects.rows}
    assert set(found["Enfield's definition of serious violence"]) == {"unchanged"}
    kent = found["Kent and Medway's definition of serious violence as analysed, on London's list"]
    assert kent[2] == "[x]"
    assert "Exact" in effects.note


def test_the_whole_has_no_rank_and_says_what_is_read_open_and_not_counted(full: Edition) -> None:
    levels, effects, readings, left_open, not_counted = tables(full, LONDON)
    assert not any(column.startswith("Rank") for column in levels.columns)
    assert {row[3] for row in readings.rows} <= {"high", "medium", "low"}
    assert any("Kent" in row[0] for row in left_open.rows)
    assert any("public places" in row[1] for row in not_counted.rows)
    assert "lbhf" not in effects.note


def test_where_all_counts_are_hidden_no_effect_is_shown(suppressed: Edition) -> None:
    levels, effects = tables(suppressed)[:2]
    assert {row[1] for row in levels.rows} == {"[c]"}
    assert {cell for row in effects.rows for cell in row[1:]} <= {"[c]", "[x]"}
    assert "rounding" in effects.note


def test_an_area_that_the_police_figures_leave_out_is_not_available(full: Edition) -> None:
    assert {cell for row in tables(full, CITY)[0].rows for cell in row[1:]} == {"[x]"}


def test_without_police_rows_it_says_what_is_needed(empty: Edition) -> None:
    (block,) = blocks(empty, HACKNEY)
    assert isinstance(block, Callout)
    assert "police_offences" in block.text


def test_it_says_that_a_wider_definition_does_not_make_an_area_more_violent(full: Edition) -> None:
    said = " ".join(b.text for b in blocks(full, HACKNEY) if isinstance(b, Callout | Prose))
    assert "does not make it better, or its area more violent" in said
