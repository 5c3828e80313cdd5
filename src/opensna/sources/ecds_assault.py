"""Assault attendances at emergency departments, from ISTV returns or the Emergency Care Data Set (ECDS).

The words for the place of the assault are graded as they are read, and dropped: no column of ours holds them.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from duckdb import DuckDBPyConnection

from opensna.contracts.contract import Column, Rule, TableContract
from opensna.contracts.sql import literal, name
from opensna.core.errors import HeaderError
from opensna.sources._base import Source, TextRows
from opensna.sources._headers import ABSENT, Names, engine_columns
from opensna.sources._mapping import Mapping, mapping_beside
from opensna.sources._places_in_text import GRADES, UNKNOWN, graded
from opensna.sources._police import BOROUGH_CODES, ETHNICITIES, LICENCE, SEXES
from opensna.sources._text import TextTable, relation_name, text_table

_NAMES: Names = {
    "site_code": ("site_code", "SITE CODE (OF TREATMENT)"),
    "arrival": ("arrival", "ARRIVAL DATE AND TIME AT ACCIDENT AND EMERGENCY DEPARTMENT", "Der_EC_Arrival_Date_Time"),
    "arrival_time": ("arrival_time",),
    "assault": ("assault", "ASSAULT DATE AND TIME", "INJURY_DATE", "injury_datetime"),
    "assault_time": ("assault_time", "INJURY_TIME"),
    "intent": ("intent", "INJURY_INTENT", "injury_intent_desc", "EC_Injury_Intent_SNOMED_CT"),
    "weapon": ("weapon", "ASSAULT METHOD", "INJURY_MECHANISM", "injury_mechanism_desc", "mechanism"),
    "place_type": ("place_type", "ASSAULT LOCATION TYPE", "PLACE_OF_INJURY", "place_of_injury_desc"),
    "place_description": ("place_description", "ASSAULT LOCATION DESCRIPTION"),
    "place_grade": ("place_grade",),
    "borough_code": ("borough_code",),
    "age": ("age", "Age_at_CDS_Activity_Date"),
    "sex": ("sex",),
    "ethnicity": ("ethnicity", "Ethnic_Category_2021"),
    "residence_borough_code": ("residence_borough_code",),
}
"""What a supplier may send: our name, then those of ISTV and of ECDS. A mapping file gives others."""

_MAY_LACK = tuple(ours for ours in _NAMES if ours not in ("site_code", "arrival", "weapon"))
_DELIVERED = TableContract("ecds_assault", "1.0.0", tuple(Column(ours, "string", "As delivered.") for ours in _NAMES))
_HOME = "home"
_PLACE_TYPES = (
    "street or public place", _HOME, "licensed premises", "transport", "school or college", "workplace", "other", "not known",
)  # fmt: skip
_WEAPONS = ("knife", "gun", "bottle or glass", "blunt object", "body part", "other", "not known")
_TIMED = r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}.*)?"
_TIME = r"\d{1,2}:\d{2}(:\d{2}.*)?"


def _read(path: Path, connection: DuckDBPyConnection) -> TextRows:
    table = text_table(path, connection)
    mapping = mapping_beside(path, _DELIVERED)
    at = _columns(path, table, mapping)
    _grade(connection, table, at["place_description"])
    is_home = f"(coalesce(words.is_home, false) OR coalesce(lower(trim({at['place_type']})) = '{_HOME}', false))"
    borough = f"coalesce(nullif(trim({at['borough_code']}), ''), words.borough_code, '{UNKNOWN}')"
    grade = f"lower(coalesce(nullif(trim({at['place_grade']}), ''), words.grade, 'none'))"
    at_most_area = f"CASE WHEN {borough} != '{UNKNOWN}' OR {grade} = 'area' THEN 'area' ELSE 'none' END"
    day = {one: _day(at[one]) for one in ("arrival", "assault")}
    plain = ("site_code", "intent", "weapon", "place_type", "age", "sex", "ethnicity", "residence_borough_code")
    relation = relation_name(path, "delivered")
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE {relation} AS
        SELECT CASE WHEN TRY_CAST({day["arrival"]} AS DATE) IS NULL THEN {day["arrival"]} ELSE left({day["arrival"]}, 7) END
                AS month,
            {day["arrival"]} AS arrival_date, {_hour(at["arrival"], at["arrival_time"])} AS arrival_hour,
            {day["assault"]} AS assault_date, {_hour(at["assault"], at["assault_time"])} AS assault_hour,
            CASE WHEN {is_home} AND {grade} IN ('exact', 'street') THEN {at_most_area} ELSE {grade} END AS place_grade,
            CASE WHEN {is_home} THEN 'true' ELSE 'false' END AS is_home, {borough} AS borough_code,
            {", ".join(f"{at[one]} AS {name(one)}" for one in plain)}, source.line AS source_row
        FROM {table.relation} AS source LEFT JOIN graded_places AS words USING (line) ORDER BY source.line"""
    )
    connection.execute(f"DROP TABLE {table.relation}; DROP TABLE graded_places")
    return TextRows(relation)


