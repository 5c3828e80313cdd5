"""Hide a little more where the figures shown would narrow a hidden count to less than its policy's interval.

What a reader is taken to know
------------------------------
Every figure shown and the interval it stands for; the policy; which cells add up to which; and, for each sum, whether its
parts make up the whole (find_sums). A hidden cell that is no total is known to lie in the policy's interval (1 to 7). A
hidden *total* is only known to be at least 1, because a total is also hidden to protect its parts. That holds even for a
reader who knows this rule: with all of a total's hidden parts at their lowest, or all at their highest, the total is hidden
by the rule itself, so its [c] rules out neither end.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from opensna.disclosure.attack import work_out
from opensna.disclosure.sums import Bools, Floats, Ints, Sums


@dataclass(frozen=True)
class Cells:
    """One row a count, by position.

    low, high: (n,) what a shown or hidden count alone stands for. is_hidden: no value is shown. width: (n,) how wide an interval must
    remain (0: not protected). is_virtual: never printed, known only as a remainder.
    """

    low: Floats
    high: Floats
    is_hidden: Bools
    width: Floats
    is_virtual: Bools


def protect(cells: Cells, sums: Sums) -> Cells:
    """Hide totals, and failing that parts, until no protected cell can be narrowed below its width.

    Returns
    -------
    Cells : low and high of hidden cells as a reader can work them out (so that printing them gives nothing away).
    """
    cells = _open_hidden_totals(cells, sums)
    while True:
        low, high = work_out(cells.low, cells.high, sums)
        bad = (high - low < cells.width) & (cells.width > 0)
        if not bad.any():
            shown = ~cells.is_hidden
            return replace(cells, low=np.where(shown, cells.low, low), high=np.where(shown, cells.high, high))
        cells = _open_hidden_totals(_hide_more(cells, sums, bad), sums)


def _open_hidden_totals(cells: Cells, sums: Sums) -> Cells:
    """A hidden cell with a hidden part is known to be 1 or more, no further."""
    is_total = np.zeros(len(cells.low), bool)
    is_total[sums.whole[_any_part(cells.is_hidden & (cells.high > 0), sums)]] = True
    return replace(cells, high=np.where(is_total & cells.is_hidden & ~cells.is_virtual, np.inf, cells.high))


def _hide_more(cells: Cells, sums: Sums, bad: Bools) -> Cells:
    """The first of these that there is: the totals of the narrowed cells, those next to them, a small neighbour, everything near."""
    near = _sums_of(bad, sums)
    wider = near.copy()
    for _ in range(2):
        neighbours = np.zeros(len(bad), bool)
        neighbours[sums.part[wider[sums.sum_of]]] = True
        neighbours[sums.whole[wider]] = True
        wider |= _sums_of(neighbours & cells.is_hidden, sums)
    is_shown = ~cells.is_hidden & (cells.low > 0)
    for reach in (near, wider):
        totals = np.zeros(len(bad), bool)
        totals[sums.whole[reach]] = True
        if (totals & is_shown).any():
            return _hide(cells, totals & is_shown, low=1.0)
    for reach in (wider, near):
        smallest = _smallest_part(cells, sums, reach & _any_part(is_shown, sums), is_shown)
        if smallest.any():
            return _hide(cells, smallest, low=1.0)
    everything = bad.copy()
    everything[sums.part[wider[sums.sum_of]]] = True
    everything[sums.whole[wider]] = True
    return _hide(cells, everything, low=0.0)


def _hide(cells: Cells, which: Bools, *, low: float) -> Cells:
    """Nothing but the lowest value is known of these; what is hidden only to protect others needs no width of its own."""
    return replace(
        cells,
        low=np.where(which, low, cells.low),
        high=np.where(which, np.inf, cells.high),
        is_hidden=cells.is_hidden | which,
    )


def _smallest_part(cells: Cells, sums: Sums, reach: Bools, is_shown: Bools) -> Bools:
    """The smallest shown part of each sum within reach."""
    links = np.flatnonzero(reach[sums.sum_of] & is_shown[sums.part])
    chosen = np.zeros(len(is_shown), bool)
    order = np.lexsort((cells.low[sums.part[links]], sums.sum_of[links]))
    _, first = np.unique(sums.sum_of[links][order], return_index=True)
    chosen[sums.part[links[order[first]]]] = True
    return chosen


def _sums_of(which: Bools, sums: Sums) -> Bools:
    """(n_sums,) sums that have one of these cells as whole or part."""
    return which[sums.whole] | _any_part(which, sums)


def _any_part(which: Bools, sums: Sums) -> Bools:
    return sums.of_parts(which.astype(np.float64)) > 0


def no_sums() -> Sums:
    """For a table in which nothing adds up."""
    nothing: Ints = np.empty(0, np.int64)
    return Sums(nothing, np.empty(0, bool), nothing, nothing)
