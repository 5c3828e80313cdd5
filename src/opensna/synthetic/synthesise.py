"""Writes a synthetic London: deliveries in the contracts' shape, which somebody else ingests."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np

from opensna.synthetic.aggregates import write_homicide_victims, write_ward_crime
from opensna.synthetic.attendances import write_attendances
from opensna.synthetic.deliver import offence_columns, write_offences, write_people
from opensna.synthetic.details import make_details
from opensna.synthetic.draw import generator
from opensna.synthetic.extract import extract_of_offences, extract_of_people, write_extract
from opensna.synthetic.names import is_sexual, name_sexual
from opensna.synthetic.offences import Offences, make_offences
from opensna.synthetic.open_series import write_ambulance, write_borough_crime
from opensna.synthetic.people import SEXES, People, make_people, young_roles
from opensna.synthetic.stations import write_stations
from opensna.synthetic.volumes import volumes

SEED = 20250401
YEARS = (2019, 2020, 2021, 2022, 2023)
SIDECAR = "synthetic.json"
SOURCES = (
    "police_offences",
    "police_victims",
    "police_suspects",
    "mps_borough_crime",
    "ambulance_assaults",
    "sna_extract",
    "mps_ward_crime",
    "mps_homicide_victims",
    "btp_street",
    "ecds_assault",
)
CALIBRATED_TO = (
    "Metropolitan Police recorded crime by borough, subgroup and calendar year, 2019 to 2023 (release of March 2024)",
    "London Violence Reduction Unit, Strategic Needs Assessment, April 2025: Tables 9, 11, 12 and 13 and their text",
    "British Transport Police, London's stations and a month's offences by type, March 2023 (data.police.uk)",
    "assumptions of ours, each named in parameters.yaml and classes.yaml",
)


def synthesise(
    into: Path,
    *,
    seed: int = SEED,
    years: tuple[int, ...] = YEARS,
    scale: float = 1.0,
    progress: Callable[[str, float], None] | None = None,
) -> dict[str, tuple[Path, ...]]:
    """Write the synthetic deliveries and a sidecar that marks them; the same arguments give the same bytes.

    Parameters
    ----------
    into : folder, made if absent. years : calendar years from 2019 to 2023. scale : 1 is London's true size.
    progress : called with what is being done and the share done, 0 to 1.

    Returns
    -------
    Delivered files by source id. Nothing is ingested.

    Raises
    ------
    InputError : years without published totals, or a scale that is not a share.
    """
    tell = progress or (lambda what, share: None)
    wanted = volumes(seed=seed, years=tuple(sorted(years)), scale=scale)
    into.mkdir(parents=True, exist_ok=True)
    files = {source: into / f"synthetic_{source}.csv" for source in SOURCES}
    tell("making offences", 0.0)
    made = make_offences(wanted, seed=seed)
    victim_is_young, suspect_is_young = young_roles(made, seed=seed)
    tell("making victims", 0.2)
    victims = make_people(made, "victims", victim_is_young, seed=seed)
    _name_sexual(made, victims, seed=seed)
    shared = offence_columns(made, make_details(made, seed=seed))
    tell("writing offences", 0.4)
    write_offences(files["police_offences"], shared)
    write_borough_crime(files["mps_borough_crime"], made)
    tell("writing victims", 0.55)
    write_people(files["police_victims"], shared, victims, letter="V")
    write_ward_crime(files["mps_ward_crime"], files["police_offences"])
    write_homicide_victims(files["mps_homicide_victims"], files["police_victims"])
    extract = [extract_of_offences(made, shared), extract_of_people(made, shared, victims, role="victim")]
    del victims
    tell("making suspects", 0.75)
    suspects = make_people(made, "suspects", suspect_is_young, seed=seed)
    write_people(files["police_suspects"], shared, suspects, letter="S")
    extract.append(extract_of_people(made, shared, suspects, role="suspect"))
    write_extract(files["sna_extract"], extract)
    write_ambulance(files["ambulance_assaults"], wanted, seed=seed)
    write_stations(files["btp_street"], wanted, seed=seed)
    write_attendances(files["ecds_assault"], wanted, seed=seed)
    _mark(into, seed=seed, years=wanted.years, scale=scale)
    tell("synthetic London written", 1.0)
    return {source: (path,) for source, path in files.items()}


def _name_sexual(made: Offences, victims: People, *, seed: int) -> None:
    """Name the sexual offences by their first victim, in place."""
    rows = is_sexual()[made.kind[victims.offence]] & victims.is_first
    at = victims.offence[rows]
    is_male = victims.sex[rows] == SEXES.index("Male")
    rng = generator(seed, "offences", "sexual names")
    made.name[at] = name_sexual(made.kind[at], np.asarray(is_male, dtype=np.bool_), victims.age[rows], rng)


def _mark(into: Path, *, seed: int, years: tuple[int, ...], scale: float) -> None:
    """Write the sidecar by which ingest knows that the folder is synthetic."""
    content = {
        "is_synthetic": True,
        "seed": seed,
        "years": list(years),
        "scale": scale,
        "calibrated_to": list(CALIBRATED_TO),
    }
    (into / SIDECAR).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
