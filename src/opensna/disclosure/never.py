"""What is never published, whatever its size."""

from __future__ import annotations

import pandas as pd

from opensna.core.counts import Counts
from opensna.disclosure.rows import Bools
from opensna.reference.areas import LONDON


def leave_out_never(counts: Counts, *, audience: str) -> Counts:
    """For others than the authors, counts without two kinds.

    Suspects by ethnicity below London: those of a borough are never public. Restricted counts of single months, of what is counted
    for longer as well: they divide every other figure of the source into months, and more would be hidden for them than they tell.
    """
    if audience == "authors":
        return counts
    table = counts.table
    suspects = (
        (table["unit"] == "suspect") & table["breakdown"].str.contains("ethnicity") & (table["area_code"] != LONDON)
    )
    is_month = _is_month(table)
    is_longer_too = table["measure"].isin(table.loc[~is_month, "measure"].unique())
    months = is_month & is_longer_too & (table["access"] == "restricted")
    return Counts(table[~(suspects | months)].reset_index(drop=True))


def _is_month(table: pd.DataFrame) -> Bools:
    """(n_rows,) whether the period of a row is within one month."""
    first, last = (pd.to_datetime(table[name]).dt.to_period("M").to_numpy() for name in ("period_start", "period_end"))
    found: Bools = first == last
    return found
