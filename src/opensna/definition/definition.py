"""A definition of serious violence: which offences, of what ages, in which strands, counted as what."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from opensna.core.document import fit, read_yaml
from opensna.core.errors import DocumentError, UnknownIdError

NOT_DEFINITIONS = frozenset({"series_breaks.yaml"})


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class AgeRange(_Strict):
    """Ages in completed years, both ends included."""

    minimum: int = Field(ge=0, le=120)
    maximum: int = Field(ge=0, le=120)


class DefinedOffence(_Strict):
    """One offence of the definition.

    `name` is the Met Police's. `codes` are Home Office classes (legacy ones included). `whole_class` says that all of each
    class is inside the definition: only then may a row be counted by its code alone. `confidence` is of the mapping of the
    name to the codes.
    """

    name: str
    codes: tuple[str, ...] = ()
    whole_class: bool = True
    group: str
    subgroup: str
    confidence: Literal["high", "medium", "low"]
    note: str | None = None


class Under25(_Strict):
    """The under-25 rule: an offence counts if a victim OR a suspect is in the ages given."""

    rule: Literal["victim_or_suspect"]
    victims: AgeRange
    suspects: AgeRange
    victim_ages_left_out: tuple[int, ...] = ()
    note: str


class DomesticAbuse(_Strict):
    """The domestic-abuse strand: every offence with the flag, or only those whose offence is in the definition."""

    column: Literal["flag_domestic_abuse"]
    only_defined_offences: bool
    note: str


class SexualViolence(_Strict):
    """The sexual-violence strand: subgroups of the definition, all ages or under 25."""

    subgroups: tuple[str, ...]
    ages: Literal["all"]
    note: str


class Definition(_Strict):
    """What counts as serious violence for a partnership. `version` changes with anything that moves a figure."""

    id: str
    title: str
    version: str
    source: str
    counting_unit: Literal["offence"]
    counting_note: str
    under_25: Under25
    domestic_abuse: DomesticAbuse
    sexual_violence: SexualViolence
    offences: tuple[DefinedOffence, ...] = Field(min_length=1)

    @property
    def names(self) -> tuple[str, ...]:
        """Offence names, case-folded: the first way in which a row is matched."""
        return tuple(sorted({offence.name.strip().lower() for offence in self.offences}))

    @property
    def codes(self) -> tuple[str, ...]:
        """Home Office classes that lie wholly inside: the second way, for a row whose name is not one of `names`."""
        return tuple(sorted({code for offence in self.offences if offence.whole_class for code in offence.codes}))

    @property
    def subgroups(self) -> tuple[str, ...]:
        """Offence subgroups, in the document's order."""
        return tuple(dict.fromkeys(offence.subgroup for offence in self.offences))


def load_definitions(folder: Traversable) -> Mapping[str, Definition]:
    """Every definition of a folder by id, read-only, in name order.

    Raises
    ------
    DocumentError : a document that does not fit, an id that is not the file's name, or an offence given twice.
    """
    found: dict[str, Definition] = {}
    for path in sorted(folder.iterdir(), key=lambda item: item.name):
        if path.name.endswith(".yaml") and path.name not in NOT_DEFINITIONS:
            definition = fit(read_yaml(path), Definition, where=path.name)
            _check(definition, path.name)
            found[definition.id] = definition
    return MappingProxyType(found)


@cache
def definitions() -> Mapping[str, Definition]:
    """The definitions that come with OpenSNA, by id."""
    return load_definitions(resources.files("opensna.definition"))


def load(definition_id: str) -> Definition:
    """The definition with this id.

    Raises
    ------
    UnknownIdError : there is none; names the nearest.
    """
    known = definitions()
    if definition_id not in known:
        raise UnknownIdError.of("definition", definition_id, list(known))
    return known[definition_id]


def _check(definition: Definition, name: str) -> None:
    if f"{definition.id}.yaml" != name:
        raise DocumentError(
            "the id is not the file's name",
            where=f"{name}, field id",
            found=repr(definition.id),
            expected=repr(name.removesuffix(".yaml")),
            do_this="rename the file or correct the id",
        )
    names = [offence.name.strip().lower() for offence in definition.offences]
    twice = sorted({offence for offence in names if names.count(offence) > 1})
    if twice:
        raise DocumentError(
            "an offence is given twice",
            where=f"{name}, field offences",
            found=", ".join(twice),
            do_this="keep one entry for each offence name",
        )
    strange = sorted(set(definition.sexual_violence.subgroups) - set(definition.subgroups))
    if strange:
        raise DocumentError(
            "a subgroup of the sexual-violence strand has no offence",
            where=f"{name}, field sexual_violence.subgroups",
            found=", ".join(strange),
            expected=", ".join(definition.subgroups),
            do_this="use the subgroups of the listed offences",
        )
