"""The Metropolitan Police's wide files: one row a subgroup and place, one column a month. Every header vintage.

A vintage differs in the header of the borough column, in the case of the offence texts, and in which subgroups there are.
Spellings of one subgroup meet in `mps_subgroups.csv` only where the figures of two vintages for the same months agree:
"Burglary in a dwelling" is "Domestic burglary" (44,682 offences in 2015 in both); "Burglary - residential" is not.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

from duckdb import DuckDBPyConnection

from opensna.contracts.contract import Column, Rule
from opensna.core.errors import HeaderError
from opensna.reference.areas import boroughs
from opensna.sources._base import TextRows
from opensna.sources._headers import NEW_LAYOUT
from opensna.sources._police import group_rule
from opensna.sources._text import normal, normal_text, relation_name, text_table

AIRPORTS = "Airports"
AIRPORTS_NAME = "London Heathrow and London City Airports"
UNKNOWN = "Unknown"
PUBLISHER = "Metropolitan Police Service, through the London Datastore"
LICENCE = "Open Government Licence v3.0"

_MONTH = re.compile(r"(19|20)\d{2}(0[1-9]|1[0-2])")
_AIRPORT_NAMES = (
    AIRPORTS_NAME,
    "Heathrow",
    "Aviation Security (SO18)",
    "Aviation Security(SO18)",
    "Aviation Security (SO18) (Legacy Only)",
)
_UNKNOWN_NAMES = ("Unknown", "Other / NK", "N/K (Legacy Only)")

MPS_CAVEATS = (
    "Police-recorded crime depends on what is reported and how it is recorded; it is not all crime.",
    "Figures change between releases; two releases are never joined.",
    "The Metropolitan Police do not cover the City of London.",
    "From the files of 2026 on, violence without injury no longer holds stalking and harassment or unlawful driving.",
    "Files of 2024-03 and before split possession of weapons into six subgroups; later ones give one.",
    "Domestic abuse and hate crime recorded before and after March 2024 (the move to CONNECT) are not comparable.",
)


@dataclass(frozen=True)
class Vintage:
    """A header that the publisher has used: a name for messages, and the columns before the months."""

    name: str
    columns: tuple[str, ...]


BOROUGH_VINTAGES = (
    Vintage("2024-03 and before", ("MajorText", "MinorText", "LookUp_BoroughName")),
    Vintage("2024-11 and after", ("MajorText", "MinorText", "BoroughName")),
)
WARD_VINTAGES = (
    Vintage("2023-10 to 2025-04", ("MajorText", "MinorText", "WardName", "WardCode", "LookUp_BoroughName")),
    Vintage("as the borough file names it", ("MajorText", "MinorText", "WardName", "WardCode", "BoroughName")),
)


@cache
def subgroups() -> dict[str, tuple[str, str]]:
    """Offence group and subgroup, as stored, by the normal text of a delivered file."""
    text = (resources.files("opensna.sources") / "mps_subgroups.csv").read_text("utf-8")
    return {
        normal_text(row["as_delivered"]): (row["offence_group"], row["offence_subgroup"])
        for row in csv.DictReader(text.splitlines())
    }


@cache
def places() -> dict[str, tuple[str, str]]:
    """Code and stored name of each place, by the normal text of a delivered file."""
    found = {normal_text(place.name): (place.code, place.name) for place in boroughs()}
    found |= {normal_text(name): (AIRPORTS, AIRPORTS_NAME) for name in _AIRPORT_NAMES}
    return found | {normal_text(name): (UNKNOWN, UNKNOWN) for name in _UNKNOWN_NAMES}


def count_columns() -> tuple[Column, ...]:
    """The columns that the borough and the ward files share, after the place."""
    pairs = tuple(dict.fromkeys(subgroups().values()))
    groups, texts = (tuple(dict.fromkeys(pair[i] for pair in pairs)) for i in (0, 1))
    return (
        Column("offence_group", "string", "Offence group.", codes=groups),
        Column("offence_subgroup", "string", "Offence subgroup.", codes=texts),
        Column("count", "integer", "Offences recorded in the month.", minimum=0),
    )


def mps_group_rule() -> Rule:
    """Each subgroup stands in its own group."""
    groups: dict[str, tuple[str, ...]] = {}
    for group, subgroup in dict.fromkeys(subgroups().values()):
        groups[group] = (*groups.get(group, ()), subgroup)
    return group_rule(groups)


def borough_columns() -> tuple[Column, ...]:
    """The borough by name and code; "Airports" and "Unknown" are no boroughs and keep their own code."""
    codes = (*(place.code for place in boroughs()), AIRPORTS, UNKNOWN)
    return (
        Column("borough_name", "string", "Name of the borough, of the airports, or Unknown."),
        Column("borough_code", "string", "GSS code of the borough, Airports or Unknown.", codes=codes),
    )


def read_wide(
    path: Path, connection: DuckDBPyConnection, *, vintages: tuple[Vintage, ...], ward: bool = False
) -> TextRows:
    """The file as one row a month: month, (ward_code, ward_name,) borough_name and _code, offence_group and _subgroup, count.

    All text. A spelling that is not known passes through, and the contract reports it. `source_row` is the cell: line × 1000
    plus the column's number, so that line 17, column 5 is 17005.

    Raises
    ------
    UnreadableFileError : no text table. HeaderError : a header that is none of the vintages.
    """
    table = text_table(path, connection)
    borough, months = _recognised(path, table.header, vintages)
    register_lookups(connection)
    name, place = relation_name(path, "delivered"), table.column(borough)
    major, minor = table.column("MajorText"), table.column("MinorText")
    wards = f"{table.column('WardCode')} AS ward_code, {table.column('WardName')} AS ward_name," if ward else ""
    cells = ", ".join(
        f"('{table.column(month)}', '{month[:4]}-{month[4:]}-01', {table.header.index(month) + 1})" for month in months
    )
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE {name} AS
        WITH long AS (FROM {table.relation}
                UNPIVOT INCLUDE NULLS (cell_text FOR cell IN ({", ".join(map(table.column, months))}))),
            months(cell, month, position) AS (VALUES {cells})
        SELECT month, {wards} coalesce(p.stored_name, trim({place})) AS borough_name,
            coalesce(p.code, trim({place})) AS borough_code, trim({major}) AS offence_group,
            coalesce(s.offence_subgroup, trim({minor})) AS offence_subgroup, cell_text AS "count",
            line * 1000 + position AS source_row
        FROM long JOIN months USING (cell)
        LEFT JOIN mps_places AS p ON {normal(place)} = p.place
        LEFT JOIN mps_subgroups AS s ON {normal(minor)} = s.delivered
        ORDER BY source_row"""
    )
    connection.execute(f"DROP TABLE {table.relation}")
    return TextRows(name)


