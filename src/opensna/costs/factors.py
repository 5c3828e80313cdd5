"""A printed total taken apart: which volume and unit cost of whole pounds could have made it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from opensna.core.errors import InputError
from opensna.costs.uprating import compare_factor
from opensna.reference.prices import PriceIndex, PriceYear


@dataclass(frozen=True)
class FactorPair:
    """One way to write the total: volume x unit cost.

    `inflator` is over the published unit cost; `gap`, a share, is how far it is from what the rest of the document leads to expect.
    """

    volume: int
    unit_cost: int
    inflator: float
    gap: float

    @property
    def text(self) -> str:
        """In a clause."""
        return (
            f"{self.volume:,} x £{self.unit_cost:,} (inflator {self.inflator:.4f}, {abs(self.gap):.2%} from the factor of the "
            "document's other tables, carried to this unit cost's own price year)"
        )


def factor_pairs(
    total: int,
    unit_cost: float,
    priced_in: PriceYear,
    *,
    between: tuple[float, float],
    factor_used: float,
    factor_priced_in: PriceYear,
    indices: Mapping[str, PriceIndex] | None = None,
) -> tuple[FactorPair, ...]:
    """Every pair of whole numbers whose product is the total, with a unit cost in the range, likeliest first.

    Parameters
    ----------
    total : pounds, as printed.
    unit_cost, priced_in : the published unit cost and its price year.
    between : lowest and highest unit cost that is thinkable, in pounds.
    factor_used, factor_priced_in : the factor by which the same document uprated another unit cost, and from which price year.
        A pair is the likelier, the nearer its inflator is to that factor less what prices rose between the two price years,
        by any index held.

    Raises
    ------
    InputError : a total or range without a pair to look for.
    """
    low, high = math.ceil(between[0]), math.floor(between[1])
    if total < 1 or not 1 <= low <= high:
        raise InputError(
            "no factors to look for",
            where="factor_pairs",
            found=f"total {total}, unit costs {between[0]:g} to {between[1]:g}",
            expected="a total of whole pounds above zero, and a range of unit costs, lowest first",
            do_this="give the printed total and the range within which its unit cost must lie",
        )
    rises = [
        near.factor
        for near in compare_factor(1.0, factor_priced_in, indices=indices)
        if near.target.start == priced_in.start and near.target.kind == near.base.kind
    ] or [1.0]
    expected = [factor_used / rise for rise in rises]
    found = []
    for unit in range(low, high + 1):
        if total % unit == 0:
            inflator = unit / unit_cost
            gap = min((inflator / wanted - 1 for wanted in expected), key=abs)
            found.append(FactorPair(total // unit, unit, inflator, gap))
    return tuple(sorted(found, key=lambda pair: abs(pair.gap)))
