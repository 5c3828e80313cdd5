"""The tiers of prevention that programmes and approaches are set in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from opensna.reference.outcomes_tables import rows


@dataclass(frozen=True)
class Tier:
    """A tier: whom it works with, and where it stands in Table 3."""

    id: str
    name: str
    meaning: str


@cache
def tiers() -> Mapping[str, Tier]:
    """Primary, secondary, tertiary and mixed, by id, in the order of the report's Table 3."""
    ordered = sorted(rows("tiers.csv"), key=lambda row: int(row["position"]))
    return MappingProxyType({row["id"]: Tier(row["id"], row["name"], row["meaning"]) for row in ordered})
