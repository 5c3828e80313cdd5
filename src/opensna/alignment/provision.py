"""What a programme provides: where, for whom, at which hours and on what evidence. What is not written down stays open."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from opensna.alignment.need_plan import Band, Cohort, slots_of
from opensna.commissioning.programme import Programme
from opensna.whatworks.approach import Approach
from opensna.whatworks.registries import registries

Fit = Literal["yes", "may", "no"]
"""Whether a programme covers something: it says so, does not say, or says otherwise."""
PROVIDING_KINDS = ("delivery programme", "fund", "network")
"""Kinds that put places before people; training, research, tools and boards do not."""
PROVIDING_RELATIONS = ("is", "element", "funds")
"""Relations by which a programme provides an approach; to resemble one, or to build evidence on it, is not to provide it."""
Index = Mapping[str, Approach]


@dataclass(frozen=True)
class Territory:
    """The areas of a partnership, name by code in the order of reports, and the code and name of the whole that they make up."""

    areas: Mapping[str, str]
    whole: str
    whole_name: str
    word: str = "area"
    words: str = "areas"

    @property
    def names(self) -> dict[str, str]:
        """Name by code of the areas and of the whole."""
        return {**self.areas, self.whole: self.whole_name}

    def covered(self, programme: Programme) -> frozenset[str]:
        """Areas that a programme says it covers; all of them if it names the whole."""
        return frozenset(self.areas if self.whole in programme.areas else set(programme.areas) & set(self.areas))


def providing(programmes: Iterable[Programme], *, on: date) -> tuple[Programme, ...]:
    """Programmes that provide on a day, in the register's order: live, of PROVIDING_KINDS, begun and not ended."""
    return tuple(
        p
        for p in programmes
        if p.kind in PROVIDING_KINDS
        and p.status == "live"
        and (p.starts is None or p.starts <= on)
        and (p.ends is None or p.ends >= on)
    )


def in_area(programme: Programme, area: str, territory: Territory) -> Fit:
    """Whether it covers an area."""
    if not programme.areas:
        return "may"
    return "yes" if area in territory.covered(programme) else "no"


def for_cohort(programme: Programme, cohort: Cohort) -> Fit:
    """Whether it serves a cohort: by ages where both state them, else by the words of its name, description and cohort.

    A cohort without ages is served by what names it, and by nothing else; one with ages may be served by whatever states neither
    its ages nor whom it is for in these words.
    """
    if cohort.has_ages and not (programme.age_from is None and programme.age_to is None):
        low, high = programme.age_from or 0, 120 if programme.age_to is None else programme.age_to
        return (
            "yes"
            if low <= (120 if cohort.age_to is None else cohort.age_to) and high >= (cohort.age_from or 0)
            else "no"
        )
    if not cohort.has_ages:
        return "yes" if says(programme, cohort.words) else "no"
    is_named = _holds(programme.cohort, cohort.words) and not _holds(programme.cohort, cohort.unless)
    return "yes" if is_named else "may"


def in_band(programme: Programme, band: Band | None) -> Fit:
    """Whether it is open at some hour of a band; of no band (any hour at all) every programme is."""
    if band is None:
        return "yes"
    if not programme.hours:
        return "may"
    return "yes" if slots_of(programme.hours) & band.slots else "no"


def least(*fits: Fit) -> Fit:
    """All of several together."""
    return "no" if "no" in fits else "may" if "may" in fits else "yes"


def says(programme: Programme, words: Sequence[str]) -> bool:
    """Whether its name, description, cohort or settings hold one of the words, as whole words and in any case."""
    return _holds(f"{programme.name}. {programme.description}. {programme.cohort}. {programme.settings}", words)


def provides(programme: Programme, approach: str) -> bool:
    """Whether it is an approach, holds it as an element or funds it."""
    return any(link.approach == approach and link.relation in PROVIDING_RELATIONS for link in programme.approaches)


def resembles(programme: Programme, approach: str) -> bool:
    """Whether it is linked to an approach without providing it."""
    return not provides(programme, approach) and any(link.approach == approach for link in programme.approaches)


def is_open_fund(programme: Programme) -> bool:
    """Whether nobody wrote down what it pays for or does in terms of approaches: what it provides cannot be ruled out."""
    return programme.no_approach is not None


def directions(approach: Approach) -> frozenset[str]:
    """Which ways its registries point, together."""
    return frozenset(rating.direction for rating in approach.ratings)


def told(approach: Approach) -> str:
    """What each registry says, side by side: "YEF: beneficial; College: mixed"."""
    said: dict[str, list[str]] = {}
    for rating in approach.ratings:
        said.setdefault(registries()[rating.registry].short, []).append(rating.direction)
    return "; ".join(f"{name}: {', '.join(dict.fromkeys(ways))}" for name, ways in said.items())


def evidence_of(programme: Programme, index: Index) -> tuple[Literal["beneficial", "other", "none"], str]:
    """What a programme's evidence is, and why: an approach that it provides and a registry calls beneficial, another, or none."""
    provided = [index[link.approach] for link in programme.approaches if link.relation in PROVIDING_RELATIONS]
    if not provided:
        near = [index[link.approach].name for link in programme.approaches]
        return "none", f"only resembles {', '.join(near)}" if near else f"no approach: {programme.no_approach}"
    text = "; ".join(f"{approach.name} ({told(approach)})" for approach in provided)
    return ("beneficial" if any("beneficial" in directions(a) for a in provided) else "other"), text


def _holds(text: str, words: Sequence[str]) -> bool:
    return any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE) for word in words)
