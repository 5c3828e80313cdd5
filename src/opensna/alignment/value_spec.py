"""The document that describes a programme to be valued: costs, reach, outcomes and assumptions, each with its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.resources.abc import Traversable
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

from opensna.alignment.effects import Effect
from opensna.core.document import fit, read_yaml
from opensna.core.errors import DocumentError, UnknownIdError
from opensna.reference.bearers import payers
from opensna.reference.discounting import Schedule
from opensna.reference.prices import GDP_DEFLATOR, PriceYear

Origin = Literal["published", "evidence", "ours"]
"""Who says so: a publisher, a study or index of evidence, or we (an assumption of ours, marked and varied)."""
Readers = Literal["authors", "partnership", "public"]
"""For whom a document may be drawn, the narrowest circle first."""
_Model = ConfigDict(extra="forbid", frozen=True)
Text = Annotated[str, Field(min_length=1)]


class Quantity(BaseModel):
    """One number with the range it is varied over, where it comes from, and whose word it is. An assumption of ours has a range."""

    model_config = _Model
    value: float
    low: float | None = None
    high: float | None = None
    origin: Origin
    source: Text

    @model_validator(mode="after")
    def _check(self) -> Quantity:
        low, high = self.ends
        if not low <= self.value <= high:
            raise ValueError(f"a range {low:g} to {high:g} without {self.value:g}")
        if self.origin == "ours" and low == high:
            raise ValueError("an assumption of ours without a range to vary it over")
        return self

    @property
    def ends(self) -> tuple[float, float]:
        """The range; the value twice where it is not varied."""
        return (self.value if self.low is None else self.low, self.value if self.high is None else self.high)


class Stream(BaseModel):
    """Amounts by year from the first year on; `range` is the factor, lowest to highest, by which all are varied together."""

    model_config = _Model
    by_year: tuple[Annotated[float, Field(ge=0)], ...] = Field(min_length=1)
    range: tuple[float, float] = (1.0, 1.0)
    origin: Origin
    source: Text

    @model_validator(mode="after")
    def _check(self) -> Stream:
        if not 0 <= self.range[0] <= 1 <= self.range[1]:
            raise ValueError("a range of factors that does not hold 1")
        if self.origin == "ours" and self.range[0] == self.range[1]:
            raise ValueError("an assumption of ours without a range to vary it over")
        return self


class CostLine(Stream):
    """What one payer pays, in the prices of `price_year`."""

    payer: Text
    price_year: Text


class Outcome(BaseModel):
    """An offence prevented. `effect` is the id of one that is handed in; `baseline` offences a participant and year without it.

    `assumed_interval` is needed where the evidence prints no interval; it is ours. `because` says why the effect on the source's
    outcome is taken to hold for this offence.
    """

    model_config = _Model
    offence: Text
    effect: Text
    baseline: Quantity
    because: Text
    assumed_interval: tuple[float, float] | None = None
    interval_source: str = ""


class ValueSpec(BaseModel):
    """A programme to be valued, in the prices of `price_year`. Year 0 is `first_year`; nothing after `years` years is counted.

    `audience` is the widest that may see it: a budget that nobody has published stays with the authors unless the document says so.
    """

    model_config = _Model
    id: Text
    title: Text
    programme: Text
    price_year: Text
    index: str = GDP_DEFLATOR
    discount: Schedule = "standard"
    first_year: int
    years: Annotated[int, Field(ge=1, le=60)]
    lasts: Annotated[int, Field(ge=1)]
    costs: tuple[CostLine, ...] = Field(min_length=1)
    reach: Stream
    outcomes: tuple[Outcome, ...] = Field(min_length=1)
    drop_off: Quantity
    deadweight: Quantity
    attribution: Quantity
    optimism_costs: Quantity
    optimism_benefits: Quantity
    unit_cost_range: tuple[float, float] = (1.0, 1.0)
    unit_cost_range_source: str = "none stated"
    notes: tuple[str, ...] = ()
    audience: Readers = "authors"

    @model_validator(mode="after")
    def _check(self) -> ValueSpec:
        for name in ("drop_off", "deadweight", "attribution", "optimism_benefits"):
            low, high = getattr(self, name).ends
            if low < 0 or high > 1:
                raise ValueError(f"{name}: a share outside 0 to 1")
        if self.optimism_costs.ends[0] < 0 or any(o.baseline.ends[0] < 0 for o in self.outcomes):
            raise ValueError("a negative baseline or optimism bias")
        longest = max(len(stream.by_year) for stream in (*self.costs, self.reach))
        if longest > self.years:
            raise ValueError(f"amounts for {longest} years, of which only {self.years} are counted")
        if len({o.offence for o in self.outcomes}) < len(self.outcomes):
            raise ValueError("an offence given twice: its benefit would be counted twice")
        if not 0 < self.unit_cost_range[0] <= 1 <= self.unit_cost_range[1]:
            raise ValueError("a unit_cost_range that does not hold 1")
        return self


@dataclass(frozen=True)
class Programme:
    """A spec with the effects that it names, by id, each with an interval; `is_assumed` holds those whose interval is ours."""

    spec: ValueSpec
    effects: Mapping[str, Effect]
    is_assumed: frozenset[str]

    @property
    def price_year(self) -> PriceYear:
        """The year of prices of everything that is worked out."""
        return PriceYear.parse(self.spec.price_year)


def read_value_spec(path: Traversable) -> ValueSpec:
    """A programme's document; DocumentError where it does not fit, as every hand-written document."""
    return fit(read_yaml(path), ValueSpec, where=path.name)


