"""Reads a table of the money folder once, all columns as text."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path

import pandas as pd


def path(name: str) -> Path:
    """Where a table of prices and unit costs lies."""
    return Path(str(resources.files("opensna.reference") / "money" / name))


@cache
def _table(name: str) -> pd.DataFrame:
    return pd.read_csv(path(name), dtype=str, keep_default_na=False)


def table(name: str) -> pd.DataFrame:
    """A copy of the table, every cell as text ("" where it is empty)."""
    return _table(name).copy()
