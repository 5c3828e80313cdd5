"""Areas and comparators."""

from __future__ import annotations

from dataclasses import dataclass

WHOLES = ("region", "pfa", "combined_authority", "country")


@dataclass(frozen=True, order=True)
class Area:
    """A place: GSS code, name, type (`lad`, `ward`, `pfa`, `region`, …) and the year of its boundary."""

    code: str
    name: str
    type: str
    boundary_year: int = 2024
    parent: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether it is the sum of the authorities in it, such as London or a police force area."""
        return self.type in WHOLES


@dataclass(frozen=True)
class Comparator:
    """An explicit set of areas to compare with: which, with or without self, weighted or not, version."""

    id: str
    name: str
    members: tuple[str, ...]
    includes_self: bool = True
    weighted: bool = True
    version: str = "2024"
