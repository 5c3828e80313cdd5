"""The one model of the template, and its loader."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from opensna.core.document import fit, read_yaml
from opensna.core.errors import UnknownIdError

LOCAL = "[a-z][a-z0-9_]*"
"""How a borough names what it adds: in small letters, so that it can never be taken for an id of the template."""
LEVELS = {
    "london": "once for London",
    "borough": "by the borough",
    "both": "once for London, and in detail by the borough",
}
Level = Literal["london", "borough", "both"]
Source = Literal["read in a public page", "the 2025 report", "from memory", "our proposal"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Requirement(_Part):
    """What a rule asks of every assessment, and by which rule; `known_from` says how firmly we know."""

    id: str = Field(pattern=r"^L\d+$")
    text: str
    rule: str
    known_from: Source


class Section(_Part):
    """One section. A reader finds it by `headings`, else by `words`; it is present when its `needs` are met below them.

    `owner` is who writes it, `questions` what it must answer, `present_when` the test that a reader can apply. `generated` names
    the sections of OpenSNA's own report that give its figures: the narrative stands before the first of them.
    """

    id: str = Field(pattern=f"^(S\\d+|{LOCAL})$")
    title: str
    is_required: bool
    owner: str
    questions: tuple[str, ...] = Field(min_length=1)
    present_when: str
    generated: tuple[str, ...] = ()
    headings: tuple[str, ...] = Field(min_length=1)
    words: tuple[str, ...] = Field(min_length=1)
    needs: tuple[Literal["figure", "period", "area", "list", "date"], ...] = ()


class Indicator(_Part):
    """One datum: numerator over denominator, who supplies it, and who asks for it. `words` are how documents name it.

    `level` says at which level it is collected: once for all London, by the borough, or both. `measures` are the measures and
    published figures of OpenSNA that give it; none where nobody has built one.
    """

    id: str = Field(pattern=f"^([PRVDX]\\d+|{LOCAL})$")
    section: str
    title: str
    numerator: str
    denominator: str
    source: str
    level: Level
    measures: tuple[str, ...] = ()
    words: tuple[str, ...] = Field(min_length=1)


class Check(_Part):
    """One thing that a review asks of a document."""

    id: str = Field(pattern=r"^C\d+$")
    title: str
    asks: str


class Condition(_Part):
    """One of the conditions under which two boroughs' figures may be set side by side."""

    id: str
    title: str


class Template(_Part):
    """The whole template."""

    id: str
    title: str
    requirements: tuple[Requirement, ...]
    sections: tuple[Section, ...]
    indicators: tuple[Indicator, ...]
    questions: tuple[str, ...]
    checks: tuple[Check, ...]
    conditions: tuple[Condition, ...]

    @model_validator(mode="after")
    def _ids_are_single_and_known(self) -> Template:
        for name in ("requirements", "sections", "indicators", "checks", "conditions"):
            ids = [part.id for part in getattr(self, name)]
            twice = sorted({part for part in ids if ids.count(part) > 1})
            if twice:
                raise ValueError(f"{name}: {', '.join(twice)} is given twice")
        known = {section.id for section in self.sections}
        lost = [indicator.id for indicator in self.indicators if indicator.section not in known]
        if lost:
            raise ValueError(f"indicators {', '.join(lost)} belong to no section")
        return self

    def section(self, id: str) -> Section:
        """The section of this id.

        Raises
        ------
        UnknownIdError : the template has none, nor what was added to it.
        """
        for section in self.sections:
            if section.id == id:
                return section
        ids = [section.id for section in self.sections]
        raise UnknownIdError.of("section of the template", id, ids, do_this=f"use one of: {', '.join(ids)}")

    def indicators_of(self, section: str) -> tuple[Indicator, ...]:
        """What the section of this id must hold."""
        return tuple(indicator for indicator in self.indicators if indicator.section == section)


@lru_cache
def template() -> Template:
    """The template that comes with OpenSNA.

    Raises
    ------
    DocumentError : template.yaml was changed and does not fit.
    """
    path = resources.files("opensna.assessment.template") / "template.yaml"
    return fit(read_yaml(path), Template, where="template.yaml")
