"""Review an edition before it is released: the machine's checklist, then the decision of somebody who is not its author."""

from __future__ import annotations

from typing import Literal

from opensna.actions.workspace import Workspace
from opensna.assessment.edition import Edition, read_edition
from opensna.assessment.review_release import Check, Decision, checklist, decide
from opensna.catalogue import MEASURES


def check_release(workspace: Workspace, edition: str, *, audience: str = "public") -> tuple[Check, ...]:
    """The checklist of a stored edition.

    Raises
    ------
    WarehouseError : no such edition, or it was changed on disk.
    """
    return check_edition(workspace, read_edition(workspace.editions, edition, audience))


def check_edition(workspace: Workspace, edition: Edition) -> tuple[Check, ...]:
    """The checklist of an edition and of what was rendered of it."""
    used = set(edition.estimates.table["measure"].unique())
    unreviewed = sorted(m.id for m in MEASURES.values() if m.id in used and m.reviewed_by == "unreviewed")
    rendered = workspace.editions / edition.name / edition.audience / "report"
    files = sorted(path for path in rendered.rglob("*") if path.is_file() and not path.name.startswith("."))
    return checklist(edition, is_demo=workspace.settings.is_demo, unreviewed=unreviewed, files=files)


def review_release(
    workspace: Workspace, edition: str, *, audience: str = "public", author: str, reviewer: str,
    decision: Literal["approve", "reject"], reasons: str = "",
) -> Decision:  # fmt: skip
    """Record a reviewer's decision of a stored edition.

    Raises
    ------
    WarehouseError : no such edition. DisclosureError : the author reviews, a rejection has no reasons, or the checklist fails.
    """
    stored = read_edition(workspace.editions, edition, audience)
    return decide(
        stored, author=author, reviewer=reviewer, decision=decision, reasons=reasons,
        checks=check_edition(workspace, stored), register=workspace.register,
    )  # fmt: skip
