"""Which breaks a measure's series has, in the release that answers."""

from __future__ import annotations

from collections.abc import Iterable

from opensna.definition.breaks import Break
from opensna.definition.definition import Definition
from opensna.measures.measure import Measure

_OF_LIST = frozenset({"in_definition", "in_scope"})
"""Columns that rest on the definition's list of offences."""


def breaks_of(measure: Measure, definition: Definition, breaks: Iterable[Break], *, release: str) -> tuple[Break, ...]:
    """Breaks that touch the flags and offence subgroups that the measure counts, earliest first."""
    flags = tuple(name.removeprefix("flag_") for name, value in measure.where.items() if value is True)
    if "in_scope" in measure.where:
        flags = (*flags, *_flags_in(definition))
    subgroups = subgroups_of(measure, definition)
    return tuple(
        one
        for one in breaks
        if one.concerns(None, flags=flags, release=release)
        and (not one.subgroups or not subgroups.isdisjoint(one.subgroups))
        and (_OF_LIST.isdisjoint(measure.where) or _touches(one, definition, subgroups))
    )


def _flags_in(definition: Definition) -> tuple[str, ...]:
    """Flags by which offences come into the whole of a definition."""
    abuse = [definition.domestic_abuse.column] if definition.domestic_abuse.standing == "in" else []
    return tuple(column.removeprefix("flag_") for column in (*abuse, *(strand.column for strand in definition.flagged)))


def _touches(one: Break, definition: Definition, subgroups: frozenset[str]) -> bool:
    """Whether the definition has an offence of these subgroups that the break is about."""
    if not one.offences_like:
        return True
    names = [o.name.lower() for o in definition.offences if o.subgroup in subgroups and o.subgroup in one.subgroups]
    return any(word in name for name in names for word in one.offences_like)


def subgroups_of(measure: Measure, definition: Definition) -> frozenset[str]:
    """Offence subgroups that a measure counts, as far as its conditions name them."""
    named = measure.where.get("offence_subgroup")
    if isinstance(named, str):
        return frozenset({named})
    if isinstance(named, tuple):
        return frozenset(str(name) for name in named)
    sexual = frozenset(definition.sexual_violence.subgroups)
    if measure.where.get("sexual_violence") is True:
        return sexual
    if _OF_LIST.isdisjoint(measure.where):
        return frozenset()
    return frozenset(definition.subgroups) - (sexual if measure.where.get("sexual_violence") is False else frozenset())
