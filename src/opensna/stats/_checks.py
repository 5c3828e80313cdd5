"""What every function of this room checks of its arguments."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from opensna.core.errors import DenominatorError, InputError

Floats = NDArray[np.float64]


def floats(values: ArrayLike) -> Floats:
    """The values as floats, at least one-dimensional."""
    return np.atleast_1d(np.asarray(values, dtype=np.float64))


def counts_of(values: ArrayLike, *, where: str) -> Floats:
    """Counts as floats: non-negative and finite, or NaN.

    Raises
    ------
    InputError : a count is negative or infinite.
    """
    x = floats(values)
    bad = (x < 0) | np.isinf(x)
    if bad.any():
        raise InputError(
            "a count that is negative or infinite",
            where=where,
            found=f"{int(bad.sum())} of {bad.size}",
            expected="counts of zero or more, NaN where absent",
            do_this="correct the counts where they were made: a negative one is a wrong subtraction or an unread mark",
        )
    return x


def person_years_of(values: ArrayLike, counts: Floats, *, where: str) -> Floats:
    """Person-years as floats: above zero and finite.

    Raises
    ------
    DenominatorError : an entry is zero, negative, infinite or absent.
    """
    years = floats(values)
    bad = ~((years > 0) & np.isfinite(years))
    if bad.any():
        raise DenominatorError(
            "a denominator that is zero, negative or absent",
            where=where,
            found=f"{int(bad.sum())} of {bad.size}",
            expected="person-years above zero",
            do_this="leave areas without residents out, or mark them [x], before asking for a rate",
        )
    require_one_shape(counts, years, where=where)
    return years


def require_one_shape(*arrays: Floats, where: str) -> None:
    """Refuse arrays of different lengths; a single number goes with any.

    Raises
    ------
    InputError : two arrays cannot be laid side by side.
    """
    try:
        np.broadcast_shapes(*(array.shape for array in arrays))
    except ValueError:
        raise InputError(
            "arrays of different lengths",
            where=where,
            found=", ".join(str(array.shape) for array in arrays),
            expected="one shape, or a single number",
            do_this="give one entry an area to each argument",
        ) from None


def tail_of(level: float) -> float:
    """The probability left in each tail, 0.025 for a level of 0.95.

    Raises
    ------
    InputError : the level is not between 0 and 1.
    """
    if not 0 < level < 1:
        raise InputError(
            "a confidence level that is not between 0 and 1",
            where="level",
            found=str(level),
            expected="a share such as 0.95",
            do_this="write 95 per cent as 0.95",
        )
    return (1 - level) / 2


def z_of(level: float) -> float:
    """The normal deviate of a two-sided level, 1.96 for 0.95."""
    return float(-ndtri(tail_of(level)))


def part_and_whole(records: ArrayLike, total: ArrayLike, *, where: str) -> tuple[Floats, Floats]:
    """Records and the totals they are part of, as floats.

    Raises
    ------
    InputError : a negative number, more records than their total, or arrays of different lengths.
    """
    x, n = counts_of(records, where=where), counts_of(total, where=where)
    require_one_shape(x, n, where=where)
    bad = x > n
    if bad.any():
        raise InputError(
            "more records than the total they are a share of",
            where=where,
            found=f"{int(bad.sum())} of {bad.size}",
            expected="records from zero to the total",
            do_this="count the numerator among the records of the denominator",
        )
    return x, n


def require_draws(draws: int, *, where: str) -> None:
    """Refuse a simulation of nothing.

    Raises
    ------
    InputError : fewer than one draw.
    """
    if draws < 1:
        raise InputError(
            "too few draws",
            where=where,
            found=str(draws),
            expected="1 or more",
            do_this="leave the number of draws out to use the usual one",
        )
