"""One evaluation: its protocol, what it measures, its results with their intervals, and what it cost each partner."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from opensna.reference.outcomes import outcomes

Design = Literal[
    "randomised trial", "cluster randomised trial", "matched comparison", "interrupted time series", "synthetic control",
    "before and after", "implementation and process", "feasibility", "not stated",
]  # fmt: skip
Status = Literal["planned", "running", "closed", "stopped"]
Finding = Literal["benefit", "harm", "no clear difference"]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Protocol(_Model):
    """What was written down before anybody looked at results: when, where it can be read, and the plan."""

    written_on: date
    address: str | None = None
    question: str
    sample: str
    analysis: str
    stopping: str | None = None


class OutcomeMeasured(_Model):
    """An outcome of the framework and the measure of it; `primary` decides what the evaluation says."""

    outcome: str
    measure: str
    primary: bool = False
    in_protocol: bool = True


class Result(_Model):
    """An estimate with its interval. `no_difference` is the value that means no effect: 0 of a difference, 1 of a ratio.

    `better` is which way is good for people: fewer offences is "lower".
    """

    outcome: str
    statistic: str
    value: float
    lower: float
    upper: float
    level: float = Field(default=0.95, gt=0.5, lt=1)
    no_difference: float = 0.0
    better: Literal["lower", "higher"]
    people: int | None = Field(default=None, ge=0)
    read_at: str

    @model_validator(mode="after")
    def _in_its_interval(self) -> Result:
        if not self.lower <= self.value <= self.upper:
            raise ValueError(f"{self.value} is not between {self.lower} and {self.upper}")
        return self

    @property
    def finding(self) -> Finding:
        """What the interval allows to be said; it is worked out, so that nobody can word a null result away."""
        if self.lower <= self.no_difference <= self.upper:
            return "no clear difference"
        return "benefit" if (self.value < self.no_difference) == (self.better == "lower") else "harm"


class PartnerCost(_Model):
    """What one partner bore, in pounds of a price year, and for what (money, staff, premises)."""

    partner: str
    amount: float = Field(ge=0)
    price_year: str
    what: str


class Evaluation(_Model):
    """An evaluation. `id` is the file's name; `programme` and `approaches` are ids of their registers.

    It cannot run without a protocol, cannot hold a result that was not foreseen unless it is said to be so, and cannot be closed
    without its costs by partner, or the reason why they are not known.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str
    programme: str
    approaches: tuple[str, ...] = ()
    evaluator: str
    design: Design
    status: Status
    starts: date | None = None
    ends: date | None = None
    protocol: Protocol | None = None
    no_protocol: str | None = None
    measured: tuple[OutcomeMeasured, ...] = ()
    results: tuple[Result, ...] = ()
    no_result: str | None = None
    costs: tuple[PartnerCost, ...] = ()
    no_costs: str | None = None
    address: str | None = None
    source: str
    note: str = ""

    @model_validator(mode="after")
    def _holds_together(self) -> Evaluation:
        problems = [*self._protocol_problems(), *self._outcome_problems(), *self._closing_problems()]
        if self.starts and self.ends and self.ends < self.starts:
            problems.append(f"{self.starts} to {self.ends} ends before it begins")
        if problems:
            raise ValueError("; ".join(problems))
        return self

    def _protocol_problems(self) -> list[str]:
        found = []
        if self.protocol and self.no_protocol:
            found.append("it has a protocol and a reason for having none")
        if self.status != "planned" and not (self.protocol or self.no_protocol):
            found.append(f"an evaluation that is {self.status} needs its protocol, or the reason under no_protocol")
        if self.protocol and self.starts and self.protocol.written_on > self.starts:
            found.append(f"the protocol of {self.protocol.written_on} was written after the start on {self.starts}")
        if self.results and not self.measured:
            found.append("results without the outcomes that were to be measured")
        return found

    def _outcome_problems(self) -> list[str]:
        known, planned = set(outcomes()), {entry.outcome for entry in self.measured}
        found = [f"outcome {name!r} is not one of {', '.join(outcomes())}" for name in sorted(planned - known)]
        strange = sorted({result.outcome for result in self.results} - planned)
        found += [f"a result for {name}, which is not among those measured" for name in strange]
        if self.measured and not any(entry.primary for entry in self.measured):
            found.append("no outcome is primary")
        late = [entry.outcome for entry in self.measured if entry.primary and not entry.in_protocol]
        found += [f"{name} is primary although the protocol does not name it" for name in late]
        return found

    def _closing_problems(self) -> list[str]:
        if self.status != "closed":
            return []
        found = []
        if bool(self.costs) == (self.no_costs is not None):
            found.append("to close it, give costs by partner, or the reason under no_costs: one of the two")
        reported = {result.outcome for result in self.results}
        lacking = [entry.outcome for entry in self.measured if entry.primary and entry.outcome not in reported]
        if (lacking or not self.measured) and not self.no_result:
            found.append(
                f"to close it, give a result for {', '.join(lacking) or 'its outcomes'}, or the reason under no_result"
            )
        return found

    @property
    def primary_finding(self) -> str:
        """What its primary outcomes say, in words; a null result is a result."""
        primary = {entry.outcome for entry in self.measured if entry.primary}
        said = [f"{outcomes()[r.outcome].name}: {r.finding}" for r in self.results if r.outcome in primary]
        return "; ".join(said) or f"[x] {self.no_result or 'no result yet'}"
