"""What a narrative can refer to, listed so that every id can be copied: none is ever cut or folded."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from opensna.actions.narrative import Referable
from opensna.cli import _show

WIDE = 10_000
"""Characters across that no list of figures needs."""
COLUMNS = ("id", "title", "statistics", "newest period", "change_since", "against")


def print_figures(title: str, found: Sequence[Referable], *, console: Console = _show.results) -> None:
    """A line a figure, as a table; where a terminal has no room for that, the id on a line and the rest beneath it."""
    table = _table(title, found)
    wide = Console(highlight=False, width=WIDE)
    if not console.is_terminal:
        wide.print(table, crop=False)
    elif console.measure(table, options=wide.options).maximum <= console.width:
        console.print(table)
    else:
        console.print(Text(title, style="italic"))
        for one in found:
            _print_beneath(one, console)


def _table(title: str, found: Sequence[Referable]) -> Table:
    table = Table(title=title, title_justify="left")
    for column in COLUMNS:
        table.add_column(column, no_wrap=True)
    for one in found:
        cells = (one.id, one.title, ", ".join(one.statistics), one.newest, ", ".join(one.since), ", ".join(one.against))
        table.add_row(*map(Text, cells))
    return table


def _print_beneath(one: Referable, console: Console) -> None:
    ways = (("change_since", one.since), ("against", one.against))
    told = [
        f"{one.newest}: {', '.join(one.statistics)}",
        *(f"{name}: {', '.join(held)}" for name, held in ways if held),
    ]
    console.print(Text(one.id, style="bold"), soft_wrap=True)
    console.print(Padding(Text("\n".join((one.title, *told))), (0, 0, 0, 4)))
