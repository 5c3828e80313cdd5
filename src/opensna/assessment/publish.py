"""Only a PublishedAssessment leaves the authors' circle: reviewed by another person and entered in the register."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from opensna.assessment.blocks import to_json
from opensna.assessment.edition import Edition, read_edition
from opensna.core.errors import DisclosureError

REGISTER = "releases.jsonl"
_FROM_HERE = object()


@dataclass(frozen=True)
class PublishedAssessment:
    """An edition for readers outside the authors' circle and its entry in the register; `publish` and `read_published` make it."""

    edition: Edition
    author: str
    reviewer: str
    entry: str
    _made_by: object = field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Refuse to be made elsewhere."""
        if self._made_by is not _FROM_HERE:
            raise DisclosureError(
                "a published assessment that was not published",
                where=f"{self.edition.name} for {self.edition.audience}",
                do_this="call assessment.publish.publish, which enters it in the register",
            )


def publish(
    edition: Edition, *, author: str, reviewer: str, register: Path, is_demo: bool = False
) -> PublishedAssessment:
    """Enter an edition in the register.

    Raises
    ------
    DisclosureError : its audience is "authors", author and reviewer are one person, or it is synthetic outside a demo.
    """
    _refuse(edition, author, reviewer, is_demo)
    register.mkdir(parents=True, exist_ok=True)
    path = register / REGISTER
    earlier = read_register(path)
    entry: dict[str, Any] = {
        "edition": edition.name,
        "audience": edition.audience,
        "author": author,
        "reviewer": reviewer,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "shown": _fingerprint(edition),
        "previous": earlier[-1]["hash"] if earlier else "",
    }
    entry["hash"] = _hash(entry)
    draft = path.with_suffix(".writing")
    draft.write_text("".join(json.dumps(line) + "\n" for line in (*earlier, entry)), "utf-8")
    os.replace(draft, path)
    return PublishedAssessment(edition, author, reviewer, entry["hash"], _FROM_HERE)


def read_published(editions: Path, name: str, audience: str, *, register: Path) -> PublishedAssessment:
    """A stored edition that the register holds, unchanged.

    Raises
    ------
    WarehouseError : no such edition, or it was changed. DisclosureError : the register does not hold it.
    """
    edition = read_edition(editions, name, audience)
    fingerprint = _fingerprint(edition)
    for entry in reversed(read_register(register / REGISTER)):
        if (entry["edition"], entry["audience"], entry["shown"]) == (name, audience, fingerprint):
            return PublishedAssessment(edition, entry["author"], entry["reviewer"], entry["hash"], _FROM_HERE)
    raise DisclosureError(
        "the register of releases does not hold this edition",
        where=f"{name} for {audience}",
        do_this=f"publish it with: opensna publish {name} --author … --reviewer …",
    )


def read_register(path: Path) -> list[dict[str, Any]]:
    """Every entry, oldest first, after a check of the chain of hashes.

    Raises
    ------
    DisclosureError : an entry was changed or removed.
    """
    entries = [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.is_file() else []
    previous = ""
    for number, entry in enumerate(entries, start=1):
        if entry["previous"] != previous or entry["hash"] != _hash({k: v for k, v in entry.items() if k != "hash"}):
            raise DisclosureError(
                "the register of releases was changed",
                where=f"{path.name}, entry {number}",
                do_this="restore the register from a backup; it is only ever added to",
            )
        previous = entry["hash"]
    return entries


def _refuse(edition: Edition, author: str, reviewer: str, is_demo: bool) -> None:
    wrong = ""
    if edition.audience == "authors":
        wrong, remedy = "an authors' working copy cannot be published", "assess it for the audience public"
    elif not author.strip() or author.strip().casefold() == reviewer.strip().casefold() or not reviewer.strip():
        wrong, remedy = "author and reviewer are not two people", "have somebody else review it, and name both"
    elif edition.is_synthetic and not is_demo:
        wrong, remedy = (
            "synthetic figures may not be published",
            "ingest real deliveries, or publish from a demo workspace",
        )
    if wrong:
        raise DisclosureError(wrong, where=f"{edition.name} for {edition.audience}", do_this=remedy)


def _fingerprint(edition: Edition) -> str:
    """sha256 of the claims and blocks: all that is shown. The edition's own manifest guards the estimates."""
    parts = [to_json(sections) for _, sections in sorted(edition.blocks.items())]
    return hashlib.sha256("\n".join([edition.ledger.to_json(), *parts]).encode()).hexdigest()


def _hash(entry: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(entry, sort_keys=True).encode()).hexdigest()
