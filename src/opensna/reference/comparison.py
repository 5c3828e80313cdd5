"""Comparison sets: the areas outside a partnership that its own are compared with, as lists that somebody made.

Most similar forces, statistical neighbours, England and Wales without London. Each is a YAML file: those that come with OpenSNA lie
in the folder `comparison_sets`, and a partnership writes others into `records/comparators` of its workspace, where one with the
same id answers in place of ours. The lists of the Inspectorate and of the Department for Education are not part of OpenSNA, for
they change and have no file to fetch: docs/adding-a-partnership.md says where they are published.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from opensna.core.area import Comparator
from opensna.core.document import read_each

Code = Annotated[str, Field(pattern=r"^[EWNSK]\d{8}$")]
WITH_SELF = "_with_self"
"""What the id of a set ends with where it is taken with the area itself in it."""


class ComparisonSet(BaseModel):
    """A list of areas to compare with, for each area that has one.

    Parameters
    ----------
    id : the file's name. name : as tables head it.
    source : who made the list. version : its date or edition.
    weighted : true sums the counts of all and divides by the residents of all; false takes the plain mean of their values.
    includes_self : whether the area itself is one of them; "both" gives the two, side by side.
    of : by GSS code of the area compared, the codes of the areas that it is compared with, without itself.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: str
    source: str
    version: str
    weighted: bool = False
    includes_self: Literal["no", "yes", "both"] = "no"
    of: dict[Code, tuple[Code, ...]] = Field(min_length=1)

    @model_validator(mode="after")
    def _lists_are_of_others(self) -> ComparisonSet:
        for code, others in self.of.items():
            if not others:
                raise ValueError(f"{code} has no area to be compared with: give some, or leave it out")
            if code in others:
                raise ValueError(f"{code} is in its own list: leave it out, and say includes_self")
            if len(set(others)) < len(others):
                raise ValueError(f"the list of {code} has an area twice")
        return self

    def comparators(self, code: str) -> tuple[Comparator, ...]:
        """What the area of this code is compared with: without itself, with itself, or both; none if it has no list."""
        others = self.of.get(code)
        if others is None:
            return ()
        names = (
            (f"{self.name}, without itself", f"{self.name}, with itself")
            if self.includes_self == "both"
            else (self.name,) * 2
        )
        without = Comparator(self.id, names[0], others, False, self.weighted, self.version)
        within = Comparator(f"{self.id}{WITH_SELF}", names[1], (code, *others), True, self.weighted, self.version)
        return {"no": (without,), "yes": (within,), "both": (without, within)}[self.includes_self]


@cache
def comparison_sets() -> Mapping[str, ComparisonSet]:
    """Those that come with OpenSNA, by id.

    Raises
    ------
    DocumentError : a file that does not fit.
    """
    return MappingProxyType(read_each(resources.files("opensna.reference") / "comparison_sets", ComparisonSet))


def with_own(folder: Traversable) -> Mapping[str, ComparisonSet]:
    """Ours and those of a workspace's folder, whose sets answer in place of ours with the same id.

    Raises
    ------
    DocumentError : a file that does not fit, with every field that is wrong.
    """
    return MappingProxyType({**comparison_sets(), **read_each(folder, ComparisonSet)})


def codes_compared(sets: Iterable[ComparisonSet], codes: Iterable[str]) -> frozenset[str]:
    """Every area that one of these areas is compared with."""
    compared = set(codes)
    return frozenset(other for one in sets for code, others in one.of.items() if code in compared for other in others)
