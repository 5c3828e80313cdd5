"""What all figures of several editions narrow together, although none of the editions does by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.sparse import csr_matrix

from opensna.disclosure.atoms import Atoms, Figured, atoms_of
from opensna.disclosure.attack import Held, attack, interval
from opensna.disclosure.parts import parts_of
from opensna.disclosure.possible import with_atoms
from opensna.disclosure.readers import Known
from opensna.disclosure.rows import Bools, Floats, Ints, Rows


@dataclass(frozen=True)
class Finding:
    """A small group that the editions together isolate: the figures that do, in words, and what can be worked out."""

    figures: tuple[str, ...]
    low: float
    high: float

    def __str__(self) -> str:
        """As an error names it: figures and editions, never a count."""
        return " against ".join(self.figures)


def is_small_group(low: float, high: float, width: float, most_hidden: float) -> bool:
    """Whether an interval is narrower than it must be, and allows a count that would be hidden."""
    return bool(np.isfinite(width) and high - low < width and high >= 1 and low <= most_hidden)


def differences(known: Known) -> list[Finding]:
    """Hidden figures, and what remains between figures of several editions, as all together narrow them.

    Where one edition says as much as all of them do, it was attacked when it was made.
    """
    found: list[Finding] = []
    for cells in parts_of(known.figured.periods):
        mine = known.only(cells)
        if not frozenset.intersection(*mine.editions):
            found += _findings(mine)
    return found


class _Reader:
    """What somebody holds who knows figures that may have records in common, down to the atoms."""

    def __init__(self, known: Known, atoms: Atoms) -> None:
        """atoms: with guesses that the reader makes, or without."""
        rows = known.rows()
        row_width = _least(rows.links, known.width)
        is_target = _crosses(known, rows) & rows.of_records & ~rows.is_closed & np.isfinite(row_width)
        cell_width = np.where(known.is_shown | ~np.isfinite(known.width), 0, known.width)
        held = Held(known.low, known.low, known.high, rows, cell_width, np.where(is_target, row_width, 0))
        self._n = len(known.low)
        self._held = with_atoms(held, atoms, np.zeros(self._n, bool))

    def narrow(self) -> list[_Target]:
        """Hidden figures, and what remains between figures, that are not proved to be wide."""
        held = self._held
        narrow = np.flatnonzero(attack(held, singly=0).narrow(held.widths))
        return [_Target(held.targets[[i]][:, : self._n], float(held.widths[i])) for i in narrow]

    def between(self, target: csr_matrix) -> tuple[float, float]:
        """The whole numbers that figures less figures must lie between."""
        direction = np.zeros(len(self._held.point))
        direction[target.indices] = target.data
        low, high = interval(self._held, direction)
        return float(np.ceil(low - 1e-6)), float(np.floor(high + 1e-6))


@dataclass(frozen=True)
class _Target:
    """A hidden figure, or figures less figures, (1, n_cells), and how wide its interval must be."""

    of: csr_matrix
    width: float


class _Circle:
    """Readers of all editions, and those of each edition alone, who all guess alike.

    What an edition narrows by itself is no finding: it was attacked with true counts when it was made, so that the count is
    large, or the guess wrong.
    """

    def __init__(self, known: Known, see: Callable[[Figured], Atoms]) -> None:
        """see: the atoms of figures, with what readers guess of them."""
        self._known, self._see = known, see
        self._of_one: dict[str, tuple[_Reader, Ints]] = {}
        self.of_all = _Reader(known, see(known.figured))

    def small(self, target: _Target) -> tuple[float, float] | None:
        """What a small group lies between, if all editions narrow it and none by itself."""
        low, high = self.of_all.between(target.of)
        cells = target.of.indices
        if not is_small_group(low, high, target.width, float(np.min(self._known.most_hidden[cells]))):
            return None
        for edition in sorted(frozenset.intersection(*(self._known.editions[i] for i in cells))):
            reader, place = self._reader_of(edition)
            of = csr_matrix((target.of.data, place[cells], [0, len(cells)]), shape=(1, int(place.max()) + 1))
            least, highest = reader.between(of)
            if highest - least < target.width:
                return None
        return low, high

    def _reader_of(self, edition: str) -> tuple[_Reader, Ints]:
        """A reader of one edition, and where each figure is among those that it holds."""
        if edition not in self._of_one:
            holds = np.array([edition in of for of in self._known.editions], bool)
            mine = self._known.only(np.flatnonzero(holds))
            self._of_one[edition] = _Reader(mine, self._see(mine.figured)), np.where(holds, np.cumsum(holds) - 1, -1)
        return self._of_one[edition]


def _sure_atoms_of(figured: Figured) -> Atoms:
    return atoms_of(figured).without_guesses()


def _findings(known: Known) -> list[Finding]:
    """Every small group, for readers who guess; and for readers who do not, where a guess may have been wrong."""
    guessing = _Circle(known, atoms_of)
    narrow = guessing.of_all.narrow()
    sure = _Circle(known, _sure_atoms_of) if narrow else guessing
    found = []
    for target in narrow:
        bounds = guessing.small(target) or sure.small(target)
        if bounds:
            found.append(Finding(_named(known, target.of.indices), *bounds))
    return found


def _named(known: Known, cells: Ints) -> tuple[str, ...]:
    """The figures of a difference; of a single hidden figure, that and the shown ones of the rows it is in."""
    if len(cells) > 1:
        return tuple(known.labels[i] for i in cells[:4])
    rows = known.rows()
    touched = rows.links_of_cells[cells[0]].indices
    others = dict.fromkeys(int(i) for row in touched for i in rows.matrix[row].indices if known.is_shown[i])
    return (known.labels[cells[0]], *(known.labels[i] for i in list(others)[:3]))


def _crosses(known: Known, rows: Rows) -> Bools:
    """(n_rows,) whether no single edition says as much as all of every figure of a row."""
    starts = rows.matrix.indptr
    return np.array(
        [
            not frozenset.intersection(*(known.editions[i] for i in rows.matrix.indices[first:last]))
            for first, last in pairwise(starts)
        ],
        bool,
    )


def _least(pattern: csr_matrix, values: Floats) -> Floats:
    matrix = pattern.tocoo()
    found = np.full(matrix.shape[0], np.inf)
    np.minimum.at(found, matrix.row, values[matrix.col])
    return found
