"""The Department for Education's own numbers of areas, and the indicators of its Local Authority Interactive Tool."""

from __future__ import annotations

import pandas as pd

from opensna.reference._data import table


def dfe_areas() -> pd.DataFrame:
    """dfe_number, area_name (the Department's), area_code (GSS); one row for each of 170 areas, abolished counties among them."""
    return table("dfe_areas.csv")


def dfe_indicators() -> pd.DataFrame:
    """The tool's 434 indicators, one row each, all text: indicator (its short name), title, topic, unit, year.

    year : what its year is: "academic" (September to August), "financial" (April to March), "calendar", or a day or month of it
    on which it was counted: "31 March", "30 September", "January".
    """
    return table("dfe_indicators.csv")
