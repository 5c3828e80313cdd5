"""Which cells add up to which: every equation and inequality that links the figures, as rows of one sparse matrix."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_matrix, csr_matrix

from opensna.core.area import Area
from opensna.core.period import Period
from opensna.disclosure.lattice import Relation
from opensna.reference.areas import LONDON

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Entries = tuple[Ints, Ints, Floats]
"""Row numbers, cells and signs."""


def wholes_of(areas: Iterable[Area]) -> dict[str, str]:
    """Area code to the area that it is a part of, of those that say so."""
    return {area.code: area.parent for area in areas if area.parent}


def wholes_or_london(areas: Iterable[str], wholes: Mapping[str, str] | None) -> Mapping[str, str]:
    """wholes; where they are not given, London's boroughs to London."""
    return wholes if wholes is not None else {code: LONDON for code in areas if code.startswith("E09")}


@dataclass(frozen=True)
class Rows:
    """matrix @ cells = what remains, which is none or more. Cells and rows are meant by position.

    matrix: (n_rows, n_cells) of 1 and -1. is_closed: (n_rows,) nothing remains. of_records: (n_rows,) what remains is a set of
    records, which may be a small group.
    """

    matrix: csr_matrix
    is_closed: Bools
    of_records: Bools

    def only(self, which: Bools) -> Rows:
        """These rows."""
        return Rows(self.matrix[which], self.is_closed[which], self.of_records[which])

    @cached_property
    def by_cell(self) -> csc_matrix:
        """matrix, to be read by cells."""
        return self.matrix.tocsc()

    @cached_property
    def links(self) -> csr_matrix:
        """(n_rows, n_cells) 1 where a cell is in a row."""
        return abs(self.matrix)

    @cached_property
    def links_of_cells(self) -> csr_matrix:
        """(n_cells, n_rows) the same, by cells."""
        return self.links.T.tocsr()


class Grid:
    """Cells by kind, area and period: `at` gives a cell's position, or -1 where there is none."""

    def __init__(
        self, kind: Ints, areas: Sequence[str], periods: Sequence[Period], *, wholes: Mapping[str, str] | None = None
    ) -> None:
        """kind, areas, periods: (n_cells,), no combination twice. wholes: area to the one it is part of (default: London's)."""
        self.codes = list(dict.fromkeys(areas))
        self.periods = sorted(set(periods))
        number = {code: i for i, code in enumerate(self.codes)}
        when = {period: i for i, period in enumerate(self.periods)}
        n_kinds = int(kind.max()) + 1 if len(kind) else 0
        self.at: Ints = np.full((n_kinds, len(self.codes), len(self.periods)), -1, np.int64)
        self.at[kind, [number[a] for a in areas], [when[p] for p in periods]] = np.arange(len(kind))
        self._wholes = wholes_or_london(self.codes, wholes)
        self._number = number
        self._when = when

    def templates(self, relations: Iterable[Relation]) -> list[tuple[Ints, Ints, Relation]]:
        """(n_terms, n_places) cells and (n_terms,) signs of each relation over kinds, areas and periods."""
        found = [self._row(relation, axis=0) for relation in relations]
        found += [self._row(relation, axis=1) for relation in self._of_areas()]
        return found + [self._row(relation, axis=2) for relation in self._of_periods()]

    def _row(self, relation: Relation, axis: int) -> tuple[Ints, Ints, Relation]:
        terms = [*relation.plus, *relation.minus]
        cells = np.moveaxis(self.at.take(terms, axis=axis), axis, 0).reshape(len(terms), -1)
        signs = np.repeat([1, -1], [len(relation.plus), len(relation.minus)])
        return cells, signs, relation

    def _of_areas(self) -> list[Relation]:
        parts: dict[int, list[int]] = {}
        for code, whole in self._wholes.items():
            if code in self._number and whole in self._number and code != whole:
                parts.setdefault(self._number[whole], []).append(self._number[code])
        return [Relation((whole,), tuple(several), is_partition=len(several) > 1) for whole, several in parts.items()]

    def _of_periods(self) -> list[Relation]:
        """Shorter periods end to end in a longer one; a period inside another; a period that two others cover."""
        found: list[Relation] = []
        for whole in self.periods:
            within = [p for p in self.periods if p != whole and p.start >= whole.start and p.end <= whole.end]
            tiled: set[Period] = set()
            for months in sorted({p.months for p in within}):
                offsets = sorted({_months_between(whole, p) % months for p in within if p.months == months})
                for offset in offsets:
                    tiles = [p for p in within if p.months == months and _months_between(whole, p) % months == offset]
                    tiled |= set(tiles) if len(tiles) > 1 else set()
                    if len(tiles) > 1:
                        found.append(self._periods(whole, tiles, is_partition=True))
            found += [self._periods(whole, [part]) for part in within if part not in tiled]
            found += self._mixed(whole, within)
            found += self._covers(whole)
        return found

    def _mixed(self, whole: Period, within: Sequence[Period]) -> list[Relation]:
        """Two periods of different lengths that make up the whole."""
        return [
            self._periods(whole, [first, second], is_partition=True)
            for first in within
            for second in within
            if first.start == whole.start
            and second.end == whole.end
            and first.months != second.months
            and first.months + second.months == whole.months
        ]

    def _covers(self, whole: Period, most: int = 3) -> list[Relation]:
        """The closest pairs of overlapping or adjoining periods of which each has a part of the whole, and both all of it."""
        pairs = [
            (first.months + second.months, first, second)
            for first in self.periods
            if first.start < whole.start <= first.end < whole.end
            for second in self.periods
            if whole.start < second.start <= whole.end < second.end and _months_between(first, second) <= first.months
        ]
        return [
            Relation((self._when[a], self._when[b]), (self._when[whole],), needs_all=True)
            for _, a, b in sorted(pairs)[:most]
        ]

    def _periods(self, whole: Period, parts: Sequence[Period], *, is_partition: bool = False) -> Relation:
        is_exact = sum(part.months for part in parts) == whole.months
        return Relation(
            (self._when[whole],), tuple(self._when[p] for p in parts), is_partition=is_partition, is_exact=is_exact
        )


