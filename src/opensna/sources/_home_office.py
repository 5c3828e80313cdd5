"""The Home Office's tables of recorded crime by quarter: header names, the 23 subgroups, the reader of both tables."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

from opensna.contracts.contract import Column, Rule, TableContract
from opensna.contracts.sql import name
from opensna.sources._base import Source, TextRows
from opensna.sources._headers import NEW_LAYOUT, Names, engine_columns
from opensna.sources._police import group_rule
from opensna.sources._text import normal, relation_name, text_table

SUBGROUPS = {
    "Violence against the person": (
        "Homicide", "Violence with injury", "Violence without injury", "Stalking and harassment",
        "Death or serious injury - unlawful driving",
    ),
    "Sexual offences": ("Rape offences", "Other sexual offences"),
    "Robbery": ("Robbery of business property", "Robbery of personal property"),
    "Theft offences": (
        "Residential burglary", "Non-residential burglary", "Vehicle offences", "Theft from the person", "Bicycle theft",
        "Shoplifting", "Other theft offences",
    ),
    "Criminal damage and arson": ("Criminal damage", "Arson"),
    "Drug offences": ("Possession of drugs", "Trafficking of drugs"),
    "Possession of weapons offences": ("Possession of weapons offences",),
    "Public order offences": ("Public order offences",),
    "Miscellaneous crimes against society": ("Miscellaneous crimes against society",),
}  # fmt: skip
"""The 23 subgroups of recorded crime, fraud apart, by offence group."""

FORCE_NAMES: Names = {
    "financial_year": ("Financial Year",),
    "quarter": ("Financial Quarter",),
    "force_name": ("Force Name",),
    "offence_code": ("Offence Code",),
    "offence_description": ("Offence Description",),
    "offence_group": ("Offence Group",),
    "offence_subgroup": ("Offence Subgroup",),
    "count": ("Number of Offences", "Offence Count"),
}
CSP_NAMES: Names = {**FORCE_NAMES, "csp_name": ("CSP Name",), "csp_code": ("ONS Code", "CSP Code", "CSP ONS Code")}

CAVEATS = (
    "Police-recorded crime depends on what is reported and how it is recorded; it is not all crime.",
    "Figures are revised every quarter: two releases are never joined.",
    "A count below zero is a correction of an earlier quarter.",
    "Rules of counting changed in 2017 and May 2023 (stalking, harassment and other conduct crimes): no trend across them.",
    "Antisocial behaviour is in none of the subgroups, and fraud is not kept.",
)

_YEAR = r"^\s*(\d{4})\s*[/-]\s*(?:\d{2})?(\d{2})\s*$"


def quarter_reader(
    names: Names, *, what: str, may_lack: tuple[str, ...] = ()
) -> Callable[[Path, DuckDBPyConnection], TextRows]:
    """A `read` for one of the two tables: as delivered, with the year as 2022-23 and the first month of the quarter.

    Rows of fraud offences are left out. A text that is not known passes through.
    """

    def read(path: Path, connection: DuckDBPyConnection) -> TextRows:
        table = text_table(path, connection)
        at = engine_columns(
            path,
            table,
            names,
            may_lack=may_lack,
            what=what,
            do_this="save the sheet that has one row a quarter, force and offence as CSV, its header in the first line; "
            f"{NEW_LAYOUT} (sources/_home_office.py)",
        )
        year, quarter = at["financial_year"], f"regexp_replace(trim({at['quarter']}), '^[Qq](uarter *)?', '')"
        plain = ", ".join(
            f"{column} AS {name(ours)}" for ours, column in at.items() if ours not in ("financial_year", "quarter")
        )
        relation = relation_name(path, "delivered")
        connection.execute(
            f"""CREATE OR REPLACE TEMP TABLE {relation} AS
            SELECT regexp_replace({year}, '{_YEAR}', '\\1-\\2') AS financial_year, {quarter} AS quarter,
                coalesce(strftime(make_date(TRY_CAST(regexp_extract({year}, '{_YEAR}', 1) AS INTEGER), 1, 1)
                    + to_months(CAST(3 * TRY_CAST({quarter} AS INTEGER) AS INTEGER)), '%Y-%m-%d'),
                    concat({year}, ' ', {quarter})) AS quarter_start,
                {plain}, line AS source_row
            FROM {table.relation} WHERE coalesce({normal(at["offence_group"])}, '') != 'fraud offences' ORDER BY line"""
        )
        connection.execute(f"DROP TABLE {table.relation}")
        return TextRows(relation)

    return read


def recorded_crime(
    *,
    id: str,
    title: str,
    row_means: str,
    names: Names,
    places: tuple[Column, ...],
    area_column: str,
    caveats: tuple[str, ...],
    may_lack: tuple[str, ...] = (),
    figures: Callable[[Any], Any] | None = None,
) -> Source:
    """A source of recorded crime by quarter and offence, for the places that `places` name; figures as in `Source`."""
    return Source(
        id=id,
        title=title,
        publisher="Home Office",
        licence="Open Government Licence v3.0",
        access="open",
        row_means=row_means,
        covers="england",
        contract=TableContract(
            id=id,
            version="1.0.0",
            columns=(
                Column("financial_year", "string", "Financial year, as 2022-23.", pattern=r"\d{4}-\d{2}"),
                Column("quarter", "integer", "Quarter of the financial year: 1 is April to June.", minimum=1, maximum=4),
                Column("quarter_start", "month", "First month of the quarter."),
                *places,
                Column("offence_group", "string", "Offence group.", codes=tuple(SUBGROUPS)),
                Column(
                    "offence_subgroup",
                    "string",
                    "Offence subgroup, one of 23.",
                    codes=tuple(one for subgroups in SUBGROUPS.values() for one in subgroups),
                ),
                Column("offence_code", "string", "Home Office class, such as 8N."),
                Column("offence_description", "string", "Offence as the publisher names it."),
                Column("count", "integer", "Offences recorded in the quarter; below zero for a correction."),
            ),
            key=("financial_year", "quarter", *(place.name for place in places if place.required), "offence_code",
                 "offence_description"),
            rules=(
                group_rule(SUBGROUPS),
                Rule(
                    "other_year",
                    "TRY_CAST(right(financial_year, 2) AS INTEGER) = (TRY_CAST(left(financial_year, 4) AS INTEGER) + 1) % 100",
                    "the second year of a financial year follows the first",
                ),
            ),
            area_column=area_column,
            notes=(
                "Quarters, so no month can be missing: there is no month column.",
                "The names of the columns are those of the publisher's user guide; another layout is refused, not guessed.",
            ),
        ),
        read=quarter_reader(names, what="the Home Office's table of recorded crime", may_lack=may_lack),
        figures=figures,
        caveats=(*caveats, *CAVEATS),
        address="https://www.gov.uk/government/statistics/police-recorded-crime-open-data-tables",
    )  # fmt: skip