def may_be_shown(widest: Readers, audience: str) -> bool:
    """Whether a document for readers up to `widest` may stand in an edition for `audience`."""
    circles: tuple[str, ...] = get_args(Readers)
    return circles.index(audience) <= circles.index(widest)


def join_effects(spec: ValueSpec, effects: Mapping[str, Effect]) -> Programme:
    """Give each outcome its effect.

    Parameters
    ----------
    effects : by id, from the index of evidence or from an evaluation.

    Raises
    ------
    UnknownIdError : an effect that was not handed in, or a payer that is not one. DocumentError : an effect without a
        published interval for which the document assumes none.
    """
    for line in spec.costs:
        if line.payer not in payers():
            raise UnknownIdError.of("payer", line.payer, list(payers()))
    chosen: dict[str, Effect] = {}
    assumed: set[str] = set()
    for outcome in spec.outcomes:
        if outcome.effect not in effects:
            raise UnknownIdError.of(
                "effect", outcome.effect, list(effects),
                do_this="name an effect of the What Works index or of an evaluation; an effect is never typed in here",
            )  # fmt: skip
        effect = effects[outcome.effect]
        if effect.lower is None:
            effect = _with_assumed_interval(effect, outcome, spec)
            assumed.add(effect.id)
        if chosen.setdefault(outcome.effect, effect) != effect:
            raise DocumentError(
                "one effect with two intervals",
                where=f"{spec.id}, outcome {outcome.offence}",
                found=outcome.effect,
                do_this="give every outcome of this effect the same assumed_interval: it is one number, varied once",
            )
    return Programme(spec, chosen, frozenset(assumed))


def _with_assumed_interval(effect: Effect, outcome: Outcome, spec: ValueSpec) -> Effect:
    if outcome.assumed_interval is None or not outcome.interval_source:
        raise DocumentError(
            "an effect without an interval",
            where=f"{spec.id}, outcome {outcome.offence}",
            found=f"{effect.id}: {effect.change:g}, no limits in the source",
            do_this="write assumed_interval: [lowest, highest] and interval_source; it is marked as ours and varied",
        )
    low, high = outcome.assumed_interval
    return replace(effect, lower=low, upper=high)
