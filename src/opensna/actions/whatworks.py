"""The What Works index of a workspace: list, read again, import, export, and its page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from opensna.actions._records import folder, write_record, write_whole
from opensna.actions.progress import Progress, silent
from opensna.actions.workspace import Workspace
from opensna.core.document import fit, read_named, read_yaml
from opensna.core.errors import InputError, UnknownIdError
from opensna.whatworks.approach import Approach
from opensna.whatworks.crosswalk import crosswalk, disagreements
from opensna.whatworks.exchange import read_ratings, with_ratings, write_dated
from opensna.whatworks.gap_map import GapMap, gap_map
from opensna.whatworks.history import MONTHS, StaleRating, read_again, stale_ratings
from opensna.whatworks.index import Index, approaches, distinct, with_own
from opensna.whatworks.page import page
from opensna.whatworks.select import select
from opensna.whatworks.studies import ReadStudies, matched, read_studies

KIND = "approaches"


def index(workspace: Workspace | None = None) -> Index:
    """The packaged index, with records/approaches laid over it."""
    return with_own(approaches(), folder(workspace, KIND)) if workspace else approaches()


@dataclass(frozen=True)
class Listed:
    """Approaches that fit, every rating of them as a table, on which the registries disagree, and which readings are old."""

    approaches: tuple[Approach, ...]
    ratings: pd.DataFrame
    disagreements: Mapping[str, str]
    stale: tuple[StaleRating, ...]
    map: GapMap


def whatworks(
    workspace: Workspace | None = None,
    *,
    on: date,
    months: int = MONTHS,
    progress: Progress = silent,
    **conditions: str,
) -> Listed:
    """List the index; `conditions` are those of `opensna.whatworks.select.select`, by name.

    Raises
    ------
    UnknownIdError : a condition's value that no approach can have. DocumentError : a record that does not fit.
    """
    progress("reading the index", 0.0)
    chosen = select(index(workspace).values(), **conditions)
    progress("comparing registries", 0.5)
    found = Listed(
        chosen, crosswalk(chosen), disagreements(chosen), stale_ratings(chosen, on=on, months=months), gap_map(chosen)
    )  # fmt: skip
    progress("done", 1.0)
    return found


def add_approach(workspace: Workspace, file: Path, *, replace: bool = False) -> Path:
    """Take a written approach into the workspace after checking it; DocumentError names what is wrong with it."""
    approach = read_named(file, Approach)
    _refuse_future(approach)
    distinct({**index(workspace), approach.id: approach}.values())
    return write_record(workspace, KIND, approach.id, read_yaml(file), replace=replace)


def record_reading(
    workspace: Workspace, approach_id: str, rating_id: str, *, on: date, changes: Mapping[str, Any] | None = None
) -> Path:
    """Write down that a rating was read again on a day, with what changed; the old words are kept in its history."""
    held = index(workspace)
    if approach_id not in held:
        raise UnknownIdError.of("approach", approach_id, list(held), do_this="list them with: opensna whatworks list")
    made = read_again(held[approach_id], rating_id, on=on, changes=changes)
    _refuse_future(made)
    return _write(workspace, made)


def import_ratings(workspace: Workspace, file: Path, *, progress: Progress = silent) -> tuple[Path, ...]:
    """Take ratings of a CSV into the approaches that they name; all or none. Returns the records written."""
    progress("reading ratings", 0.0)
    changed = with_ratings(index(workspace), read_ratings(file))
    for approach in changed.values():
        _refuse_future(approach)
    written = []
    for position, approach in enumerate(changed.values()):
        progress(f"writing {approach.id}", position / len(changed))
        written.append(_write(workspace, approach))
    progress("done", 1.0)
    return tuple(written)


@dataclass(frozen=True)
class ImportedStudies:
    """The studies read, the approaches that each names (by its id), and the record that holds them."""

    read: ReadStudies
    matched: Mapping[str, tuple[str, ...]]
    record: Path


def import_studies(
    workspace: Workspace, file: Path, *, replace: bool = False, progress: Progress = silent
) -> ImportedStudies:
    """Take references of a RIS or EPPI JSON file into records/studies, matched to approaches by their codes and keywords."""
    progress("reading references", 0.0)
    read = read_studies(file)
    links = matched(read.studies, index(workspace))
    studies = [{**asdict(study), "approaches": links[study.id]} for study in read.studies]
    plain = json.loads(json.dumps(studies))  # tuples as lists, which is what YAML writes
    content = {"from": file.name, "without_title": read.without_title, "studies": plain}
    record = write_record(workspace, "studies", file.stem, content, replace=replace)
    progress("done", 1.0)
    return ImportedStudies(read, links, record)


def export_index(workspace: Workspace | None, into: Path, *, on: date, progress: Progress = silent) -> tuple[Path, ...]:
    """Write the index as of a day: its ratings as CSV, whole as JSON, and as a page that filters without a server."""
    progress("writing tables", 0.0)
    held = tuple(index(workspace).values())
    written = write_dated(held, into, on=on)
    progress("writing the page", 0.6)
    drawn = write_whole(into / "what-works.html", page(held, on=on))
    progress("done", 1.0)
    return (*written, drawn)


def _refuse_future(approach: Approach) -> None:
    """InputError if a rating was read on a day that is still to come."""
    today = date.today()
    late = [
        f"{rating.id} on {rating.read_on}" for rating in approach.ratings if rating.read_on and rating.read_on > today
    ]
    if late:
        raise InputError(
            "a rating was read on a day that is still to come", where=f"{approach.id}, field read_on", found=", ".join(late),
            expected=f"{today} or earlier", do_this="give the day on which somebody looked at the page",
        )  # fmt: skip


def _write(workspace: Workspace, approach: Approach) -> Path:
    content = approach.model_dump(mode="json", exclude_defaults=True)
    fit(content, Approach, where=f"{approach.id}.yaml")
    return write_record(workspace, KIND, approach.id, content, replace=True)
