"""The main job on a synthetic London, in one call."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from opensna.actions._narratives import narratives_folder
from opensna.actions.ingest import Ingested, ingest
from opensna.actions.init import FOLDERS, init
from opensna.actions.progress import Progress, part_of, silent
from opensna.actions.publish import publish
from opensna.actions.report import report
from opensna.actions.synthesise import synthesise
from opensna.actions.workspace import SETTINGS, Workspace
from opensna.core.errors import InputError

RELEASED = "2024-03"


@dataclass(frozen=True)
class Demo:
    """What the demo made: the report's index page, and the releases it was made from."""

    index: Path
    releases: tuple[Ingested, ...]


def demo(root: Path, *, scale: float = 1.0, progress: Progress = silent) -> Demo:
    """Synthesise, ingest, assess, publish and report, with what two boroughs might write. A demo that is there is made anew.

    Raises
    ------
    InputError : the folder holds a workspace that is no demo; nothing was changed.
    """
    workspace = _fresh(root)
    _write_narratives(workspace)
    delivered = synthesise(workspace, scale=scale, progress=part_of(progress, 0.0, 0.3))
    step = 0.3 / max(len(delivered), 1)
    stored = tuple(
        ingest(
            workspace,
            source,
            files,
            released=RELEASED,
            progress=part_of(progress, 0.3 + i * step, 0.3 + (i + 1) * step),
        )
        for i, (source, files) in enumerate(delivered.items())
    )
    publish(workspace, "demo", author="demo author", reviewer="demo reviewer", progress=part_of(progress, 0.6, 0.8))
    drawn = report(workspace, "demo", audience="public", formats=("html",), progress=part_of(progress, 0.8, 1.0))
    return Demo(drawn.index, stored)


def _fresh(root: Path) -> Workspace:
    """An empty demo workspace; what an earlier demo made in it is removed, for another version may make other bytes."""
    if (root / SETTINGS).exists():
        if not Workspace.open(root).settings.is_demo:
            raise InputError(
                "this workspace is not a demo", where=str(root), do_this="give the demo a folder of its own"
            )
        for name in (*FOLDERS, SETTINGS):
            shutil.rmtree(root / name) if (root / name).is_dir() else (root / name).unlink(missing_ok=True)
    return init("london", root, is_demo=True)


def _write_narratives(workspace: Workspace) -> None:
    """Made-up accounts of two boroughs, which say that they are."""
    with resources.as_file(resources.files("opensna.synthetic") / "narratives") as ours:
        shutil.copytree(ours, narratives_folder(workspace))
