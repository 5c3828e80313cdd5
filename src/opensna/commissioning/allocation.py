"""Who gets what from a fund under a rule, how near the line they stand, and how sure that is (E7)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from opensna.commissioning.need import check_need, draw_levels
from opensna.commissioning.rule import AllocationRule
from opensna.core.errors import InputError

SEED, DRAWS = 20250401, 20_000
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Allocation:
    """One row an area: area_code, area_name, value, low, high, rank, rank_high, share, gets, amount, from_line, chance.

    Rows stand in order of need. rank: competition ranking, NaN without a value; rank_high: the other end of a tie. share: of a
    full grant under top_n and threshold (a tie may share one), of the budget under a formula. amount: pounds, to the penny;
    the amounts and `unspent` make up the budget. from_line: need above (or, negative, below) the area on the other side of the
    line, NaN under a formula. chance: that the area belongs, given the uncertainty of every area's need; NaN under a formula.
    """

    table: pd.DataFrame
    rule: AllocationRule
    budget: float
    unspent: float
    notes: tuple[str, ...]

    @property
    def winners(self) -> tuple[str, ...]:
        """Codes of the areas that get a grant of the rule (not the floor alone), in order of need."""
        return tuple(self.table.loc[self.table["gets"], "area_code"])


def allocate(
    need: pd.DataFrame, rule: AllocationRule, *, budget: float, draws: int = DRAWS, seed: int = SEED
) -> Allocation:
    """Divide a budget between areas.

    Parameters
    ----------
    need : area_code, area_name, value, low, high, as `check_need` takes it; one row an area that may apply. An area without a
        value gets the floor and nothing else.

    Raises
    ------
    InputError : need that cannot be ranked; a budget that is not above zero or does not pay every floor; no area above the line.

    Examples
    --------
    >>> need = pd.DataFrame({"area_code": ["a", "b", "c"], "area_name": ["A", "B", "C"], "value": [30, 20, 20]})
    >>> allocate(need, AllocationRule(method="top_n", n=2, ties="share"), budget=1_000).table["amount"].tolist()
    [500.0, 250.0, 250.0]
    """
    table = check_need(need)
    values = table["value"].to_numpy(float)
    rest = budget - rule.floor * len(table)
    if not 0 < budget < float("inf") or rest < 0:
        raise InputError(
            "the budget does not pay for the rule", where="budget", found=f"£{budget:,.0f}",
            expected=f"more than £{rule.floor * len(table):,.0f}, the floor of {len(table)} areas",
            do_this="raise the budget, or lower the floor",
        )  # fmt: skip
    shares = grant_shares(values, rule)
    if shares.sum() == 0:
        raise InputError(
            "no area gets a grant under this rule", where="rule", found=rule.wording,
            expected=f"a line at or below {np.nanmax(values):g}, the highest need, and ties that can be settled",
            do_this="lower the threshold, or choose another way with ties",
        )  # fmt: skip
    amounts, unspent = _pounds(_divide(shares, rule, budget), budget)
    ranks = table["value"].rank(ascending=False, method="min"), table["value"].rank(ascending=False, method="max")
    table = table.assign(
        rank=ranks[0], rank_high=ranks[1], share=shares, gets=shares > 0, amount=amounts,
        from_line=_from_line(values, shares, rule),
        chance=chance_of_belonging(table, rule, draws=draws, seed=seed),
    )  # fmt: skip
    return Allocation(table, rule, budget, unspent, _notes(table, rule, unspent))


def grant_shares(values: Floats, rule: AllocationRule) -> Floats:
    """Share of a grant that each area gets, (n_areas,): 0 to 1, or for a formula its part of all need. NaN need gets 0."""
    known = np.where(np.isnan(values), -np.inf, values)
    if rule.method == "formula":
        positive = np.where(np.isnan(values), 0.0, values)
        return positive / positive.sum() if positive.sum() else positive
    if rule.method == "threshold":
        return (known >= (rule.threshold or 0.0)).astype(float)
    n = rule.n or 0
    if n >= np.isfinite(known).sum():
        return np.isfinite(known).astype(float)
    line = np.partition(known, len(known) - n)[len(known) - n]
    above, tied = known > line, known == line
    places = n - above.sum()
    fits = tied.sum() == places
    of_tied = 1.0 if fits else {"include": 1.0, "exclude": 0.0, "share": float(places / tied.sum())}[rule.ties]
    return np.asarray(above + of_tied * tied, dtype=np.float64)


def chance_of_belonging(need: pd.DataFrame, rule: AllocationRule, *, draws: int = DRAWS, seed: int = SEED) -> Floats:
    """Chance that each area would get a grant if its true level of need were known, (n_areas,) in the order of the rows.

    The levels of all areas are drawn together, `draws` times, from what their values and intervals allow, so a chance is exact to
    about 1 divided by the root of the number of draws. NaN for an area without a value, and under a formula, where all belong.
    """
    values = need["value"].to_numpy(float)
    if rule.method == "formula":
        return np.full(len(values), np.nan)
    drawn = draw_levels(need, draws=draws, seed=seed)
    known = np.where(np.isnan(drawn), -np.inf, drawn)
    if rule.method == "threshold":
        belongs = known >= (rule.threshold or 0.0)
    else:
        n = min(rule.n or 0, int(np.isfinite(values).sum()))
        line = np.partition(known, len(values) - n, axis=1)[:, len(values) - n]
        belongs = known >= line[:, None]
    return np.where(np.isnan(values), np.nan, belongs.mean(axis=0))


def _divide(shares: Floats, rule: AllocationRule, budget: float) -> Floats:
    """Pounds for each area: the floor, and the rest in proportion to the shares, none above the cap."""
    cap = np.inf if rule.cap is None else rule.cap
    if rule.method != "formula":
        rest = budget - rule.floor * len(shares)
        return np.asarray(np.minimum(rule.floor + rest * shares / shares.sum(), cap), dtype=np.float64)
    # A formula with a floor and a cap: raise a common rate until the money is spent, holding each area between the two.
    low, high = 0.0, (budget + 1) / shares[shares > 0].min()
    for _ in range(200):
        rate = (low + high) / 2
        low, high = (rate, high) if np.clip(rate * shares, rule.floor, cap).sum() <= budget else (low, rate)
    return np.clip(low * shares, rule.floor, cap)


def _pounds(amounts: Floats, budget: float) -> tuple[Floats, float]:
    """Whole pennies that make up what is spent; pennies lost in rounding go to the largest remainders."""
    pennies = np.round(amounts * 100, 4)
    whole = np.floor(pennies)
    missing = round(min(pennies.sum(), budget * 100) - whole.sum())
    order = np.argsort(-(pennies - whole), kind="stable")
    whole[order[: max(missing, 0)]] += 1
    return whole / 100, round(budget - whole.sum() / 100, 2)


def _from_line(values: Floats, shares: Floats, rule: AllocationRule) -> Floats:
    if rule.method == "formula":
        return np.full(len(values), np.nan)
    if rule.method == "threshold":
        return values - (rule.threshold or 0.0)
    inside, outside = values[shares > 0], values[(shares == 0) & ~np.isnan(values)]
    last_in, first_out = inside.min(), outside.max() if len(outside) else np.nan
    return np.where(shares > 0, values - first_out, values - last_in)


def _notes(table: pd.DataFrame, rule: AllocationRule, unspent: float) -> tuple[str, ...]:
    found = []
    absent = table.loc[table["value"].isna(), "area_name"].tolist()
    if absent:
        found.append(f"{', '.join(absent)}: no value, so not ranked")
    tied = table[(table["share"] > 0) & (table["share"] < 1)] if rule.method == "top_n" else table.iloc[:0]
    if len(tied):
        found.append(f"{', '.join(tied['area_name'])} are tied on the line and share the grants that are left")
    winners = int(table["gets"].sum())
    if rule.method == "top_n" and rule.n is not None and not len(tied) and winners != rule.n:
        found.append(f"{winners} areas instead of {rule.n}: a tie on the line, or fewer areas with a value")
    if unspent > 0:
        found.append(f"£{unspent:,.2f} cannot be spent under the cap")
    return tuple(found)
