"""Synthetic offences: place, day, name, flags, and how many victims and suspects each has."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from opensna.reference.areas import boroughs
from opensna.synthetic.draw import Bools, Floats, Ints, Small, both_margins, by_shares, exactly, generator, spread
from opensna.synthetic.names import in_definition, name_offences, name_traits
from opensna.synthetic.parameters import OffenceClass, classes, in_year, parameters
from opensna.synthetic.volumes import N_PLACES, Volumes


@dataclass
class Offences:
    """One entry a synthetic offence, in order of day. Numbers stand for text until the files are written.

    year, kind (of `classes()`), place (of `place_codes()`) and name (of `all_names()`; -1: not named yet) are numbers.
    `affects_under_25` is the under-25 rule: a victim aged 1 to 24 or a suspect aged 10 to 24 will be made for it.
    """

    years: tuple[int, ...]
    year: Small
    kind: Small
    place: Small
    day: np.ndarray
    name: Small
    domestic: Bools
    victims: Small
    suspects: Small
    affects_under_25: Bools
    knife: Bools

    def __len__(self) -> int:
        return len(self.kind)

    @property
    def defined(self) -> Bools:
        """Whether the offence's name or class is in London's definition."""
        return in_definition()[self.name]

    @property
    def hates(self) -> Bools:
        """Whether the name says that the offence was racially or religiously aggravated."""
        return name_traits("hate")[self.name]


def make_offences(wanted: Volumes, *, seed: int) -> Offences:
    """Offences of the wanted volumes, all but sexual ones named."""
    year, kind, place, day = _days(wanted, generator(seed, "offences", "days"))
    name = name_offences(kind, day, generator(seed, "offences", "names"))
    domestic = _domestic(wanted, year, kind, place, generator(seed, "offences", "domestic"))
    people = generator(seed, "offences", "people")
    victims = by_shares(kind, [item.victims for item in classes()], people)
    chance = np.array([(item.suspects[1], item.suspects[0]) for item in classes()]).ravel()
    some = spread(kind * 2 + domestic, people) < chance[kind * 2 + domestic]
    suspects = np.where(some, by_shares(kind, [item.per_offence for item in classes()], people) + 1, 0).astype(np.int16)
    made = Offences(wanted.years, year, kind, place, day, name, domestic, victims, suspects, domestic, domestic)
    made.affects_under_25 = _affects_under_25(wanted, made, generator(seed, "offences", "under 25"))
    made.knife = _knife(made, generator(seed, "offences", "knife"))
    return made


def _days(wanted: Volumes, rng: np.random.Generator) -> tuple[Small, Small, Small, np.ndarray]:
    """Year, class and place of every offence, and its day by the season of its class; in order of day."""
    cells = np.indices(wanted.counts.shape, dtype=np.int16).reshape(3, -1)
    year, kind, place = (np.repeat(numbers, wanted.counts.ravel()) for numbers in cells)
    day = np.empty(len(kind), dtype="datetime64[D]")
    for i, calendar in enumerate(wanted.years):
        first, last = np.datetime64(f"{calendar}-01-01"), np.datetime64(f"{calendar + 1}-01-01")
        days = np.arange(first, last)
        for season in parameters().seasons.months:
            rows = (year == i) & np.isin(kind, [j for j, item in enumerate(classes()) if item.season == season])
            edges = np.cumsum(_day_weights(season, days))
            day[rows] = days[np.searchsorted(edges / edges[-1], rng.random(int(rows.sum())), side="right")]
    order = np.argsort(day, kind="stable")
    return year[order], kind[order], place[order], day[order]


def _day_weights(season: str, days: np.ndarray) -> Floats:
    rule = parameters().seasons
    months = days.astype("datetime64[M]")
    weights = np.array(rule.months[season])[months.astype(int) % 12]
    for month, factor in rule.lockdown[season].items():
        weights = np.where(months == np.datetime64(month), weights * factor, weights)
    return np.asarray(weights, dtype=np.float64)


def ranked_weights(which: str) -> Floats:
    """Weight of each place by its rank for "knife" or "domestic_abuse"; NaN where the report ranks nothing."""
    rule = parameters().borough_order
    column = {"knife": 1, "domestic_abuse": 3}[which]
    first, last = rule.weight_of_first[which], rule.weight_of_last[which]
    weights = np.full(N_PLACES, np.nan)
    for number, place in enumerate(boroughs()):
        if place.name in rule.ranks:
            weights[number] = first + (last - first) * (rule.ranks[place.name][column] - 1) / 31
    return weights


def _row_totals(which: str, sizes: Ints, columns: Floats) -> Floats:
    """Wanted sum of each place: what is usual for its offences where it has no rank; the rest by weight of rank."""
    filled = np.divide(columns, sizes.sum(axis=0), out=np.zeros(len(columns)), where=sizes.sum(axis=0) > 0)
    usual = (sizes * filled).sum(axis=1)
    weights = ranked_weights(which)
    ranked = ~np.isnan(weights)
    left = columns.sum() - usual[~ranked].sum()
    return np.asarray(np.where(ranked, left * weights / weights[ranked].sum(), usual), dtype=np.float64)


def _domestic(wanted: Volumes, year: Small, kind: Small, place: Small, rng: np.random.Generator) -> Bools:
    n_kinds = len(classes())
    numbers = np.zeros((len(wanted.years), N_PLACES, n_kinds), dtype=np.int64)
    for i, calendar in enumerate(wanted.years):
        sizes = wanted.counts[i].T
        columns = np.array([_share(item) * sizes[:, j].sum() for j, item in enumerate(classes())])
        total = wanted.of(parameters().domestic_abuse.totals[calendar])
        rest = next(j for j, item in enumerate(classes()) if item.domestic_abuse == "remainder")
        columns = np.rint(columns)
        columns[rest] = np.clip(total - columns.sum(), 0, sizes[:, rest].sum())
        numbers[i] = both_margins(_row_totals("domestic_abuse", sizes, columns), columns, sizes)
    cell = (year.astype(np.int64) * N_PLACES + place) * n_kinds + kind
    return exactly(cell, numbers.ravel(), rng)


def _share(item: OffenceClass) -> float:
    return 0.0 if item.domestic_abuse == "remainder" else item.domestic_abuse


def _affects_under_25(wanted: Volumes, made: Offences, rng: np.random.Generator) -> Bools:
    """Exactly the wanted number of each year and class; offences outside the definition get the same share."""
    able = (made.victims > 0) | (made.suspects > 0)
    defined = made.defined & (made.name >= 0)
    cell = ((made.year.astype(np.int64) * len(classes()) + made.kind) * 2 + defined) * 2 + able
    sizes = np.bincount(cell, minlength=len(wanted.years) * len(classes()) * 4).reshape(-1, len(classes()), 2, 2)
    numbers = np.zeros_like(sizes)
    for i, calendar in enumerate(wanted.years):
        for j, item in enumerate(classes()):
            inside, outside = sizes[i, j, 1].sum(), sizes[i, j, 0].sum()
            printed = parameters().under_25.totals.get(item.name)
            if printed is not None:
                share = wanted.of(printed[calendar]) / max(inside, 1)
                numbers[i, j, 1, 1] = wanted.of(printed[calendar])
            else:
                share = item.under_25_share or 0.0
                numbers[i, j, 1, 1] = round(share * inside)
            numbers[i, j, 0, 1] = round(share * outside)
    return exactly(cell, numbers.ravel(), rng)


def _knife(made: Offences, rng: np.random.Generator) -> Bools:
    n_kinds = len(classes())
    column = made.kind.astype(np.int64) * 2 + made.affects_under_25
    cell = (made.year.astype(np.int64) * N_PLACES + made.place) * n_kinds * 2 + column
    sizes = np.bincount(cell, minlength=len(made.years) * N_PLACES * n_kinds * 2)
    sizes = sizes.reshape(len(made.years), N_PLACES, n_kinds * 2)
    rule = parameters().knife
    numbers = np.zeros_like(sizes)
    for i, calendar in enumerate(made.years):
        shares = np.zeros(n_kinds * 2)
        for j, item in enumerate(classes()):
            for young, table in enumerate((rule.others, rule.under_25)):
                shares[j * 2 + young] = in_year(table[item.name], calendar) if item.name in table else 0.0
        columns = np.rint(shares * sizes[i].sum(axis=0))
        numbers[i] = both_margins(_row_totals("knife", sizes[i], columns), columns, sizes[i])
    return exactly(cell, numbers.ravel(), rng)
