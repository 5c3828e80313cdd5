"""MOPAC's user satisfaction survey: victims of crime on how the Metropolitan Police served them.

The survey's labels have changed over the years, so they are kept as delivered and not held to a list.
"""

from __future__ import annotations

from opensna.sources._base import Source
from opensna.sources._mopac import ADDRESS, MONTHS, PUBLISHER, survey_reader
from opensna.sources._published import figures_contract

SOURCE = Source(
    id="victim_satisfaction",
    title="User satisfaction survey of victims of crime",
    publisher=PUBLISHER,
    licence="Open Government Licence v3.0",
    access="open",
    row_means="share of victims who are satisfied, in one borough over twelve months",
    covers="met_police",
    contract=figures_contract(
        "victim_satisfaction",
        units=("share of respondents",),
        area_types=("lad", "pfa"),
        months=MONTHS,
        minimum=0,
        maximum=1,
    ),
    read=survey_reader("USS"),
    caveats=(
        "Only victims who reported a crime are asked; victims of domestic abuse and sexual offences are not.",
        "Victims under 16 are not asked.",
        "A figure is of the twelve months before its quarter's end, so neighbouring quarters share most of their answers.",
    ),
    address=ADDRESS,
)
