"""Render a stored edition."""

from __future__ import annotations

from pathlib import Path

from opensna.actions.progress import Progress, silent
from opensna.actions.workspace import Workspace
from opensna.assessment.edition import read_edition
from opensna.assessment.publish import read_published
from opensna.report.renderers.html import render_html


def report(workspace: Workspace, edition: str, *, audience: str = "authors", progress: Progress = silent) -> Path:
    """Render every area of an edition as a self-contained HTML page; the path of the index.

    Raises
    ------
    WarehouseError : no such edition, or it was changed on disk. DisclosureError : a public edition that the register does
        not hold.
    """
    shown = (
        read_edition(workspace.editions, edition, audience)
        if audience == "authors"
        else read_published(workspace.editions, edition, audience, register=workspace.register)
    )
    return render_html(shown, workspace.editions / edition / audience / "report", progress=progress)
