"""Stop and search from data.police.uk, one row a search. The file names no force: its own name does."""

from __future__ import annotations

import re
from pathlib import Path

from duckdb import DuckDBPyConnection

from opensna.contracts.contract import Column, Rule, TableContract
from opensna.contracts.sql import literal, name
from opensna.core.errors import HeaderError
from opensna.sources._base import Source, TextRows
from opensna.sources._police_uk import ADDRESS, FORCES, LICENCE, force_column, point_columns, require
from opensna.sources._searches import searches_as_figures
from opensna.sources._text import relation_name, text_table

_HEADERS = {
    "Type": "search_type",
    "Part of a policing operation": "is_operation",
    "Latitude": "latitude",
    "Longitude": "longitude",
    "Gender": "gender",
    "Age range": "age_band",
    "Self-defined ethnicity": "ethnicity_self_defined",
    "Officer-defined ethnicity": "ethnicity_officer_defined",
    "Legislation": "legislation",
    "Object of search": "object",
    "Outcome": "outcome",
    "Outcome linked to object of search": "is_outcome_linked",
    "Removal of more than just outer clothing": "is_clothing_removed",
}  # Policing operation is free text and not kept
_NAME = re.compile(r"(?:\d{4}-\d{2}-)?([a-z-]+?)-stop-and-search", re.IGNORECASE)
_TIMESTAMP = r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}.*"


def _read(path: Path, connection: DuckDBPyConnection) -> TextRows:
    table = text_table(path, connection)
    require(
        path,
        table.header,
        {"Date": "date", **_HEADERS},
        what="stop and search",
        do_this="download the month's stop and search file (…-stop-and-search.csv), not the street or the outcomes file",
    )
    when = f"trim({table.column('Date')})"
    is_timed = f"regexp_full_match({when}, '{_TIMESTAMP}')"
    plain = ", ".join(f"{table.column(theirs)} AS {name(ours)}" for theirs, ours in _HEADERS.items())
    relation = relation_name(path, "delivered")
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE {relation} AS
        SELECT CASE WHEN {is_timed} THEN left({when}, 7) ELSE {when} END AS month,
            CASE WHEN {is_timed} THEN left({when}, 10) ELSE {when} END AS date,
            CASE WHEN {is_timed} THEN CAST(CAST(substr({when}, 12, 2) AS INTEGER) AS VARCHAR) END AS hour,
            {literal(_force(path))} AS reported_by, {plain}, line AS source_row
        FROM {table.relation} ORDER BY line"""
    )
    connection.execute(f"DROP TABLE {table.relation}")
    return TextRows(relation)


def _force(path: Path) -> str:
    """The force that the file's name says.

    Raises
    ------
    HeaderError : the name says none; nothing inside the file does.
    """
    named = _NAME.match(path.stem)
    if named and (force := FORCES.get(named[1].casefold())):
        return force
    raise HeaderError(
        "a stop and search file does not say which force it is from, and its name does not either",
        where=path.name,
        found=f"the name {path.name}",
        expected="the publisher's name, such as 2023-03-metropolitan-stop-and-search.csv",
        do_this="give the file the name that it has in the publisher's archive",
    )


SOURCE = Source(
    id="police_uk_stop_search",
    title="Stop and search by force",
    publisher="The police force named in each row, through data.police.uk",
    licence=LICENCE,
    access="open",
    row_means="stop and search of a person, a vehicle or both",
    covers="england",
    contract=TableContract(
        id="police_uk_stop_search",
        version="1.0.0",
        columns=(
            Column("month", "month", "Month of the search."),
            Column("date", "date", "Day of the search."),
            Column("hour", "integer", "Hour of the day as printed, 0 to 23.", required=False, minimum=0, maximum=23),
            force_column(),
            Column(
                "search_type",
                "string",
                "What was searched.",
                codes=("Person search", "Vehicle search", "Person and Vehicle search"),
            ),
            Column("is_operation", "boolean", "Whether it was part of a policing operation.", required=False),
            *point_columns(),
            Column("gender", "string", "Gender of the person.", required=False, codes=("Female", "Male", "Other")),
            Column(
                "age_band",
                "string",
                "Age of the person in years.",
                required=False,
                codes=("under 10", "10-17", "18-24", "25-34", "over 34"),
            ),
            Column("ethnicity_self_defined", "string", "Ethnic group as the person said it.", required=False),
            Column(
                "ethnicity_officer_defined",
                "string",
                "Ethnic group as an officer saw it.",
                required=False,
                codes=("Asian", "Black", "Mixed", "White", "Other"),
            ),
            Column("legislation", "string", "Power that was used.", required=False),
            Column("object", "string", "What was searched for.", required=False),
            Column("outcome", "string", "What followed.", required=False),
            Column(
                "is_outcome_linked", "boolean", "Whether the outcome was for the object of the search.", required=False
            ),
            Column("is_clothing_removed", "boolean", "Whether more than outer clothing was removed.", required=False),
        ),
        rules=(Rule("month_of_date", "month = date_trunc('month', date)", "the month is that of the day"),),
        month_column="month",
        notes=(
            "No key: a search has no reference, and two may be equal in every column.",
            "The file names no force: it is read from the file's name. The name of the operation, free text, is not kept.",
            "There is no area column: only about the map point is known where a search was, if that.",
        ),
    ),
    read=_read,
    figures=searches_as_figures,
    caveats=(
        "Searches, not people: one person may be searched many times, and most searched people are suspected of no offence.",
        "Two bases of ethnicity, self-defined and officer-defined, are never mixed; both are often blank.",
        "Who is searched depends on where officers are sent: a rate by residents is no measure of offending.",
        "A power that needs no suspicion (section 60) is counted beside those that do.",
        "Hours are as printed, with the offset +00:00 all year: in summer they may be an hour off.",
    ),
    address=ADDRESS,
)
