"""Synthetic attendances at emergency departments after an assault, in the columns of an ISTV return (Information Sharing to
Tackle Violence): one row an attendance, with the words that a receptionist might type for the place.

All volumes and shares are assumptions of ours; nobody publishes London's. Sites have made-up codes.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from opensna.contracts.sql import literal
from opensna.reference.areas import boroughs
from opensna.synthetic.deliver import written
from opensna.synthetic.draw import generator
from opensna.synthetic.open_series import assault_weights, month_weights
from opensna.synthetic.parameters import parameters
from opensna.synthetic.people import ETHNICITIES, SEXES
from opensna.synthetic.volumes import Volumes, place_codes

SITES = 30
TOTALS = {2019: 25_200, 2020: 19_400, 2021: 21_600, 2022: 23_100, 2023: 22_900}
"""Attendances of London's departments in a year."""
_WEAPONS = {"knife": 0.09, "gun": 0.004, "bottle or glass": 0.07, "blunt object": 0.12, "body part": 0.55, "other": 0.06,
            "not known": 0.106}  # fmt: skip
_PLACES = {
    "street or public place": 0.46, "home": 0.19, "licensed premises": 0.12, "transport": 0.05, "school or college": 0.04,
    "workplace": 0.04, "other": 0.05, "not known": 0.05,
}  # fmt: skip
_WORDS = (
    "{road}, {borough}", "{road} {borough}", "12 {road}, {borough}", "Rose and Crown pub, {road}, {borough}",
    "in the street, {borough}", "{borough}", "nr {road}, {borough}", "{road}", "bus stop, {road}", "in the road", "", "u/k",
)  # fmt: skip
_SHARES = (0.2, 0.1, 0.08, 0.07, 0.08, 0.15, 0.06, 0.08, 0.04, 0.05, 0.05, 0.04)
"""Words for a place that is no home, and how often: about three in four name a borough."""
_AT_HOME = ("pt's home, {borough}", "home address, {borough}", "patient's home", "own flat, {borough}")
_ROADS = (
    "Alder Road",
    "Larkspur Street",
    "Mill Lane",
    "Quince Avenue",
    "Tanner Street",
    "Juniper Way",
    "Foundry Road",
    "Orchard Grove",
)
_AGES = ((0, 9, 0.02), (10, 17, 0.13), (18, 24, 0.22), (25, 34, 0.27), (35, 49, 0.23), (50, 90, 0.13))
_ETHNICITIES = {"Asian": 0.16, "Black": 0.17, "Mixed": 0.05, "White": 0.42, "Other": 0.06, "Unknown": 0.14}
_LAST_MINUTES = 6 * 60
"""Minutes between assault and arrival, at most."""


def write_attendances(into: Path, wanted: Volumes, *, seed: int) -> None:
    """One row an attendance, by year; the place is in words, which the reader grades and drops."""
    rng = generator(seed, "attendances")
    n = np.array([wanted.of(TOTALS[year]) for year in wanted.years])
    size = int(n.sum())
    arrival = _arrivals(wanted, n, rng)
    assault = arrival - rng.integers(10, _LAST_MINUTES, size).astype("timedelta64[m]")
    place = rng.choice(35, size, p=assault_weights(wanted))
    kind = rng.choice(len(_PLACES), size, p=list(_PLACES.values()))
    lives = np.where(rng.random(size) < 0.65, place, rng.integers(0, 33, size))
    columns = {
        "site": written(_site(place, rng), [f"SYN{i + 1:02d}" for i in range(SITES)]),
        "arrival": pa.array(arrival),
        "assault": pa.array(assault, mask=rng.random(size) < 0.15),
        "weapon": written(rng.choice(len(_WEAPONS), size, p=list(_WEAPONS.values())), list(_WEAPONS)),
        "kind": written(kind, list(_PLACES)),
        "words": _words(kind == list(_PLACES).index("home"), place, rng),
        "age": _age(size, rng),
        "sex": written(rng.choice(3, size, p=[0.28, 0.71, 0.01]), [s for s in ("Female", "Male", "Unknown") if s in SEXES]),
        "ethnicity": written(rng.choice(len(ETHNICITIES), size, p=[_ETHNICITIES[e] for e in ETHNICITIES]), ETHNICITIES),
        "lives": written(lives, [*place_codes()[:33], "Outside London", "Unknown"]),
    }  # fmt: skip
    with duckdb.connect() as engine:
        engine.execute("SET preserve_insertion_order = true; SET enable_progress_bar = false")
        engine.register("rows", pa.table(columns))
        engine.execute(
            f"""COPY (SELECT site AS "SITE CODE (OF TREATMENT)",
            strftime(arrival, '%Y-%m-%d %H:%M') AS "ARRIVAL DATE AND TIME AT ACCIDENT AND EMERGENCY DEPARTMENT",
            strftime(assault, '%Y-%m-%d %H:%M') AS "ASSAULT DATE AND TIME", weapon AS "ASSAULT METHOD",
            kind AS "ASSAULT LOCATION TYPE", words AS "ASSAULT LOCATION DESCRIPTION", age, sex, ethnicity,
            lives AS residence_borough_code FROM rows) TO {literal(into)} (FORMAT csv, HEADER)"""
        )


def _arrivals(wanted: Volumes, n: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Minutes of arrival: months as violence is, hours as it is at weekends, a few hours later."""
    hours = np.roll(parameters().hours.profiles["weekend"], 2)
    parts = []
    for year, number in zip(wanted.years, n, strict=True):
        month = rng.choice(12, number, p=month_weights(year))
        first = np.datetime64(f"{year}-01", "M") + month
        days = ((first + 1).astype("datetime64[D]") - first.astype("datetime64[D]")).astype(np.int64)
        day = first.astype("datetime64[D]") + (rng.random(number) * days).astype(np.int64)
        hour = rng.choice(24, number, p=hours / hours.sum())
        minutes = hour * 60 + rng.integers(0, 60, number)
        parts.append(day.astype("datetime64[m]") + minutes.astype("timedelta64[m]"))
    return np.concatenate(parts).astype("datetime64[us]")


def _site(place: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The department: mostly that of the borough, for a third any other."""
    return np.where(rng.random(len(place)) < 0.67, place % SITES, rng.integers(0, SITES, len(place)))


def _words(is_home: np.ndarray, place: np.ndarray, rng: np.random.Generator) -> pa.Array:
    """What was typed for the place, with the name of its borough in most; none for a place that is in no borough."""
    names = [*(area.name for area in boroughs()), "", ""]
    texts = [*_WORDS, *_AT_HOME]
    text = np.where(
        is_home,
        len(_WORDS) + rng.integers(0, len(_AT_HOME), len(place)),
        rng.choice(len(_WORDS), len(place), p=list(_SHARES)),
    )
    road = rng.integers(0, len(_ROADS), len(place))
    every = [
        text.format(road=road, borough=name).strip(" ,") or None for text in texts for road in _ROADS for name in names
    ]
    return written((text * len(_ROADS) + road) * len(names) + place, every)


def _age(size: int, rng: np.random.Generator) -> pa.Array:
    """Years, for one in thirty not known."""
    band = rng.choice(len(_AGES), size, p=[share for _, _, share in _AGES])
    low, high = (np.array([ages[i] for ages in _AGES])[band] for i in (0, 1))
    return pa.array(low + (rng.random(size) * (high - low + 1)).astype(np.int64), mask=rng.random(size) < 1 / 30)
