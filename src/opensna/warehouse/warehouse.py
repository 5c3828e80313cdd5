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

from opensna.contracts.check import CheckedFile, check_text
from opensna.contracts.contract import TableContract
from opensna.contracts.delimited import CsvFile, check_csv
from opensna.contracts.drift import Profile, drift_between, missing_months, profile, time_column, weight_of
from opensna.contracts.files import sniff
from opensna.contracts.settle import Verdict, settle, write_accepted
from opensna.contracts.sql import literal, name
from opensna.core.errors import ContractError, ReleaseDateError, UnreadableFileError, WarehouseError
from opensna.core.provenance import DeliveredFile, ReleaseRecord
from opensna.sources._base import CsvRows, Source
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
        for path in files:
            sniff(path)
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
                verdict = _check(connection, source, tuple(hashed), folder, tell=tell)
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
        start, end, unknown = _measured(connection, data, contract)
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


def _check(
    connection: DuckDBPyConnection, source: Source, files: Sequence[Path], folder: Path, *, tell: Progress
) -> Verdict:
    """Check every file, settle the delivery, write data.parquet and quarantine.parquet."""
    checked = []
    for i, path in enumerate(files):
        tell(f"checking {path.name}", 0.7 * i / len(files))
        checked.append(_check_file(connection, source, path, folder, i))
    tell("looking for repeated keys", 0.7)
    verdict = settle(connection, checked, source.contract, folder / QUARANTINE, quote_values=source.access == "open")
    _refuse_if_bad(source.contract, verdict, files)
    tell("writing accepted rows", 0.8)
    write_accepted(connection, checked, source.contract, folder / DATA)
    return verdict


def _check_file(connection: DuckDBPyConnection, source: Source, path: Path, folder: Path, i: int) -> CheckedFile:
    rows = source.read(path, connection)
    if isinstance(rows, CsvRows):
        file = CsvFile(rows.path, rows.columns, rows.delimiter, rows.encoding, number=i)
        return check_csv(connection, file, source.contract, folder)
    judged = check_text(connection, name(rows.relation), source.contract, folder / f"judged-{i}.parquet")
    return CheckedFile(path.name, judged)


def _refuse_if_bad(contract: TableContract, verdict: Verdict, files: Sequence[Path]) -> None:
    where = f"{contract.id}: {', '.join(path.name for path in files)}"
    if not verdict.rows_read:
        raise UnreadableFileError(
            "the delivery has a header and no rows",
            where=where,
            found="0 rows",
            do_this="ask the supplier to send it again; nothing was stored",
        )
    share = verdict.rows_quarantined / verdict.rows_read
    if share <= contract.max_quarantined_share:
        return
    remedies = dict.fromkeys(failure.remedy for failure in verdict.failures)
    raise ContractError(
        f"{verdict.rows_quarantined:,} of {verdict.rows_read:,} rows break the contract ({share:.2%})",
        where=where,
        found=" | ".join(failure.sentence for failure in verdict.failures),
        expected=f"at most {contract.max_quarantined_share:.2%} of rows",
        do_this="; ".join(remedies) + "; nothing was stored",
    )


def _measured(
    connection: DuckDBPyConnection, data: Path, contract: TableContract
) -> tuple[str | None, str | None, float | None]:
    """First day of the first month, last day of the last month, share of records at an unknown place."""
    when, area, weight = time_column(contract), contract.area_column, weight_of(contract)
    first = f"min(date_trunc('month', {name(when)}))" if when else "NULL"
    last = f"max(last_day({name(when)}))" if when else "NULL"
    unknown = ", ".join(map(literal, contract.unknown_areas)) or "NULL"
    is_unknown = f"({name(area)} IS NULL OR {name(area)} IN ({unknown}))"
    share = f"sum({weight}) FILTER ({is_unknown}) / sum({weight})" if area else "NULL"
    total = f"sum({weight})" if area else "NULL"
    row = connection.execute(
        f"SELECT CAST(CAST({first} AS DATE) AS VARCHAR), CAST(CAST({last} AS DATE) AS VARCHAR), {share}, {total} "
        f"FROM read_parquet({literal(data)})"
    ).fetchall()[0]
    return row[0], row[1], float(row[2] or 0.0) if row[3] else None


def _keep_only(folder: Path, kept: set[str]) -> None:
    for path in folder.iterdir():
        if path.name not in kept:
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def _version() -> str:
    try:
        return version("opensna")
    except PackageNotFoundError:
        return "0.1.0"
