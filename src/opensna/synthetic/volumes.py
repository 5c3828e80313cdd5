"""How many offences: by class, year and borough, from the Met Police's yearly totals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from opensna.core.errors import InputError
from opensna.reference.areas import boroughs
from opensna.reference.mps_totals import yearly_totals
from opensna.synthetic.draw import Ints, generator, whole
from opensna.synthetic.parameters import classes, parameters

AIRPORTS, UNKNOWN = 33, 34
"""Place numbers after the 33 authorities: the two airports, and not known."""

N_PLACES = 35


def place_codes() -> list[str]:
    """Area code of each place number: 33 authorities in order of name, then "Airports" and "Unknown"."""
    return [place.code for place in boroughs()] + ["Airports", "Unknown"]


@dataclass(frozen=True)
class Volumes:
    """Offences to be made: `counts` (n_years, n_classes, N_PLACES)."""

    years: tuple[int, ...]
    scale: float
    counts: Ints

    def of(self, total: float) -> int:
        """A true-size total at this scale."""
        return round(total * self.scale)


def volumes(*, seed: int, years: tuple[int, ...], scale: float) -> Volumes:
    """Offences by year, class and place, scaled; sums over places keep to the published totals.

    Raises
    ------
    InputError : a year without published totals, or a scale outside 0 to 1.
    """
    totals = yearly_totals()
    known = sorted(int(year) for year in totals["year"].unique())
    if not years or set(years) - set(known) or len(set(years)) != len(years):
        raise InputError(
            "no published totals to calibrate these years to",
            where="synthesise, years",
            found=", ".join(map(str, years)) or "no year",
            expected=f"{known[0]} to {known[-1]}, each once",
            do_this=f"ask for years from {known[0]} to {known[-1]}",
        )
    if not 0 < scale <= 1:
        raise InputError(
            "the scale is not a share",
            where="synthesise, scale",
            found=repr(scale),
            expected="above 0, at most 1",
            do_this="use 1 for a London of true size, or a share such as 0.01 for a trial",
        )
    counts = np.stack([_of_year(totals, year, scale) for year in years])
    _take_unknown(counts, years, generator(seed, "volumes"))
    return Volumes(years, scale, counts)


def _of_year(totals: pd.DataFrame, year: int, scale: float) -> Ints:
    table = totals[totals["year"] == year].pivot_table(
        index="offence_subgroup", columns="borough_code", values="count", aggfunc="sum"
    )
    published = table.reindex(columns=place_codes()).fillna(0.0)
    rows = []
    for kind in classes():
        subgroup = published.loc[kind.stored_subgroup].to_numpy() if kind.stored_subgroup in published.index else None
        rows.append(whole(subgroup * scale) if subgroup is not None else np.zeros(N_PLACES, dtype=np.int64))
    for number, kind in enumerate(classes()):
        if kind.totals:  # a part of a subgroup: what it takes, the rest of the subgroup gives
            rest = next(i for i, other in enumerate(classes()) if other.name == kind.stored_subgroup)
            share = kind.totals[year] * scale / rows[rest].sum()
            rows[number] = whole(rows[rest] * share, round(kind.totals[year] * scale))
            rows[rest] = rows[rest] - rows[number]
    return np.stack(rows)


def _take_unknown(counts: Ints, years: tuple[int, ...], rng: np.random.Generator) -> None:
    """Move the share without a borough out of the boroughs, in place."""
    rule = parameters().unknown_borough
    for i, year in enumerate(years):
        for j, kind in enumerate(classes()):
            share = rule.shares.get(kind.name, 0.0) if year >= rule.since else 0.0
            taken = rng.multivariate_hypergeometric(counts[i, j], round(share * counts[i, j].sum()))
            counts[i, j] -= taken
            counts[i, j, UNKNOWN] += taken.sum()
