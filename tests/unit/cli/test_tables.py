"""Ids can be read and copied from a table, whatever the width."""

from __future__ import annotations

import io

from rich.console import Console

from opensna.cli._tables import print_rows

COLUMNS = ("id", "title", "source")
ROWS = [("mps_violence_without_injury_by_ward", "Violence without injury, by ward of the offence", "mps_ward_crime")]


def printed(width: int, *, terminal: bool, rows: list[tuple[str, ...]] = ROWS) -> str:
    file = io.StringIO()
    print_rows(
        Console(file=file, width=width, force_terminal=terminal, color_system=None, highlight=False),
        "Measures",
        COLUMNS,
        rows,
    )
    return file.getvalue()


def test_words_are_folded_and_ids_are_not() -> None:
    told = printed(90, terminal=True)
    assert "┃" in told
    assert ROWS[0][0] in told
    assert "mps_ward_crime" in told
    assert ROWS[0][1] not in told
    assert max(map(len, told.splitlines())) <= 90


def test_where_a_table_does_not_fit_each_record_is_printed_by_itself() -> None:
    assert printed(60, terminal=True).splitlines() == [
        "Measures", ROWS[0][0], f"  title: {ROWS[0][1]}", "  source: mps_ward_crime",
    ]  # fmt: skip


def test_headings_are_folded_before_a_table_is_given_up() -> None:
    file = io.StringIO()
    console = Console(file=file, width=24, force_terminal=True, color_system=None)
    print_rows(console, "", ("area", "rank by count", "rate"), [("Camden", "4", "6.578"), ("Barnet", "17", "1.9")])
    told = file.getvalue()
    assert "┃      ┃by   ┃     ┃" in told
    assert "│Camden│4    │6.578│" in told


def test_a_column_without_a_value_is_left_out_of_its_record() -> None:
    assert "title" not in printed(40, terminal=True, rows=[(ROWS[0][0], "", "mps_ward_crime")])


def test_nothing_is_folded_in_a_pipe() -> None:
    told = printed(20, terminal=False)
    assert all(cell in told for cell in ROWS[0])
    assert len([line for line in told.splitlines() if "mps" in line]) == 1


def test_a_table_without_rows_is_its_headings() -> None:
    assert "source" in printed(60, terminal=True, rows=[])
