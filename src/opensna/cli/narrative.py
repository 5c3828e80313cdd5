"""Commands for those who write a borough's part of an assessment."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from opensna.actions import narrative as _narrative
from opensna.actions import narrative_start as _start
from opensna.actions import narrative_word as _word
from opensna.cli import _narrative_listed as _listed
from opensna.cli import _show
from opensna.cli._here import AsJson, In, app, open_here, open_if_any
from opensna.core.errors import OpenSNAError

narrative = typer.Typer(
    help="A borough's own part of its assessment: what to refer to, and whether it can be printed.",
    no_args_is_help=True,
)
app.add_typer(narrative, name="narrative")
Edition = Annotated[str | None, typer.Option(help="An edition of the authors'; otherwise the year assessed.")]


@narrative.command("start")
def start(
    area: Annotated[str, typer.Argument(help="A name or code.")],
    sections: Annotated[list[str], typer.Argument(help="Sections of the template, such as S4 S6.")],
    workspace: In = None,
    as_json: AsJson = False,
) -> None:
    """Make an area's folder and a file a section, with what the template asks of it; never over a file that is there."""
    made = _start.start_narrative(open_here(workspace), area, sections)
    for path in made.kept:
        _show.notes.print(f"left alone, it is there: {path}", markup=False, soft_wrap=True)
    if made.written or as_json:
        _show.print_paths(made.written, as_json=as_json)


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
    return _listed.print_figures(f"{area}: what there is to refer to", found)


@narrative.command("check")
def check(
    edition: Edition = None,
    show: Annotated[bool, typer.Option("--show", help="Print each sentence as it will be worded, by section.")] = False,
    workspace: In = None,
    as_json: AsJson = False,
) -> None:
    """Word every narrative against a stored edition: what cannot be printed, what is typed, what is not written yet."""
    found = _narrative.check_narratives(open_here(workspace), edition)
    if as_json:
        _show.print_json([_plain(one, show) for one in found])
    else:
        for one in found:
            _print(one)
            if show:
                _print_worded(one)
        _show.notes.print(f"areas with a narrative: {len(found)}", soft_wrap=True)
    if any(one.problems for one in found):
        raise typer.Exit(1)


@narrative.command("outline")
def outline(
    file: Annotated[Path, typer.Argument(help="The .docx file to write.")],
    area: Annotated[str, typer.Option(help="A name or code, whose additions to the template are in it.")] = "",
    workspace: In = None,
    as_json: AsJson = False,
) -> None:
    """Write the template as a Word document: every section, who writes it, what it asks, which figures it must hold."""
    here = open_here(workspace) if area else open_if_any(workspace)
    _show.print_paths([_word.outline(here, file, area=area)], as_json=as_json)


@narrative.command("export")
def export(
    area: Annotated[str, typer.Argument(help="A name or code.")],
    file: Annotated[Path, typer.Argument(help="The .docx file to write.")],
    edition: Edition = None,
    workspace: In = None,
    as_json: AsJson = False,
) -> None:
    """Write an area's narrative to Word, with the template's questions; claims are boxes that come back as they went."""
    made = _word.export_narrative(open_here(workspace), area, file, edition=edition)
    if made.unworded:
        _show.warn(
            [f"{made.unworded} claims went out by name: assess first, so that they go out as sentences and numbers"]
        )
    _show.print_paths([made.path], as_json=as_json)


@narrative.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="The .docx file that people wrote in.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Write over narratives that changed since it went out.")
    ] = False,
    workspace: In = None,
    as_json: AsJson = False,
) -> None:
    """Read an area's narrative back from Word, and name every generated number that was changed by hand."""
    made = _word.import_narrative(open_here(workspace), file, replace=replace)
    back = made.returned
    _show.warn(
        [
            *(f"{one.sent.section}, {one.sent.name}: changed by hand to {one.now!r}; it was {one.sent.shown!r} and is made from "
              "the data again" for one in back.changed),
            *(f"{one.section}, {one.name}: taken out; it was {one.shown!r}" for one in back.gone),
            *(f"stands in no section and was not read: {text}" for text in back.stray),
            *(f"has no place in a narrative and was not read: {what}" for what in back.dropped),
        ]
    )  # fmt: skip
    if back.tracked:
        _show.notes.print(f"tracked changes: {back.tracked}, taken as accepted")
    _show.notes.print(
        f"comments: {back.comments}; changed numbers: {len(back.changed)}; claims taken out: {len(back.gone)}"
    )
    if not made.written and not as_json:
        _show.notes.print("nothing new: every section says what its file says")
        return
    _show.print_paths(made.written, as_json=as_json)


def _print(one: _narrative.CheckedNarrative) -> None:
    for problem in one.problems:
        _show.results.print(problem.message, markup=False, soft_wrap=True)
    for typed in one.made.unbound:
        _show.warn([f"{typed.where}: {typed.text} rests on no estimate, in: {typed.sentence}"])
    for found in one.contradictions:
        _show.warn([f"{one.area.name}: {'contradiction' if found.is_certain else 'likely contradiction'}: {found}"])
    told = ", ".join(one.made.sections) or "none"
    _show.results.print(f"{one.area.name}: written {told}", markup=False, soft_wrap=True)
    if one.missing:
        _show.results.print(f"{one.area.name}: required, not written yet: {', '.join(one.missing)}", soft_wrap=True)


def _print_worded(one: _narrative.CheckedNarrative) -> None:
    """For those who write it, who may see everything; a sentence with a problem is not in it."""
    _show.say(f"\n{one.area.name}: as the authors' edition will word it; not for release")
    for section in one.worded:
        _show.say(f"\n{section.section} {section.title}")
        for line in section.lines:
            _show.say(f"  {line}")


def _plain(one: _narrative.CheckedNarrative, show: bool) -> dict[str, object]:
    return {
        "area": one.area.code, "sections": list(one.made.sections), "missing": list(one.missing),
        "problems": [_problem(problem) for problem in one.problems],
        "contradictions": [_show.as_plain(found) for found in one.contradictions],
        "typed": [_show.as_plain(typed) for typed in one.made.unbound],
        **({"worded": [_show.as_plain(section) for section in one.worded]} if show else {}),
    }  # fmt: skip


def _problem(error: OpenSNAError) -> dict[str, str]:
    return {"code": error.code, "what": error.what, "where": error.where, "found": error.found,
            "expected": error.expected, "do_this": error.do_this}  # fmt: skip
