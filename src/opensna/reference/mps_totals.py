"""Yearly totals of police-recorded crime, for calibration."""

from __future__ import annotations

import pandas as pd

from opensna.reference._data import table


def yearly_totals() -> pd.DataFrame:
    """Offences recorded by the Metropolitan Police, 2019 to 2023, from the release of March 2024.

    Returns
    -------
    year, borough_code (32 boroughs and "Airports"; no City of London), offence_group, offence_subgroup (as in
    mps_borough_crime, but weapons and miscellaneous crimes are one subgroup each), count of offences. A combination that the
    publisher does not list has no row: it stands for none recorded. Violence without injury includes stalking and harassment.
    """
    return table("mps_yearly_totals.csv")
