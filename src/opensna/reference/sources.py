"""Who published each table of this room's data folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

import yaml

from opensna.reference._data import path


@dataclass(frozen=True)
class TableSource:
    """Where one data file comes from: `retrieved` is a month ("2026-11"), `release` the publisher's edition."""

    publisher: str
    title: str
    release: str
    licence: str
    retrieved: str


@cache
def table_sources() -> Mapping[str, TableSource]:
    """Read-only mapping from the data file's name to its source; one entry a file."""
    entries = yaml.load(path("sources.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)  # every value stays text
    return MappingProxyType({name: TableSource(**entry) for name, entry in entries.items()})
