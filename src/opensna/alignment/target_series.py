"""Monthly counts of one area, and the breaks that a fit may not cross unless told."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import pandas as pd

from opensna.core.errors import InputError, PeriodError
from opensna.core.period import Period
from opensna.definition.breaks import Break
from opensna.stats.rates import Floats


@dataclass(frozen=True)
class Monthly:
    """Disclosed counts of one area, one a month without a gap. `counts` holds NaN where a month is hidden; `first` is the first.

    `breaks` are those inside the series that the asker told us to cross.
    """

    area_code: str
    area_name: str
    first: Period
    counts: Floats
    low: Floats
    high: Floats
    breaks: tuple[Break, ...] = ()

    @property
    def months(self) -> int:
        """How many."""
        return len(self.counts)

    @property
    def period(self) -> Period:
        """From the first month to the last."""
        return Period.of_months(self.first.start.year, self.first.start.month, self.months)

    def within(self, period: Period) -> slice:
        """Positions of a period's months.

        Raises
        ------
        PeriodError : the series does not hold all of them.
        """
        held = self.period
        if period.start < held.start or period.end > held.end:
            raise PeriodError(
                "the series does not hold all months of the period",
                where=self.area_name or self.area_code,
                found=str(period),
                expected=f"within {held}",
                do_this="choose a baseline inside the series, or hand in more months",
            )
        start = (period.start.year - held.start.year) * 12 + period.start.month - held.start.month
        return slice(start, start + period.months)


def read_monthly(frame: pd.DataFrame) -> tuple[Monthly, ...]:
    """Series of each area, in the order of the rows.

    Parameters
    ----------
    frame : area_code, month ("2023-04" or a date), value (NaN where hidden), low, high, and if wanted area_name; one row a month.

    Raises
    ------
    InputError : lacking columns, or a negative count. PeriodError : a month that is missing or given twice.
    """
    lacking = [name for name in ("area_code", "month", "value", "low", "high") if name not in frame.columns]
    bad = 0 if lacking else int((frame[["value", "low", "high"]] < 0).any(axis=1).sum())
    if lacking or bad or frame.empty:
        raise InputError(
            "this is not a series of monthly counts",
            where="target",
            found=f"lacks {', '.join(lacking)}" if lacking else f"{bad} negative of {len(frame)}",
            expected="area_code, month, value, low, high, one row a month",
            do_this="hand in disclosed monthly counts with the range that each may stand for",
        )
    return tuple(_monthly(str(code), rows) for code, rows in frame.groupby("area_code", sort=False))


def _monthly(code: str, rows: pd.DataFrame) -> Monthly:
    months = [Period.parse(str(month)[:7]) for month in rows["month"]]
    ordered = rows.assign(_month=[m.start for m in months]).sort_values("_month", ignore_index=True)
    starts = list(ordered["_month"])
    expected = [m.start for m in Period(min(months).start, max(months).end).each_month()]
    if starts != expected:
        twice, missing = len(starts) - len(set(starts)), len(set(expected) - set(starts))
        raise PeriodError(
            "a series with months that are missing or given twice",
            where=code,
            found=f"{missing} missing, {twice} twice",
            expected=f"{len(expected)} months, one row each",
            do_this="hand in every month once; a month with no offence is 0, a month nobody delivered ends the series",
        )
    name = str(ordered["area_name"].iloc[0]) if "area_name" in ordered.columns else code
    value, low, high = (ordered[column].to_numpy(dtype="float64") for column in ("value", "low", "high"))
    return Monthly(code, name, min(months), value, low, high)


def respect_breaks(
    series: Monthly, breaks: Sequence[Break], *, across: Collection[str] = (), start: Period | None = None
) -> Monthly:
    """The series as it may be fitted: from `start` on, with no break inside that the asker has not named.

    Parameters
    ----------
    breaks : those that concern this series.
    across : ids of breaks to fit across all the same.

    Raises
    ------
    InputError : a break lies inside the series and is not named; the remedy names the first month after the last of them.
    PeriodError : `start` is not a month of the series.
    """
    if start is not None:
        position = series.within(Period.of_months(start.start.year, start.start.month, 1)).start
        series = Monthly(
            series.area_code, series.area_name, start.each_month()[0],
            series.counts[position:], series.low[position:], series.high[position:],
        )  # fmt: skip
    inside = [item for item in breaks if _is_inside(item, series.period)]
    unnamed = [item for item in inside if item.id not in across]
    if unnamed:
        month = _first_after(unnamed)
        raise InputError(
            "a break lies inside the series, so what is before it does not tell what comes after",
            where=f"{series.area_name}, {series.period}",
            found="; ".join(f"{item.id} ({item.date}): {item.sentence}" for item in unnamed),
            expected="a series on one side of every break",
            do_this=f"start after it with --from {month.start:%Y-%m}, or fit across it knowingly with "
            + " ".join(f"--across {item.id}" for item in unnamed),
        )
    return Monthly(
        series.area_code, series.area_name, series.first, series.counts, series.low, series.high, tuple(inside)
    )


def after_breaks(series: Monthly, breaks: Sequence[Break]) -> Monthly | None:
    """The series from the first month after the last break that stops trends; None where no month is left.

    The other breaks inside it (a passing circumstance, a small change of law) are crossed, and named in `breaks`.
    """
    stops = [item for item in breaks if item.stops_trends and _is_inside(item, series.period)]
    start = _first_after(stops) if stops else series.first
    if start.start > series.period.end:
        return None
    return respect_breaks(series, breaks, across=[item.id for item in breaks if not item.stops_trends], start=start)


def _first_after(breaks: Sequence[Break]) -> Period:
    """The first whole month that lies behind all of them."""
    last = max((item.until or item.date) for item in breaks)
    is_begun = last.day > 1 or any(item.until == last for item in breaks)
    return Period.of_months(last.year, last.month + is_begun, 1)


def _is_inside(item: Break, held: Period) -> bool:
    if item.until is not None:
        return item.date <= held.end and item.until >= held.start
    return held.start < item.date <= held.end
