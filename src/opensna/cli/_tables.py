"""Tables for a person: an id, a number or an address is never folded, so that it can be read and copied."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

WIDE = 100_000
"""The width where standard output is no terminal: nothing is folded in a file or a pipe."""

READABLE = 14
"""A column of sentences is not made narrower than this, or than its longest word."""


def print_rows(console: Console, title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table; on a terminal that is too narrow for it one record below another, a line a column."""
    out = console if console.is_terminal else Console(file=console.file, highlight=False, width=WIDE)
    if title:
        out.print(Text(title, style="italic"), soft_wrap=True)
    cells = [[row[i] for row in rows] for i in range(len(columns))]
    least = [_least(column, held) for column, held in zip(columns, cells, strict=True)]
    spare = out.width - sum(least) - len(least) - 1
    if spare < 0:
        return _print_records(out, columns, rows)
    is_tight = spare < 2 * len(least) + sum(map(len, columns))
    table = Table(padding=(0, 1 if spare >= 2 * len(least) else 0))
    for column, held, width in zip(columns, cells, least, strict=True):
        is_whole = _is_whole(held)
        heading = textwrap.fill(column, width) if is_whole and is_tight else column
        table.add_column(heading, overflow="fold", no_wrap=is_whole)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))  # as text: a mark such as [c] would be read as markup
    return out.print(table)


def _is_whole(cells: Sequence[str]) -> bool:
    """Whether a column holds ids, numbers or addresses, and no sentence."""
    return not any(" " in cell for cell in cells)


def _least(column: str, cells: Sequence[str]) -> int:
    """The width that a column needs."""
    texts = (column,) if _is_whole(cells) else (column, *cells)
    words = max((len(word) for text in texts for word in text.split()), default=0)
    longest = max(map(len, cells), default=0)
    return max(words, longest if _is_whole(cells) else min(READABLE, longest))


def _print_records(out: Console, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    for first, *others in rows:
        out.print(Text(first, style="bold"), soft_wrap=True)
        for column, cell in zip(columns[1:], others, strict=True):
            if cell:
                out.print(Text(f"  {column}: {cell}" if column else f"  {cell}"), soft_wrap=True)
