"""Commands about evidence: the What Works index."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
import typer

from opensna.actions import whatworks as _whatworks
from opensna.cli import _show
from opensna.cli._here import AsJson, File, In, On, Replace, app, open_here, open_if_any
from opensna.core.document import read_yaml
from opensna.whatworks.history import MONTHS
from opensna.whatworks.registries import registries

whatworks = typer.Typer(help="The What Works index: list, add, read again, import, export.", no_args_is_help=True)
app.add_typer(whatworks, name="whatworks")
_PARTS = ("impact", "evidence", "emmie", "statement")


def _short(ratings: pd.DataFrame) -> list[tuple[str, ...]]:
    """Approach, rating, registry, direction and what it says, in one line each where the terminal allows; --json has all facts."""
    short = {registry.name: registry.short for registry in registries().values()}
    rows: list[tuple[str, ...]] = []
    for row in ratings.to_dict("records"):
        known = [
            str(row[part]) for part in _PARTS if row[part] and not str(row[part]).startswith(("[not known", "see the"))
        ]
        rows.append(
            (row["approach"], row["rating"], short[row["registry"]], row["direction"], "; ".join(known) or "[x]")
        )
    return rows


@whatworks.command("list")
def list_ratings(
    goal: Annotated[str | None, typer.Option(help="young_people or abuse.")] = None,
    priority_area: Annotated[str | None, typer.Option(help="Such as families or communities.")] = None,
    tier: Annotated[str | None, typer.Option(help="primary, secondary or tertiary.")] = None,
    group: Annotated[str | None, typer.Option(help="Whom it is for, such as pupils.")] = None,
    setting: Annotated[str | None, typer.Option(help="Where it is done, such as school.")] = None,
    outcome: Annotated[str | None, typer.Option(help="What it is rated for, such as violence.")] = None,
    direction: Annotated[str | None, typer.Option(help="Such as harmful or 'no clear effect'.")] = None,
    impact: Annotated[str | None, typer.Option(help="A registry and its own word, such as yef:HIGH.")] = None,
    evidence: Annotated[str | None, typer.Option(help="A registry and its own word, such as eif:4.")] = None,
    words: Annotated[str, typer.Option(help="Text of the name or description.")] = "",
    months: Annotated[int, typer.Option(help="A reading older than so many months is old.")] = MONTHS,
    on: On = None,
    workspace: In = None,
    as_json: AsJson = False,
) -> None:
    """Approaches that fit, with each registry's own rating, where registries disagree and which readings are old."""
    conditions: dict[str, Any] = {
        "goal": goal, "priority_area": priority_area, "tier": tier, "group": group, "setting": setting, "outcome": outcome,
        "direction": direction, "impact": impact, "evidence": evidence, "words": words,
    }  # fmt: skip
    given = {name: value for name, value in conditions.items() if value}
    found = _whatworks.whatworks(open_if_any(workspace), on=on.date() if on else date.today(), months=months, **given)
    if as_json:
        stale = [_show.as_plain(rating) for rating in found.stale]
        ratings = found.ratings.to_dict("records")
        return _show.print_json({"ratings": ratings, "disagreements": dict(found.disagreements), "stale": stale})
    title = f"{len(found.approaches)} approaches, {len(found.ratings)} ratings"
    _show.print_rows(title, ("approach", "rating", "registry", "direction", "what it says"), _short(found.ratings))
    for approach, sentence in found.disagreements.items():
        _show.notes.print(f"{approach}: {sentence}", markup=False, soft_wrap=True)
    if found.stale:
        _show.warn([f"{len(found.stale)} readings are old or undated, the first: {found.stale[0].do_this}"])
    return None


@whatworks.command()
def add(file: File, replace: Replace = False, workspace: In = None, as_json: AsJson = False) -> None:
    """Take an approach that somebody wrote (YAML, as in src/opensna/whatworks/approaches) into the workspace."""
    _show.print_paths([_whatworks.add_approach(open_here(workspace), file, replace=replace)], as_json=as_json)


@whatworks.command()
def read(
    approach: Annotated[str, typer.Argument(help="Its id.")],
    rating: Annotated[str, typer.Argument(help="The rating's id, such as YEF-22.")],
    on: On = None,
    changes: Annotated[
        Path | None,
        typer.Option(
            exists=True, dir_okay=False, help="A YAML of the rating's fields that the page now states otherwise."
        ),
    ] = None,
    workspace: In = None,
    as_json: AsJson = False,
) -> None:
    """Write down that somebody read a rating's page again; what it said before goes into the rating's history."""
    made = _whatworks.record_reading(
        open_here(workspace), approach, rating, on=on.date() if on else date.today(),
        changes=read_yaml(changes) if changes else None,
    )  # fmt: skip
    _show.print_paths([made], as_json=as_json)


@whatworks.command("import")
def import_(file: File, replace: Replace = False, workspace: In = None, as_json: AsJson = False) -> None:
    """Take in ratings (CSV, as export writes) or studies (RIS, or JSON of EPPI-Reviewer)."""
    here = open_here(workspace)
    with _show.progress_bar() as progress:
        if file.suffix.lower() == ".csv":
            return _show.print_paths(_whatworks.import_ratings(here, file, progress=progress), as_json=as_json)
        made = _whatworks.import_studies(here, file, replace=replace, progress=progress)
    if as_json:
        return _show.print_json(
            {"record": str(made.record), "without_title": made.read.without_title, "matched": dict(made.matched)}
        )
    known = sum(bool(names) for names in made.matched.values())
    _show.notes.print(
        f"{len(made.read.studies)} studies, {known} of them name an approach; {made.read.without_title} have no title"
    )
    return _show.print_paths([made.record], as_json=False)


@whatworks.command()
def export(into: Path, on: On = None, workspace: In = None, as_json: AsJson = False) -> None:
    """Write the index of a day: its ratings as CSV, whole as JSON, and as a page that filters without a server."""
    with _show.progress_bar() as progress:
        made = _whatworks.export_index(
            open_if_any(workspace), into, on=on.date() if on else date.today(), progress=progress
        )
    _show.print_paths(made, as_json=as_json)
