"""The portfolio seen whole: Table 3, who was reached without counting anybody twice, where money ends, and the quarter's report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from opensna.commissioning.programme import Indicator, Programme, Reach
from opensna.core.errors import InputError
from opensna.core.period import Period
from opensna.reference.logic_model import commissioning_cycle, priority_areas
from opensna.reference.tiers import tiers


@dataclass(frozen=True)
class Table3Row:
    """A priority area of the report's Table 3: names by tier in order, and names of work that has no tier."""

    title: str
    by_tier: Mapping[str, tuple[str, ...]]
    not_tiered: tuple[str, ...]


def table3(programmes: Iterable[Programme]) -> tuple[Table3Row, ...]:
    """Priority area by tier, drawn from the register: six rows, each tier's programmes in the register's order.

    Programmes that share a printed name (such as IRIS and ADVISE) are printed once.
    """
    held = tuple(programmes)
    rows = []
    for area in priority_areas().values():
        of_area = [programme for programme in held if programme.priority_area == area.id]
        names = {
            tier: tuple(dict.fromkeys(p.table3 or p.name for p in of_area if p.tier == tier))
            for tier in (*tiers(), "not tiered")
        }
        rows.append(Table3Row(area.title, {tier: names[tier] for tier in tiers()}, names["not tiered"]))
    return tuple(rows)


def by_step(programmes: Iterable[Programme]) -> dict[str, tuple[str, ...]]:
    """Where each programme stands in the commissioning cycle: ids by step, every step of the cycle in order.

    A planned programme is in "plan", a live one in "deliver" and, if it has an evaluation, in "review" too; one that has ended is
    in "review". Nothing stands in "understand": that is the assessment itself.
    """
    held = tuple(programmes)
    steps = {
        "plan": [p.id for p in held if p.status == "planned"],
        "deliver": [p.id for p in held if p.status == "live"],
        "review": [p.id for p in held if p.status == "ended" or (p.status == "live" and p.evaluations)],
    }
    return {step.id: tuple(steps.get(step.id, ())) for step in commissioning_cycle()}


@dataclass(frozen=True)
class ReachBounds:
    """How many different people several programmes reached: between `least` and `most`, and never their sum as a figure.

    `counted` are the programmes that state people; `not_counted` state none, or other things than people.
    """

    least: int
    most: int
    counted: tuple[str, ...]
    not_counted: tuple[str, ...]


def reach_bounds(programmes: Iterable[Programme], period: Period | None = None) -> ReachBounds:
    """Bounds on the people reached, with everybody in one programme (least) or nobody in two (most).

    Parameters
    ----------
    period : only reach stated for stretches of time inside it; every statement without it. Within a programme the largest single
        statement is the least, and the sum of its statements the most, for the same person may be in two of them.
    """
    least, most, counted, left_out = 0, 0, [], []
    for programme in programmes:
        people = [part.number for part in programme.reach if part.of == "people" and _within(part, period)]
        if not people:
            left_out.append(programme.id)
            continue
        counted.append(programme.id)
        least, most = max(least, *people), most + sum(people)
    return ReachBounds(least, most, tuple(counted), tuple(left_out))


def funding_cliffs(programmes: Iterable[Programme], *, on: date, months: int = 12) -> pd.DataFrame:
    """Programmes whose known funding ends within so many months after a day, the first to end first.

    Returns
    -------
    id, name, priority_area, funded_until, months_left, amount (pounds known to end then, NaN where none is), areas (codes).
    Programmes that state no end are not in it: `unknown_ends` names them.

    Raises
    ------
    InputError : months below 1.
    """
    if months < 1:
        raise InputError(
            "no stretch of time to look ahead", where="months", found=str(months), expected="1 or more",
            do_this="give the number of months to look ahead",
        )  # fmt: skip
    rows = []
    for programme in programmes:
        end = programme.funded_until
        if end is None or programme.status == "ended" or end < on:
            continue
        left = (end.year - on.year) * 12 + end.month - on.month - (end.day < on.day)
        if left < months:
            ending = [part.amount for part in programme.budget if part.ends == end or part.ends is None]
            rows.append({
                "id": programme.id, "name": programme.name, "priority_area": programme.priority_area, "funded_until": end,
                "months_left": left, "amount": sum(ending) if ending else float("nan"), "areas": programme.areas,
            })  # fmt: skip
    columns = ["id", "name", "priority_area", "funded_until", "months_left", "amount", "areas"]
    return pd.DataFrame(rows, columns=columns).sort_values(["funded_until", "name"], ignore_index=True)


def unknown_ends(programmes: Iterable[Programme]) -> tuple[str, ...]:
    """Ids of programmes that have not ended and of whose funding nobody wrote down the end."""
    return tuple(p.id for p in programmes if p.status != "ended" and p.funded_until is None)


def quarterly(
    programmes: Iterable[Programme], quarter: Period, *, evaluations: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """The quarter's performance report: one row a programme that was live in it, in the register's order.

    Parameters
    ----------
    evaluations : the status of each evaluation by its id, in words.

    Returns
    -------
    id, name, priority_area, tier, status, reach (people in the quarter, NaN where not stated), indicators (text: value against
    target, changed targets named), invisible (the same of early signs), outcomes, evaluation (text), funded_until.
    """
    held = dict(evaluations or {})
    rows = []
    for programme in programmes:
        if (programme.starts and programme.starts > quarter.end) or (programme.ends and programme.ends < quarter.start):
            continue
        people = [
            part.number for part in programme.reach if part.of == "people" and part.starts and _within(part, quarter)
        ]
        judged = [i for i in programme.indicators if not i.is_invisible]
        early = [i for i in programme.indicators if i.is_invisible]
        rows.append({
            "id": programme.id,
            "name": programme.name,
            "priority_area": priority_areas()[programme.priority_area].name,
            "tier": programme.tier,
            "status": programme.status,
            "reach": sum(people) if people else float("nan"),
            "indicators": "; ".join(_said(indicator, quarter) for indicator in judged),
            "invisible": "; ".join(_said(indicator, quarter) for indicator in early),
            "outcomes": ", ".join(dict.fromkeys(i.outcome for i in programme.indicators)),
            "evaluation": "; ".join(f"{name}: {held.get(name, 'not in the registry')}" for name in programme.evaluations)
            or f"[x] {programme.unknown.get('evaluations', 'none')}",
            "funded_until": programme.funded_until,
        })  # fmt: skip
    columns = [
        "id", "name", "priority_area", "tier", "status", "reach", "indicators", "invisible", "outcomes", "evaluation",
        "funded_until",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def _within(part: Reach, period: Period | None) -> bool:
    if period is None:
        return True
    return bool(part.starts and part.ends and period.start <= part.starts and part.ends <= period.end)


def _said(indicator: Indicator, quarter: Period) -> str:
    values = [reading.value for reading in indicator.readings if quarter.start <= reading.ends <= quarter.end]
    value: Any = f"{values[-1]:g}" if values else "[x]"
    against = f" against {indicator.target:g}" if indicator.target is not None else ""
    changed = ""
    if indicator.rebaselined and indicator.first_target is not None:
        last = indicator.rebaselined[-1]
        changed = f" (target first {indicator.first_target:g}; changed on {last.changed_on}: {last.reason})"
    return f"{indicator.name}: {value}{against} {indicator.unit}{changed}"
