"""Home Office offence classes with their group and subgroup."""

from __future__ import annotations

import pandas as pd

from opensna.reference._data import table


def offence_codes() -> pd.DataFrame:
    """One row an offence class, all columns text.

    Returns
    -------
    code ("8N"), offence, group, subgroup (as counted now: stalking and harassment, and unlawful driving, apart), subgroup_2018
    (as in the 2018 hierarchy; "" if later or none), confidence (high | medium | low: how sure the class is), note.
    """
    return table("offence_codes.csv")
