"""Remove a stored release: one that was stored by mistake, or is damaged."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from opensna.actions.workspace import SETTINGS, Workspace
from opensna.catalogue import SOURCES, find
from opensna.core.errors import WarehouseError
from opensna.warehouse.release import remove_release


@dataclass(frozen=True)
class Forgotten:
    """The release that was removed, the folder it lay in, editions that rest on it, and whether the settings name it."""

    source: str
    release: str
    folder: Path
    editions: tuple[str, ...]
    is_pinned: bool


def forget(workspace: Workspace, source_id: str, release: str, *, even_if_used: bool = False) -> Forgotten:
    """Remove a release from the warehouse. Delivered files, editions and the register stay as they are.

    Raises
    ------
    UnknownIdError, WarehouseError : no such source, or release. WarehouseError : stored editions rest on it, or the settings pin
        it, and nobody said `even_if_used`; nothing was removed.
    """
    find("source", SOURCES, source_id)
    held = workspace.root / "warehouse" / source_id
    folders = {path.name: path for path in held.glob("[!.]*") if path.is_dir()}
    if release not in folders:
        workspace.warehouse.release(source_id, release)  # tells which there are
    editions = resting_on(workspace, source_id, release)
    is_pinned = workspace.settings.releases.get(source_id) == release
    used_by = (*editions, *([f"the [releases] of {SETTINGS}"] if is_pinned else []))
    if used_by and not even_if_used:
        raise WarehouseError(
            "this release is in use",
            where=f"{source_id} {release}",
            found=", ".join(used_by),
            expected="a release that no stored edition rests on and no setting names",
            do_this="keep it, so that what rests on it can be made again; or say --even-if-used. Nothing was removed",
        )
    remove_release(folders[release])
    return Forgotten(source_id, release, folders[release], editions, is_pinned)


def resting_on(workspace: Workspace, source_id: str, release: str) -> tuple[str, ...]:
    """Stored editions, as "NAME for AUDIENCE", whose manifest names the release."""
    found = []
    for path in sorted(workspace.editions.glob("*/[!.]*/manifest.json")):
        try:
            named = json.loads(path.read_text("utf-8"))["releases"]
            rests = any(one["source"] == source_id and one["release"] == release for one in named)
        except (OSError, ValueError, KeyError, TypeError):
            rests = True  # nobody can say that it does not
        if rests:
            found.append(f"edition {path.parent.parent.name} for {path.parent.name}")
    return tuple(found)
