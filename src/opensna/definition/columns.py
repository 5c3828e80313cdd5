"""What each column that a definition adds to the police tables says, and which definitions say the same."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from opensna.definition.definition import AgeRange, Definition, FlaggedStrand

FLAGS = ("in_definition", "under_25", "within_ages", "domestic_abuse", "sexual_violence", "in_scope")
"""Columns that a definition makes.

in_definition: the offence is in its list. under_25: the record affects under-25s. within_ages: it is of the ages that the
definition is limited to. domestic_abuse, sexual_violence: the strands. in_scope (offences only): it counts as serious violence, in
whichever strand.
"""

Key = tuple[object, ...]


@dataclass(frozen=True)
class Offences:
    """Which offences are listed: names (folded), and classes that lie wholly inside."""

    names: frozenset[str]
    codes: frozenset[str]

    def is_within(self, other: Offences) -> bool:
        """Whether every row that is listed here is listed there."""
        return self.names <= other.names and self.codes <= other.codes


@dataclass(frozen=True)
class Part:
    """Offences that meet all that is said.

    listed: (None: of any kind). ages: of the under-25 rule (none: all ages). flag: that they have. subgroups: that they are of
    (None: of any); apart_from: that they are not of. without: a flag that they do not have.
    """

    listed: Offences | None
    ages: Key = ()
    flag: str = ""
    subgroups: frozenset[str] | None = None
    apart_from: frozenset[str] = frozenset()
    without: str = ""

    def is_within(self, other: Part) -> bool:
        """Whether every offence of this part is surely one of the other."""
        return (
            (other.listed is None or (self.listed is not None and self.listed.is_within(other.listed)))
            and other.ages in ((), self.ages)
            and other.flag in ("", self.flag)
            and (other.subgroups is None or (self.subgroups is not None and self.subgroups <= other.subgroups))
            and (other.apart_from <= self.apart_from or not other.apart_from & (self.subgroups or other.apart_from))
            and other.without in ("", self.without)
        )


@dataclass(frozen=True)
class Columns:
    """The columns of one definition. `names`: the column that holds each of FLAGS, in a table scoped by `base` and by others."""

    definition: Definition
    base: Definition

    @cached_property
    def names(self) -> Mapping[str, str]:
        """A flag that says what the base's says has the base's column; another has one named after what it says."""
        ours, theirs = keys_of(self.definition), keys_of(self.base)
        return {flag: flag if ours[flag] == theirs[flag] else f"{flag}_{_digest(ours[flag])}" for flag in FLAGS}


def keys_of(definition: Definition) -> dict[str, Key]:
    """What each flag of a definition says; two that are equal hold for the same rows."""
    ages = _ages(definition.under_25.victims, definition.under_25.suspects)
    abuse, sexual = definition.domestic_abuse, definition.sexual_violence
    listed: Key = (definition.names, definition.codes)
    of_sexual = tuple(
        sorted((o.name, o.codes, o.whole_class) for o in definition.offences if o.subgroup in sexual.subgroups)
    )
    return {
        "in_definition": listed,
        "under_25": ages,
        "within_ages": ages if definition.under_25.applies == "limit" else (),
        "domestic_abuse": (abuse.column, listed if abuse.only_defined_offences else (), ages if abuse.ages == "under_25" else ()),
        "sexual_violence": (of_sexual, tuple(sorted(sexual.subgroups)), ages if sexual.ages == "under_25" else ()),
        "in_scope": tuple(sorted(repr(_plain(part)) for part in parts_of(definition))),
    }  # fmt: skip


def parts_of(definition: Definition) -> tuple[Part, ...]:
    """The parts of which the whole of a definition is made: an offence counts once if it is in any of them."""
    listed = Offences(frozenset(definition.names), frozenset(definition.codes))
    young = _ages(definition.under_25.victims, definition.under_25.suspects)
    abuse, sexual = definition.domestic_abuse, definition.sexual_violence
    without = abuse.column if abuse.standing == "not_analysed" else ""
    limit = young if definition.under_25.applies == "limit" else ()
    of_sexual = young if sexual.ages == "under_25" else ()
    subgroups = frozenset(sexual.subgroups)
    parts = [Part(listed, limit, apart_from=frozenset() if of_sexual in ((), limit) else subgroups, without=without)]
    if subgroups:
        parts.append(Part(listed, of_sexual, subgroups=subgroups, without=without))
    if abuse.standing == "in":
        within = listed if abuse.only_defined_offences else None
        parts.append(Part(within, young if abuse.ages == "under_25" else (), abuse.column))
    return (*parts, *(_flagged(strand, listed, without) for strand in definition.flagged))


def nested(columns: Iterable[Columns]) -> dict[str, dict[str, bool]]:
    """Which definitions lie in which, for the attack on what is published.

    A column to itself and to those that hold wherever it does: a flag that stands in its own list says no more than that the
    others follow from it.
    """
    held = {each.names["in_scope"]: each for each in columns}
    found: dict[str, dict[str, bool]] = {}
    for name, each in held.items():
        wider = [other for other, them in held.items() if other != name and is_within(each.definition, them.definition)]
        if wider:
            found[name] = dict.fromkeys((name, *wider), True)
    return found


def is_within(narrow: Definition, wide: Definition) -> bool:
    """Whether every offence that counts under one surely counts under the other."""
    return all(any(part.is_within(other) for other in parts_of(wide)) for part in parts_of(narrow))


def _flagged(strand: FlaggedStrand, listed: Offences, without: str) -> Part:
    return Part(listed if strand.only_defined_offences else None, flag=strand.column, without=without)


def _ages(victims: AgeRange, suspects: AgeRange) -> Key:
    return (victims.minimum, victims.maximum, suspects.minimum, suspects.maximum)


def _plain(part: Part) -> Key:
    listed = () if part.listed is None else (sorted(part.listed.names), sorted(part.listed.codes))
    subgroups = None if part.subgroups is None else sorted(part.subgroups)
    return (listed, part.ages, part.flag, subgroups, sorted(part.apart_from), part.without)


def _digest(key: Key) -> str:
    return hashlib.sha256(repr(key).encode()).hexdigest()[:8]