def _columns(path: Path, table: TextTable, mapping: Mapping) -> dict[str, str]:
    """The engine's expression of each delivered column, in our codes and with dates as YYYY-MM-DD HH:MM."""
    theirs = {ours: tuple(one for one, named in mapping.columns.items() if named == ours) for ours in _NAMES}
    at = engine_columns(
        path,
        table,
        {ours: (*theirs[ours], *names) for ours, names in _NAMES.items()},
        may_lack=_MAY_LACK,
        what="an ISTV or ECDS extract of assaults",
        do_this=f"if the supplier has its own names, write them in {path.stem}.mapping.yaml beside the file "
        "(columns: {theirs: ours}); else ask for the columns",
    )
    if at["place_description"] == at["place_grade"] == ABSENT:
        raise HeaderError(
            "the extract does not say where",
            where=path.name,
            found="neither place_description nor place_grade",
            expected="place_description (words, graded here and not kept) or place_grade (exact, street, area, none)",
            do_this="ask for one of the two, or name it in the mapping file",
        )
    for ours, codes in mapping.codes.items():
        whens = " ".join(f"WHEN lower({literal(one)}) THEN {literal(other)}" for one, other in codes.items())
        at[ours] = f"CASE lower(trim({at[ours]})) {whens} ELSE {at[ours]} END" if whens else at[ours]
    if mapping.date_format:
        for ours in ("arrival", "assault"):
            parsed = f"try_strptime(trim({at[ours]}), {literal(mapping.date_format)})"
            shape = "%Y-%m-%d %H:%M" if "%H" in mapping.date_format or "%I" in mapping.date_format else "%Y-%m-%d"
            at[ours] = f"coalesce(strftime({parsed}, '{shape}'), {at[ours]})"
    return at


def _grade(connection: DuckDBPyConnection, table: TextTable, words: str) -> None:
    """Table graded_places (line, grade, is_home, borough_code) of the rows of `table` that have words for a place."""
    lines = connection.execute(f"SELECT line, {words} FROM {table.relation} WHERE {words} IS NOT NULL").fetchall()
    places = {text: graded(text) for text in {text for _, text in lines}}
    frame = pd.DataFrame(
        [(line, places[text].grade, places[text].is_home, places[text].borough_code) for line, text in lines],
        columns=["line", "grade", "is_home", "borough_code"],
    ).astype({"line": "int64", "grade": "string", "is_home": "bool", "borough_code": "string"})
    connection.register("places_frame", frame)
    connection.execute("CREATE OR REPLACE TEMP TABLE graded_places AS FROM places_frame")
    connection.unregister("places_frame")


def _day(column: str) -> str:
    """The day of a date or timestamp; another text passes through, to be refused."""
    return (
        f"CASE WHEN regexp_full_match(trim({column}), '{_TIMED}') THEN left(trim({column}), 10) ELSE trim({column}) END"
    )


def _hour(stamp: str, time: str) -> str:
    """The hour of a timestamp, or of a time in its own column; blank where neither has one."""
    of_stamp = f"nullif(regexp_extract(trim({stamp}), '^{_TIMED}$', 1), '')"
    of_time = f"CASE WHEN regexp_full_match(trim({time}), '{_TIME}') THEN trim({time}) END"
    return f"CAST(TRY_CAST(split_part(coalesce({of_time}, substr({of_stamp}, 2)), ':', 1) AS INTEGER) AS VARCHAR)"


SOURCE = Source(
    id="ecds_assault",
    title="Assault attendances at emergency departments",
    publisher="The hospital trust of each site (Information Sharing to Tackle Violence; Emergency Care Data Set)",
    licence=LICENCE,
    access="restricted",
    row_means="attendance at an emergency department after an assault",
    covers="london",
    contract=TableContract(
        id="ecds_assault",
        version="1.0.0",
        columns=(
            Column("month", "month", "Month of arrival."),
            Column("arrival_date", "date", "Day of arrival."),
            Column("arrival_hour", "integer", "Hour of arrival, 0 to 23.", required=False, minimum=0, maximum=23),
            Column("assault_date", "date", "Day of the assault; blank where not known.", required=False),
            Column("assault_hour", "integer", "Hour of the assault, 0 to 23.", required=False, minimum=0, maximum=23),
            Column("site_code", "string", "Code of the site of treatment.", pattern=r"[A-Z0-9]{3,12}"),
            Column("intent", "string", "Intent, where the extract has one.", required=False, codes=("assault",)),
            Column("weapon", "string", "What the patient was hurt with.", codes=_WEAPONS),
            Column("place_type", "string", "Kind of place.", required=False, codes=_PLACE_TYPES),
            Column("place_grade", "string", "How well the place is known.", codes=GRADES),
            Column("is_home", "boolean", "Whether it was a private home: such a place is graded area at most."),
            Column(
                "borough_code", "string", "GSS code of the borough of the assault, or Unknown.", codes=BOROUGH_CODES
            ),
            Column("age", "integer", "Age in years; blank where not known.", required=False, minimum=0, maximum=120),
            Column("sex", "string", "Sex as recorded.", required=False, codes=SEXES),
            Column("ethnicity", "string", "Ethnic group as the patient stated it.", required=False, codes=ETHNICITIES),
            Column(
                "residence_borough_code",
                "string",
                "GSS code of the borough of residence, Outside London or Unknown.",
                required=False,
                codes=(*BOROUGH_CODES, "Outside London"),
            ),
        ),
        rules=(
            Rule("future_date", "arrival_date <= current_date", "the arrival lies in the past"),
            Rule("assault_after_arrival", "assault_date <= arrival_date", "an assault comes before the arrival"),
        ),
        month_column="month",
        area_column="borough_code",
        notes=(
            "No key: ISTV is anonymous, and two attendances may be equal in every column.",
            "The words for the place are personal data: they are graded by the rules of sources/_places_in_text.py when the "
            "file is read, and are in no column, no quarantined row and no message.",
            "The values of method, mechanism, intent and place are the supplier's: the mapping file gives them in our codes.",
        ),
    ),
    read=_read,
    caveats=(
        "Attendances, not people or offences: never joined or added to police or ambulance counts.",
        "Departments differ in how many assaults they record and where; compare a site with itself.",
        "Where the assault happened is what the patient said; a borough is known only if the words name one.",
        "Most victims of violence do not go to hospital, and people walk to departments of other boroughs.",
    ),
)
