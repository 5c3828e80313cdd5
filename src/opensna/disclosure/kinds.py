"""What a figure counts, apart from where and when: a set of records.

Measures and the groups of a breakdown are the same thing here. "Women among the victims under 25" is the set of rows that meet
two conditions, whichever file of measures asks for it, so a figure that is printed twice is one figure.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from opensna.measures.measure import Condition, Measure, Range, RecordsDenominator, Value

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
        wanted = allowed_by(condition)
        held = conditions.get(column)
        conditions[column] = held & wanted if isinstance(held, frozenset) and isinstance(wanted, frozenset) else wanted


def allowed_by(condition: Condition) -> Allowed:
    """The values of a condition as a set or a range."""
    if isinstance(condition, Range):
        return condition
    return frozenset(condition) if isinstance(condition, tuple) else frozenset({condition})


def _settle(conditions: dict[str, Allowed], derived: Derived) -> None:
    """Add what a flag says of other columns, and what other columns say of a flag."""
    for flag, short_for in derived.items():
        long = {column: allowed_by(condition) for column, condition in short_for.items()}
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
        return all(isinstance(v, int) and is_inside(v, b) for v in a)
    return not isinstance(a, Range) and a <= b


def excludes(a: Allowed, b: Allowed) -> bool:
    """Whether no value is allowed by both."""
    if isinstance(a, Range) and isinstance(b, Range):
        return _before(a, b) or _before(b, a)
    if isinstance(a, Range):
        return excludes(b, a)
    if isinstance(b, Range):
        return not any(isinstance(v, int) and is_inside(v, b) for v in a)
    return not a & b


def is_inside(value: int, allowed: Range) -> bool:
    """Whether a range holds a number."""
    above = allowed.minimum is None or value >= allowed.minimum
    return above and (allowed.maximum is None or value <= allowed.maximum)


def _before(a: Range, b: Range) -> bool:
    return a.maximum is not None and b.minimum is not None and a.maximum < b.minimum


def _at_least(a: int | None, b: int | None) -> bool:
    return b is None or (a is not None and a >= b)


def _at_most(a: int | None, b: int | None) -> bool:
    return b is None or (a is not None and a <= b)
