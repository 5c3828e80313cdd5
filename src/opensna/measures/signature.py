"""Many conditions as one whole number a row, so that one GROUP BY answers every measure.

Each column that measures ask about is coded: a small number that says which of the values or ranges asked about it holds (0:
none of them, or NULL). The codes of all columns are packed, side by side, into words of 62 bits. Rows are grouped by word;
what a word means for a measure is then looked up on the few groups, never on the rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import ibis
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from opensna.core.errors import DocumentError
from opensna.measures.measure import Condition, Range, Value

WORD = "signature_"
WORD_BITS = 62
"""Bits of a word in use: a signed 64-bit number without its sign, and one to spare."""

Where = Mapping[str, Condition]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Field:
    """Where a column's code lies: `word`, `shift` and width in `bits`; `branches` are (boolean expression, code)."""

    word: int
    shift: int
    bits: int
    branches: tuple[tuple[Any, int], ...]
    truths: Mapping[Condition, Bools]

    def code_of(self, frame: pd.DataFrame) -> NDArray[np.int64]:
        """The column's code in each group."""
        words: NDArray[np.int64] = frame[word_name(self.word)].to_numpy(dtype=np.int64)
        return (words >> self.shift) & ((1 << self.bits) - 1)


@dataclass(frozen=True)
class Signature:
    """The fields of one table, by column.

    `guard` is a condition (as an expression) without which none of the columns `guarded` is ever asked about: of rows that do
    not meet it their codes are 0, which saves both the looking and the groups.
    """

    fields: Mapping[str, Field]
    guard: Any = None
    guarded: frozenset[str] = frozenset()

    @property
    def words(self) -> dict[str, Any]:
        """Expressions of the words, by name; none if no measure has a condition."""
        words: dict[str, Any] = {}
        for word in sorted({field.word for field in self.fields.values()}):
            names = [name for name, field in self.fields.items() if field.word == word]
            inner = [_shifted(self.fields[name]) for name in names if name in self.guarded]
            parts = [_shifted(self.fields[name]) for name in names if name not in self.guarded]
            if inner:
                parts.append(ibis.cases((self.guard, _add(inner)), else_=ibis.literal(0, "int64")))
            words[word_name(word)] = _add(parts)
        return words

    @staticmethod
    def words_in(frame: pd.DataFrame) -> tuple[str, ...]:
        """Columns of a grouped result that hold words."""
        return tuple(column for column in frame.columns if column.startswith(WORD))

    def matches(self, frame: pd.DataFrame, where: Where) -> Bools:
        """Which groups (n,) hold rows that meet every condition."""
        found: Bools = np.ones(len(frame), dtype=np.bool_)
        for column, condition in where.items():
            field = self.fields[column]
            found &= field.truths[condition][field.code_of(frame)]
        return found


def word_name(word: int) -> str:
    """Name of a word's column in the grouped result."""
    return f"{WORD}{word}"


def sign(table: ibis.Table, wheres: Iterable[Where]) -> Signature:
    """The signature that answers these conditions of a table, which have been checked against it."""
    wheres = list(wheres)
    asked: dict[str, list[Condition]] = {}
    for where in wheres:
        for column, condition in where.items():
            if condition not in asked.setdefault(column, []):
                asked[column].append(condition)
    fields: dict[str, Field] = {}
    word, used = 0, 0
    for column, conditions in asked.items():
        branches, truths = _code(table, column, conditions)
        bits = max(1, len(branches).bit_length())
        if used + bits > WORD_BITS:
            word, used = word + 1, 0
        fields[column] = Field(word, used, bits, branches, truths)
        used += bits
    guard, guarded = _guard(wheres)
    return Signature(fields, None if guard is None else _test(table[guard[0]], guard[1]), guarded)


def _guard(wheres: Sequence[Where]) -> tuple[tuple[str, Condition] | None, frozenset[str]]:
    """The condition that most columns are only ever asked about together with, and these columns."""
    together: dict[str, set[tuple[str, Condition]]] = {}
    for where in wheres:
        for column in where:
            together.setdefault(column, set(where.items())).intersection_update(where.items())
    columns_of: dict[tuple[str, Condition], set[str]] = {}
    for column, conditions in together.items():
        for condition in conditions:
            if condition[0] != column:
                columns_of.setdefault(condition, set()).add(column)
    if not columns_of:
        return None, frozenset()
    best = max(columns_of, key=lambda condition: len(columns_of[condition]))
    return best, frozenset(columns_of[best])


def _shifted(field: Field) -> Any:
    """The code of a column, at its place in the word."""
    cases = [(test, ibis.literal(code << field.shift, "int64")) for test, code in field.branches]
    return ibis.cases(*cases, else_=ibis.literal(0, "int64"))


