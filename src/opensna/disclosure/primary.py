"""Which cells of a table of sums are sensitive by themselves: too few records, or one or two that make up most of the sum.

For sums of amounts (money, harm, days), where a cell of many records can still give one of them away. Counts are under a Policy.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def is_too_few(amounts: Sequence[float], *, most: int) -> bool:
    """Whether a cell holds `most` records or fewer, but any."""
    return 0 < len(amounts) <= most


def is_dominated(amounts: Sequence[float], *, largest: int, percent: float) -> bool:
    """The (n,k) rule: whether the `largest` n amounts (none negative) are more than `percent` of the sum.

    Source
    ------
    Hundepool and others 2012, Statistical Disclosure Control, section 4.2.
    """
    ordered = np.sort(np.asarray(amounts, np.float64))[::-1]
    return bool(ordered[:largest].sum() > percent / 100 * ordered.sum())


def is_guessable(amounts: Sequence[float], *, percent: float) -> bool:
    """The p% rule: whether the second largest can guess the largest to within `percent` of it, from the sum and their own.

    Source
    ------
    As above, section 4.2.
    """
    ordered = np.sort(np.asarray(amounts, np.float64))[::-1]
    return bool(len(ordered) > 0 and ordered[2:].sum() < percent / 100 * ordered[0])
