"""One registry's rating of one approach, as read: its own words, its address, the date, and why a part is not known."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

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
    unknown: dict[str, str] = {}
    history: tuple[Reading, ...] = ()

    @model_validator(mode="after")
    def _holds_together(self) -> Rating:
        problems = [*self._scale_problems(), *self._unknown_problems()]
        if len(self.quote.split()) > 15:
            problems.append(f"the quote has {len(self.quote.split())} words; 15 at most")
        if problems:
            raise ValueError("; ".join(problems))
        return self

    def _scale_problems(self) -> list[str]:
        if self.registry not in registries():
            return [f"registry {self.registry!r} is not one of {', '.join(registries())}"]
        registry, found = registries()[self.registry], []
        for what in ("impact", "evidence", "cost"):
            said: Said | None = getattr(self, what)
            if said and said.word is not None and said.word not in registry.scale(what):
                words = ", ".join(registry.scale(what)) or f"none: it does not rate {what} in words"
                found.append(f"{what} word {said.word!r} is not one of {registry.short}'s: {words}")
        if self.emmie and not registry.emmie:
            found.append(f"{registry.short} gives no EMMIE grades")
        elif self.emmie:
            words_of = registry.emmie[self.emmie.vintage]
            grades = {part: getattr(self.emmie, part) for part in EMMIE}
            found += [
                f"EMMIE {part} {grade!r} is not one of {', '.join(words_of)}"
                for part, grade in grades.items()
                if grade is not None and grade not in words_of
            ]
        return found

    def _unknown_problems(self) -> list[str]:
        graded = {"evidence"} if self.emmie else set()
        lacking = [
            name for name in FACTS if not getattr(self, name) and name not in self.unknown and name not in graded
        ]
        both = [name for name in self.unknown if name in FACTS and getattr(self, name)]
        strange = [name for name in self.unknown if name not in FACTS]
        return [
            *(f"{name} is not given and has no reason under unknown" for name in lacking),
            *(f"{name} is given and also said to be unknown" for name in both),
            *(f"unknown names {name!r}; it may name {', '.join(FACTS)}" for name in strange),
        ]
