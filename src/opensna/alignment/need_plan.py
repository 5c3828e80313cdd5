"""Whose need the commissioning map looks at, and at which hours: cohorts and bands of the week, as data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from pydantic import BaseModel, ConfigDict, Field, model_validator

from opensna.commissioning.programme import Day, Hours
from opensna.core.document import fit, read_yaml
from opensna.measures.measure import Condition

DAYS: tuple[Day, ...] = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
SEASONS = ("term", "holidays")
Slots = frozenset[tuple[str, int, str]]
"""Hours of a week: day, hour from 0 to 23, and whether in term or in the holidays."""
WEEK: Slots = frozenset((day, hour, season) for day in DAYS for hour in range(24) for season in SEASONS)
ANY, UNKNOWN = "any", "unknown"
"""Bands that are no hours: all together, and offences whose hour is not known."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Cohort(_Model):
    """People whose need is counted: `where` as in a measure of offences; ages or words say which programmes serve them."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: str
    where: dict[str, Condition]
    age_from: int | None = None
    age_to: int | None = None
    words: tuple[str, ...] = Field(min_length=1)
    unless: tuple[str, ...] = ()

    @property
    def has_ages(self) -> bool:
        """Whether it is people of certain ages."""
        return self.age_from is not None or self.age_to is not None


class Band(_Model):
    """Hours from `starts` up to and without `ends` on each of `days`; one that ends before it starts takes both ends of the day."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: str
    name_all_year: str | None = None
    days: tuple[Day, ...] = Field(min_length=1)
    starts: int = Field(ge=0, le=23)
    ends: int = Field(ge=1, le=24)
    only: str | None = Field(default=None, pattern="^(term|holidays)$")

    @property
    def hours(self) -> tuple[int, ...]:
        """Its hours, 0 to 23."""
        inside = range(self.starts, self.ends)
        return tuple(inside) if self.starts < self.ends else (*range(self.ends), *range(self.starts, 24))

    @property
    def slots(self) -> Slots:
        """Its hours of the week."""
        seasons = (self.only,) if self.only else SEASONS
        return frozenset((day, hour, season) for day in self.days for hour in self.hours for season in seasons)


class NeedPlan(_Model):
    """Cohorts, and bands that share out the week: every hour is in exactly one."""

    cohorts: tuple[Cohort, ...] = Field(min_length=1)
    bands: tuple[Band, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _shares_out_the_week(self) -> NeedPlan:
        held = Counter(slot for band in self.bands for slot in band.slots)
        twice, lacking = _in_order(s for s, n in held.items() if n > 1), _in_order(WEEK - held.keys())
        if twice or lacking:
            day, hour, season = (twice or lacking)[0]
            raise ValueError(
                f"{day} {hour}:00 in {season} is in {'two bands' if twice else 'no band'}; every hour is in one"
            )
        ids = [*(cohort.id for cohort in self.cohorts), *(band.id for band in self.bands)]
        if len(set(ids)) < len(ids) or {ANY, UNKNOWN} & set(ids):
            raise ValueError(f"an id is given twice, or is one of {ANY} and {UNKNOWN}, which stand for no hours")
        return self

    def all_year(self) -> NeedPlan:
        """The plan where nobody says when schools are open: bands of term take in the holidays, and say so."""
        kept = [band for band in self.bands if band.only != "holidays"]
        bands = [b.model_copy(update={"only": None, "name": b.name_all_year or b.name}) if b.only else b for b in kept]
        return NeedPlan(cohorts=self.cohorts, bands=tuple(bands))

    @property
    def band_names(self) -> dict[str, str]:
        """Name by id of every band, all hours first and unknown hours last."""
        return {ANY: "Any hour", **{band.id: band.name for band in self.bands}, UNKNOWN: "Hour not known"}


def slots_of(hours: Iterable[Hours]) -> Slots:
    """Hours of the week that a programme touches. One that closes before it opens runs past midnight; at the same hour, all day."""
    found: set[tuple[str, int, str]] = set()
    for entry in hours:
        first, last = entry.opens.hour, entry.closes.hour + bool(entry.closes.minute or entry.closes.second)
        end = last if entry.closes > entry.opens else last + 24
        for day in entry.days:
            for hour in range(first, end):
                when = DAYS[(DAYS.index(day) + hour // 24) % 7]
                found |= {(when, hour % 24, s) for s in SEASONS if s == "term" or not entry.in_term_only}
    return frozenset(found)


@cache
def need_plan() -> NeedPlan:
    """The plan that comes with OpenSNA."""
    return read_need_plan(resources.files("opensna.alignment") / "need_plan.yaml")


def read_need_plan(file: Traversable) -> NeedPlan:
    """A plan's file; DocumentError, naming the field, if it does not fit."""
    return fit(read_yaml(file), NeedPlan, where=file.name)


def _in_order(slots: Iterable[tuple[str, int, str]]) -> list[tuple[str, int, str]]:
    return sorted(slots, key=lambda slot: (DAYS.index(slot[0]), slot[1], slot[2]))
