"""Reads registers: one YAML a programme or fund, the package's own and what a workspace adds or replaces."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from opensna.commissioning.fund import Fund
from opensna.commissioning.programme import Programme
from opensna.core.document import read_each

Kept = TypeVar("Kept", Programme, Fund)
REPORTED = "london"
"""The partnership whose programmes, funds and evaluations come with OpenSNA; any other begins with its own records alone."""


@cache
def programmes() -> Mapping[str, Programme]:
    """The programmes of the report's Table 3 and Annex, by id in the order of their place there."""
    found = read_each(resources.files("opensna.commissioning") / "programmes", Programme)
    return MappingProxyType(dict(sorted(found.items(), key=lambda pair: pair[1].source)))


@cache
def funds() -> Mapping[str, Fund]:
    """The funds that the report names, by id."""
    return MappingProxyType(read_each(resources.files("opensna.commissioning") / "funds", Fund))


def with_own(register: Mapping[str, Kept], folder: Path, kind: type[Kept]) -> Mapping[str, Kept]:
    """The register with a workspace's own entries laid over it; one of the same id replaces the packaged one whole."""
    return MappingProxyType({**register, **read_each(folder, kind)})
