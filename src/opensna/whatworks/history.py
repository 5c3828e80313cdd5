"""Ratings change: what was read before is kept, and a rating that nobody has looked at for long is named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from opensna.core.document import fit
from opensna.core.errors import InputError, UnknownIdError
from opensna.whatworks.approach import Approach
from opensna.whatworks.crosswalk import shown
from opensna.whatworks.rating import Rating

MONTHS = 12
"""A rating that was last read longer ago than this is stale, unless another limit is given."""


@dataclass(frozen=True)
class StaleRating:
    """A rating to look at again: `months` since it was read, or None where nobody wrote down when."""

    approach: str
    rating: str
    registry: str
    months: int | None
    address: str
    do_this: str


def stale_ratings(approaches: Iterable[Approach], *, on: date, months: int = MONTHS) -> tuple[StaleRating, ...]:
    """Ratings whose reading is older than so many months on that day, or has no date; the oldest first, undated ones before them.

    Raises
    ------
    InputError : months below 1.
    """
    if months < 1:
        raise InputError(
            "a limit that makes every rating stale", where="months", found=str(months), expected="1 or more",
            do_this="give the number of months that a reading holds",
        )  # fmt: skip
    found = [
        StaleRating(
            approach.id, rating.id, rating.registry, age, shown(rating, "address"),
            f"read the page again and record it: opensna whatworks read {approach.id} {rating.id} --on {on.isoformat()}",
        )
        for approach in approaches
        for rating in approach.ratings
        if (age := _months_between(rating.read_on, on)) is None or age >= months
    ]  # fmt: skip
    return tuple(
        sorted(found, key=lambda stale: (stale.months is not None, -(stale.months or 0), stale.approach, stale.rating))
    )


def read_again(approach: Approach, rating_id: str, *, on: date, changes: Mapping[str, Any] | None = None) -> Approach:
    """The approach after somebody read one of its ratings on a day: unchanged, or with changes; the old words go into its history.

    Parameters
    ----------
    changes : fields of the rating by name as they stand in a file, such as {"impact": {"printed": "LOW", "word": "LOW"}}. A fact
        that is given is no longer unknown.

    Raises
    ------
    UnknownIdError : the approach has no such rating. DocumentError : the changes do not fit, such as a word of another scale.
    InputError : the day is before the last reading.
    """
    ratings = {rating.id: rating for rating in approach.ratings}
    if rating_id not in ratings:
        raise UnknownIdError.of("rating", rating_id, list(ratings), do_this=f"{approach.id} has {', '.join(ratings)}")
    old = ratings[rating_id]
    if old.read_on and on < old.read_on:
        raise InputError(
            "the rating was read later than that already", where=f"{approach.id}, {rating_id}", found=on.isoformat(),
            expected=f"{old.read_on.isoformat()} or later", do_this="give the day on which the page was read",
        )  # fmt: skip
    content = old.model_dump(mode="json", exclude_defaults=True)
    changed = {name: value for name, value in (changes or {}).items() if content.get(name) != value}
    content |= changed | {"read_on": on.isoformat()}
    content["unknown"] = {k: v for k, v in old.unknown.items() if k not in content}
    if changed:
        content["history"] = [*content.get("history", []), _kept(old, on, changed)]
    new = fit(content, Rating, where=f"{approach.id}, {rating_id}")
    return approach.model_copy(update={"ratings": tuple(new if r.id == rating_id else r for r in approach.ratings)})


def _kept(old: Rating, until: date, changed: Mapping[str, Any]) -> dict[str, Any]:
    before = "; ".join(f"{name}: {shown(old, name) if name in _SHOWN else getattr(old, name, '')}" for name in changed)
    kept = {"until": until.isoformat(), "said": before}
    return kept | ({"address": old.address} if old.address else {})


_SHOWN = frozenset(
    {"impact", "evidence", "cost", "effects", "studies", "uk_evidence", "rated_on", "read_on", "address"}
)


def _months_between(start: date | None, end: date) -> int | None:
    if start is None:
        return None
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
