"""Census 2021: residents by ethnic group (19 groups) and local authority, as numbers and as percentages."""

from __future__ import annotations

import pandas as pd

from opensna.core.missing import Mark
from opensna.sources._base import Source
from opensna.sources._census import CAVEAT, CENSUS_DAY, LICENCE, PUBLISHER
from opensna.sources._published import area_types, figures_contract, figures_reader, marked

RESIDENTS, SHARE = "Residents", "Percentage of residents"
GROUP = "ethnic_group="

_KINDS = {"number": (RESIDENTS, "residents"), "percent": (SHARE, "per cent")}


def _figures(rows: pd.DataFrame) -> pd.DataFrame:
    """The last word of a label, in brackets, says whether it is the number or the percentage."""
    label = rows["ethnic_group"].fillna("").str.extract(r"^(?P<group>.*?)\s*(?:\((?P<kind>number|percent)\))?$")
    return marked(rows["value"], {"": Mark.NOT_AVAILABLE}).assign(
        indicator=label["kind"].map({kind: indicator for kind, (indicator, _) in _KINDS.items()}),
        area_code=rows["ltla21_code"],
        area_name=rows["ltla21_name"],
        area_type=area_types(rows["ltla21_code"]),
        period_start=CENSUS_DAY,
        period_end=CENSUS_DAY,
        group=GROUP + label["group"],
        unit=label["kind"].map({kind: unit for kind, (_, unit) in _KINDS.items()}),
        source_row=rows["source_row"],
    )


SOURCE = Source(
    id="census_ethnicity",
    title="Census 2021: ethnic group",
    publisher=PUBLISHER,
    licence=LICENCE,
    access="open",
    row_means="residents of one ethnic group in one authority",
    covers="england",
    contract=figures_contract(
        "census_ethnicity",
        indicators=(RESIDENTS, SHARE),
        units=("residents", "per cent"),
        area_types=("lad",),
        minimum=0,
    ),
    read=figures_reader(
        _figures,
        header=("ltla21_code", "ltla21_name", "ethnic_group", "value"),
        do_this="give one line for each authority and group: ltla21_code, ltla21_name, ethnic_group, value",
    ),
    caveats=(
        CAVEAT,
        "People chose their own ethnic group; police records mostly hold what an officer saw, so the two do not compare.",
        "Counts are perturbed a little by the publisher, so parts may not add up to the whole.",
    ),
    address="https://www.ons.gov.uk/datasets/TS021",
)
