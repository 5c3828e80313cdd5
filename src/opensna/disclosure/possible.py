"""Sets of counts, down to the atoms, that are in keeping with everything a reader holds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix, hstack, identity, vstack

from opensna.disclosure.atoms import Atoms
from opensna.disclosure.attack import Held
from opensna.disclosure.rows import Bools, Floats, Rows

_NEARLY = 1e-6
_GUESS = 1e-3
"""What a record costs in atoms that a reader guesses to be empty, beside 1 for a record by which figures contradict each other."""


def with_atoms(held: Held, atoms: Atoms, is_known: Bools) -> Held:
    """The same with atoms as further cells, of which each figure is the sum, and possible counts for all that is not known.

    Parameters
    ----------
    is_known : (n_cells,) figures of which `point` is the count; of the others, only what is shown.

    Notes
    -----
    Sums that the counts contradict are dropped: a measure that does not count what it says, or a later release that corrects an
    earlier one. Where all counts allow that the parts which figures name are all that there is (two sexes, the boroughs of
    London), the reader is taken to guess it.
    """
    n, more, n_rows = len(held.point), atoms.count, atoms.matrix.shape[0]
    old = hstack([held.rows.matrix, csr_matrix((held.rows.matrix.shape[0], more))])
    nothing = np.zeros(more)
    extended = Held(
        np.concatenate([held.point, nothing]), np.concatenate([held.low, nothing]),
        np.concatenate([held.high, np.full(more, np.inf)]),
        Rows(
            vstack([old, atoms.matrix], format="csr"), np.append(held.rows.is_closed, np.ones(n_rows, bool)),
            np.append(held.rows.of_records, np.zeros(n_rows, bool)),
        ),
        np.concatenate([held.cell_width, nothing]), np.concatenate([held.row_width, np.zeros(n_rows)]),
    )  # fmt: skip
    guesses = hstack([csr_matrix((atoms.guesses.shape[0], n)), atoms.guesses], format="csr")
    return _possible(extended, guesses, np.append(is_known, np.zeros(more, bool)))


def _possible(held: Held, guesses: csr_matrix, is_known: Bools) -> Held:
    """From possible counts, without rows that contradict them, and with what is guessed."""
    low, high = np.where(is_known, held.point, held.low), np.where(is_known, held.point, held.high)
    point = _solve(held.rows, low, high, _GUESS * np.asarray(guesses.sum(0)).ravel())
    off = held.rows.matrix @ point
    most = np.where(held.rows.is_closed, 0, np.inf)
    holds = (off >= -_NEARLY) & (off <= most + _NEARLY)
    is_empty = guesses.T @ (guesses @ point < _NEARLY).astype(np.float64) > 0
    return replace(
        held,
        point=point,
        high=np.where(is_empty, 0, held.high),
        rows=held.rows.only(holds),
        row_width=held.row_width[holds],
    )


def _solve(rows: Rows, low: Floats, high: Floats, cost: Floats) -> Floats:
    """Counts within bounds that contradict the rows as little as can be, and then cost little."""
    n_rows, n_cells = rows.matrix.shape
    slack = identity(n_rows, format="csr")
    matrix = hstack([rows.matrix, slack, -slack], format="csr") if n_rows else csr_matrix((0, n_cells))
    found = milp(
        np.concatenate([cost, np.ones(2 * n_rows)]),
        bounds=Bounds(np.concatenate([low, np.zeros(2 * n_rows)]), np.concatenate([high, np.full(2 * n_rows, np.inf)])),
        constraints=[LinearConstraint(matrix, 0, np.where(rows.is_closed, 0, np.inf))] if n_rows else [],
    )
    point: Floats = np.clip(found.x[:n_cells], low, high)
    return point
