"""Release review: a checklist that the machine goes through first, then a decision by somebody who is not the author.

The command line and the hub use these functions alike. A decision is for one edition as it stands: its fingerprint is in the
register, and an edition that changes afterwards needs another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd

from opensna.assessment.edition import Edition
from opensna.assessment.publish import fingerprint
from opensna.assessment.register import DECISION, REGISTER, append, read_register
from opensna.core.block import Chart, Prose, Table
from opensna.core.errors import DisclosureError
from opensna.core.estimate import as_released
from opensna.core.missing import Mark
from opensna.disclosure.policy import policies

FILE_TYPES = frozenset(
    {".html", ".pdf", ".docx", ".odt", ".ods", ".xlsx", ".csv", ".json", ".svg", ".png", ".pptx", ".zip"}
)
"""What may be released. Databases, Parquet, pickles and logs are not documents, and may hold what nobody looked at."""
SUPPRESSED = str(Mark.SUPPRESSED)


@dataclass(frozen=True)
class Check:
    """One usual cause of rejection. is_blocking: it must pass before anybody may approve. found: what was seen, without counts."""

    id: str
    question: str
    passed: bool
    found: str
    is_blocking: bool = True


@dataclass(frozen=True)
class Decision:
    """What a reviewer decided of an edition, with reasons, and its entry in the register."""

    edition: str
    audience: str
    author: str
    reviewer: str
    decision: Literal["approve", "reject"]
    reasons: str
    entry: str


def checklist(
    edition: Edition, *, is_demo: bool = False, unreviewed: Sequence[str] = (), files: Sequence[Path] = ()
) -> tuple[Check, ...]:
    """Every check of an edition for readers outside the authors' circle.

    Parameters
    ----------
    unreviewed : ids of measures that nobody has reviewed. files : what would be released with it.
    """
    return (
        _rounded(edition),
        _derived_from_rounded(edition),
        _has_context(edition),
        _has_counts(edition),
        _file_types(files),
        *_typed(edition),
        *_contradictions(edition),
        Check(
            "synthetic",
            "Is it free of made-up figures, or from a demo?",
            is_demo or not edition.is_synthetic,
            "synthetic releases" if edition.is_synthetic else "",
        ),
        Check(
            "unreviewed",
            "Has somebody reviewed every measure?",
            not unreviewed,
            f"{len(unreviewed)} not reviewed, and printed so" if unreviewed else "",
            is_blocking=False,
        ),
    )


def decide(
    edition: Edition, *, author: str, reviewer: str, decision: Literal["approve", "reject"], reasons: str,
    checks: Sequence[Check], register: Path,
) -> Decision:  # fmt: skip
    """Enter a reviewer's decision in the register.

    Raises
    ------
    DisclosureError : the author reviews, a rejection has no reasons, or an approval although a blocking check fails.
    """
    failing = [check.question for check in checks if check.is_blocking and not check.passed]
    wrong = ""
    if not author.strip() or not reviewer.strip() or author.strip().casefold() == reviewer.strip().casefold():
        wrong, remedy = "author and reviewer are not two people", "have somebody else review it, and name both"
    elif decision == "reject" and not reasons.strip():
        wrong, remedy = "a rejection without reasons", "say what has to change"
    elif decision == "approve" and failing:
        wrong, remedy = "an approval although the checklist fails", f"mend this first: {'; '.join(failing)}"
    if wrong:
        raise DisclosureError(wrong, where=f"{edition.name} for {edition.audience}", do_this=remedy)
    entry = append(
        register,
        DECISION,
        {
            "edition": edition.name,
            "audience": edition.audience,
            "author": author,
            "reviewer": reviewer,
            "decision": decision,
            "reasons": reasons,
            "shown": fingerprint(edition),
            "checks": {check.id: check.passed for check in checks},
        },
    )
    return Decision(edition.name, edition.audience, author, reviewer, decision, reasons, entry["hash"])


def decisions(edition: Edition, register: Path) -> tuple[Decision, ...]:
    """Decisions of this edition as it stands, oldest first."""
    shown = fingerprint(edition)
    return tuple(
        _decision(entry)
        for entry in read_register(register / REGISTER)
        if entry.get("kind") == DECISION
        and (entry["edition"], entry["audience"], entry["shown"]) == (edition.name, edition.audience, shown)
    )


def approved_by(edition: Edition, register: Path) -> Decision:
    """The approval that stands for this edition.

    Raises
    ------
    DisclosureError : nobody decided on it as it stands, or the last decision was a rejection.
    """
    made = decisions(edition, register)
    if not made or made[-1].decision != "approve":
        raise DisclosureError(
            "nobody has approved this edition as it stands",
            where=f"{edition.name} for {edition.audience}",
            found=f"rejected: {made[-1].reasons}" if made else "no decision",
            do_this="have somebody who is not the author review it",
        )
    return made[-1]


def _decision(entry: dict[str, Any]) -> Decision:
    names = ("edition", "audience", "author", "reviewer", "decision", "reasons")
    return Decision(**{name: entry[name] for name in names}, entry=entry["hash"])


def _controlled(edition: Edition) -> pd.DataFrame:
    """Estimates with a count under a policy that controls, and that policy's round_to and hide_to.

    Figures that a publisher had released already are shown as released.
    """
    named = edition.manifest.get("disclosure", {}).get("policies", {})
    table = edition.estimates.table
    table = table[~as_released(table)]
    rules = [policies().get(named.get(measure, edition.estimates.policy)) for measure in table["measure"]]
    base = np.array([rule.round_to if rule else 1 for rule in rules])
    most = np.array([rule.hide_to if rule else 0 for rule in rules])
    return table.assign(base=base, most=most)[(base > 1) | (most > 0)]


def _rounded(edition: Edition) -> Check:
    """Shown counts are multiples of the policy's base, and none is one that it hides."""
    rows = _controlled(edition)
    rows = rows[rows["statistic"] == "count"]
    value = rows["value"].to_numpy(np.float64)
    wrong = (value % rows["base"].to_numpy() != 0) | ((value > 0) & (value <= rows["most"].to_numpy()))
    bad = int((wrong & ~np.isnan(value)).sum())
    return Check(
        "rounded", "Is every count rounded or hidden as the policy says?", bad == 0, f"{bad} are not" if bad else ""
    )


