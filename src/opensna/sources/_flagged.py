"""Flags of the monthly dashboard as figures: knife crime, gun crime, domestic abuse and others, by borough and for London."""

from __future__ import annotations

from typing import Any

import ibis
import numpy as np
import pandas as pd

from opensna.reference.areas import LONDON
from opensna.sources._rolling import KEY, as_figures, number_of

FLAG = "flag"


def flags_as_figures(table: Any) -> Any:
    """Offences with a flag, by month and over twelve months on end; London's are all rows, those of no borough too.

    A borough without a row in a month in which others have one had none. A flag is never added to another.
    """
    rows = table.filter(table.kind == FLAG, table.measure == "offences", table.area_type == "borough")
    summed = rows.group_by(["offence_subgroup", "area_code", "area_name", "month"]).aggregate(
        number=ibis._["count"].sum()
    )
    flagged = summed.to_pyarrow().to_pandas()
    known = flagged[flagged["area_code"].str.startswith("E09")]
    both = pd.concat([known, flagged.assign(area_code=LONDON, area_name="London")], ignore_index=True)
    numbered = both.assign(
        indicator=both["offence_subgroup"], group="", month=[number_of(when) for when in both["month"]]
    )
    months = numbered.groupby([*KEY, "month"])["number"].sum().unstack("month", fill_value=0)
    held = numbered.groupby("indicator")["month"].agg(frozenset)
    codes = months.index.get_level_values("area_code")
    kinds = np.where(codes == LONDON, "region", "lad").tolist()
    return as_figures(months, [held[name] for name in months.index.get_level_values("indicator")], kinds)
