"""Stops and searches as figures of a force: how many, of which ethnic group as an officer saw it, and how many led to something."""

from __future__ import annotations

from typing import Any

import ibis
import pandas as pd

from opensna.reference.police_forces import code_of_force
from opensna.sources._rolling import KEY, as_figures, number_of

SEARCHES = "Stops and searches"
FOLLOWED = "Stops and searches that led to an outcome"
GROUP = "ethnicity_officer_defined="
UNKNOWN = "Unknown"
NOTHING = ("", "a no further action disposal", "nothing found - no further action")
"""Outcomes, in small letters, that say that nothing followed."""


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
    numbers = [number_of(when) for when in rows["month"]]
    rows = rows.assign(area_code=codes, area_name=rows["reported_by"], month=numbers).dropna(subset="area_code")
    kinds = [
        rows.assign(indicator=SEARCHES, group=""),
        rows.assign(indicator=SEARCHES, group=GROUP + rows["seen"]),
        rows[rows["followed"]].assign(indicator=FOLLOWED, group=""),
    ]
    months = pd.concat(kinds, ignore_index=True).groupby([*KEY, "month"])["number"].sum().unstack("month", fill_value=0)
    held = rows.groupby("area_code")["month"].agg(frozenset)
    return as_figures(
        months, [held.get(code, frozenset()) for code in months.index.get_level_values("area_code")], "pfa"
    )
