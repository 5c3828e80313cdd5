"""A definition of serious violence: which offences, of what ages, in which strands, counted as what."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Confidence = Literal["high", "medium", "low"]
StrandAges = Literal["all", "under_25"]


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
    confidence: Confidence
    note: str | None = None


class Under25(_Strict):
    """The under-25 rule: an offence affects under-25s if a victim OR a suspect is in the ages given.

    `applies` says what the rule is for. limit: violence is in the definition only where it affects them. focus: violence at all
    ages is in, and under-25s are looked at in particular. all_ages: all ages are in, and the definition names no age.
    """

    rule: Literal["victim_or_suspect"]
    applies: Literal["limit", "focus", "all_ages"] = "limit"
    victims: AgeRange
    suspects: AgeRange
    victim_ages_left_out: tuple[int, ...] = ()
    note: str


class DomesticAbuse(_Strict):
    """The domestic-abuse strand: every offence with the flag, or only those whose offence is in the definition.

    `standing`: in the definition; outside it; or defined and left out of the analysis, and then its offences are counted nowhere.
    """

    column: Literal["flag_domestic_abuse"]
    only_defined_offences: bool
    standing: Literal["in", "out", "not_analysed"] = "in"
    ages: StrandAges = "all"
    note: str


class SexualViolence(_Strict):
    """The sexual strand: subgroups of the definition, at all ages or where they affect under-25s. No subgroup, no strand."""

    subgroups: tuple[str, ...]
    ages: StrandAges = "all"
    note: str


class FlaggedStrand(_Strict):
    """A further strand that the police flag: every offence with the flag, or only those whose offence is in the definition."""

    title: str
    column: Literal["flag_hate", "flag_knife", "flag_gun", "flag_lethal_barrel"]
    only_defined_offences: bool
    confidence: Confidence
    note: str


class Reading(_Strict):
    """What a published text says, in our words, how it is counted here, and how sure it is that the text means that."""

    says: str
    counted: str
    confidence: Confidence


class NotCounted(_Strict):
    """What a definition names and police rows cannot tell, which is [x] and never 0, and why."""

    what: str
    reason: str


class Definition(_Strict):
    """What counts as serious violence for a partnership. `version` changes with anything that moves a figure.

    `partnership` is whose definition it is. `based_on` names the definition from which it has all that it does not say itself.
    `readings` are of the published text, and `left_open` is what it does not settle.
    """

    id: str
    title: str
    partnership: str
    version: str
    source: str
    based_on: str = ""
    readings: tuple[Reading, ...] = ()
    left_open: tuple[str, ...] = ()
    not_counted: tuple[NotCounted, ...] = ()
    counting_unit: Literal["offence"]
    counting_note: str
    under_25: Under25
    domestic_abuse: DomesticAbuse
    sexual_violence: SexualViolence
    flagged: tuple[FlaggedStrand, ...] = ()
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

    @property
    def name(self) -> str:
        """Id and version, by which editions say under what they were counted."""
        return f"{self.id} {self.version}"
