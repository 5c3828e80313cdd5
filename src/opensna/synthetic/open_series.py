"""The synthetic stand-ins for other deliveries: the Met Police's borough table, ambulance assaults, the aggregated extract."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

from opensna.reference.areas import boroughs
from opensna.synthetic.draw import generator
from opensna.synthetic.offences import Offences
from opensna.synthetic.parameters import classes, parameters
from opensna.synthetic.volumes import N_PLACES, UNKNOWN, Volumes, place_codes

AIRPORTS_NAME = "London Heathrow and London City Airports"
CITY_NUMBER = 6


def write_borough_crime(into: Path, made: Offences) -> None:
    """Offences by subgroup, borough and month in the Met Police's wide layout; every combination has a row, 0 where none."""
    lines = list(dict.fromkeys(item.mps for item in classes()))
    line = np.array([lines.index(item.mps) for item in classes()])[made.kind]
    months = made.day.astype("datetime64[M]").astype(np.int64)
    listed = sorted({(year - 1970) * 12 + month for year in made.years for month in range(12)})
    month = np.searchsorted(listed, months)
    cell = (line * N_PLACES + made.place) * len(listed) + month
    counts = np.bincount(cell, minlength=len(lines) * N_PLACES * len(listed)).reshape(len(lines), N_PLACES, -1)
    names = [place.name for place in boroughs()] + [AIRPORTS_NAME, "Unknown"]
    places = [i for i in range(N_PLACES) if place_codes()[i] != "E09000001"]
    with into.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(
            ["MajorText", "MinorText", "BoroughName", *(f"{m // 12 + 1970}{m % 12 + 1:02d}" for m in listed)]
        )
        for i, (major, minor) in enumerate(lines):
            for place in places:
                writer.writerow([major, minor, names[place], *counts[i, place].tolist()])


def write_ambulance(into: Path, wanted: Volumes, *, seed: int) -> None:
    """Ambulance assault incidents by month, borough, type, weapon and age of the patient; a cell without incidents has no row."""
    rng = generator(seed, "ambulance")
    places, weights = place_codes(), assault_weights(wanted)
    with into.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["month", "borough_code", "incident_type", "weapon", "patient_age_band", "incidents"])
        for year in wanted.years:
            months = month_weights(year)
            shares = np.outer(months, weights).ravel()
            drawn = [rng.multinomial(wanted.of(cell.totals[year]), shares) for cell in parameters().ambulance.cells]
            counts = np.stack(drawn).reshape(len(drawn), 12, len(weights))
            for month in range(12):
                for place in range(len(weights)):
                    for cell, number in zip(parameters().ambulance.cells, counts[:, month, place], strict=True):
                        if number:
                            weapon = "none" if cell.weapon == "no weapon" else cell.weapon
                            first = f"{year}-{month + 1:02d}-01"
                            writer.writerow([first, places[place], cell.incident_type, weapon, cell.age, int(number)])


def assault_weights(wanted: Volumes) -> np.ndarray:
    """Share of each authority, as its share of violence with injury; the City of London is small; 2% have no borough."""
    kind = next(i for i, item in enumerate(classes()) if item.name == "Violence with injury")
    weights = wanted.counts[:, kind].sum(axis=0).astype(np.float64)
    weights[CITY_NUMBER] = weights[:33].max() * 0.08
    weights[33] = 0.0
    weights[UNKNOWN] = weights[:33].sum() * 0.02
    return np.asarray(weights / weights.sum())


def month_weights(year: int) -> np.ndarray:
    """Share of each month of a year's violence."""
    rule = parameters().seasons
    factors = [rule.lockdown["violence"].get(f"{year}-{month:02d}", 1.0) for month in range(1, 13)]
    weights = np.array(rule.months["violence"]) * factors
    return np.asarray(weights / weights.sum())
