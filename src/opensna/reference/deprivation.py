"""English indices of deprivation, local authority summaries."""

from __future__ import annotations

import pandas as pd

from opensna.reference._data import table


def imd(edition: int | None = None) -> pd.DataFrame:
    """Index of Multiple Deprivation of each of the 33 authorities; one row an authority and edition.

    Parameters
    ----------
    edition : 2019 or 2025; both where not given. The two are not comparable as scores: boundaries and indicators differ.

    Returns
    -------
    edition, area_code, average_score (higher is more deprived), rank_of_average_score and rank_of_average_rank (1 = most
    deprived of `authorities` in England; the latter absent for 2019), income_average_score (share of people income-deprived),
    authorities. The index has a crime domain: never regress violence on it; use income_average_score.
    """
    rows = table("imd_london.csv").astype({"rank_of_average_rank": "Int64"})
    return rows if edition is None else rows[rows["edition"] == edition].reset_index(drop=True)
