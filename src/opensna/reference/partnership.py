"""A partnership: the areas that it assesses, the whole that they make, and what they are compared with.

Each is a YAML file of the folder `partnerships`; a partnership that has none writes `records/partnership.yaml` in its workspace.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from opensna.core.area import Area, Comparator
from opensna.core.document import fit, read_yaml, yaml_files

WHOLE = "whole"
"""The comparator that every partnership has: the whole itself, so that records without a known area are in it."""

AreaType = Literal["lad", "region", "pfa", "csp", "combined_authority"]


class Place(BaseModel):
    """GSS code, name and type of the whole."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    code: str = Field(pattern=r"^[EWNSK]\d{8}$")
    name: str
    type: AreaType


class Group(BaseModel):
    """A comparator: areas by code. Unweighted is the plain mean of their rates, as for most similar forces."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str
    members: tuple[str, ...] = Field(min_length=1)
    includes_self: bool = True
    weighted: bool = True
    version: str = "2024"


class Partnership(BaseModel):
    """What a partnership assesses.

    Parameters
    ----------
    id : the file's name. title : as reports name it. definition : what counts as serious violence.
    whole : the area that its areas make up. areas : name by GSS code, in the order of reports.
    area_word, area_words : what people call one area and several: borough, authority, district.
    around : name by code of areas that hold it or nearly are it, such as its police force or region: published figures of
        theirs are shown beside its own.
    comparators : further sets of areas to compare with; the whole is always one.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str
    title: str
    definition: str = "london"
    whole: Place
    areas: dict[str, str] = Field(min_length=1)
    area_word: str = "authority"
    area_words: str = "authorities"
    boundary_year: int = 2024
    comparators: dict[str, Group] = {}
    around: dict[str, str] = {}

    @model_validator(mode="after")
    def _comparators_are_of_areas(self) -> Partnership:
        for name, group in self.comparators.items():
            strangers = [code for code in group.members if code not in self.areas]
            if strangers:
                raise ValueError(f"comparator {name} has {', '.join(strangers)}, which is none of its areas")
            if name == WHOLE:
                raise ValueError("the comparator whole is always there: give yours another id")
        return self

    @property
    def whole_area(self) -> Area:
        """The whole as an area."""
        return Area(self.whole.code, self.whole.name, self.whole.type, self.boundary_year)

    @property
    def every_area(self) -> tuple[Area, ...]:
        """The whole first, then its areas in order."""
        parts = (Area(code, name, "lad", self.boundary_year, self.whole.code) for code, name in self.areas.items())
        return (self.whole_area, *parts)

    @property
    def groups(self) -> Mapping[str, Comparator]:
        """Comparators by id, the whole first."""
        named = {
            name: Comparator(name, g.name, g.members, g.includes_self, g.weighted, g.version)
            for name, g in self.comparators.items()
        }
        return {WHOLE: Comparator(WHOLE, self.whole.name, (self.whole.code,))} | named


def read_partnership(path: Traversable) -> Partnership:
    """A partnership's file.

    Raises
    ------
    DocumentError : it does not fit, with every field that is wrong.
    """
    return fit(read_yaml(path), Partnership, where=path.name)


@cache
def partnerships() -> Mapping[str, Partnership]:
    """The presets by id."""
    folder = resources.files("opensna.reference") / "partnerships"
    return MappingProxyType({found.id: found for found in map(read_partnership, yaml_files(folder))})
