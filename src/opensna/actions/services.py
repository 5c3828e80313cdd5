"""The service directory of a workspace: take in a feed, find a service, write it out; confidential addresses never pass."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import Any

from opensna.actions._records import folder, refuse_existing, write_whole
from opensna.actions.progress import Progress, silent
from opensna.actions.workspace import Workspace
from opensna.core.document import read_yaml
from opensna.core.errors import DocumentError, InputError
from opensna.places.check import check_object, verdict
from opensna.places.directory import Directory, directory_of, read_directory, write_directory
from opensna.places.find import Found, find_services
from opensna.places.withhold import withhold

KIND = "services"


def check_services(path: Path) -> Directory:
    """Read a feed and judge it (pass, warn, fail) without taking it in."""
    return read_directory(path)


@dataclass(frozen=True)
class ImportedServices:
    """A directory as read, and the record that now holds it."""

    directory: Directory
    record: Path


def import_services(
    workspace: Workspace, path: Path, *, replace: bool = False, progress: Progress = silent
) -> ImportedServices:
    """Take a feed of Open Referral into records/services as it came, but for the addresses of confidential places.

    Raises
    ------
    UnreadableFileError : nothing that the standard knows. InputError : there is a directory of that name.
    """
    progress("reading the directory", 0.0)
    made = read_directory(path)
    is_folder = path.is_dir() and (len(made.documents) > 1 or bool(made.tables))
    name = path.name.removesuffix(".json")  # and not its stem: a name such as oruk-3.0-examples has a point of its own
    record = folder(workspace, KIND) / (name if is_folder else f"{name}.json")
    refuse_existing(record, replace=replace)
    progress("writing", 0.7)
    record.parent.mkdir(parents=True, exist_ok=True)
    write_directory(made, record)
    progress("done", 1.0)
    return ImportedServices(made, record)


def add_service(workspace: Workspace, file: Path, *, replace: bool = False) -> Path:
    """Take one service written by hand (YAML, in the standard's own fields) into the workspace after checking it.

    Raises
    ------
    DocumentError : it breaks the standard, every field at once.
    """
    document = _checked(file)
    record = folder(workspace, KIND) / f"{file.stem}.json"
    refuse_existing(record, replace=replace)
    return write_whole(record, json.dumps(document, ensure_ascii=False, indent=2))


def find(
    workspace: Workspace,
    *,
    place: str | None = None,
    age: int | None = None,
    on: date | None = None,
    at: time | None = None,
    free_only: bool = False,
    language: str | None = None,
    words: str = "",
    progress: Progress = silent,
) -> tuple[Found, ...]:
    """Services of every directory of the workspace that fit, in order of name.

    Raises
    ------
    InputError : an hour without a day, or no directory in the workspace.
    """
    if at is not None and on is None:
        raise InputError(
            "an hour without a day", where="--at", found=at.isoformat(), expected="a day with it",
            do_this="say the day too, with --on",
        )  # fmt: skip
    records = _records(workspace)
    services: dict[str, Any] = {}
    for position, record in enumerate(records):
        progress(f"reading {record.name}", position / len(records))
        for service in _directory(record).services:
            services.setdefault(str(service.get("id")), service)
    found = find_services(
        services.values(), place=place, age=age, on=on, at=at, free_only=free_only, language=language, words=words
    )
    progress("done", 1.0)
    return found


def export_services(workspace: Workspace, into: Path, *, progress: Progress = silent) -> tuple[Path, ...]:
    """Write every directory of the workspace out as it came, once more without the addresses of confidential places."""
    written: list[Path] = []
    records = _records(workspace)
    for position, record in enumerate(records):
        progress(f"writing {record.name}", position / len(records))
        made = _directory(record)
        into.mkdir(parents=True, exist_ok=True)
        name = f"{record.stem}.json" if record.suffix == ".yaml" else record.name
        written += write_directory(made, into / name)
    progress("done", 1.0)
    return tuple(written)


def _records(workspace: Workspace) -> list[Path]:
    where = folder(workspace, KIND)
    found = sorted(p for p in where.glob("*") if not p.name.startswith(".")) if where.is_dir() else []
    if not found:
        raise InputError(
            "the workspace has no directory of services", where="records/services", found="nothing",
            do_this="take one in with: opensna services import FILE",
        )  # fmt: skip
    return found


def _directory(record: Path) -> Directory:
    """A record read: a feed as it was taken in, or one service that somebody wrote as YAML."""
    if record.suffix != ".yaml":
        return read_directory(record)
    return directory_of({record.name: _checked(record)})


def _checked(file: Path) -> dict[str, Any]:
    written = json.loads(json.dumps(read_yaml(file), default=str))  # days and hours as text
    document, _ = withhold(written)  # before anything is checked, so that no message tells a confidential address
    problems = tuple(check_object(document, "service"))
    if verdict(problems) == "fail":
        raise DocumentError(
            "the service does not follow Open Referral UK 3.0", where=file.name,
            found="; ".join(f"{problem.path} {problem.what}" for problem in problems if problem.severity == "error"),
            expected="id (a UUID), name, status, and fields of their kind", do_this="correct the fields that are named",
        )  # fmt: skip
    return document