def _months_between(first: Period, second: Period) -> int:
    return (second.start.year - first.start.year) * 12 + second.start.month - first.start.month


def build_rows(templates: Iterable[tuple[Ints, Ints, Relation]], point: Floats, is_known: Bools) -> Rows:
    """The rows of all templates, at every place where their whole and a part are held.

    Parameters
    ----------
    point : (n_cells,) the counts. is_known : whether the count is the true one; without it nothing is concluded from it.

    Notes
    -----
    A partition is taken as closed if its true parts make up its true whole, although its reader may not know that they do: a
    reader may guess that no record has an unknown borough, and is then right. A row that the true counts break (distinct
    persons in several boroughs) is replaced by the inequality of each single part.
    """
    blocks: list[Entries] = []
    closed, records = [], []
    start = 0
    for cells, signs, relation in templates:
        n_plus = len(relation.plus)
        held = cells >= 0
        wanted = held.all(0) if relation.needs_all else held[:n_plus].all(0) & held[n_plus:].any(0)
        cells, held = cells[:, wanted], held[:, wanted]
        if not cells.size:
            continue
        left = np.where(held, point[cells] * signs[:, None], 0).sum(0)
        known = np.where(held, is_known[cells], True).all(0)
        is_broken = known & (left < 0)
        is_whole = known & (left == 0) & (held[n_plus:].sum(0) > 1) & relation.is_partition
        is_whole |= ~known & held.all(0) & relation.is_exact
        keep = ~is_broken
        start = _append(blocks, start, cells[:, keep], held[:, keep], signs)
        closed.append(is_whole[keep])
        records.append(np.full(int(keep.sum()), relation.of_records))
        if is_broken.any() and not relation.needs_all:
            for part in range(n_plus, len(cells)):
                pair = np.array([0, part])
                single = is_broken & held[part]
                single &= np.where(single, point[cells[0]] >= point[cells[part]], False)
                start = _append(blocks, start, cells[pair][:, single], held[pair][:, single], signs[pair])
                closed.append(np.zeros(int(single.sum()), bool))
                records.append(np.zeros(int(single.sum()), bool))
    return _assemble(blocks, start, len(point), closed, records)


def _append(blocks: list[Entries], start: int, cells: Ints, held: Bools, signs: Ints) -> int:
    terms, places = np.nonzero(held)
    blocks.append((start + places, cells[terms, places], signs[terms].astype(np.float64)))
    return start + int(cells.shape[1])


def _assemble(blocks: list[Entries], n_rows: int, n_cells: int, closed: list[Bools], records: list[Bools]) -> Rows:
    if not blocks:
        return Rows(csr_matrix((0, n_cells)), np.zeros(0, bool), np.zeros(0, bool))
    at, cells, signs = (np.concatenate(part) for part in zip(*blocks, strict=True))
    return Rows(
        csr_matrix((signs, (at, cells)), shape=(n_rows, n_cells)), np.concatenate(closed), np.concatenate(records)
    )
