"""The one model of the template, and its loader."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from opensna.core.document import fit, read_yaml

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
    """One section. A reader finds it by `headings`, else by `words`; it is present when its `needs` are met below them."""

    id: str = Field(pattern=r"^S\d+$")
    title: str
    is_required: bool
    questions: str
    present_when: str
    headings: tuple[str, ...] = Field(min_length=1)
    words: tuple[str, ...] = Field(min_length=1)
    needs: tuple[Literal["figure", "period", "area", "list", "date"], ...] = ()


class Indicator(_Part):
    """One datum: numerator over denominator, who supplies it, and who asks for it. `words` are how documents name it."""

    id: str = Field(pattern=r"^[PRVDX]\d+$")
    section: str
    title: str
    numerator: str
    denominator: str
    source: str
    level: Level
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
        """The section of this id; a StopIteration cannot happen for an id of the template."""
        return next(section for section in self.sections if section.id == id)


@lru_cache
def template() -> Template:
    """The template that comes with OpenSNA.

    Raises
    ------
    DocumentError : template.yaml was changed and does not fit.
    """
    path = resources.files("opensna.assessment.template") / "template.yaml"
    return fit(read_yaml(path), Template, where="template.yaml")
