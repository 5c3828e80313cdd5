"""Harm-weighted counts, to be shown beside counts: what the offences weigh, not only how many there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from opensna.core.errors import InputError
from opensna.stats._checks import Floats, counts_of, person_years_of
from opensna.stats.rates import SMALL_COUNT, RateArrays, small_or_byar_limits
from opensna.stats.standardise import dobson_limits


@dataclass(frozen=True)
class HarmWeights:
    """The weight of each offence code (days of sentence, say), with the name and vintage that are printed beside every score."""

    name: str
    vintage: str
    weights: Mapping[str, float]


@dataclass(frozen=True)
class HarmArrays(RateArrays):
    """Harm (n_areas,) in the unit of the weights, with limits; `offences` are the plain counts, `weights` name and vintage."""

    offences: Floats
    weights: str


def harm_score(counts: ArrayLike, offences: Sequence[str], weights: HarmWeights, *, level: float = 0.95) -> HarmArrays:
    """Sum of counts times weights.

    Parameters
    ----------
    counts : (n_areas, n_offences), or (n_offences,) for one area; NaN leaves the area without a score.
    offences : the code of each column.
    weights : a weight of zero or more for **every** code: an offence without one is refused, for it would count as harmless.

    Returns
    -------
    HarmArrays (n_areas,). An area without offences has 0 and no upper limit (NaN): nothing shows which offence would be its next.

    Raises
    ------
    InputError : offences without a weight (all are listed), a weight that is negative or absent, a code twice, or counts that do
        not fit the codes.

    Source
    ------
    ONS Crime Severity Score (sum of weight x count). Limits: Dobson and others 1991 with variance = sum of squared weight x count,
    exact Poisson below 10 offences, Byar's from 10. One homicide weighs as a thousand assaults: the limits are wide where
    it decides the score. The weights are taken as known.

    Examples
    --------
    >>> days = HarmWeights("sentence days", "2018", {"34B": 746, "8N": 184})
    >>> found = harm_score([[10, 40]], ["34B", "8N"], days)
    >>> found.row(0, digits=0), found.offences.tolist()
    ((14820.0, 10024.0, 20742.0), [50.0])
    """
    x = np.atleast_2d(counts_of(counts, where="harm_score"))
    w = _weights_of(offences, weights)
    if x.ndim != 2 or x.shape[1] != w.size:
        raise InputError(
            "counts that do not fit the offences",
            where="harm_score",
            found=f"counts {x.shape}, {w.size} offences",
            expected="(n_areas, n_offences)",
            do_this="give one column of counts for each offence code, in the same order",
        )
    events, value, variance = x.sum(axis=1), x @ w, x @ w**2
    limits, _ = small_or_byar_limits(events, level=level)
    lower, upper = dobson_limits(value, events, variance, limits)
    lower = np.where(events == 0, 0.0, lower)
    method = np.select([np.isnan(events), events < SMALL_COUNT], ["", "dobson exact"], "dobson")
    return HarmArrays(value, lower, upper, method, events, f"{weights.name}, {weights.vintage}")


def harm_rate(
    counts: ArrayLike,
    offences: Sequence[str],
    weights: HarmWeights,
    person_years: ArrayLike,
    *,
    per: float = 1000,
    level: float = 0.95,
) -> HarmArrays:
    """`harm_score` per `per` person-years (n_areas,).

    Raises
    ------
    DenominatorError : person-years that are zero, negative or absent.
    InputError : as `harm_score`.

    Examples
    --------
    >>> days = HarmWeights("sentence days", "2018", {"34B": 746, "8N": 184})
    >>> harm_rate([[10, 40]], ["34B", "8N"], days, [10_000]).row(0, digits=0)
    (1482.0, 1002.0, 2074.0)
    """
    score = harm_score(counts, offences, weights, level=level)
    years = person_years_of(person_years, score.value, where="harm_rate")
    value, lower, upper = (part / years * per for part in (score.value, score.ci_lower, score.ci_upper))
    return HarmArrays(value, lower, upper, score.method, score.offences, score.weights)


def _weights_of(offences: Sequence[str], weights: HarmWeights) -> Floats:
    if missing := sorted(set(offences) - set(weights.weights)):
        raise InputError(
            "offences that have no weight",
            where=f"harm_score, {weights.name}, {weights.vintage}",
            found=", ".join(missing),
            expected=f"a weight for each of {len(set(offences))} offences",
            do_this="add their weights to the file, or leave these offences out and say so beside the score",
        )
    w = np.array([weights.weights[code] for code in offences], dtype=np.float64)
    if not (np.isfinite(w) & (w >= 0)).all() or len(set(offences)) != w.size:
        raise InputError(
            "weights that cannot be used",
            where=f"harm_score, {weights.name}, {weights.vintage}",
            found=f"{int((~(np.isfinite(w) & (w >= 0))).sum())} negative or absent, {w.size - len(set(offences))} codes twice",
            expected="one weight of zero or more a code, each code once",
            do_this="correct the file of weights, and add the columns of a code that stands twice",
        )
    return w
