"""What a reader can work out about hidden counts by adding and subtracting what is shown."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from opensna.disclosure.sums import Floats, Sums


def work_out(low: Floats, high: Floats, sums: Sums) -> tuple[Floats, Floats]:
    """Lowest and highest value of every cell that the bounds and sums allow, by passing bounds along sums until none moves.

    Parameters
    ----------
    low, high : (n_cells,) what each cell alone tells; high may be infinite.

    Returns
    -------
    (n_cells,), (n_cells,) : never tighter than the truth allows. Exact where sums do not run in circles (London and its boroughs;
        a total and one breakdown); in a crossing a linear programme could find more, and tests/attack shows that it does
        not narrow what `protect` leaves.
    """
    lows, highs = low.copy(), high.copy()
    while True:  # ends: bounds are whole numbers that only move towards the truth
        before = (lows.copy(), highs.copy())
        found = limits(lows, highs, sums)
        np.maximum.at(lows, sums.whole, found.least)
        np.minimum.at(highs, sums.whole, found.most)
        np.maximum.at(lows, sums.part, found.floor)
        np.minimum.at(highs, sums.part, found.ceiling)
        if np.array_equal(before[0], lows) and np.array_equal(before[1], highs):
            return lows, highs


@dataclass(frozen=True)
class Limits:
    """What each sum says. least, most: (n_sums,) of its whole. floor, ceiling: (n_parts,) of its parts."""

    least: Floats
    most: Floats
    floor: Floats
    ceiling: Floats


def limits(low: Floats, high: Floats, sums: Sums) -> Limits:
    """Bounds of every whole from its parts, and of every part from its whole and the other parts."""
    whole, part, of = sums.whole[sums.sum_of], sums.part, sums.sum_of
    least = sums.of_parts(low)
    is_endless = np.isinf(high)
    most = sums.of_parts(np.where(is_endless, 0, high))
    n_endless = sums.of_parts(is_endless.astype(np.float64))
    others_most = most[of] - np.where(is_endless[part], 0, high[part])
    others_end = n_endless[of] - is_endless[part] == 0
    return Limits(
        least=least,
        most=np.where(sums.is_closed & (n_endless == 0), most, np.inf),
        floor=np.where(sums.is_closed[of] & others_end, low[whole] - others_most, -np.inf),
        ceiling=high[whole] - (least[of] - low[part]),
    )
