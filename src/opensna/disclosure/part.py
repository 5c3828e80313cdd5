"""Figures that may have records in common, and what is hidden of them until the attack fails."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
from scipy.sparse import csr_matrix, hstack

from opensna.disclosure.atoms import Figured, atoms_of
from opensna.disclosure.attack import FAR, Held, attack, binding, tighten
from opensna.disclosure.hidden import Figures, Protected, Protection, hide, open_hidden_totals, totals, withhold
from opensna.disclosure.possible import with_atoms
from opensna.disclosure.readers import Known
from opensna.disclosure.rows import Bools, Floats, Rows
from opensna.disclosure.suppress import STRETCH, choose, cost_of_hiding, only


class Part:
    """Figures, how they lie in one another, and what readers hold besides."""

    def __init__(self, figures: Figures, rows: Rows, row_width: Floats, figured: Figured, earlier: Known) -> None:
        """As for `protect.protect`."""
        self._figures, self._rows, self._row_width, self._earlier = figures, rows, row_width, earlier
        self._n = len(figures.true)
        self._cost = cost_of_hiding(figures.true, totals(rows))
        self._atoms = atoms_of(figured.and_then(earlier.figured))
        self._how = Protection(targets=int((figures.width > 0).sum() + (row_width > 0).sum()))

    def protected(self, *, seconds: float) -> Protected:
        """Hide by the rows alone, which is quick; then what is still narrow by the atoms; then, as a last resort, all around it."""
        started = time.monotonic()
        self._hide_for(self._by_rows(), seconds)
        held = self._by_atoms()
        unproved = self._hide_for(held, 0) & ~self._is_of_earlier(held)
        if unproved.any():
            self._figures = withhold(self._figures, self._rows, held.targets[unproved][:, : self._n])
            left = self._hide_for(only(self._by_atoms(), unproved), 0)
            unproved[unproved] = left
        return self._said(unproved[~self._is_of_earlier(held)], time.monotonic() - started)

    def _hide_for(self, held: Held, seconds: float) -> Bools:
        """Hide enough for every target; (n_targets,) those that nothing can be hidden for."""
        more = len(held.point) - self._n
        may_hide = np.pad(self._figures.may_hide, (0, more))
        chosen = choose(held, may_hide, np.append(self._cost, np.ones(more)), seconds=seconds)
        which = chosen.which[: self._n]
        self._figures = hide(self._figures, which)
        lost, hidden = float(self._cost[which].sum()), int(which.sum())
        by_heuristic = 0 if chosen.by_program else hidden
        self._how = self._how.add(
            Protection(hidden=hidden, by_heuristic=by_heuristic, lost=lost, bound=min(chosen.bound, lost))
        )
        return chosen.unproved

    def _by_rows(self) -> Held:
        """What a reader of these figures holds, as the rows alone tell."""
        self._figures = figures = open_hidden_totals(self._figures, self._rows)
        is_binding = binding(self._rows, figures.true, self._row_width > 0, FAR + STRETCH)
        near, width = self._rows.only(is_binding), self._row_width[is_binding]
        return Held(figures.true, figures.low, figures.high, near, figures.width, width)

    def _by_atoms(self) -> Held:
        """What a reader of these figures and of the earlier ones holds, down to the atoms."""
        held, earlier, e = self._by_rows(), self._earlier, len(self._earlier.low)
        matrix = hstack([held.rows.matrix, csr_matrix((held.rows.matrix.shape[0], e))], format="csr")
        is_target = ~earlier.is_shown & np.isfinite(earlier.width)
        both = Held(
            np.append(held.point, earlier.low), np.append(held.low, earlier.low), np.append(held.high, earlier.high),
            replace(held.rows, matrix=matrix), np.append(held.cell_width, np.where(is_target, earlier.width, 0)), held.row_width,
        )  # fmt: skip
        both = with_atoms(both, self._atoms, np.arange(self._n + e) < self._n)
        return self._only_safe_before(both) if is_target.any() else both

    def _only_safe_before(self, held: Held) -> Held:
        """Without the earlier figures that readers can narrow without the new ones: `together` judges those."""
        is_new = np.arange(len(held.point)) < self._n
        before = replace(held, low=np.where(is_new, 0, held.low), high=np.where(is_new, np.inf, held.high))
        narrow = attack(before, singly=0).narrow(held.widths) & self._is_of_earlier(held)
        return only(held, ~narrow)

    def _is_of_earlier(self, held: Held) -> Bools:
        """(n_targets,) whether a target is a figure of an earlier edition only."""
        n_rows = int((held.row_width > 0).sum())
        found: Bools = np.append(np.flatnonzero(held.cell_width > 0) >= self._n, np.zeros(n_rows, bool))
        return found

    def _said(self, unproved: Bools, seconds: float) -> Protected:
        """With what a reader can work out of hidden figures, so that printing it gives nothing away."""
        figures, n_cells = self._figures, int((self._figures.width > 0).sum())
        low, high = tighten(figures.low, figures.high, self._rows)
        hidden = figures.is_hidden
        return Protected(
            replace(figures, low=np.where(hidden, low, figures.low), high=np.where(hidden, high, figures.high)),
            replace(self._how, seconds=seconds),
            _spread(figures.width > 0, unproved[:n_cells]),
            _spread(self._row_width > 0, unproved[n_cells:]),
        )


def _spread(which: Bools, values: Bools) -> Bools:
    found = np.zeros(len(which), bool)
    found[which] = values
    return found
