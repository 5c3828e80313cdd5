"""The long files of the Metropolitan Police's monthly dashboard: header vintages, and offence groups apart from flags.

A flag (knife crime, hate crime ...) marks offences that also stand in an offence group. `mps_flags.csv` lists the flags, the
counts of incidents and the totals that `OtherCrimeData` repeats; every other row is an offence group of `mps_subgroups.csv`.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from opensna.sources._base import TextRows
from opensna.sources._headers import NEW_LAYOUT, engine_columns
from opensna.sources._mps import register_lookups
from opensna.sources._text import TextTable, normal, normal_text, relation_name, text_table

OUTSIDE = "Outside"
MISCELLANEOUS = "Miscellaneous crimes against society"

_HEADERS = {
    "month": ("Month_Year",),
    "area_type": ("Area Type",),
    "area_name": ("Area name", "Borough_SNT"),
    "area_code": ("Area code",),
    "offence_group": ("Offence Group", "Crime Type", "MajorText"),
    "offence_subgroup": ("Offence Subgroup", "Crime Subtype", "MinorText"),
    "measure": ("Measure",),
    "count": ("Count", "Value", "Statistics", "Offence Count"),
    "refresh_date": ("Refresh Date",),
}
"""Our column: the publisher's names for it, the first of them that a header has."""

_MAY_LACK = ("area_code", "refresh_date")
_MEASURES = {
    "offences": ("offences", "offence count", "count", "value", "statistics"),
    "positive outcomes": ("positive outcomes", "outcomes"),
}
_AREA_TYPES = {"borough": ("borough",), "ward": ("safer neighbourhood teams", "ward")}
_NOT_NOTIFIABLE = ("non-notifiable", "other accepted crime")
_MISCELLANEOUS_TEXTS = ("miscellaneous", "miscalleneous")
_MISCELLANEOUS_UNTIL = "2020-08-01"  # from this month on the name holds flags


@cache
def flags() -> tuple[dict[str, str], ...]:
    """Rows of mps_flags.csv: kind, offence_group and offence_subgroup as stored, delivered_group, delivered_subgroup."""
    text = (resources.files("opensna.sources") / "mps_flags.csv").read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def read_long(path: Path, connection: DuckDBPyConnection) -> TextRows:
    """The file as text rows: month, area_type, _code, _name, kind, offence_group and _subgroup, measure, count, refresh_date.

    Of rows with one key only those of the latest refresh are kept. A spelling, or a date, that is not known passes through.

    Raises
    ------
    UnreadableFileError : no text table. HeaderError : columns that no vintage has.
    """
    table = text_table(path, connection)
    at = _recognised(path, table)
    register_lookups(connection)
    _register_flags(connection)
    relation, month, group, subgroup = (
        relation_name(path, "delivered"),
        _date(at["month"]),
        at["offence_group"],
        at["offence_subgroup"],
    )
    was_group = f"o.text IN ({_texts(_MISCELLANEOUS_TEXTS)}) AND {month} < '{_MISCELLANEOUS_UNTIL}'"
    coded = f"nullif(trim({at['area_code']}), '')"
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE {relation} AS
        WITH offences AS (
            SELECT major, minor, {normal("major")} AS text, f.kind, f.offence_group,
                coalesce(f.offence_subgroup, s.offence_subgroup, trim(minor)) AS offence_subgroup
            FROM (SELECT DISTINCT {group} AS major, {subgroup} AS minor FROM {table.relation})
            LEFT JOIN mps_flags AS f ON {normal("major")} = f.delivered_group AND {normal("minor")} = f.delivered_subgroup
            LEFT JOIN mps_subgroups AS s ON {normal("minor")} = s.delivered)
        SELECT {month} AS month, {_case(at["area_type"], _AREA_TYPES)} AS area_type,
            CASE WHEN p.code NOT LIKE 'E09%' THEN p.code ELSE coalesce({coded}, p.code, trim({at["area_name"]})) END AS area_code,
            coalesce(p.stored_name, trim({at["area_name"]})) AS area_name, coalesce(o.kind, 'offence group') AS kind,
            CASE WHEN o.kind IS NOT NULL THEN o.offence_group WHEN {was_group} THEN '{MISCELLANEOUS}' ELSE trim({group}) END
                AS offence_group,
            o.offence_subgroup, {_case(at["measure"], _MEASURES)} AS measure, {at["count"]} AS "count",
            {_date(at["refresh_date"])} AS refresh_date, line AS source_row
        FROM {table.relation}
        JOIN offences AS o ON {group} IS NOT DISTINCT FROM o.major AND {subgroup} IS NOT DISTINCT FROM o.minor
        LEFT JOIN dashboard_places AS p ON {normal(at["area_name"])} = p.place
        WHERE coalesce(o.text, '') NOT IN ({_texts(_NOT_NOTIFIABLE)})
        ORDER BY line"""
    )
    _keep_latest(connection, relation)
    connection.execute(f"DROP TABLE {table.relation}")
    return TextRows(relation)


def _keep_latest(connection: DuckDBPyConnection, relation: str) -> None:
    """Of rows with one key drop those of an earlier refresh; a refresh date that cannot be read is left to the contract."""
    dates = connection.execute(f"SELECT count(DISTINCT coalesce(refresh_date, '')) FROM {relation}").fetchall()[0][0]
    if dates < 2:
        return
    key = "month, area_type, area_code, area_name, kind, lower(offence_group), lower(offence_subgroup), measure"
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE {relation} AS FROM {relation}
        QUALIFY rank() OVER (PARTITION BY {key} ORDER BY TRY_CAST(refresh_date AS DATE) DESC NULLS LAST) = 1
            OR (refresh_date IS NOT NULL AND TRY_CAST(refresh_date AS DATE) IS NULL)
        ORDER BY source_row"""
    )


