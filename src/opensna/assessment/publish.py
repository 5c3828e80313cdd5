"""Only a PublishedAssessment leaves the authors' circle: attacked, reviewed by another person and entered in the register."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from opensna.assessment.blocks import to_json
from opensna.assessment.edition import Edition, read_edition
from opensna.assessment.register import (
    PUBLICATION,
    REGISTER,
    append,
    figures_of,
    held_by_readers,
    keep_figures,
    publications,
    read_register,
)
from opensna.core.errors import DisclosureError
from opensna.disclosure.kinds import Derived
from opensna.disclosure.together import refuse_together

__all__ = ["REGISTER", "PublishedAssessment", "publish", "read_published", "read_register", "refuse_edition"]

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
    edition: Edition,
    *,
    author: str,
    reviewer: str,
    register: Path,
    is_demo: bool = False,
    wholes: Mapping[str, str] | None = None,
    derived: Derived | None = None,
) -> PublishedAssessment:
    """Attack an edition together with all that its readers may hold, and enter it and its figures in the register.

    Parameters
    ----------
    wholes, derived : as for `disclosure.disclose.control`.

    Raises
    ------
    DisclosureError : its audience is "authors", author and reviewer are one person, it is synthetic outside a demo, or with
        earlier editions it isolates a small group, which is named.
    """
    refuse_edition(edition, author=author, reviewer=reviewer, is_demo=is_demo)
    agreement = agreement_of(edition)
    figures = figures_of(edition)
    for held in held_by_readers(register, edition.audience, agreement).values():
        refuse_together(held, figures, wholes=wholes, derived=derived)
    entry = append(
        register,
        PUBLICATION,
        {
            "edition": edition.name,
            "audience": edition.audience,
            "agreement": agreement,
            "author": author,
            "reviewer": reviewer,
            "shown": fingerprint(edition),
            "figures": keep_figures(register, figures),
        },
    )
    return PublishedAssessment(edition, author, reviewer, entry["hash"], _FROM_HERE)


def read_published(editions: Path, name: str, audience: str, *, register: Path) -> PublishedAssessment:
    """A stored edition that the register holds, unchanged.

    Raises
    ------
    WarehouseError : no such edition, or it was changed. DisclosureError : the register does not hold it.
    """
    edition = read_edition(editions, name, audience)
    shown = fingerprint(edition)
    for entry in reversed(publications(register)):
        if (entry["edition"], entry["audience"], entry["shown"]) == (name, audience, shown):
            return PublishedAssessment(edition, entry["author"], entry["reviewer"], entry["hash"], _FROM_HERE)
    raise DisclosureError(
        "the register of releases does not hold this edition",
        where=f"{name} for {audience}",
        do_this=f"publish it with: opensna publish {name} --author … --reviewer …",
    )


def refuse_edition(edition: Edition, *, author: str, reviewer: str, is_demo: bool) -> None:
    """Raise DisclosureError for an authors' copy, one person as author and reviewer, no agreement, or made-up figures."""
    wrong = ""
    if edition.audience == "authors":
        wrong, remedy = "an authors' working copy cannot be published", "assess it for the audience public"
    elif not author.strip() or author.strip().casefold() == reviewer.strip().casefold() or not reviewer.strip():
        wrong, remedy = "author and reviewer are not two people", "have somebody else review it, and name both"
    elif edition.audience == "partnership" and not agreement_of(edition):
        wrong, remedy = (
            "an edition for the partnership without an agreement",
            "assess it under an information sharing agreement",
        )
    elif edition.is_synthetic and not is_demo:
        wrong, remedy = (
            "synthetic figures may not be published",
            "ingest real deliveries, or publish from a demo workspace",
        )
    if wrong:
        raise DisclosureError(wrong, where=f"{edition.name} for {edition.audience}", do_this=remedy)


def agreement_of(edition: Edition) -> str:
    """The name of the agreement under which an edition is read; "" for none."""
    return str(edition.manifest.get("disclosure", {}).get("agreement", ""))


def fingerprint(edition: Edition) -> str:
    """sha256 of the claims and blocks: all that is shown. The edition's own manifest guards the estimates.

    Of their canonical JSON (keys sorted, no space between), so that it does not hang on how files are laid out.
    """
    parts = [edition.ledger.to_json(), *(to_json(sections) for _, sections in sorted(edition.blocks.items()))]
    canonical = (json.dumps(json.loads(part), sort_keys=True, separators=(",", ":")) for part in parts)
    return hashlib.sha256("\n".join(canonical).encode()).hexdigest()
