"""Indirectly standardised ratios and rates: records beside those expected at a reference's rates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from opensna.core.errors import DenominatorError, InputError
from opensna.stats._checks import Floats, counts_of, person_years_of, require_one_shape
from opensna.stats.rates import RateArrays, small_or_byar_limits


@dataclass(frozen=True)
class ExpectedArrays(RateArrays):
    """Indirectly standardised values with limits (n_areas,); `expected` are the records at the reference's rates."""

    expected: Floats


def indirect_ratio(
    counts: ArrayLike,
    person_years: ArrayLike,
    reference_counts: ArrayLike,
    reference_person_years: ArrayLike,
    *,
    level: float = 0.95,
) -> ExpectedArrays:
    """Records over those expected if the reference's rates held in each band (1 is as expected).

    Parameters
    ----------
    counts : (n_areas,) records of all bands together; NaN gives NaN.
    person_years : (n_areas, n_bands), above zero.
    reference_counts, reference_person_years : (n_bands,).

    Returns
    -------
    ExpectedArrays (n_areas,), unitless. Two areas' ratios have different weights: compare each with 1, not with one another.

    Raises
    ------
    DenominatorError : a band without person-years, or an area where nothing is expected.
    InputError : a negative or absent reference count, or shapes that do not fit.

    Source
    ------
    Breslow and Day 1987; exact Poisson limits of the count below 10, Byar's from 10, over the expected number.

    Examples
    --------
    >>> indirect_ratio([12], [[1000, 2000]], [40, 10], [10_000, 10_000]).row(0)   # 4 and 2 expected
    (2.0, 1.03, 3.49)
    """
    expected = _expected(person_years, reference_counts, reference_person_years, where="indirect_ratio")
    x = counts_of(counts, where="indirect_ratio")
    require_one_shape(x, expected, where="indirect_ratio")
    (low, high), method = small_or_byar_limits(x, level=level)
    value = x / expected
    method = np.broadcast_to(method, value.shape).copy()
    return ExpectedArrays(value, low / expected, high / expected, method, np.broadcast_to(expected, value.shape).copy())


def indirect_rate(
    counts: ArrayLike,
    person_years: ArrayLike,
    reference_counts: ArrayLike,
    reference_person_years: ArrayLike,
    *,
    per: float = 100_000,
    level: float = 0.95,
) -> ExpectedArrays:
    """Indirectly standardised rate: `indirect_ratio` times the reference's crude rate, per `per` person-years (n_areas,).

    Arguments, errors and source as `indirect_ratio`.

    Examples
    --------
    >>> indirect_rate([12], [[1000, 2000]], [40, 10], [10_000, 10_000], per=1000).row(0)   # 2 x 2.5
    (5.0, 2.58, 8.73)
    """
    ratio = indirect_ratio(counts, person_years, reference_counts, reference_person_years, level=level)
    crude = float(np.sum(reference_counts) / np.sum(reference_person_years)) * per
    return ExpectedArrays(
        ratio.value * crude, ratio.ci_lower * crude, ratio.ci_upper * crude, ratio.method, ratio.expected
    )


def _expected(
    person_years: ArrayLike, reference_counts: ArrayLike, reference_person_years: ArrayLike, *, where: str
) -> Floats:
    events = counts_of(reference_counts, where=where)
    rates = events / person_years_of(reference_person_years, events, where=where)
    years = np.atleast_2d(person_years_of(person_years, rates, where=where))
    if rates.ndim != 1 or years.shape[-1] != rates.size or np.isnan(rates).any():
        raise InputError(
            "bands that do not fit those of the reference",
            where=where,
            found=f"person-years {years.shape}, reference {rates.shape}, {int(np.isnan(rates).sum())} absent",
            expected="(n_areas, n_bands) and (n_bands,), every band of the reference counted",
            do_this="count area and reference in the same bands",
        )
    expected: Floats = years @ rates
    if not (expected > 0).all():
        raise DenominatorError(
            "areas where nothing is expected",
            where=where,
            found=f"{int((expected <= 0).sum())} of {expected.size}",
            expected="a reference with at least one record in a band where the area has residents",
            do_this="take a larger reference, or more years of it",
        )
    return expected
