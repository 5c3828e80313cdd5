"""A directory read whole: every document or row with its verdict, confidential places taken out, and written back as it came."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from opensna.core.errors import UnreadableFileError
from opensna.places.check import Problem, Verdict, check_document, check_feed, check_object, kind_of, verdict
from opensna.places.hidden import Withheld
from opensna.places.tables import (
    DESCRIPTION,
    Rows,
    by_entity,
    check_tables,
    entity_of,
    nested,
    read_tables,
    write_tables,
)
from opensna.places.withhold import withhold_all
from opensna.places.withhold_rows import withhold_rows


@dataclass(frozen=True)
class Directory:
    """What was read: documents by file name, or tables by file name (one of the two), without confidential places.

    `counts` are of services, or of rows where the directory is in tables: read = accepted + warned + rejected + withheld.
    accepted: nothing is wrong. warned: it cannot be right, or is incomplete. rejected: the standard forbids it; it is kept and
    written back, but found by no search. withheld: rows that held nothing but the address of a confidential place. Checks
    run on what is left, so that no message can tell what was taken out.
    """

    documents: Mapping[str, dict[str, Any]]
    tables: Mapping[str, Rows]
    problems: tuple[Problem, ...]
    verdict: Verdict
    counts: Mapping[str, int]
    withheld: tuple[Withheld, ...]
    services: tuple[dict[str, Any], ...]


def read_directory(path: Path) -> Directory:
    """Read a feed: one JSON document, a folder of them, a folder of CSVs, or one JSON of rows by file name.

    Raises
    ------
    UnreadableFileError : not JSON, nothing that the standard knows, or no files.
    """
    if path.is_dir() and any(path.glob("*.csv")):
        described = path / DESCRIPTION
        return directory_of_tables(read_tables(path), _load(described) if described.is_file() else None)
    files = sorted(path.glob("*.json")) if path.is_dir() else [path]
    if not files or not all(file.is_file() for file in files):
        raise UnreadableFileError(
            "there is no directory of services here", where=path.name, found="no .json and no .csv file",
            expected="a document of Open Referral, or a folder of them", do_this="give the file or folder that was exported",
        )  # fmt: skip
    loaded = {file.name: _load(file) for file in files}
    if len(loaded) == 1 and all(name.endswith(".csv") for name in next(iter(loaded.values()))):
        return directory_of_tables(next(iter(loaded.values())))
    return directory_of(loaded)


def directory_of(documents: Mapping[str, Mapping[str, Any]]) -> Directory:
    """A directory of documents of the standard's JSON, by name."""
    for document in documents.values():
        kind_of(document)
    kept, withheld = withhold_all(documents)
    problems = check_feed(kept)
    services = [(body, check_object(body, "service")) for name in kept for body in _services(kept[name])]
    counts = _counts(
        [verdict(tuple(found)) for _, found in services] or [verdict(check_document(d)) for d in kept.values()]
    )
    usable = _distinct([body for body, found in services if verdict(tuple(found)) != "fail"])
    return Directory(kept, {}, problems, verdict(problems), counts, withheld, tuple(usable))


def directory_of_tables(tables: Mapping[str, Rows], description: Mapping[str, Any] | None = None) -> Directory:
    """A directory of tables by file name, held to the data package that describes them if one does."""
    kept, withheld = _without_places(tables)
    found = check_tables(kept, description)
    problems = tuple(
        Problem(f"{name} row {position}: {problem.path}", problem.what, problem.severity)
        for (name, position), row_problems in found.items()
        for problem in row_problems
    )
    verdicts = [verdict(found.get((name, i), ())) for name, rows in kept.items() for i in range(1, len(rows) + 1)]
    gone = sum(map(len, tables.values())) - sum(map(len, kept.values()))
    bad = {
        str(kept[name][position - 1].get("id")) for (name, position), ps in found.items() if verdict(ps) == "fail"
    }  # fmt: skip
    services = [service for service in nested(by_entity(kept)) if str(service.get("id")) not in bad]
    return Directory({}, kept, problems, verdict(problems), _counts(verdicts, gone), withheld, tuple(services))


def write_directory(directory: Directory, path: Path) -> tuple[Path, ...]:
    """Write it as it came, once more without confidential places: a document to a .json file, several or tables to a folder."""
    if directory.tables:
        tables, _ = _without_places(directory.tables)
        return (write_tables(tables, path),)
    path.mkdir(parents=True, exist_ok=True) if len(directory.documents) > 1 else path.parent.mkdir(
        parents=True, exist_ok=True
    )
    written = []
    safe_documents, _ = withhold_all(directory.documents)
    for name, safe in safe_documents.items():
        target = path / name if len(directory.documents) > 1 else path
        target.write_text(json.dumps(safe, ensure_ascii=False, indent=2), "utf-8")
        written.append(target)
    return tuple(written)


def _without_places(tables: Mapping[str, Rows]) -> tuple[dict[str, Rows], tuple[Withheld, ...]]:
    """Tables by file name without confidential places; every cell that stays is as it was."""
    names = {name: entity_of(name) for name in tables}
    joined: dict[str, Rows] = {}
    for name, rows in tables.items():
        joined.setdefault(names[name], []).extend({**row, "_of": name} for row in rows)
    kept, withheld = withhold_rows(joined)
    made = {
        name: [{k: v for k, v in row.items() if k != "_of"} for row in kept[entity] if row["_of"] == name]
        for name, entity in names.items()
    }
    return made, withheld


def _services(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The services in a document, wherever the standard puts them."""
    if isinstance(document.get("contents"), list):
        return [service for body in document["contents"] if isinstance(body, dict) for service in _services(body)]
    kind = kind_of(document)
    if kind == "service":
        return [dict(document)]
    if kind == "organization":
        return [
            {**s, "organization": {**document, "services": []}}
            for s in document.get("services") or ()
            if isinstance(s, dict)
        ]
    if kind == "service_at_location" and isinstance(document.get("service"), dict):
        here = {k: v for k, v in document.items() if k != "service"}
        return [{**document["service"], "service_at_locations": [here]}]
    return []


def _distinct(services: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One entry a service: of several with the same id, the one that says most (a list's entry is short, its own page is long)."""
    best: dict[str, dict[str, Any]] = {}
    for service in services:
        name = str(service.get("id"))
        if name not in best or len(json.dumps(service)) > len(json.dumps(best[name])):
            best[name] = service
    return list(best.values())


def _counts(verdicts: list[Verdict], withheld: int = 0) -> dict[str, int]:
    words: tuple[tuple[str, Verdict], ...] = (("accepted", "pass"), ("warned", "warn"), ("rejected", "fail"))
    by_word = {name: verdicts.count(word) for name, word in words}
    return {"read": len(verdicts) + withheld, **by_word, "withheld": withheld}


def _load(file: Path) -> dict[str, Any]:
    try:
        content = json.loads(file.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError, ValueError, RecursionError) as error:
        raise UnreadableFileError(
            "the file is not JSON", where=file.name, found=str(error)[:100], expected="a document of Open Referral in UTF-8",
            do_this="export it again from the directory's feed",
        ) from error  # fmt: skip
    if not isinstance(content, dict):
        raise UnreadableFileError(
            "the file is no document of Open Referral", where=file.name, found=type(content).__name__, expected="an object",
            do_this="export the feed's /services and /services/{id} as JSON",
        )  # fmt: skip
    return content
