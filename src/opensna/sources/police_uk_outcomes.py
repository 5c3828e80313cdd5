"""Outcomes of offences from data.police.uk, one row an outcome."""

from __future__ import annotations

from opensna.contracts.contract import Column, TableContract
from opensna.sources._base import Source
from opensna.sources._police_uk import (
    ADDRESS,
    LICENCE,
    PLACE_HEADERS,
    SNAPPED_CAVEAT,
    csv_reader,
    force_column,
    place_columns,
)
from opensna.sources._street import outcomes_as_figures

SOURCE = Source(
    id="police_uk_outcomes",
    title="Outcomes of offences by force",
    publisher="The police force named in each row, through data.police.uk",
    licence=LICENCE,
    access="open",
    row_means="outcome of an offence",
    covers="england",
    contract=TableContract(
        id="police_uk_outcomes",
        version="1.0.0",
        columns=(
            Column("crime_id", "string", "The offence, as in the street file.", required=False),
            Column("month", "month", "Month of the outcome, which is not that of the offence."),
            force_column(),
            *place_columns(),
            Column("outcome_type", "string", "Outcome, in the publisher's words."),
        ),
        month_column="month",
        area_column="lsoa_code",
        notes=("No key: an offence has one row for each of its outcomes, and may have two of a kind.",),
    ),
    read=csv_reader(
        {"Crime ID": "crime_id", **PLACE_HEADERS, "Outcome type": "outcome_type"},
        what="outcomes",
        do_this="download the month's outcomes file (…-outcomes.csv), not the street or the stop and search file",
    ),
    figures=outcomes_as_figures,
    caveats=(
        "Outcomes, not offences: an offence may have several, and most of its outcomes fall in later months.",
        "The type of crime is not in this file: it is found by the Crime ID in the street file of an earlier month.",
        "Court results are often missing or not matched, so the share that ended in court cannot be read from it.",
        SNAPPED_CAVEAT,
    ),
    address=ADDRESS,
)
