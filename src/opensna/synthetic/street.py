"""Synthetic rows of data.police.uk for London: street-level crime and outcomes, one in twenty of what its two forces publish."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from opensna.reference.areas import CITY
from opensna.reference.lookups import authorities, small_areas

_ANTISOCIAL = "Anti-social behaviour"
_STREET = {
    _ANTISOCIAL: 30, "Violence and sexual offences": 28, "Other theft": 12, "Vehicle crime": 12, "Theft from the person": 8,
    "Burglary": 6, "Criminal damage and arson": 6, "Public order": 6, "Shoplifting": 6, "Drugs": 5, "Robbery": 3.5,
    "Bicycle theft": 2, "Other crime": 1.5, "Possession of weapons": 0.8,
}  # fmt: skip
"""A twentieth of an average borough's offences, and incidents, of a month; an assumption of ours, as all numbers here."""
_LAST_OUTCOMES = {
    "Investigation complete; no suspect identified": 0.5, "Unable to prosecute suspect": 0.25, "Under investigation": 0.08,
    "Status update unavailable": 0.08, "Court result unavailable": 0.05, "Awaiting court outcome": 0.03,
    "Offender given a caution": 0.01,
}  # fmt: skip
_OUTCOMES = {
    "Investigation complete; no suspect identified": 0.55, "Unable to prosecute suspect": 0.3, "Suspect charged": 0.08,
    "Local resolution": 0.03, "Offender given a caution": 0.02, "Further action is not in the public interest": 0.02,
}  # fmt: skip
_OUTCOMES_OF_A_MONTH = 35.0


def street(years: Sequence[int], rng: np.random.Generator) -> pd.DataFrame:
    """One row in twenty of the last two years: all of them would be too many for a demo."""
    rows = _by_month(_STREET, years[-2:], rng)
    kind = rows.pop("kind")
    told = pd.Series(rng.choice(list(_LAST_OUTCOMES), len(kind), p=list(_LAST_OUTCOMES.values())), index=kind.index)
    return rows.assign(crime_type=kind, last_outcome_category=told.where(kind != _ANTISOCIAL))


def outcomes(years: Sequence[int], rng: np.random.Generator) -> pd.DataFrame:
    """Outcomes of the last two years, a few for every borough and month."""
    rows = _by_month({name: _OUTCOMES_OF_A_MONTH * share for name, share in _OUTCOMES.items()}, years[-2:], rng)
    return rows.rename(columns={"kind": "outcome_type"})


def _by_month(means: Mapping[str, float], years: Sequence[int], rng: np.random.Generator) -> pd.DataFrame:
    """kind, month, reported_by, lsoa_code, location; a borough has the mean number of each kind times a size of its own."""
    areas = small_areas().merge(authorities(), on="area_code").query("region_name == 'London'")
    by_place = {str(code): part["lsoa_code"].to_numpy() for code, part in areas.groupby("area_code")}
    months = [f"{year}-{month:02d}-01" for year in years for month in range(1, 13)]
    size = rng.uniform(0.6, 1.6, len(by_place))
    numbers = rng.poisson(np.array(list(means.values()))[:, None, None] * size[:, None] * np.ones(len(months)))
    kind, place, month = (np.repeat(index.ravel(), numbers.ravel()) for index in np.indices(numbers.shape))
    lengths = np.array([len(of) for of in by_place.values()])
    starts = np.cumsum(lengths) - lengths
    at = starts[place] + (rng.random(len(place)) * lengths[place]).astype(np.int64)
    force = ["City of London Police" if code == CITY else "Metropolitan Police Service" for code in by_place]
    return pd.DataFrame(
        {
            "kind": np.array(list(means))[kind],
            "month": np.array(months)[month],
            "reported_by": np.array(force)[place],
            "lsoa_code": np.concatenate(list(by_place.values()))[at],
            "location": "On or near a made-up road",
        }
    )
