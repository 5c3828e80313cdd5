"""Finds approaches by goal, priority area, tier, group, setting, outcome, and by what a registry says of them."""

from __future__ import annotations

from collections.abc import Iterable

from opensna.core.errors import UnknownIdError
from opensna.reference.logic_model import priority_areas
from opensna.reference.outcomes import outcomes
from opensna.whatworks.approach import GOALS, GROUPS, SETTINGS, Approach
from opensna.whatworks.rating import Rating
from opensna.whatworks.registries import registries

TIERS = ("primary", "secondary", "tertiary")
DIRECTIONS = ("beneficial", "mixed", "no clear effect", "harmful", "insufficient evidence", "not stated")


def select(
    approaches: Iterable[Approach],
    *,
    goal: str | None = None,
    priority_area: str | None = None,
    tier: str | None = None,
    group: str | None = None,
    setting: str | None = None,
    outcome: str | None = None,
    direction: str | None = None,
    impact: str | None = None,
    evidence: str | None = None,
    words: str = "",
) -> tuple[Approach, ...]:
    """Approaches that meet every condition given, in the order given.

    Parameters
    ----------
    direction : which way at least one rating points.
    impact, evidence : "registry:word", such as yef:HIGH or eif:4; a word alone would mix scales and is refused.
    words : text that the name or description holds.

    Raises
    ------
    UnknownIdError : a value that no approach can have; the known ones are named.
    """
    known = {
        "goal": (goal, tuple(GOALS)),
        "priority area": (priority_area, tuple(priority_areas())),
        "tier": (tier, TIERS),
        "group": (group, tuple(GROUPS)),
        "setting": (setting, tuple(SETTINGS)),
        "outcome": (outcome, tuple(outcomes())),
        "direction": (direction, DIRECTIONS),
    }
    for kind, (wanted, allowed) in known.items():
        if wanted is not None and wanted not in allowed:
            raise UnknownIdError.of(kind, wanted, list(allowed), do_this=f"use one of: {', '.join(allowed)}")
    words_wanted = {
        what: _scale_word(what, text) for what, text in (("impact", impact), ("evidence", evidence)) if text
    }
    return tuple(
        approach
        for approach in approaches
        if all((
            goal is None or goal in approach.goals,
            priority_area is None or priority_area in approach.priority_areas,
            tier is None or tier in approach.tiers,
            group is None or group in approach.groups,
            setting is None or setting in approach.settings,
            outcome is None or outcome in approach.outcomes,
            direction is None or any(rating.direction == direction for rating in approach.ratings),
            words.casefold() in f"{approach.name} {approach.description}".casefold(),
            *(any(_says(rating, what, *wanted) for rating in approach.ratings) for what, wanted in words_wanted.items()),
        ))
    )  # fmt: skip


def _says(rating: Rating, what: str, registry: str, word: str) -> bool:
    if rating.registry != registry:
        return False
    if what == "evidence" and rating.emmie:
        return rating.emmie.effect == word
    said = getattr(rating, what)
    return said is not None and said.word == word


def _scale_word(what: str, text: str) -> tuple[str, str]:
    name, _, word = text.partition(":")
    if name not in registries():
        raise UnknownIdError.of(
            "registry", name, list(registries()),
            do_this=f"write the registry before its own word, such as yef:HIGH; registries are {', '.join(registries())}",
        )  # fmt: skip
    registry = registries()[name]
    emmie = tuple(grade for vintage in registry.emmie.values() for grade in vintage) if what == "evidence" else ()
    allowed = (*registry.scale(what), *emmie)
    if word.upper() not in allowed:
        named = ", ".join(allowed) or f"none: {registry.short} does not rate {what}"
        raise UnknownIdError.of(
            f"{what} word of {registry.short}", word, list(allowed), do_this=f"its words are {named}"
        )
    return name, word.upper()
