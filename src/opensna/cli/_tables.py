"""Tables for a person: an id, a number or an address is never folded, so that it can be read and copied."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

WIDE = 100_000
"""The width where standard output is no terminal: nothing is folded in a file or a pipe."""

READABLE = 16
"""A column of sentences is not made narrower than this, or than its longest word."""


def print_rows(console: Console, title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table; on a terminal that is too narrow for it one record below another, a line a column."""
    out = console if console.is_terminal else Console(file=console.file, highlight=False, width=WIDE)
    if title:
        out.print(Text(title, style="italic"), soft_wrap=True)
    whole = [not any(" " in row[i] for row in rows) for i in range(len(columns))]
    if sum(_least(columns[i], [row[i] for row in rows], whole[i]) + 3 for i in range(len(columns))) + 1 > out.width:
        return _print_records(out, columns, rows)
    table = Table()
    for column, is_whole in zip(columns, whole, strict=True):
        table.add_column(column, overflow="fold", no_wrap=is_whole)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))  # as text: a mark such as [c] would be read as markup
    return out.print(table)


def _least(column: str, cells: Sequence[str], is_whole: bool) -> int:
    """The width that a column needs."""
    if is_whole:
        return max(map(len, [column, *cells]))
    words = max(len(word) for text in (column, *cells) for word in text.split() or [""])
    return max(words, min(READABLE, max(map(len, cells))))


def _print_records(out: Console, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    for first, *others in rows:
        out.print(Text(first, style="bold"), soft_wrap=True)
        for column, cell in zip(columns[1:], others, strict=True):
            if cell:
                out.print(Text(f"  {column}: {cell}" if column else f"  {cell}"), soft_wrap=True)
