"""Home Office offence classes with their group and subgroup."""

from __future__ import annotations

import pandas as pd

from opensna.reference._data import table


def offence_codes() -> pd.DataFrame:
    """code, offence, offence_group, offence_subgroup; one row a class, as of 2018 (later classes are not in it)."""
    return table("offence_codes.csv")
