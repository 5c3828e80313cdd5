"""An approach: something that can be done about violence, with what every registry says of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator

from opensna.reference.logic_model import priority_areas
from opensna.reference.outcomes import outcomes
from opensna.whatworks.rating import Rating

Tier = Literal["primary", "secondary", "tertiary"]
Goal = Literal["young_people", "abuse"]
GOALS = {
    "young_people": "Protect children and young people from serious violence",
    "abuse": "Prevent domestic abuse and sexual violence",
}
GROUPS = {
    "children": "Children and young people",
    "young_adults": "Young adults",
    "families": "Parents and families",
    "pupils": "Pupils and students",
    "at_risk": "Children at risk",
    "people_who_offend": "People who offend",
    "people_who_abuse": "People who abuse partners or others sexually",
    "victims": "Victims and survivors",
    "professionals": "Staff and practitioners",
    "population": "The whole population",
    "places": "Places",
}
SETTINGS = {
    "community": "Community",
    "home": "Home",
    "school": "School and college",
    "custody": "Custody",
    "justice": "Police, courts and probation",
    "health": "Health",
    "media": "Media and online",
    "work": "Workplace",
    "policy": "Law, price and licensing",
}
Group = Literal[
    "children", "young_adults", "families", "pupils", "at_risk", "people_who_offend", "people_who_abuse", "victims",
    "professionals", "population", "places",
]  # fmt: skip
Setting = Literal["community", "home", "school", "custody", "justice", "health", "media", "work", "policy"]


class Told(BaseModel):
    """What is known of how it works, for whom, how it is done and what it costs, with its source; or why it is not known."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    text: str | None = None
    source: str | None = None
    unknown: str | None = None

    @model_validator(mode="after")
    def _text_or_reason(self) -> Told:
        if (self.text is None) == (self.unknown is None):
            raise ValueError("give the text with its source, or the reason under unknown: one of the two")
        if self.text is not None and self.source is None:
            raise ValueError("the text has no source")
        return self


NOT_TRANSCRIBED = Told(unknown="not transcribed: read the account on the registry's page")


class HubKeys(BaseModel):
    """The keys under which the VRU Evidence Hub files a document."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    type: str | None = None
    priority_area: str | None = None
    target_group: str | None = None
    timing: str | None = None
    document_type: str | None = None


class Table16(BaseModel):
    """How the report's Table 16 prints it."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    goal: Goal
    label: str


class Approach(BaseModel):
    """One approach. `id` is the file's name; the description is in the index's own words; each registry's rating stands apart.

    `tiers_from` says who set the tier: a registry ("source") or the index's compiler.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: str
    description: str
    goals: tuple[Goal, ...] = Field(min_length=1)
    priority_areas: tuple[str, ...] = Field(min_length=1)
    tiers: tuple[Tier, ...] = ()
    tiers_from: Literal["source", "compiler", "not stated"]
    groups: tuple[Group, ...] = Field(min_length=1)
    settings: tuple[Setting, ...] = Field(min_length=1)
    outcomes: tuple[str, ...] = Field(min_length=1)
    table16: Table16 | None = None
    ratings: tuple[Rating, ...] = Field(min_length=1)
    mechanism: Told = NOT_TRANSCRIBED
    moderators: Told = NOT_TRANSCRIBED
    implementation: Told = NOT_TRANSCRIBED
    economics: Told = NOT_TRANSCRIBED
    hub: HubKeys = HubKeys()
    note: str = ""

    @field_validator("priority_areas")
    @classmethod
    def _areas_of_the_logic_model(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        return _known("priority area", names, priority_areas())

    @field_validator("tiers_from")
    @classmethod
    def _says_whose_tiers(cls, tiers_from: str, info: ValidationInfo) -> str:
        if "tiers" in info.data and bool(info.data["tiers"]) == (tiers_from == "not stated"):
            raise ValueError("tiers_from is not stated where no tier is given, and source or compiler where one is")
        return tiers_from

    @field_validator("outcomes")
    @classmethod
    def _outcomes_of_the_framework(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        return _known("outcome", names, outcomes())

    @field_validator("ratings")
    @classmethod
    def _ratings_once(cls, ratings: tuple[Rating, ...]) -> tuple[Rating, ...]:
        ids = [rating.id for rating in ratings]
        twice = sorted({name for name in ids if ids.count(name) > 1})
        if twice:
            raise ValueError(f"rating {', '.join(twice)} is given twice")
        return ratings

    @property
    def registries(self) -> tuple[str, ...]:
        """Registries that rate it, in the order of the ratings."""
        return tuple(dict.fromkeys(rating.registry for rating in self.ratings))


def _known(what: str, names: tuple[str, ...], known: Iterable[str]) -> tuple[str, ...]:
    strange = [f"{what} {name!r}" for name in names if name not in known]
    if strange:
        raise ValueError(f"not known: {', '.join(strange)}; known are {', '.join(known)}")
    return names
