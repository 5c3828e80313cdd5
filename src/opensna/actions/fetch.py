"""Download an open source's release into the inbox."""

from __future__ import annotations

from pathlib import Path

from opensna.actions.progress import Progress, silent
from opensna.actions.workspace import Workspace
from opensna.catalogue import SOURCES, find
from opensna.sources._fetch import fetch as download


def fetch(
    workspace: Workspace, source_id: str, release: str | None = None, *, progress: Progress = silent
) -> tuple[Path, ...]:
    """Download the files of a release; running it again changes nothing.

    Raises
    ------
    UnknownIdError : no such source. FetchError : it is restricted, has no direct address, or the download failed; the
        message says where to download it by hand.
    """
    return download(find("source", SOURCES, source_id), release, workspace.inbox, progress=progress)
