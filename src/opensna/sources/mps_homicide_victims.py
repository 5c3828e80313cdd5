"""Homicide victims recorded by the Metropolitan Police, one row a victim, from the homicide dashboard."""

from __future__ import annotations

from pathlib import Path

from duckdb import DuckDBPyConnection

from opensna.contracts.contract import Column, TableContract
from opensna.core.errors import HeaderError
from opensna.sources._base import Source, TextRows
from opensna.sources._mps import LICENCE, PUBLISHER, borough_columns, register_lookups
from opensna.sources._text import normal, relation_name, text_table

_HEADER = {
    "Recorded Date": "month",
    "Borough": "borough_name",
    "Age Group": "age_band",
    "Sex": "sex",
    "Method of Killing": "method_of_killing",
    "Domestic Abuse": "domestic_abuse",
    "Homicide Offence Type": "offence_type",
    "Solved Status": "solved_status",
    "Officer Observed Ethnicity": "ethnicity_officer_observed",
    "Count of Victims": "count",
}
_SPELLINGS = {
    "age_band": {"13 to19": "13 to 19"},
    "sex": {"unrecorded gender": "Unknown"},
    "domestic_abuse": {"domestic abuse": "true", "not domestic abuse": "false"},
    "ethnicity_officer_observed": {"unrecorded / unknown": "Unknown"},
    "method_of_killing": {"not known/not recorded": "Not known"},
}
"""By column: normal text of a delivered value, and how it is stored."""


def _read(path: Path, connection: DuckDBPyConnection) -> TextRows:
    table = text_table(path, connection)
    wanted, found = {name.casefold() for name in _HEADER}, [name.casefold() for name in table.header]
    if sorted(found) != sorted(wanted):
        strange = [name for name in table.header if name.casefold() not in wanted]
        raise HeaderError(
            "the header is not that of the homicide victims file",
            where=path.name,
            found=f"lacks: {', '.join(name for name in _HEADER if name.casefold() not in found) or '-'}; "
            f"not known: {', '.join(strange[:5]) or '-'}",
            expected=", ".join(_HEADER),
            do_this="check that this is the victims file of the homicide dashboard, not the proceedings",
        )
    register_lookups(connection)
    at = {ours: table.column(theirs) for theirs, ours in _HEADER.items()}
    plain = ", ".join(
        f'{_spelt(at[ours], _SPELLINGS.get(ours, {}))} AS "{ours}"'
        for ours in _HEADER.values()
        if ours not in ("month", "borough_name")
    )
    name = relation_name(path, "delivered")
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE {name} AS
        SELECT coalesce(strftime(try_strptime(trim({at["month"]}), '%b-%y'), '%Y-%m-01'), {at["month"]}) AS month,
            coalesce(stored_name, trim({at["borough_name"]})) AS borough_name,
            coalesce(code, trim({at["borough_name"]})) AS borough_code, {plain}, line AS source_row
        FROM {table.relation} LEFT JOIN mps_places ON {normal(at["borough_name"])} = place ORDER BY line"""
    )
    connection.execute(f"DROP TABLE {table.relation}")
    return TextRows(name)


def _spelt(column: str, spellings: dict[str, str]) -> str:
    whens = "".join(f" WHEN '{text}' THEN '{stored}'" for text, stored in spellings.items())
    return f"CASE {normal(column)}{whens} ELSE {column} END" if whens else column


SOURCE = Source(
    id="mps_homicide_victims",
    title="Homicide victims",
    publisher=PUBLISHER,
    licence=LICENCE,
    access="open",
    row_means="victim of homicide",
    covers="met_police",
    contract=TableContract(
        id="mps_homicide_victims",
        version="1.0.0",
        columns=(
            Column("month", "month", "Month of recording; the homicide may be earlier."),
            *borough_columns(),
            Column(
                "age_band",
                "string",
                "Age of the victim in years.",
                codes=(
                    "0 to 12",
                    "13 to 19",
                    "20 to 24",
                    "25 to 34",
                    "35 to 44",
                    "45 to 54",
                    "55 to 64",
                    "65 and over",
                ),
            ),
            Column("sex", "string", "Sex of the victim as recorded.", codes=("Female", "Male", "Unknown")),
            Column(
                "method_of_killing",
                "string",
                "Method of killing.",
                codes=(
                    "Knife or Sharp Implement",
                    "Shooting",
                    "Blunt Implement",
                    "Physical Assault, no weapon",
                    "Other Methods of Killing",
                    "Not known",
                ),
            ),
            Column("domestic_abuse", "boolean", "Whether the homicide was flagged as domestic abuse."),
            Column(
                "offence_type",
                "string",
                "Offence; corporate manslaughter is outside most definitions of serious violence.",
                codes=("Murder", "Manslaughter", "Corporate Manslaughter", "Infanticide"),
            ),
            Column("solved_status", "string", "Whether someone was charged.", codes=("Solved", "Unsolved")),
            Column(
                "ethnicity_officer_observed",
                "string",
                "Ethnic group as an officer observed it.",
                codes=("Asian", "Black", "White", "Other", "Unknown"),
            ),
            Column("count", "integer", "Victims: always 1.", minimum=1, maximum=1),
        ),
        month_column="month",
        area_column="borough_code",
        notes=("Two victims may have the same values in every column, so no key tells rows apart.",),
    ),
    read=_read,
    caveats=(
        "Victims carry the ethnicity that an officer observed: never compared with suspects' self classified ethnicity.",
        "Homicides are few: a change from one year to the next is mostly chance.",
        "A homicide is counted in the month it was recorded, which may be long after the death.",
    ),
    address="https://data.london.gov.uk/dataset/mps-homicide-dashboard-data",
)
