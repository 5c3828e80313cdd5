"""Residents as denominators: of the areas that the source covers, in the ages and sex of the measure and the group."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from opensna.core.area import Area
from opensna.core.period import Period
from opensna.measures.cube import SEPARATOR
from opensna.measures.measure import Measure, PopulationDenominator, Range
from opensna.reference.population import EARLIEST_YEAR, residents

SEXES = ("Female", "Male")

Floats = NDArray[np.float64]


def person_years(
    measure: Measure, *, breakdown: tuple[str, ...], groups: Sequence[str], periods: Sequence[Period],
    areas: Sequence[Area], covered: Sequence[str], population_year: int | None,
) -> Floats:  # fmt: skip
    """Residents (areas, periods, groups), times years if the measure is annualised.

    NaN where nobody publishes them: wards, and groups that are not a known sex or age band (ethnicity, weapon, unknown); and
    before the first mid-year held, unless a year is asked for. After the last one, its residents stand in.
    A whole is the sum of the covered areas.
    """
    found = np.full((len(areas), len(periods), len(groups)), np.nan)
    if not isinstance(measure.denominator, PopulationDenominator) or measure.level == "ward":
        return found
    codes = tuple((area.code, area.is_whole) for area in areas)
    for g, group in enumerate(groups):
        who = _who(measure.denominator.age, breakdown, group)
        if who is None:
            continue
        for p, period in enumerate(periods):
            if population_year is None and period.mid_year < EARLIEST_YEAR:
                continue
            people = _residents(population_year or period.mid_year, who, codes, tuple(covered))
            found[:, p, g] = people * (period.years if measure.annualised else 1.0)
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
    """Ages of a band written "15-19", "15 to 19", "65+", "65 and over" or "0"."""
    text = text.replace(" to ", "-").replace(" and over", "+")
    first, _, last = text.removesuffix("+").partition("-")
    if not first.isdecimal() or (last and not last.isdecimal()):
        return None
    return int(first), None if text.endswith("+") else int(last or first)


@lru_cache(maxsize=4096)
def _residents(year: int, who: Who, codes: tuple[tuple[str, bool], ...], covered: tuple[str, ...]) -> Floats:
    """Residents of each area in order, NaN for one without a population; a whole's are those of the covered areas."""
    first, last, sex = who
    people = residents(year=year, age_min=first, age_max=last, sex=sex)
    by_area: Floats = people.reindex([code for code, _ in codes]).to_numpy(dtype=np.float64, copy=True)
    by_area[[is_whole for _, is_whole in codes]] = float(people.reindex(list(covered)).sum())
    by_area.flags.writeable = False
    return by_area
