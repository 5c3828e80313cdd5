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

from opensna.disclosure.attack import limits, work_out
from opensna.disclosure.sums import Bools, Floats, Sums


@dataclass(frozen=True)
class Cells:
    """One row a count, by position.

    low, high: (n,) what a shown or hidden count alone stands for. is_hidden: no value is shown. width: (n,) how wide an interval
    must remain (0: not protected). is_virtual: never printed, known only as a remainder.
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
        cells = _open_hidden_totals(_hide_more(cells, sums, bad, low, high), sums)


def _open_hidden_totals(cells: Cells, sums: Sums) -> Cells:
    """A hidden total of two or more hidden parts is known to be 1 or more, no further."""
    counts_as_hidden = cells.is_hidden & (cells.high > 0) & (~cells.is_virtual | (cells.width > 0))
    is_total = np.zeros(len(cells.low), bool)
    is_total[sums.whole[sums.of_parts(counts_as_hidden.astype(np.float64)) > 1]] = True
    return replace(cells, high=np.where(is_total & cells.is_hidden & ~cells.is_virtual, np.inf, cells.high))


@dataclass(frozen=True)
class _Ends:
    """(n_cells,) cells of which the low end, and of which the high end, helps to narrow a protected one."""

    low: Bools
    high: Bools

    def and_not(self, other: _Ends) -> _Ends:
        return _Ends(self.low & ~other.low, self.high & ~other.high)

    def or_else(self, other: _Ends) -> _Ends:
        return _Ends(self.low | other.low, self.high | other.high)


def _hide_more(cells: Cells, sums: Sums, bad: Bools, low: Floats, high: Floats) -> Cells:
    """Follow the sums that narrow a cell, and the hidden cells that those sums lean on, to a shown total, or else a part.

    low, high: as worked out. The first total met is hidden; without one, the smallest shown part of the sums met last, then a
    zero of them; without any, everything near is withheld.
    """
    is_shown = ~cells.is_hidden & (cells.low > 0)
    tightened = _Ends(low > cells.low, high < cells.high)
    leaning = _Ends(bad & tightened.low, bad & tightened.high)
    seen = leaning
    met: list[Bools] = []
    while (leaning.low | leaning.high).any():
        binding, needs = _binding(cells, sums, leaning, low, high)
        totals = np.zeros(len(bad), bool)
        totals[sums.whole[binding]] = True
        if (totals & is_shown).any():
            return _hide(cells, totals & is_shown, low=1.0)
        leaning = _Ends(needs.low & tightened.low, needs.high & tightened.high).and_not(seen)
        seen = seen.or_else(leaning)
        met.append(binding)
    for candidates, least in ((is_shown, 1.0), (~cells.is_hidden, 0.0)):
        for binding in reversed(met):
            smallest = _smallest_part(cells, sums, binding, candidates)
            if smallest.any():
                return _hide(cells, smallest, low=least)
    everything = _cells_of(_sums_of(seen.low | seen.high, sums), sums, len(bad))
    return _hide(cells, everything, low=0.0)


def _binding(cells: Cells, sums: Sums, leaning: _Ends, low: Floats, high: Floats) -> tuple[Bools, _Ends]:
    """(n_sums,) the sums that set these ends where they are, and the ends of other cells that the sums use for it."""
    found = limits(low, high, sums)
    whole, part, of = sums.whole, sums.part, sums.sum_of
    low_of_part = leaning.low[part] & (found.floor == low[part])
    high_of_part = leaning.high[part] & (found.ceiling == high[part])
    low_of_whole = leaning.low[whole] & (found.least == low[whole])
    high_of_whole = leaning.high[whole] & (found.most == high[whole])
    by_floor, by_ceiling = (np.bincount(of[hit], minlength=len(whole)) > 0 for hit in (low_of_part, high_of_part))
    needs = _Ends(np.zeros(len(low), bool), np.zeros(len(low), bool))
    needs.low[whole[by_floor]] = True
    needs.high[whole[by_ceiling]] = True
    needs.low[part[(by_ceiling | low_of_whole)[of]]] = True
    needs.high[part[(by_floor | high_of_whole)[of]]] = True
    return by_floor | by_ceiling | low_of_whole | high_of_whole, needs


def _cells_of(reach: Bools, sums: Sums, n_cells: int) -> Bools:
    """(n_cells,) wholes and parts of these sums."""
    found = np.zeros(n_cells, bool)
    found[sums.part[reach[sums.sum_of]]] = True
    found[sums.whole[reach]] = True
    return found


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
