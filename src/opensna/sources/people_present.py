"""How many people live in, work in and pass through a place: a small table that a partnership gathers from those who count them.

No publisher releases the three together, and none of footfall openly: workday population is the census's (Nomis, tables WD of 2011;
that of 2021 was taken during restrictions), footfall that of the Greater London Authority's High Streets Data Service, a business
improvement district or a mobile operator, under their terms. So the table is of our own shape, and each line says who counted.
"""

from __future__ import annotations

import pandas as pd

from opensna.core.missing import Mark
from opensna.sources._base import Source
from opensna.sources._periods import calendar_years
from opensna.sources._published import area_types, figures_contract, figures_reader, marked, translated
from opensna.sources._text import normal_text

KINDS = {
    "resident": "People who live there",
    "workday": "People who are there on a working day",
    "footfall": "People who pass through on an average day",
}
"""What may stand in the column kind, and the figure that it is."""


def _figures(rows: pd.DataFrame) -> pd.DataFrame:
    periods = [calendar_years(text) for text in rows["year"].fillna("")]
    marks = {"": Mark.NOT_AVAILABLE, "[x]": Mark.NOT_AVAILABLE, "[c]": Mark.SUPPRESSED}
    return marked(rows["people"].str.replace(",", ""), marks).assign(
        indicator=translated(rows["kind"], KINDS, key=normal_text),
        area_code=rows["area_code"],
        area_name=rows["area_name"],
        area_type=area_types(rows["area_code"]),
        period_start=[start for start, _ in periods],
        period_end=[end for _, end in periods],
        unit="people",
        source_row=rows["source_row"],
    )


SOURCE = Source(
    id="people_present",
    title="People who live in, work in and pass through places",
    publisher="The publishers that the partnership's table names",
    licence="As each publisher grants it: a figure that may not be published is not given here",
    access="open",
    row_means="people of one kind in one place in one year",
    covers="england",
    contract=figures_contract(
        "people_present",
        indicators=tuple(KINDS.values()),
        units=("people",),
        area_types=("ward", "lad", "msoa"),
        months=12,
        minimum=0,
    ),
    read=figures_reader(
        _figures,
        header=("area_code", "area_name", "kind", "year", "people", "counted_by"),
        do_this="give one line a place, kind (resident, workday, footfall) and year, with the columns that are expected",
    ),
    caveats=(
        "The three are not of one day or one method: a workday population is a census's, and footfall counts passings, not people.",
        "None is the right number of people at risk. A rate by each, side by side, shows how much the choice matters.",
    ),
    address="https://www.nomisweb.co.uk/",
)
