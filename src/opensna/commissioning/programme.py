"""A commissioned programme: who runs it, for whom, where and when, what it costs, whom it reached and how that is judged."""

from __future__ import annotations

import re
from datetime import date, time
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, field_validator

from opensna.reference.logic_model import priority_areas
from opensna.reference.outcomes import outcomes

Kind = Literal[
    "delivery programme", "fund", "training", "network", "participation body", "digital tool", "research", "charter",
    "sector support",
]  # fmt: skip
TierOrNone = Literal["primary", "secondary", "tertiary", "mixed", "not tiered"]
Relation = Literal["is", "element", "similar", "funds", "evidence building"]
Day = Literal["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


def _time_of_day(value: object) -> object:
    """YAML reads 16:30 without quotation marks as 990, in sixties: minutes, or seconds where they were written too.

    So 24:00 is 1440, which could be 24 minutes past midnight in seconds: up to an hour, such a number is refused.
    """
    if isinstance(value, int) and not isinstance(value, bool):
        if not (0 <= value < _DAY or _HOUR <= value < 60 * _DAY):
            raise ValueError("hours run from 00:00 to 23:59; write midnight as '00:00', within quotation marks")
        minutes, seconds = (value, 0) if value < _DAY else divmod(value, 60)
        return time(minutes // 60, minutes % 60, seconds)
    return value


_DAY, _HOUR = 1_440, 3_600
"""Minutes of a day, and seconds of an hour."""


def _not_before_start(ends: date | None, info: ValidationInfo) -> date | None:
    starts = info.data.get("starts")
    if starts and ends and ends < starts:
        raise ValueError(f"{starts} to {ends} ends before it begins")
    return ends


TimeOfDay = Annotated[time, BeforeValidator(_time_of_day)]


def _is_code(value: str) -> str:
    if not re.fullmatch(r"[EWNSK]\d{8}", value):
        raise ValueError("give the area's GSS code and not its name: a letter and eight digits, such as E09000012")
    return value


Code = Annotated[str, AfterValidator(_is_code)]
Pounds = Annotated[float, Field(gt=0)]
FACTS = ("provider", "areas", "places", "hours", "starts", "ends", "budget", "reach", "evaluations")
"""What a register holds of every programme, or else has its reason in `unknown`."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Organisation(_Model):
    """An organisation by name and, where it has one, its identifier of org-id.guide, such as GB-CHC-1234567."""

    name: str
    id: str | None = None


class OnwardGrant(_Model):
    """What a provider passes on; `award` is the id of the record of the award, if there is one."""

    to: Organisation
    amount: Pounds | None = None
    award: str | None = None


class Hours(_Model):
    """When it runs: weekdays, from and to, and whether only in term."""

    days: tuple[Day, ...] = Field(min_length=1)
    opens: TimeOfDay
    closes: TimeOfDay
    in_term_only: bool = False


class Funding(_Model):
    """What one funder gives for one stretch of time, in pounds."""

    funder: str
    amount: Pounds
    starts: date | None = None
    ends: date | None = None

    _ends_after_start = field_validator("ends")(_not_before_start)


class Reach(_Model):
    """Whom it reached between two days (both included). Counts of contacts or places are not counts of people."""

    starts: date | None = None
    ends: date | None = None
    number: int = Field(ge=0)
    of: Literal["people", "contacts", "places", "organisations"]
    source: str

    _ends_after_start = field_validator("ends")(_not_before_start)


class Rebaselined(_Model):
    """A change of a target, never silent: when, from what to what, why, and who agreed."""

    changed_on: date
    was: float
    now: float
    reason: str
    agreed_by: str


class Reading(_Model):
    """A value of an indicator at the end of a stretch of time."""

    ends: date
    value: float


class Indicator(_Model):
    """What its contract is judged by. `is_invisible`: an early sign such as attendance or openness, which longer outcomes rest on.

    `target` is today's; what it was before stands in `rebaselined`.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: str
    outcome: str
    unit: str
    target: float | None = None
    is_invisible: bool = False
    readings: tuple[Reading, ...] = ()
    rebaselined: tuple[Rebaselined, ...] = ()

    @field_validator("outcome")
    @classmethod
    def _is_of_the_framework(cls, outcome: str) -> str:
        if outcome not in outcomes():
            raise ValueError(f"outcome {outcome!r} is not one of {', '.join(outcomes())}")
        return outcome

    @field_validator("rebaselined")
    @classmethod
    def _leads_to_the_target(cls, steps: tuple[Rebaselined, ...], info: ValidationInfo) -> tuple[Rebaselined, ...]:
        target = info.data.get("target")
        if steps and target != steps[-1].now:
            raise ValueError(f"the target is {target}, but the last re-baselining made it {steps[-1].now}")
        for before, after in pairwise(steps):
            if after.changed_on < before.changed_on or after.was != before.now:
                raise ValueError(
                    f"the re-baselining of {after.changed_on} does not follow on that of {before.changed_on}"
                )
        return steps

    @property
    def first_target(self) -> float | None:
        """The target before anybody changed it."""
        return self.rebaselined[0].was if self.rebaselined else self.target


class ApproachLink(_Model):
    """An approach of the What Works index that it is, holds, resembles, funds or builds evidence on; by id."""

    approach: str
    relation: Relation
    basis: str
    confidence: Literal["high", "medium", "low"]
    source: str = ""
    note: str = ""


class Programme(_Model):
    """One programme. `id` is the file's name. `evaluations` are ids of the evaluation registry.

    `areas` are GSS codes; [] with a reason under `unknown` where nobody says. `table3` is its name in the report's Table 3.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: str
    description: str
    kind: Kind
    priority_area: str
    tier: TierOrNone
    table3: str | None = None
    provider: Organisation | None = None
    consortium: tuple[Organisation, ...] = ()
    onward_grants: tuple[OnwardGrant, ...] = ()
    cohort: str
    age_from: int | None = Field(default=None, ge=0, le=120)
    age_to: int | None = Field(default=None, ge=0, le=120)
    settings: str
    geography: str = ""
    areas: tuple[Code, ...] = ()
    places: int | None = Field(default=None, ge=0)
    hours: tuple[Hours, ...] = ()
    starts: date | None = None
    ends: date | None = None
    status: Literal["planned", "live", "ended"] = "live"
    budget: tuple[Funding, ...] = ()
    stated_amount: str = ""
    reach: tuple[Reach, ...] = ()
    stated_results: str = ""
    indicators: tuple[Indicator, ...] = ()
    evaluations: tuple[str, ...] = ()
    approaches: tuple[ApproachLink, ...] = ()
    no_approach: str | None = Field(default=None, validate_default=True)
    source: str
    note: str = ""
    unknown: dict[str, str] = Field(default={}, validate_default=True)

    _ends_after_start = field_validator("ends")(_not_before_start)

    @field_validator("priority_area")
    @classmethod
    def _is_of_the_logic_model(cls, area: str) -> str:
        if area not in priority_areas():
            raise ValueError(f"priority area {area!r} is not one of {', '.join(priority_areas())}")
        return area

    @field_validator("age_to")
    @classmethod
    def _ages_in_order(cls, age_to: int | None, info: ValidationInfo) -> int | None:
        age_from = info.data.get("age_from")
        if age_from is not None and age_to is not None and age_from > age_to:
            raise ValueError(f"ages run from {age_from} to {age_to}")
        return age_to

    @field_validator("indicators")
    @classmethod
    def _indicators_once(cls, indicators: tuple[Indicator, ...]) -> tuple[Indicator, ...]:
        ids = [indicator.id for indicator in indicators]
        twice = sorted({name for name in ids if ids.count(name) > 1})
        if twice:
            raise ValueError("; ".join(f"indicator {name} is given twice" for name in twice))
        return indicators

    @field_validator("no_approach")
    @classmethod
    def _approaches_or_reason(cls, reason: str | None, info: ValidationInfo) -> str | None:
        if "approaches" in info.data and bool(info.data["approaches"]) == (reason is not None):
            raise ValueError("give its approaches, or the reason why it has none under no_approach: one of the two")
        return reason

    @field_validator("unknown")
    @classmethod
    def _facts_or_reasons(cls, unknown: dict[str, str], info: ValidationInfo) -> dict[str, str]:
        facts = [name for name in FACTS if name in info.data]  # one that does not fit is named already
        problems = [
            *(
                f"{n} is not given and has no reason under unknown"
                for n in facts
                if not info.data[n] and n not in unknown
            ),
            *(f"{n} is given and also said to be unknown" for n in facts if info.data[n] and n in unknown),
            *(f"unknown names {n!r}; it may name {', '.join(FACTS)}" for n in unknown if n not in FACTS),
        ]
        if problems:
            raise ValueError("; ".join(problems))
        return unknown

    @property
    def funded(self) -> float:
        """Sum of its funding in pounds; 0 where none is known."""
        return sum(part.amount for part in self.budget)

    @property
    def funded_until(self) -> date | None:
        """The last day that any of its funding, or else the programme, is known to run."""
        ends = [part.ends for part in self.budget if part.ends]
        return max(ends) if ends else self.ends
