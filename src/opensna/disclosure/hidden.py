"""Figures, what a reader is taken to know of each alone, and what it means to hide one more.

What a reader is taken to know
------------------------------
Every figure shown and the interval it stands for; the policy; which figures add up to which, lie in which or overlap; and, for
each sum, whether its parts make up the whole. A hidden count that is no total is known to lie in the policy's interval (1
to 7). A hidden *total* is only known to be at least 1, because a total is also hidden to protect its parts. That holds
even for a reader who knows this rule: with all of a total's hidden parts at their lowest, or all at their highest, the total is
hidden by the rule itself, so its [c] rules out neither end.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_matrix

from opensna.disclosure.attack import near
from opensna.disclosure.rows import Bools, Floats, Rows


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
    heuristic chose, because the program had not found a cheaper choice with the work that it may do.
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


def _signs(rows: Rows) -> tuple[csr_matrix, csr_matrix]:
    """What is added and what is taken away, as two matrices of 0 and 1."""
    return rows.matrix.maximum(0), (-rows.matrix).maximum(0)


def totals(rows: Rows) -> Bools:
    """Figures that two or more others make up."""
    plus, minus = _signs(rows)
    sums = np.asarray(minus.sum(1)).ravel() > 1
    found: Bools = plus.T @ sums.astype(np.float64) > 0
    return found


def open_hidden_totals(figures: Figures, rows: Rows) -> Figures:
    """A hidden total of two or more hidden parts is known to be 1 or more, no further."""
    plus, minus = _signs(rows)
    hidden_parts = minus @ (figures.is_hidden & (figures.high > 0)).astype(np.float64)
    is_total = plus.T @ (hidden_parts > 1).astype(np.float64) > 0
    return replace(figures, high=np.where(is_total & figures.is_hidden, np.inf, figures.high))


def withhold(figures: Figures, rows: Rows, targets: csr_matrix) -> Figures:
    """The last resort: of all that is near a count that cannot be helped, nothing is said, not even that it is small.

    targets : (n_targets, n_cells) figures, and what remains between some.
    """
    around = near(rows, targets, 1) & (figures.is_hidden | figures.may_hide)
    return replace(
        figures,
        low=np.where(around, 0, figures.low),
        high=np.where(around, np.inf, figures.high),
        is_hidden=figures.is_hidden | around,
        may_hide=figures.may_hide & ~around,
    )


def hide(figures: Figures, which: Bools) -> Figures:
    """Nothing but the lowest value is known of these; what is hidden only to protect others needs no width of its own."""
    return replace(
        figures,
        low=np.where(which, np.where(figures.low > 0, 1, 0), figures.low),
        high=np.where(which, np.inf, figures.high),
        is_hidden=figures.is_hidden | which,
        may_hide=figures.may_hide & ~which,
    )
