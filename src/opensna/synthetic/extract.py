"""The aggregated extract that the report used, made from the same synthetic offences, victims and suspects."""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from opensna.synthetic.deliver import person_columns
from opensna.synthetic.draw import Bools
from opensna.synthetic.offences import Offences
from opensna.synthetic.people import People

_SHARED = "offence_group", "offence_subgroup", "offence_name", "borough_code", "date"
_FLAGS = "flag_domestic_abuse", "flag_knife", "flag_lethal_barrel"
_BANDS = "CASE WHEN age < 10 THEN '1-9' WHEN age < 15 THEN '10-14' WHEN age < 20 THEN '15-19' ELSE '20-24' END"
_COLUMNS = """CAST(date_trunc('month', date) AS DATE) AS period, borough_code, offence_group, offence_subgroup, offence_name,
    {role} AS role, {age} AS age_band, {sex} AS sex, {basis} AS ethnicity_basis, {ethnicity} AS ethnicity,
    flag_domestic_abuse, flag_knife, flag_lethal_barrel, flag_lethal_barrel AS flag_discharge, count(*) AS count"""
_OF_OFFENCES = _COLUMNS.format(role="'offence'", age="'all'", sex="'all'", basis="'all'", ethnicity="'all'")
_OF_PEOPLE = _COLUMNS.format(role="role", age=_BANDS, sex="sex", basis="ethnicity_basis", ethnicity="ethnicity")


def extract_of_offences(made: Offences, shared: dict[str, pa.Array]) -> pa.Table:
    """Offences of the definition that affect under-25s, as counted cells."""
    rows = np.flatnonzero(made.defined & made.affects_under_25)
    return _counted(_picked(shared, rows), _OF_OFFENCES)


def extract_of_people(made: Offences, shared: dict[str, pa.Array], people: People, *, role: str) -> pa.Table:
    """Victims aged 1 to 24, or suspects aged 10 to 24, of the definition's offences, as counted cells."""
    inside: Bools = made.defined[people.offence] & (people.age >= (1 if role == "victim" else 10)) & (people.age <= 24)
    rows = np.flatnonzero(inside)
    own = {name: values.take(pa.array(rows)) for name, values in person_columns(people).items()}
    words = pa.DictionaryArray.from_arrays(pa.array(np.zeros(len(rows), dtype=np.int8)), pa.array([role]))
    return _counted({**_picked(shared, people.offence[rows]), **own, "role": words}, _OF_PEOPLE)


def write_extract(into: Path, parts: list[pa.Table]) -> None:
    """One row a counted cell, in a fixed order."""
    with duckdb.connect() as connection:
        connection.execute("SET preserve_insertion_order = true; SET enable_progress_bar = false")
        connection.register("cells", pa.concat_tables(parts))
        path = str(into).replace("'", "''")
        connection.execute(f"COPY (FROM cells ORDER BY ALL) TO '{path}' (FORMAT csv, HEADER)")


def _picked(shared: dict[str, pa.Array], rows: np.ndarray) -> dict[str, pa.Array]:
    return {name: shared[name].take(pa.array(rows)) for name in (*_SHARED, *_FLAGS)}


def _counted(columns: dict[str, pa.Array], wanted: str) -> pa.Table:
    with duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false")
        connection.register("rows", pa.table(columns))
        return connection.execute(f"SELECT {wanted} FROM rows GROUP BY ALL").to_arrow_table()
