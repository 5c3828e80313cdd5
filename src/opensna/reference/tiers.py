"""The tiers of prevention that programmes and approaches are set in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

import pandas as pd

from opensna.reference._data import path


@dataclass(frozen=True)
class Tier:
    """A tier: whom it works with, and where it stands in Table 3."""

    id: str
    name: str
    meaning: str


@cache
def tiers() -> Mapping[str, Tier]:
    """Primary, secondary, tertiary and mixed, by id, in the order of the report's Table 3."""
    rows = pd.read_csv(path("tiers.csv"), dtype=str).sort_values("position").to_dict("records")
    return MappingProxyType({row["id"]: Tier(row["id"], row["name"], row["meaning"]) for row in rows})
