"""The logic model: six priority areas, the outcomes that each works for, three impact goals, and the commissioning cycle.

The areas and goals are those of the report's chapter 1. Its logic model and commissioning cycle are pictures without text, so
the links from areas to outcomes and the four steps of the cycle are this project's own, to be corrected by the partnership.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from opensna.reference.outcomes_tables import rows


@dataclass(frozen=True)
class PriorityArea:
    """A priority area: `name` as filters print it, `title` as Table 3 heads its row, and the outcomes that it works for."""

    id: str
    name: str
    title: str
    outcomes: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """A step of the commissioning cycle."""

    id: str
    name: str
    meaning: str


@cache
def priority_areas() -> Mapping[str, PriorityArea]:
    """The six priority areas by id, in the order of Table 3."""
    links = rows("logic_model_links.csv")
    return MappingProxyType({
        row["id"]: PriorityArea(
            row["id"], row["name"], row["title"], tuple(link["outcome"] for link in links if link["area"] == row["id"])
        )
        for row in rows("logic_model_areas.csv")
    })  # fmt: skip


@cache
def impact_goals() -> Mapping[str, str]:
    """Name of each of the three impact goals by id."""
    return MappingProxyType({row["id"]: row["name"] for row in rows("logic_model_goals.csv")})


@cache
def commissioning_cycle() -> tuple[Step, ...]:
    """The steps of the cycle in order; the last leads to the first."""
    return tuple(Step(row["id"], row["name"], row["meaning"]) for row in rows("logic_model_cycle.csv"))