def latest_refresh(path: Path) -> str | None:
    """The latest refresh date in the file (YYYY-MM-DD); None for a vintage without one. Raises as `read_long`."""
    with duckdb.connect() as connection:
        table = text_table(path, connection)
        date = _date(_recognised(path, table)["refresh_date"])
        query = f"SELECT max(date) FROM (SELECT {date} AS date FROM {table.relation}) WHERE TRY_CAST(date AS DATE) IS NOT NULL"
        found = connection.execute(query).fetchall()[0][0]
    return None if found is None else str(found)


def _recognised(path: Path, table: TextTable) -> dict[str, str]:
    return engine_columns(
        path,
        table,
        _HEADERS,
        may_lack=_MAY_LACK,
        what="the monthly dashboard's long file",
        do_this="export the sheet of TNOCrimeData, OtherCrimeData or KnifeCrimeData as CSV; "
        f"{NEW_LAYOUT} (sources/_mps_dashboard.py)",
    )


def _register_flags(connection: DuckDBPyConnection) -> None:
    """Tables mps_flags, its delivered texts normal, and dashboard_places (mps_places and what is no place of the force)."""
    columns = tuple(flags()[0])
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE mps_flags ({', '.join(f'{column} VARCHAR' for column in columns)})"
    )
    rows = [
        [normal_text(text) if key.startswith("delivered") else text for key, text in row.items()] for row in flags()
    ]
    connection.executemany(f"INSERT INTO mps_flags VALUES ({', '.join('?' * len(columns))})", rows)
    connection.execute("CREATE OR REPLACE TEMP TABLE dashboard_places AS FROM mps_places")
    connection.execute("INSERT INTO dashboard_places VALUES ('non met police force', ?, ?)", [OUTSIDE, OUTSIDE])


def _date(column: str) -> str:
    """The day as YYYY-MM-DD; a text that is no date passes through."""
    parsed = (
        f"try_strptime(trim({column}), ['%d/%m/%Y', '%Y-%m-%d', '%d.%m.%y', '%Y-%m-%d %H:%M:%S', '%d/%m/%Y %H:%M'])"
    )
    return f"coalesce(strftime({parsed}, '%Y-%m-%d'), trim({column}))"


def _case(column: str, spellings: dict[str, tuple[str, ...]]) -> str:
    stored = {text: ours for ours, texts in spellings.items() for text in texts}
    whens = " ".join(f"WHEN '{text}' THEN '{ours}'" for text, ours in stored.items())
    return f"CASE {normal(column)} {whens} ELSE trim({column}) END"


def _texts(texts: tuple[str, ...]) -> str:
    return ", ".join(f"'{text}'" for text in texts)
