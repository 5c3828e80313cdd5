"""Need by area, cohort and hours of the week: what is to be counted, and the plain table that the commissioning map takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import ibis
import numpy as np
import pandas as pd

from opensna.alignment.need_plan import ANY, DAYS, UNKNOWN, NeedPlan
from opensna.core.counts import DisclosedCounts
from opensna.core.errors import InputError
from opensna.core.missing import Mark
from opensna.core.period import Period
from opensna.measures.measure import Measure

Term = tuple[date, date]
"""A stretch in which schools are open: its first day and its last."""

COLUMNS = ("area_code", "cohort", "band", "value", "low", "high", "mark", "years")
"""Disclosed offences of a cohort in a band in so many years; value NaN where hidden or absent, low and high what it may be."""
SOURCE, BAND = "police_offences", "need_band"
_PREFIX = "need_"


def need_measures(plan: NeedPlan) -> tuple[Measure, ...]:
    """A count of offences for each cohort, broken down by band: for actions to count, in a table made by `with_bands`."""
    return tuple(
        Measure(
            id=f"{_PREFIX}{cohort.id}", title=cohort.name, question=f"When is {cohort.name.lower()} recorded?", source=SOURCE,
            unit="offence", where=cohort.where, method="count", breakdowns=(BAND,), grain="year", direction="lower_is_better",
        )
        for cohort in plan.cohorts
    )  # fmt: skip


def with_bands(offences: ibis.Table, plan: NeedPlan, terms: Sequence[Term] = ()) -> ibis.Table:
    """Offences with the column BAND: the band's id, or "unknown" where the hour is not known.

    Parameters
    ----------
    offences : with `date` and `hour`. terms : in which schools are open; without them the plan must be `all_year()`.
    """
    day, hour, when = offences.date.day_of_week.index(), offences.hour, offences.date
    in_term = ibis.or_(*(when.between(first, last) for first, last in terms)) if terms else ibis.literal(True)
    tests = []
    for band in plan.bands:
        test = day.isin([DAYS.index(name) for name in band.days]) & hour.isin(band.hours)
        tests.append((test & (in_term if band.only == "term" else ~in_term) if band.only else test, band.id))
    return offences.mutate(**{BAND: ibis.cases((hour.isnull(), UNKNOWN), *tests, else_=UNKNOWN)})


def need_of(
    disclosed: DisclosedCounts, plan: NeedPlan, *, periods: Sequence[Period], whole: str
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """The table of COLUMNS from disclosed counts of `need_measures`, pooled over years where one year would be hidden.

    Parameters
    ----------
    periods : the assessed period, and after it longer ones of whole years to pool.
    whole : code of the area that the others make up.

    Returns
    -------
    The table, and what was pooled, or stays hidden and is for the partnership audience only, in words. A cohort and band is
    taken from the first period in which no area of it is hidden, or else from the last, for all areas alike.
    """
    table = disclosed.table.assign(cohort=disclosed.table["measure"].str.removeprefix(_PREFIX))
    table["band"] = np.where(table["breakdown"] == "none", ANY, table["group"])
    cohorts = {c.id: c.name for c in plan.cohorts}
    parts, said = [], []
    for (cohort, band), rows in table.groupby(["cohort", "band"], sort=False):
        what = f"{cohorts[str(cohort)]}, {plan.band_names[str(band)].lower()}"
        by_period = [rows[(rows["period_start"] == p.start) & (rows["period_end"] == p.end)] for p in periods]
        hidden = [int((part["mark"] == Mark.SUPPRESSED).sum()) for part in by_period]
        chosen = next((i for i, n in enumerate(hidden) if n == 0), len(periods) - 1)
        if chosen:
            said.append(
                f"{what}: pooled over {periods[chosen].label}, because {periods[0].label} hides {hidden[0]} of the areas"
            )
        if hidden[chosen]:
            said.append(
                f"{what}: {hidden[chosen]} of the areas stay hidden [c]; their counts are for the partnership audience only"
            )
        parts.append(by_period[chosen].assign(cohort=str(cohort), band=str(band), years=periods[chosen].months / 12))
    made = pd.concat(parts, ignore_index=True) if parts else table.assign(years=1.0)
    named = made.rename(columns={"numerator": "value", "numerator_low": "low", "numerator_high": "high"})
    return close_upper_bounds(named[list(COLUMNS)], whole), tuple(said)


def close_upper_bounds(need: pd.DataFrame, whole: str) -> pd.DataFrame:
    """The table with an endless upper bound closed by the whole: an area has at most what the others leave of it."""
    made = need.reset_index(drop=True).copy()
    for _, rows in made.groupby(["cohort", "band"], sort=False):
        top, parts = rows[rows["area_code"] == whole], rows[rows["area_code"] != whole]
        if len(top) != 1 or not np.isfinite(top["high"].iloc[0]):
            continue
        left = top["high"].iloc[0] - (parts["low"].fillna(0).sum() - parts["low"].fillna(0))
        open_ended = parts.index[np.isinf(parts["high"])]
        made.loc[open_ended, "high"] = np.maximum(left[open_ended], parts.loc[open_ended, "low"])
    return made


def check_need(need: pd.DataFrame, plan: NeedPlan, names: Mapping[str, str]) -> pd.DataFrame:
    """The table in COLUMNS, `years` 1 where it is not given; areas of `names` (the whole may be one of them) by code.

    Raises
    ------
    InputError : lacking columns; an area, cohort or band that is not known; a cell twice; a value outside its bounds; a column
        of ethnicity, which is no input to prioritisation.
    """
    lacking = [name for name in COLUMNS[:-1] if name not in need.columns]
    if lacking:
        raise _refused(f"lacks {', '.join(lacking)}", "hand in one row an area, cohort and band with these columns")
    if any("ethnic" in str(name).lower() for name in need.columns):
        raise _refused(
            "a column of ethnicity", "hand in the need of everybody: ethnicity is no input to prioritisation"
        )
    made = (need if "years" in need.columns else need.assign(years=1.0))[list(COLUMNS)].reset_index(drop=True)
    made[["value", "low", "high", "years"]] = made[["value", "low", "high", "years"]].astype("float64")
    known = {"area_code": names, "cohort": {c.id for c in plan.cohorts}, "band": plan.band_names}
    for column, allowed in known.items():
        strange = sorted(set(made[column].astype(str)) - set(allowed))
        if strange:
            raise _refused(f"{column} {', '.join(strange[:5])}", f"use one of: {', '.join(list(allowed)[:40])}")
    if made.duplicated(["area_code", "cohort", "band"]).any():
        raise _refused("an area, cohort and band twice", "hand in one row for each")
    held = made["value"].notna() | (made["mark"] == Mark.SUPPRESSED)
    outside = (
        made["low"].gt(made["value"])
        | made["high"].lt(made["value"])
        | made["low"].gt(made["high"])
        | made["low"].lt(0)
    )
    unbound = held & (made["low"].isna() | made["high"].isna())
    unmarked = ~held & (made["mark"].fillna("") == "")
    if (outside | unbound | unmarked | made["years"].le(0)).any():
        raise _refused(
            f"{int((outside | unbound | unmarked | made['years'].le(0)).sum())} rows",
            "give each value bounds from 0 up that hold it, each absent one a mark, and years above 0",
        )
    return made


def _refused(found: str, remedy: str) -> InputError:
    return InputError(
        "this need cannot be mapped", where="need", found=found, expected=", ".join(COLUMNS), do_this=remedy
    )
