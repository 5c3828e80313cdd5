"""The unit costs in force: OpenSNA's, with a partnership's own in front, the checks recorded, and every sum held to its whole."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import Literal

from opensna.core.errors import DocumentError, InputError, UnknownIdError
from opensna.reference.bearers import bearers, priced_as
from opensna.reference.unit_costs import HEADLINE, ROUNDING, STAGES, SUBTOTAL, WHOLE, UnitCost, offences_of

Detail = Literal["component", "stage", "headline"]
_SPECIAL = (SUBTOTAL, HEADLINE, ROUNDING)


@dataclass(frozen=True)
class Check:
    """Somebody set a figure against its source: the figure's id and value as seen, who, and when (ISO date)."""

    id: str
    value: float
    checked_by: str
    checked_on: str
    page: str


@dataclass(frozen=True)
class Catalogue:
    """Unit costs by offence. Made by `build_catalogue`, which holds sums to their wholes."""

    costs: tuple[UnitCost, ...]

    @cached_property
    def by_offence(self) -> Mapping[str, tuple[UnitCost, ...]]:
        """The figures of each offence."""
        return MappingProxyType(
            {name: tuple(c for c in self.costs if c.offence == name) for name in offences_of(self.costs)}
        )

    def stands_for(self, counted: str) -> tuple[str, str]:
        """The offence whose unit costs price this one, and what must be said of that ("" where it is its own).

        Raises
        ------
        UnknownIdError : nothing prices it.
        """
        if counted in self.by_offence:
            return counted, ""
        if counted in priced_as():
            return priced_as()[counted]
        raise UnknownIdError.of(
            "unit cost", counted, list(self.by_offence),
            do_this=f"add rows for {counted} to records/unit_costs.csv, or leave the offence out",
        )  # fmt: skip

    def parts(self, offence: str, detail: Detail = "component") -> tuple[UnitCost, ...]:
        """The figures that add up to the cost of one offence, at most as fine as asked.

        "component" gives the components with the lines that close rounding; "stage" the three subtotals; "headline" the
        publisher's own total, which its rounding may part from the subtotals. Where the publisher has no figures as fine, the
        next coarser ones are given.
        """
        held = self.by_offence[offence]
        components = [c for c in held if c.component not in _SPECIAL]
        subtotals = [c for c in held if c.component == SUBTOTAL]
        headline = [c for c in held if c.component == HEADLINE]
        if detail == "headline" and headline:
            return tuple(headline)
        if detail != "stage" and components:
            closing = [c for c in held if c.component == ROUNDING and (c.stage != WHOLE or not subtotals)]
            return (*components, *closing)
        return tuple(subtotals or components or headline)

    def standing_of_whole(self, figure: UnitCost) -> str:
        """The standing of the subtotal that a figure is a part of, its own where it is a part of none.

        A sum over all parts of a stage is the subtotal, and rests on that and not on how it is divided.
        """
        subtotals = [c for c in self.by_offence[figure.offence] if (c.component, c.stage) == (SUBTOTAL, figure.stage)]
        return subtotals[0].standing if subtotals else figure.standing


