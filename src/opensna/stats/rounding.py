"""Rounding to a base, halves upwards."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from opensna.core.errors import InputError
from opensna.stats._checks import Floats, floats


def round_half_up_to(values: ArrayLike, base: float) -> Floats:
    """To the nearest multiple of `base`, halves upwards (12.5 to base 5 is 15, not the even multiple); NaN stays (n,).

    Raises
    ------
    InputError : a base of zero or less.
    """
    if not base > 0:
        raise InputError(
            "a rounding base of zero or less",
            where="round_half_up_to",
            found=str(base),
            expected="a number above zero, such as 5",
            do_this="give the multiple to round to, 5 for the NHS rule",
        )
    return np.floor(floats(values) / base + 0.5) * base
