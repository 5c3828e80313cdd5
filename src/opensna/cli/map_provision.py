"""The commissioning map: what is needed, what is provided, and the gaps between."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from opensna.actions import map_provision as _map
from opensna.cli import _show
from opensna.cli._here import AsJson, In, app, open_here


@app.command(name="map-provision")
def map_provision(
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Programmes live on this day.")] = None,
    period: Annotated[str | None, typer.Option(help="Whose need; otherwise the period assessed.")] = None,
    months: Annotated[int, typer.Option(help="How far ahead to look for the end of funding.")] = 12,
    into: Annotated[Path | None, typer.Option(help="Write the page into this folder.")] = None,
    workspace: In = None,
    as_json: AsJson = False,
) -> None:
    """Need beside provision, with each gap's reasons (an author's working paper: not for release)."""
    day = on.date() if on else date.today()
    with _show.progress_bar() as progress:
        made = _map.map_provision(
            open_here(workspace), on=day, period=period, months=months, into=into, progress=progress
        )
    if as_json:
        _show.print_json([_show.as_plain(gap) for gap in made.map.gaps])
        return
    _show.warn(made.notes)
    for gap in made.map.gaps:
        _show.results.print(f"- {gap.sentence}", markup=False, soft_wrap=True)
    if made.page:
        _show.notes.print(f"the page: {made.page}", soft_wrap=True)