def build_catalogue(
    figures: Iterable[UnitCost], *, own: Iterable[UnitCost] = (), checks: Sequence[Check] = ()
) -> Catalogue:
    """Lay a partnership's own figures over those of OpenSNA, apply the checks, and hold every sum to its whole.

    Parameters
    ----------
    own : a figure whose id is held already replaces it; another is added.
    checks : one whose value is no longer the figure's is not applied: the figure has changed since it was checked.

    Raises
    ------
    DocumentError : components that do not add up to their subtotal or headline, or a rounding line larger than rounding can be.
    UnknownIdError : a bearer that is not one, or a check of a figure that is not there.
    """
    held = {cost.id: cost for cost in (*figures, *own)}
    for check in checks:
        if check.id not in held:
            raise UnknownIdError.of("unit cost", check.id, list(held), do_this="list them with: opensna unit-costs")
        if held[check.id].value == check.value:
            held[check.id] = replace(
                held[check.id],
                checked_by=check.checked_by,
                checked_on=check.checked_on,
                page=check.page or held[check.id].page,
            )
    for cost in held.values():
        if cost.bearer not in bearers():
            raise UnknownIdError.of("bearer", cost.bearer, list(bearers()))
    made = Catalogue(tuple(held.values()))
    problems = [text for costs in made.by_offence.values() for text in _failures(costs)]
    if problems:
        raise DocumentError(
            "unit costs do not add up",
            where="unit costs",
            found="; ".join(problems),
            expected="components that sum to their subtotal, and subtotals (or components) that sum to the headline",
            do_this="replace the whole as well as its part in records/unit_costs.csv, or state a rounding line no larger than "
            "the publisher's rounding allows",
        )
    return made


def record_check(catalogue: Catalogue, wanted: str, *, value: float, by: str, on: str, page: str = "") -> Check:
    """A check to be stored: somebody has read this value in the source.

    Raises
    ------
    UnknownIdError : no such figure. InputError : the source says another value, or nobody is named.
    """
    held = {cost.id: cost for cost in catalogue.costs}
    if wanted not in held:
        raise UnknownIdError.of("unit cost", wanted, list(held), do_this="list them with: opensna unit-costs")
    if not by.strip():
        raise InputError("a check by nobody", where=wanted, do_this="name who read the source with --by")
    if held[wanted].value != value:
        raise InputError(
            "the source says another value than the figure held",
            where=wanted,
            found=f"{value:,.10g} in the source",
            expected=f"{held[wanted].value:,.10g}, as held",
            do_this="put the source's value into records/unit_costs.csv under the same id, then record the check",
        )
    return Check(wanted, value, by.strip(), on, page)


def _failures(costs: tuple[UnitCost, ...]) -> list[str]:
    """What does not add up in one offence."""
    offence = costs[0].offence
    if len({(c.price_year, c.per) for c in costs}) > 1:
        return [f"{offence}: figures of several price years or counted differently"]
    failures = []
    for stage in STAGES:
        parts = [c for c in costs if c.stage == stage and c.component not in _SPECIAL]
        failures += _compare(
            f"{offence}, {stage}", parts, _lines(costs, ROUNDING, stage), _lines(costs, SUBTOTAL, stage)
        )
    subtotals = [c for c in costs if c.component == SUBTOTAL]
    components = [c for c in costs if c.component not in _SPECIAL]
    wholes, rounding = _lines(costs, HEADLINE, WHOLE), _lines(costs, ROUNDING, WHOLE)
    if subtotals and len(subtotals) < len(STAGES):
        failures.append(f"{offence}: {len(subtotals)} of {len(STAGES)} subtotals")
    return failures + _compare(f"{offence}, headline", subtotals or components, rounding, wholes)


def _lines(costs: tuple[UnitCost, ...], component: str, stage: str) -> list[UnitCost]:
    return [c for c in costs if c.component == component and c.stage == stage]


def _compare(name: str, parts: list[UnitCost], rounding: list[UnitCost], wholes: list[UnitCost]) -> list[str]:
    if not parts or not wholes:
        return [f"{name}: a rounding line that closes nothing"] if rounding and not parts else []
    if len(wholes) > 1 or len(rounding) > 1:
        return [f"{name}: given more than once"]
    closing = sum(line.value for line in rounding)
    largest = (rounding[0].rounded_to or 0) / 2 * (len(parts) + 1) if rounding else 0
    if abs(closing) > largest:
        return [f"{name}: a rounding line of {closing:g}, where rounding explains at most {largest:g}"]
    total = math.fsum([*(part.value for part in parts), closing])
    if not math.isclose(total, wholes[0].value, rel_tol=1e-12, abs_tol=1e-6):
        return [f"{name}: parts {total:,.10g}, whole {wholes[0].value:,.10g}"]
    return []
