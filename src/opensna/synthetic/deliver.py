"""Writes the three police extracts as a supplier would deliver them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from opensna.synthetic.details import Details, ward_codes
from opensna.synthetic.names import all_names
from opensna.synthetic.offences import Offences
from opensna.synthetic.parameters import classes
from opensna.synthetic.people import BASES, ETHNICITIES, SEXES, People
from opensna.synthetic.volumes import AIRPORTS, place_codes

_OFFENCE = "printf('SYN-O-%07d', offence) AS offence_id"
SHARED = (
    "offence_code, offence_name, offence_group, offence_subgroup, date, hour, borough_code, ward_code, "
    "flag_domestic_abuse, flag_knife, flag_gun, flag_lethal_barrel, flag_hate"
)


def written(values: np.ndarray, words: Sequence[str | None]) -> pa.Array:
    """Numbers as words, kept as a dictionary; a number below 0, or a word that is None, is blank."""
    kept = np.array([word is None for word in words], dtype=np.bool_)
    blank = (values < 0) | kept[values]
    return pa.DictionaryArray.from_arrays(pa.array(values, mask=blank), pa.array([word or "" for word in words]))


def offence_columns(made: Offences, details: Details) -> dict[str, pa.Array]:
    """The shared columns of all three tables, one entry an offence."""
    names = all_names()
    place = np.where(made.place == AIRPORTS, AIRPORTS + 1, made.place).astype(np.int16)
    return {
        "offence_code": written(made.name, [offence.code for offence in names]),
        "offence_name": written(made.name, [offence.name for offence in names]),
        "offence_group": written(made.kind, [item.group for item in classes()]),
        "offence_subgroup": written(made.kind, [item.stored_subgroup for item in classes()]),
        "date": pa.array(made.day.astype("datetime64[D]")),
        "hour": pa.array(details.hour, mask=details.hour < 0),
        "borough_code": written(place, place_codes()),
        "ward_code": written(details.ward, ward_codes()),
        "flag_domestic_abuse": pa.array(made.domestic),
        "flag_knife": pa.array(made.knife),
        "flag_gun": pa.array(details.gun),
        "flag_lethal_barrel": pa.array(details.lethal_barrel),
        "flag_hate": pa.array(details.hate),
    }


def write_offences(into: Path, shared: dict[str, pa.Array]) -> None:
    """One row an offence."""
    numbers = pa.array(np.arange(1, len(shared["date"]) + 1))
    _copy(pa.table({"offence": numbers, **shared}), f"{_OFFENCE}, {SHARED}", into)


def write_people(into: Path, shared: dict[str, pa.Array], people: People, *, letter: str) -> None:
    """One row a victim ("V") or suspect ("S") of an offence."""
    at = pa.array(people.offence)
    columns = {name: values.take(at) for name, values in shared.items()}
    own = {"offence": pa.array(people.offence + 1), "person": pa.array(people.person), **person_columns(people)}
    wanted = (
        f"{_OFFENCE}, {SHARED}, printf('SYN-{letter}-%07d', person) AS person_id, "
        "residence_borough_code, age, sex, ethnicity, ethnicity_basis"
    )
    _copy(pa.table({**columns, **own}), wanted, into)


def person_columns(people: People) -> dict[str, pa.Array]:
    """The columns about a person, one entry a victim or suspect."""
    homes = [*place_codes()[:33], "Outside London", "Unknown"]
    return {
        "residence_borough_code": written(people.residence, homes),
        "age": pa.array(people.age, mask=people.age < 0),
        "sex": written(people.sex, SEXES),
        "ethnicity": written(people.ethnicity, ETHNICITIES),
        "ethnicity_basis": written(people.basis, BASES),
    }


def _copy(rows: pa.Table, wanted: str, into: Path) -> None:
    """Write the rows in their order: the same rows give the same bytes."""
    with duckdb.connect() as connection:
        connection.execute("SET preserve_insertion_order = true; SET enable_progress_bar = false")
        connection.register("rows", rows)
        path = str(into).replace("'", "''")
        connection.execute(f"COPY (SELECT {wanted} FROM rows) TO '{path}' (FORMAT csv, HEADER)")
