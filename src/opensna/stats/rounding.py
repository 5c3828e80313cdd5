"""Rounding to a base, halves upwards."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def round_half_up_to(values: ArrayLike, base: int) -> NDArray[np.float64]:
    """To the nearest multiple of `base`, halves upwards (12.5 to base 5 is 15, not the even multiple); NaN stays."""
    return np.floor(np.atleast_1d(np.asarray(values, float)) / base + 0.5) * base
