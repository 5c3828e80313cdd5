"""Moran's I: whether neighbouring areas are more alike than chance makes them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from opensna.core.errors import InputError
from opensna.stats._checks import Floats, require_draws

FEWEST_AREAS = 4
"""The variance under random placement needs four."""


@dataclass(frozen=True)
class Moran:
    """Moran's I with its chance under no pattern.

    `p_normal` and `p_permutation` are of so high a value or higher (one tail: neighbours alike).
    """

    value: float
    expected: float
    z_normal: float
    z_random: float
    p_normal: float
    p_permutation: float
    permutations: int


def moran(
    values: ArrayLike, weights: ArrayLike, *, row_standardise: bool = True, permutations: int = 999, seed: int = 0
) -> Moran:
    """Global Moran's I.

    Parameters
    ----------
    values : (n_areas,) finite; rates or residuals, not counts of areas of different size.
    weights : (n_areas, n_areas) of zero or more, row i the neighbours of area i, in the order of the values, zero on the diagonal.
    row_standardise : each row divided by its sum, so that an area's neighbours count as their mean. An area without neighbours
        stays in the mean and takes no other part.
    permutations, seed : values are shuffled over areas so many times; the same seed gives the same p.

    Returns
    -------
    Moran: expected is -1 / (n - 1); z under normality and under random placement; p = (1 + as high) / (1 + permutations).

    Raises
    ------
    InputError : shapes that do not match, fewer than 4 areas, an absent value, values all equal, or weights that are negative, not
        finite, on the diagonal, or all zero.

    Source
    ------
    Moran 1950, Biometrika 37; moments from Cliff and Ord 1981, Spatial Processes, chapter 2.

    Examples
    --------
    >>> line = np.diag(np.ones(5), 1) + np.diag(np.ones(5), -1)   # six areas in a row
    >>> found = moran([1, 2, 3, 4, 5, 6], line)
    >>> round(found.value, 3), found.expected
    (0.714, -0.2)
    """
    z, w = _checked(values, weights)
    require_draws(permutations, where="moran")
    n = z.size
    if row_standardise:
        sums = w.sum(axis=1, keepdims=True)
        w = np.divide(w, sums, out=np.zeros_like(w), where=sums > 0)
    total, squares = float(w.sum()), float(z @ z)
    scale = n / total / squares
    value = scale * float(z @ w @ z)
    generator = np.random.default_rng(seed)
    shuffled = generator.permuted(np.broadcast_to(z, (permutations, n)), axis=1)
    as_high = int((scale * np.einsum("ij,ij->i", shuffled, shuffled @ w.T) >= value - 1e-12).sum())
    expected = -1 / (n - 1)
    normal, random = _variances(z, w)
    z_normal = (value - expected) / np.sqrt(normal)
    return Moran(
        value, expected, float(z_normal), float((value - expected) / np.sqrt(random)), float(ndtr(-z_normal)),
        (1 + as_high) / (1 + permutations), permutations,
    )  # fmt: skip


def _variances(z: Floats, w: Floats) -> tuple[float, float]:
    """Under normality and under random placement."""
    n, s0 = z.size, float(w.sum())
    s1 = float(((w + w.T) ** 2).sum() / 2)
    s2 = float(((w.sum(axis=1) + w.sum(axis=0)) ** 2).sum())
    expected = -1 / (n - 1)
    normal = (n**2 * s1 - n * s2 + 3 * s0**2) / ((n**2 - 1) * s0**2) - expected**2
    kurtosis = float((z**4).mean() / (z**2).mean() ** 2)
    first = n * ((n**2 - 3 * n + 3) * s1 - n * s2 + 3 * s0**2)
    second = kurtosis * ((n**2 - n) * s1 - 2 * n * s2 + 6 * s0**2)
    random = (first - second) / ((n - 1) * (n - 2) * (n - 3) * s0**2) - expected**2
    return normal, random


def _checked(values: ArrayLike, weights: ArrayLike) -> tuple[Floats, Floats]:
    """Deviations from the mean, and the weights."""
    y, w = np.asarray(values, dtype=np.float64), np.asarray(weights, dtype=np.float64)
    if y.ndim != 1 or w.shape != (y.size, y.size) or y.size < FEWEST_AREAS:
        raise InputError(
            "values and weights that do not belong together",
            where="moran",
            found=f"values {y.shape}, weights {w.shape}",
            expected=f"(n,) and (n, n), n of {FEWEST_AREAS} or more",
            do_this="give one row and one column of weights for each value, in the same order",
        )
    if not np.isfinite(y).all() or np.ptp(y) == 0:
        raise InputError(
            "values without a pattern to look for",
            where="moran",
            found=f"{int((~np.isfinite(y)).sum())} absent of {y.size}" if not np.isfinite(y).all() else "all equal",
            expected="finite values that differ",
            do_this="leave areas without a value out of values and weights alike",
        )
    if not (np.isfinite(w).all() and (w >= 0).all() and (np.diag(w) == 0).all() and w.any()):
        raise InputError(
            "weights that name no neighbours",
            where="moran",
            found="a negative or absent weight, a weight of an area on itself, or no weight at all",
            expected="zero or more, zero on the diagonal, some above zero",
            do_this="give 1 for each pair of neighbours and 0 elsewhere",
        )
    return y - y.mean(), w
