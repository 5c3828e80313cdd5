"""Whose ratings are read, and in which words each of them rates."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict

from opensna.core.document import fit, read_yaml

EMMIE = ("effect", "mechanism", "moderator", "implementation", "economic_cost")
"""The five things whose evidence the College of Policing grades."""


class Registry(BaseModel):
    """A registry: what it rates, and the words of each of its scales, from least to most where they are in order."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str
    short: str
    address: str
    rates: str
    impact: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    cost: tuple[str, ...] = ()
    emmie: dict[str, tuple[str, ...]] = {}

    def scale(self, what: str) -> tuple[str, ...]:
        """The words of "impact", "evidence" or "cost"; empty where it does not rate that."""
        return {"impact": self.impact, "evidence": self.evidence, "cost": self.cost}[what]


@cache
def registries() -> Mapping[str, Registry]:
    """Every registry by id."""
    content = read_yaml(resources.files("opensna.whatworks") / "registries.yaml")
    return MappingProxyType(
        {key: fit(value, Registry, where=f"registries.yaml, {key}") for key, value in content.items()}
    )
