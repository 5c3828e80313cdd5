"""Reads a table of this package's data folder once."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path

import pandas as pd

TEXT_ONLY = frozenset({"crime_severity_weights.csv", "dfe_indicators.csv", "offence_codes.csv"})
"""Tables whose columns are all text: a code such as 4.10 is not the number 4.1."""


def path(name: str) -> Path:
    """Where a data file of this room lies."""
    return Path(str(resources.files("opensna.reference") / "data" / name))


@cache
def _table(name: str) -> pd.DataFrame:
    if name.endswith(".parquet"):
        return pd.read_parquet(path(name))
    return pd.read_csv(path(name), dtype=str, keep_default_na=False) if name in TEXT_ONLY else pd.read_csv(path(name))


def table(name: str) -> pd.DataFrame:
    """A copy of the table, so that nobody changes it for others."""
    return _table(name).copy()
