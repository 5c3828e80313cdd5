"""What was set aside of a release: why, where in the file, and the row itself where the source is open."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from opensna.actions.workspace import Workspace
from opensna.catalogue import SOURCES, find

SHOWN = 20
_PLACE = ["source_file", "source_row", "reasons"]


@dataclass(frozen=True)
class Quarantined:
    """What was set aside: `reasons` (rows by reason, most first), and where all rows lie on this machine.

    `rows` are the first ones, with file, record number and all reasons; of a restricted source without their values.
    """

    release: str
    reasons: dict[str, int]
    rows: pd.DataFrame
    path: Path


def quarantine(workspace: Workspace, source_id: str, *, release: str | None = None, first: int = SHOWN) -> Quarantined:
    """The rows of a release that were set aside.

    Raises
    ------
    UnknownIdError, WarehouseError : no such source, or release.
    """
    source = find("source", SOURCES, source_id)
    record = workspace.warehouse.release(source_id, release)
    path = workspace.warehouse.quarantine_path(source_id, record.release)
    rows = pd.read_parquet(path).head(first)
    rows["reasons"] = ["; ".join(reasons) for reasons in rows["reasons"]]
    kept = rows if source.access == "open" else rows[_PLACE]
    return Quarantined(record.release, dict(record.reasons), kept.reset_index(drop=True), path)
