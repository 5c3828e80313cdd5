"""The command that compares two editions."""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from opensna.actions.compare import compare_editions, write_page
from opensna.assessment.claims import number, percent
from opensna.assessment.compare_words import sentence
from opensna.catalogue import FIGURES, MEASURES
from opensna.cli import _show
from opensna.cli._here import AsJson, In, app, open_here


@app.command(name="compare")
def compare(
    earlier: Annotated[str, typer.Argument(help="The earlier edition's name.")],
    later: Annotated[str, typer.Argument(help="The later edition's name.")],
    audience: Annotated[Literal["authors", "partnership", "public"], typer.Option(help="Whose editions.")] = "authors",
    area: Annotated[
        list[str] | None, typer.Option(help="A name or code; may be repeated; otherwise the whole.")
    ] = None,
    html: Annotated[Path | None, typer.Option(help="Write a web page of the first area here (authors only).")] = None,
    workspace: In = None,
    as_json: AsJson = False,
) -> None:
    """What moved between two editions, and whether because the data, the definition or the world changed."""
    here = open_here(workspace)
    whole = here.partnership.whole.code
    found = compare_editions(
        here, earlier, later, audience=audience, areas=tuple(area or (() if as_json else (whole,)))
    )
    _show.warn(found.notes)
    if html:
        code = str(found.table["area_code"].iloc[0]) if area else whole
        _show.notes.print(str(write_page(found, html, area=code)), soft_wrap=True)
    if as_json:
        return _show.print_table("", found.table, as_json=True)
    _show.results.print(found.about, markup=False, soft_wrap=True)
    titles = {m.id: m.title for m in MEASURES.values()} | {f.id: f.title for f in FIGURES.values()}
    rows = found.table[(found.table["statistic"] == "count") & (found.table["breakdown"] == "none")].to_dict("records")
    columns = (
        "figure",
        "area",
        "before",
        "after",
        "change",
        "data",
        "definition",
        "world",
        "world, per cent",
        "not told apart",
    )
    _show.print_rows("What moved, and why", columns, [_cells(row) for row in rows])
    for row in rows:
        _show.results.print(sentence(row, titles.get(row["measure"], row["measure"])), markup=False, soft_wrap=True)
    for what, ids in (("only in the earlier", found.only_before), ("only in the later", found.only_after)):
        if ids:
            _show.notes.print(f"{what} edition: {', '.join(ids)}", markup=False, soft_wrap=True)
    return None


def _cells(row: dict[Hashable, Any]) -> tuple[str, ...]:
    mark = str(row["mark"])
    parts = [_signed(row[name], mark or "[x]") for name in ("change", "data", "definition", "world")]
    of_world = "" if row["ratio"] != row["ratio"] else f"{percent(row['ratio'], signed=True)} {row['comparison']}"
    values = [mark if row[name] != row[name] else number(row[name]) for name in ("before", "after")]
    broken = " [b]" if row["broken"] else ""
    return (
        str(row["measure"]),
        str(row["area_name"]),
        *values,
        *parts,
        of_world + broken,
        _signed(row["untold"], mark),
    )


def _signed(value: float, mark: str) -> str:
    if value != value:
        return mark
    return f"{'+' if value > 0 else '−' if value < 0 else ''}{number(abs(value))}"
