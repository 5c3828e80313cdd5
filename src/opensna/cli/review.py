"""The command that reads somebody else's assessment."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from opensna.actions import review as _review
from opensna.assessment.review.finding import Finding
from opensna.assessment.review.render import review_json
from opensna.assessment.review.review import ReviewResult
from opensna.cli import _show
from opensna.cli._here import AsJson, In, app, open_here, open_if_any


@app.command()
def review(
    files: list[Path],
    write: Annotated[Path | None, typer.Option(help="Write everything found here, as JSON.")] = None,
    finding: Annotated[str | None, typer.Option(help="Keep a person's word on this finding, by its id.")] = None,
    says: Annotated[
        Literal["confirmed", "corrected", "dismissed"], typer.Option(help="The person's word.")
    ] = "confirmed",
    verdict: Annotated[str | None, typer.Option(help="The right verdict, for a correction.")] = None,
    by: Annotated[str, typer.Option(help="Whose word it is.")] = "",
    why: Annotated[str, typer.Option(help="The reason.")] = "",
    workspace: In = None,
    as_json: AsJson = False,
) -> None:
    """Read Word, PDF, HTML or text files against the template: what contradicts itself, what is there and what is not."""
    here = open_here(workspace) if finding else open_if_any(workspace)
    result = _review.review(files, workspace=here, write=write)
    if finding:
        kept = _review.correct_finding(
            open_here(workspace), result, finding, says=says, by=by, why=why, verdict=verdict
        )
        return _show.print_paths([kept], as_json=as_json)
    if as_json:
        return _show.print_json(review_json(result))
    return _print(result)


def _print(result: ReviewResult) -> None:
    for reading in result.readings:
        name = f"{reading.document.name} ({reading.area or 'area not named'})"
        if reading.unreadable:
            _show.warn([f"{name}: nothing to read: {reading.unreadable}"])
            continue
        _print_findings(f"{name}: what contradicts itself", reading.contradictions)
        rows = [(section.id, section.title, section.verdict) for section in reading.sections]
        _show.print_rows(f"{name}: sections of the template", ("section", "title", "verdict"), rows)
        _show.notes.print(
            f"{name}: {len(reading.figures)} figures and {len(reading.findings)} findings in all; see them with --write or --json",
            markup=False, soft_wrap=True,
        )  # fmt: skip
    if result.across:
        _print_findings("Between editions", result.across)


def _print_findings(title: str, findings: tuple[Finding, ...]) -> None:
    rows = [(f.id, f.verdict, f.says, f.quotes[0].text if f.quotes else "", f.corrected) for f in findings]
    _show.print_rows(title, ("finding", "verdict", "says", "first quote", "a person said"), rows)
