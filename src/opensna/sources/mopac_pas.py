"""MOPAC's Public Attitude Survey: trust and what residents think of their local police, by borough."""

from __future__ import annotations

from opensna.sources._base import Source
from opensna.sources._mopac import ADDRESS, MONTHS, PUBLISHER, survey_reader
from opensna.sources._published import figures_contract

MEASURES = (
    "Trust MPS",
    "Good Job local",
    "Treat everyone fairly",
    "Understand issues",
    "Listen to concerns",
    "Relied on to be there",
    "Informed local",
    "Contact ward officer",
)

SOURCE = Source(
    id="mopac_pas",
    title="Public Attitude Survey",
    publisher=PUBLISHER,
    licence="Open Government Licence v3.0",
    access="open",
    row_means="share of residents aged 16 and over who agree, in one borough over twelve months",
    covers="met_police",
    contract=figures_contract(
        "mopac_pas",
        indicators=MEASURES,
        units=("share of respondents",),
        area_types=("lad", "pfa"),
        months=MONTHS,
        minimum=0,
        maximum=1,
    ),
    read=survey_reader("PAS", MEASURES),
    caveats=(
        "Residents under 16 are not asked: children's trust is not in these figures.",
        "A figure is of the twelve months before its quarter's end, so neighbouring quarters share most of their answers.",
        "A sample of residents without a published margin: a borough's change of a few points may be chance.",
        "The City of London is not in the survey.",
    ),
    address=ADDRESS,
)
