"""Records: the files in a workspace that people write, one a thing; and how a command writes one without losing the last."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from opensna.actions.workspace import Workspace
from opensna.core.errors import InputError

KINDS = ("approaches", "programmes", "funds", "awards", "evaluations", "services", "studies")


def folder(workspace: Workspace, kind: str) -> Path:
    """Where records of a kind lie; it may not be there yet."""
    return workspace.root / "records" / kind


def write_record(
    workspace: Workspace, kind: str, name: str, content: Mapping[str, Any], *, replace: bool = False
) -> Path:
    """Write records/<kind>/<name>.yaml, whole or not at all.

    Raises
    ------
    InputError : a record of that name is there, and `replace` was not asked for.
    """
    path = folder(workspace, kind) / f"{name}.yaml"
    refuse_existing(path, replace=replace)
    text = yaml.safe_dump(dict(content), sort_keys=False, allow_unicode=True, width=118)
    return write_whole(path, text)


def write_whole(path: Path, text: str) -> Path:
    """Write a text file under a passing name and then rename it, so that a killed run leaves the last good one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    passing = path.with_name(f".{path.name}.part")
    passing.write_text(text, "utf-8")
    os.replace(passing, path)
    return path


def refuse_existing(path: Path, *, replace: bool) -> None:
    """InputError if the file is there and nobody asked to replace it."""
    if path.exists() and not replace:
        raise InputError(
            "there is a record of this name already", where=f"records/{path.parent.name}/{path.name}", found=path.stem,
            do_this="choose another id, change the file by hand, or ask to replace it with --replace",
        )  # fmt: skip
