"""Uprating: which index, from which year of prices to which, and what the factor is. Printed beside every cost."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from opensna.core.errors import InputError
from opensna.reference.prices import GDP_DEFLATOR, PriceIndex, PriceYear, price_index, price_indices


@dataclass(frozen=True)
class Uprated:
    """One step from the prices of `base` to those of `target`. `mark` is [f] for a forecast index, [p] for a provisional one."""

    index: str
    priced_in: PriceYear
    base: PriceYear
    target: PriceYear
    base_value: float
    target_value: float
    credit: str
    mark: str = ""

    @property
    def factor(self) -> float:
        """What a figure is multiplied by."""
        return self.target_value / self.base_value

    @property
    def text(self) -> str:
        """As printed beside a cost."""
        stands = "" if self.base == self.priced_in else f", standing for the unit costs' own year {self.priced_in}"
        mark = f" {self.mark}" if self.mark else ""
        return (
            f"prices of {self.target} ({self.target.kind} year), from {self.base} ({self.base.kind} year{stands}) "
            f"by {self.credit}: factor {self.factor:.6g}{mark}"
        )


@dataclass(frozen=True)
class Uprating:
    """How to bring figures to the prices of `target`.

    Parameters
    ----------
    target : the year of prices wanted; its kind (calendar or financial) is the kind of base as well.
    index : an id of `indices`.
    base : the year of the index that stands for the figures' own price year, where it is not the obvious one.
    stated_factor : one factor instead of an index, with `stated_because` saying where it comes from.
    indices : by default those that come with OpenSNA.
    """

    target: PriceYear
    index: str = GDP_DEFLATOR
    base: PriceYear | None = None
    stated_factor: float | None = None
    stated_because: str = ""
    indices: Mapping[str, PriceIndex] | None = None

    def of(self, priced_in: PriceYear) -> Uprated:
        """The step for a figure in the prices of `priced_in`.

        Raises
        ------
        UnknownIdError : no such index. InputError : a year that it does not hold, a base of which no month lies in the figure's own
            year, a base and a target of different kinds, or a stated factor without its reason.
        """
        if self.stated_factor is not None:
            return self._stated(priced_in)
        found = price_index(self.index, self.indices)
        base = self.base or obvious_base(priced_in, self.target)
        if base.kind != self.target.kind or not base.overlaps(priced_in):
            raise InputError(
                "a base year that does not go with the figure or the target",
                where=f"uprating from {priced_in} to {self.target}",
                found=f"{base} ({base.kind})",
                expected=f"a {self.target.kind} year that shares months with {priced_in}",
                do_this="leave the base out, or give one of the target's kind that overlaps the figure's price year",
            )
        mark = found.mark(self.target) or found.mark(base)
        ends = found.value(base), found.value(self.target)
        return Uprated(self.index, priced_in, base, self.target, *ends, found.credit, mark)

    def _stated(self, priced_in: PriceYear) -> Uprated:
        factor = self.stated_factor
        if factor is None or not 0 < factor < math.inf or not self.stated_because.strip():
            raise InputError(
                "a stated uprating factor that is not one, or has no reason",
                where="uprating",
                found=f"{factor}, {self.stated_because!r}",
                do_this="give a factor above zero and say where it comes from, or name an index",
            )
        base = self.base or priced_in
        return Uprated("stated", priced_in, base, self.target, 1.0, factor, f"a stated factor ({self.stated_because})")


def obvious_base(priced_in: PriceYear, target: PriceYear) -> PriceYear:
    """The year of the target's kind that a price year begins in: calendar 2015 for 2015-16, and 2015-16 for 2015."""
    return PriceYear(priced_in.start, target.kind)


@dataclass(frozen=True)
class NearIndex:
    """An index and pair of years, the factor they give, and how far it is from the factor in question."""

    index: str
    title: str
    base: PriceYear
    target: PriceYear
    factor: float
    distance: float
    mark: str


def compare_factor(
    factor: float, priced_in: PriceYear, *, indices: Mapping[str, PriceIndex] | None = None
) -> tuple[NearIndex, ...]:
    """Every index and pair of years held that could have made this factor from prices of `priced_in`, nearest first.

    The base is any year that shares months with `priced_in`; the target any later year of the same kind.
    """
    held = price_indices() if indices is None else indices
    found = [
        NearIndex(
            index.id, index.title, base, target, made := index.values[target] / index.values[base], made - factor,
            index.mark(target) or index.mark(base),
        )
        for index in held.values()
        for base, target in _pairs(index.values, priced_in)
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda near: (abs(near.distance), near.index, near.base, near.target)))


def _pairs(years: Iterable[PriceYear], priced_in: PriceYear) -> list[tuple[PriceYear, PriceYear]]:
    held = sorted(years)
    bases = [year for year in held if year.overlaps(priced_in)]
    return [(b, t) for b in bases for t in held if t.kind == b.kind and t.start > b.start]


def factor_interval(printed: Iterable[tuple[float, float]], *, rounded_to: float = 1.0) -> tuple[float, float]:
    """The factors that turn every unit cost into the printed one, which was rounded: the lowest and the highest.

    Parameters
    ----------
    printed : pairs of unit cost and printed unit cost.

    Raises
    ------
    InputError : no one factor fits all.
    """
    pairs = [(unit, shown) for unit, shown in printed if unit > 0]
    low = max(((shown - rounded_to / 2) / unit for unit, shown in pairs), default=math.nan)
    high = min(((shown + rounded_to / 2) / unit for unit, shown in pairs), default=math.nan)
    if not low < high:
        raise InputError(
            "no one factor turns every unit cost into the printed one",
            where="factor_interval",
            found=f"{len(pairs)} pairs, at least {low:.9g} and at most {high:.9g}",
            do_this="look for a unit cost that is wrong, or that was uprated from another year",
        )
    return low, high
