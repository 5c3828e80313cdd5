"""Unit costs of offences: one figure a row, with its price year, source and whether it has been checked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import pandas as pd

from opensna.core.errors import DocumentError, InputError
from opensna.reference._money import table
from opensna.reference.prices import PriceYear

STAGES = ("anticipation", "consequence", "response")
WHOLE = "all"
"""The stage of a headline, which is all three."""
SUBTOTAL, HEADLINE, ROUNDING = "subtotal", "headline", "rounding"
PER = ("offence", "victim_year")
COLUMNS = (
    "id", "offence", "stage", "component", "bearer", "per", "value", "low", "high", "price_year", "rounded_to", "source",
    "page", "status", "note",
)  # fmt: skip


@dataclass(frozen=True)
class UnitCost:
    """One figure.

    `component` names a part of a stage ("police"), or is "subtotal" (of a stage), "headline" (stage "all") or "rounding": a stated
    line that closes the difference the publisher's own rounding (to the nearest `rounded_to`) leaves. `per` is "offence" or
    "victim_year". `low` and `high` are a range that the publisher or the user states; none is invented. `status` is "confirmed"
    or "recalled" (from memory, unverified until `checked_by` is filled).
    """

    id: str
    offence: str
    stage: str
    component: str
    bearer: str
    per: str
    value: float
    price_year: PriceYear
    source: str
    page: str
    status: str
    low: float | None = None
    high: float | None = None
    rounded_to: float | None = None
    note: str = ""
    checked_by: str = ""
    checked_on: str = ""

    @property
    def is_verified(self) -> bool:
        """Whether somebody has set it against its source."""
        return self.status == "confirmed" or bool(self.checked_by)

    @property
    def standing(self) -> str:
        """As printed beside every figure that rests on it."""
        if self.checked_by:
            return f"checked by {self.checked_by} on {self.checked_on}"
        return "confirmed" if self.status == "confirmed" else "unverified (recalled)"


@cache
def unit_costs() -> tuple[UnitCost, ...]:
    """The figures that come with OpenSNA: the Home Office's of 2018 (crime) and 2019 (domestic abuse)."""
    return read_unit_costs(table("unit_costs.csv"), where="unit_costs.csv")


def read_unit_costs(rows: pd.DataFrame, *, where: str) -> tuple[UnitCost, ...]:
    """Figures from a table of COLUMNS, all cells text; of these low, high, rounded_to and note may be left out or empty.

    Raises
    ------
    DocumentError : lacking columns, or rows that do not fit, every one at once; an id given twice.
    """
    lacking = [c for c in COLUMNS if c not in rows.columns and c not in ("low", "high", "rounded_to", "note")]
    problems = [f"lacks {', '.join(lacking)}"] if lacking else []
    made: list[UnitCost] = []
    if not lacking:
        for line, row in enumerate(rows.fillna("").to_dict("records"), start=2):
            try:
                made.append(_unit_cost({str(k): str(v).strip() for k, v in row.items()}))
            except (InputError, ValueError) as error:
                problems.append(f"line {line}: {error.found if isinstance(error, InputError) else error}")
        ids = [cost.id for cost in made]
        problems += [f"{twice} twice" for twice in sorted({i for i in ids if ids.count(i) > 1})]
    if problems:
        raise DocumentError(
            "the unit costs cannot be read",
            where=where,
            found="; ".join(problems[:10]),
            expected=", ".join(COLUMNS),
            do_this="correct the lines that are named; docs/costs.md describes the columns",
        )
    return tuple(made)


def offences_of(costs: Iterable[UnitCost]) -> tuple[str, ...]:
    """The offences that have a figure, in the order of the figures."""
    return tuple(dict.fromkeys(cost.offence for cost in costs))


def _unit_cost(row: dict[str, str]) -> UnitCost:
    def number(name: str) -> float | None:
        return float(row[name]) if row.get(name) else None

    value = float(row["value"])
    cost = UnitCost(
        id=row["id"], offence=row["offence"], stage=row["stage"], component=row["component"], bearer=row["bearer"],
        per=row["per"], value=value, low=number("low"), high=number("high"), price_year=PriceYear.parse(row["price_year"]),
        rounded_to=number("rounded_to"), source=row["source"], page=row["page"], status=row["status"], note=row.get("note", ""),
    )  # fmt: skip
    for claim, text in _claims(cost):
        if not claim:
            raise ValueError(text)
    return cost


def _claims(cost: UnitCost) -> list[tuple[bool, str]]:
    low, high = (cost.value if bound is None else bound for bound in (cost.low, cost.high))
    stages: tuple[str, ...] = {HEADLINE: (WHOLE,), ROUNDING: (*STAGES, WHOLE)}.get(cost.component, STAGES)
    return [
        (all((cost.id, cost.offence, cost.component, cost.bearer, cost.source, cost.page)), "an empty cell"),
        (cost.stage in stages, f"stage {cost.stage!r} of {cost.component}"),
        (cost.per in PER, f"per {cost.per!r}"),
        (cost.status in ("confirmed", "recalled"), f"status {cost.status!r}"),
        (cost.component == ROUNDING or 0 <= cost.value < float("inf"), f"value {cost.value}"),
        (low <= cost.value <= high, f"range {low} to {high} without {cost.value}"),
        (cost.component != ROUNDING or cost.rounded_to is not None, "a rounding line without rounded_to"),
    ]
