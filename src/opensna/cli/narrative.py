"""Commands for those who write a borough's part of an assessment."""

from __future__ import annotations

from typing import Annotated

import typer

from opensna.actions import narrative as _narrative
from opensna.cli import _show
from opensna.cli._here import AsJson, In, app, open_here
from opensna.core.errors import OpenSNAError

narrative = typer.Typer(
    help="A borough's own part of its assessment: what to refer to, and whether it can be printed.",
    no_args_is_help=True,
)
app.add_typer(narrative, name="narrative")
Edition = Annotated[str | None, typer.Option(help="An edition of the authors'; otherwise the year assessed.")]


@narrative.command("figures")
def figures(
    area: Annotated[str, typer.Argument(help="A name or code.")],
    edition: Edition = None,
    workspace: In = None,
    as_json: AsJson = False,
) -> None:
    """What a narrative of an area can refer to: ids, statistics, and what changes and differences there are."""
    found = _narrative.figures_of(open_here(workspace), area, edition)
    if as_json:
        return _show.print_json([_show.as_plain(one) for one in found])
    columns = ("id", "title", "statistics", "newest period", "change_since", "against")
    rows = [
        (one.id, one.title, ", ".join(one.statistics), one.newest, ", ".join(one.since), ", ".join(one.against))
        for one in found
    ]
    return _show.print_rows(f"{area}: what there is to refer to", columns, rows)


@narrative.command("check")
def check(edition: Edition = None, workspace: In = None, as_json: AsJson = False) -> None:
    """Word every narrative against a stored edition: what cannot be printed, what is typed, what is not written yet."""
    found = _narrative.check_narratives(open_here(workspace), edition)
    if as_json:
        _show.print_json([_plain(one) for one in found])
    else:
        for one in found:
            _print(one)
        _show.notes.print(f"areas with a narrative: {len(found)}", soft_wrap=True)
    if any(one.problems for one in found):
        raise typer.Exit(1)


def _print(one: _narrative.CheckedNarrative) -> None:
    for problem in one.problems:
        _show.results.print(problem.message, markup=False, soft_wrap=True)
    for typed in one.made.unbound:
        _show.warn([f"{typed.where}: {typed.text} rests on no estimate, in: {typed.sentence}"])
    told = ", ".join(one.made.sections) or "none"
    _show.results.print(f"{one.area.name}: written {told}", markup=False, soft_wrap=True)
    if one.missing:
        _show.results.print(f"{one.area.name}: required, not written yet: {', '.join(one.missing)}", soft_wrap=True)


def _plain(one: _narrative.CheckedNarrative) -> dict[str, object]:
    return {
        "area": one.area.code, "sections": list(one.made.sections), "missing": list(one.missing),
        "problems": [_problem(problem) for problem in one.problems],
        "typed": [_show.as_plain(typed) for typed in one.made.unbound],
    }  # fmt: skip


def _problem(error: OpenSNAError) -> dict[str, str]:
    return {"code": error.code, "what": error.what, "where": error.where, "found": error.found,
            "expected": error.expected, "do_this": error.do_this}  # fmt: skip
