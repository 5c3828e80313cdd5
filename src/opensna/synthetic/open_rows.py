"""Synthetic rows of open sources whose figures are added up here: recorded crime by force, searches, households, people present.

Each has its contract's shape. Numbers follow the residents at rates of about England's, and nothing may be concluded from them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pandas as pd

from opensna.reference.areas import CITY, boroughs, wards
from opensna.reference.lookups import authorities, safety_partnerships, small_areas
from opensna.reference.police_forces import names_of_forces, residents_of_forces
from opensna.synthetic.draw import generator
from opensna.synthetic.health import old_callouts, public_health
from opensna.synthetic.street import outcomes, street

CENSUS = "2021-03-21"
_OFFENCES = {
    ("Violence against the person", "Homicide", "1", "Murder"): 0.0025,
    ("Violence against the person", "Violence with injury", "8N", "Assault with injury"): 2.2,
    ("Violence against the person", "Violence without injury", "105A", "Assault without injury"): 3.1,
    ("Sexual offences", "Rape offences", "19C", "Rape of a female aged 16 and over"): 0.28,
    ("Sexual offences", "Other sexual offences", "20A", "Sexual assault on a female aged 13 and over"): 0.5,
    ("Robbery", "Robbery of personal property", "34B", "Robbery of personal property"): 0.3,
    ("Robbery", "Robbery of business property", "34A", "Robbery of business property"): 0.05,
}
"""Offences for every 1,000 residents in a quarter."""
_FLAGS = {
    ("Knife crime", "Knife crime"): 38,
    ("Knife crime", "Knife injury victims (not domestic abuse 1-24)"): 3,
    ("Gun crime", "Gun crime"): 3,
    ("Lethal barrel discharge", "Lethal barrel discharge"): 0.5,
    ("Domestic abuse", "Domestic abuse"): 240,
    ("Hate crime", "Hate crime"): 60,
}
"""Flagged offences of a borough in a month."""
_GROUPS = {"Asian": 0.17, "Black": 0.38, "White": 0.33, "Other": 0.04, "": 0.08}
_RATINGS = {"+2 or more (under-occupied)": 0.2, "+1 (under-occupied)": 0.27, "0 (ideal)": 0.42, "-1 (overcrowded)": 0.09,
            "-2 or less (overcrowded)": 0.02}  # fmt: skip


def recorded_crime(years: Sequence[int], rng: np.random.Generator) -> pd.DataFrame:
    """Every force, quarter from January of the first year to December of the last, and offence."""
    rows = []
    for code, name in names_of_forces().items():
        level = rng.uniform(0.7, 1.3) * residents_of_forces()[code] / 1000
        for year in years:
            for first in (1, 4, 7, 10):
                starts = year - (first == 1)
                when = (f"{starts}-{(starts + 1) % 100:02d}", (first - 4) % 12 // 3 + 1, f"{year}-{first:02d}-01", name)
                rows += [(*when, *offence, int(rng.poisson(rate * level))) for offence, rate in _OFFENCES.items()]
    columns = ("financial_year", "quarter", "quarter_start", "force_name", "offence_group", "offence_subgroup", "offence_code",
               "offence_description", "count")  # fmt: skip
    return pd.DataFrame(rows, columns=list(columns))


def recorded_crime_in_london(years: Sequence[int], rng: np.random.Generator) -> pd.DataFrame:
    """As `recorded_crime`, of London's community safety partnerships, of about 270,000 residents each."""
    held = safety_partnerships().merge(authorities(), on="area_code").query("region_name == 'London'")
    rows = []
    for code, name in held[["csp_code", "csp_name"]].itertuples(index=False, name=None):
        level = rng.uniform(0.7, 1.3) * 270
        for year in years:
            for first in (1, 4, 7, 10):
                starts = year - (first == 1)
                when = (f"{starts}-{(starts + 1) % 100:02d}", (first - 4) % 12 // 3 + 1, f"{year}-{first:02d}-01")
                where = ("Metropolitan Police", name, code)
                rows += [
                    (*when, *where, *offence, int(rng.poisson(rate * level))) for offence, rate in _OFFENCES.items()
                ]
    columns = ("financial_year", "quarter", "quarter_start", "force_name", "csp_name", "csp_code", "offence_group",
               "offence_subgroup", "offence_code", "offence_description", "count")  # fmt: skip
    return pd.DataFrame(rows, columns=list(columns))


def searches(years: Sequence[int], rng: np.random.Generator) -> pd.DataFrame:
    """About 300 searches a month of the Metropolitan Police: enough for shares, and few enough for a demo."""
    months = [f"{year}-{month:02d}" for year in years for month in range(1, 13)]
    n = rng.poisson(300, len(months))
    month = np.repeat(months, n)
    size = len(month)
    return pd.DataFrame({
        "month": [f"{text}-01" for text in month], "date": [f"{text}-15" for text in month], "hour": rng.integers(0, 24, size),
        "reported_by": "Metropolitan Police Service", "search_type": "Person search", "is_operation": "false",
        "gender": rng.choice(["Male", "Female"], size, p=[0.92, 0.08]),
        "age_band": rng.choice(["10-17", "18-24", "25-34", "over 34"], size, p=[0.2, 0.35, 0.25, 0.2]),
        "ethnicity_officer_defined": rng.choice(list(_GROUPS), size, p=list(_GROUPS.values())),
        "outcome": rng.choice(["A no further action disposal", "Arrest", "Community resolution"], size, p=[0.7, 0.15, 0.15]),
    }).replace({"": None})  # fmt: skip


def households(years: Sequence[int], rng: np.random.Generator) -> pd.DataFrame:
    """Households of every small area of London by rating."""
    codes = small_areas().merge(authorities(), on="area_code").query("region_name == 'London'")["lsoa_code"].to_numpy()
    counts = np.array([rng.multinomial(n, list(_RATINGS.values())) for n in rng.integers(500, 900, len(codes))])
    parts = [(None, counts.sum(axis=1)), *((f"occupancy={name}", counts[:, i]) for i, name in enumerate(_RATINGS))]
    same = {
        "indicator": "Households",
        "area_type": "lsoa",
        "period_start": CENSUS,
        "period_end": CENSUS,
        "unit": "households",
    }
    return pd.concat([
        pd.DataFrame({**same, "area_code": codes, "area_name": codes, "group": group, "value": value})
        for group, value in parts
    ])  # fmt: skip


def people_present(years: Sequence[int], rng: np.random.Generator) -> pd.DataFrame:
    """Residents, workday population and footfall of every ward of London in the last year."""
    held = wards()
    kinds = {
        "People who live there": (9, 0.3),
        "People who are there on a working day": (9, 0.8),
        "People who pass through on an average day": (9.5, 1.0),
    }
    return pd.concat([
        pd.DataFrame({"indicator": kind, "area_code": held["ward_code"], "area_name": held["ward_name"], "area_type": "ward",
                      "period_start": f"{years[-1]}-01-01", "period_end": f"{years[-1]}-12-31",
                      "value": np.rint(rng.lognormal(mean, sd, len(held))).astype(int), "unit": "people"})
        for kind, (mean, sd) in kinds.items()
    ])  # fmt: skip


def flagged(years: Sequence[int], rng: np.random.Generator) -> pd.DataFrame:
    """Flagged offences of every borough and month."""
    months = [f"{year}-{month:02d}-01" for year in years for month in range(1, 13)]
    places = [place for place in boroughs() if place.code != CITY]
    rows = [
        (month, place.code, place.name, group, name, int(rng.poisson(mean)))
        for (group, name), mean in _FLAGS.items() for place in places for month in months
    ]  # fmt: skip
    made = pd.DataFrame(rows, columns=["month", "area_code", "area_name", "offence_group", "offence_subgroup", "count"])
    return made.assign(area_type="borough", kind="flag", measure="offences", refresh_date="2024-02-05")


WRITERS: Mapping[str, Callable[[Sequence[int], np.random.Generator], pd.DataFrame]] = MappingProxyType({
    "home_office_recorded_crime": recorded_crime,
    "home_office_recorded_crime_csp": recorded_crime_in_london,
    "police_uk_stop_search": searches,
    "census_overcrowding": households,
    "people_present": people_present,
    "mps_monthly_dashboard": flagged,
    "police_uk_street": street,
    "police_uk_outcomes": outcomes,
    "fingertips": public_health,
    "london_ambulance_wards": old_callouts,
})  # fmt: skip
"""By source: its rows for some years."""


def write_open_rows(into: Path, source: str, columns: Sequence[str], *, years: Sequence[int], seed: int) -> Path:
    """One CSV of a source of WRITERS, with its contract's columns; the same seed gives the same bytes."""
    made = WRITERS[source](years, generator(seed, "open rows", source))
    path = into / f"synthetic_{source}.csv"
    made.reindex(columns=list(columns)).to_csv(path, index=False, lineterminator="\n")
    return path