def register_lookups(connection: DuckDBPyConnection) -> None:
    """Tables mps_places (place, code, stored_name) and mps_subgroups (delivered, offence_subgroup) in the connection."""
    connection.execute("CREATE OR REPLACE TEMP TABLE mps_places (place VARCHAR, code VARCHAR, stored_name VARCHAR)")
    connection.executemany("INSERT INTO mps_places VALUES (?, ?, ?)", [(key, *pair) for key, pair in places().items()])
    connection.execute("CREATE OR REPLACE TEMP TABLE mps_subgroups (delivered VARCHAR, offence_subgroup VARCHAR)")
    known = [(text, subgroup) for text, (_, subgroup) in subgroups().items()]
    connection.executemany("INSERT INTO mps_subgroups VALUES (?, ?)", known)


def _recognised(path: Path, header: tuple[str, ...], vintages: tuple[Vintage, ...]) -> tuple[str, list[str]]:
    """Header of the borough column, and the months in file order."""
    months = [name for name in header if _MONTH.fullmatch(name)]
    named = [name.casefold() for name in header if name not in months]
    for vintage in vintages:
        wanted = [name.casefold() for name in vintage.columns]
        if sorted(named) == sorted(wanted) and months and len(set(months)) == len(months):
            return vintage.columns[-1], months
    raise _unknown_header(path, header, months, vintages)


def _unknown_header(
    path: Path, header: tuple[str, ...], months: list[str], vintages: tuple[Vintage, ...]
) -> HeaderError:
    named = {name.casefold() for name in header if name not in months}
    nearest = max(vintages, key=lambda vintage: len(named & {name.casefold() for name in vintage.columns}))
    wanted = {name.casefold() for name in nearest.columns}
    lacking = [name for name in nearest.columns if name.casefold() not in named]
    strange = [name or "(blank)" for name in header if name not in months and name.casefold() not in wanted]
    twice = sorted({month for month in months if months.count(month) > 1})
    faults = [f"lacks {', '.join(lacking)}"] * bool(lacking) + [f"not known: {', '.join(strange[:5])}"] * bool(strange)
    faults += [f"twice: {', '.join(twice)}"] * bool(twice) + ["no month columns"] * (not months)
    return HeaderError(
        "the header is no known layout of this file",
        where=path.name,
        found="; ".join(faults) or "a column stands twice",
        expected=f"nearest known layout, {nearest.name}: {', '.join(nearest.columns)}, then one column a month as YYYYMM",
        do_this=f"download the file again from the publisher; {NEW_LAYOUT} (sources/_mps.py)",
    )
