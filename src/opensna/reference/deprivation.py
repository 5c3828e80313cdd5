"""English indices of deprivation, local authority summaries."""

from __future__ import annotations

import pandas as pd

from opensna.reference._data import table


def imd() -> pd.DataFrame:
    """area_code, imd2025_average_score, imd2025_rank (1 = most deprived in England), imd2019_average_score; 33 rows."""
    return table("imd_london.csv")
