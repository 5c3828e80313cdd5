"""What is left of a share, a rate or a ratio when the group of some records is unknown: none of them in, in proportion, all in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from opensna.core.errors import InputError
from opensna.stats._checks import Floats, counts_of, part_and_whole, require_one_shape
from opensna.stats.comparisons import verdict
from opensna.stats.rates import RateArrays, rate_with_interval, share_with_interval
from opensna.stats.ratios import rate_ratio


@dataclass(frozen=True)
class Bounds:
    """A value under three readings of the records of unknown group (n,).

    `of` says what the values are, so that a share (of records) is never printed as a rate (of residents): "share", "rate" or
    "ratio" (of two rates). `none_in`: no unknown record is of the group; `all_in`: every one is; `proportional`: they are spread
    as the known ones, its limits from known records only. The truth lies between the first and the last.
    """

    of: Literal["share", "rate", "ratio"]
    none_in: RateArrays
    proportional: RateArrays
    all_in: RateArrays

    @property
    def lower(self) -> Floats:
        """The lower limit with none in: nothing the unknown could be takes the value below it."""
        return self.none_in.ci_lower

    @property
    def upper(self) -> Floats:
        """The upper limit with all in."""
        return self.all_in.ci_upper

    @property
    def verdict(self) -> NDArray[np.str_]:
        """Of a ratio, whatever the unknown are: "higher", "lower", "similar", "cannot tell", "" (absent).

        Raises
        ------
        InputError : of a share or a rate, which are not compared with 1.
        """
        if self.of != "ratio":
            raise InputError(
                f"a {self.of} has no verdict",
                where="Bounds.verdict",
                found=self.of,
                expected="ratio",
                do_this="compare two rates with ratio_bounds first",
            )
        return verdict(self.lower, self.upper)


def share_bounds(records: ArrayLike, unknown: ArrayLike, total: ArrayLike, *, level: float = 0.95) -> Bounds:
    """Share of a group among all records, 0 to 1, some of them of unknown group.

    Parameters
    ----------
    records : (n,) records of the group.
    unknown : (n,) records of unknown group.
    total : (n,) all records: of this group, of the others, and unknown.

    Returns
    -------
    Bounds of shares of records, with Wilson's limits; proportional = records / (total - unknown). A share says nothing of risk:
    the group may be a larger or smaller share of residents.

    Raises
    ------
    InputError : a negative number, more records than the total, or arrays of different lengths.

    Source
    ------
    Manski 1995, Identification Problems in the Social Sciences: bounds without an assumption on what is missing.

    Examples
    --------
    >>> found = share_bounds([60], [10], [100])
    >>> found.none_in.value[0].item(), found.proportional.value[0].round(3).item(), found.all_in.value[0].item()
    (0.6, 0.667, 0.7)
    """
    x, u, n = _known_and_unknown(records, unknown, total, where="share_bounds")
    none_in, all_in = (share_with_interval(part, n, level=level) for part in (x, x + u))
    return Bounds("share", none_in, share_with_interval(x, n - u, level=level), all_in)


def rate_bounds(
    records: ArrayLike,
    unknown: ArrayLike,
    total: ArrayLike,
    person_years: ArrayLike,
    *,
    per: float = 100_000,
    level: float = 0.95,
) -> Bounds:
    """Rate of a group among its residents, some records being of unknown group.

    Parameters
    ----------
    records, unknown, total : as `share_bounds`.
    person_years : (n,) of the residents of the group, above zero.

    Returns
    -------
    Bounds of rates per `per` person-years; proportional multiplies by total / (total - unknown). Proportional is NaN where every
    record is unknown.

    Raises
    ------
    DenominatorError : person-years that are zero, negative or absent.
    InputError : as `share_bounds`.

    Source
    ------
    As `share_bounds`, with the limits of `rates.rate_with_interval`.

    Examples
    --------
    >>> found = rate_bounds([60], [10], [100], [30_000], per=1000)
    >>> [part.value[0].round(2).item() for part in (found.none_in, found.proportional, found.all_in)]
    [2.0, 2.22, 2.33]
    """
    x, u, n = _known_and_unknown(records, unknown, total, where="rate_bounds")
    none_in, all_in = (rate_with_interval(part, person_years, per=per, level=level) for part in (x, x + u))
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = np.where(n > u, n / (n - u), np.nan)
    proportional = RateArrays(
        none_in.value * scale,
        none_in.ci_lower * scale,
        none_in.ci_upper * scale,
        np.where(np.isnan(none_in.value * scale), "", none_in.method),
    )
    return Bounds("rate", none_in, proportional, all_in)


def ratio_bounds(
    x1: ArrayLike, t1: ArrayLike, x0: ArrayLike, t0: ArrayLike, unknown: ArrayLike, *, level: float = 0.95
) -> Bounds:
    """Ratio of the rate of one group to that of another, some records being of unknown group.

    Parameters
    ----------
    x1, x0 : (n,) records of the group and of the group it is compared with; they do not overlap.
    t1, t0 : person-years of their residents, above zero.
    unknown : (n,) records of unknown group.

    Returns
    -------
    Bounds of ratios, with conditional exact limits: `none_in` gives every unknown record to the other group, `all_in` to the first.
    `proportional` leaves them out, which is the same as spreading them over groups as the known ones are.

    Raises
    ------
    DenominatorError, InputError : as `ratios.rate_ratio`.

    Source
    ------
    As `share_bounds`, with the limits of `rates.rate_ratio_exact`. The basis of the group (officer-defined or said by the person)
    is not mended by bounds.

    Examples
    --------
    >>> found = ratio_bounds([60], [10_000], [120], [40_000], [20])
    >>> [part.value[0].round(2).item() for part in (found.none_in, found.proportional, found.all_in)]
    [1.71, 2.0, 2.67]
    >>> str(found.verdict[0])
    'higher'
    """
    a, b, u = (counts_of(part, where="ratio_bounds") for part in (x1, x0, unknown))
    require_one_shape(a, b, u, where="ratio_bounds")
    a, b = a + 0 * u, b + 0 * u  # absent where the unknown are
    none_in, known, all_in = (rate_ratio(x, t1, y, t0, level=level) for x, y in ((a, b + u), (a, b), (a + u, b)))
    return Bounds("ratio", none_in, known, all_in)


def _known_and_unknown(
    records: ArrayLike, unknown: ArrayLike, total: ArrayLike, *, where: str
) -> tuple[Floats, Floats, Floats]:
    """Records, unknown and total in one shape; absent where any of them is."""
    x, u = counts_of(records, where=where), counts_of(unknown, where=where)
    require_one_shape(x, u, where=where)
    both, n = np.broadcast_arrays(*part_and_whole(x + u, total, where=where))
    is_absent = np.isnan(both) | np.isnan(n)
    return np.where(is_absent, np.nan, x), np.where(is_absent, np.nan, u), np.where(is_absent, np.nan, n)