def _add(parts: Sequence[Any]) -> Any:
    return reduce(lambda a, b: a + b, parts)


def predicate(table: ibis.Table, where: Where) -> list[Any]:
    """The conditions as boolean expressions, for the few questions that cannot be answered from groups."""
    return [_test(table[column], condition) for column, condition in where.items()]


def _test(column: Any, condition: Condition) -> Any:
    if isinstance(condition, Range):
        low = [column >= condition.minimum] if condition.minimum is not None else []
        high = [column <= condition.maximum] if condition.maximum is not None else []
        return reduce(lambda a, b: a & b, [column.notnull(), *low, *high])
    if isinstance(condition, tuple):
        return column.isin(condition)
    return column == condition


def _code(
    table: ibis.Table, column: str, conditions: Sequence[Condition]
) -> tuple[tuple[tuple[Any, int], ...], dict[Condition, Bools]]:
    expression = table[column]
    if any(isinstance(condition, Range) for condition in conditions):
        return _code_ranges(expression, [_as_ranges(condition) for condition in conditions], conditions)
    values: list[Value] = list(dict.fromkeys(value for condition in conditions for value in _values(condition)))
    if expression.type().is_boolean():
        branches = tuple((expression if value else ~expression, code) for code, value in enumerate(values, start=1))
    else:
        branches = tuple((expression == value, code) for code, value in enumerate(values, start=1))
    truths = {c: np.array([False, *(value in _values(c) for value in values)], dtype=np.bool_) for c in conditions}
    return branches, {c: _padded(truth) for c, truth in truths.items()}


def _code_ranges(
    expression: Any, ranges: Sequence[list[tuple[int | None, int | None]]], conditions: Sequence[Condition]
) -> tuple[tuple[tuple[Any, int], ...], dict[Condition, Bools]]:
    """Code 0 is NULL, code k the k-th interval between neighbouring ends of the ranges asked about."""
    starts = {low for several in ranges for low, _ in several if low is not None}
    ends = {high + 1 for several in ranges for _, high in several if high is not None}
    cuts = sorted(starts | ends)
    below = tuple((expression < cut, code) for code, cut in enumerate(cuts, start=1))
    branches = (*below, (expression.notnull(), len(cuts) + 1))
    lows: list[int | None] = [None, *cuts]
    truths = {
        condition: _padded(np.array([False, *(_covers(several, low) for low in lows)], dtype=np.bool_))
        for condition, several in zip(conditions, ranges, strict=True)
    }
    return branches, truths


def _covers(ranges: list[tuple[int | None, int | None]], low: int | None) -> bool:
    """Whether the interval that begins at `low` (None: below every cut) lies inside one of the ranges."""
    for first, last in ranges:
        if low is None:
            if first is None:
                return True
        elif (first is None or first <= low) and (last is None or low <= last):
            return True
    return False


def _as_ranges(condition: Condition) -> list[tuple[int | None, int | None]]:
    if isinstance(condition, Range):
        return [(condition.minimum, condition.maximum)]
    return [(int(value), int(value)) for value in _values(condition)]


def _values(condition: Condition) -> tuple[Value, ...]:
    assert not isinstance(condition, Range)
    return condition if isinstance(condition, tuple) else (condition,)


def _padded(truth: Bools) -> Bools:
    """Up to the next power of two, so that any code of the field's width can be looked up."""
    return np.pad(truth, (0, (1 << len(truth).bit_length()) - len(truth)))


def check_condition(table: ibis.Table, column: str, condition: Condition, *, where: str) -> None:
    """Raise DocumentError for a condition on a column that the table lacks, or of another type than the column."""
    check_column(table, column, where=where)
    kind = table[column].type()
    wanted = "boolean" if kind.is_boolean() else "text" if kind.is_string() else "number"
    given = _kinds(condition)
    if given != {wanted}:
        raise DocumentError(
            "a condition of another type than its column",
            where=where,
            found=", ".join(sorted(given)),
            expected=wanted,
            do_this="write true or false for a flag, a number for a number, text for text (in quotes if it looks like another)",
        )


def check_column(table: ibis.Table, column: str, *, where: str) -> None:
    """Raise DocumentError for a column that the table lacks."""
    if column not in table.columns:
        raise DocumentError(
            "the table of the source has no such column",
            where=where,
            found=column,
            expected=", ".join(table.columns),
            do_this="correct the column's name in the measure",
        )


def _kinds(condition: Condition) -> set[str]:
    if isinstance(condition, Range):
        return {"number"}
    return {
        "boolean" if isinstance(value, bool) else "number" if isinstance(value, int) else "text"
        for value in _values(condition)
    }
