"""Commands from stored releases to the report: one function that calls one action."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from opensna.actions import assess as _assess
from opensna.actions import demo as _demo
from opensna.actions import doctor as _doctor
from opensna.actions import edition_inputs as _edition_inputs
from opensna.actions import measure as _measure
from opensna.actions import publish as _publish
from opensna.actions import report as _report
from opensna.actions import synthesise as _synthesise
from opensna.catalogue import MEASURES
from opensna.cli import _show
from opensna.cli._here import AsJson, In, app, open_here
from opensna.cli._measure_shown import print_answer
from opensna.cli.deliveries import print_release
from opensna.core.errors import OpenSNAError

__all__ = ["main"]


def main() -> None:
    """Run the command line; a deliberate error is printed in three lines and gives its exit code."""
    try:
        app()
    except OpenSNAError as error:
        _show.print_error(error, as_json="--json" in sys.argv)
        raise SystemExit(error.exit_code) from None


@app.command()
def synthesise(
    seed: Annotated[int, typer.Option(help="The same seed gives the same bytes.")] = _synthesise.SEED,
    scale: Annotated[float, typer.Option(help="1 is London's true size.")] = 1.0,
    workspace: In = None,
    as_json: AsJson = False,
) -> None:
    """Write synthetic restricted extracts, calibrated to published totals, into the inbox."""
    with _show.progress_bar() as progress:
        made = _synthesise.synthesise(open_here(workspace), seed=seed, scale=scale, progress=progress)
    if as_json:
        return _show.print_json({source: [str(f) for f in files] for source, files in made.items()})
    return _show.print_rows(
        "SYNTHETIC deliveries", ("source", "file"), [(s, str(f)) for s, files in made.items() for f in files]
    )


@app.command()
def measure(
    measure: str,
    area: Annotated[list[str] | None, typer.Option(help="A borough's name or code; may be repeated.")] = None,
    period: Annotated[
        str | None, typer.Option(help="2023, 2022-10/2023-09 or fy2022-23; otherwise the newest twelve months.")
    ] = None,
    by: Annotated[str, typer.Option(help="whole, borough (authority) or ward.")] = "whole",
    release: Annotated[str | None, typer.Option(help="Which release answers; otherwise the newest.")] = None,
    population: Annotated[
        int | None, typer.Option(help="Mid-year population to divide by; otherwise that of the period.")
    ] = None,
    definition: Annotated[str | None, typer.Option(help="Which definition of serious violence.")] = None,
    format: Annotated[Literal["table", "csv", "json"], typer.Option()] = "table",
    workspace: In = None,
) -> None:
    """Answer one measure (an author's working figure: not for release)."""
    answer = _measure.measure(
        open_here(workspace), measure, areas=tuple(area or ()), period=period, by=by, release=release,
        population=population, definition=definition,
    )  # fmt: skip
    for warning in answer.warnings:
        _show.notes.print(f"warning: {warning}", markup=False, soft_wrap=True)
    print_answer(answer, format)


@app.command()
def measures(as_json: AsJson = False) -> None:
    """The measures that can be asked for: what each counts, of whom, from which source."""
    if as_json:
        return _show.print_json([m.model_dump(mode="json") for m in MEASURES.values()])
    rows = [(m.id, m.title, m.unit, m.source) for m in MEASURES.values()]
    return _show.print_rows("Measures", ("id", "title", "counts", "source"), rows)


@app.command()
def assess(
    edition: Annotated[str | None, typer.Option(help="Its name; otherwise the period assessed.")] = None,
    period: Annotated[
        str | None, typer.Option(help="2023, 2022-10/2023-09 or fy2022-23; otherwise that of opensna.toml.")
    ] = None,
    audience: Annotated[Literal["authors", "public"], typer.Option()] = "authors",
    even_if_empty: Annotated[
        bool, typer.Option("--even-if-empty", help="Though nothing was ingested: of the packaged population alone.")
    ] = False,
    workspace: In = None,
) -> None:
    """Every measure, every area, every section: an edition."""
    here = open_here(workspace)
    given = _edition_inputs.inputs_of(
        here, edition=edition, period=period, audience=audience, even_if_empty=even_if_empty
    )
    _show.warn(given.warnings)
    with _show.progress_bar() as progress:
        made = _assess.assess(
            here, edition=edition, period=period, audience=audience, even_if_empty=even_if_empty, progress=progress
        )
    _show.say(
        f"edition {made.name} for {made.audience}: {len(made.areas)} areas, {len(made.estimates.table):,} estimates"
    )
    for release in _edition_inputs.went_in(here, made):
        _show.say(f"from: {release}")
    lacking = _edition_inputs.without_data(made)
    _show.say(f"sections without data: {len(lacking)}" + f" ({'; '.join(lacking)})" * bool(lacking))
    for area in made.areas:
        for one in made.manifest.get("narrative", {}).get(area.code, {"unbound": ()})["unbound"]:
            _show.warn([f"{one['where']}: {one['number']} rests on no estimate, in: {one['sentence']}"])
        for one in made.manifest.get("narrative", {}).get(area.code, {}).get("contradictions", ()):
            likely = "" if one["is_certain"] else "likely "
            _show.warn([f"{area.name}: {likely}contradiction: {one['says']}: {' / '.join(one['quotes'])}"])
    _show.results.print(f"next: opensna report {made.name} --audience {made.audience}")


@app.command()
def publish(
    edition: str,
    author: Annotated[str, typer.Option(help="Who made it.")],
    reviewer: Annotated[str, typer.Option(help="Who checked it: another person.")],
    audience: Annotated[Literal["public"], typer.Option()] = "public",
    workspace: In = None,
) -> None:
    """Disclosure control, a second person, and the register of what was published."""
    with _show.progress_bar() as progress:
        made = _publish.publish(
            open_here(workspace), edition, audience=audience, author=author, reviewer=reviewer, progress=progress
        )
    _show.results.print(
        f"published {made.edition.name} for {audience}\nnext: opensna report {edition} --audience {audience}"
    )


@app.command()
def report(
    edition: str,
    audience: Annotated[Literal["authors", "partnership", "public"], typer.Option()] = "authors",
    format: Annotated[
        list[str] | None,
        typer.Option(help="Such as word (or docx), pdf, html, ods or xlsx; may be repeated; otherwise all."),
    ] = None,
    area: Annotated[
        list[str] | None, typer.Option(help="An area's name or code; may be repeated; otherwise all.")
    ] = None,
    workspace: In = None,
    as_json: AsJson = False,
) -> None:
    """Draw an edition for every area in every format; run again, it takes up where it stopped.

    Prints the index page's path; of one area, its documents'.
    """
    with _show.progress_bar() as progress:
        made = _report.report(
            open_here(workspace), edition, audience=audience, formats=format or (), areas=area or (), progress=progress
        )
    if as_json:
        _show.print_json(_show.as_plain(made))
    else:
        for failure in made.failures:
            where = failure.area or "the edition as a whole"
            _show.notes.print(
                f"could not be drawn: {where}, {failure.format}: {failure.reason}", markup=False, soft_wrap=True
            )
        areas, files = _show.counted(made.areas, "area"), _show.counted(made.drawn, "file")
        _show.notes.print(f"{areas}: {files} drawn, {made.kept} already there")
        if made.documents:
            _show.notes.print(f"index: {made.index}", markup=False, soft_wrap=True)
        _show.print_paths(made.documents or (made.index,), as_json=False)
    if made.failures:
        raise typer.Exit(1)


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument()] = Path("demo"),
    scale: Annotated[float, typer.Option(help="1 is London's true size.")] = 1.0,
) -> None:
    """All of the above on a SYNTHETIC London; prints the report's path."""
    with _show.progress_bar() as progress:
        made = _demo.demo(folder, scale=scale, progress=progress)
    for stored in made.releases:
        print_release(stored)
    _show.results.print(f"\nSYNTHETIC London and 33 areas. Open the report:\n{made.index.resolve()}", soft_wrap=True)


@app.command()
def doctor(workspace: In = None, as_json: AsJson = False) -> None:
    """What this machine has and lacks."""
    findings = _doctor.doctor(workspace or Path.cwd())
    if as_json:
        _show.print_json([_show.as_plain(f) for f in findings])
    else:
        rows = [("ok" if f.is_well else "LACKS", f.name, f.seen, "" if f.is_well else f.do_this) for f in findings]
        _show.print_rows("", ("", "what", "seen", "do this"), rows)
    if not all(f.is_well for f in findings):
        raise typer.Exit(1)
