"""Cliff edges: the last area that gets a grant against the first that does not, and the chance that they change places."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from opensna.commissioning.allocation import DRAWS, SEED, Allocation
from opensna.commissioning.need import draw_levels, is_count
from opensna.core.errors import InputError


@dataclass(frozen=True)
class Swap:
    """Chance that two areas stand the other way round.

    level : that the one with the lower count has the higher underlying level. again : that it would count more if the same
    months happened again at the levels seen. tied_again : that they would then count the same. Of values that are not counts
    only `level` is known; the others are NaN.
    """

    level: float
    again: float
    tied_again: float


@dataclass(frozen=True)
class CliffEdge:
    """The two areas at the line, their need, what separates them and what hangs on it in pounds."""

    last_in: str
    first_out: str
    value_in: float
    value_out: float
    at_stake: float
    swap: Swap

    @property
    def gap(self) -> float:
        """Need that separates the two."""
        return self.value_in - self.value_out


def swap_of_counts(higher: int, lower: int) -> Swap:
    """Exact chances for two independent counts of events.

    Raises
    ------
    InputError : a count below zero, or the first below the second.

    Source
    ------
    Levels: each is Gamma(count + 1/2) under Jeffreys' prior, so the share of the first in their sum is Beta(a, b). Again: the
    difference of two Poisson counts is Skellam distributed. Repeat victims and offenders make counts less certain than this.

    Examples
    --------
    >>> round(swap_of_counts(760, 736).level, 3)
    0.267
    """
    if lower < 0 or higher < lower:
        raise InputError(
            "these are not two counts in order", where="swap", found=f"{higher}, {lower}", expected="the higher first, from 0 up",
            do_this="give the higher count first",
        )  # fmt: skip
    level = float(stats.beta.cdf(0.5, higher + 0.5, lower + 0.5))
    if lower == 0:  # the distribution of a difference needs two levels above zero
        return Swap(level, 0.0, float(stats.poisson.pmf(0, higher)))
    again = stats.skellam(higher, lower)
    return Swap(level, float(again.cdf(-1)), float(again.pmf(0)))


def swap(need: pd.DataFrame, first: str, second: str, *, draws: int = DRAWS, seed: int = SEED) -> Swap:
    """Chance that two areas of a checked need (codes) stand the other way round; exact for counts, drawn for the rest.

    Raises
    ------
    InputError : an area that has no value.
    """
    pair = need.set_index("area_code").reindex([first, second])
    if pair["value"].isna().any():
        raise InputError(
            "an area of the two has no value", where="swap", found=f"{first}, {second}", expected="two areas with values",
            do_this="choose areas that the measure covers",
        )  # fmt: skip
    pair = pair.sort_values("value", ascending=False)
    if is_count(need):
        higher, lower = (int(value) for value in pair["value"])
        return swap_of_counts(higher, lower)
    drawn = draw_levels(pair.reset_index(), draws=draws, seed=seed)
    return Swap(float(np.mean(drawn[:, 1] > drawn[:, 0])), float("nan"), float("nan"))


def cliff_edge(allocation: Allocation, *, draws: int = DRAWS, seed: int = SEED) -> CliffEdge | None:
    """The edge of an allocation, or None where the rule draws no line or every area with a value is inside."""
    table = allocation.table[allocation.table["value"].notna()]
    inside, outside = table[table["gets"]], table[~table["gets"]]
    if allocation.rule.method == "formula" or inside.empty or outside.empty:
        return None
    last, first = inside.iloc[-1], outside.iloc[0]
    return CliffEdge(
        str(last["area_name"]),
        str(first["area_name"]),
        float(last["value"]),
        float(first["value"]),
        float(last["amount"] - first["amount"]),
        swap(table, str(last["area_code"]), str(first["area_code"]), draws=draws, seed=seed),
    )
