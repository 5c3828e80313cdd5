"""Checks C1 to C17 of one document, from its findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from opensna.assessment.review.document import Document
from opensna.assessment.review.finders.sections import is_whole
from opensna.assessment.review.finding import Finding, Verdict
from opensna.assessment.template.model import Check, Template

_GOOD: tuple[Verdict, ...] = ("holds", "present")
_BAD: tuple[Verdict, ...] = ("fails", "differs", "partial", "absent", "cannot tell")
_SILENT = {
    "C5": "no mixed unit was found",
    "C6": "no other band was found",
    "C16": "no marking was found",
    "C2": "nothing was found left out",
    "C12": "no small number was found",
}
"""Checks that are answered by finding nothing, in a document that was read whole."""


@dataclass(frozen=True)
class CheckResult:
    """One check of one document; `findings` are those it rests on."""

    check: Check
    verdict: Verdict
    says: str
    findings: tuple[Finding, ...] = ()


def check_all(document: Document, findings: Sequence[Finding], template: Template) -> tuple[CheckResult, ...]:
    """Every check of the template: present where all that bears on it is well, partial where some is not.

    Where nothing bears on it the answer is "cannot tell", or absent if the document was read whole and should have had it.
    """
    return tuple(
        _check(document, check, [finding for finding in findings if check.id in finding.checks])
        for check in template.checks
    )


def _check(document: Document, check: Check, found: Sequence[Finding]) -> CheckResult:
    if check.id == "C17":
        bad = any(finding.rule == "unreadable" for finding in found)
        return CheckResult(
            check, "absent" if bad else "present", found[0].says if found else "the document was read", tuple(found)
        )
    if check.id == "C16" and found:
        return CheckResult(check, "partial", f"marked: {found[0].value}; do not copy or circulate it", tuple(found))
    good = [finding for finding in found if finding.verdict in _GOOD]
    bad_ones = [finding for finding in found if finding.verdict in _BAD]
    if not good and not bad_ones:
        if found:
            return CheckResult(check, "partial", f"{len(found)} noted", tuple(found))
        if not is_whole(document):
            return CheckResult(check, "cannot tell", "nothing in the part that was read bears on it")
        if check.id in _SILENT:
            return CheckResult(check, "present", _SILENT[check.id])
        return CheckResult(
            check, "cannot tell" if check.id in ("C7", "C10") else "absent", "nothing in the document bears on it"
        )
    verdict: Verdict = "partial" if bad_ones else "present"
    return CheckResult(check, verdict, f"{len(good)} well, {len(bad_ones)} not", tuple(found))
