"""The trend of a series of counts: a slope with limits, never drawn across a break unless asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtrit

from opensna.core.errors import InputError, PeriodError
from opensna.core.period import Period
from opensna.stats._checks import Floats, counts_of, person_years_of, tail_of
from opensna.stats.regression import poisson_regression

Direction = Literal["up", "down", "cannot tell"]

FEWEST_POINTS = 5
"""With fewer, no slope is given: two degrees of freedom say nothing about how far a series strays from its line."""

FEWEST_WITH_RECORDS = 2
"""With records in one period only, no slope is too steep for them."""


@dataclass(frozen=True)
class Slope:
    """Change per year as a ratio minus 1 (-0.05 is a fall of 5 per cent a year), with limits, from `n` points.

    `dispersion` is Pearson's chi-squared over degrees of freedom: above 1, the points stray further from the line than chance
    takes Poisson counts, and the limits have been widened by its square root; NaN where it does not apply.
    """

    change: float
    ci_lower: float
    ci_upper: float
    n: int
    dispersion: float

    @property
    def direction(self) -> Direction:
        """What the limits let one say; "cannot tell" is not "no change"."""
        if self.ci_lower > 0:
            return "up"
        return "down" if self.ci_upper < 0 else "cannot tell"


@dataclass(frozen=True)
class Trend:
    """A slope over `first` to `last`, and the breaks it was drawn across (none, unless that was asked for)."""

    slope: Slope
    first: Period
    last: Period
    crossed: tuple[date, ...]

    @property
    def note(self) -> str:
        """What must be printed with it; "" if nothing."""
        if not self.crossed:
            return ""
        days = ", ".join(f"{day.day} {day:%B %Y}" for day in self.crossed)
        return f"Drawn across a break in the series ({days}): part of the slope may be the break."


def trend(
    counts: ArrayLike,
    periods: Sequence[Period],
    *,
    person_years: ArrayLike | None = None,
    breaks: Sequence[date] = (),
    across_breaks: bool = False,
    fewest: int = FEWEST_POINTS,
    level: float = 0.95,
) -> Trend:
    """Slope per year of a series of counts, or of its rate.

    Parameters
    ----------
    counts : (n_periods,) records of one release and definition; NaN is left out.
    periods : the period of each, in order, none overlapping another (rolling years share months). Months and quarters have a
        season: give whole years of them.
    person_years : (n_periods,); the slope is then that of the rate. Otherwise that of the count, for the length of each period.
    breaks : the first day under each new state; of a passing one, also the first day after it.
    across_breaks : draw the line although a break lies inside; the result then names it.
    fewest : points needed; never fewer than 5.

    Raises
    ------
    InputError : too few points, arrays of different lengths, a break inside, or not a single record.
    PeriodError : periods out of order or overlapping.
    DenominatorError : person-years that are zero, negative or absent.

    Source
    ------
    `poisson_slope`.

    Examples
    --------
    >>> years = [Period.parse(str(year)) for year in range(2015, 2021)]
    >>> found = trend([100, 111, 119, 134, 145, 162], years)
    >>> round(found.slope.change, 3), found.slope.direction
    (0.1, 'up')
    """
    x = counts_of(counts, where="trend")
    _check_periods(x, periods)
    held = ~np.isnan(x)
    used = [period for period, is_held in zip(periods, held, strict=True) if is_held]
    if len(used) < max(fewest, FEWEST_POINTS):
        raise InputError(
            "too few points for a trend",
            where="trend",
            found=f"{len(used)} of {len(periods)} periods with a count",
            expected=f"{max(fewest, FEWEST_POINTS)} or more",
            do_this="take a longer series, or state the change between two periods",
        )
    crossed = tuple(sorted(day for day in set(breaks) if used[0].start < day <= used[-1].end))
    if crossed and not across_breaks:
        raise InputError(
            "a break in the series lies inside the trend",
            where="trend",
            found=", ".join(day.isoformat() for day in crossed),
            expected="periods on one side of it",
            do_this="end the series before the break or start it after, or ask for across_breaks=True and print its note",
        )
    years = [period.years for period in periods] if person_years is None else person_years
    exposure = np.broadcast_to(person_years_of(years, x, where="trend"), x.shape)
    return Trend(poisson_slope(x[held], _middles(used), exposure[held], level=level), used[0], used[-1], crossed)


def poisson_slope(counts: ArrayLike, years: ArrayLike, exposure: ArrayLike, *, level: float = 0.95) -> Slope:
    """Slope per year of log(counts / exposure), (n,) each, by Poisson regression.

    The standard error is multiplied by the square root of the dispersion where that is above 1, and the limits take Student's t
    with n - 2 degrees of freedom: wide rather than narrow for a short series. Neighbouring years that resemble one another
    would still make them too narrow.

    Raises
    ------
    InputError : fewer than two points with a record; also as `regression.poisson_regression`.

    Source
    ------
    McCullagh and Nelder 1989, section 6.2 (quasi-likelihood).
    """
    time = np.asarray(years, dtype=np.float64)
    if (with_records := int(np.count_nonzero(counts))) < FEWEST_WITH_RECORDS:
        raise InputError(
            "records in too few periods to draw a line through",
            where="poisson_slope",
            found=f"{with_records} of {time.size} periods with a record",
            expected=f"{FEWEST_WITH_RECORDS} or more",
            do_this="pool years and compare the two pools instead",
        )
    columns = np.column_stack([np.ones(time.size), time - time.mean()])
    model = poisson_regression(counts, columns, exposure=exposure)
    reach = model.standard_errors[1] * np.sqrt(max(1.0, model.dispersion)) * student_t(time.size - 2, level)
    centre = model.coefficients[1]
    with np.errstate(over="ignore"):
        change, low, high = (float(np.expm1(part)) for part in (centre, centre - reach, centre + reach))
    return Slope(change, low, high, time.size, model.dispersion)


def student_t(df: int, level: float) -> float:
    """Student's deviate of a two-sided level, 2.78 for 4 degrees of freedom and 0.95."""
    return float(-stdtrit(df, tail_of(level)))


def _middles(periods: Sequence[Period]) -> Floats:
    """The middle of each period, in years."""
    return np.array([(p.start.toordinal() + p.end.toordinal() + 1) / 2 / 365.25 for p in periods])


def _check_periods(counts: Floats, periods: Sequence[Period]) -> None:
    if counts.shape != (len(periods),):
        raise InputError(
            "counts and periods that do not belong together",
            where="trend",
            found=f"counts {counts.shape}, {len(periods)} periods",
            expected="one period for each count",
            do_this="give the period of each count, in the same order",
        )
    for earlier, later in pairwise(periods):
        if earlier.end >= later.start:
            raise PeriodError(
                "periods out of order or overlapping",
                where="trend",
                found=f"{earlier} before {later}",
                expected="each period to start after the one before it has ended",
                do_this="sort the periods, and take every twelfth of a rolling year",
            )
