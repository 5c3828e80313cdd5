"""Counts the delivered synthetic files again and compares them with what they are calibrated to."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from opensna.core.errors import UnreadableFileError
from opensna.definition.load import load
from opensna.reference.areas import boroughs
from opensna.reference.mps_totals import yearly_totals
from opensna.synthetic import targets
from opensna.synthetic.parameters import parameters
from opensna.synthetic.synthesise import SIDECAR, SOURCES

FITTED = ("police_offences", "police_victims", "police_suspects", "ambulance_assaults")
"""Sources whose files have targets."""
COLUMNS = ["target", "source", "wanted", "got", "difference_pct"]
Row = tuple[str, str, float, float]


def fit(folder: Path) -> pd.DataFrame:
    """How closely the files of a folder that `synthesise` wrote meet their targets.

    Returns
    -------
    target, source, wanted, got, difference_pct (of wanted); one row a target. Counts are at the folder's scale, shares in
    per cent. Targets of years that the folder does not hold have no row.

    Raises
    ------
    UnreadableFileError : the folder has no sidecar or lacks a file.
    """
    missing = [name for name in (SIDECAR, *(f"synthetic_{s}.csv" for s in SOURCES)) if not (folder / name).exists()]
    if missing:
        raise UnreadableFileError(
            "this folder does not hold a synthetic London",
            where=str(folder),
            found=f"no {', '.join(missing)}",
            expected="the files that synthesise writes",
            do_this="write them first: opensna synthesise",
        )
    made: dict[str, Any] = json.loads((folder / SIDECAR).read_text(encoding="utf-8"))
    with duckdb.connect() as connection:
        _open(connection, folder)
        rows = [row for part in _parts(connection, made["years"], made["scale"]) for row in part]
    table = pd.DataFrame(rows, columns=COLUMNS[:-1])
    table["difference_pct"] = (table["got"] / table["wanted"] - 1).mul(100).round(2)
    return table


def _open(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Views of the files; offences with the definition and the under-25 rule as scope.py has them."""
    connection.execute("SET enable_progress_bar = false")
    for source in FITTED:
        path = str(folder / f"synthetic_{source}.csv").replace("'", "''")
        types = ", types = {'borough_code': 'VARCHAR'}"
        if source.startswith("police"):
            types = ", types = {'offence_code': 'VARCHAR', 'borough_code': 'VARCHAR', 'hour': 'INTEGER'}"
        connection.execute(f"CREATE TABLE {source} AS FROM read_csv('{path}', header = true{types})")
    london = load("london")
    connection.execute("CREATE TABLE definition_names (n VARCHAR)")
    connection.executemany("INSERT INTO definition_names VALUES (?)", [[name] for name in london.names])
    connection.execute("CREATE TABLE definition_codes (c VARCHAR)")
    connection.executemany("INSERT INTO definition_codes VALUES (?)", [[code] for code in london.codes])
    connection.execute(targets.SCOPED)


def _parts(connection: duckdb.DuckDBPyConnection, years: list[int], scale: float) -> Iterator[list[Row]]:
    yield _volumes(connection, years, scale)
    yield list(targets.sexual(connection, years, scale))
    yield list(targets.under_25(connection, years, scale))
    yield list(targets.flags(connection, years, scale))
    yield list(targets.people(connection, years))
    yield list(targets.orders(connection, years, {place.name: place.code for place in boroughs()}))


def _volumes(connection: duckdb.DuckDBPyConnection, years: list[int], scale: float) -> list[Row]:
    """London's volumes by subgroup and year; and of all borough cells, the sum of differences."""
    source = "Met Police yearly totals"
    wanted = yearly_totals()
    got = connection.execute(
        "SELECT year(date) AS year, borough_code, offence_subgroup, count(*) AS got FROM police_offences GROUP BY ALL"
    ).df()
    wanted = wanted[wanted["year"].isin(years) & wanted["offence_subgroup"].isin(set(got["offence_subgroup"]))]
    rows: list[Row] = []
    both = pd.concat([wanted.rename(columns={"count": "wanted"}), got])
    london = both.groupby(["offence_subgroup", "year"])[["wanted", "got"]].sum().reset_index()
    for subgroup, part in london.groupby("offence_subgroup"):
        rows.append((f"{subgroup}, all years", source, round(part["wanted"].sum() * scale), int(part["got"].sum())))
    in_boroughs = both[both["borough_code"].str.startswith("E09")]
    cells = in_boroughs.groupby(["year", "borough_code", "offence_subgroup"])[["wanted", "got"]].sum().reset_index()
    exact = ~cells["offence_subgroup"].isin(list(parameters().unknown_borough.shares))
    near = (cells["wanted"] * scale - cells["got"].fillna(0)).abs() < 1.0
    share = round(100.0 * float(near[exact].mean()), 2)
    rows.append(
        ("% of cells of borough, subgroup (not sexual) and year that differ by less than one", source, 100.0, share)
    )
    return rows
