"""One registry's rating of one approach, as read: its own words, its address, the date, and why a part is not known."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, field_validator

from opensna.whatworks.registries import EMMIE, registries

Direction = Literal["beneficial", "mixed", "no clear effect", "harmful", "insufficient evidence", "not stated"]
"""Which way the registry's own text points. It is no scale: it says neither how much nor how sure."""
PartialDate = Annotated[
    str,
    BeforeValidator(lambda value: str(value) if isinstance(value, int | date) else value),
    Field(pattern=r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"),
]
"""A year, a month or a day: 2018, 2018-02 or 2018-02-14."""
FACTS = ("impact", "evidence", "cost", "effects", "studies", "uk_evidence", "rated_on", "read_on", "address")
"""What is given for every rating, or else has its reason in `unknown`."""
LONGEST_QUOTE = 15
"""Words of a quote."""


class Said(BaseModel):
    """What a registry prints: its words verbatim, and the word of its own scale where it uses one."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    printed: str
    word: str | None = None


class Effect(BaseModel):
    """A headline effect as printed, and as a number where the print states a relative change (-0.21 is 21 per cent less)."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    printed: str
    outcome: str
    change: float | None = Field(default=None, ge=-1)


class Studies(BaseModel):
    """How many studies the rating rests on, as printed and, where that is one number, as a number."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    printed: str
    number: int | None = Field(default=None, ge=0)


class Grades(BaseModel):
    """EMMIE: the quality of evidence on each of five things. Which of the College's two vintages of words is said."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    vintage: Literal["numbers", "words"]
    effect: str | None = None
    mechanism: str | None = None
    moderator: str | None = None
    implementation: str | None = None
    economic_cost: str | None = None


class Reading(BaseModel):
    """An earlier reading of the same rating, kept when a newer one replaces it."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    until: date | None = None
    said: str
    address: str | None = None
    note: str = ""


class Rating(BaseModel):
    """A rating. `id` is of the index; `quote` has 15 words or fewer; `confidence` is how sure the reader was of the reading.

    Every fact of FACTS is given or has its reason in `unknown`; a word of a scale must be one of the registry's own.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str = Field(pattern=r"^[A-Z]{2,5}-\d{2,3}$")
    registry: str
    calls_it: str
    direction: Direction
    statement: str | None = None
    impact: Said | None = None
    evidence: Said | None = None
    emmie: Grades | None = None
    cost: Said | None = None
    effects: tuple[Effect, ...] = ()
    studies: Studies | None = None
    outcomes_in_its_words: tuple[str, ...] = ()
    group_in_its_words: str = ""
    uk_evidence: str | None = None
    rated_on: PartialDate | None = None
    rated_on_note: str = ""
    read_on: date | None = None
    address: str | None = None
    read_at: tuple[str, ...] = ()
    quote: str
    confidence: Literal["high", "medium", "low", "nothing rated"]
    index: Literal["in Table 16", "same approach in Table 16", "named in chapter 3", "not known", "added here"] = (
        "not known"
    )
    note: str = ""
    unknown: dict[str, str] = Field(default={}, validate_default=True)
    history: tuple[Reading, ...] = ()

    @field_validator("registry")
    @classmethod
    def _is_known(cls, registry: str) -> str:
        if registry not in registries():
            raise ValueError(f"registry {registry!r} is not one of {', '.join(registries())}")
        return registry

    @field_validator("impact", "evidence", "cost")
    @classmethod
    def _in_the_registrys_words(cls, said: Said | None, info: ValidationInfo) -> Said | None:
        registry, what = registries().get(info.data.get("registry", "")), str(info.field_name)
        if registry and said and said.word is not None and said.word not in registry.scale(what):
            words = ", ".join(registry.scale(what)) or f"none: it does not rate {what} in words"
            raise ValueError(f"{what} word {said.word!r} is not one of {registry.short}'s: {words}")
        return said

    @field_validator("emmie")
    @classmethod
    def _grades_of_the_vintage(cls, grades: Grades | None, info: ValidationInfo) -> Grades | None:
        registry = registries().get(info.data.get("registry", ""))
        if registry is None or grades is None:
            return grades
        if not registry.emmie:
            raise ValueError(f"{registry.short} gives no EMMIE grades")
        words = registry.emmie[grades.vintage]
        given = {part: getattr(grades, part) for part in EMMIE}
        wrong = [f"EMMIE {part} {grade!r}" for part, grade in given.items() if grade is not None and grade not in words]
        if wrong:
            raise ValueError(f"{', '.join(wrong)} is not one of {', '.join(words)}")
        return grades

    @field_validator("address")
    @classmethod
    def _can_be_followed(cls, address: str | None) -> str | None:
        if address is not None and not re.match(r"https?://[^\s/]+\.[^\s]+$", address):
            raise ValueError(
                "an address begins with https:// and can be followed; if there is none, say why under unknown"
            )
        return address

    @field_validator("quote")
    @classmethod
    def _is_short(cls, quote: str) -> str:
        if len(quote.split()) > LONGEST_QUOTE:
            raise ValueError(f"the quote has {len(quote.split())} words; {LONGEST_QUOTE} at most")
        return quote

    @field_validator("unknown")
    @classmethod
    def _facts_or_reasons(cls, unknown: dict[str, str], info: ValidationInfo) -> dict[str, str]:
        facts = [name for name in FACTS if name in info.data]  # one that does not fit is named already
        graded = {"evidence"} if info.data.get("emmie") else set()
        lacking = [n for n in facts if not info.data[n] and n not in unknown and n not in graded]
        problems = [
            *(f"{name} is not given and has no reason under unknown" for name in lacking),
            *(f"{name} is given and also said to be unknown" for name in facts if info.data[name] and name in unknown),
            *(f"unknown names {name!r}; it may name {', '.join(FACTS)}" for name in unknown if name not in FACTS),
        ]
        if problems:
            raise ValueError("; ".join(problems))
        return unknown
