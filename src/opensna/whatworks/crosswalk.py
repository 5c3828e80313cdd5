"""What the registries say of one approach side by side. Scales are never merged: only the direction is compared."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import pandas as pd

from opensna.whatworks.approach import Approach
from opensna.whatworks.rating import Rating, Said
from opensna.whatworks.registries import EMMIE, registries

Verdict = Literal["agree", "disagree", "one registry only", "cannot tell"]
COLUMNS = (
    "approach", "name", "rating", "registry", "rates", "direction", "impact", "evidence", "emmie", "cost", "statement",
    "studies", "uk_evidence", "rated_on", "read_on", "address", "quote", "confidence", "verdict",
)  # fmt: skip
NOT_COMPARED = ("not stated",)


def crosswalk(approaches: Iterable[Approach]) -> pd.DataFrame:
    """One row a rating, of COLUMNS, in the order given; every cell is text, and one that is not known says why in brackets."""
    rows = [_row(approach, rating) for approach in approaches for rating in approach.ratings]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def verdict(approach: Approach) -> Verdict:
    """Whether the registries point the same way, as far as two or more of them state a direction."""
    directions = _directions(approach)
    if len(approach.registries) < 2:
        return "one registry only"
    if len(directions) < 2:
        return "cannot tell"
    return "agree" if len({way for ways in directions.values() for way in ways}) == 1 else "disagree"


def sentence(approach: Approach) -> str:
    """The verdict in words, naming who says what."""
    said = "; ".join(
        f"{registries()[name].short}: {' and '.join(ways)}" for name, ways in _directions(approach).items()
    )
    found = verdict(approach)
    if found == "one registry only":
        return f"Rated by one registry only ({said or 'no direction stated'})."
    if found == "cannot tell":
        return f"Cannot tell whether the registries agree: fewer than two state a direction ({said or 'none does'})."
    return f"The registries {found}: {said}. They rate different things on different scales, so read each one."


def disagreements(approaches: Iterable[Approach]) -> dict[str, str]:
    """The sentence for every approach on which registries disagree, by id."""
    return {approach.id: sentence(approach) for approach in approaches if verdict(approach) == "disagree"}


def shown(rating: Rating, what: str) -> str:
    """A fact of a rating as it is printed: the registry's own words, or the reason why it is not known, in brackets."""
    value = getattr(rating, what)
    if what == "evidence" and value is None and rating.emmie:
        return "see the grades (EMMIE)"
    if not value:
        return f"[not known: {rating.unknown.get(what, 'not given')}]"
    if isinstance(value, Said) or what == "studies":
        return str(value.printed)
    if what == "effects":
        return "; ".join(effect.printed for effect in value)
    return str(value)


def grades(rating: Rating) -> str:
    """EMMIE grades as printed, or nothing."""
    if rating.emmie is None:
        return ""
    given = {part: getattr(rating.emmie, part) for part in EMMIE}
    return "; ".join(
        f"{part.replace('_', ' ')}: {grade.lower() if grade else 'not shown'}" for part, grade in given.items()
    )


def _directions(approach: Approach) -> dict[str, tuple[str, ...]]:
    """Directions stated, by registry; a registry with two ratings may state two."""
    made: dict[str, tuple[str, ...]] = {}
    for rating in approach.ratings:
        if rating.direction not in NOT_COMPARED:
            made[rating.registry] = tuple(dict.fromkeys((*made.get(rating.registry, ()), rating.direction)))
    return made


def _row(approach: Approach, rating: Rating) -> dict[str, str]:
    registry = registries()[rating.registry]
    facts = ("impact", "evidence", "cost", "studies", "uk_evidence", "rated_on", "read_on", "address")
    return {
        "approach": approach.id,
        "name": approach.name,
        "rating": rating.id,
        "registry": registry.name,
        "rates": registry.rates,
        "direction": rating.direction,
        **{what: shown(rating, what) for what in facts},
        "emmie": grades(rating),
        "statement": rating.statement or "",
        "quote": rating.quote,
        "confidence": rating.confidence,
        "verdict": verdict(approach),
    }
