"""Areas' totals against the whole's: exactly before disclosure control, within the stated rounding after it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from opensna.core.area import Area
from opensna.core.counts import DisclosedCounts
from opensna.core.errors import ClaimError
from opensna.core.missing import Mark
from opensna.measures.measure import Measure
from opensna.measures.unplaced import UNPLACED

EXACT, ROUNDED, HIDDEN, BROKEN = "exactly", "within the rounding", "as far as hidden figures allow", "does not add up"
PERSONS = "persons are counted once in each area and once in the whole, so areas add up to the whole or more"
WARDS = "wards are given where a release names them, and the rest of the whole is not listed"
ALONE = "counted for the whole alone"
ABSENT = "no figure of the whole, or of any area"
COLUMNS = (
    "measure", "breakdown", "group", "period_start", "period_end", "whole", "whole_low", "whole_high", "areas", "areas_low",
    "areas_high", "unplaced", "unplaced_mark", "hidden", "left_out", "verdict", "why_not",
)  # fmt: skip
_TOTAL = ["measure", "breakdown", "group", "period_start", "period_end"]


def reconcile(
    disclosed: DisclosedCounts, *, measures: Mapping[str, Measure], whole: Area, parts: Sequence[Area]
) -> pd.DataFrame:
    """One row a total of the whole (COLUMNS): its areas and the unplaced added up, and whether they are the whole.

    Parameters
    ----------
    disclosed : for any audience. parts : the areas of which the whole is made, and the place of records without one.

    Returns
    -------
    areas, areas_low, areas_high: the sum of shown parts with the unplaced, and what the parts may stand for; a hidden part counts
    as its interval. hidden, left_out: how many parts are hidden and [x]. verdict: EXACT, ROUNDED, HIDDEN or BROKEN; "" with
    why_not where parts are not meant to add up.
    """
    table = disclosed.table
    codes = [area.code for area in parts]
    totals = table[table["area_code"] == whole.code]
    of_parts = table[table["area_code"].isin(codes)]
    shown = of_parts.assign(
        part=of_parts["numerator"].fillna(0.0),
        low=of_parts["numerator_low"].fillna(0.0),
        high=of_parts["numerator_high"].fillna(0.0),
        hidden=of_parts["mark"] == str(Mark.SUPPRESSED),
        absent=of_parts["mark"] == str(Mark.NOT_AVAILABLE),
        listed=(of_parts["area_code"] != UNPLACED) & (of_parts["mark"] != str(Mark.NOT_AVAILABLE)),
    )
    sums = shown.groupby(_TOTAL, sort=False).agg(
        areas=("part", "sum"), areas_low=("low", "sum"), areas_high=("high", "sum"), hidden=("hidden", "sum"),
        left_out=("absent", "sum"), listed=("listed", "sum"),
    ).reset_index()  # fmt: skip
    rest = of_parts.loc[of_parts["area_code"] == UNPLACED, [*_TOTAL, "numerator", "mark"]].rename(
        columns={"numerator": "unplaced", "mark": "unplaced_mark"}
    )
    rows = totals[[*_TOTAL, "numerator", "numerator_low", "numerator_high", "mark"]].rename(
        columns={"numerator": "whole", "numerator_low": "whole_low", "numerator_high": "whole_high"}
    )
    rows = rows.merge(sums, on=_TOTAL, how="left").merge(rest, on=_TOTAL, how="left")
    why_not = np.array([_why_not(measures[id]) for id in rows["measure"]], dtype=object)
    absent = rows["whole_low"].isna() | ~(rows["listed"].fillna(0) > 0)
    rows["why_not"] = np.where((why_not == "") & absent.to_numpy(), ABSENT, why_not)
    meets = (rows["areas_low"] <= rows["whole_high"]) & (rows["areas_high"] >= rows["whole_low"])
    is_exact = (rows["areas_low"] == rows["areas_high"]) & (rows["whole_low"] == rows["whole_high"])
    any_hidden = (rows["hidden"] > 0) | (rows["mark"] == str(Mark.SUPPRESSED))
    rows["verdict"] = np.select(
        [rows["why_not"] != "", ~meets, any_hidden, is_exact], ["", BROKEN, HIDDEN, EXACT], ROUNDED
    )
    return rows[list(COLUMNS)].reset_index(drop=True)


def refuse_unreconciled(reconciled: pd.DataFrame, *, audience: str) -> None:
    """Raise ClaimError if a total is not what its areas add up to; for the authors it must be so exactly."""
    wrong = reconciled[reconciled["verdict"] == BROKEN]
    if len(wrong):
        named = [
            f"{row['measure']} {row['period_start']:%Y-%m}/{row['period_end']:%Y-%m} {row['group']}".strip()
            for row in wrong.head(5).to_dict("records")
        ]
        raise ClaimError(
            f"{len(wrong)} totals of the whole are not what its areas add up to",
            where=f"reconciliation, edition for {audience}",
            found="; ".join(named),
            expected=f"areas and records without one add up to the whole{' exactly' if audience == 'authors' else ', as rounded'}",
            do_this="count again; if it stays so, a release names a place twice, or other rows are counted for the whole",
        )


def _why_not(measure: Measure) -> str:
    if measure.distinct is not None:
        return PERSONS
    return {"ward": WARDS, "whole": ALONE}.get(measure.level, "")
