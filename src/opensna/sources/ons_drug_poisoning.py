"""Deaths related to drug poisoning: registrations by local authority, one column a year."""

from __future__ import annotations

import re

import pandas as pd

from opensna.core.missing import Mark
from opensna.sources._base import Source
from opensna.sources._periods import calendar_years
from opensna.sources._published import area_types, figures_contract, figures_reader, marked

DEATHS = "Deaths related to drug poisoning"

_YEAR = re.compile(r"(19|20)\d{2}")
_ABSENT = {"": Mark.NOT_AVAILABLE, ":": Mark.NOT_AVAILABLE, "-": Mark.NOT_AVAILABLE}


def _figures(rows: pd.DataFrame) -> pd.DataFrame:
    years = [column for column in map(str, rows) if _YEAR.fullmatch(column)]
    position = {year: i for i, year in enumerate(rows, start=1)}
    long = rows.melt(id_vars=["code", "name", "source_row"], value_vars=years, var_name="year", value_name="deaths")
    days = {year: calendar_years(year) for year in years}
    return marked(long["deaths"], _ABSENT).assign(
        indicator=DEATHS,
        area_code=long["code"],
        area_name=long["name"],
        area_type=area_types(long["code"]),
        period_start=long["year"].map({year: start for year, (start, _) in days.items()}),
        period_end=long["year"].map({year: end for year, (_, end) in days.items()}),
        unit="deaths registered",
        source_row=long["source_row"] * 1000
        + long["year"].map(position).astype("int64"),  # the cell: line 17, column 5 is 17005
    )


SOURCE = Source(
    id="ons_drug_poisoning",
    title="Deaths related to drug poisoning by local authority",
    publisher="Office for National Statistics",
    licence="Open Government Licence v3.0",
    access="open",
    row_means="deaths registered in one year of people who lived in one area",
    covers="england",
    contract=figures_contract(
        "ons_drug_poisoning", indicators=(DEATHS,), units=("deaths registered",), months=12, minimum=0
    ),
    read=figures_reader(
        _figures, header=("code", "name"), do_this="give the table with code, name and one column a year"
    ),
    caveats=(
        "Deaths are counted in the year they were registered, which is often months after the death.",
        "Areas are those of the dead person's residence.",
    ),
    address="https://www.ons.gov.uk/peoplepopulationandcommunity/birthsdeathsandmarriages/deaths/datasets/drugpoisoningdeathsbylocalauthority",
)
