"""Reads registers: one YAML a programme or fund, the package's own and what a workspace adds or replaces."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from opensna.commissioning.fund import Fund
from opensna.commissioning.programme import Programme
from opensna.core.document import fit, read_yaml
from opensna.core.errors import DocumentError

Kept = TypeVar("Kept", Programme, Fund)


@cache
def programmes() -> Mapping[str, Programme]:
    """The programmes of the report's Table 3 and Annex, by id in the order of their place there."""
    found = read_register(resources.files("opensna.commissioning") / "programmes", Programme)
    return MappingProxyType(dict(sorted(found.items(), key=lambda pair: pair[1].source)))


@cache
def funds() -> Mapping[str, Fund]:
    """The funds that the report names, by id."""
    return MappingProxyType(read_register(resources.files("opensna.commissioning") / "funds", Fund))


def read_register(folder: Traversable, kind: type[Kept]) -> dict[str, Kept]:
    """Every .yaml file of a folder, by id in order of id.

    Raises
    ------
    DocumentError : a file that does not fit, or whose id is not its name.
    """
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".yaml")), key=lambda file: file.name)
    return {file.name.removesuffix(".yaml"): read_entry(file, kind) for file in files}


def read_entry(file: Traversable, kind: type[Kept]) -> Kept:
    """One programme or fund; DocumentError, naming the file and field, if it does not fit."""
    entry = fit(read_yaml(file), kind, where=file.name)
    if f"{entry.id}.yaml" != file.name:
        raise DocumentError(
            "the id is not the name of its file", where=file.name, found=f"id: {entry.id}",
            expected=f"id: {file.name.removesuffix('.yaml')}", do_this="rename the file or correct the id",
        )  # fmt: skip
    return entry


def with_own(register: Mapping[str, Kept], folder: Path, kind: type[Kept]) -> Mapping[str, Kept]:
    """The register with a workspace's own entries laid over it; one of the same id replaces the packaged one whole."""
    return MappingProxyType({**register, **(read_register(folder, kind) if folder.is_dir() else {})})