def _derived_from_rounded(edition: Edition) -> Check:
    """A derived figure's numerator is the count shown, and it is hidden where that is."""
    rows = _controlled(edition)
    key = ["measure", "area_code", "period_start", "period_end", "breakdown", "group"]
    counts = rows[rows["statistic"] == "count"][[*key, "value", "mark"]].rename(
        columns={"value": "shown", "mark": "count_mark"}
    )
    made = rows[rows["statistic"].isin(["rate", "share"])].merge(counts, on=key, how="left")
    differs = (made["numerator"] != made["shown"]) & made["numerator"].notna()
    gives_away = (made["count_mark"] == SUPPRESSED) & made["value"].notna()
    bad = int((differs | gives_away).sum())
    question = "Is every rate and share made of counts as shown?"
    return Check("derived", question, bad == 0, f"{bad} are not" if bad else "")


def _has_context(edition: Edition) -> Check:
    """Every table and chart has a title and stands in a section that says something in words."""
    sections = [section for several in edition.blocks.values() for section in several]
    bare = [
        section.id for section in sections if section.blocks and not any(isinstance(b, Prose) for b in section.blocks)
    ]
    untitled = sum(
        not block.title for section in sections for block in section.blocks if isinstance(block, (Table, Chart))
    )
    found = (
        f"without words: {', '.join(sorted(set(bare)))}" if bare else f"{untitled} without a title" if untitled else ""
    )
    return Check(
        "context", "Does every figure stand beside what it means?", not found, found, is_blocking=bool(untitled)
    )


def _has_counts(edition: Edition) -> Check:
    """Every rate and share has the count that it is made of in the same edition."""
    table = edition.estimates.table
    key = ["measure", "area_code", "period_start", "period_end", "breakdown", "group"]
    counted = table[(table["statistic"] == "count")][key].drop_duplicates().assign(is_counted=True)
    ours = table[table["statistic"].isin(["rate", "share"]) & ~as_released(table)]
    made = ours.merge(counted, on=key, how="left")
    bad = int(made["is_counted"].isna().sum())
    return Check("counts", "Has every rate and share its count beside it?", bad == 0, f"{bad} have none" if bad else "")


def _typed(edition: Edition) -> tuple[Check, ...]:
    """Numbers that somebody typed into a narrative went past disclosure control: those in digits must rest on something."""
    told = [one for area in edition.manifest.get("narrative", {}).values() for one in area["unbound"]]
    digits = [f"{one['where']}: {one['number']}" for one in told if not one["is_spelt"]]
    spelt = [f"{one['where']}: {one['number']}" for one in told if one["is_spelt"]]
    return (
        Check(
            "typed_numbers", "Does every number in the narratives rest on an estimate or a figure with a source?",
            not digits, "; ".join(digits),
        ),
        Check(
            "spelt_numbers", "Is no count spelt out in the narratives that should be a figure?",
            not spelt, "; ".join(spelt), is_blocking=False,
        ),
    )  # fmt: skip


def _contradictions(edition: Edition) -> tuple[Check, ...]:
    """What contradicts the estimates must be mended; what a rule found in words somebody must look at."""
    told = [one for area in edition.manifest.get("narrative", {}).values() for one in area.get("contradictions", ())]
    certain = [one["says"] for one in told if one["is_certain"]]
    likely = [one["says"] for one in told if not one["is_certain"]]
    return (
        Check(
            "contradictions", "Does no narrative contradict the estimates, its own figures or itself?",
            not certain, "; ".join(certain),
        ),
        Check(
            "likely_contradictions", "Has somebody looked at what a rule takes for a contradiction?",
            not likely, "; ".join(likely), is_blocking=False,
        ),
    )  # fmt: skip


def _file_types(files: Sequence[Path]) -> Check:
    wrong = sorted({path.suffix for path in files if path.suffix.lower() not in FILE_TYPES})
    return Check("file_types", "Is every file a document?", not wrong, ", ".join(wrong))
