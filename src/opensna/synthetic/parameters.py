"""What the synthetic London is calibrated to: parameters.yaml and classes.yaml as typed models."""

from __future__ import annotations

import datetime as dt
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from opensna.core.document import fit, read_yaml

ByYear = dict[int, float]
"""A figure by year; a year between two that are given is on the line between them."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Totals(_Strict):
    """Offences by year, at true size."""

    source: str
    totals: dict[int, int]


class TotalsByClass(_Strict):
    """Offences by class and year, at true size."""

    source: str
    totals: dict[str, dict[int, int]]


class Knife(_Strict):
    """Share of offences with a knife flag, by class and year."""

    source: str
    under_25: dict[str, ByYear]
    others: dict[str, ByYear]


class BoroughOrder(_Strict):
    """Borough to its six ranks of Table 12, and how weight falls from the first rank to the last."""

    source: str
    weight_of_first: dict[str, float]
    weight_of_last: dict[str, float]
    ranks: dict[str, tuple[int, int, int, int, int, int]]


class UnknownBorough(_Strict):
    """Share of offences without a borough, by class, from a year on."""

    source: str
    since: int
    shares: dict[str, float]


class Ages(_Strict):
    """Shares of age bands ("10-14"), and of ages that are not known, 0 or under 10 among those who are not under 25."""

    source: str
    suspects_young: dict[str, tuple[float, float]]
    victims_young: dict[str, dict[str, float]]
    others: dict[str, dict[str, float]]
    not_known: dict[str, float]
    recorded_as_0: dict[str, float]
    under_10: dict[str, float]


class Ethnicity(_Strict):
    """Shares in 2019 and 2023, and the share of known ones that the person gave."""

    source: str
    victims: dict[str, tuple[float, float]]
    suspects: dict[str, tuple[float, float]]
    self_classified: dict[str, float]


class SharesByRole(_Strict):
    """Shares by role, then by case."""

    source: str
    victims: dict[str, float]
    suspects: dict[str, float]


class Wards(_Strict):
    """Share of offences without a ward, and the share of a borough that a ward holds."""

    source: str
    not_known: float
    hotspots: dict[str, float]


class Seasons(_Strict):
    """Twelve weights by profile, and factors on a month ("2020-04") of it."""

    source: str
    months: dict[str, list[float]]
    lockdown: dict[str, dict[str, float]]


class Hours(_Strict):
    """Twenty-four weights by profile, and the share of hours not known."""

    source: str
    profiles: dict[str, list[float]]
    not_known: dict[str, float]


class AmbulanceCell(_Strict):
    """Incidents by year of one type, weapon and age band of patient."""

    incident_type: str
    weapon: str
    age: str
    totals: dict[int, int]


class Ambulance(_Strict):
    """Ambulance assault incidents."""

    source: str
    cells: list[AmbulanceCell]


class Flags(_Strict):
    """Share of a class's offences with a flag; of lethal barrel discharge: share of those with the gun flag."""

    source: str
    gun: dict[str, float]
    lethal_barrel_of_gun: dict[str, float]
    hate: dict[str, float]


class Parameters(_Strict):
    """The document parameters.yaml."""

    domestic_abuse: Totals
    under_25: TotalsByClass
    knife: Knife
    borough_order: BoroughOrder
    unknown_borough: UnknownBorough
    ages: Ages
    ethnicity: Ethnicity
    residence: SharesByRole
    repeats: SharesByRole
    wards: Wards
    seasons: Seasons
    hours: Hours
    ambulance: Ambulance
    flags: Flags


class OffenceName(_Strict):
    """An offence as the Met Police names it, with its Home Office class and its share of the offence class.

    `since` is the first day of an offence that was not there before; `victim` the sex and ages that the name says.
    """

    name: str
    code: str | None = None
    share: float
    since: dt.date | None = None
    hate: bool = False
    gun: bool = False
    victim: tuple[Literal["Female", "Male", "Any"], int, int] = ("Any", 0, 120)


class SexShares(_Strict):
    """(female, male) with a domestic abuse flag and without; the rest is unknown."""

    domestic_abuse: tuple[float, float]
    others: tuple[float, float]


class OffenceClass(_Strict):
    """A subgroup, or a part of one that has printed totals of its own."""

    name: str
    subgroup: str = ""
    group: str
    mps: tuple[str, str]
    source: str
    totals: dict[int, int] = Field(default_factory=dict)
    season: str
    hours: str
    ages: str
    domestic_abuse: float | Literal["remainder"]
    under_25_share: float | None = None
    trend: bool = False
    victims: tuple[float, float, float, float]
    suspects: tuple[float, float]
    per_offence: tuple[float, float, float]
    young: tuple[float, float]
    victim_sex: SexShares
    suspect_sex: SexShares
    offences: tuple[OffenceName, ...]

    @property
    def stored_subgroup(self) -> str:
        """The subgroup that a row of this class carries."""
        return self.subgroup or self.name


class Classes(_Strict):
    """The document classes.yaml."""

    classes: tuple[OffenceClass, ...]


@cache
def parameters() -> Parameters:
    """The parameters that come with OpenSNA."""
    path = resources.files("opensna.synthetic") / "parameters.yaml"
    return fit(read_yaml(path), Parameters, where=path.name)


@cache
def classes() -> tuple[OffenceClass, ...]:
    """The offence classes, in the order that class numbers of the other modules mean."""
    path = resources.files("opensna.synthetic") / "classes.yaml"
    return fit(read_yaml(path), Classes, where=path.name).classes


def in_year(values: dict[int, float], year: int) -> float:
    """The figure of the year, on the line between the years that are given; flat outside them."""
    years = sorted(values)
    for first, last in pairwise(years):
        if first <= year <= last:
            return values[first] + (values[last] - values[first]) * (year - first) / (last - first)
    return values[years[0]] if year < years[0] else values[years[-1]]


def between(values: tuple[float, float], year: int) -> float:
    """The share of the year on the line from 2019 to 2023."""
    return in_year({2019: values[0], 2023: values[1]}, year)
