"""Stops and searches as figures of a force: how many, of which ethnic group as an officer saw it, and how many led to something."""

from __future__ import annotations

from typing import Any

import ibis
import pandas as pd
import pyarrow as pa

from opensna.core.period import Period
from opensna.reference.police_forces import code_of_force

SEARCHES = "Stops and searches"
FOLLOWED = "Stops and searches that led to an outcome"
GROUP = "ethnicity_officer_defined="
UNKNOWN = "Unknown"
NOTHING = ("", "a no further action disposal", "nothing found - no further action")
"""Outcomes, in small letters, that say that nothing followed."""
YEAR = 12
_BY = ["indicator", "area_code", "area_name", "group"]


def searches_as_figures(table: Any) -> Any:
    """Counts of the release's rows in the shape of `_published.figures_contract`, by month and over twelve months on end.

    Twelve months of which the release holds no row of the force in one are not there. Forces without an area are left out.
    """
    outcome = table.outcome.fill_null("").strip().lower()
    counted = table.mutate(
        followed=~outcome.isin(list(NOTHING)), seen=table.ethnicity_officer_defined.fill_null(UNKNOWN)
    )
    grouped = counted.group_by(["reported_by", "month", "seen", "followed"]).aggregate(number=ibis._.count())
    rows = grouped.to_pyarrow().to_pandas()
    codes = rows["reported_by"].map(code_of_force)
    numbers = [when.year * 12 + when.month - 1 for when in rows["month"]]
    rows = rows.assign(area_code=codes, area_name=rows["reported_by"], month=numbers).dropna(subset="area_code")
    kinds = [
        rows.assign(indicator=SEARCHES, group=""),
        rows.assign(indicator=SEARCHES, group=GROUP + rows["seen"]),
        rows[rows["followed"]].assign(indicator=FOLLOWED, group=""),
    ]
    months = pd.concat(kinds, ignore_index=True).groupby([*_BY, "month"])["number"].sum().unstack("month", fill_value=0)
    whole = rows.groupby("area_code")["month"].agg(lambda held: frozenset(held))
    return ibis.memtable(pa.Table.from_pandas(_spans(months, whole), preserve_index=False))


def _spans(months: pd.DataFrame, held: pd.Series) -> pd.DataFrame:
    """Figures of one month, and of the twelve that end with it where the force has rows in each. A month is a running number."""
    made = []
    for end in map(int, months.columns):
        for length in (1, YEAR):
            span = list(range(end - length + 1, end + 1))
            sums = months.reindex(columns=span).sum(axis=1).rename("value").reset_index()
            inside = [code in held.index and held[code].issuperset(span) for code in sums["area_code"]]
            when = Period.of_months(*_year_and_month(span[0]), length)
            made.append(sums[inside].assign(period_start=when.start, period_end=when.end))
    found = pd.concat(made or [pd.DataFrame(columns=[*_BY, "value", "period_start", "period_end"])], ignore_index=True)
    absent = {name: float("nan") for name in ("lower", "upper")}
    mark = pd.Series(None, found.index, dtype="string")
    return found.assign(area_type="pfa", value=found["value"].astype(float), mark=mark, **absent)


def _year_and_month(number: int) -> tuple[int, int]:
    return number // 12, number % 12 + 1
