"""How figures divide each column, places and time into classes: what no figure tells apart is one class."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from opensna.core.period import Period
from opensna.disclosure.kinds import Allowed, Derived, Kind, allowed_by, is_inside
from opensna.measures.measure import Range, Value

Bools = NDArray[np.bool_]
AREA, TIME = "area of the figure", "period of the figure"
_ELSE = object()
"""A value that no condition names."""


@dataclass(frozen=True)
class Column:
    """of: for each condition, area or period, (n_classes,) the classes that it holds.

    other: (n_classes,) those that only wholes hold, where there are two parts or more: a reader may guess that they are empty.
    """

    of: Mapping[object, Bools]
    other: Bools

    @property
    def size(self) -> int:
        """How many classes."""
        return len(self.other)

    def divides(self, key: object) -> bool:
        """Whether this condition leaves some class out."""
        return not bool(self.of[key].all())


def columns_of(kinds: Iterable[Kind], derived: Derived) -> dict[str, Column]:
    """The columns that kinds have conditions on. A derived flag's conditions divide the columns that they are on as well."""
    conditions: dict[str, dict[Allowed, None]] = {}
    for kind in kinds:
        for name, allowed in kind.conditions:
            conditions.setdefault(name, {})[allowed] = None
    for flag in [flag for flag in derived if flag in conditions]:
        conditions[flag] |= {frozenset({True}): None, frozenset({False}): None}
        for name, condition in derived[flag].items():
            conditions.setdefault(name, {})[allowed_by(condition)] = None
    return {name: column_of(list(found)) for name, found in conditions.items()}


def column_of(conditions: Sequence[Allowed]) -> Column:
    """The classes into which distinct conditions divide the values of one column."""
    values = _values(conditions)
    held = np.array([[_holds(allowed, value) for value in values] for allowed in conditions], bool)
    return _merged(dict(zip(conditions, held, strict=True)))


def _merged(held: Mapping[object, Bools], *, parts: int = 2) -> Column:
    """Equal classes as one. Others are those of no condition; of fewer than so many parts nobody guesses that they are all."""
    classes = np.unique(np.array(list(held.values()), bool), axis=1)
    other = np.logical_not(classes.any(0))
    if int((~other).sum()) < parts:
        other = np.zeros(len(other), bool)
    return Column(dict(zip(held, classes, strict=True)), other)


def _values(conditions: Sequence[Allowed]) -> list[Value | object]:
    """One value or more of every class."""
    named: dict[Value, None] = {}
    for allowed in conditions:
        if isinstance(allowed, Range):
            ends = (allowed.minimum, allowed.maximum)
            named |= {end + step: None for end in ends if end is not None for step in (-1, 0, 1)}
        else:
            named |= dict.fromkeys(allowed)
    return [*sorted(named, key=lambda value: (str(type(value)), str(value))), _ELSE]


def _holds(allowed: Allowed, value: Value | object) -> bool:
    if isinstance(allowed, Range):
        return isinstance(value, int) and is_inside(value, allowed)
    return value in allowed


def column_of_areas(areas: Iterable[str], wholes: Mapping[str, str]) -> Column:
    """Areas that hold no other, and of each that does, the rest of it."""
    codes = list(dict.fromkeys(areas))
    chains = {code: _chain(code, wholes) for code in codes}
    held: dict[object, Bools] = {code: np.array([code in chains[leaf] for leaf in codes], bool) for code in codes}
    has_parts = [code for code in codes if held[code].sum() > 1]
    several = [code for code in has_parts if sum(wholes.get(part) == code for part in codes) > 1]
    return Column(held, np.array([code in several for code in codes], bool))


def _chain(code: str, wholes: Mapping[str, str]) -> list[str]:
    """An area, the one that it is a part of, and so on."""
    found = [code]
    while (whole := wholes.get(found[-1], "")) and whole not in found:
        found.append(whole)
    return found


def column_of_time(periods: Iterable[Period]) -> Column:
    """Stretches between two days on which some period begins or has ended."""
    distinct = sorted(set(periods))
    edges: list[date] = sorted({day for p in distinct for day in (p.start, p.end + timedelta(days=1))})
    held = {p: np.array([p.start <= day <= p.end for day in edges[:-1]], bool) for p in distinct}
    used = np.array(list(held.values()), bool).any(0)
    return Column({p: stretches[used] for p, stretches in held.items()}, np.zeros(int(used.sum()), bool))
