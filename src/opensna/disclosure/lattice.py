"""How sets of records lie in one another, by what each says of its records: which add up, lie in one another or overlap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from opensna.disclosure.columns import Bools, column_of
from opensna.disclosure.kinds import Allowed, Kind


@dataclass(frozen=True)
class Relation:
    """The kinds `plus` less the kinds `minus` are records that remain: none or more.

    needs_all: it says nothing where one of the kinds is absent. is_partition: the parts may make up the whole (two or more,
    no record in two of them). of_records: what remains is a set of records, which can be a small group. is_exact: the parts do
    make up the whole, whatever the data (the months of a year).
    """

    plus: tuple[int, ...]
    minus: tuple[int, ...]
    needs_all: bool = False
    is_partition: bool = False
    of_records: bool = True
    is_exact: bool = False


class Lattice:
    """How kinds that count rows of one base lie in one another."""

    def __init__(self, kinds: Sequence[Kind]) -> None:
        """kinds: distinct, of one base and one `counts`."""
        items = list(dict.fromkeys(item for kind in kinds for item in kind.conditions))
        number = {item: i for i, item in enumerate(items)}
        self._own = np.zeros((len(kinds), len(items)), np.float32)
        for i, kind in enumerate(kinds):
            self._own[i, [number[item] for item in kind.conditions]] = 1
        by_column: dict[str, list[int]] = {}
        for (name, _), i in number.items():
            by_column.setdefault(name, []).append(i)
        self._implied = np.zeros((len(items), len(items)), np.float32)
        self._excluded = np.zeros_like(self._implied)
        for places in by_column.values():
            of = column_of([items[i][1] for i in places]).of
            held = np.array([of[items[i][1]] for i in places], np.float32)
            self._implied[np.ix_(places, places)] = held @ (1 - held).T == 0
            self._excluded[np.ix_(places, places)] = held @ held.T == 0
        self._kinds = kinds

    @cached_property
    def inside(self) -> Bools:
        """(whole, part): whether the part's every record is the whole's, and not the other way round."""
        needed = self._own.sum(1)
        implied = np.minimum(self._own @ self._implied, 1)
        within: Bools = (self._own @ implied.T) >= needed[:, None]
        return within & ~within.T

    @cached_property
    def apart(self) -> Bools:
        """(a, b): whether no record is in both."""
        found: Bools = (self._own @ self._excluded @ self._own.T) > 0
        return found

    @cached_property
    def children(self) -> Bools:
        """(whole, part) with no third kind between."""
        inside = self.inside.astype(np.float32)
        found: Bools = self.inside & ~((inside @ inside) > 0)
        return found

    def relations(self) -> list[Relation]:
        """Sums of parts that lie apart, single parts, and what is in neither of two parts that overlap."""
        found: list[Relation] = []
        for whole in range(len(self._kinds)):
            parts = np.flatnonzero(self.children[whole])
            cliques = self._cliques(whole, parts)
            found += [Relation((whole,), tuple(clique), is_partition=len(clique) > 1) for clique in cliques]
            found += self._squares(whole, [clique[0] for clique in cliques if len(clique) == 1])
        return found

    def _cliques(self, whole: int, parts: NDArray[np.int64]) -> list[list[int]]:
        """Parts that differ from the whole in the same columns and lie apart; a first fit."""
        held = {column for column, _ in self._kinds[whole].conditions}
        by_columns: dict[frozenset[str], list[list[int]]] = {}
        for part in (int(p) for p in parts):
            extra = frozenset(column for column, _ in self._kinds[part].conditions) - held
            cliques = by_columns.setdefault(extra, [])
            fit = next((clique for clique in cliques if self.apart[part, clique].all()), None)
            if fit is None:
                cliques.append([part])
            else:
                fit.append(part)
        return [clique for cliques in by_columns.values() for clique in cliques]

    def _squares(self, whole: int, parts: Sequence[int]) -> list[Relation]:
        """Of two parts that overlap: what is in neither. Where the rest of one part is published, sums say as much."""
        found = []
        by_conditions = self._by_conditions
        for i, a in enumerate(parts):
            for b in parts[i + 1 :]:
                if self.apart[a, b]:
                    continue
                both = dict(self._kinds[a].conditions) | dict(self._kinds[b].conditions)
                meet = by_conditions.get(frozenset(both.items()))
                if meet is not None and meet not in (a, b):
                    found.append(Relation((whole, meet), (a, b), needs_all=True))
        return found

    @cached_property
    def _by_conditions(self) -> dict[frozenset[tuple[str, Allowed]], int]:
        return {frozenset(kind.conditions): i for i, kind in enumerate(self._kinds)}


def relate(kinds: Sequence[Kind]) -> list[Relation]:
    """Every relation between kinds (by position). Distinct persons never add up: of them, a part is at most its whole."""
    groups: dict[tuple[tuple[str, ...], str, bool], list[int]] = {}
    for i, kind in enumerate(kinds):
        groups.setdefault((kind.base, kind.counts, kind.is_distinct), []).append(i)
    found: list[Relation] = []
    for members in groups.values():
        for relation in Lattice([kinds[i] for i in members]).relations() if len(members) > 1 else ():
            plus, minus = (tuple(members[i] for i in side) for side in (relation.plus, relation.minus))
            if not kinds[members[0]].is_distinct:
                found.append(Relation(plus, minus, relation.needs_all, relation.is_partition))
            elif len(plus) == 1:
                found += [Relation(plus, (part,), of_records=False) for part in minus]
    return [*found, *_persons_in_records(kinds)]


def _persons_in_records(kinds: Sequence[Kind]) -> list[Relation]:
    rows = {(kind.base, kind.conditions): i for i, kind in enumerate(kinds) if not kind.counts}
    pairs = [(rows.get((kind.base, kind.conditions)), i) for i, kind in enumerate(kinds) if kind.is_distinct]
    return [Relation((records,), (persons,), of_records=False) for records, persons in pairs if records is not None]
