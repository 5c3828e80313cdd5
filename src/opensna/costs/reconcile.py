"""Tables held against one another: where two that should agree do not, and whether any volumes could explain one."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog

from opensna.core.errors import InputError
from opensna.stats.rates import Floats


@dataclass(frozen=True)
class Difference:
    """Two sums that should be one: names, amounts in pounds, the second less the first, and whether they agree."""

    first: str
    second: str
    first_total: float
    second_total: float
    difference: float
    agrees: bool

    @property
    def text(self) -> str:
        """In a sentence."""
        if self.agrees:
            return f"{self.first} (£{self.first_total:,.0f}) and {self.second} (£{self.second_total:,.0f}) agree."
        way = "more" if self.difference > 0 else "less"
        return (
            f"{self.second} (£{self.second_total:,.0f}) is £{abs(self.difference):,.0f} {way} than "
            f"{self.first} (£{self.first_total:,.0f}): the two do not reconcile."
        )


def reconcile(totals: Mapping[str, float], *, tolerance: float = 0.5) -> tuple[Difference, ...]:
    """Every two of the totals that are meant to be the same money.

    Parameters
    ----------
    totals : pounds by the name of the table.
    tolerance : pounds that rounding may part them by.
    """
    return tuple(
        Difference(first, second, a, b, b - a, abs(b - a) <= tolerance)
        for (first, a), (second, b) in itertools.combinations(totals.items(), 2)
    )


def require_reconciled(totals: Mapping[str, float], *, tolerance: float = 0.5) -> None:
    """Stop where two tables of ours that should agree do not.

    Raises
    ------
    InputError : with the amounts.
    """
    apart = [found.text for found in reconcile(totals, tolerance=tolerance) if not found.agrees]
    if apart:
        raise InputError(
            "tables of one cost that do not reconcile",
            where="cost tables",
            found=" ".join(apart),
            expected=f"the same total within £{tolerance:g}",
            do_this="make every table from one and the same Costs, and give no row to two bearers or to none",
        )


@dataclass(frozen=True)
class Fit:
    """The volumes that come nearest to explaining a table by bearer, and how far off the worst line remains (a share)."""

    volumes: Mapping[str, float]
    worst_misfit: float


def nearest_volumes(printed: Mapping[str, float], unit_costs: Mapping[str, Mapping[str, float]]) -> Fit:
    """Non-negative volumes that keep the largest relative misfit of any line as small as it can be.

    Parameters
    ----------
    printed : pounds by bearer, above zero.
    unit_costs : for each offence, pounds an offence by bearer (a bearer that is not named bears nothing).

    Returns
    -------
    Fit : `worst_misfit` 0 means that some volumes explain every line exactly; 0.02 that none comes nearer than 2 per cent.

    Source
    ------
    A linear programme: minimise t with |sum of volume x unit cost - printed| at most t x printed, on every line.
    """
    bearers = list(printed)
    target = np.array([printed[bearer] for bearer in bearers])
    if not len(unit_costs) or (target <= 0).any():
        raise InputError(
            "nothing to fit volumes to",
            where="nearest_volumes",
            found=f"{len(unit_costs)} offences, lines {', '.join(f'{value:g}' for value in target)}",
            do_this="give at least one offence, and lines above zero",
        )
    share = _shares(bearers, list(unit_costs.values()), target)
    ones = np.ones((len(bearers), 1))
    solved = linprog(
        [0.0] * share.shape[1] + [1.0],
        A_ub=np.vstack([np.hstack([share, -ones]), np.hstack([-share, -ones])]),
        b_ub=np.concatenate([np.ones(len(bearers)), -np.ones(len(bearers))]),
        bounds=[(0, None)] * (share.shape[1] + 1),
        method="highs",
    )
    return Fit(dict(zip(unit_costs, map(float, solved.x[:-1]), strict=True)), float(solved.x[-1]))


def _shares(bearers: Sequence[str], costs: Sequence[Mapping[str, float]], target: Floats) -> Floats:
    matrix = np.array([[cost.get(bearer, 0.0) for cost in costs] for bearer in bearers])
    return np.asarray(matrix / target[:, None], dtype=np.float64)
