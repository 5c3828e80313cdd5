"""How a table is laid out on paper: what each column is given, in which size of type, upright or across."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from opensna.core.block import Table

PAGE, ACROSS = 104, 157
"""Characters of the largest table type that fit a line of an upright page and of one that lies across."""
GAP, TIGHT = 3, 0.85
"""Characters between columns, and between those of a table that would else not fit an upright page."""
INSETS = {GAP: 1.6, TIGHT: 0.6}
"""Millimetres on each side of a cell."""
SMALLEST = 8.5
BOLD = 1.12
"""How much wider a word is in the heads of columns."""
MOST_UPRIGHT, MOST_TOGETHER = 8, 8
"""Most columns of a table on an upright page; most rows of one that is never broken between pages, for a longer one kept whole
leaves half of the page before it white."""
MOST_USUAL = 14
"""Most rows of a table whose columns are set for their longest cell."""
MOST_BESIDE = 45
"""Most rows of a chart's table that is printed beneath the chart; a longer one stands at the end of the document."""


PICTURE = 154.0
"""Millimetres across a picture: its smallest text, 15 pixels of 720, is 12 pixels (9 points) on paper then."""


@dataclass(frozen=True)
class Layout:
    """Share of the line for each column (together at most 1), the type's size in points, and whether the page lies across.

    `inset` is what each cell keeps free at its sides, in millimetres.
    """

    shares: tuple[float, ...]
    size: float
    lies_across: bool
    is_kept_together: bool
    inset: float


@dataclass(frozen=True)
class _Setting:
    """A way to set a table: characters of a line, size of type, gap, most lines of a column's name."""

    room: float
    size: float
    gap: float
    lines: int
    lies_across: bool = False


def layout(table: Table, *, wider: float = 1.0) -> Layout:
    """The layout of a table: as wide as its text, at most the line; smaller and closer type, then a page across, for many columns.

    `wider` says how much wider the format's letters are than those that `PAGE` counts.
    """
    columns = list(zip(table.columns, *table.rows, strict=True)) if table.rows else [(name,) for name in table.columns]
    for setting in _settings(len(columns), wider):  # the first that fits, or else the last
        least = [setting.gap + _least(cells, setting.lines) for cells in columns]
        if sum(least) <= setting.room:
            break
    gap, room = setting.gap, setting.room
    whole = [max(part, gap + max(map(len, cells[1:]), default=0)) for part, cells in zip(least, columns, strict=True)]
    usual = [max(part, gap + _usual(cells[1:])) for part, cells in zip(least, columns, strict=True)]
    given = whole if sum(whole) <= room else _shared(least, usual, room)
    spare = min(GAP - gap, max(0.0, room - sum(given)) / len(given))
    shares = tuple((width + spare) / room for width in given)
    return Layout(shares, setting.size, setting.lies_across, len(table.rows) <= MOST_TOGETHER, INSETS[gap])


def _settings(columns: int, wider: float) -> Iterator[_Setting]:
    """Ways to set a table of so many columns, from the most readable."""
    size = 9.5 if columns <= 5 else 9.0 if columns <= MOST_UPRIGHT else SMALLEST
    upright, across = (room * 9.5 / wider for room in (PAGE, ACROSS))
    if columns <= MOST_UPRIGHT:
        yield _Setting(upright / size, size, GAP, 3)
        yield _Setting(upright / SMALLEST, SMALLEST, GAP, 6)
    yield _Setting(upright / SMALLEST, SMALLEST, TIGHT, 6)
    yield _Setting(across / size, size, GAP, 3, lies_across=True)


def _least(cells: Sequence[str], lines: int) -> float:
    """The width that no word of a column is broken at, and its name is set on so many lines at most."""
    name, *values = cells
    return max(BOLD * _longest_word(name), _of_head(name, lines), *map(_longest_word, values))


def _longest_word(cell: str) -> float:
    """The longest word of a cell, in characters; a capital is wider than most."""
    words = cell.replace("-", "- ").replace("_", "_ ").replace("/", "/ ").split()
    return max((len(word) + 0.35 * sum(map(str.isupper, word)) for word in words), default=0.0)


def _of_head(name: str, lines: int) -> float:
    """The width at which a column's name is set on two lines, or on more if it is long."""
    return min(len(name) / count + count for count in range(2, lines + 1))


def _usual(cells: Sequence[str]) -> int:
    """The length that a column is set for: in a long table that of its middle cell, else its longest up to three times that."""
    lengths = sorted(map(len, cells))
    if not lengths:
        return 0
    middle = lengths[len(lengths) // 2]
    return min(lengths[-1], 3 * middle) if len(lengths) <= MOST_USUAL else middle


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
