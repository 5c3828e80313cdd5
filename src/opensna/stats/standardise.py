"""Directly standardised rates: what the rate would be with the ages of a standard population, for records and for repeats."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from opensna.core.errors import InputError
from opensna.stats._checks import Floats, counts_of, person_years_of
from opensna.stats.poisson import byar_limits
from opensna.stats.rates import SMALL_COUNT, RateArrays

ESP2013 = (
    5000,
    5500,
    5500,
    5500,
    6000,
    6000,
    6500,
    7000,
    7000,
    7000,
    7000,
    6500,
    6000,
    5500,
    5000,
    4000,
    2500,
    1500,
    1000,
)
"""European Standard Population 2013, persons in the 19 bands 0-4, 5-9, … 85-89, 90 and over (Eurostat 2013); sums to 100,000."""

FEWEST_EVENTS = SMALL_COUNT
"""With fewer, no directly standardised rate is given: its normal approximation does not hold."""


@dataclass(frozen=True)
class StandardisedArrays(RateArrays):
    """Standardised values with limits (n_areas,); `events` are the records behind each.

    `is_suppressed` says where there were too few of them; value and limits are NaN there, and the method is "".
    """

    events: Floats
    is_suppressed: NDArray[np.bool_]


def direct_rate(
    counts: ArrayLike,
    person_years: ArrayLike,
    *,
    weights: ArrayLike = ESP2013,
    per: float = 100_000,
    level: float = 0.95,
) -> StandardisedArrays:
    """Directly standardised rate: what the rate would be if the area had the standard population's ages.

    Parameters
    ----------
    counts : (n_areas, n_bands) records in each band, or (n_bands,) for one area; NaN leaves the area without a rate.
    person_years : (n_areas, n_bands), above zero.
    weights : (n_bands,) persons of the standard population, in the order of the bands.

    Returns
    -------
    StandardisedArrays (n_areas,) in records per `per` person-years; suppressed below 10 records.

    Raises
    ------
    DenominatorError : a band without person-years.
    InputError : a negative count, or shapes or weights that do not fit.

    Source
    ------
    Dobson and others 1991, Statistics in Medicine 10, with Byar's limits. Records are taken as independent: for victims who
    come back, use `direct_rate_of_repeats`.

    Examples
    --------
    >>> direct_rate([[30, 10]], [[1000, 2000]], weights=[1, 3], per=1000).row(0)   # (0.03 + 3 x 0.005) / 4
    (11.25, 7.98, 15.39)
    """
    x, years, standard = _bands(counts, person_years, weights, where="direct_rate")
    variance = (standard**2 * x / years**2).sum(axis=-1)
    return _dobson(x.sum(axis=-1), (standard * x / years).sum(axis=-1), variance, per=per, level=level)


def direct_rate_of_repeats(
    persons: ArrayLike,
    person_years: ArrayLike,
    *,
    times: ArrayLike | None = None,
    weights: ArrayLike = ESP2013,
    per: float = 100_000,
    level: float = 0.95,
) -> StandardisedArrays:
    """Directly standardised rate of events that come back to the same persons; its limits are wider for it.

    Parameters
    ----------
    persons : (n_areas, n_bands, n_times) persons with one event, two events, … in the period; (n_bands, n_times) for one area.
    times : (n_times,) events a person of each column had; 1, 2, 3 … unless given.
    person_years, weights : as `direct_rate`.

    Returns
    -------
    StandardisedArrays (n_areas,) of events, not persons; suppressed below 10 events.

    Raises
    ------
    DenominatorError, InputError : as `direct_rate`; also where `times` does not fit the columns.

    Source
    ------
    Var = sum over f of f squared times the Dobson variance of the persons with f events: a compound Poisson count.

    Examples
    --------
    >>> direct_rate_of_repeats([[[10, 10], [4, 3]]], [[1000, 2000]], weights=[1, 3], per=1000).row(0)
    (11.25, 7.06, 16.55)
    """
    given = np.asarray(persons, dtype=np.float64)
    p = counts_of(given if given.ndim != 2 else given[np.newaxis], where="direct_rate_of_repeats")
    f = np.arange(1.0, p.shape[-1] + 1) if times is None else counts_of(times, where="direct_rate_of_repeats")
    if p.ndim != 3 or f.shape != p.shape[-1:]:
        raise InputError(
            "persons that are not laid out by area, band and number of events",
            where="direct_rate_of_repeats",
            found=f"persons {given.shape}, times {f.shape}",
            expected="(n_areas, n_bands, n_times) and (n_times,)",
            do_this="count the persons with one event, two events, … in a column each",
        )
    x, years, standard = _bands((p * f).sum(axis=-1), person_years, weights, where="direct_rate_of_repeats")
    variance = (standard**2 * (p * f**2).sum(axis=-1) / years**2).sum(axis=-1)
    return _dobson(x.sum(axis=-1), (standard * x / years).sum(axis=-1), variance, per=per, level=level)


def dobson_limits(
    total: Floats, events: Floats, variance: Floats, limits: tuple[Floats, Floats]
) -> tuple[Floats, Floats]:
    """Limits of a weighted sum of counts: those of the unweighted count, stretched by the ratio of standard deviations.

    None is below zero; without events both are NaN.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        stretch = np.sqrt(variance / events)
    low, high = (total + stretch * (limit - events) for limit in limits)
    return np.maximum(low, 0.0), high


def _dobson(events: Floats, total: Floats, variance: Floats, *, per: float, level: float) -> StandardisedArrays:
    low, high = dobson_limits(total, events, variance, byar_limits(events, level=level))
    is_suppressed = events < FEWEST_EVENTS
    shown = [np.where(is_suppressed, np.nan, part * per) for part in (total, low, high)]
    method = np.where(is_suppressed | np.isnan(events), "", "dobson")
    return StandardisedArrays(shown[0], shown[1], shown[2], method, events, is_suppressed)


def _bands(
    counts: ArrayLike, person_years: ArrayLike, weights: ArrayLike, *, where: str
) -> tuple[Floats, Floats, Floats]:
    """Counts and person-years as (n_areas, n_bands) and the standard's shares (n_bands,)."""
    x = np.atleast_2d(counts_of(counts, where=where))
    years = np.atleast_2d(person_years_of(person_years, x, where=where))
    standard = counts_of(weights, where=where)
    if x.ndim != 2 or standard.shape != x.shape[-1:] or years.shape[-1] != x.shape[-1] or not standard.sum() > 0:
        raise InputError(
            "bands that do not fit the standard population",
            where=where,
            found=f"counts {x.shape}, person-years {years.shape}, weights {standard.shape} summing to {standard.sum():g}",
            expected="(n_areas, n_bands) twice and (n_bands,), with weights above zero",
            do_this="count in the bands of the standard population, in its order, or give the weights of your bands",
        )
    return x, np.broadcast_to(years, x.shape), standard / standard.sum()
