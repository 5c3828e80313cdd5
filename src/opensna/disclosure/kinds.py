"""What a figure counts, apart from where and when: a set of records, and how such sets lie in one another.

Measures and the groups of a breakdown are the same thing here. "Women among the victims under 25" is the set of rows that meet
two conditions, whichever file of measures asks for it, so a figure that is printed twice is one figure.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from opensna.measures.measure import Condition, Measure, Range, RecordsDenominator, Value

Bools = NDArray[np.bool_]
Allowed = frozenset[Value] | Range
Conditions = Mapping[str, Allowed]
Derived = Mapping[str, Mapping[str, Condition]]
"""Flag to the conditions that it is short for: sexual_violence to in_definition and two subgroups."""


@dataclass(frozen=True)
class Kind:
    """Rows that meet all `conditions`. `base`: what must agree before two kinds can be compared. `counts`: what is counted of them.

    `counts`: "" (rows), or the column that is added or, with `is_distinct`, of which distinct values are counted.
    """

    base: tuple[str, ...]
    conditions: tuple[tuple[str, Allowed], ...]
    counts: str = ""
    is_distinct: bool = False


@dataclass(frozen=True)
class Meaning:
    """What a measure counts: rows that meet `records` (of a share, its denominator; else none) and `where`.

    counts, is_distinct: the column that is added, or of which distinct values are counted.
    """

    where: Mapping[str, Condition]
    records: Mapping[str, Condition]
    counts: str = ""
    is_distinct: bool = False

    @classmethod
    def of(cls, measure: Measure) -> Meaning:
        """That of a measure."""
        denominator = measure.denominator
        records = denominator.records if isinstance(denominator, RecordsDenominator) else {}
        return cls(measure.where, records, measure.distinct or measure.sum or "", measure.distinct is not None)

    def to_json(self) -> str:
        """As the register of releases keeps it."""
        return json.dumps(
            {
                "where": {column: _plain(condition) for column, condition in self.where.items()},
                "records": {column: _plain(condition) for column, condition in self.records.items()},
                "counts": self.counts,
                "is_distinct": self.is_distinct,
            },
            sort_keys=True,
        )

    @classmethod
    def from_json(cls, text: str) -> Meaning:
        """Read what `to_json` wrote."""
        raw = json.loads(text)
        where, records = ({c: _condition(v) for c, v in raw[name].items()} for name in ("where", "records"))
        return cls(where, records, raw["counts"], raw["is_distinct"])


def _plain(condition: Condition) -> Any:
    if isinstance(condition, Range):
        return condition.model_dump()
    return list(condition) if isinstance(condition, tuple) else condition


def _condition(raw: Any) -> Condition:
    if isinstance(raw, dict):
        return Range(**raw)
    return tuple(raw) if isinstance(raw, list) else raw


def kind_of(
    measure_id: str, breakdown: str, group: str, role: str, *, base: tuple[str, ...],
    meaning: Meaning | None, is_share: bool, derived: Derived,
) -> Kind:  # fmt: skip
    """The set that one figure counts; of a measure whose meaning was not given, only that it is that measure's.

    role: "numerator" | "denominator" (of a share).
    """
    conditions: dict[str, Allowed] = {}
    if meaning is None:
        conditions["measure"] = frozenset({measure_id})
        if is_share and role == "numerator":
            conditions["part of the share"] = frozenset({True})
    else:
        _add(conditions, meaning.records)
        if role == "numerator":
            _add(conditions, meaning.where)
    names, values = breakdown.split("*"), group.split("*")
    if breakdown != "none" and len(names) == len(values):
        _add(conditions, dict(zip(names, values, strict=True)))
    elif breakdown != "none":
        base = (*base, breakdown, group)
    _settle(conditions, derived)
    ordered = tuple(sorted(conditions.items(), key=lambda item: item[0]))
    return Kind(base, ordered, meaning.counts if meaning else "", meaning.is_distinct if meaning else False)


def _add(conditions: dict[str, Allowed], more: Mapping[str, Condition]) -> None:
    for column, condition in more.items():
        wanted = _allowed(condition)
        held = conditions.get(column)
        conditions[column] = held & wanted if isinstance(held, frozenset) and isinstance(wanted, frozenset) else wanted


def _allowed(condition: Condition) -> Allowed:
    if isinstance(condition, Range):
        return condition
    return frozenset(condition) if isinstance(condition, tuple) else frozenset({condition})


def _settle(conditions: dict[str, Allowed], derived: Derived) -> None:
    """Add what a flag says of other columns, and what other columns say of a flag."""
    for flag, short_for in derived.items():
        long = {column: _allowed(condition) for column, condition in short_for.items()}
        if conditions.get(flag) == frozenset({True}):
            for column, allowed in long.items():
                if column not in conditions or not implies(conditions[column], allowed):
                    conditions[column] = allowed
        elif flag not in conditions and all(column in conditions for column in long):
            if all(implies(conditions[column], allowed) for column, allowed in long.items()):
                conditions[flag] = frozenset({True})
            elif any(excludes(conditions[column], allowed) for column, allowed in long.items()):
                conditions[flag] = frozenset({False})


def implies(a: Allowed, b: Allowed) -> bool:
    """Whether every value that `a` allows is one that `b` allows, as far as can be said."""
    if isinstance(b, Range):
        if isinstance(a, Range):
            return _at_least(a.minimum, b.minimum) and _at_most(a.maximum, b.maximum)
        return all(isinstance(v, int) and _inside(v, b) for v in a)
    return not isinstance(a, Range) and a <= b


def excludes(a: Allowed, b: Allowed) -> bool:
    """Whether no value is allowed by both."""
    if isinstance(a, Range) and isinstance(b, Range):
        return _before(a, b) or _before(b, a)
    if isinstance(a, Range):
        return excludes(b, a)
    if isinstance(b, Range):
        return not any(isinstance(v, int) and _inside(v, b) for v in a)
    return not a & b


def _inside(value: int, allowed: Range) -> bool:
    above = allowed.minimum is None or value >= allowed.minimum
    return above and (allowed.maximum is None or value <= allowed.maximum)


def _before(a: Range, b: Range) -> bool:
    return a.maximum is not None and b.minimum is not None and a.maximum < b.minimum


def _at_least(a: int | None, b: int | None) -> bool:
    return b is None or (a is not None and a >= b)


def _at_most(a: int | None, b: int | None) -> bool:
    return b is None or (a is not None and a <= b)


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
        same = [(i, j) for i, (a, _) in enumerate(items) for j, (b, _) in enumerate(items) if a == b]
        self._implied = np.zeros((len(items), len(items)), np.float32)
        self._excluded = np.zeros_like(self._implied)
        for i, j in same:
            self._implied[i, j] = implies(items[i][1], items[j][1])
            self._excluded[i, j] = excludes(items[i][1], items[j][1])
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
