"""The commissioning map: what is needed, what is provided, and the gaps between."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import typer

from opensna.actions import map_provision as _map
from opensna.cli import _show
from opensna.cli._here import AsJson, In, On, app, open_here
from opensna.disclosure.policy import Agreement


@app.command(name="map-provision")
def map_provision(
    on: On = None,
    period: Annotated[str | None, typer.Option(help="Whose need; otherwise the period assessed.")] = None,
    audience: Annotated[
        Literal["authors", "partnership", "public"],
        typer.Option(help="Whom its counts are disclosed for: small ones are pooled or hidden for all but authors."),
    ] = "authors",
    agreement: Annotated[
        str | None, typer.Option(help="For the partnership: the information sharing agreement it is read under.")
    ] = None,
    policy: Annotated[str, typer.Option(help="The disclosure policy of that agreement.")] = "threshold_5",
    without: Annotated[
        str | None, typer.Option(help="A programme of the register, by id: what would change if it ended.")
    ] = None,
    months: Annotated[int, typer.Option(help="How far ahead to look for the end of funding.")] = 12,
    into: Annotated[Path | None, typer.Option(help="Write the page into this folder.")] = None,
    workspace: In = None,
    as_json: AsJson = False,
) -> None:
    """Need beside provision, with each gap's reasons (a working paper: not for release until a second person has reviewed it)."""
    read_under = Agreement(agreement, policy) if agreement else None
    with _show.progress_bar() as progress:
        made = _map.map_provision(
            open_here(workspace), on=on.date() if on else date.today(), period=period, audience=audience,
            agreement=read_under, months=months, into=into, progress=progress,
        )  # fmt: skip
    if without:
        return _print_change(made, without, as_json=as_json)
    if as_json:
        return _show.print_json([_show.as_plain(gap) for gap in made.map.gaps])
    _show.warn([*(["SYNTHETIC data: the need is made up."] if made.is_synthetic else []), *made.notes])
    for gap in made.map.gaps:
        _show.results.print(f"- {gap.sentence}", markup=False, soft_wrap=True)
    return _show.notes.print(f"the page: {made.page}", soft_wrap=True) if made.page else None


def _print_change(made: _map.Mapped, programme: str, *, as_json: bool) -> None:
    change = _map.without_programme(made, programme)
    if as_json:
        return _show.print_json({
            "cells": change.cells.to_dict("records"), "gaps_opened": change.gaps_opened, "gaps_closed": change.gaps_closed,
            "gaps_moved": change.gaps_moved,
        })  # fmt: skip
    said = (("opened", change.gaps_opened), ("closed", change.gaps_closed), ("of other areas", change.gaps_moved))
    for what, names in said:
        _show.results.print(f"gaps {what}: {', '.join(names) or 'none'}", markup=False, soft_wrap=True)
    cells = (
        change.cells.groupby(["cohort", "band", "what"], sort=False).agg(areas=("area_code", "nunique")).reset_index()
    )
    return _show.print_table(f"Without {programme}: what changes in how many areas", cells, as_json=False)
