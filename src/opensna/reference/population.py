"""Residents: mid-year estimates of the Office for National Statistics, 2011 to 2023, rebased to the 2021 census."""

from __future__ import annotations

import pandas as pd

from opensna.reference._data import table

LATEST_YEAR = 2023
EARLIEST_YEAR = 2011
OLDEST = 90
"""The last single year of age: it means 90 and over."""


def nearest_year(year: int) -> int:
    """The year held that is nearest: figures of 2024 are divided by 2023's residents, and say so."""
    return min(max(year, EARLIEST_YEAR), LATEST_YEAR)


def residents(*, year: int, age_min: int | None = None, age_max: int | None = None, sex: str | None = None) -> pd.Series:
    """Residents of each of the 33 authorities.

    Parameters
    ----------
    year : mid-year, answered by the nearest year held.
    age_min, age_max : both included; open where not given.
    sex : "Female", "Male", or everybody.

    Returns
    -------
    Series (33,) of whole persons, indexed by area_code, named "population".
    """
    rows = table("population_london.parquet")
    low, high = age_min or 0, OLDEST if age_max is None else age_max
    chosen = rows[(rows["year"] == nearest_year(year)) & rows["age"].between(low, high)]
    people = chosen["female"] + chosen["male"] if sex is None else chosen[sex.lower()]
    return people.groupby(chosen["area_code"]).sum().astype("int64").rename("population")
