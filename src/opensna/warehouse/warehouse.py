"""The warehouse: immutable releases on disk, one folder each.

::

    <root>/<source>/<release>/data.parquet         accepted rows: the contract's columns, in the contract's order
                              quarantine.parquet   bad rows as delivered, each with source_file, source_row and all its reasons
                              release.json         the ReleaseRecord

A release is built in a hidden folder beside it and renamed when it is whole: a killed run leaves no half of one.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from opensna.contracts.drift import Profile, drift_between, missing_months, profile
from opensna.contracts.files import sniff
from opensna.contracts.settle import Verdict
from opensna.core.errors import ReleaseDateError, WarehouseError
from opensna.core.provenance import DeliveredFile, ReleaseRecord
from opensna.sources._base import Source
from opensna.warehouse.checking import check_delivery, measured
from opensna.warehouse.engine import guarded, settings
from opensna.warehouse.release import (
    DATA,
    QUARANTINE,
    RECORD,
    building,
    checked_date,
    delivered,
    read_record,
    write_record,
)

Progress = Callable[[str, float], None]

PACKED = (".xlsx", ".ods", ".gz", ".parquet", ".zip")
"""Files that a source opens in its own way, or refuses."""

_MEMORY = "1.2GB"  # the engine's share; the whole process stays under 2 GB


@dataclass(frozen=True)
class Warehouse:
    """Releases under a root folder, which need not exist yet."""

    root: Path

    def ingest(
        self,
        source: Source,
        files: Sequence[Path],
        *,
        released: str | None = None,
        is_synthetic: bool = False,
        progress: Progress | None = None,
    ) -> ReleaseRecord:
        """Check the files of one delivery together, and store them as one release.

        The same bytes for the same release are recognised: the stored record comes back and nothing is doubled. The release
        date is `released`, else what the files themselves say.

        Raises
        ------
        UnreadableFileError, HeaderError, ReleaseDateError : a file as a whole; nothing was stored.
        ContractError : more bad rows than the contract allows, with every failure; nothing was stored.
        WarehouseError : the release exists with other files, or cannot be written; nothing was stored.
        """
        tell = progress or (lambda stage, share: None)
        release = _release_date(source, files, released)
        return guarded(
            lambda: self._ingest(source, files, release, is_synthetic=is_synthetic, tell=tell),
            where=f"{source.id} {release}",
        )

    def releases(self, source_id: str) -> tuple[ReleaseRecord, ...]:
        """Stored releases of a source, oldest first; none if it was never ingested."""
        folders = (self.root / source_id).glob(f"[!.]*/{RECORD}")
        return tuple(read_record(record.parent) for record in sorted(folders))

    def release(self, source_id: str, release: str | None = None) -> ReleaseRecord:
        """A release; the newest if none is named.

        Raises
        ------
        WarehouseError : the source has no such release.
        """
        held = self.releases(source_id)
        found = [record for record in held if release in (None, record.release)]
        if found:
            return found[-1]
        raise WarehouseError(
            "this release is not in the warehouse" if held else "this source has not been ingested",
            where=source_id,
            found=repr(release) if release else "",
            expected=", ".join(record.release for record in held),
            do_this=(
                f"use one of: {', '.join(record.release for record in held)}"
                if held
                else f"ingest its files with: opensna ingest {source_id} FILE --released YYYY-MM"
            ),
        )

    def path(self, source_id: str, release: str) -> Path:
        """The data.parquet of a stored release."""
        return self.root / source_id / self.release(source_id, release).release / DATA

    def quarantine_path(self, source_id: str, release: str) -> Path:
        """The quarantine.parquet of a stored release."""
        return self.path(source_id, release).with_name(QUARANTINE)

    def _ingest(
        self, source: Source, files: Sequence[Path], release: str, *, is_synthetic: bool, tell: Progress
    ) -> ReleaseRecord:
        place = self.root / source.id / release
        with building(place.parent, release) as folder, ThreadPoolExecutor(max_workers=1) as hashing:
            hashes = [hashing.submit(delivered, path) for path in files]
            if place.exists():
                return _recognised(read_record(place), [done.result() for done in hashes])
            hashed = _each_once(files, hashes)
            connection = duckdb.connect()
            try:
                settings(connection, folder=folder / "spill", memory_limit=_MEMORY)
                verdict = check_delivery(connection, source, tuple(hashed), folder, tell=tell)
                tell("looking for drift", 0.9)
                known = tuple(done.result() for done in hashed.values())
                record = self._record(connection, source, release, known, verdict, folder / DATA, is_synthetic)
            finally:
                connection.close()
            tell("storing", 0.97)
            write_record(record, folder)
            _keep_only(folder, {DATA, QUARANTINE, RECORD})
            os.replace(folder, place)
        tell("stored", 1.0)
        return record

    def _record(
        self,
        connection: DuckDBPyConnection,
        source: Source,
        release: str,
        files: tuple[DeliveredFile, ...],
        verdict: Verdict,
        data: Path,
        is_synthetic: bool,
    ) -> ReleaseRecord:
        contract = source.contract
        start, end, unknown = measured(connection, data, contract)
        return ReleaseRecord(
            source=source.id,
            release=release,
            files=files,
            contract_version=contract.version,
            rows_read=verdict.rows_read,
            rows_accepted=verdict.rows_accepted,
            rows_quarantined=verdict.rows_quarantined,
            reasons=verdict.reasons,
            unknown_geography_share=unknown,
            period_start=start,
            period_end=end,
            is_synthetic=is_synthetic,
            ingested=datetime.now(UTC).isoformat(timespec="seconds"),
            opensna_version=_version(),
            drift=self._drift(connection, source, release, data),
        )

    def _drift(self, connection: DuckDBPyConnection, source: Source, release: str, data: Path) -> tuple[str, ...]:
        """Against the newest release that is older than this one."""
        contract = source.contract
        older = [record.release for record in self.releases(source.id) if record.release < release]
        if not older and not contract.month_column:
            return ()
        new: Profile = profile(connection, data, contract)
        found = missing_months(contract, new)
        if older:
            old = profile(connection, self.root / source.id / older[-1] / DATA, contract)
            found += drift_between(contract, old, new, since=older[-1])
        return tuple(map(str, found))


def _release_date(source: Source, files: Sequence[Path], released: str | None) -> str:
    where = ", ".join(path.name for path in files)
    if released:
        return checked_date(released, where=where)
    for path in files:
        if path.suffix.lower() not in PACKED:
            sniff(path)  # refuses what is no text before anybody looks for a date in it
    said = {source.release_of(path) for path in files}
    if len(said) > 1:
        raise ReleaseDateError(
            "the files do not say the same release date",
            where=where,
            found=", ".join(sorted(str(one) for one in said)),
            expected="files of one release",
            do_this="ingest each release by itself, or say which it is with --released",
        )
    return checked_date(said.pop() if said else None, where=where)


def _recognised(record: ReleaseRecord, files: Sequence[DeliveredFile]) -> ReleaseRecord:
    """The stored record, if it holds these bytes."""
    held = {file.sha256 for file in record.files}
    others = [file.name for file in files if file.sha256 not in held]
    if not others:
        return record
    raise WarehouseError(
        "this release is already stored, from other files; a release never changes",
        where=f"{record.source} {record.release}",
        found=f"{len(others)} file{'s' * (len(others) != 1)} that it does not hold: {', '.join(others)}",
        expected=", ".join(file.name for file in record.files),
        do_this="ingest all files of a release together, or give another date with --released",
    )


def _each_once(files: Sequence[Path], hashes: Sequence[Future[DeliveredFile]]) -> dict[Path, Future[DeliveredFile]]:
    """Each file once, though it was named or copied twice; hashes are waited for only if two sizes are equal."""
    sizes = [path.stat().st_size for path in files]
    if len(set(sizes)) == len(sizes):
        return dict(zip(files, hashes, strict=True))
    distinct: dict[str, tuple[Path, Future[DeliveredFile]]] = {}
    for path, done in zip(files, hashes, strict=True):
        distinct.setdefault(done.result().sha256, (path, done))
    return dict(distinct.values())


def _keep_only(folder: Path, kept: set[str]) -> None:
    for path in folder.iterdir():
        if path.name not in kept:
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def _version() -> str:
    try:
        return version("opensna")
    except PackageNotFoundError:
        return "0.1.0"
