"""What this machine and workspace have and lack."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from opensna.actions.workspace import SETTINGS, Workspace
from opensna.core.errors import OpenSNAError

NEEDED = ("duckdb", "ibis-framework", "sqlglot", "pandas", "pyarrow", "scipy", "pydantic", "typer")
FOR_REPORTS = ("jinja2",)


@dataclass(frozen=True)
class Finding:
    """One thing looked at: its name, whether it is well, what was seen, what to do."""

    name: str
    is_well: bool
    seen: str
    do_this: str = ""


def doctor(root: Path) -> tuple[Finding, ...]:
    """Python, packages, room on the disc, and the workspace if `root` is one."""
    python = sys.version.split()[0]
    free = shutil.disk_usage(root if root.exists() else Path.cwd()).free / 1e9
    return (
        Finding("Python", sys.version_info >= (3, 11), python, "install Python 3.11 or newer"),
        *(_package(name, "make setup") for name in NEEDED),
        *(_package(name, "pip install 'opensna[report]'") for name in FOR_REPORTS),
        Finding("free disc", free > 5, f"{free:.0f} GB", "free at least 5 GB"),
        _workspace(root),
    )


def _package(name: str, remedy: str) -> Finding:
    try:
        return Finding(name, True, version(name))
    except PackageNotFoundError:
        return Finding(name, False, "absent", remedy)


def _workspace(root: Path) -> Finding:
    if not (root / SETTINGS).exists():
        return Finding("workspace", True, f"none in {root}", f"opensna init london {root}")
    try:
        return Finding("workspace", True, f"{Workspace.open(root).settings.partnership} in {root}")
    except OpenSNAError as error:
        return Finding("workspace", False, error.what, error.do_this)
