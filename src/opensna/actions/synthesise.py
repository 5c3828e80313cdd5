"""Write synthetic deliveries in the contracts' shape into the inbox."""

from __future__ import annotations

import json
from pathlib import Path

from opensna.actions.progress import Progress, part_of, silent
from opensna.actions.workspace import Workspace
from opensna.catalogue import FIGURES, SOURCES
from opensna.measures.figure import Figure
from opensna.synthetic.admissions import write_admissions
from opensna.synthetic.figures import MadeUp, write_figures
from opensna.synthetic.open_rows import WRITERS, write_open_rows
from opensna.synthetic.synthesise import YEARS
from opensna.synthetic.synthesise import synthesise as write_synthetic

SEED = 20250401
FOLDER = "synthetic"
ADMISSIONS = "nhs_sharp_object"
PACKAGED = "ons_population"
"""Comes with OpenSNA as it was published: nothing is made up for it."""
GROUPS = {
    "census_ethnicity": {
        f"ethnic_group={name}": share
        for name, share in (("Asian", 0.21), ("Black", 0.13), ("Mixed", 0.06), ("White", 0.54), ("Other", 0.06))
    }
}
"""Groups of figures that are published by group, and roughly how large each is."""


def synthesise(
    workspace: Workspace, *, seed: int = SEED, scale: float = 1.0, progress: Progress = silent
) -> dict[str, tuple[Path, ...]]:
    """Synthetic deliveries for 2019 to 2023, by source; every file lies beside a synthetic.json that says so."""
    into = workspace.inbox / FOLDER
    made = write_synthetic(into, seed=seed, scale=scale, progress=part_of(progress, 0.0, 0.95))
    progress("making published figures up", 0.95)
    return made | _figures(workspace, into, seed)


def _figures(workspace: Workspace, into: Path, seed: int) -> dict[str, tuple[Path, ...]]:
    """Made-up published figures, by source, for the partnership's areas."""
    by_source: dict[str, list[Figure]] = {}
    for figure in FIGURES.values():
        if figure.source != PACKAGED:
            by_source.setdefault(figure.source, []).append(figure)
    found: dict[str, tuple[Path, ...]] = {}
    for source, figures in by_source.items():
        if source == ADMISSIONS:
            found[source] = (write_admissions(into, years=YEARS, seed=seed),)
            continue
        if source in WRITERS:
            names = SOURCES[source].contract.names
            found[source] = (write_open_rows(into, source, names, years=YEARS, seed=seed),)
            continue
        made_up = [
            MadeUp(
                f.indicator,
                f.unit,
                f.typical[0] / f.scale,
                f.typical[1] / f.scale,
                GROUPS.get(source, {}),
                f.value_is == "count",
            )
            for f in figures
        ]
        areas = workspace.partnership.every_area
        found[source] = (write_figures(into, SOURCES[source], made_up, areas=areas, years=YEARS, seed=seed),)
    return found


def seed_of(workspace: Workspace) -> int | None:
    """The seed of the synthetic deliveries in the inbox, for the manifest; None if there are none."""
    mark = workspace.inbox / FOLDER / "synthetic.json"
    return int(json.loads(mark.read_text("utf-8"))["seed"]) if mark.is_file() else None
