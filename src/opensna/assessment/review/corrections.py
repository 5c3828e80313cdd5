"""What people say of findings: confirmed, or corrected with another verdict or as no finding at all; kept on the next run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from opensna.assessment.review.finding import Finding, Verdict
from opensna.core.document import fit, read_yaml
from opensna.core.errors import DocumentError


class Correction(BaseModel):
    """One person's word on one finding. `verdict` replaces the rule's; "dismissed" takes the finding out."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    finding: str = Field(pattern=r"^[0-9a-f]{8}$")
    says: Literal["confirmed", "corrected", "dismissed"]
    by: str
    on: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$")
    why: str
    verdict: Verdict | None = None


class Corrections(BaseModel):
    """A file of records/corrections: the document reviewed, and what was said of its findings."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    document: str
    corrections: tuple[Correction, ...]


def read_corrections(folder: Path) -> Mapping[str, Correction]:
    """Every correction of a folder's YAML files, by finding; an absent folder holds none.

    Raises
    ------
    DocumentError : a file does not fit, or two files speak of one finding.
    """
    held: dict[str, Correction] = {}
    for path in sorted(folder.glob("*.yaml")) if folder.is_dir() else ():
        for correction in fit(read_yaml(path), Corrections, where=path.name).corrections:
            if correction.finding in held:
                raise DocumentError(
                    "one finding is corrected twice",
                    where=path.name,
                    found=correction.finding,
                    do_this="keep the later of the two, and remove the other",
                )
            if correction.says == "corrected" and correction.verdict is None:
                raise DocumentError(
                    "a correction without a verdict",
                    where=path.name,
                    found=correction.finding,
                    do_this="give the verdict that is right, or write dismissed",
                )
            held[correction.finding] = correction
    return held


def correct(findings: Sequence[Finding], corrections: Mapping[str, Correction]) -> tuple[Finding, ...]:
    """Findings with what people said of them; those dismissed are left out."""
    kept = []
    for finding in findings:
        correction = corrections.get(finding.id)
        if correction is None:
            kept.append(finding)
        elif correction.says != "dismissed":
            kept.append(
                replace(
                    finding,
                    verdict=correction.verdict or finding.verdict,
                    corrected=f"{correction.says} by {correction.by}, {correction.on}: {correction.why}",
                )
            )
    return tuple(kept)


def write_correction(folder: Path, document: str, correction: Correction) -> Path:
    """Add a correction to the file of its document; one of the same finding is replaced. Returns the file."""
    path = folder / f"{Path(document).stem}.yaml"
    held = fit(read_yaml(path), Corrections, where=path.name).corrections if path.is_file() else ()
    kept = (*(one for one in held if one.finding != correction.finding), correction)
    folder.mkdir(parents=True, exist_ok=True)
    content = {"document": document, "corrections": [one.model_dump(exclude_none=True) for one in kept]}
    fresh = path.with_suffix(".new")
    fresh.write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True), encoding="utf-8")
    fresh.replace(path)
    return path
