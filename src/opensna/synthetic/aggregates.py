"""Open series made from the synthetic case-level files: offences by ward and homicide victims, in their contracts' shape."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd

from opensna.contracts.sql import literal
from opensna.reference.areas import boroughs, wards

WARD_GROUPS = ("Violence against the person", "Sexual offences", "Robbery")


def write_ward_crime(into: Path, offences: Path) -> None:
    """Violence, sexual offences and robbery by month, ward and subgroup; a cell without offences has no row."""
    groups = ", ".join(map(literal, WARD_GROUPS))
    with duckdb.connect() as engine:
        engine.register("wards", wards()[["ward_code", "ward_name"]])
        engine.register("boroughs", _borough_names())
        _write(
            engine,
            f"""SELECT date_trunc('month', date)::DATE AS month, ward_code, ward_name, borough_name, borough_code,
            offence_group, offence_subgroup, count(*) AS count
            FROM read_csv({literal(offences)}) JOIN wards USING (ward_code) JOIN boroughs USING (borough_code)
            WHERE offence_group IN ({groups}) GROUP BY ALL ORDER BY ALL""",
            into,
        )


def write_homicide_victims(into: Path, victims: Path) -> None:
    """One row a victim of homicide; the method is the flag's, else drawn by the offence's number."""
    bands = " ".join(
        f"WHEN age <= {last} THEN '{name}'"
        for last, name in ((12, "0 to 12"), (19, "13 to 19"), (24, "20 to 24"), (34, "25 to 34"), (44, "35 to 44"),
                           (54, "45 to 54"), (64, "55 to 64"))
    )  # fmt: skip
    with duckdb.connect() as engine:
        engine.register("boroughs", _borough_names())
        _write(
            engine,
            f"""SELECT date_trunc('month', date)::DATE AS month, borough_name, borough_code,
            CASE {bands} ELSE '65 and over' END AS age_band, sex,
            CASE WHEN flag_lethal_barrel THEN 'Shooting' WHEN flag_knife THEN 'Knife or Sharp Implement'
                WHEN hash(offence_id) % 3 = 0 THEN 'Blunt Implement' WHEN hash(offence_id) % 3 = 1
                THEN 'Physical Assault, no weapon' ELSE 'Other Methods of Killing' END AS method_of_killing,
            flag_domestic_abuse AS domestic_abuse, 'Murder' AS offence_type, 'Solved' AS solved_status,
            CASE WHEN ethnicity IN ('Asian', 'Black', 'White', 'Unknown') THEN ethnicity ELSE 'Other' END
                AS ethnicity_officer_observed, 1 AS count
            FROM read_csv({literal(victims)}) JOIN boroughs USING (borough_code)
            WHERE offence_subgroup = 'Homicide' ORDER BY month, borough_code, offence_id""",
            into,
        )


def _borough_names() -> pd.DataFrame:
    return pd.DataFrame([(place.code, place.name) for place in boroughs()], columns=["borough_code", "borough_name"])


def _write(engine: duckdb.DuckDBPyConnection, query: str, into: Path) -> None:
    engine.execute(f"COPY ({query}) TO {literal(into)} (FORMAT csv, HEADER)")
