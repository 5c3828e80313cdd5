"""Write synthetic deliveries in the contracts' shape into the inbox."""

from __future__ import annotations

import json
from pathlib import Path

from opensna.actions.progress import Progress, silent
from opensna.actions.workspace import Workspace
from opensna.synthetic.synthesise import synthesise as write_synthetic

SEED = 20250401
FOLDER = "synthetic"


def synthesise(
    workspace: Workspace, *, seed: int = SEED, scale: float = 1.0, progress: Progress = silent
) -> dict[str, tuple[Path, ...]]:
    """Synthetic extracts for 2019 to 2023, by source; every file lies beside a synthetic.json that says so."""
    return write_synthetic(workspace.inbox / FOLDER, seed=seed, scale=scale, progress=progress)


def seed_of(workspace: Workspace) -> int | None:
    """The seed of the synthetic deliveries in the inbox, for the manifest; None if there are none."""
    mark = workspace.inbox / FOLDER / "synthetic.json"
    return int(json.loads(mark.read_text("utf-8"))["seed"]) if mark.is_file() else None
