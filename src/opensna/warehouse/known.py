"""Whether files were stored before: known by their bytes, not by their names."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from opensna.core.errors import WarehouseError
from opensna.core.provenance import ReleaseRecord
from opensna.warehouse.release import delivered


def stored_as(files: Sequence[Path], records: Sequence[ReleaseRecord]) -> tuple[ReleaseRecord, ...]:
    """The releases that hold every one of these files, in the order given. Files are hashed only where the sizes are held."""
    sizes = {path.stat().st_size for path in files}
    alike = [record for record in records if sizes <= {file.size for file in record.files}]
    hashes = {delivered(path).sha256 for path in files} if alike else set()
    return tuple(record for record in alike if hashes <= {file.sha256 for file in record.files})


def refuse_again(record: ReleaseRecord, files: Sequence[Path], *, released: str) -> None:
    """Refuse files that another release holds: stored twice, their figures would count as a later word of the publisher.

    Raises
    ------
    WarehouseError : always.
    """
    raise WarehouseError(
        f"these files are release {record.release} already",
        where=f"{record.source} {released}",
        found=f"{', '.join(path.name for path in files)}: the same bytes as in {record.release}",
        expected="files that no release holds",
        do_this=f"drop --released {released}, or say --again if they were re-issued unchanged; nothing was stored",
    )
