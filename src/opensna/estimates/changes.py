"""Change of a count between two periods of one length."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from opensna.core.missing import Mark
from opensna.core.period import Period
from opensna.definition.breaks import Break
from opensna.estimates._frame import LEVEL, NOT_APPLICABLE, SUPPRESSED, finish
from opensna.stats.comparisons import change_with_interval

_SAME = ["measure", "area_code", "breakdown", "group", "source", "release", "kind"]
_DATES = ["period_start", "period_end"]
_FROM = ("mark", "numerator", "numerator_low", "numerator_high")


def changes(
    base: pd.DataFrame,
    baselines: Mapping[str, Period],
    current: Period | None,
    breaks: Mapping[str, Sequence[Break]] = MappingProxyType({}),
) -> pd.DataFrame:
    """On the year before, for every period whose like a year earlier was counted; on each baseline, for the current period.

    One row a key and baseline: value is the ratio of the counts minus 1, numerator the later count and denominator the earlier.
    Both come from one release and are of one kind (measured or synthetic). A hidden end hides it; an earlier count of zero
    leaves no ratio ([z]). Limits are the hull over both ends; if they straddle zero, one cannot tell. Across one of the measure's
    `breaks` that stop trends there is none ([b]).
    """
    pairs = _pairs(base, baselines, current)
    earlier = base[[*_SAME, *_DATES, *_FROM]].rename(
        columns={"period_start": "baseline_start", "period_end": "baseline_end", **{c: f"{c}_0" for c in _FROM}}
    )
    rows = base.merge(pairs, on=_DATES).merge(earlier, on=[*_SAME, "baseline_start", "baseline_end"])
    x1, x0 = (rows[column].to_numpy(np.float64) for column in ("numerator", "numerator_0"))
    both = ~np.isnan(x1) & ~np.isnan(x0)
    value, lower, upper = (np.full(len(rows), np.nan) for _ in range(3))
    held = rows[both]
    value[both], _, _ = change_with_interval(x1[both], x0[both], level=LEVEL)
    _, lower[both], _ = change_with_interval(held["numerator_low"], held["numerator_high_0"], level=LEVEL)
    _, _, upper[both] = change_with_interval(held["numerator_high"], held["numerator_low_0"], level=LEVEL)
    made = rows.assign(
        value=value,
        ci_lower=lower,
        ci_upper=upper,
        comparison=np.select([lower > 0, upper < 0], ["higher", "lower"], "cannot tell"),
        mark=_marks(rows, both & np.isnan(value)),
        method="exact ratio",
        denominator=x0,
        per=1.0,
    )
    broken = _across(rows, breaks)
    made.loc[broken, ["value", "ci_lower", "ci_upper"]] = np.nan
    made.loc[broken, "comparison"] = ""
    made.loc[broken & (made["mark"] == ""), "mark"] = str(Mark.BREAK)
    return finish(made, "change")


def _across(rows: pd.DataFrame, breaks: Mapping[str, Sequence[Break]]) -> NDArray[np.bool_]:
    """Which rows set one side of a break against the other."""
    columns = ["measure", *_DATES, "baseline_start", "baseline_end"]
    told = {
        key: any(
            one.stops_trends and one.lies_between(Period(key[3], key[4]), Period(key[1], key[2]))
            for one in breaks.get(key[0], ())
        )
        for key in rows[columns].drop_duplicates().itertuples(index=False, name=None)
    }
    return np.array([told[key] for key in rows[columns].itertuples(index=False, name=None)], dtype=np.bool_)


def _pairs(base: pd.DataFrame, baselines: Mapping[str, Period], current: Period | None) -> pd.DataFrame:
    """Which period is set against which: once each, and never against itself."""
    held = sorted({Period(start, end) for start, end in base[_DATES].drop_duplicates().itertuples(index=False)})
    asked = held if current is None else [current]
    found = {(period, period.shift(-12)) for period in held} | {
        (period, earlier)
        for period in asked
        for earlier in baselines.values()
        if period.months == earlier.months and period != earlier
    }
    rows = [(p.start, p.end, e.start, e.end) for p, e in sorted(found)]
    return pd.DataFrame(rows, columns=[*_DATES, "baseline_start", "baseline_end"], dtype=object)


def _marks(rows: pd.DataFrame, is_from_zero: NDArray[np.bool_]) -> NDArray[np.object_]:
    either = [(rows["mark"] == SUPPRESSED) | (rows["mark_0"] == SUPPRESSED), rows["mark"] != "", rows["mark_0"] != ""]
    return np.select([*either, is_from_zero], [SUPPRESSED, rows["mark"], rows["mark_0"], NOT_APPLICABLE], "")
