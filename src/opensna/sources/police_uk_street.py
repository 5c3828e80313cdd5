"""Street-level crime of any police force from data.police.uk, one row an offence or an antisocial incident."""

from __future__ import annotations

from opensna.contracts.contract import Column, TableContract
from opensna.sources._base import Source
from opensna.sources._police_uk import (
    ADDRESS,
    CRIME_TYPES,
    LICENCE,
    SNAPPED_CAVEAT,
    STREET_HEADERS,
    TYPE_CAVEAT,
    csv_reader,
    force_column,
    place_columns,
)
from opensna.sources._street import offences_as_figures

SOURCE = Source(
    id="police_uk_street",
    title="Street-level crime by force",
    publisher="The police force named in each row, through data.police.uk",
    licence=LICENCE,
    access="open",
    row_means="offence, or incident of antisocial behaviour",
    covers="england",
    contract=TableContract(
        id="police_uk_street",
        version="1.0.0",
        columns=(
            Column(
                "crime_id", "string", "The offence, as in the outcomes file; blank for antisocial behaviour.", False
            ),
            Column("month", "month", "Month of the offence."),
            force_column(),
            Column("crime_type", "string", "One of the fourteen types of data.police.uk.", codes=CRIME_TYPES),
            *place_columns(),
            Column("last_outcome_category", "string", "Last known outcome when the file was made.", required=False),
        ),
        month_column="month",
        area_column="lsoa_code",
        notes=(
            "No key: antisocial behaviour has no Crime ID, and one Crime ID may stand in several rows.",
            "The month is that of the offence; the small area's boundaries are those in use when the file was made.",
        ),
    ),
    read=csv_reader(
        {"Crime ID": "crime_id", **STREET_HEADERS},
        what="street-level",
        do_this="download the month's street file (…-street.csv), not the outcomes or the stop and search file",
    ),
    figures=offences_as_figures,
    caveats=(
        TYPE_CAVEAT,
        "Antisocial behaviour is incidents and not crimes: it is never added to offences.",
        SNAPPED_CAVEAT,
        "A force's file also holds offences in its neighbours' areas; the small area says where, not the force.",
        "One Crime ID may stand in several rows (240 of 15,760 of the City of London's, September 2021 to August 2023).",
        "Railway offences are in British Transport Police's own file: the same file is never added under two sources.",
    ),
    address=ADDRESS,
)
