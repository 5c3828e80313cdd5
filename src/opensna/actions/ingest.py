"""Check, quarantine and store a delivery."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from opensna.actions.progress import Progress, silent
from opensna.actions.workspace import Workspace
from opensna.catalogue import SOURCES, find
from opensna.core.errors import InputError
from opensna.core.provenance import ReleaseRecord

SYNTHETIC_MARK = "synthetic.json"


def ingest(
    workspace: Workspace,
    source_id: str,
    files: Sequence[Path],
    *,
    released: str | None = None,
    progress: Progress = silent,
) -> ReleaseRecord:
    """Store the files as one release of a source. Files that lie beside a synthetic.json are marked synthetic.

    Raises
    ------
    UnknownIdError, InputError, DeliveryError, WarehouseError : as the error tree tells; nothing was stored.
    """
    source = find("source", SOURCES, source_id)
    absent = [path.name for path in files if not path.is_file()]
    if absent or not files:
        raise InputError(
            f"{len(absent) or 'no'} of the files cannot be found",
            where=f"opensna ingest {source_id}",
            found=", ".join(absent),
            do_this="check the path; a pattern such as *.csv must match at least one file",
        )
    return workspace.warehouse.ingest(
        source, files, released=released, is_synthetic=_is_synthetic(files), progress=progress
    )


def _is_synthetic(files: Sequence[Path]) -> bool:
    """Whether any file was made by `synthesise`: one synthetic file makes a release synthetic."""
    marks = [path.parent / SYNTHETIC_MARK for path in files]
    return any(
        mark.is_file() and bool(json.loads(mark.read_text("utf-8")).get("is_synthetic")) for mark in marks
    ) or any(path.name.startswith("synthetic_") for path in files)
