"""Higher, lower, similar, or cannot tell."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from opensna.stats._checks import Floats, floats
from opensna.stats.rates import rate_ratio_exact

SIMILAR_WITHIN = 0.10
"""Two rates are called similar when the whole interval of their ratio lies within 10 per cent of 1."""


def verdict(
    ratio_lower: ArrayLike, ratio_upper: ArrayLike, *, similar_within: float = SIMILAR_WITHIN
) -> NDArray[np.str_]:
    """What an interval of a ratio lets one say (n,).

    "higher" or "lower" where it lies wholly on one side of 1; "similar" where it lies within `similar_within` of 1; otherwise
    "cannot tell". "" where there is no interval. An interval that touches 1 is never called higher or lower.
    """
    low, high = floats(ratio_lower), floats(ratio_upper)
    is_similar = (low >= 1 - similar_within) & (high <= 1 + similar_within)
    return np.select(
        [np.isnan(low) | np.isnan(high), low > 1, high < 1, is_similar],
        ["", "higher", "lower", "similar"],
        "cannot tell",
    )


def compare_rates(
    x1: ArrayLike, t1: ArrayLike, x0: ArrayLike, t0: ArrayLike, *, level: float = 0.95
) -> NDArray[np.str_]:
    """Verdict on the first rate against the second, by the conditional exact interval of their ratio.

    Arguments as `rate_ratio_exact`. Two counts of zero give "cannot tell"; an absent count gives "".
    """
    _, low, high = rate_ratio_exact(x1, t1, x0, t0, level=level)
    return verdict(low, high)


def change_with_interval(
    x1: ArrayLike, x0: ArrayLike, *, t1: ArrayLike = 1.0, t0: ArrayLike = 1.0, level: float = 0.95
) -> tuple[Floats, Floats, Floats]:
    """Change from the second to the first as a ratio minus 1 (-0.05 is a fall of 5 per cent), with its limits.

    Parameters
    ----------
    x1, x0 : counts now and in the base period (n,).
    t1, t0 : person-years or lengths of the two periods; the defaults compare the counts as they stand.

    Returns
    -------
    change, lower, upper (n,): all NaN where the base is zero or a count is absent. The limits are conditional exact ones at
    every size of count. They treat records as independent, which repeat victims are not: where that matters they are too narrow.
    """
    ratio, low, high = rate_ratio_exact(x1, t1, x0, t0, level=level)
    return ratio - 1, np.where(np.isnan(ratio), np.nan, low - 1), np.where(np.isnan(ratio), np.nan, high - 1)
