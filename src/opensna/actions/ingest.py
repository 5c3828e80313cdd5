"""Check, quarantine and store a delivery; one that is stored already is recognised."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from opensna.actions._looks_like import with_likely_source
from opensna.actions.progress import Progress, silent
from opensna.actions.workspace import Workspace
from opensna.catalogue import SOURCES, find
from opensna.core.errors import DeliveryError, InputError
from opensna.core.provenance import ReleaseRecord
from opensna.sources._base import Source
from opensna.warehouse.known import refuse_again, stored_as

SYNTHETIC_MARK = "synthetic.json"


@dataclass(frozen=True)
class Ingested:
    """The stored release, the time that its rows are of, and whether it was stored before: then nothing changed."""

    record: ReleaseRecord
    span: str
    was_loaded: bool


def ingest(
    workspace: Workspace,
    source_id: str,
    files: Sequence[Path],
    *,
    released: str | None = None,
    again: bool = False,
    progress: Progress = silent,
) -> Ingested:
    """Store the files as one release of a source. Files that lie beside a synthetic.json are marked synthetic.

    again : store them under this release date though another release holds the same bytes: the publisher re-issued them.

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
    held = _held(workspace, source, files, released=released, again=again)
    try:
        record = held or workspace.warehouse.ingest(
            source, files, released=released, is_synthetic=_is_synthetic(files), progress=progress
        )
    except DeliveryError as error:
        refused = error
    else:
        return Ingested(record, workspace.span(record), held is not None)
    raise with_likely_source(refused, source, files, SOURCES)


def _held(
    workspace: Workspace, source: Source, files: Sequence[Path], *, released: str | None, again: bool
) -> ReleaseRecord | None:
    """The release that these files are, if they are stored: the one said, or without a word the newest that holds them."""
    known = stored_as(files, workspace.warehouse.releases(source.id))
    said = [record for record in known if released is None or record.release == released.strip()]
    if known and not said and released and not again:
        refuse_again(known[-1], files, released=released)
    return said[-1] if said else None


def _is_synthetic(files: Sequence[Path]) -> bool:
    """Whether any file was made by `synthesise`: one synthetic file makes a release synthetic."""
    marks = [path.parent / SYNTHETIC_MARK for path in files]
    return any(
        mark.is_file() and bool(json.loads(mark.read_text("utf-8")).get("is_synthetic")) for mark in marks
    ) or any(path.name.startswith("synthetic_") for path in files)
