"""Slope and relative index of inequality: how a value runs across quantile groups, from most to least deprived."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit, logit

from opensna.core.errors import InputError
from opensna.stats._checks import Floats, person_years_of, require_draws, tail_of
from opensna.stats.rates import RateArrays

Kind = Literal["value", "rate", "proportion"]

FEWEST_GROUPS, MOST_GROUPS = 5, 100
Z_OF_PUBLISHED_LIMITS = 1.96
"""What published 95% limits are divided by to get their standard error back."""


@dataclass(frozen=True)
class InequalityArrays:
    """Slope index, in the unit of the values, and relative index, unitless (n_areas,); limits by simulation.

    `intercept` is the modelled value at the most deprived end (n_areas,).
    """

    slope: RateArrays
    relative: RateArrays
    intercept: Floats


def slope_index(
    values: ArrayLike,
    populations: ArrayLike,
    standard_errors: ArrayLike,
    *,
    kind: Kind = "value",
    transform: bool = False,
    reverse: bool = False,
    per: float = 1.0,
    level: float = 0.95,
    draws: int = 100_000,
    seed: int = 0,
) -> InequalityArrays:
    """Slope index of inequality (difference between the ends of a line through the groups) and relative index (their ratio).

    Parameters
    ----------
    values : (n_areas, n_groups), or (n_groups,) for one area: the value of each quantile group, **most deprived first**
        (`ranks.quantiles` makes the groups). 5 to 100 groups.
    populations : the same shape, above zero.
    standard_errors : the same shape, on the scale that the kind names: as the value ("value"), of its logarithm ("rate"), of
        its logit ("proportion"); `standard_errors_of` makes them from 95% limits.
    kind : "rate" must be above zero, "proportion" between 0 and 1.
    transform : fit on the log or logit scale and turn the ends back, for values that bend; needs a rate or proportion.
    reverse : measure from the least deprived end: the slope changes sign, the ratio is inverted.
    per : what the slope and intercept are multiplied by, 100 for a proportion in per cent.
    draws, seed : of the simulation; the same seed gives the same limits.

    Returns
    -------
    InequalityArrays (n_areas,): with everybody placed from 0 (most deprived) to 1 (least), slope = value at 1 less value at 0;
    relative = value at 1 over value at 0. For harm, a negative slope means that the most deprived have more of it.

    Raises
    ------
    InputError : shapes that do not match, too few or too many groups, absent values, or values the kind does not allow.
    DenominatorError : a population that is zero, negative or absent.

    Source
    ------
    Mackenbach and Kunst 1997, Social Science and Medicine 44: least squares on cumulative midpoints, weighted by population
    share. Limits: quantiles over draws of the group values, normal on the scale of the kind. The groups are areas: a slope
    across them says nothing about persons.

    Examples
    --------
    >>> found = slope_index([10, 9, 8, 7, 6], [100] * 5, [0.1] * 5, draws=1000)
    >>> found.slope.value.round(2).item(), found.relative.value.round(3).item(), found.intercept.round(2).item()
    (-5.0, 0.524, 10.5)
    """
    y, a, errors = _table(values, populations, standard_errors)
    _check_kind(y, kind, transform=transform)
    require_draws(draws, where="slope_index")
    tail, generator = tail_of(level), np.random.default_rng(seed)
    to_scale, from_scale = _SCALES[kind]
    rows = []
    for value, population, error in zip(to_scale(y), a, errors, strict=True):
        # The first row is what was seen; the others are drawn around it.
        tries = np.vstack([value, generator.normal(value, error, size=(draws, value.size))])
        ends = from_scale(_ends(tries, population)) if transform else _ends(from_scale(tries), population)
        rows.append((*_indices(ends[::-1] if reverse else ends, tail=tail, per=per), float(ends[0, 0]) * per))
    slope, slope_low, slope_high, ratio, ratio_low, ratio_high, intercept = np.array(rows).T
    method = np.full(len(rows), "simulated")
    return InequalityArrays(
        RateArrays(slope, slope_low, slope_high, method), RateArrays(ratio, ratio_low, ratio_high, method), intercept
    )


def standard_errors_of(lower: ArrayLike, upper: ArrayLike, *, kind: Kind = "value") -> Floats:
    """Standard errors on the scale of the kind from published 95% limits, in the shape of the limits.

    Raises
    ------
    InputError : limits that the kind does not allow, or a lower one above its upper one.

    Examples
    --------
    >>> standard_errors_of([8.04], [11.96]).round(3).tolist()
    [1.0]
    """
    low, high = np.asarray(lower, dtype=np.float64), np.asarray(upper, dtype=np.float64)
    if low.shape != high.shape or not (low <= high).all():
        raise InputError(
            "limits that are no intervals",
            where="standard_errors_of",
            found=f"{low.shape} and {high.shape}",
            expected="one shape, each lower limit at or below its upper one",
            do_this="give the lower limits first, and leave groups without limits out",
        )
    for limits in (low, high):
        _check_kind(limits, kind, transform=False)
    to_scale, _ = _SCALES[kind]
    errors: Floats = (to_scale(high) - to_scale(low)) / 2 / Z_OF_PUBLISHED_LIMITS
    return errors


def _same(values: Floats) -> Floats:
    return values


_SCALES = {"value": (_same, _same), "rate": (np.log, np.exp), "proportion": (logit, expit)}
"""To the scale on which a kind is simulated, and back."""


def _ends(rows: Floats, populations: Floats) -> Floats:
    """The fitted value at 0 and at 1 for each row of group values, (2, n_rows)."""
    share = populations / populations.sum()
    middle = np.cumsum(share) - share / 2
    away = middle - share @ middle
    slopes = rows @ (share * away) / (share @ away**2)
    starts = rows @ share - slopes * (share @ middle)
    return np.stack([starts, starts + slopes])


def _indices(ends: Floats, *, tail: float, per: float) -> tuple[float, ...]:
    """Slope and ratio of the first column with quantiles of the others."""
    with np.errstate(divide="ignore", invalid="ignore"):  # a value of nought at the first end has no ratio to it
        slopes, ratios = (ends[1] - ends[0]) * per, ends[1] / ends[0]
    limits = (np.quantile(part[1:], [tail, 1 - tail]) for part in (slopes, ratios))
    slope_limits, ratio_limits = (sorted(map(float, pair)) for pair in limits)
    return (float(slopes[0]), *slope_limits, float(ratios[0]), *ratio_limits)


def _table(values: ArrayLike, populations: ArrayLike, standard_errors: ArrayLike) -> tuple[Floats, Floats, Floats]:
    y = np.atleast_2d(np.asarray(values, dtype=np.float64))
    errors = np.atleast_2d(np.asarray(standard_errors, dtype=np.float64))
    a = np.atleast_2d(person_years_of(populations, y, where="slope_index"))
    if not (y.ndim == 2 and y.shape == a.shape == errors.shape and FEWEST_GROUPS <= y.shape[1] <= MOST_GROUPS):
        raise InputError(
            "groups that make no line",
            where="slope_index",
            found=f"values {y.shape}, populations {a.shape}, standard errors {errors.shape}",
            expected=f"one shape, (n_areas, n_groups), with {FEWEST_GROUPS} to {MOST_GROUPS} groups",
            do_this="give one value, population and standard error for each fifth or tenth, most deprived first",
        )
    if not (np.isfinite(y).all() and np.isfinite(errors).all() and (errors >= 0).all()):
        raise InputError(
            "a group without a value or standard error",
            where="slope_index",
            found=f"{int((~np.isfinite(y)).sum())} values and {int((~np.isfinite(errors)).sum())} standard errors absent",
            expected="finite values, standard errors of zero or more",
            do_this="leave the area out: a slope cannot skip a group",
        )
    return y, a, errors


def _check_kind(values: Floats, kind: Kind, *, transform: bool) -> None:
    top = {"value": np.inf, "rate": np.inf, "proportion": 1.0}.get(kind)
    bottom = -np.inf if kind == "value" else 0.0
    if top is None or (transform and kind == "value"):
        raise InputError(
            "no scale to work on",
            where="slope_index",
            found=f"kind {kind!r}, transform {transform}",
            expected="kind value, rate or proportion; transform only with the last two",
            do_this="say what the values are, or leave transform out",
        )
    if not ((values > bottom) & (values < top)).all():
        raise InputError(
            f"values that are no {kind}",
            where="slope_index",
            found=f"{int((~((values > bottom) & (values < top))).sum())} outside",
            expected=f"above {bottom:g} and below {top:g}",
            do_this="name the kind that the values are, a proportion from 0 to 1; merge groups where nothing happened",
        )
