"""Make an edition for readers outside the authors' circle: disclosure control, the attack, a second person, the register."""

from __future__ import annotations

from opensna.actions._definitions import derived_of, find_definition, others_of
from opensna.actions.assess import assess
from opensna.actions.progress import Progress, silent
from opensna.actions.review_release import check_edition
from opensna.actions.workspace import Workspace
from opensna.assessment.publish import PublishedAssessment, refuse_edition
from opensna.assessment.publish import publish as publish_edition
from opensna.assessment.review_release import decide
from opensna.disclosure.policy import Agreement
from opensna.disclosure.rows import wholes_of
from opensna.measures.unplaced import unplaced_of


def publish(
    workspace: Workspace,
    edition: str,
    *,
    audience: str = "public",
    agreement: Agreement | None = None,
    author: str,
    reviewer: str,
    reasons: str = "approved on publishing",
    progress: Progress = silent,
) -> PublishedAssessment:
    """Assess for the audience, go through the checklist, attack with all that was published before, and enter it in the register.

    Parameters
    ----------
    agreement : under which members of the partnership read it; for the audience "partnership" only.
    reasons : the reviewer's, recorded with the approval.

    Raises
    ------
    DisclosureError : author and reviewer are one person, the data may not be published, a check fails, or with earlier editions a
        small group is isolated.
    """
    made = assess(workspace, edition=edition, audience=audience, agreement=agreement, progress=progress)
    refuse_edition(made, author=author, reviewer=reviewer, is_demo=workspace.settings.is_demo)
    decide(
        made, author=author, reviewer=reviewer, decision="approve", reasons=reasons, checks=check_edition(workspace, made),
        register=workspace.register,
    )  # fmt: skip
    places = (*made.areas, unplaced_of(made.areas[0]))
    definition = find_definition(workspace, made.manifest["definition"].split()[0])
    return publish_edition(
        made, author=author, reviewer=reviewer, register=workspace.register, is_demo=workspace.settings.is_demo,
        wholes=wholes_of(places), derived=derived_of(definition, others_of(workspace, definition)),
    )  # fmt: skip
