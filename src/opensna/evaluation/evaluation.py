"""One evaluation: its protocol, what it measures, its results with their intervals, and what it cost each partner."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

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

    @field_validator("upper")
    @classmethod
    def _in_its_interval(cls, upper: float, info: ValidationInfo) -> float:
        value, lower = (info.data.get(name, upper) for name in ("value", "lower"))
        if not lower <= value <= upper:
            raise ValueError(f"{value} is not between {lower} and {upper}")
        return upper

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
    no_protocol: str | None = Field(default=None, validate_default=True)
    measured: tuple[OutcomeMeasured, ...] = ()
    results: tuple[Result, ...] = ()
    no_result: str | None = Field(default=None, validate_default=True)
    costs: tuple[PartnerCost, ...] = ()
    no_costs: str | None = Field(default=None, validate_default=True)
    address: str | None = None
    source: str
    note: str = ""

    @field_validator("ends")
    @classmethod
    def _not_before_start(cls, ends: date | None, info: ValidationInfo) -> date | None:
        starts = info.data.get("starts")
        if starts and ends and ends < starts:
            raise ValueError(f"{starts} to {ends} ends before it begins")
        return ends

    @field_validator("protocol")
    @classmethod
    def _protocol_first(cls, protocol: Protocol | None, info: ValidationInfo) -> Protocol | None:
        starts = info.data.get("starts")
        if protocol and starts and protocol.written_on > starts:
            raise ValueError(f"the protocol of {protocol.written_on} was written after the start on {starts}")
        return protocol

    @field_validator("no_protocol")
    @classmethod
    def _protocol_or_reason(cls, reason: str | None, info: ValidationInfo) -> str | None:
        if not {"status", "protocol"} <= info.data.keys():
            return reason
        status, protocol = info.data["status"], info.data["protocol"]
        if protocol and reason:
            raise ValueError("it has a protocol and a reason for having none")
        if status != "planned" and not (protocol or reason):
            raise ValueError(f"an evaluation that is {status} needs its protocol, or the reason under no_protocol")
        return reason

    @field_validator("measured")
    @classmethod
    def _outcomes_foreseen(cls, measured: tuple[OutcomeMeasured, ...]) -> tuple[OutcomeMeasured, ...]:
        found = [
            f"outcome {name!r} is not one of {', '.join(outcomes())}"
            for name in sorted({entry.outcome for entry in measured} - set(outcomes()))
        ]
        if measured and not any(entry.primary for entry in measured):
            found.append("no outcome is primary")
        late = [entry.outcome for entry in measured if entry.primary and not entry.in_protocol]
        found += [f"{name} is primary although the protocol does not name it" for name in late]
        if found:
            raise ValueError("; ".join(found))
        return measured

    @field_validator("results")
    @classmethod
    def _results_of_what_was_measured(cls, results: tuple[Result, ...], info: ValidationInfo) -> tuple[Result, ...]:
        if results and "measured" in info.data:
            planned = {entry.outcome for entry in info.data["measured"]}
            if not planned:
                raise ValueError("results without the outcomes that were to be measured")
            strange = sorted({result.outcome for result in results} - planned)
            if strange:
                raise ValueError(
                    "; ".join(f"a result for {name}, which is not among those measured" for name in strange)
                )
        return results

    @field_validator("no_result")
    @classmethod
    def _closed_with_a_result(cls, reason: str | None, info: ValidationInfo) -> str | None:
        if info.data.get("status") == "closed" and {"measured", "results"} <= info.data.keys() and not reason:
            reported = {result.outcome for result in info.data["results"]}
            lacking = [e.outcome for e in info.data["measured"] if e.primary and e.outcome not in reported]
            if lacking or not info.data["measured"]:
                what = ", ".join(lacking) or "its outcomes"
                raise ValueError(f"to close it, give a result for {what}, or the reason under no_result")
        return reason

    @field_validator("no_costs")
    @classmethod
    def _closed_with_its_costs(cls, reason: str | None, info: ValidationInfo) -> str | None:
        is_closed = info.data.get("status") == "closed" and "costs" in info.data
        if is_closed and bool(info.data["costs"]) == (reason is not None):
            raise ValueError("to close it, give costs by partner, or the reason under no_costs: one of the two")
        return reason

    @property
    def primary_finding(self) -> str:
        """What its primary outcomes say, in words; a null result is a result."""
        primary = {entry.outcome for entry in self.measured if entry.primary}
        said = [f"{outcomes()[r.outcome].name}: {r.finding}" for r in self.results if r.outcome in primary]
        return "; ".join(said) or f"[x] {self.no_result or 'no result yet'}"
