"""What a reader can work out about hidden counts by adding and subtracting what is shown."""

from __future__ import annotations

import numpy as np

from opensna.disclosure.sums import Floats, Sums

_ROUNDS = 200


def work_out(low: Floats, high: Floats, sums: Sums) -> tuple[Floats, Floats]:
    """Lowest and highest value of every cell that the bounds and sums allow, by passing bounds along sums until none moves.

    Parameters
    ----------
    low, high : (n_cells,) what each cell alone tells; high may be infinite.

    Returns
    -------
    (n_cells,), (n_cells,) : never tighter than the truth allows. Exact where sums do not run in circles (London and its boroughs;
        a total and one breakdown); in a crossing a linear programme can find a little more, and tests/attack measures how
        much.
    """
    lows, highs = low.copy(), high.copy()
    for _ in range(_ROUNDS):
        before = (lows.copy(), highs.copy())
        _pass_once(lows, highs, sums)
        if np.array_equal(before[0], lows) and np.array_equal(before[1], highs):
            break
    return lows, highs


def _pass_once(lows: Floats, highs: Floats, sums: Sums) -> None:
    """Tighten in place: wholes from their parts, then parts from their whole and the other parts."""
    least = sums.of_parts(lows)
    most, n_endless = _most(highs, sums)
    np.maximum.at(lows, sums.whole, least)
    np.minimum.at(highs, sums.whole, np.where(sums.is_closed & (n_endless == 0), most, np.inf))

    whole, part, of = sums.whole[sums.sum_of], sums.part, sums.sum_of
    others_least = least[of] - lows[part]
    np.minimum.at(highs, part, highs[whole] - others_least)
    most, n_endless = _most(highs, sums)
    is_endless = np.isinf(highs[part])
    others_endless = n_endless[of] - is_endless
    others_most = most[of] - np.where(is_endless, 0, highs[part])
    floor = np.where(sums.is_closed[of] & (others_endless == 0), lows[whole] - others_most, -np.inf)
    np.maximum.at(lows, part, floor)


def _most(highs: Floats, sums: Sums) -> tuple[Floats, Floats]:
    """(n_sums,) the finite highs of the parts added, and how many of the parts have no upper bound."""
    is_endless = np.isinf(highs)
    return sums.of_parts(np.where(is_endless, 0, highs)), sums.of_parts(is_endless.astype(np.float64))
