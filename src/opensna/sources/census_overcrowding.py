"""Census 2021: households by how many bedrooms they have too many or too few, by small area."""

from __future__ import annotations

from datetime import date
from typing import Any

import ibis
import pandas as pd
import pyarrow as pa

from opensna.core.missing import Mark
from opensna.reference.lookups import authorities, small_areas
from opensna.sources._base import Source
from opensna.sources._census import CAVEAT, CENSUS_DAY, LICENCE, PUBLISHER
from opensna.sources._published import EVERYBODY, area_types, figures_contract, figures_reader, marked

HOUSEHOLDS = "Households"
GROUP = "occupancy="
SHARE = "Overcrowded households"
OVERCROWDED = ("-1 (overcrowded)", "-2 or less (overcrowded)")
"""Ratings of households with fewer bedrooms than the standard asks for, as the file spells them."""


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


def _by_area(table: Any) -> Any:
    """As figures: the share of households that are overcrowded, of each authority, region and force area.

    An area of which the release lacks a small area has no row. Counts are as released, so the share is that of the published cells.
    """
    rows = table.select("area_code", "group", "value").to_pyarrow().to_pandas()
    homes = small_areas().merge(authorities(), on="area_code")
    rows = rows.rename(columns={"area_code": "lsoa_code"}).assign(value=rows["value"].astype(float))
    everybody = rows[rows["group"].isna()].groupby("lsoa_code")["value"].sum()
    crowded = rows[rows["group"].isin([GROUP + rating for rating in OVERCROWDED])].groupby("lsoa_code")["value"].sum()
    homes = homes.assign(households=homes["lsoa_code"].map(everybody), crowded=homes["lsoa_code"].map(crowded))
    parts = []
    for kind, place in (("lad", "area"), ("region", "region"), ("pfa", "force")):
        sums = homes.groupby([f"{place}_code", f"{place}_name"]).agg(
            households=("households", "sum"),
            crowded=("crowded", "sum"),
            held=("households", "count"),
            all=("lsoa_code", "size"),
        )
        whole = sums[(sums["held"] == sums["all"]) & (sums["households"] > 0)].reset_index()
        parts.append(
            pd.DataFrame({
                "area_code": whole[f"{place}_code"], "area_name": whole[f"{place}_name"], "area_type": kind,
                "value": whole["crowded"] / whole["households"],
            })
        )  # fmt: skip
    day = date.fromisoformat(CENSUS_DAY)
    found = pd.concat(parts, ignore_index=True).assign(indicator=SHARE, period_start=day, period_end=day)
    blank = {
        "group": pd.Series(None, found.index, dtype="string"),
        "mark": pd.Series(None, found.index, dtype="string"),
    }
    made = found.assign(**blank, lower=float("nan"), upper=float("nan"))
    return ibis.memtable(pa.Table.from_pandas(made, preserve_index=False))


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
    figures=_by_area,
    caveats=(
        CAVEAT,
        "A household is overcrowded if it has fewer bedrooms than the standard asks for: ratings of -1, and -2 or less.",
        "Counts are perturbed a little by the publisher, so parts may not add up to the whole.",
    ),
    address="https://www.ons.gov.uk/datasets/TS052",
)
