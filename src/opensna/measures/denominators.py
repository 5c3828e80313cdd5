"""Residents as denominators: of the areas that the source covers, in the ages and sex of the measure and the group."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from opensna.core.area import Area
from opensna.core.period import Period
from opensna.measures.cube import SEPARATOR
from opensna.measures.measure import Measure, PopulationDenominator, Range
from opensna.reference.areas import LONDON
from opensna.reference.population import residents

SEXES = ("Female", "Male")

Floats = NDArray[np.float64]


def person_years(
    measure: Measure, *, breakdown: tuple[str, ...], groups: Sequence[str], periods: Sequence[Period],
    areas: Sequence[Area], covered: Sequence[str], population_year: int | None,
) -> Floats:  # fmt: skip
    """Residents (areas, periods, groups), times years if the measure is annualised.

    NaN where nobody publishes them: wards, and groups that are not a known sex or age band (ethnicity, weapon, unknown).
    London is the sum of the covered areas.
    """
    found = np.full((len(areas), len(periods), len(groups)), np.nan)
    if not isinstance(measure.denominator, PopulationDenominator) or measure.level == "ward":
        return found
    for g, group in enumerate(groups):
        who = _who(measure.denominator.age, breakdown, group)
        if who is None:
            continue
        for p, period in enumerate(periods):
            people = _residents(population_year or period.mid_year, *who)
            column = people.reindex([area.code for area in areas]).to_numpy(dtype=np.float64, copy=True)
            total = float(people.reindex(list(covered)).sum())
            column[[area.code == LONDON for area in areas]] = total
            found[:, p, g] = column * (period.years if measure.annualised else 1.0)
    return found


Who = tuple[int | None, int | None, str | None]


def _who(ages: Range, breakdown: tuple[str, ...], group: str) -> Who | None:
    """First age, last age and sex of the residents of a group; None if they are not known."""
    first, last, sex = ages.minimum, ages.maximum, None
    for column, value in zip(breakdown, group.split(SEPARATOR) if breakdown else (), strict=True):
        if column == "sex" and value in SEXES:
            sex = value
        elif column == "age_band" and (band := _band(value)) is not None:
            first = band[0] if first is None else max(first, band[0])
            last = band[1] if last is None else last if band[1] is None else min(last, band[1])
        else:
            return None
    if first is not None and last is not None and first > last:
        return None
    return first, last, sex


def _band(text: str) -> tuple[int, int | None] | None:
    """Ages of a band written "15-19", "65+" or "0"."""
    first, _, last = text.removesuffix("+").partition("-")
    if not first.isdecimal() or (last and not last.isdecimal()):
        return None
    return int(first), None if text.endswith("+") else int(last or first)


@cache
def _residents(year: int, age_min: int | None, age_max: int | None, sex: str | None) -> pd.Series:
    return residents(year=year, age_min=age_min, age_max=age_max, sex=sex)
