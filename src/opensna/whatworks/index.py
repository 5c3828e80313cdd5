"""Reads the index: one YAML a file, the package's own and what a workspace adds or replaces."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType

from opensna.core.document import read_each
from opensna.core.errors import DocumentError
from opensna.whatworks.approach import Approach

Index = Mapping[str, Approach]


@cache
def approaches() -> Index:
    """The index that comes with OpenSNA, by id in order of id."""
    return read_index(resources.files("opensna.whatworks") / "approaches")


def read_index(folder: Traversable) -> Index:
    """Every .yaml file of a folder.

    Raises
    ------
    DocumentError : a file that does not fit, whose id is not its name, or a rating's id that another approach has too.
    """
    return distinct(read_each(folder, Approach).values())


def with_own(index: Index, folder: Path) -> Index:
    """The index with a workspace's own approaches laid over it; one of the same id replaces the packaged one whole."""
    if not folder.is_dir():
        return index
    return distinct({**index, **read_index(folder)}.values())


def distinct(found: Iterable[Approach]) -> Index:
    """Approaches by id in order of id; DocumentError if two of them have a rating of the same id."""
    made: dict[str, Approach] = {}
    holder: dict[str, str] = {}
    for approach in found:
        for rating in approach.ratings:
            if rating.id in holder:
                raise DocumentError(
                    "two approaches have a rating of the same id",
                    where=f"{approach.id}.yaml, field ratings",
                    found=f"{rating.id}, also in {holder[rating.id]}.yaml",
                    do_this="give the newer rating an id that is free",
                )
            holder[rating.id] = approach.id
        made[approach.id] = approach
    return MappingProxyType(dict(sorted(made.items())))
