"""What a reader can work out about hidden counts from everything shown: intervals, found by linear programs.

An interval of a count is *proved* wide by two possible sets of counts, both in keeping with every figure shown, between which the
count differs by that much. So few programs serve many counts: each moves all unproved counts at once, some up and some
down, and whatever ends they reach are reached. What is not proved so is attacked by itself, with only the figures near it let
move, which can make its interval look narrower than it is and never wider.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix, identity, vstack

from opensna.disclosure.rows import Bools, Floats, Rows

DRAWS = 40
"""At most so many programs move many counts at once; fewer, if three in turn prove little."""
AWAY = 0.75
"""How often a count that has reached one end is moved to the other, and not at random."""
HOPS = 2
"""How many rows away from unproved counts figures are let move, as long as that proves something."""
SINGLY = 400
"""At most this many counts are attacked one by one; if more are left, they count as unproved."""
SEED = 20251124
FAR = 30.0
"""No count is moved further than this from where it is: no interval needs to be as wide, and programs stay small."""
_NEARLY = 1e-6


@dataclass(frozen=True)
class Held:
    """What a reader holds. Cells by position.

    point : (n_cells,) counts in keeping with everything shown: the true ones, or others.
    low, high : (n_cells,) what each figure alone says; high may be infinite.
    cell_width, row_width : how wide the interval of a cell, and of what remains in a row, must be (0: it is not protected).
    """

    point: Floats
    low: Floats
    high: Floats
    rows: Rows
    cell_width: Floats
    row_width: Floats

    @property
    def targets(self) -> csr_matrix:
        """(n_targets, n_cells): protected cells, then what remains in protected rows, as sums of cells."""
        cells = identity(len(self.point), format="csr")[self.cell_width > 0]
        return vstack([cells, self.rows.matrix[self.row_width > 0]], format="csr")

    @property
    def widths(self) -> Floats:
        """(n_targets,)"""
        return np.concatenate([self.cell_width[self.cell_width > 0], self.row_width[self.row_width > 0]])


@dataclass(frozen=True)
class Reach:
    """(n_targets,) the least and the most that each target was shown to be able to be."""

    least: Floats
    most: Floats

    def narrow(self, widths: Floats) -> Bools:
        """Targets whose interval, in whole numbers, is not proved to be as wide as it must be."""
        found: Bools = np.floor(self.most + _NEARLY) - np.ceil(self.least - _NEARLY) < widths
        return found


def attack(held: Held, *, singly: int = SINGLY, draws: int = DRAWS) -> Reach:
    """How far each target can be moved without contradicting anything shown."""
    targets, widths = held.targets, held.widths
    at = targets @ held.point
    reach = Reach(at.copy(), at.copy())
    random = np.random.default_rng(SEED)
    mobile = held.low < held.high
    narrow, idle = reach.narrow(widths), 0
    for _ in range(draws):
        if not narrow.any() or idle > 2:
            break
        free = mobile if idle else mobile & near(held.rows, targets[narrow], HOPS)
        ways = np.where(narrow, _ways(held, reach, random), 0)
        reach = _farther(reach, targets @ push(held, targets.T @ ways, free))
        before, narrow = narrow.sum(), reach.narrow(widths)
        idle = idle + 1 if narrow.sum() > 0.97 * before else 0
    left = np.flatnonzero(reach.narrow(widths))
    for target in left if len(left) <= singly else ():
        row = targets[[target]]
        free = mobile & near(held.rows, row, 3)
        for sign in (-1.0, 1.0):
            reach = _farther(reach, targets @ push(held, sign * row.toarray()[0], free))
    return reach


def _ways(held: Held, reach: Reach, random: np.random.Generator) -> Floats:
    """(n_targets,) which way to move each target, and how much that counts: mostly towards an end that it has not reached.

    Of unequal weight, because targets that hold each other back would all stay where they are.
    """
    n_rows = int((held.row_width > 0).sum())
    lowest = np.append(held.low[held.cell_width > 0], np.zeros(n_rows))
    highest = np.append(held.high[held.cell_width > 0], np.full(n_rows, np.inf))
    is_at_lowest, is_at_highest = reach.least <= lowest + _NEARLY, reach.most >= highest - _NEARLY
    either = random.choice([-1.0, 1.0], len(lowest))
    away = np.where(is_at_lowest, 1.0, np.where(is_at_highest, -1.0, either))
    weight = random.integers(1, 65, len(lowest)) / 64  # sums of such numbers are exact on every processor
    return np.where(random.random(len(lowest)) < AWAY, away, either) * weight


def _farther(reach: Reach, values: Floats) -> Reach:
    return Reach(np.minimum(reach.least, values), np.maximum(reach.most, values))


def near(rows: Rows, targets: csr_matrix, hops: int) -> Bools:
    """(n_cells,) cells of the targets, and those that share a row with them, and so on."""
    found: Bools = np.asarray(abs(targets).sum(0)).ravel() > 0
    edge = np.flatnonzero(found)
    for _ in range(hops):
        touched = np.unique(rows.links_of_cells[edge].indices)
        reached = np.unique(rows.links[touched].indices)
        edge = reached[~found[reached]]
        found[reached] = True
    return found


def interval(held: Held, of: Floats) -> tuple[float, float]:
    """The least and the most that of @ cells can be, as everything that is held allows; infinite where nothing limits it."""
    ends = []
    for sign in (-1.0, 1.0):
        most = np.where(held.rows.is_closed, 0, np.inf)
        rows = [LinearConstraint(held.rows.matrix, 0, most)] if len(most) else []
        found = milp(-sign * of, constraints=rows, bounds=Bounds(held.low, held.high))
        ends.append(sign * np.inf if found.x is None else float(of @ found.x))
    return ends[0], ends[1]


def push(held: Held, towards: Floats, free: Bools) -> Floats:
    """(n_cells,) possible counts that lie as far as can be in a direction; all but the free cells stay where they are."""
    moving = np.flatnonzero(free)
    if not len(moving) or not towards[moving].any():
        return held.point
    matrix, floor, ceiling = local_rows(held, free)
    bounds = Bounds(held.low[moving], held.high[moving])
    constraints = [LinearConstraint(matrix, floor, ceiling)] if matrix.shape[0] else []
    found = milp(-_capped(towards[moving]), constraints=constraints, bounds=_within(bounds, held.point[moving]))
    if found.x is None:
        return held.point
    moved = held.point.copy()
    moved[moving] = found.x
    return moved


def _within(bounds: Bounds, point: Floats) -> Bounds:
    return Bounds(np.maximum(bounds.lb, point - FAR), np.minimum(bounds.ub, point + FAR))


def _capped(direction: Floats) -> Floats:
    return np.clip(direction, -1.0, 1.0)


def tighten(low: Floats, high: Floats, rows: Rows) -> tuple[Floats, Floats]:
    """(n_cells,) bounds as a reader with pencil and paper can work them out, by passing them along rows until none moves.

    Never tighter than the truth allows; exact where rows do not run in circles.
    """
    entries = rows.matrix.tocoo()
    at, cell, plus = entries.row, entries.col, entries.data > 0
    lows, highs = low.copy(), high.copy()
    while True:  # ends: bounds are whole numbers that only move towards the truth
        before = lows.copy(), highs.copy()
        most = _others(np.where(plus, highs[cell], -lows[cell]), at, len(rows.is_closed))
        least = _others(np.where(plus, lows[cell], -highs[cell]), at, len(rows.is_closed))
        closed = rows.is_closed[at]
        np.maximum.at(lows, cell[plus], -most[plus])
        np.minimum.at(highs, cell[~plus], most[~plus])
        np.minimum.at(highs, cell[plus & closed], -least[plus & closed])
        np.maximum.at(lows, cell[~plus & closed], least[~plus & closed])
        if np.array_equal(before[0], lows) and np.array_equal(before[1], highs):
            return lows, highs


def _others(terms: Floats, at: NDArray[np.int64], n_rows: int) -> Floats:
    """(n_entries,) sum of the row's other terms, of which some may be infinite (of one sign)."""
    is_endless = np.isinf(terms)
    finite = np.where(is_endless, 0, terms)
    sums = np.bincount(at, weights=finite, minlength=n_rows)[at] - finite
    endless = np.bincount(at, weights=is_endless, minlength=n_rows)[at] - is_endless
    sign = np.sign(terms[is_endless][0]) if is_endless.any() else 1.0
    found: Floats = np.where(endless > 0, sign * np.inf, sums)
    return found


def local_rows(held: Held, free: Bools) -> tuple[csr_matrix, Floats, Floats]:
    """The rows that free cells are in, over these cells: matrix, and the least and most that matrix @ cells may be."""
    moving = np.flatnonzero(free)
    columns = held.rows.by_cell[:, moving]
    touched = np.unique(columns.indices)
    whole = held.rows.matrix[touched]
    fixed = whole @ np.where(free, 0, held.point)
    most = np.where(held.rows.is_closed[touched], 0, np.inf)
    return columns.tocsr()[touched], -fixed, most - fixed


def binding(rows: Rows, point: Floats, protected: Bools, farthest: float) -> Bools:
    """(n_rows,) rows that can hold anything back while no count moves further than `farthest`, and the protected ones."""
    terms = np.asarray(rows.links.sum(1)).ravel()
    left = np.asarray(rows.matrix @ point)
    found: Bools = rows.is_closed | protected | (left < farthest * terms)
    return found
