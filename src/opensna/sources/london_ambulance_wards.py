"""Assault call-outs of the London Ambulance Service, 2009 to 2011 together, one total a ward.

The file has the codes of before 2011 ("00AG" Camden, "00AGGN" a ward of it). The borough is stored under today's code; the ward
keeps its old one, because its bounds have changed since and no lookup of them is exact.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import ibis
from duckdb import DuckDBPyConnection

from opensna.contracts.contract import Column, Rule, TableContract
from opensna.contracts.sql import literal
from opensna.reference.areas import LONDON, boroughs, codes_before_2011
from opensna.sources._base import Source, TextRows
from opensna.sources._delivered import delivered_table
from opensna.sources._published import recognised
from opensna.sources._text import relation_name

CALLOUTS = "Call-outs to assaults in 2009 to 2011"
_HEADER = {"Bor_Code": "borough_code", "WardName": "ward_name", "WardCode": "ward_code", "assault_09_11": "callouts"}


def _read(path: Path, connection: DuckDBPyConnection) -> TextRows:
    table = delivered_table(path, connection)
    recognised(
        path, table.header, tuple(_HEADER), do_this="give the table with Bor_Code, WardName, WardCode, assault_09_11"
    )
    at = {ours: table.column(theirs) for theirs, ours in _HEADER.items()}
    today = " ".join(f"WHEN {literal(before)} THEN {literal(code)}" for before, code in codes_before_2011().items())
    relation = relation_name(path, "delivered")
    borough = f"trim({at['borough_code']})"
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE {relation} AS
        SELECT {at["ward_code"]} AS ward_code, {at["ward_name"]} AS ward_name,
            CASE {borough} {today} ELSE {borough} END AS borough_code, {at["callouts"]} AS callouts, line AS source_row
        FROM {table.relation} ORDER BY line"""
    )
    connection.execute(f"DROP TABLE {table.relation}")
    return TextRows(relation)


def _own_borough() -> Rule:
    whens = " ".join(f"WHEN {literal(before)} THEN {literal(code)}" for before, code in codes_before_2011().items())
    return Rule(
        "other_borough",
        f"borough_code = CASE left(ward_code, 4) {whens} END",
        "a ward's old code begins with its borough's",
    )


def _figures(table: Any) -> Any:
    """As published figures: call-outs of each ward of then, as a group of its borough; of each borough; and of London."""
    wards = table.select(area_code=table.borough_code, group="ward=" + table.ward_name, number=table.callouts)
    every = wards.union(_summed(wards, wards.area_code)).union(_summed(wards, ibis.literal(LONDON)))
    absent = ibis.null("float64")
    return every.mutate(
        indicator=ibis.literal(CALLOUTS),
        area_name=ibis.cases(*((every.area_code == place.code, place.name) for place in boroughs()), else_="London"),
        area_type=ibis.ifelse(every.area_code == LONDON, "region", "lad"),
        period_start=ibis.date(2009, 1, 1),
        period_end=ibis.date(2011, 12, 31),
        value=every.number.cast("float64"),
        lower=absent,
        upper=absent,
        mark=ibis.null("string"),
    )


def _summed(wards: Any, area: Any) -> Any:
    of = wards.mutate(place=area).group_by("place").aggregate(number=ibis._.number.sum())
    return of.select(area_code=of.place, group=ibis.null("string"), number=of.number)


SOURCE = Source(
    id="london_ambulance_wards",
    title="Assault call-outs by ward, 2009 to 2011",
    publisher="London Ambulance Service NHS Trust",
    licence="Open Government Licence v3.0",
    access="open",
    row_means="call-outs to assaults in one ward over 2009 to 2011",
    covers="london",
    contract=TableContract(
        id="london_ambulance_wards",
        version="1.0.0",
        columns=(
            Column("ward_code", "string", "Code of the ward before 2011.", pattern="00[AB][A-Z]{3}"),
            Column("ward_name", "string", "Name of the ward."),
            Column(
                "borough_code",
                "string",
                "Today's GSS code of the borough of the call-out.",
                codes=tuple(place.code for place in boroughs()),
            ),
            Column("callouts", "integer", "Call-outs to assaults in all of 2009 to 2011.", minimum=0),
        ),
        key=("ward_code",),
        rules=(_own_borough(),),
        area_column="borough_code",
    ),
    read=_read,
    figures=_figures,
    caveats=(
        "One total for 2009 to 2011: the file does not say which months, so no yearly rate can be made of it.",
        "Call-outs, not victims; places of the call-out, not where the patients live.",
        "Wards are those of before 2011; most have other bounds today.",
    ),
    address="https://data.london.gov.uk/dataset/london-ambulance-service-assault-incidents",
)
