"""Make a workspace."""

from __future__ import annotations

from pathlib import Path

from opensna.actions.workspace import SETTINGS, Workspace
from opensna.core.errors import InputError, UnknownIdError
from opensna.reference.partnership import partnerships

FOLDERS = ("records", "inbox", "warehouse", "editions", "register")

_TEMPLATE = """\
# Settings of this workspace. Every line may be changed; `opensna doctor` checks the file.
partnership = "{preset}"
definition = "{definition}"       # what counts as serious violence: src/opensna/definition
publisher = ""              # who publishes the assessment, whom readers may ask, and under which licence:
contact = ""                # printed on every cover and in every data file
licence = ""
is_demo = {is_demo}             # true only where all data is synthetic; allows a public edition of it

[edition]
period = "2023"             # the period assessed: 2023, 2022-10/2023-09 or fy2022-23; `assess --period` says another
across_breaks = false       # true: changes are given across breaks in a series too, and say so

[edition.baselines]         # what changes are read against, by the name that sentences use
"calendar 2019" = "2019"
"year to March 2020" = "fy2019-20"

[releases]                  # pin a source to a release; without a line its newest release is used
# mps_borough_crime = "2024-03"
"""


def init(preset: str, root: Path, *, is_demo: bool = False) -> Workspace:
    """Make the folders and settings of a workspace for a preset partnership.

    Raises
    ------
    UnknownIdError : no such preset. InputError : the folder is a workspace already; nothing was changed.
    """
    presets = partnerships()
    if preset not in presets:
        raise UnknownIdError.of(
            "preset",
            preset,
            list(presets),
            do_this="use a preset, or start from one and write records/partnership.yaml",
        )
    if (root / SETTINGS).exists():
        raise InputError(
            "this folder is a workspace already",
            where=str(root),
            found=SETTINGS,
            do_this="choose another folder, or go on with the workspace that is there",
        )
    for folder in FOLDERS:
        (root / folder).mkdir(parents=True, exist_ok=True)
    (root / SETTINGS).write_text(
        _TEMPLATE.format(preset=preset, definition=presets[preset].definition, is_demo=str(is_demo).lower()), "utf-8"
    )
    return Workspace.open(root)
