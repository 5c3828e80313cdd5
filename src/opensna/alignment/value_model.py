"""The arithmetic of a programme's value: one function that takes numbers or draws and gives pounds of today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from opensna.alignment.value_spec import Programme, Quantity
from opensna.costs.catalogue import Catalogue
from opensna.costs.uprating import Uprated, Uprating
from opensna.reference.discounting import discount_factors
from opensna.reference.prices import PriceIndex, PriceYear
from opensna.reference.unit_costs import UnitCost
from opensna.stats.rates import Floats

Parameters = Mapping[str, float | Floats]


@dataclass(frozen=True)
class Parameter:
    """One number that is varied: centre, range, unit in words, source, whose word it is, and how it is drawn."""

    name: str
    value: float
    low: float
    high: float
    unit: str
    source: str
    origin: str
    is_interval: bool = False
    """Whether low and high are printed 95 per cent limits of a relative change, not the ends of a range."""


@dataclass(frozen=True)
class Price:
    """What one bearer bears of one offence: the figures that it is the sum of, and the step of prices of each."""

    offence: str
    bearer: str
    figures: tuple[UnitCost, ...]
    upratings: tuple[Uprated, ...]

    @property
    def value(self) -> float:
        """Pounds of the year of prices wanted."""
        return sum(f.value * step.factor for f, step in zip(self.figures, self.upratings, strict=True))


@dataclass(frozen=True)
class Model:
    """A programme priced: prices, the step of each cost line, participants by year, discount factors by year."""

    programme: Programme
    prices: tuple[Price, ...]
    cost_upratings: tuple[Uprated, ...]
    reach_by_year: Floats
    discount: Floats

    @cached_property
    def bearers(self) -> tuple[str, ...]:
        """Those who gain, in the order of the prices."""
        return tuple(dict.fromkeys(price.bearer for price in self.prices))

    def parameters(self) -> tuple[Parameter, ...]:
        """Every number that is varied, in the order in which it enters."""
        spec = self.programme.spec
        made = [
            Parameter(f"cost:{i}:{line.payer}", 1.0, *line.range, "factor", line.source, line.origin)
            for i, line in enumerate(spec.costs)
        ]
        made.append(Parameter("reach", 1.0, *spec.reach.range, "factor", spec.reach.source, spec.reach.origin))
        made += [self._effect(name) for name in self.programme.effects]
        for outcome in spec.outcomes:
            base, name = outcome.baseline, outcome.offence
            made += [
                Parameter(f"baseline:{name}", base.value, *base.ends, "offences a participant and year", base.source, base.origin),
                Parameter(f"unit_cost:{name}", 1.0, *spec.unit_cost_range, "factor", spec.unit_cost_range_source, "ours"),
            ]  # fmt: skip
        for name in ("drop_off", "deadweight", "attribution", "optimism_costs", "optimism_benefits"):
            quantity: Quantity = getattr(spec, name)
            made.append(Parameter(name, quantity.value, *quantity.ends, "share", quantity.source, quantity.origin))
        return tuple(made)

    def _effect(self, wanted: str) -> Parameter:
        effect, is_ours = self.programme.effects[wanted], wanted in self.programme.is_assumed
        low, high = (effect.change if end is None else end for end in (effect.lower, effect.upper))
        said = {o.interval_source for o in self.programme.spec.outcomes if o.effect == wanted} if is_ours else set()
        source = "; ".join([f"{effect.source}: {effect.wording}", *(f"interval ours: {text}" for text in sorted(said))])
        origin = "ours" if is_ours else "evidence"
        return Parameter(f"effect:{wanted}", effect.change, low, high, "relative change", source, origin, not is_ours)

    def costs(self, at: Parameters) -> dict[str, Floats]:
        """Pounds by payer and year (years,) or (years, draws), before discounting, optimism bias added."""
        paid: dict[str, Floats] = {}
        for i, (line, step) in enumerate(zip(self.programme.spec.costs, self.cost_upratings, strict=True)):
            by_year = _padded(line.by_year, len(self.discount)) * step.factor
            amounts = np.multiply.outer(by_year, at[f"cost:{i}:{line.payer}"] * (1 + at["optimism_costs"]))
            paid[line.payer] = paid.get(line.payer, np.zeros_like(amounts)) + amounts
        return paid

    def avoided(self, at: Parameters) -> dict[str, Floats]:
        """Offences avoided by offence and year (years,) or (years, draws).

        A cohort that starts in year s has, in year s + k while the effect lasts, reach x baseline x effect x (1 - drop-off)^k fewer
        offences; of these the share that would have come anyway is taken off, and the rest shared with other programmes.
        """
        share = (1 - at["deadweight"]) * at["attribution"] * at["reach"]
        cohorts = self._present(at["drop_off"])
        return {
            outcome.offence: cohorts * (-at[f"effect:{outcome.effect}"] * at[f"baseline:{outcome.offence}"] * share)
            for outcome in self.programme.spec.outcomes
        }

    def benefits(self, at: Parameters) -> dict[str, Floats]:
        """Pounds gained by bearer and year (years,) or (years, draws), before discounting, optimism bias taken off."""
        avoided = self.avoided(at)
        gained: dict[str, Floats] = {}
        for price in self.prices:
            pounds = avoided[price.offence] * (
                price.value * at[f"unit_cost:{price.offence}"] * (1 - at["optimism_benefits"])
            )
            gained[price.bearer] = gained.get(price.bearer, np.zeros_like(pounds)) + pounds
        return gained

    def present(self, by_year: Mapping[str, Floats]) -> dict[str, Floats]:
        """Each stream as pounds of year 0: a number, or (draws,)."""
        return {name: np.tensordot(self.discount, amounts, axes=(0, 0)) for name, amounts in by_year.items()}

    def npv(self, at: Parameters) -> Floats:
        """Benefits less costs, in pounds of year 0: a number, or (draws,)."""
        gained, paid = self.present(self.benefits(at)), self.present(self.costs(at))
        return np.asarray(sum(gained.values()) - sum(paid.values()))

    def _present(self, drop_off: float | Floats) -> Floats:
        """Participants by year in whom the effect is at work, each weighed by what of it is left."""
        years, left = len(self.discount), np.asarray(1 - drop_off, dtype=np.float64)
        found = np.zeros((years, *left.shape))
        for start, people in enumerate(self.reach_by_year):
            for k in range(min(self.programme.spec.lasts, years - start)):
                found[start + k] += people * left**k
        return found


def build_model(
    programme: Programme, catalogue: Catalogue, *, indices: Mapping[str, PriceIndex] | None = None
) -> Model:
    """Bring every cost and unit cost to the programme's year of prices.

    Raises
    ------
    UnknownIdError : an offence that nothing prices, or an index that is not one. InputError : a year that it does not hold.
    """
    spec, target = programme.spec, programme.price_year
    rule = Uprating(target, index=spec.index, indices=indices)
    paid_in = tuple(rule.of(PriceYear.parse(line.price_year)) for line in spec.costs)
    prices = []
    for outcome in spec.outcomes:
        priced, _ = catalogue.stands_for(outcome.offence)
        figures = catalogue.parts(priced, "component")
        for bearer in dict.fromkeys(figure.bearer for figure in figures):
            borne = tuple(figure for figure in figures if figure.bearer == bearer)
            prices.append(Price(outcome.offence, bearer, borne, tuple(rule.of(figure.price_year) for figure in borne)))
    return Model(
        programme, tuple(prices), paid_in, _padded(spec.reach.by_year, spec.years),
        discount_factors(spec.years, schedule=spec.discount),
    )  # fmt: skip


def centre(parameters: tuple[Parameter, ...]) -> dict[str, float | Floats]:
    """Every parameter at its value."""
    return {parameter.name: parameter.value for parameter in parameters}


def _padded(amounts: tuple[float, ...], years: int) -> Floats:
    return np.array([*amounts, *([0.0] * (years - len(amounts)))], dtype=np.float64)
