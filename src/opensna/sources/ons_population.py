"""Mid-year population as published figures; the estimates that come with OpenSNA answer where no release is loaded."""

from __future__ import annotations

from opensna.sources._base import Source
from opensna.sources._published import figures_contract, figures_reader

CONTRACT = figures_contract(
    "ons_population", indicators=("Residents", "Residents under 25", "Residents aged 10 to 24", "Median age")
)

SOURCE = Source(
    id="ons_population",
    title="Mid-year population estimates",
    publisher="Office for National Statistics",
    licence="Open Government Licence v3.0",
    access="open",
    row_means="residents of one area in the middle of one year",
    covers="england",
    contract=CONTRACT,
    read=figures_reader(
        lambda rows: rows,
        header=CONTRACT.names,
        do_this="give the figures in the columns of the contract, one row an area and year",
    ),
    caveats=("An estimate between censuses: people who move without registering are missed.",),
    address="https://www.ons.gov.uk/peoplepopulationandcommunity/populationandmigration/populationestimates",
)
