"""The Green Book's long-term discount rates, and what a year of life in good health is valued at."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np

from opensna.core.errors import InputError
from opensna.reference._money import table
from opensna.reference.prices import PriceYear
from opensna.stats.rates import Floats

Schedule = Literal["standard", "health", "catastrophic"]


@cache
def discount_rates(schedule: Schedule = "standard") -> Floats:
    """Rate of each year after the first, year 1 at position 0, as a share (3.5 per cent is 0.035)."""
    rows = table("discount_rates.csv")
    first, last = rows["year_from"].astype(int), rows["year_to"].astype(int)
    rates = np.empty(int(last.max()))
    for start, end, rate in zip(first, last, rows[schedule].astype(float), strict=True):
        rates[max(start, 1) - 1 : end] = rate
    rates.setflags(write=False)
    return rates


def discount_factors(years: int, *, schedule: Schedule = "standard") -> Floats:
    """What a pound of year 0, 1, … `years` - 1 is worth in year 0 (years,); year 0 is 1.

    Each year divides the factor of the year before by one plus that year's own rate, so that the fall in the rate after
    year 30 does not reach back.

    Raises
    ------
    InputError : no years, or more than the schedule holds.

    Source
    ------
    HM Treasury, The Green Book (2022), annex A6.

    Examples
    --------
    >>> discount_factors(32)[[0, 1, 30, 31]].round(4).tolist()
    [1.0, 0.9662, 0.3563, 0.3459]
    """
    rates = discount_rates(schedule)
    if not 1 <= years <= len(rates) + 1:
        raise InputError(
            "a number of years that the discount schedule does not hold",
            where="discount_factors",
            found=str(years),
            expected=f"1 to {len(rates) + 1}",
            do_this="give the years from the first to the last in which there is a cost or a benefit",
        )
    return np.concatenate(([1.0], 1 / np.cumprod(1 + rates[: years - 1])))


@dataclass(frozen=True)
class LifeValue:
    """What a year of life is valued at: a QALY (good health) or a WELLBY (a point of life satisfaction)."""

    id: str
    value: float
    price_year: PriceYear
    source: str


@cache
def life_values() -> tuple[LifeValue, ...]:
    """The quality-adjusted life year of each appraiser, and the wellbeing-adjusted one."""
    qalys = table("qaly_values.csv").assign(id=lambda rows: "qaly_" + rows["id"])
    rows = [
        *qalys.rename(columns={"value_gbp": "value"}).to_dict("records"),
        *table("valued_lives.csv").to_dict("records"),
    ]
    return tuple(
        LifeValue(str(r["id"]), float(r["value"]), PriceYear.parse(str(r["price_year"])), str(r["source"]))
        for r in rows
    )
