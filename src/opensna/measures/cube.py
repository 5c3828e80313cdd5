"""One scan of a table, grouped as far as needed; everything else is arithmetic on the groups."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import ibis
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from opensna.measures.segments import Segments, time_column
from opensna.measures.signature import Bools, Signature, Where, sign

UNKNOWN = "Unknown"
ROWS = "rows"
"""The weight of a measure that counts rows: each is one."""

AREA, SEGMENT = "area", "segment"
SEPARATOR = "*"
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Tally:
    """Counts (areas, groups, periods) of one measure and breakdown; `everywhere` (groups, periods) has all rows."""

    groups: tuple[str, ...]
    by_area: Floats
    everywhere: Floats


@dataclass
class Cube:
    """Rows of a table grouped by area, stretch of time, breakdown columns and signature, with the sums of each weight."""

    frame: pd.DataFrame
    signature: Signature
    segments: Segments
    areas: NDArray[np.int64]
    n_areas: int
    _signatures: list[tuple[NDArray[np.int64], pd.DataFrame]] = field(default_factory=list)
    _labels: dict[tuple[str, ...], tuple[NDArray[np.int64], NDArray[np.object_]]] = field(default_factory=dict)

    def tally(self, where: Where, *, weight: str, breakdown: tuple[str, ...]) -> Tally:
        """Rows that meet `where`, summed by area, group and period. Groups are those that hold any such row."""
        chosen = np.flatnonzero(self._matches(where))
        codes, names = self._groups(breakdown)
        present, group = (
            np.unique(codes[chosen], return_inverse=True) if breakdown else (np.zeros(1, dtype=np.int64), 0)
        )
        n_groups, n_segments = len(present), self.segments.count
        cell = (self.areas[chosen] * n_groups + group) * n_segments + self.frame[SEGMENT].to_numpy()[chosen]
        sums = np.bincount(
            cell, weights=self.frame[_sum(weight)].to_numpy()[chosen], minlength=self.n_areas * n_groups * n_segments
        )
        by_area = sums.reshape(self.n_areas, n_groups, n_segments) @ self.segments.incidence
        return Tally(tuple(str(name) for name in names[present]), by_area, by_area.sum(axis=0))

    def has_rows(self, where: Where) -> NDArray[np.bool_]:
        """(periods,): whether every stretch of the period has a row, of any area, that meets `where`."""
        chosen = self._matches(where)
        present = np.bincount(self.frame[SEGMENT].to_numpy()[chosen], minlength=self.segments.count) > 0
        complete: NDArray[np.bool_] = (~present).astype(np.float64) @ self.segments.incidence == 0
        return complete

    def _matches(self, where: Where) -> Bools:
        """Which groups (n,) meet `where`: looked up on the few signatures that occur, not on every group."""
        if not self._signatures:
            words = list(self.signature.words_in(self.frame))
            number = np.zeros(len(self.frame), dtype=np.int64)
            if words:
                number = self.frame.groupby(words, sort=False).ngroup().to_numpy().astype(np.int64)
            self._signatures.append((number, self.frame.drop_duplicates(words) if words else self.frame.head(1)))
        number, distinct = self._signatures[0]
        found: Bools = self.signature.matches(distinct, where)[number]
        return found

    def _groups(self, breakdown: tuple[str, ...]) -> tuple[NDArray[np.int64], NDArray[np.object_]]:
        if breakdown not in self._labels:
            self._labels[breakdown] = _label(self.frame, breakdown)
        return self._labels[breakdown]


def scan(
    table: ibis.Table, wheres: Iterable[Where], segments: Segments, *, area: str, known: Sequence[str],
    columns: Sequence[str], weights: Sequence[str],
) -> Cube:  # fmt: skip
    """Read a table once.

    Parameters
    ----------
    wheres : the conditions of every question that the cube is to answer.
    area : the column that says where; `known` are its values that are wanted one by one. All others are kept together.
    columns : those of the breakdowns. weights : columns to sum, or `ROWS`.
    """
    rows = table.filter(segments.within(table[time_column(table)]))
    signature = sign(rows, wheres)
    keys = {
        AREA: rows[area],
        SEGMENT: segments.number(rows[time_column(table)]),
        **signature.words,
        **{_key(column): rows[column] for column in columns},
    }
    sums = {weight: rows.count() if weight == ROWS else rows[weight].sum() for weight in weights}
    frame: pd.DataFrame = (
        rows.group_by(**keys).aggregate(**{_sum(name): sum_ for name, sum_ in sums.items()}).to_pyarrow().to_pandas()
    )
    frame[SEGMENT] = frame[SEGMENT].astype(np.int64)
    for name in sums:
        frame[_sum(name)] = frame[_sum(name)].fillna(0).astype(np.float64)
    positions = pd.Index(known).get_indexer(pd.Index(frame[AREA]))
    positions = np.where(positions < 0, len(known), positions).astype(np.int64)
    return Cube(frame, signature, segments, positions, len(known) + 1)


def _label(frame: pd.DataFrame, breakdown: tuple[str, ...]) -> tuple[NDArray[np.int64], NDArray[np.object_]]:
    """Code of each group (n,), and the name of each code: values joined by `*`, what is not known as Unknown."""
    if not breakdown:
        return np.zeros(len(frame), dtype=np.int64), np.array([""], dtype=object)
    codes = np.zeros(len(frame), dtype=np.int64)
    names = np.array([""], dtype=object)
    for column in breakdown:
        part, values = pd.factorize(frame[_key(column)], use_na_sentinel=False)
        texts = np.array([_name(value) for value in values], dtype=object)
        codes = codes * len(texts) + part
        names = np.array([join_group(left, right) for left in names for right in texts], dtype=object)
    return _merge_same(codes, names)


def _name(value: Any) -> str:
    """Text of a group's value; a whole number that a blank beside it made a float is whole again."""
    if pd.isna(value):
        return UNKNOWN
    if isinstance(value, bool | np.bool_):
        return str(bool(value)).lower()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def join_group(left: str, right: str) -> str:
    """Name of a crossed group."""
    return f"{left}{SEPARATOR}{right}" if left else right


def _merge_same(codes: NDArray[np.int64], names: NDArray[np.object_]) -> tuple[NDArray[np.int64], NDArray[np.object_]]:
    """Give groups of one name (a missing value and "Unknown") one code."""
    new_codes, uniques = pd.factorize(names)
    return new_codes[codes].astype(np.int64), np.asarray(uniques, dtype=object)


def _key(column: str) -> str:
    return f"by_{column}"


def _sum(weight: str) -> str:
    return f"sum_{weight}"
