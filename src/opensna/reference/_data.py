"""Reads a table of this package's data folder once."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path

import pandas as pd


def path(name: str) -> Path:
    """Where a data file of this room lies."""
    return Path(str(resources.files("opensna.reference") / "data" / name))


@cache
def _table(name: str) -> pd.DataFrame:
    return pd.read_parquet(path(name)) if name.endswith(".parquet") else pd.read_csv(path(name))


def table(name: str) -> pd.DataFrame:
    """A copy of the table, so that nobody changes it for others."""
    return _table(name).copy()
