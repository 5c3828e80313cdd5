"""The application, and the options that commands share."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from opensna.actions.workspace import Workspace

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


def open_here(folder: Path | None) -> Workspace:
    """The workspace named, or the one this folder lies in."""
    named = folder or (Path(os.environ["OPENSNA_WORKSPACE"]) if os.environ.get("OPENSNA_WORKSPACE") else None)
    return Workspace.open(named) if named else Workspace.find(Path.cwd())
