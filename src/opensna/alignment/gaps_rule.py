"""A rule by which gaps come out: what it looks at, when it holds, what it says and what would change it. One YAML file a rule."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from string import Formatter
from types import MappingProxyType
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from opensna.core.document import read_each
from opensna.whatworks.rating import Direction

LooksAt = Literal["approach", "group", "theme", "cells"]
_FIELDS: Mapping[LooksAt, frozenset[str]] = {
    "approach": frozenset({"name", "told", "read"}),
    "group": frozenset({"title", "read", "tiers"}),
    "theme": frozenset({"title", "need", "read"}),
    "cells": frozenset({"n", "of", "areas", "where"}),
}
_NEEDS: Mapping[LooksAt, tuple[str, ...]] = {
    "approach": ("select", "directions"),
    "group": ("words", "tiers"),
    "theme": ("words", "band"),
    "cells": ("band", "cohort"),
}


class GapRule(BaseModel):
    """One rule. `id` is the file's name.

    approach: of the index's approaches that meet `select` (conditions of `whatworks.select.select`), of which a registry points in
    one of `directions` and none in one of `never`, each that no programme provides is a gap.
    group: a gap if no programme of `tiers` says one of `words`.
    theme: a gap if need is recorded in `band` (or is not known), no programme says one of `words`, and none provides an approach
    that meets `select`.
    cells: a gap where need of `cohort` is recorded in `band` and no programme says that it covers the area then.
    `sentence` holds fields in braces; `changed_by` is what would close the gap; `source` is why the rule is there.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str
    looks_at: LooksAt
    select: dict[str, str] = {}
    directions: tuple[Direction, ...] = ()
    never: tuple[Direction, ...] = ()
    words: tuple[str, ...] = ()
    tiers: tuple[Literal["primary", "secondary", "tertiary", "mixed", "not tiered"], ...] = ()
    band: str | None = None
    cohort: str | None = None
    sentence: str
    changed_by: tuple[str, ...] = Field(min_length=1)
    source: str

    @model_validator(mode="after")
    def _holds_together(self) -> GapRule:
        lacking = [name for name in _NEEDS[self.looks_at] if not getattr(self, name)]
        if lacking:
            raise ValueError(f"a rule that looks at {self.looks_at} needs {', '.join(lacking)}")
        strange = {name for _, name, _, _ in Formatter().parse(self.sentence) if name is not None} - _FIELDS[
            self.looks_at
        ]
        if strange:
            known = ", ".join(sorted(_FIELDS[self.looks_at]))
            raise ValueError(f"the sentence names {', '.join(sorted(strange))}; it may name {known}")
        return self


Rules = Mapping[str, GapRule]


@cache
def gap_rules() -> Rules:
    """The rules that come with OpenSNA, by id in order of id."""
    return MappingProxyType(read_each(resources.files("opensna.alignment") / "gap_rules", GapRule))


def with_own(rules: Rules, folder: Path) -> Rules:
    """The rules with a workspace's own laid over them; one of the same id replaces the packaged one whole."""
    return MappingProxyType({**rules, **read_each(folder, GapRule)})
