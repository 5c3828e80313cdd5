"""The Metropolitan Police's wide files: one row a subgroup and place, one column a month. Every header vintage."""

from __future__ import annotations

import csv
import re
import tempfile
from functools import cache
from importlib import resources
from pathlib import Path

from duckdb import DuckDBPyConnection

from opensna.contracts.contract import Column
from opensna.contracts.files import header_of, sniff, utf8_copy
from opensna.core.errors import HeaderError
from opensna.reference.areas import boroughs
from opensna.sources._base import TextRows

AIRPORTS = "Airports"
UNKNOWN = "Unknown"
_MONTH = re.compile(r"(19|20)\d{2}(0[1-9]|1[0-2])")
_AIRPORT_NAMES = (
    "london heathrow and london city airports", "aviation security (so18)", "aviation security(so18)",
    "aviation security (so18) (legacy only)",
)  # fmt: skip
_UNKNOWN_NAMES = ("unknown", "other / nk", "n/k (legacy only)")

MPS_CAVEATS = (
    "Police-recorded crime depends on what is reported and how it is recorded; it is not all crime.",
    "Figures change between releases; two releases are never joined.",
    "The Metropolitan Police do not cover the City of London.",
    "From the files of 2026 on, violence without injury no longer holds stalking and harassment.",
    "Domestic abuse and hate crime recorded before and after March 2024 (the move to CONNECT) are not comparable.",
)


@cache
def subgroups() -> dict[str, tuple[str, str]]:
    """Offence group and subgroup, as stored, by the text of a delivered file in lower case."""
    text = (resources.files("opensna.sources") / "mps_subgroups.csv").read_text("utf-8")
    return {
        row["as_delivered"].casefold(): (row["offence_group"], row["offence_subgroup"])
        for row in csv.DictReader(text.splitlines())
    }


@cache
def _places() -> dict[str, str]:
    names = {place.name.casefold(): place.code for place in boroughs()}
    names |= {name.replace(" and ", " & "): code for name, code in names.items()}
    return names | dict.fromkeys(_AIRPORT_NAMES, AIRPORTS) | dict.fromkeys(_UNKNOWN_NAMES, UNKNOWN)


def count_columns() -> tuple[Column, ...]:
    """The columns that the borough and the ward files share, after the place."""
    pairs = tuple(dict.fromkeys(subgroups().values()))
    return (
        Column("offence_group", "string", "Offence group.", codes=tuple(dict.fromkeys(group for group, _ in pairs))),
        Column("offence_subgroup", "string", "Offence subgroup.", codes=tuple(dict.fromkeys(sub for _, sub in pairs))),
        Column("count", "integer", "Offences recorded in the month.", minimum=0),
    )


def borough_columns() -> tuple[Column, ...]:
    """The borough by name and code; "Airports" and "Unknown" are no boroughs and keep their own code."""
    codes = (*(place.code for place in boroughs()), AIRPORTS, UNKNOWN)
    return (
        Column("borough_name", "string", "Borough as delivered."),
        Column("borough_code", "string", "GSS code of the borough, Airports or Unknown.", codes=codes),
    )


def read_wide(path: Path, connection: DuckDBPyConnection, *, place_columns: dict[str, str]) -> TextRows:
    """The file as one row a month: month, the place columns, borough_code, offence_group, offence_subgroup, count, all text.

    Parameters
    ----------
    place_columns : stored name of each place column by its header, besides the borough's own.

    Raises
    ------
    UnreadableFileError : no text table. HeaderError : a header that is none of the known vintages.
    """
    shape = sniff(path)
    header = header_of(path, shape)
    borough, months = _vintage(path, header, tuple(place_columns))
    copy = utf8_copy(path, shape, Path(tempfile.mkdtemp(prefix="opensna-")))
    _register_lookups(connection)
    name = "delivered_" + re.sub(r"\W", "_", path.stem)
    width = len(header)
    columns = "{" + ", ".join(f"'c{i}': 'VARCHAR'" for i in range(width)) + "}"
    places = "".join(f"c{header.index(theirs)} AS {ours}, " for theirs, ours in place_columns.items())
    listed = ", ".join(f"c{header.index(month)}" for month in months)
    names = ", ".join(f"('c{header.index(month)}', '{month[:4]}-{month[4:]}-01')" for month in months)
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE {name} AS
        WITH file AS (SELECT row_number() OVER () + 1 AS line, * FROM read_csv(?, header=true, delim='{shape.delimiter}',
            quote='"', columns={columns}, null_padding=true, all_varchar=true, auto_detect=false, max_line_size=1000000)),
        long AS (FROM file UNPIVOT INCLUDE NULLS (delivered FOR place_of_month IN ({listed}))),
        months(place_of_month, month) AS (VALUES {names})
        SELECT month, {places}trim(c{header.index(borough)}) AS borough_name,
            coalesce(code, trim(c{header.index(borough)})) AS borough_code,
            coalesce(g.offence_group, trim(c{header.index("MajorText")})) AS offence_group,
            coalesce(g.offence_subgroup, trim(c{header.index("MinorText")})) AS offence_subgroup,
            long.delivered AS "count", line AS source_row
        FROM long JOIN months USING (place_of_month)
        LEFT JOIN mps_places ON lower(trim(c{header.index(borough)})) = place
        LEFT JOIN mps_subgroups g ON lower(trim(c{header.index("MinorText")})) = g.delivered
        ORDER BY line, month""",
        [str(copy)],
    )
    return TextRows(name)


def _vintage(path: Path, header: tuple[str, ...], place_columns: tuple[str, ...]) -> tuple[str, list[str]]:
    """The header of the borough column and the months, in file order."""
    borough = next((name for name in ("LookUp_BoroughName", "BoroughName") if name in header), "")
    months = [name for name in header if _MONTH.fullmatch(name)]
    wanted = ("MajorText", "MinorText", *place_columns, borough)
    strange = [name for name in header if name not in wanted and name not in months]
    lacking = [name for name in wanted if name not in header] if borough else ["LookUp_BoroughName or BoroughName"]
    if lacking or strange or not months or len(set(months)) != len(months):
        raise HeaderError(
            "the header is no vintage of this file that is known",
            where=path.name,
            found=f"lacks: {', '.join(lacking) or '-'}; not known: {', '.join(strange[:5]) or '-'}; {len(months)} month columns",
            expected=", ".join(("MajorText", "MinorText", *place_columns, "LookUp_BoroughName or BoroughName", "then months as YYYYMM")),
            do_this="check that this is the monthly file by borough or ward; a new vintage is added in sources/_mps.py",
        )
    return borough, months


def register_places(connection: DuckDBPyConnection) -> None:
    """Make the table mps_places (place in lower case, code) in the connection."""
    connection.execute("CREATE OR REPLACE TEMP TABLE mps_places (place VARCHAR, code VARCHAR)")
    connection.executemany("INSERT INTO mps_places VALUES (?, ?)", list(_places().items()))


def _register_lookups(connection: DuckDBPyConnection) -> None:
    register_places(connection)
    connection.execute("CREATE OR REPLACE TEMP TABLE mps_subgroups (delivered VARCHAR, offence_group VARCHAR, offence_subgroup VARCHAR)")
    rows = [(text, group, subgroup) for text, (group, subgroup) in subgroups().items()]
    connection.executemany("INSERT INTO mps_subgroups VALUES (?, ?, ?)", rows)
