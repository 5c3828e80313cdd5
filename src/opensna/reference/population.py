"""Residents: mid-year estimates of the Office for National Statistics, 2011 to 2023, rebased to the 2021 census."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import numpy as np
import pandas as pd

from opensna.core.errors import InputError, UnknownIdError
from opensna.reference._data import table
from opensna.reference.areas import LONDON, boroughs

LATEST_YEAR = 2023
EARLIEST_YEAR = 2011
OLDEST = 90
"""The last single year of age: it means 90 and over."""
SEXES = ("Female", "Male")


def latest_year() -> int:
    """The last mid-year held."""
    return LATEST_YEAR


def nearest_year(year: int) -> int:
    """The year held that is nearest: figures of 2024 are divided by 2023's residents, and say so."""
    return min(max(year, EARLIEST_YEAR), LATEST_YEAR)


def residents(
    *, year: int, age_min: int | None = None, age_max: int | None = None, sex: str | None = None
) -> pd.Series:
    """Residents of each local authority of England, and of England (E92000001).

    Parameters
    ----------
    year : mid-year, answered by the nearest year held.
    age_min, age_max : both included; open where not given. An age above 90 means 90 and over.
    sex : "Female", "Male", or everybody.

    Returns
    -------
    Series (n_authorities + 1,) of whole persons, indexed by area_code, named "population".

    Raises
    ------
    InputError : an age range that holds nobody, or another sex.
    """
    return _residents(nearest_year(year), *_ages(age_min, age_max), _sex(sex)).copy()


def population(
    area_codes: Iterable[str], *, year: int, age_min: int | None = None, age_max: int | None = None
) -> pd.DataFrame:
    """Residents by sex and single year of age; London (E12000007) is the sum of the 33 authorities.

    Returns
    -------
    area_code, sex, age (90 means 90 and over), population; one row a combination, areas in the order asked for.

    Raises
    ------
    UnknownIdError : a code that is neither London's nor an English authority's.
    InputError : an age range that holds nobody.
    """
    low, high = _ages(age_min, age_max)
    rows = table("population_england.parquet")
    rows = rows[(rows["year"] == nearest_year(year)) & rows["age"].between(low, high)]
    parts = []
    known = set(rows["area_code"])
    for code in area_codes:
        members = [place.code for place in boroughs()] if code == LONDON else [code]
        if not known.issuperset(members):
            raise UnknownIdError.of(
                "area", code, sorted(known), do_this="give London's or an English authority's GSS code"
            )
        by_age = rows[rows["area_code"].isin(members)].groupby("age")[["female", "male"]].sum()
        by_age.columns = pd.Index(SEXES)
        long = by_age.reset_index().melt(id_vars="age", var_name="sex", value_name="population")
        parts.append(long.assign(area_code=code))
    columns = ["area_code", "sex", "age", "population"]
    return pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)


def median_ages(codes: Iterable[str], *, whole: tuple[str, ...]) -> dict[tuple[str, int], float]:
    """Median age in completed years, by area code and year; the key "" is the areas of `whole` together.

    Within a single year of age people are taken to be spread evenly, so that a median has a fraction.
    """
    rows = table("population_england.parquet")
    wanted = [*codes]
    rows = rows[rows["area_code"].isin([*wanted, *whole])]
    people = rows.assign(people=rows["female"] + rows["male"]).pivot_table(
        index=["area_code", "year"], columns="age", values="people", aggfunc="sum"
    )
    together = people[people.index.get_level_values(0).isin(whole)].groupby(level=1).sum()
    together.index = pd.MultiIndex.from_product([[""], together.index])
    every = pd.concat([people[people.index.get_level_values(0).isin(wanted)], together]).to_numpy(dtype=np.float64)
    keys = [*people.index[people.index.get_level_values(0).isin(wanted)], *together.index]
    summed, half = every.cumsum(axis=1), every.sum(axis=1, keepdims=True) / 2
    age = (summed < half).sum(axis=1)
    below = np.where(age > 0, np.take_along_axis(summed, np.maximum(age - 1, 0)[:, None], axis=1)[:, 0], 0.0)
    within = (half[:, 0] - below) / np.take_along_axis(every, age[:, None], axis=1)[:, 0]
    return {(str(code), int(year)): float(a + w) for (code, year), a, w in zip(keys, age, within, strict=True)}


@cache
def _residents(year: int, low: int, high: int, sex: str | None) -> pd.Series:
    rows = table("population_england.parquet")
    chosen = rows[(rows["year"] == year) & rows["age"].between(low, high)]
    people = chosen["female"] + chosen["male"] if sex is None else chosen[sex.lower()]
    return people.groupby(chosen["area_code"]).sum().astype("int64").rename("population")


def _ages(age_min: int | None, age_max: int | None) -> tuple[int, int]:
    low = age_min or 0
    high = max(low, OLDEST) if age_max is None else age_max
    if low < 0 or high < low:
        raise InputError(
            "an age range that holds nobody",
            where="residents",
            found=f"{low} to {high}",
            expected=f"0 to {OLDEST}, youngest first",
            do_this="give the youngest age as age_min and the oldest as age_max",
        )
    return min(low, OLDEST), min(high, OLDEST)


def _sex(sex: str | None) -> str | None:
    if sex is not None and sex not in SEXES:
        raise InputError(
            "no population of this sex",
            where="residents",
            found=repr(sex),
            expected="Female, Male, or none for everybody",
            do_this="use Female or Male: the estimates hold no other",
        )
    return sex
