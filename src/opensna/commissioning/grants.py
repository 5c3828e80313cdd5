"""Grants in the 360Giving Data Standard: read with their quirks, none lost, and written back as they came."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import jsonschema

from opensna.commissioning.grant_rules import CORE, RECIPIENTS, Problem, check_grant, is_moment
from opensna.core.errors import UnreadableFileError

Status = Literal["accepted", "warned", "rejected"]


@dataclass(frozen=True)
class Grant:
    """A grant as it came (`document`, never changed), where in its file, and every problem found in it.

    accepted: nothing is wrong. warned: usable, but the official schema refuses something in it, or it will mislead. rejected: what
    every grant must say is missing or unreadable; it is kept and written back, and takes no part in any sum.
    """

    position: int
    document: Mapping[str, Any]
    problems: tuple[Problem, ...]

    @property
    def status(self) -> Status:
        """Accepted, warned or rejected."""
        if any(problem.severity == "schema" and _is_vital(problem) for problem in self.problems):
            return "rejected"
        return "warned" if self.problems else "accepted"

    @property
    def fits_schema(self) -> bool:
        """Whether schema 1.4 lets it pass."""
        return not any(problem.severity == "schema" for problem in self.problems)


@dataclass(frozen=True)
class Grants:
    """The grants of one file, in order, and what the file says of itself (`package`: everything but the grants)."""

    grants: tuple[Grant, ...]
    package: Mapping[str, Any]
    file: str

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """read, accepted, warned, rejected, fits_schema; read = accepted + warned + rejected."""
        by_status = Counter(grant.status for grant in self.grants)
        found = {status: by_status[status] for status in ("accepted", "warned", "rejected")}
        return {"read": len(self.grants), **found, "fits_schema": sum(grant.fits_schema for grant in self.grants)}

    @cached_property
    def reasons(self) -> Mapping[str, int]:
        """How many grants have each problem, as "path: rule", most frequent first."""
        tally = Counter(key for grant in self.grants for key in {f"{p.path}: {p.rule}" for p in grant.problems})
        return dict(sorted(tally.items(), key=lambda pair: (-pair[1], pair[0])))

    def usable(self) -> tuple[Grant, ...]:
        """Those that were not rejected."""
        return tuple(grant for grant in self.grants if grant.status != "rejected")


def read_grants(path: Path) -> Grants:
    """A package of grants: JSON, or the same compressed (.gz).

    Raises
    ------
    UnreadableFileError : not JSON, a key given twice in one object (JSON would lose the first), or no list of grants.
    """
    try:
        raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        content = json.loads(raw.decode("utf-8-sig"), object_pairs_hook=_without_twins)
    except (OSError, EOFError, UnicodeDecodeError, ValueError, RecursionError) as error:
        raise _unreadable(path, str(error)[:120]) from error
    if not isinstance(content, dict) or not isinstance(content.get("grants"), list):
        found = f"the fields {', '.join(content)}"[:120] if isinstance(content, dict) else type(content).__name__
        raise _unreadable(path, found)
    return grants_of(content["grants"], {k: v for k, v in content.items() if k != "grants"}, file=path.name)


def grants_of(documents: Iterable[Any], package: Mapping[str, Any] | None = None, *, file: str = "") -> Grants:
    """Grants from documents. An id that an earlier grant of the file has is a problem of the later one."""
    made, seen = [], set()
    for position, document in enumerate(documents, start=1):
        problems = check_grant(document)
        given = document if isinstance(document, dict) else {"": document}
        name = str(given.get("id"))
        if name in seen:
            problems = (*problems, Problem("id", "given before", name[:60], "quirk"))
        seen.add(name)
        made.append(Grant(position, given, problems))
    return Grants(tuple(made), dict(package or {}), file)


def write_grants(grants: Grants, path: Path) -> Path:
    """The package with every grant as it came, rejected ones too; compressed if the name ends in .gz."""
    documents = [grant.document[""] if tuple(grant.document) == ("",) else grant.document for grant in grants.grants]
    text = json.dumps({**grants.package, "grants": documents}, ensure_ascii=False, indent=1)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.encode(), mtime=0) if path.suffix == ".gz" else text.encode())
    return path


def official_verdict(documents: Iterable[Any], schema: Mapping[str, Any]) -> tuple[tuple[tuple[str, str], ...], ...]:
    """What a copy of the official schema says of each grant: (path, rule) of its errors, without positions in lists.

    The publisher's schema is not carried with OpenSNA; download it from the standard's site and hand it in.
    """
    checker = jsonschema.FormatChecker(formats=())
    checker.checks("date-time")(lambda value: not isinstance(value, str) or is_moment(value))
    validator = jsonschema.Draft202012Validator(schema, format_checker=checker)
    return tuple(
        tuple(sorted({(_plain_path(e.absolute_path), str(e.validator)) for e in validator.iter_errors(document)}))
        for document in documents
    )


def _plain_path(parts: Iterable[str | int]) -> str:
    return ".".join(part for part in parts if isinstance(part, str)) or "(root)"


def _is_vital(problem: Problem) -> bool:
    """Whether the grant cannot be used with it: what it must say is missing, or not of its kind."""
    head = problem.path.split(".", maxsplit=1)[0]
    vital = {*CORE, *RECIPIENTS} - {"description"}
    return problem.path == "(root)" or (
        head in vital and problem.rule in ("type", "enum", "oneOf", "required", "minItems")
    )


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        twice = [key for key, count in Counter(key for key, _ in pairs).items() if count > 1]
        raise ValueError(f"{', '.join(twice)} is given twice in one object")
    return made


def _unreadable(path: Path, found: str) -> UnreadableFileError:
    return UnreadableFileError(
        "this is not a package of grants", where=path.name, found=found,
        expected='JSON of the 360Giving standard: {"grants": [...]}', do_this="ask the publisher for its 360Giving JSON file",
    )  # fmt: skip
