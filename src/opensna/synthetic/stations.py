"""Synthetic street-level crime on London's railways, as data.police.uk lays out the British Transport Police's month.

The stations of `stations.csv`, with their map point and small area, are those that the publisher's file of March 2023 names in
London (British Transport Police through data.police.uk, Open Government Licence v3.0); so are a month's offences by type. How many
of them stand at which station is drawn: nothing may be concluded of a station.
"""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from opensna.contracts.sql import literal
from opensna.synthetic.deliver import written
from opensna.synthetic.draw import generator
from opensna.synthetic.volumes import Volumes

OF_A_MONTH = {
    "Theft from the person": 890, "Violence and sexual offences": 540, "Public order": 463, "Other theft": 432,
    "Criminal damage and arson": 160, "Drugs": 153, "Robbery": 121, "Shoplifting": 109, "Bicycle theft": 55,
    "Possession of weapons": 43, "Vehicle crime": 27, "Other crime": 21,
}  # fmt: skip
"""Offences of London's stations in March 2023, by type."""
_WITHOUT_AREA = 0.046
"""Share of rows without a small area: 272 of 5,946 in March 2023."""
_SPREAD = 1.1
"""How unevenly stations are drawn: the busiest of 460 has about 4% of the rows, as it had."""
_FORCE = "British Transport Police"
_LOCKDOWN = {(2020, month): 0.35 for month in (4, 5)} | {(2020, 11): 0.6, (2021, 1): 0.45, (2021, 2): 0.5}


def stations() -> pd.DataFrame:
    """location, longitude, latitude, lsoa_code, lsoa_name, all as printed; one row a station of London."""
    with resources.as_file(resources.files("opensna.synthetic") / "stations.csv") as path:
        return pd.read_csv(path, dtype=str)


def write_stations(into: Path, wanted: Volumes, *, seed: int) -> None:
    """One row an offence, in order of month; no Crime ID and no outcome, as the force gives none."""
    rng = generator(seed, "stations")
    held = stations()
    weights = rng.lognormal(0, _SPREAD, len(held))
    months = [(year, month) for year in wanted.years for month in range(1, 13)]
    expected = np.array([[_LOCKDOWN.get(when, 1.0) * n * wanted.scale for n in OF_A_MONTH.values()] for when in months])
    numbers = rng.poisson(expected)
    month, kind = (np.repeat(index.ravel(), numbers.ravel()) for index in np.indices(numbers.shape))
    at = rng.choice(len(held), len(month), p=weights / weights.sum())
    inside = np.where(rng.random(len(month)) < _WITHOUT_AREA, -1, at)
    texts = {name: list(held[name]) for name in held.columns}
    columns = {
        "month": written(month, [f"{year}-{number:02d}" for year, number in months]),
        "longitude": written(at, texts["longitude"]),
        "latitude": written(at, texts["latitude"]),
        "location": written(at, texts["location"]),
        "lsoa_code": written(inside, texts["lsoa_code"]),
        "lsoa_name": written(inside, texts["lsoa_name"]),
        "crime_type": written(kind, list(OF_A_MONTH)),
    }
    force = literal(_FORCE)
    with duckdb.connect() as engine:
        engine.execute("SET preserve_insertion_order = true; SET enable_progress_bar = false")
        engine.register("rows", pa.table(columns))
        engine.execute(
            f"""COPY (SELECT NULL AS "Crime ID", month AS "Month", {force} AS "Reported by", {force} AS "Falls within",
            longitude AS "Longitude", latitude AS "Latitude", location AS "Location", lsoa_code AS "LSOA code",
            lsoa_name AS "LSOA name", crime_type AS "Crime type", NULL AS "Last outcome category", NULL AS "Context" FROM rows)
            TO {literal(into)} (FORMAT csv, HEADER)"""
        )
