"""Review somebody else's assessment against the template."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Literal

from opensna.actions.workspace import Workspace
from opensna.assessment.review.corrections import Correction, read_corrections, write_correction
from opensna.assessment.review.finding import VERDICTS, Finding, Verdict
from opensna.assessment.review.reading.read import read_document
from opensna.assessment.review.render import review_json
from opensna.assessment.review.review import ReviewResult
from opensna.assessment.review.review import review as read_by_rules
from opensna.core.errors import InputError, UnknownIdError


def review(files: Sequence[Path], *, workspace: Workspace | None = None, write: Path | None = None) -> ReviewResult:
    """Read Word, PDF, HTML or text files by the rules; corrections of the workspace are kept.

    Parameters
    ----------
    workspace : whose records/corrections are applied; none, no corrections.
    write : where to write everything found as JSON, if wanted.

    Raises
    ------
    InputError : no file, a missing one, or one that no reader knows. UnreadableFileError : a damaged one.
    DocumentError : a correction that does not fit.
    """
    if not files:
        raise InputError(
            "no file was given", where="opensna review", do_this="give one or more Word, PDF, HTML or text files"
        )
    corrections = read_corrections(_folder(workspace)) if workspace is not None else {}
    result = read_by_rules([read_document(Path(file)) for file in files], corrections=corrections)
    if write is not None:
        fresh = write.with_name(write.name + ".new")
        fresh.write_text(json.dumps(review_json(result), indent=1, ensure_ascii=False), encoding="utf-8")
        fresh.replace(write)
    return result


def correct_finding(
    workspace: Workspace,
    result: ReviewResult,
    finding_id: str,
    *,
    says: Literal["confirmed", "corrected", "dismissed"],
    by: str,
    why: str,
    verdict: str | None = None,
) -> Path:
    """Keep a person's word on a finding in records/corrections, to be applied on every later run. Returns the file.

    Raises
    ------
    UnknownIdError : the review has no such finding, or there is no such verdict. InputError : a correction without a verdict.
    """
    found = _finding(result, finding_id)
    if verdict is not None and verdict not in VERDICTS:
        raise UnknownIdError.of("verdict", verdict, list(VERDICTS))
    if says == "corrected" and verdict is None:
        raise InputError(
            "a correction needs a verdict",
            where=finding_id,
            do_this=f"give one of: {', '.join(VERDICTS)}; or dismiss the finding",
        )
    right: Verdict | None = verdict  # type: ignore[assignment]  # checked above to be one of VERDICTS
    word = Correction(finding=finding_id, says=says, by=by, on=date.today().isoformat(), why=why, verdict=right)
    return write_correction(_folder(workspace), found.document, word)


def _finding(result: ReviewResult, finding_id: str) -> Finding:
    held = {finding.id: finding for finding in result.findings}
    if finding_id not in held:
        raise UnknownIdError.of(
            "finding", finding_id, list(held), do_this="use an id that the review prints beside each finding"
        )
    return held[finding_id]


def _folder(workspace: Workspace) -> Path:
    return workspace.root / "records" / "corrections"
