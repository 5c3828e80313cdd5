"""Synthetic victims and suspects: age, sex, ethnicity, residence, and who is the same person again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from opensna.synthetic.draw import Bools, Floats, Ints, Small, by_shares, generator
from opensna.synthetic.names import is_sexual
from opensna.synthetic.offences import Offences
from opensna.synthetic.parameters import between, classes, in_year, parameters

Role = Literal["victims", "suspects"]
SEXES = ("Female", "Male", "Unknown")
ETHNICITIES = ("White", "Black", "Asian", "Mixed", "Other", "Unknown")
BASES = ("officer observed", "self classified", "not known")
OUTSIDE, NOT_KNOWN = 33, 34
"""Residence numbers after the 33 authorities: outside London, and not known."""


@dataclass
class People:
    """One entry a victim or suspect of an offence, in the offences' order.

    offence : number of the offence. age : -1 where not known. sex, ethnicity, basis, residence : numbers of the lists above.
    person : number of the pseudonymous person.
    """

    offence: Ints
    is_first: Bools
    age: Small
    sex: Small
    ethnicity: Small
    basis: Small
    residence: Small
    person: Ints

    def __len__(self) -> int:
        return len(self.offence)


def young_roles(made: Offences, *, seed: int) -> tuple[Bools, Bools]:
    """For each offence that affects under-25s: whether its first victim is, and whether its first suspect is; never neither."""
    rng = generator(seed, "people", "young")
    shares = np.array([item.young for item in classes()])
    victim = made.affects_under_25 & (made.victims > 0) & (rng.random(len(made)) < shares[made.kind, 0])
    suspect = made.affects_under_25 & (made.suspects > 0) & (rng.random(len(made)) < shares[made.kind, 1])
    neither = made.affects_under_25 & ~victim & ~suspect
    return victim | (neither & (made.victims > 0)), suspect | (neither & (made.victims == 0))


def make_people(made: Offences, role: Role, first_is_young: Bools, *, seed: int) -> People:
    """The victims or suspects of all offences."""
    numbers = made.victims if role == "victims" else made.suspects
    offence = np.repeat(np.arange(len(made)), numbers)
    is_first = np.ones(len(offence), dtype=np.bool_)
    is_first[1:] = offence[1:] != offence[:-1]
    rng = generator(seed, "people", role)
    young = first_is_young[offence] & (is_first | (rng.random(len(offence)) < 0.6))
    year, kind = made.year[offence].astype(np.int64), made.kind[offence].astype(np.int64)
    violence = made.defined[offence] & ~is_sexual()[kind]
    age = _ages(role, young, year * 2 + violence, kind, made.years, rng)
    cell = (((year * len(classes()) + kind) * 2 + made.domestic[offence]) * 2 + young) * 2 + made.defined[offence]
    sex = by_shares(cell, np.repeat(_sex_shares(role, made.years), 4, axis=0), rng)
    known = [[between(getattr(parameters().ethnicity, role)[name], y) for name in ETHNICITIES] for y in made.years]
    ethnicity = by_shares((year * 2 + young) * 2 + violence, np.repeat(known, 4, axis=0), rng)
    self_classified = parameters().ethnicity.self_classified[role]
    given = rng.random(len(offence)) < self_classified
    basis = np.where(ethnicity == ETHNICITIES.index("Unknown"), 2, given).astype(np.int16)
    residence = _residence(role, made.place[offence], rng)
    people = People(offence, is_first, age, sex, ethnicity, basis, residence, offence)
    people.person = _persons(people, made, role, rng)
    return people


def _band(name: str) -> tuple[int, int]:
    first, last = name.split("-")
    return int(first), int(last)


def _in_bands(cells: Ints, tables: list[Mapping[str, float]], rng: np.random.Generator) -> Small:
    """Ages by shares of bands; `tables` has one table of bands for each cell, all with as many bands."""
    category = by_shares(cells, [list(table.values()) for table in tables], rng)
    first = np.array([[_band(name)[0] for name in table] for table in tables])[cells, category]
    last = np.array([[_band(name)[1] for name in table] for table in tables])[cells, category]
    return np.asarray(first + np.floor(rng.random(len(cells)) * (last - first + 1)), dtype=np.int16)


def _ages(role: Role, young: Bools, cell: Ints, kind: Ints, years: tuple[int, ...], rng: np.random.Generator) -> Small:
    rule = parameters().ages
    age = np.empty(len(young), dtype=np.int16)
    if role == "victims":
        names = list(rule.victims_young)
        cells = np.array([names.index(item.ages) for item in classes()])[kind[young]]
        age[young] = _in_bands(cells, list(rule.victims_young.values()), rng)
    else:
        tables = [{band: between(pair, y) for band, pair in rule.suspects_young.items()} for y in years]
        age[young] = _in_bands(cell[young], [table for table in tables for _ in range(2)], rng)
    others = ~young
    age[others] = _in_bands(np.zeros(int(others.sum()), dtype=np.int64), [rule.others[role]], rng)
    odd = rng.random(len(young))
    unknown, zero = rule.not_known[role], rule.recorded_as_0[role]
    age[others & (odd < unknown)] = -1
    age[others & (odd >= unknown) & (odd < unknown + zero)] = 0
    child = others & (odd >= unknown + zero) & (odd < unknown + zero + rule.under_10[role])
    age[child] = 7 + (rng.random(int(child.sum())) * 3).astype(np.int16)
    return age


def _sex_shares(role: Role, years: tuple[int, ...]) -> Floats:
    """(year, class, flag) by (female, male, unknown); suspects of violence move so that women rise from 12% to 17%."""
    rows = []
    for year in years:
        for item in classes():
            shares = item.victim_sex if role == "victims" else item.suspect_sex
            for female, male in (shares.others, shares.domestic_abuse):
                unknown = max(1 - female - male, 0.0)
                if role == "suspects" and item.trend:
                    female *= in_year({2019: 0.75, 2023: 1.0}, year)
                    unknown *= in_year({2019: 7 / 10, 2023: 1.0}, year)
                rows.append((female, 1 - female - unknown, unknown))
    return np.array(rows)


def _residence(role: Role, place: Small, rng: np.random.Generator) -> Small:
    shares: Mapping[str, float] = getattr(parameters().residence, role)
    draw = by_shares(np.zeros(len(place), dtype=np.int64), [list(shares.values())], rng)
    which = np.array(list(shares))[draw]
    boroughs = place[place < OUTSIDE]
    elsewhere = boroughs[(rng.random(len(place)) * len(boroughs)).astype(np.int64)] if len(boroughs) else place
    here = (which == "same") & (place < OUTSIDE)
    gone = np.where(which == "Outside London", OUTSIDE, np.where(which == "Unknown", NOT_KNOWN, elsewhere))
    return np.where(here, place, gone).astype(np.int16)


def _persons(people: People, made: Offences, role: Role, rng: np.random.Generator) -> Ints:
    """Person numbers: a row may be the person of the last row of the same sex, ethnicity, birth year, residence and flag."""
    domestic = made.domestic[people.offence]
    born = made.year[people.offence].astype(np.int64) - people.age + 200
    cell = ((people.sex * 6 + people.ethnicity) * 35 + people.residence) * np.int64(2) + domestic
    cell = cell * 400 + born
    order = np.argsort(cell, kind="stable")
    shares: Mapping[str, float] = getattr(parameters().repeats, role)
    chance = np.where(domestic, shares["domestic_abuse"], shares["others"])[order]
    again = rng.random(len(order)) < chance
    again &= (people.age[order] > 0) & (people.sex[order] < 2)
    if len(again):
        again[0] = False
    again[1:] &= (cell[order][1:] == cell[order][:-1]) & (people.offence[order][1:] != people.offence[order][:-1])
    person = np.empty(len(order), dtype=np.int64)
    person[order] = np.cumsum(~again)
    return rng.permutation(int((~again).sum()) + 1)[person]
