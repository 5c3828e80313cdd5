"""Commands about the directory of services."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from opensna.actions import services as _services
from opensna.cli import _show
from opensna.cli._here import AsJson, File, In, Replace, app, open_here
from opensna.places.directory import Directory

services = typer.Typer(help="The directory of services, in Open Referral UK.", no_args_is_help=True)
app.add_typer(services, name="services")
Feed = Annotated[Path, typer.Argument(exists=True, help="A document, or a folder of documents or of CSVs.")]


@services.command()
def check(feed: Feed, as_json: AsJson = False) -> None:
    """Judge a feed as the standard's validator does: pass, warn or fail, and why. Takes nothing in; fail gives exit code 1."""
    made = _services.check_services(feed)
    _print_verdict(made, as_json=as_json)
    if made.verdict == "fail":
        raise typer.Exit(1)


@services.command("import")
def import_(feed: Feed, replace: Replace = False, workspace: In = None, as_json: AsJson = False) -> None:
    """Take a feed into the workspace as it came, but for the addresses of confidential places."""
    with _show.progress_bar() as progress:
        made = _services.import_services(open_here(workspace), feed, replace=replace, progress=progress)
    _print_verdict(made.directory, as_json=as_json, record=made.record)


@services.command()
def add(file: File, replace: Replace = False, workspace: In = None, as_json: AsJson = False) -> None:
    """Take one service that somebody wrote (YAML, in the standard's own fields) into the workspace."""
    _show.print_paths([_services.add_service(open_here(workspace), file, replace=replace)], as_json=as_json)


@services.command()
def find(
    words: Annotated[str, typer.Argument(help="Text of the name, description or terms.")] = "",
    place: Annotated[str | None, typer.Option(help="A town, borough, area, or the start of a postcode.")] = None,
    age: Annotated[int | None, typer.Option(help="Whole years.")] = None,
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Open on this day.")] = None,
    at: Annotated[
        datetime | None, typer.Option(formats=["%H:%M"], help="At this hour of the day, such as 16:30.")
    ] = None,
    free: Annotated[bool, typer.Option("--free", help="Only what says that it is free.")] = False,
    language: Annotated[str | None, typer.Option(help="A name or code.")] = None,
    workspace: In = None,
    as_json: AsJson = False,
) -> None:
    """Services that fit by place, age, day, hour, cost and language; `ask` names what an entry does not say."""
    found = _services.find(
        open_here(workspace), place=place, age=age, on=on.date() if on else None, at=at.time() if at else None,
        free_only=free, language=language, words=words,
    )  # fmt: skip
    if as_json:
        return _show.print_json([_show.as_plain(service) for service in found])
    rows = [(s.name, s.organisation, "; ".join(s.places), s.cost, ", ".join(s.unsure)) for s in found]
    return _show.print_rows(f"{len(found)} services", ("service", "organisation", "places", "cost", "ask"), rows)


@services.command()
def export(into: Path, workspace: In = None, as_json: AsJson = False) -> None:
    """Write every directory of the workspace out as it came, once more without the addresses of confidential places."""
    with _show.progress_bar() as progress:
        made = _services.export_services(open_here(workspace), into, progress=progress)
    _show.print_paths(made, as_json=as_json)


def _print_verdict(made: Directory, *, as_json: bool, record: Path | None = None) -> None:
    if as_json:
        problems = [_show.as_plain(problem) for problem in made.problems]
        return _show.print_json({
            "verdict": made.verdict, "counts": dict(made.counts), "withheld": len(made.withheld), "problems": problems,
            "record": str(record) if record else None,
        })  # fmt: skip
    counts = ", ".join(f"{name} {n:,}" for name, n in made.counts.items())
    _show.results.print(f"{made.verdict}: {counts}; confidential places taken out of {len(made.withheld)}")
    rows = [(problem.severity, problem.path, problem.what) for problem in made.problems[:20]]
    if rows:
        _show.print_rows(f"{len(made.problems)} problems, the first {len(rows)}", ("severity", "where", "what"), rows)
    return _show.print_paths([record], as_json=False) if record else None
