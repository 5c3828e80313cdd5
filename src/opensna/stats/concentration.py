"""How concentrated offences are in few places, and how concentrated chance alone would make them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from opensna.core.errors import InputError
from opensna.stats._checks import Floats, require_draws, tail_of

CELLS_AT_ONCE = 4_000_000
"""Places times draws that are held in memory at once."""


@dataclass(frozen=True)
class Gini:
    """Gini coefficients of offences over places, 0 (even) to 1.

    `standard` rises with every empty place. `generalised` is measured against the most even spread that so few offences allow.
    `unbiased` stretches it so that all offences in one place give 1; NaN with a single offence or place.
    """

    standard: float
    generalised: float
    unbiased: float


@dataclass(frozen=True)
class AgainstChance:
    """Values (n,) beside those of offences placed at random: mean, and limits that hold the stated share of the random draws."""

    value: Floats
    random_mean: Floats
    random_lower: Floats
    random_upper: Floats


@dataclass(frozen=True)
class Concentration:
    """Concentration of `offences` over `places`.

    `holding` are shares of offences, and `share_of_places` the smallest share of places that holds each; `top` are numbers of
    places, and `share_of_offences` what the places with most hold; `gini` is the generalised one.
    """

    places: int
    offences: int
    holding: tuple[float, ...]
    share_of_places: AgainstChance
    top: tuple[int, ...]
    share_of_offences: AgainstChance
    gini: AgainstChance


def lorenz_curve(counts: ArrayLike) -> tuple[Floats, Floats]:
    """Cumulative shares of places and of offences (n_places + 1,), from 0 to 1, places with fewest first.

    Raises
    ------
    InputError : as `gini`.

    Examples
    --------
    >>> [part.round(2).tolist() for part in lorenz_curve([3, 1, 0, 0])]
    [[0.0, 0.25, 0.5, 0.75, 1.0], [0.0, 0.0, 0.0, 0.25, 1.0]]
    """
    x = _checked(counts, where="lorenz_curve")
    return np.arange(x.size + 1) / x.size, np.append(0.0, np.cumsum(x[::-1])) / x.sum()


def gini(counts: ArrayLike) -> Gini:
    """Gini coefficient of offences over places, with its forms for fewer offences than places.

    Parameters
    ----------
    counts : (n_places,) whole numbers of zero or more, places without offences included.

    Raises
    ------
    InputError : a count that is absent, negative or not whole, or no offence at all.

    Source
    ------
    Gini 1912; Bernasco and Steenbeek 2017, Journal of Quantitative Criminology 33: G' = max(1, n / c) (G - 1) + 1 for c offences
    in n places; unbiased: times m / (m - 1), m the smaller of the two.

    Examples
    --------
    >>> found = gini([10, 8, 2, 0, 0, 0, 0, 0, 0, 0])
    >>> round(found.standard, 2), round(found.generalised, 2)
    (0.78, 0.78)
    """
    x = _checked(counts, where="gini")
    n, c = x.size, float(x.sum())
    standard, generalised = (float(value) for value in _gini(x))
    smaller = min(n, c)
    return Gini(standard, generalised, generalised * smaller / (smaller - 1) if smaller > 1 else np.nan)


def concentration(
    counts: ArrayLike,
    *,
    holding: Sequence[float] = (0.25, 0.5),
    top: Sequence[int] = (10,),
    level: float = 0.95,
    draws: int = 999,
    seed: int = 0,
) -> Concentration:
    """Share of places that hold a quarter and half of the offences, share in the top places, and Gini, each beside chance.

    Parameters
    ----------
    counts : (n_places,), as `gini`.
    holding : shares of offences, above 0 and at most 1.
    top : numbers of places, 1 to n_places.
    level : share of the random draws between their limits.
    draws, seed : so often the same number of offences is thrown on the places, each as likely as another; the same seed gives
        the same benchmark.

    Returns
    -------
    Concentration. Where offences are fewer than places, chance alone leaves most places empty: read the value beside the benchmark.

    Raises
    ------
    InputError : as `gini`; also a share or number of places out of range.

    Source
    ------
    Weisburd 2015, Criminology 53 (share of places); Bernasco and Steenbeek 2017 on what chance alone
    concentrates. Benchmark: multinomial with equal chances.

    Examples
    --------
    >>> found = concentration([40, 30, 10, 10, 5, 5, 0, 0, 0, 0], top=[1], draws=99)
    >>> found.share_of_places.value.tolist(), found.share_of_offences.value.tolist()
    ([0.1, 0.2], [0.4])
    >>> bool(found.share_of_offences.value[0] > found.share_of_offences.random_upper[0])
    True
    """
    x = _checked(counts, where="concentration")
    _check_questions(holding, top, x.size)
    require_draws(draws, where="concentration")
    tail, offences = tail_of(level), int(x.sum())
    shares, numbers = np.asarray(holding, dtype=np.float64), np.asarray(top, dtype=np.intp)
    measures: tuple[Callable[[Floats], Floats], ...] = (
        lambda held: _share_of_places(held, shares),
        lambda held: np.cumsum(held, axis=-1)[..., numbers - 1] / held.sum(axis=-1, keepdims=True),
        lambda held: _gini(held)[1][..., np.newaxis],
    )
    generator, evenly, drawn = np.random.default_rng(seed), np.full(x.size, 1 / x.size), []
    # Some at a time: a thousand draws of a hundred thousand street segments would not fit in memory.
    at_once = max(1, CELLS_AT_ONCE // x.size)
    for begun in range(0, draws, at_once):
        thrown = generator.multinomial(offences, evenly, size=min(at_once, draws - begun)).astype(np.float64)
        most_first = -np.sort(-thrown, axis=-1)
        drawn.append([measure(most_first) for measure in measures])
    seen = []
    for measure, values in zip(measures, zip(*drawn, strict=True), strict=True):
        table = np.concatenate(values)
        low, high = np.quantile(table, [tail, 1 - tail], axis=0)
        seen.append(AgainstChance(measure(x), table.mean(axis=0), low, high))
    return Concentration(x.size, offences, tuple(holding), seen[0], tuple(top), seen[1], seen[2])


def _gini(most_first: Floats) -> tuple[Floats, Floats]:
    """Standard and generalised, of counts (…, n_places) of the same sum, sorted with the most first."""
    n, c = most_first.shape[-1], most_first.sum(axis=-1)
    rank = np.arange(n, 0, -1)
    standard = ((2 * rank - n - 1) * most_first).sum(axis=-1) / (n * c)
    return standard, np.maximum(1.0, n / c) * (standard - 1) + 1


def _share_of_places(most_first: Floats, shares: Floats) -> Floats:
    """The smallest share of places that holds each share of the offences; whole offences, so a share is rounded up to one.

    most_first (…, n_places) -> (…, n_shares).
    """
    needed = np.ceil(shares * most_first.sum(axis=-1, keepdims=True) - 1e-9)
    held = np.cumsum(most_first, axis=-1)
    fewer = [(held < needed[..., [k]]).sum(axis=-1) for k in range(shares.size)]
    places: Floats = (np.stack(fewer, axis=-1) + 1) / most_first.shape[-1]
    return places


def _checked(counts: ArrayLike, *, where: str) -> Floats:
    """The counts, most first."""
    x = np.asarray(counts, dtype=np.float64)
    bad = ~(np.isfinite(x) & (x >= 0) & (x == np.floor(x)))
    if x.ndim != 1 or bad.any() or not x.any():
        raise InputError(
            "counts over places that cannot be ordered",
            where=where,
            found=f"shape {x.shape}, {int(bad.sum())} absent, negative or not whole, {np.nansum(x):g} offences",
            expected="whole numbers of zero or more, one a place, at least one offence",
            do_this="count every place, those without offences as 0, and leave none absent",
        )
    return -np.sort(-x)


def _check_questions(holding: Sequence[float], top: Sequence[int], places: int) -> None:
    if not (all(0 < share <= 1 for share in holding) and all(1 <= number <= places for number in top)):
        raise InputError(
            "a share or a number of places out of range",
            where="concentration",
            found=f"holding {tuple(holding)}, top {tuple(top)}, {places} places",
            expected="shares above 0 and at most 1, numbers of places from 1 to all of them",
            do_this="write a quarter as 0.25, and ask for no more places than there are",
        )
