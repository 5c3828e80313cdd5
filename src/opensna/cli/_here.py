"""The application, and the options that commands share."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from opensna.actions.workspace import SETTINGS, Workspace

app = typer.Typer(
    help="From delivered files to a comparable needs assessment for London and each of its boroughs.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
AsJson = Annotated[bool, typer.Option("--json", help="Machine-readable output.")]
In = Annotated[
    Path | None, typer.Option("--workspace", "-w", help="The workspace; otherwise the one this folder lies in.")
]
File = Annotated[Path, typer.Argument(exists=True, dir_okay=False)]
On = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="A day, such as 2025-04-01; otherwise today.")]
Replace = Annotated[bool, typer.Option("--replace", help="Replace the record of this name, if there is one.")]


def open_here(folder: Path | None) -> Workspace:
    """The workspace named, or the one this folder lies in."""
    named = folder or (Path(os.environ["OPENSNA_WORKSPACE"]) if os.environ.get("OPENSNA_WORKSPACE") else None)
    return Workspace.open(named) if named else Workspace.find(Path.cwd())


def open_if_any(folder: Path | None) -> Workspace | None:
    """As `open_here`; None where nobody names a workspace and this folder lies in none."""
    is_named = folder is not None or bool(os.environ.get("OPENSNA_WORKSPACE"))
    here = Path.cwd()
    lies_in_one = any((place / SETTINGS).is_file() for place in (here, *here.parents))
    return open_here(folder) if is_named or lies_in_one else None
