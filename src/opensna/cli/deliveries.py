"""Commands on a workspace and what is delivered to it: init, sources, fetch, ingest, forget, quarantine."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from opensna.actions import fetch as _fetch
from opensna.actions import forget as _forget
from opensna.actions import ingest as _ingest
from opensna.actions import init as _init
from opensna.actions import quarantine as _quarantine
from opensna.actions import sources as _sources
from opensna.actions.workspace import Workspace
from opensna.cli import _show
from opensna.cli._here import AsJson, In, app, open_here, open_if_any
from opensna.contracts.drift import CHANGED
from opensna.core.errors import InputError


@app.command()
def init(preset: str, folder: Path) -> None:
    """Make a workspace for a preset partnership: london, west-midlands, …"""
    made = _init.init(preset, folder)
    _show.results.print(
        f"workspace: {made.root}\nnext: put delivered files into {made.inbox}, then opensna ingest SOURCE FILES"
    )


@app.command()
def sources(
    loaded: Annotated[bool, typer.Option("--loaded", help="Only those of which a release is stored.")] = False,
    workspace: In = None,
    as_json: AsJson = False,
) -> None:
    """What can be read, its access, what is loaded, and the page to download each from.

    `--json` also gives what one row is, the licence and the caveats.
    """
    here = open_if_any(workspace)
    states = [state for state in _sources.sources(here) if state.releases or not loaded]
    if as_json:
        fields = ("id", "title", "publisher", "licence", "access", "row_means", "covers", "caveats", "address")
        return _show.print_json([{f: getattr(s.source, f) for f in fields} | {"releases": s.releases} for s in states])
    rows = [
        (s.source.id, s.source.access, s.source.publisher, ", ".join(s.releases) or "-", s.source.address or "-")
        for s in states
    ]
    _show.print_rows("Sources", ("id", "access", "publisher", "loaded", "download from"), rows)
    if loaded and not rows:
        where = here.root if here else "this folder, which lies in no workspace"
        _show.notes.print(f"nothing is loaded in {where}", markup=False, soft_wrap=True)
    return None


@app.command()
def fetch(
    source: str, release: Annotated[str | None, typer.Option()] = None, workspace: In = None, as_json: AsJson = False
) -> None:
    """Download an open source, or print the address for a hand download."""
    with _show.progress_bar() as progress:
        files = _fetch.fetch(open_here(workspace), source, release, progress=progress)
    _show.print_json([str(f) for f in files]) if as_json else _show.results.print("\n".join(map(str, files)))


@app.command()
def ingest(
    source: str,
    files: list[Path],
    released: Annotated[
        str | None, typer.Option(help="The release date, such as 2024-03, where the file does not state it.")
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Store files that another release holds: they were re-issued unchanged.")
    ] = False,
    workspace: In = None,
    as_json: AsJson = False,
) -> None:
    """Check, quarantine and store a delivery: all files of one release together."""
    here = _workspace_to_fill(workspace)
    with _show.progress_bar() as progress:
        made = _ingest.ingest(here, source, files, released=released, again=again, progress=progress)
    if as_json:
        _show.print_json(_show.as_plain(made.record) | {"was_loaded": made.was_loaded})
    else:
        print_release(made)


def _workspace_to_fill(folder: Path | None) -> Workspace:
    """The workspace to ingest into; a first ingest outside any makes one here and says so."""
    found = open_if_any(folder)
    if found is None:
        _show.notes.print(f"no workspace here: made one for London in {Path.cwd()}", soft_wrap=True)
        return _init.init("london", Path.cwd())
    return found


def print_release(made: _ingest.Ingested) -> None:
    """What was read, set aside and stored of a delivery, and what is otherwise than in the release before it."""
    record = made.record
    if made.was_loaded:
        return _show.say(f"{record.source}: already loaded as {record.release}: nothing changed")
    mark = " SYNTHETIC" if record.is_synthetic else ""
    _show.say(f"{record.source} {record.release}{mark}: {made.span}")
    _show.say(
        f"read {record.rows_read:,} = accepted {record.rows_accepted:,} + quarantined {record.rows_quarantined:,}"
    )
    for reason, rows in record.reasons.items():
        _show.say(f"  {reason}: {rows:,}")
    if record.unknown_geography_share:
        _show.say(f"without a known area: {record.unknown_geography_share:.1%}")
    for sentence in record.drift:
        _show.say(f"  {sentence}")
    if any(sentence.startswith(CHANGED) for sentence in record.drift):
        _show.say(
            "the release is stored. do this: ask the supplier about changes that nobody announced, and read no trend "
            "from the release before to this one"
        )


@app.command()
def forget(
    source: str,
    release: Annotated[str, typer.Argument(help="Its date, such as 2024-03.")],
    even_if_used: Annotated[
        bool, typer.Option("--even-if-used", help="Though a stored edition rests on it, or opensna.toml names it.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    workspace: In = None,
    as_json: AsJson = False,
) -> None:
    """Remove a stored release, such as one stored by mistake; delivered files and editions stay as they are."""
    here = open_here(workspace)
    if not yes:
        _ask(f"remove {source} {release} from {here.root / 'warehouse'}?")
    gone = _forget.forget(here, source, release, even_if_used=even_if_used)
    if as_json:
        return _show.print_json(_show.as_plain(gone))
    _show.say(f"removed {gone.source} {gone.release}: {gone.folder}")
    _show.warn([f"{edition} rests on it and cannot be made again as it was" for edition in gone.editions])
    if gone.is_pinned:
        _show.warn([f"[releases] of opensna.toml still names it: change the line {source} = …"])
    left = ", ".join(record.release for record in here.warehouse.releases(source))
    return _show.say(f"left of {source}: {left or 'no release'}. Delivered files were not touched")


def _ask(question: str) -> None:
    """Ask a person; where nobody can answer, refuse.

    Raises
    ------
    InputError : the answer is no, or standard input is no terminal.
    """
    if sys.stdin.isatty() and typer.confirm(question):
        return
    raise InputError(
        "nothing was removed",
        where="opensna forget",
        found="an answer that is not yes" if sys.stdin.isatty() else "no terminal to ask at",
        do_this="say --yes",
    )


@app.command()
def quarantine(
    source: str,
    release: Annotated[str | None, typer.Option(help="Which release; otherwise the newest.")] = None,
    first: Annotated[int, typer.Option(help="How many rows to show.")] = _quarantine.SHOWN,
    workspace: In = None,
    as_json: AsJson = False,
) -> None:
    """Rows of a release that were set aside, and why; of a restricted source without their values."""
    found = _quarantine.quarantine(open_here(workspace), source, release=release, first=first)
    for reason, rows in found.reasons.items():
        _show.notes.print(f"{reason}: {rows:,} rows", markup=False)
    _show.print_table(f"Set aside of {source} {found.release}", found.rows, as_json=as_json)
    _show.notes.print(f"all of them: {found.path}", soft_wrap=True)
