"""What a programme is worth: present value, ratio, payback, who pays and who gains, what it rests on, how sure that is."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from statistics import NormalDist

import numpy as np
import pandas as pd

from opensna.alignment.value_model import Model, Parameter, build_model, centre
from opensna.alignment.value_spec import Programme
from opensna.costs.catalogue import Catalogue
from opensna.costs.draws import DRAWS, LEVEL, SEED, draw_stated_range, generator
from opensna.reference.bearers import bearers, payers
from opensna.reference.prices import PriceIndex
from opensna.stats.rates import Floats

SAID_OF_CASH = (
    "Cashable is what a public budget bears. It is released only if staff or places are cut or used for something else, so "
    "it is at most this much. Social is what victims, families and employers bear."
)


@dataclass(frozen=True)
class BreakEven:
    """How large the effect would have to be for benefits to equal costs.

    `effects`: relative change by effect id, all scaled alike. `offences`: how many offences a year on average would have to
    be avoided over the years counted. `is_possible` is False where even an end to the offence would not do.
    """

    effects: Mapping[str, float]
    offences_a_year: float
    is_possible: bool


@dataclass(frozen=True)
class Value:
    """A programme's value in pounds of year 0 and of `price_year`.

    `by_year`: year, costs, benefits, discount, present_costs, present_benefits, cumulative. `partners`: duty_partner, pays,
    gains_cashable, gains_social, net_cashable (present values). `payers` and `gainers`: present pounds by payer and bearer.
    `tornado`: parameter, low, high, npv_low, npv_high, spread, unit, origin, source, widest first. `payback` is the first year
    from which the programme stays paid back, None where there is none. `chance`: share of draws in which benefits exceed costs.
    """

    model: Model
    npv: float
    bcr: float
    npv_interval: tuple[float, float]
    chance: float
    payback: int | None
    by_year: pd.DataFrame
    payers: Mapping[str, float]
    gainers: Mapping[str, float]
    partners: pd.DataFrame
    tornado: pd.DataFrame
    break_even: BreakEven
    offences_avoided: Mapping[str, float]
    seed: int

    @property
    def assumptions(self) -> pd.DataFrame:
        """Every number it rests on: name, value, low, high, unit, origin (published, evidence, ours), source."""
        rows = [(p.name, p.value, p.low, p.high, p.unit, p.origin, p.source) for p in self.model.parameters()]
        return pd.DataFrame(rows, columns=["name", "value", "low", "high", "unit", "origin", "source"])

    @property
    def unit_costs(self) -> pd.DataFrame:
        """Every unit cost it rests on: offence, bearer, figure, before, priced_in, value, standing, source, page, uprating."""
        rows = [
            (
                price.offence, price.bearer, figure.id, figure.value, str(figure.price_year), figure.standing, figure.source,
                figure.page, step.text,
            )
            for price in self.model.prices
            for figure, step in zip(price.figures, price.upratings, strict=True)
        ]  # fmt: skip
        names = ["offence", "bearer", "figure", "before", "priced_in", "standing", "source", "page", "uprating"]
        return pd.DataFrame(rows, columns=names)


def value_programme(
    programme: Programme,
    catalogue: Catalogue,
    *,
    indices: Mapping[str, PriceIndex] | None = None,
    seed: int = SEED,
    draws: int = DRAWS,
) -> Value:
    """Work out a programme's value, every parameter varied.

    Raises
    ------
    As build_model.
    """
    model = build_model(programme, catalogue, indices=indices)
    parameters = model.parameters()
    at = centre(parameters)
    costs, benefits = model.costs(at), model.benefits(at)
    paid = {name: float(pounds) for name, pounds in model.present(costs).items()}
    gained = {name: float(pounds) for name, pounds in model.present(benefits).items()}
    by_year = _by_year(model, costs, benefits)
    total_paid, total_gained = math.fsum(paid.values()), math.fsum(gained.values())
    drawn = model.npv({p.name: _draw(p, seed, draws) for p in parameters})
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(drawn, [tail, 1 - tail])
    return Value(
        model=model,
        npv=total_gained - total_paid,
        bcr=total_gained / total_paid if total_paid > 0 else math.nan,
        npv_interval=(float(low), float(high)),
        chance=float((drawn > 0).mean()),
        payback=_payback(by_year),
        by_year=by_year,
        payers=paid,
        gainers=gained,
        partners=_partners(paid, gained),
        tornado=_tornado(model, parameters),
        break_even=_break_even(model, parameters, total_paid),
        offences_avoided={name: float(amounts.sum()) for name, amounts in model.avoided(at).items()},
        seed=seed,
    )


def without_effect(programme: Programme) -> Programme:
    """The same programme with every effect zero and certain: what it is worth if it does nothing."""
    none = {name: replace(effect, change=0.0, lower=0.0, upper=0.0) for name, effect in programme.effects.items()}
    return replace(programme, effects=none)


def _by_year(model: Model, costs: Mapping[str, Floats], benefits: Mapping[str, Floats]) -> pd.DataFrame:
    spec = model.programme.spec
    rows = pd.DataFrame(
        {
            "year": range(spec.first_year, spec.first_year + spec.years),
            "costs": sum(costs.values()),
            "benefits": sum(benefits.values()),
            "discount": model.discount,
        }
    )
    rows["present_costs"] = rows["costs"] * rows["discount"]
    rows["present_benefits"] = rows["benefits"] * rows["discount"]
    rows["cumulative"] = (rows["present_benefits"] - rows["present_costs"]).cumsum()
    return rows


def _payback(by_year: pd.DataFrame) -> int | None:
    cumulative, gained = by_year["cumulative"].to_numpy(), by_year["present_benefits"].cumsum().to_numpy()
    is_paid_back = (cumulative >= 0) & (gained > 0)
    if not is_paid_back[-1]:
        return None
    last_below = np.flatnonzero(~is_paid_back)
    return int(by_year["year"].iloc[last_below[-1] + 1 if len(last_below) else 0])


def _partners(paid: Mapping[str, float], gained: Mapping[str, float]) -> pd.DataFrame:
    rows: dict[str, list[float]] = {}
    for payer, pounds in paid.items():
        rows.setdefault(payers()[payer].duty_partner, [0.0, 0.0, 0.0])[0] += pounds
    for bearer, pounds in gained.items():
        rows.setdefault(bearers()[bearer].duty_partner, [0.0, 0.0, 0.0])[1 if bearers()[bearer].is_cashable else 2] += (
            pounds
        )
    made = pd.DataFrame(
        [(partner, *amounts) for partner, amounts in rows.items()],
        columns=["duty_partner", "pays", "gains_cashable", "gains_social"],
    )
    return made.assign(net_cashable=made["gains_cashable"] - made["pays"])


def _tornado(model: Model, parameters: tuple[Parameter, ...]) -> pd.DataFrame:
    at = centre(parameters)
    rows = [
        (
            p.name,
            p.low,
            p.high,
            *(float(model.npv({**at, p.name: end})) for end in (p.low, p.high)),
            p.unit,
            p.origin,
            p.source,
        )
        for p in parameters
        if p.low < p.high
    ]
    made = pd.DataFrame(rows, columns=["parameter", "low", "high", "npv_low", "npv_high", "unit", "origin", "source"])
    made["spread"] = (made["npv_high"] - made["npv_low"]).abs()
    return made.sort_values(["spread", "parameter"], ascending=[False, True], ignore_index=True)


def _break_even(model: Model, parameters: tuple[Parameter, ...], total_paid: float) -> BreakEven:
    at = centre(parameters)
    names = [p.name for p in parameters if p.name.startswith("effect:")]
    is_prevention = sum(float(x) for x in model.present(model.benefits(at)).values()) > 0
    shape = {name: float(at[name]) if is_prevention else -1.0 for name in names}
    reached = {**at, **shape}
    gained = sum(float(x) for x in model.present(model.benefits(reached)).values())
    scale = total_paid / gained if gained > 0 else math.inf
    effects = {name.removeprefix("effect:"): change * scale for name, change in shape.items()}
    avoided = sum(float(amounts.sum()) for amounts in model.avoided(reached).values()) if gained > 0 else 0.0
    years = model.programme.spec.years
    return BreakEven(
        effects, avoided * scale / years if gained > 0 else math.inf, all(change >= -1 for change in effects.values())
    )


def _draw(parameter: Parameter, seed: int, draws: int) -> Floats:
    if parameter.low == parameter.high:
        return np.full(draws, parameter.value)
    if not parameter.is_interval or parameter.low <= -1:
        ends = (parameter.low, parameter.value, parameter.high)
        return draw_stated_range(*ends, seed=seed, key=parameter.name, draws=draws)
    # Printed limits of a relative change are symmetric about the ratio's logarithm.
    spread = (math.log1p(parameter.high) - math.log1p(parameter.low)) / (2 * NormalDist().inv_cdf((1 + LEVEL) / 2))
    return np.expm1(generator(seed, parameter.name).normal(math.log1p(parameter.value), spread, draws))
