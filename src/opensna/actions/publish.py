"""Make the public edition: disclosure control, a second person, the register."""

from __future__ import annotations

from opensna.actions.assess import assess
from opensna.actions.progress import Progress, silent
from opensna.actions.workspace import Workspace
from opensna.assessment.publish import PublishedAssessment
from opensna.assessment.publish import publish as publish_edition


def publish(
    workspace: Workspace,
    edition: str,
    *,
    audience: str = "public",
    author: str,
    reviewer: str,
    progress: Progress = silent,
) -> PublishedAssessment:
    """Assess for the audience and enter the edition in the register of what has been published.

    Raises
    ------
    DisclosureError : author and reviewer are one person, or the data may not be published.
    """
    made = assess(workspace, edition=edition, audience=audience, progress=progress)
    return publish_edition(
        made, author=author, reviewer=reviewer, register=workspace.register, is_demo=workspace.settings.is_demo
    )
