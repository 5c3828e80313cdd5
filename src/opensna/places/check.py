"""Checks documents and feeds of the standard: pass, warn or fail, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from opensna.core.errors import UnreadableFileError
from opensna.places.rules import ENTITIES, TESTS, Entity
from opensna.places.schedule import schedule_problem

Verdict = Literal["pass", "warn", "fail"]
Severity = Literal["error", "warning", "note"]
REQUIRED, OPTIONAL = ("service",), ("organization", "service_at_location", "taxonomy", "taxonomy_term")
"""What a feed must publish, and what the standard wants of it beside that."""


@dataclass(frozen=True)
class Problem:
    """What is wrong, where. error: the standard forbids it. warning: it cannot be right, or is wanted and missing.
    note: for information.
    """

    path: str
    what: str
    severity: Severity


def verdict(problems: tuple[Problem, ...]) -> Verdict:
    """Fail with an error, warn with a warning, else pass."""
    severities = {problem.severity for problem in problems}
    return "fail" if "error" in severities else "warn" if "warning" in severities else "pass"


def kind_of(document: Any) -> str:
    """What a document of the standard's API is about: "service", "organization", … A page of a list is of the kind of its contents.

    Raises
    ------
    UnreadableFileError : none that the standard knows.
    """
    body = document
    if isinstance(document, dict) and isinstance(document.get("contents"), list):
        body = document["contents"][0] if document["contents"] else {"status": None, "name": None}
    found = _kind(body) if isinstance(body, dict) else None
    if found is None:
        fields = ", ".join(list(body)[:8]) if isinstance(body, dict) else type(body).__name__
        raise UnreadableFileError(
            "this is no document of Open Referral", where="service directory", found=fields,
            expected="a service, organisation, service at a location, taxonomy or term, or a page of them under contents",
            do_this="export the feed's /services and /services/{id} as JSON",
        )  # fmt: skip
    return found


def check_document(document: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Every problem of one document, in the order of its fields."""
    kind = kind_of(document)
    if not isinstance(document.get("contents"), list):
        return tuple(check_object(document, kind))
    found = _page_problems(document)
    for position, body in enumerate(document["contents"]):
        found += check_object(body, kind, f"contents[{position}]")
    return tuple(found)


def check_feed(documents: Mapping[str, Mapping[str, Any]]) -> tuple[Problem, ...]:
    """Problems of all documents of one feed, each path after the document's name, and what the feed does not publish.

    A feed is more than one document: of a single one nothing is said about the others.
    """
    found = [
        Problem(f"{name}: {problem.path}".removesuffix(": "), problem.what, problem.severity)
        for name, document in documents.items()
        for problem in check_document(document)
    ]
    kinds = {kind_of(document) for document in documents.values()}
    if len(documents) > 1:
        found += [
            Problem("", f"the feed publishes no {_words(kind)}", "error") for kind in REQUIRED if kind not in kinds
        ]
        found += [
            Problem("", f"the feed publishes no {_words(kind)}", "warning") for kind in OPTIONAL if kind not in kinds
        ]
    return tuple(found)


def check_object(value: Any, kind: str, path: str = "", *, as_row: bool = False) -> list[Problem]:
    """Problems of one object of a kind, and of all that it holds; `as_row` where it stands in a table beside the others."""
    entity = ENTITIES[kind]
    if not isinstance(value, dict):
        return [Problem(path, f"is no {_words(kind)}", "error")]
    needed = (*entity.needed, *(entity.keys if as_row else ()))
    found = [Problem(_join(path, name), "is required", "error") for name in needed if value.get(name) in (None, "")]
    found += [problem for name, given in value.items() for problem in _field_problems(entity, name, given, path)]
    return [*found, *_sense_problems(value, kind, path)]


def _field_problems(entity: Entity, name: str, given: Any, path: str) -> list[Problem]:
    where = _join(path, name)
    if name in entity.holds:
        return _held_problems(given, entity.holds[name], where)
    kind = entity.fields.get(name)
    if kind is None or given is None or (given == "" and name not in entity.needed):
        return []
    if not TESTS[kind](given):
        return [Problem(where, f"{_shown(given)} is not {_A[kind]}", "error")]
    if name in entity.codes and given not in entity.codes[name]:
        return [Problem(where, f"{_shown(given)} is not one of {', '.join(entity.codes[name])}", "error")]
    return []


def _held_problems(given: Any, kind: str, where: str) -> list[Problem]:
    if isinstance(given, list):
        return [p for i, body in enumerate(given) for p in check_object(body, kind, f"{where}[{i}]")]
    return check_object(given, kind, where) if given is not None else []


def _sense_problems(value: Mapping[str, Any], kind: str, path: str) -> list[Problem]:
    """What the standard lets pass and cannot be right."""
    found = []
    limits = (("latitude", 90), ("longitude", 180)) if kind == "location" else ()
    for name, limit in limits:
        if TESTS["number"](value.get(name)) and abs(value[name]) > limit:
            found.append(Problem(_join(path, name), f"{value[name]} is no {name}: it lies beyond {limit}", "warning"))
    for first, last in (("minimum_age", "maximum_age"), ("valid_from", "valid_to")):
        low, high = value.get(first), value.get(last)
        if type(low) is type(high) and isinstance(low, int | float | str) and low > high:  # type: ignore[operator]  # of one type
            found.append(Problem(_join(path, first), f"{low} is after {last} {high}", "warning"))
    if kind == "schedule" and (wrong := schedule_problem(value)):
        found.append(Problem(_join(path, "freq"), wrong, "warning"))
    return found


def _page_problems(page: Mapping[str, Any]) -> list[Problem]:
    """Counters of a page that do not fit it: they are the server's, and say nothing against the services."""
    held, said = len(page["contents"]), page.get("size")
    found = [Problem("size", f"says {said}, and the page holds {held}", "note")] if said not in (None, held) else []
    last = page.get("page_number") == page.get("total_pages")
    if page.get("last_page") not in (None, last):
        found.append(Problem("last_page", f"says {page['last_page']} on page {page.get('page_number')}", "note"))
    ids = [body.get("id") for body in page["contents"] if isinstance(body, dict)]
    if len(set(map(str, ids))) < len(ids):
        found.append(Problem("contents", f"{len(ids)} entries share {len(set(map(str, ids)))} ids", "note"))
    return found


def _kind(body: Mapping[str, Any]) -> str | None:
    signs = (
        ("service_at_location", ("location", "service")), ("service_at_location", ("location", "schedules")),
        ("service", ("status",)), ("service", ("fees",)), ("organization", ("organization_identifiers",)),
        ("organization", ("website",)), ("organization", ("parent_organization_id",)), ("taxonomy_term", ("term",)),
        ("taxonomy_term", ("taxonomy",)), ("taxonomy_term", ("term_uri",)), ("taxonomy", ("version",)),
        ("organization", ("services",)), ("service_at_location", ("location",)), ("service", ("organization",)),
        ("organization", ("name", "description")),
    )  # fmt: skip
    return next((kind for kind, fields in signs if all(name in body for name in fields)), None)


_A = {
    "text": "text", "number": "a number", "uuid": "a UUID", "day": "a day such as 2025-04-01", "moment": "a date with a time",
    "time": "a time such as 10:00:00 (in YAML within quotation marks)",
    "address": "a web address with https://", "email": "an e-mail address",
}  # fmt: skip


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _shown(value: Any) -> str:
    return repr(value)[:60]


def _words(kind: str) -> str:
    return {"organization": "organisation"}.get(kind, kind.replace("_", " "))
