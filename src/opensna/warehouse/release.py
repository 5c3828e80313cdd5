"""A release on disk: its record, its date, its folder, and the temporary folder it is built in."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path

from opensna.core.errors import ReleaseDateError, WarehouseError
from opensna.core.provenance import DeliveredFile, ReleaseRecord

RECORD, DATA, QUARANTINE = "release.json", "data.parquet", "quarantine.parquet"

_TEMPORARY, _LOCK = ".tmp-", ".lock"
_DATE = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")


def delivered(path: Path) -> DeliveredFile:
    """Name, sha256 and size of a file."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return DeliveredFile(path.name, digest, path.stat().st_size)


def checked_date(text: str | None, *, where: str) -> str:
    """The release date, when it is one.

    Raises
    ------
    ReleaseDateError : None, or no YYYY-MM or YYYY-MM-DD.
    """
    match = _DATE.fullmatch(text.strip()) if text else None
    if match:
        with contextlib.suppress(ValueError):
            date(int(match[1]), int(match[2]), int(match[3] or 1))
            return match[0]
    raise ReleaseDateError(
        "this is not a release date" if text else "neither the file nor the command says which release this is",
        where=where,
        found=repr(text) if text else "",
        expected="YYYY-MM or YYYY-MM-DD",
        do_this="say when the publisher released the files, for example: --released 2024-03",
    )


def write_record(record: ReleaseRecord, folder: Path) -> None:
    """Write release.json, and see it onto the disc."""
    with (folder / RECORD).open("w", encoding="utf-8") as file:
        file.write(json.dumps(asdict(record), indent=2, ensure_ascii=False) + "\n")
        file.flush()
        os.fsync(file.fileno())


def read_record(folder: Path) -> ReleaseRecord:
    """Read release.json.

    Raises
    ------
    WarehouseError : it is missing or damaged, or its rows are missing.
    """
    try:
        held = json.loads((folder / RECORD).read_text("utf-8"))
        files = tuple(DeliveredFile(**file) for file in held.pop("files"))
        record = ReleaseRecord(**{**held, "files": files, "drift": tuple(held.get("drift", ()))})
        if (folder / DATA).is_file():
            return record
        found = f"no {DATA}"
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        found = type(error).__name__
    raise WarehouseError(
        "a stored release is damaged",
        where=str(folder),
        found=found,
        expected=f"{RECORD}, {DATA} and {QUARANTINE}, as ingest wrote them",
        do_this=f"remove it with: opensna forget {folder.parent.name} {folder.name}, and ingest its files again",
    )


@contextlib.contextmanager
def building(source_folder: Path, release: str) -> Iterator[Path]:
    """A temporary folder to build a release in; removed however the work ends, unless it was renamed.

    Raises
    ------
    WarehouseError : another ingest of this source is running.
    """
    source_folder.mkdir(parents=True, exist_ok=True)
    with _locked(source_folder):
        folder = source_folder / f"{_TEMPORARY}{release}"
        folder.mkdir()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def remove_release(folder: Path) -> None:
    """Remove a stored release's folder; renamed first, so that a killed run leaves no half of one.

    Raises
    ------
    WarehouseError : an ingest of this source is running.
    """
    with _locked(folder.parent):
        gone = folder.with_name(f"{_TEMPORARY}{folder.name}")
        os.replace(folder, gone)
        shutil.rmtree(gone, ignore_errors=True)


@contextlib.contextmanager
def _locked(source_folder: Path) -> Iterator[None]:
    """The folder's lock, which is the system's: a killed run lets go of it, and what it left behind is removed here."""
    with (source_folder / _LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise WarehouseError(
                "another ingest of this source is running",
                where=source_folder.name,
                do_this="wait until it has finished, then do this again",
            ) from None
        for left in source_folder.glob(f"{_TEMPORARY}*"):
            shutil.rmtree(left, ignore_errors=True)
        yield
