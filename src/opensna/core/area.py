"""Areas and comparators."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Area:
    """A place: GSS code, name, type (`lad`, `ward`, `pfa`, `region`) and the year of its boundary."""

    code: str
    name: str
    type: str
    boundary_year: int = 2024
    parent: str = ""


@dataclass(frozen=True)
class Comparator:
    """An explicit set of areas to compare with: which, with or without self, weighted or not, version."""

    id: str
    name: str
    members: tuple[str, ...]
    includes_self: bool = True
    weighted: bool = True
    version: str = "2024"
