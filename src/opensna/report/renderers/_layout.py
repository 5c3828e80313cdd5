"""How a table is laid out on paper: what each column is given, in which size of type, upright or across."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from opensna.core.block import Table

PAGE, ACROSS = 104, 157
"""Characters of the largest table type that fit a line of an upright page and of one that lies across."""
GAP = 3
"""Characters between columns."""
MOST_UPRIGHT, MOST_TOGETHER = 8, 14
"""Most columns of a table on an upright page; most rows of one that is never broken between pages."""
MOST_BESIDE = 45
"""Most rows of a chart's table that is printed beneath the chart; a longer one stands at the end of the document."""


PICTURE = 154.0
"""Millimetres across a picture: its smallest text, 15 pixels of 720, is 12 pixels (9 points) on paper then."""


@dataclass(frozen=True)
class Layout:
    """Share of the line for each column (together at most 1), the type's size in points, and whether the page lies across."""

    shares: tuple[float, ...]
    size: float
    lies_across: bool
    is_kept_together: bool


def layout(table: Table) -> Layout:
    """The layout of a table: as wide as its text, at most the line; smaller type, then a page across, for many columns."""
    columns = list(zip(table.columns, *table.rows, strict=True)) if table.rows else [(name,) for name in table.columns]
    least = [GAP + max(_of_head(cells[0]), *map(_longest_word, cells)) for cells in columns]
    whole = [max(part, GAP + max(map(len, cells[1:]), default=0)) for part, cells in zip(least, columns, strict=True)]
    usual = [max(part, GAP + _usual(cells[1:])) for part, cells in zip(least, columns, strict=True)]
    size = 9.5 if len(columns) <= 5 else 9.0 if len(columns) <= MOST_UPRIGHT else 8.5
    lies_across = len(columns) > MOST_UPRIGHT or sum(least) > PAGE * 9.5 / size
    room = (ACROSS if lies_across else PAGE) * 9.5 / size
    given = whole if sum(whole) <= room else _shared(least, usual, room)
    return Layout(tuple(width / room for width in given), size, lies_across, len(table.rows) <= MOST_TOGETHER)


def _longest_word(cell: str) -> int:
    return max(map(len, cell.replace("-", "- ").replace("_", "_ ").replace("/", "/ ").split()), default=0)


def _of_head(name: str) -> float:
    """The width at which a column's name is set on two lines, or three if it is long."""
    return min(len(name) / 2 + 2, len(name) / 3 + 3)


def _usual(cells: Sequence[str]) -> int:
    """The length that a column is set for: in a long table that of its middle cell, else its longest up to three times that."""
    lengths = sorted(map(len, cells))
    if not lengths:
        return 0
    middle = lengths[len(lengths) // 2]
    return min(lengths[-1], 3 * middle) if len(lengths) <= MOST_TOGETHER else middle


def _shared(least: Sequence[float], usual: Sequence[float], room: float) -> list[float]:
    """The room shared in proportion to what their cells usually hold, but to each its longest word at the least.

    In proportion, the cells of every column are about equally many lines, so that rows are as low as they can be.
    """
    if sum(least) >= room:
        return [room * part / sum(least) for part in least]
    held: set[int] = set()
    while True:
        free = [i for i in range(len(least)) if i not in held]
        part = (room - sum(least[i] for i in held)) / sum(usual[i] for i in free)
        short = {i for i in free if usual[i] * part < least[i] - 1e-9}
        if not short:
            return [least[i] if i in held else usual[i] * part for i in range(len(least))]
        held |= short
