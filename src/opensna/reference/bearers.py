"""Who bears a cost, who may pay for prevention, and which offences may not be added to one another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from opensna.reference._money import table

EVERY = "*"


@dataclass(frozen=True)
class Bearer:
    """Who bears a component. `duty_partner` is its name under the Duty; `is_cashable` says whether a public budget bears it."""

    id: str
    title: str
    duty_partner: str
    is_cashable: bool


@dataclass(frozen=True)
class Overlap:
    """Two offences that count some of the same acts; `other` may be "*", every other."""

    offence: str
    other: str
    reason: str

    def concerns(self, first: str, second: str) -> bool:
        """Whether these two are the pair, either way round."""
        return any(a == self.offence and self.other in (EVERY, b) for a, b in ((first, second), (second, first)))


@cache
def bearers() -> Mapping[str, Bearer]:
    """Bearers by id, in the order in which they are printed."""
    return MappingProxyType(
        {
            str(row["bearer"]): Bearer(
                str(row["bearer"]), str(row["title"]), str(row["duty_partner"]), row["kind"] == "cashable"
            )
            for row in table("bearers.csv").to_dict("records")
        }
    )


@dataclass(frozen=True)
class Payer:
    """Who may pay for a programme, and its name under the Duty."""

    id: str
    title: str
    duty_partner: str


@cache
def payers() -> Mapping[str, Payer]:
    """Payers by id."""
    rows = table("payers.csv").to_dict("records")
    made = (Payer(str(row["payer"]), str(row["title"]), str(row["duty_partner"])) for row in rows)
    return MappingProxyType({payer.id: payer for payer in made})


@cache
def overlaps() -> tuple[Overlap, ...]:
    """Pairs of offences of which some acts would be counted twice."""
    return tuple(
        Overlap(str(row["offence"]), str(row["other"]), str(row["reason"]))
        for row in table("overlaps.csv").to_dict("records")
    )


@cache
def priced_as() -> Mapping[str, tuple[str, str]]:
    """Offence that has no unit cost of its own: the offence whose cost stands for it, and what must be said of that."""
    return MappingProxyType(
        {
            str(row["counted"]): (str(row["priced_as"]), str(row["note"]))
            for row in table("priced_as.csv").to_dict("records")
        }
    )
