"""British Transport Police street-level crime from data.police.uk, one row an offence or an antisocial incident."""

from __future__ import annotations

from opensna.contracts.contract import Column, TableContract
from opensna.sources._base import Source
from opensna.sources._police_uk import (
    ADDRESS,
    CRIME_TYPES,
    LICENCE,
    STREET_HEADERS,
    TYPE_CAVEAT,
    csv_reader,
    force_column,
    place_columns,
)

SOURCE = Source(
    id="btp_street",
    title="Street-level crime on the railways",
    publisher="British Transport Police, through data.police.uk",
    licence=LICENCE,
    access="open",
    row_means="offence, or incident of antisocial behaviour",
    covers="england",
    contract=TableContract(
        id="btp_street",
        version="1.0.0",
        columns=(
            Column("month", "month", "Month of the offence."),
            force_column("British Transport Police"),
            Column("crime_type", "string", "One of the fourteen types of data.police.uk.", codes=CRIME_TYPES),
            *place_columns(),
            Column("last_outcome_category", "string", "Last known outcome.", required=False),
        ),
        month_column="month",
        area_column="lsoa_code",
        notes=("Rows without a Crime ID may be equal in every column, so no key tells them apart.",),
    ),
    read=csv_reader(
        STREET_HEADERS,
        what="street-level",
        do_this="download the month's street file (…-btp-street.csv), not the outcomes or the stop and search file",
    ),
    caveats=(
        "All of Great Britain: only rows with a London small area are London's.",
        "Places are moved to a nearby map point, usually the station; many offences happen on the way between two.",
        TYPE_CAVEAT,
        "Never added to Metropolitan Police figures for one area without saying so: two forces record there.",
    ),
    address=ADDRESS,
)
