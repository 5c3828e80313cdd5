"""A commissioned programme: who runs it, for whom, where and when, what it costs, whom it reached and how that is judged."""

from __future__ import annotations

from datetime import date, time
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

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
    """YAML reads 16:30 without quotation marks as 990, in sixties: minutes, or seconds where they were written too."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 86_400:
        minutes, seconds = (value, 0) if value < 1_440 else divmod(value, 60)
        return time(minutes // 60, minutes % 60, seconds)
    return value


TimeOfDay = Annotated[time, BeforeValidator(_time_of_day)]
Code = Annotated[str, Field(pattern=r"^[EWNSK]\d{8}$")]
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


class Reach(_Model):
    """Whom it reached between two days (both included). Counts of contacts or places are not counts of people."""

    starts: date | None = None
    ends: date | None = None
    number: int = Field(ge=0)
    of: Literal["people", "contacts", "places", "organisations"]
    source: str


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

    @model_validator(mode="after")
    def _holds_together(self) -> Indicator:
        if self.outcome not in outcomes():
            raise ValueError(f"outcome {self.outcome!r} is not one of {', '.join(outcomes())}")
        steps = self.rebaselined
        if steps and self.target != steps[-1].now:
            raise ValueError(f"the target is {self.target}, but the last re-baselining made it {steps[-1].now}")
        for before, after in pairwise(steps):
            if after.changed_on < before.changed_on or after.was != before.now:
                raise ValueError(
                    f"the re-baselining of {after.changed_on} does not follow on that of {before.changed_on}"
                )
        return self

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
    no_approach: str | None = None
    source: str
    note: str = ""
    unknown: dict[str, str] = {}

    @model_validator(mode="after")
    def _holds_together(self) -> Programme:
        problems = [*self._unknown_problems(), *self._order_problems()]
        if self.priority_area not in priority_areas():
            problems.append(f"priority area {self.priority_area!r} is not one of {', '.join(priority_areas())}")
        if bool(self.approaches) == (self.no_approach is not None):
            problems.append("give its approaches, or the reason why it has none under no_approach: one of the two")
        ids = [indicator.id for indicator in self.indicators]
        problems += [f"indicator {name} is given twice" for name in sorted({i for i in ids if ids.count(i) > 1})]
        if problems:
            raise ValueError("; ".join(problems))
        return self

    def _unknown_problems(self) -> list[str]:
        lacking = [name for name in FACTS if not getattr(self, name) and name not in self.unknown]
        both = [name for name in self.unknown if name in FACTS and getattr(self, name)]
        strange = [name for name in self.unknown if name not in FACTS]
        return [
            *(f"{name} is not given and has no reason under unknown" for name in lacking),
            *(f"{name} is given and also said to be unknown" for name in both),
            *(f"unknown names {name!r}; it may name {', '.join(FACTS)}" for name in strange),
        ]

    def _order_problems(self) -> list[str]:
        found = []
        if self.age_from is not None and self.age_to is not None and self.age_from > self.age_to:
            found.append(f"ages run from {self.age_from} to {self.age_to}")
        pairs = [
            (self.starts, self.ends),
            *((part.starts, part.ends) for part in self.budget),
            *((p.starts, p.ends) for p in self.reach),
        ]
        found += [f"{start} to {end} ends before it begins" for start, end in pairs if start and end and end < start]
        return found

    @property
    def funded(self) -> float:
        """Sum of its funding in pounds; 0 where none is known."""
        return sum(part.amount for part in self.budget)

    @property
    def funded_until(self) -> date | None:
        """The last day that any of its funding, or else the programme, is known to run."""
        ends = [part.ends for part in self.budget if part.ends]
        return max(ends) if ends else self.ends
