"""Hide a little more where the figures shown would narrow a hidden count to less than its policy's interval.

What a reader is taken to know
------------------------------
Every figure shown and the interval it stands for; the policy; which figures add up to which, lie in which or overlap; and, for
each sum, whether its parts make up the whole. A hidden count that is no total is known to lie in the policy's interval (1
to 7). A hidden *total* is only known to be at least 1, because a total is also hidden to protect its parts. That holds
even for a reader who knows this rule: with all of a total's hidden parts at their lowest, or all at their highest, the total is
hidden by the rule itself, so its [c] rules out neither end.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, fields, replace

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from opensna.disclosure.attack import FAR, Held, binding, near, tighten
from opensna.disclosure.rows import Bools, Floats, Ints, Rows
from opensna.disclosure.suppress import STRETCH, Chosen, choose, cost_of_hiding

SMALL = 200
"""Sets of fewer linked figures are looked at together: a program for each would take longer."""


@dataclass(frozen=True)
class Figures:
    """One row a figure, by position.

    true, low, high : (n,) the count, and what it alone says as shown or hidden. is_hidden : no value is shown. may_hide : it is
    printed here and nowhere before. width : (n,) how wide an interval must remain (0: not protected).
    """

    true: Floats
    low: Floats
    high: Floats
    is_hidden: Bools
    may_hide: Bools
    width: Floats


@dataclass(frozen=True)
class Protection:
    """How further figures were hidden: how many, what they cost, and how far that may be from the least.

    lost is a sum of `suppress.cost_of_hiding`; no sufficient choice loses less than bound. by_heuristic: figures that the
    heuristic chose, because time was up before the program had found a cheaper choice.
    """

    targets: int = 0
    hidden: int = 0
    by_heuristic: int = 0
    lost: float = 0.0
    bound: float = 0.0
    seconds: float = 0.0

    @property
    def gap(self) -> float:
        """0 to 1; 0 is the least that can be hidden."""
        return max(0.0, (self.lost - self.bound) / self.lost) if self.lost > 0 else 0.0

    def add(self, other: Protection) -> Protection:
        """Both together."""
        names = ("targets", "hidden", "by_heuristic", "lost", "bound", "seconds")
        return Protection(**{name: getattr(self, name) + getattr(other, name) for name in names})


@dataclass(frozen=True)
class Protected:
    """figures: low and high of hidden ones as a reader can work them out, so that printing them gives nothing away.

    unproved: (n,) protected figures, and row_unproved: (n_rows,) remainders, that nothing more could be hidden for.
    """

    figures: Figures
    how: Protection
    unproved: Bools
    row_unproved: Bools


def protect(figures: Figures, rows: Rows, row_width: Floats, *, seconds: float) -> Protected:
    """As `_protect_part`, for each set of figures that no row links to the others, by itself."""
    made, how = figures, Protection()
    unproved, row_unproved = np.zeros(len(figures.true), bool), np.zeros(len(row_width), bool)
    parts = _parts(figures, rows)
    for cells in parts:
        inside = np.unique(rows.links_of_cells[cells].indices)
        part = Rows(rows.matrix[inside][:, cells], rows.is_closed[inside], rows.of_records[inside])
        share = max(seconds - how.seconds, 0.0) * len(cells) / sum(len(other) for other in parts)
        found = _protect_part(_take(figures, cells), part, row_width[inside], seconds=share)
        made, how = _put(made, cells, found.figures), how.add(found.how)
        unproved[cells], row_unproved[inside] = found.unproved, found.row_unproved
    return Protected(made, how, unproved, row_unproved)


def _parts(figures: Figures, rows: Rows) -> list[Ints]:
    """(n_cells,) positions of figures that rows link; small sets together, those without anything to protect left out."""
    _, part_of = connected_components(rows.links_of_cells @ rows.links, directed=False)
    order = np.argsort(part_of, kind="stable")
    sets = np.split(order, np.flatnonzero(np.diff(part_of[order])) + 1)
    large = [cells for cells in sets if len(cells) >= SMALL]
    rest = [cells for cells in sets if len(cells) < SMALL]
    together = [np.concatenate(rest)] if rest else []
    return [np.sort(cells) for cells in (*large, *together) if len(figures.true)]


def _take(figures: Figures, cells: Ints) -> Figures:
    return Figures(**{field.name: getattr(figures, field.name)[cells] for field in fields(Figures)})


def _put(figures: Figures, cells: Ints, part: Figures) -> Figures:
    found = {}
    for field in fields(Figures):
        values = getattr(figures, field.name).copy()
        values[cells] = getattr(part, field.name)
        found[field.name] = values
    return Figures(**found)


def _protect_part(figures: Figures, rows: Rows, row_width: Floats, *, seconds: float) -> Protected:
    """Hide further figures until the attack fails, the cheapest by a mixed-integer program, in `seconds` by a heuristic.

    row_width : (n_rows,) how wide the interval of what remains in a row must stay (0: it is not protected).
    """
    started = time.monotonic()
    cost = cost_of_hiding(figures.true, _totals(rows))
    how = Protection()
    is_binding = binding(rows, figures.true, row_width > 0, FAR + STRETCH)
    near_rows, near_width = rows.only(is_binding), row_width[is_binding]
    for _ in range(2):  # a second time only after the last resort
        figures = _open_hidden_totals(figures, rows)
        held = Held(figures.true, figures.low, figures.high, near_rows, figures.width, near_width)
        chosen = choose(held, figures.may_hide, cost, seconds=started + seconds - time.monotonic())
        how = how.add(_account(chosen, cost))
        figures = _hide(figures, chosen.which)
        if not chosen.unproved.any():
            break
        figures = _withhold(figures, held, chosen.unproved)
    low, high = tighten(figures.low, figures.high, rows)
    hidden = figures.is_hidden
    shown = replace(figures, low=np.where(hidden, low, figures.low), high=np.where(hidden, high, figures.high))
    n_cells = int((figures.width > 0).sum())
    return Protected(
        shown,
        replace(how, targets=len(held.widths), seconds=time.monotonic() - started),
        _spread(figures.width > 0, chosen.unproved[:n_cells]),
        _spread(row_width > 0, chosen.unproved[n_cells:]),
    )


def _account(chosen: Chosen, cost: Floats) -> Protection:
    lost = float(cost[chosen.which].sum())
    hidden = int(chosen.which.sum())
    return Protection(0, hidden, 0 if chosen.by_program else hidden, lost, min(chosen.bound, lost))


def _spread(which: Bools, values: Bools) -> Bools:
    found = np.zeros(len(which), bool)
    found[which] = values
    return found


def _signs(rows: Rows) -> tuple[csr_matrix, csr_matrix]:
    """What is added and what is taken away, as two matrices of 0 and 1."""
    return rows.matrix.maximum(0), (-rows.matrix).maximum(0)


def _totals(rows: Rows) -> Bools:
    """Figures that two or more others make up."""
    plus, minus = _signs(rows)
    sums = np.asarray(minus.sum(1)).ravel() > 1
    found: Bools = plus.T @ sums.astype(np.float64) > 0
    return found


def _open_hidden_totals(figures: Figures, rows: Rows) -> Figures:
    """A hidden total of two or more hidden parts is known to be 1 or more, no further."""
    plus, minus = _signs(rows)
    hidden_parts = minus @ (figures.is_hidden & (figures.high > 0)).astype(np.float64)
    is_total = plus.T @ (hidden_parts > 1).astype(np.float64) > 0
    return replace(figures, high=np.where(is_total & figures.is_hidden, np.inf, figures.high))


def _withhold(figures: Figures, held: Held, unproved: Bools) -> Figures:
    """The last resort: of all that is near a count that cannot be helped, nothing is said, not even that it is small."""
    around = near(held.rows, held.targets[unproved], 1) & (figures.is_hidden | figures.may_hide)
    return replace(
        figures,
        low=np.where(around, 0, figures.low),
        high=np.where(around, np.inf, figures.high),
        is_hidden=figures.is_hidden | around,
        may_hide=figures.may_hide & ~around,
    )


def _hide(figures: Figures, which: Bools) -> Figures:
    """Nothing but the lowest value is known of these; what is hidden only to protect others needs no width of its own."""
    return replace(
        figures,
        low=np.where(which, np.where(figures.low > 0, 1, 0), figures.low),
        high=np.where(which, np.inf, figures.high),
        is_hidden=figures.is_hidden | which,
        may_hide=figures.may_hide & ~which,
    )
