"""One shape for the rows of every statistic, and the dates in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from opensna.core.area import Area
from opensna.core.counts import DisclosedCounts
from opensna.core.errors import UnknownIdError
from opensna.core.estimate import ESTIMATE_COLUMNS
from opensna.core.missing import Mark
from opensna.measures.measure import Measure

LEVEL = 0.95
SUPPRESSED, NOT_AVAILABLE, NOT_APPLICABLE = (str(m) for m in (Mark.SUPPRESSED, Mark.NOT_AVAILABLE, Mark.NOT_APPLICABLE))
COMPARED_WITHIN = ["measure", "period_start", "period_end", "breakdown", "group", "source", "release", "kind"]
"""What two areas must share to be compared."""
_NUMBERS = ("value", "ci_lower", "ci_upper", "numerator", "denominator", "rank", "rank_high", "rank_n", "per")
_TEXTS = ("method", "comparator", "comparison", "mark")


def as_dates(days: pd.Series[Any]) -> pd.Series[Any]:
    """datetime.date, whatever kind of date the column held."""
    seen = {value: pd.Timestamp(str(value)).date() for value in days.unique()}
    return days.map(seen).astype(object)


def base_rows(disclosed: DisclosedCounts, measures: Mapping[str, Measure], areas: Sequence[Area]) -> pd.DataFrame:
    """DISCLOSED_COLUMNS with area_name, area_type and per, one row a key.

    Raises
    ------
    UnknownIdError : a measure or an area that was not handed in.
    """
    table = disclosed.table.reset_index(drop=True)
    places = {area.code: area for area in areas}
    for kind, column, known in (("measure", "measure", list(measures)), ("area", "area_code", list(places))):
        lacking = [str(value) for value in table[column].unique() if value not in set(known)]
        if lacking:
            raise UnknownIdError.of(
                kind, lacking[0], known, do_this=f"hand derive every {kind} that the counts are of, or count fewer"
            )
    return table.assign(
        period_start=as_dates(table["period_start"]),
        period_end=as_dates(table["period_end"]),
        mark=table["mark"].fillna("").astype(object),
        area_name=table["area_code"].map({code: area.name for code, area in places.items()}).astype(object),
        area_type=table["area_code"].map({code: area.type for code, area in places.items()}).astype(object),
        per=table["measure"].map({measure.id: float(measure.per) for measure in measures.values()}),
        numerator=table["numerator"].astype(np.float64),
        denominator=table["denominator"].astype(np.float64),
    )


def finish(rows: pd.DataFrame, statistic: str) -> pd.DataFrame:
    """ESTIMATE_COLUMNS of one statistic: absent numbers NaN, texts "", baselines None; no limits without a value."""
    made = rows.assign(statistic=statistic, ci_level=LEVEL)
    for column in ("baseline_start", "baseline_end"):
        if column not in made:
            made[column] = pd.Series([None] * len(made), index=made.index, dtype=object)
    for column in _NUMBERS:
        made[column] = made[column].astype(np.float64) if column in made else np.nan
    for column in _TEXTS:
        made[column] = made[column].astype(object) if column in made else ""
    absent = made["value"].isna()
    made.loc[absent, ["ci_lower", "ci_upper"]] = np.nan
    made.loc[absent, "method"] = ""
    return made[list(ESTIMATE_COLUMNS)]
