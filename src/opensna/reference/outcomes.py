"""The outcomes framework: outcomes, validated measures of them, and how strongly one leads to another (R10).

A strength is how well the link is shown, not how large it is. `status` says where a row comes from: "stated" in the report, or
"recalled" from the literature without its page, to be checked and dated before anybody rests a decision on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from opensna.core.errors import UnknownIdError
from opensna.reference.outcomes_tables import rows

STRENGTHS = ("strong", "moderate", "weak", "assumed")
"""From a link that trials or long cohorts show to one that is only believed."""
KINDS = ("soft", "behaviour", "offending", "feeling", "system")


@dataclass(frozen=True)
class OutcomeMeasure:
    """A published way to measure an outcome."""

    id: str
    outcome: str
    name: str
    what_it_is: str
    source: str
    status: str


@dataclass(frozen=True)
class Outcome:
    """What a programme may change; `goal` is the impact goal that it serves."""

    id: str
    name: str
    kind: str
    goal: str
    measures: tuple[OutcomeMeasure, ...] = ()


@dataclass(frozen=True)
class Link:
    """One outcome leads to another, as far as is known."""

    start: str
    end: str
    strength: str
    basis: str
    status: str


@dataclass(frozen=True)
class Chain:
    """Links from a soft outcome to offending; a chain is as strong as its weakest link."""

    links: tuple[Link, ...]

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The outcomes that it passes through, in order."""
        return (self.links[0].start, *(link.end for link in self.links))

    @property
    def strength(self) -> str:
        """That of the weakest link."""
        return max((link.strength for link in self.links), key=STRENGTHS.index)


@cache
def outcomes() -> Mapping[str, Outcome]:
    """Every outcome by id, with its measures."""
    measures = [OutcomeMeasure(**row) for row in rows("outcomes_measures.csv")]
    return MappingProxyType({
        row["id"]: Outcome(**row, measures=tuple(m for m in measures if m.outcome == row["id"]))
        for row in rows("outcomes.csv")
    })  # fmt: skip


@cache
def links() -> tuple[Link, ...]:
    """Every link, each with its strength and what that rests on."""
    return tuple(
        Link(row["from_outcome"], row["to_outcome"], row["strength"], row["basis"], row["status"])
        for row in rows("outcomes_chain.csv")
    )


def chains_to_offending(start: str) -> tuple[Chain, ...]:
    """Every chain from this outcome to one of the kind "offending", strongest first, then shortest.

    A chain stops at the first offending outcome that it reaches, and passes no outcome twice.

    Raises
    ------
    UnknownIdError : no such outcome.
    """
    if start not in outcomes():
        raise UnknownIdError.of("outcome", start, list(outcomes()))
    found: list[Chain] = []
    open_ends: list[tuple[Link, ...]] = [(link,) for link in links() if link.start == start]
    while open_ends:
        path_so_far = open_ends.pop()
        end = path_so_far[-1].end
        if outcomes()[end].kind == "offending":
            found.append(Chain(path_so_far))
            continue
        passed = {link.start for link in path_so_far} | {end}
        open_ends += [(*path_so_far, link) for link in links() if link.start == end and link.end not in passed]
    return tuple(sorted(found, key=lambda chain: (STRENGTHS.index(chain.strength), len(chain.links), chain.outcomes)))
