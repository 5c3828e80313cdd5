"""Census 2021: households by how many bedrooms they have too many or too few, by small area."""

from __future__ import annotations

import pandas as pd

from opensna.core.missing import Mark
from opensna.sources._base import Source
from opensna.sources._census import CAVEAT, CENSUS_DAY, LICENCE, PUBLISHER
from opensna.sources._published import EVERYBODY, area_types, figures_contract, figures_reader, marked

HOUSEHOLDS = "Households"
GROUP = "occupancy="


def _figures(rows: pd.DataFrame) -> pd.DataFrame:
    """A row for each rating, and one for all households, which the file repeats on every line of a small area."""
    first = ~rows.duplicated("lsoa21_code")
    parts = rows.assign(households=rows["n"], group=GROUP + rows["occupancy_rating"].fillna(""), order=1)
    whole = rows[first].assign(households=rows.loc[first, "total_households"], group=EVERYBODY, order=0)
    both = pd.concat([whole, parts], ignore_index=True)
    return marked(both["households"], {"": Mark.NOT_AVAILABLE}).assign(
        indicator=HOUSEHOLDS,
        area_code=both["lsoa21_code"],
        area_name=both["lsoa21_code"],
        area_type=area_types(both["lsoa21_code"]),
        period_start=CENSUS_DAY,
        period_end=CENSUS_DAY,
        group=both["group"],
        unit="households",
        source_row=both["source_row"] * 10 + both["order"],  # two figures may stand on one line
    )


SOURCE = Source(
    id="census_overcrowding",
    title="Census 2021: occupancy rating for bedrooms",
    publisher=PUBLISHER,
    licence=LICENCE,
    access="open",
    row_means="households of one occupancy rating in one small area",
    covers="england",
    contract=figures_contract(
        "census_overcrowding",
        indicators=(HOUSEHOLDS,),
        units=("households",),
        area_types=("lsoa", "msoa", "lad"),
        minimum=0,
    ),
    read=figures_reader(
        _figures,
        header=("lsoa21_code", "total_households", "occupancy_rating", "n"),
        do_this="give one line for each small area and rating: lsoa21_code, total_households, occupancy_rating, n",
    ),
    caveats=(
        CAVEAT,
        "A household is overcrowded if it has fewer bedrooms than the standard asks for: ratings of -1, and -2 or less.",
        "Counts are perturbed a little by the publisher, so parts may not add up to the whole.",
    ),
    address="https://www.ons.gov.uk/datasets/TS052",
)
