"""English indices of deprivation, local authority summaries; and which of the indices contain crime."""

from __future__ import annotations

import pandas as pd

from opensna.reference._data import table

CRIME_FREE_DOMAINS = (
    "Income",
    "Employment",
    "Education",
    "Health",
    "Barriers to housing and services",
    "Living environment",
)
"""Domains of the index that are made without crime. The other is Crime, and multiple deprivation is made from all seven."""


def imd(edition: int | None = None) -> pd.DataFrame:
    """Index of Multiple Deprivation of each authority of England; one row an authority and edition.

    Parameters
    ----------
    edition : 2019 or 2025; both where not given. The two are not comparable as scores: boundaries and indicators differ.

    Returns
    -------
    edition, area_code (317 authorities of 2019, 296 of 2024), average_score (higher is more deprived), rank_of_average_score
    and rank_of_average_rank (1 = most deprived of `authorities` in England; the latter absent for 2019), income_average_score
    (share of people income-deprived), authorities. The index has a crime domain: never regress violence on it; use
    income_average_score.
    """
    rows = table("imd_england.csv").astype({"rank_of_average_rank": "Int64"})
    return rows if edition is None else rows[rows["edition"] == edition].reset_index(drop=True)


def contains_crime(indicator: str) -> bool:
    """Whether an index, or an indicator of the sources imd_2019 and imd_2025, is made from recorded crime.

    Whatever is not of a domain that is known to be without crime counts as made from it.

    Examples
    --------
    >>> contains_crime("Multiple deprivation: average score"), contains_crime("Income: average score")
    (True, False)
    """
    return indicator.partition(":")[0] not in CRIME_FREE_DOMAINS
