"""Atoms: the smallest sets of records that the figures divide, of which every figure is a sum.

Whatever can be concluded from figures follows from this: each is the sum of its atoms, and no atom is less than nothing. How
figures lie in one another, add up, overlap or leave something over need not be listed. There would be too many atoms of
all columns at once; `cliques` says which columns are enough at a time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np
from scipy.sparse import block_diag, csr_matrix, hstack, vstack

from opensna.core.period import Period
from opensna.disclosure.cliques import Columns, cliques_of, tree_of
from opensna.disclosure.columns import AREA, TIME, Column, column_of_areas, column_of_time, columns_of
from opensna.disclosure.crossings import Crossing
from opensna.disclosure.kinds import Derived, Kind
from opensna.disclosure.rows import Bools, Ints

MOST = 400_000
"""A table of more classes than this is not made: its columns are looked at as the figures cross them, a weaker attack."""


@dataclass(frozen=True)
class Figured:
    """What each figure counts, where and when: (n_cells,) by position.

    kinds : distinct; kind : (n_cells,) the number of each figure's. wholes : area to the one that it is a part of.
    """

    kinds: Sequence[Kind]
    kind: Ints
    areas: Sequence[str]
    periods: Sequence[Period]
    wholes: Mapping[str, str]
    derived: Derived

    @property
    def keys(self) -> list[tuple[Kind, str, Period]]:
        """Of each figure, what it counts, where and when."""
        return [(self.kinds[k], a, p) for k, a, p in zip(self.kind, self.areas, self.periods, strict=True)]

    def and_then(self, more: Figured) -> Figured:
        """These figures, and after them others."""
        return Figured(
            [*self.kinds, *more.kinds], np.concatenate([self.kind, len(self.kinds) + more.kind]),
            [*self.areas, *more.areas], [*self.periods, *more.periods], {**more.wholes, **self.wholes}, self.derived,
        )  # fmt: skip

    def only(self, cells: Ints) -> Figured:
        """These figures."""
        used, kind = np.unique(self.kind[cells], return_inverse=True)
        return Figured(
            [self.kinds[k] for k in used], kind, [self.areas[i] for i in cells], [self.periods[i] for i in cells],
            self.wholes, self.derived,
        )  # fmt: skip


@dataclass(frozen=True)
class Atoms:
    """matrix @ (cells, then atoms) = 0 for every row. guesses : (n_guesses, n_atoms) 1 for atoms that a reader may guess are empty.

    A guess is one: all of its atoms are empty, or nothing is concluded.
    """

    matrix: csr_matrix
    guesses: csr_matrix

    def without_guesses(self) -> Atoms:
        """The same for a reader who guesses nothing."""
        return Atoms(self.matrix, csr_matrix((0, self.count)))

    @property
    def count(self) -> int:
        """How many atoms."""
        return int(self.guesses.shape[1])


def atoms_of(figured: Figured) -> Atoms:
    """The atoms of all figures that add up (not of distinct persons), and how they make up each of them."""
    groups: dict[object, list[int]] = {}
    for cell, number in enumerate(figured.kind):
        kind = figured.kinds[number]
        if not kind.is_distinct:
            groups.setdefault((kind.base, kind.counts), []).append(cell)
    found = [Atoms(csr_matrix((0, len(figured.kind))), csr_matrix((0, 0)))]
    for cells in groups.values():
        found.append(_of_group(figured, np.array(cells)))
    return _joined(found, len(figured.kind))


def _of_group(figured: Figured, cells: Ints) -> Atoms:
    mine = figured.only(cells)
    columns = columns_of(mine.kinds, figured.derived)
    columns[AREA] = column_of_areas(mine.areas, figured.wholes)
    columns[TIME] = column_of_time(mine.periods)
    keys = [_key(mine, i, columns) for i in range(len(cells))]
    cliques = _cliques(keys, columns, figured.derived)
    tables = [Crossing(clique, columns, figured.derived) for clique in cliques]
    home = [next(i for i, clique in enumerate(cliques) if set(key) <= set(clique)) for key in keys]
    return _tied(tables, cliques, keys, home, cells, len(figured.kind))


def _key(figured: Figured, cell: int, columns: Mapping[str, Column]) -> dict[str, object]:
    """The conditions of a figure that leave anything out, by column."""
    conditions: dict[str, object] = dict(figured.kinds[figured.kind[cell]].conditions)
    conditions |= {AREA: figured.areas[cell], TIME: figured.periods[cell]}
    return {name: key for name, key in conditions.items() if columns[name].divides(key)}


def _cliques(keys: Sequence[Mapping[str, object]], columns: Mapping[str, Column], derived: Derived) -> list[Columns]:
    flags = {frozenset({flag, *derived[flag]}) for flag in derived if flag in columns}
    scopes = sorted({frozenset(key) for key in keys} | flags, key=sorted)
    sizes = {name: column.size for name, column in columns.items()}
    found = cliques_of(scopes, sizes)
    if all(prod(sizes[name] for name in clique) <= MOST for clique in found):
        return found
    return [tuple(sorted(scope)) for scope in scopes if not any(scope < other for other in scopes)]


def _tied(
    tables: Sequence[Crossing], cliques: list[Columns], keys: Sequence[Mapping[str, object]], home: Sequence[int],
    cells: Ints, n_cells: int,
) -> Atoms:  # fmt: skip
    """Figures as sums of the atoms of the table that each is at home in; where two tables meet, they agree."""
    n_of = [len(table.is_possible) for table in tables]
    start = np.concatenate([[0], np.cumsum(n_of)])
    held = [start[home[i]] + tables[home[i]].inside(keys[i]) for i in range(len(cells))]
    sums = _rows_of(held, int(start[-1]))
    ties = csr_matrix((0, int(start[-1])))
    for i, j, shared in tree_of(cliques):
        sides = [_along(tables[t], shared, int(start[t]), int(start[-1])) for t in (i, j)]
        ties = vstack([ties, sides[0] - sides[1]], format="csr")
    names = sorted({name for clique in cliques for name in clique})
    guesses = vstack(
        [_others(tables, cliques, name) for name in names] or [csr_matrix((0, int(start[-1])))], format="csr"
    )
    ties, sums, guesses = _fewer(ties, sums, guesses)
    whose = csr_matrix((np.ones(len(cells)), (np.arange(len(cells)), cells)), shape=(len(cells), n_cells))
    nothing = csr_matrix((ties.shape[0], n_cells))
    return Atoms(vstack([hstack([whose, -sums]), hstack([nothing, ties])], format="csr"), guesses)


def _rows_of(held: Sequence[Ints], n: int) -> csr_matrix:
    at = np.repeat(np.arange(len(held)), [len(one) for one in held])
    every = np.concatenate(held) if held else np.zeros(0, np.int64)
    return csr_matrix((np.ones(len(at)), (at, every)), shape=(len(held), n))


def _along(table: Crossing, shared: Columns, start: int, n: int) -> csr_matrix:
    """(combinations of the shared columns' classes, n atoms) 1 for the possible atoms of each."""
    number, atoms = table.along(shared), np.flatnonzero(table.is_possible)
    return csr_matrix((np.ones(len(atoms)), (number[atoms], start + atoms)), shape=(table.combinations(shared), n))


def _others(tables: Sequence[Crossing], cliques: Sequence[Columns], name: str) -> csr_matrix:
    """(1, n atoms) 1 for the atoms of a class of this column that only wholes hold."""
    is_other = [
        table.other[clique.index(name)] & table.is_possible
        if name in clique
        else np.zeros(len(table.is_possible), bool)
        for table, clique in zip(tables, cliques, strict=True)
    ]
    return csr_matrix(np.concatenate(is_other).astype(np.float64)[None])


def _fewer(ties: csr_matrix, sums: csr_matrix, guesses: csr_matrix) -> tuple[csr_matrix, csr_matrix, csr_matrix]:
    """The same with atoms as one that are held by the same figures, and without those that no figure has to do with."""
    used = np.flatnonzero(_is_used(ties, sums))
    every = vstack([ties, sums, guesses], format="csc")[:, used].astype(np.int64)
    marks = np.random.default_rng(0).integers(1, 2**62, (2, every.shape[0]))
    first = np.sort(np.unique((every.T @ marks.T), axis=0, return_index=True)[1])
    ties, sums, guesses = (part.tocsc()[:, used[first]].tocsr() for part in (ties, sums, guesses))
    return ties[np.diff(ties.indptr) > 0], sums, guesses


def _is_used(ties: csr_matrix, sums: csr_matrix) -> Bools:
    """(n_atoms,) atoms of a figure, and those across a tie from one."""
    found: Bools = np.asarray(sums.sum(0)).ravel() > 0
    sides = ties.maximum(0), (-ties).maximum(0)
    while True:  # ends: it only grows
        before = found
        for one, other in (sides, sides[::-1]):
            found = found | (other.T @ ((one @ found.astype(np.float64)) > 0).astype(np.float64) > 0)
        if np.array_equal(before, found):
            return found


def _joined(several: Sequence[Atoms], n_cells: int) -> Atoms:
    """Atoms of several groups of figures, beside each other."""
    cells = vstack([one.matrix[:, :n_cells] for one in several], format="csr")
    atoms = block_diag([one.matrix[:, n_cells:] for one in several], format="csr")
    guesses = block_diag([one.guesses for one in several], format="csr")
    return Atoms(hstack([cells, atoms], format="csr"), guesses)
