"""Yearly totals of police-recorded crime, for calibration."""

from __future__ import annotations

import pandas as pd

from opensna.reference._data import table
from opensna.reference.areas import codes_by_name


def yearly_totals() -> pd.DataFrame:
    """year (2019-2023), borough_name, borough_code ("Airports" for the two airports), offence_subgroup, count of offences."""
    rows = table("mps_yearly_totals.csv")
    rows["borough_code"] = rows["borough_name"].map(codes_by_name()).fillna("Airports")
    return rows
