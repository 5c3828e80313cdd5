"""The quarterly performance report as a page: whom programmes reached, against which targets, how judged, where money ends."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from opensna.commissioning.portfolio import funding_cliffs, quarterly, reach_bounds, table3, unknown_ends
from opensna.commissioning.programme import Programme
from opensna.core.period import Period
from opensna.evaluation.evaluation import Evaluation
from opensna.evaluation.registry import results_table, statuses
from opensna.reference.logic_model import priority_areas
from opensna.reference.outcomes import outcomes
from opensna.reference.tiers import tiers
from opensna.whatworks.shell import Filter, Row, draw, table

_INTRO = (
    "What the register says of every programme that was live in {quarter}. What nobody wrote down is [x] and is not guessed. A "
    "target that was changed says from what, when and why. Early signs, such as attendance, stand beside the outcomes that rest on "
    "them. Results of no clear difference are shown like any other."
)
_HEADS = (
    "Programme", "Priority area", "Tier", "Status", "People reached", "Against its targets", "Early signs", "Outcomes",
    "Evaluation", "Funded until",
)  # fmt: skip
_CONTENTS = {
    "sum": "In short", "programmes": "Programmes", "table3": "Priority area by tier", "results": "Evaluations",
    "cliffs": "Where money ends",
}  # fmt: skip


def quarter_page(
    programmes: Sequence[Programme], quarter: Period, *, evaluations: Mapping[str, Evaluation], months: int, whole: str
) -> str:
    """The page's HTML; nothing in it is loaded from elsewhere.

    Parameters
    ----------
    months : how far ahead of the quarter's end money that ends is named. whole : name of the partnership's area.
    """
    rows = quarterly(programmes, quarter, evaluations=statuses(evaluations.values())).to_dict("records")
    live = [p for p in programmes if p.id in {row["id"] for row in rows}]
    body = (
        _sum(live, rows, quarter, months), _programmes(live, rows), _table3(live), _results(evaluations),
        _cliffs(live, quarter.end, months),
    )  # fmt: skip
    return draw(
        f"Quarterly report of programmes: {whole}, {quarter.label}", _INTRO.format(quarter=quarter.label), "\n".join(body),
        contents=_CONTENTS, filters=_filters(live), counted={"programmes": len(rows)},
    )  # fmt: skip


def _filters(live: Sequence[Programme]) -> list[Filter]:
    held = {p.priority_area for p in live}, {p.tier for p in live}, sorted({p.status for p in live})
    return [
        ("priority", "Priority area", {a.id: a.name for a in priority_areas().values() if a.id in held[0]}),
        ("tier", "Tier", {t.id: t.name for t in tiers().values() if t.id in held[1]}),
        ("status", "Status", {status: status.capitalize() for status in held[2]}),
        ("reported", "People reached in the quarter", {"yes": "Stated", "no": "Not stated"}),
        ("judged", "Evaluation", {"yes": "Has one", "no": "Has none"}),
    ]


def _sum(live: Sequence[Programme], rows: Sequence[Mapping[Any, Any]], quarter: Period, months: int) -> str:
    reach = reach_bounds(live, quarter)
    people = f"{reach.least:,} to {reach.most:,}" if reach.counted else "[x]"
    facts = [
        ("Programmes live in the quarter", f"{len(rows)}"),
        ("Different people reached in it, at least and at most", people),
        ("Programmes that state how many people", f"{len(reach.counted)}"),
        ("Programmes with a target", f"{sum(any(i.target is not None for i in p.indicators) for p in live)}"),
        ("Programmes with an evaluation", f"{sum(bool(p.evaluations) for p in live)}"),
        (
            f"Programmes whose money ends within {months} months",
            f"{len(funding_cliffs(live, on=quarter.end, months=months))}",
        ),
        ("Programmes the end of whose money nobody wrote down", f"{len(unknown_ends(live))}"),
    ]
    made: list[Row] = [({}, [(what, False), (number, True)]) for what, number in facts]
    note = "The same person may be in several: at least, as if everybody were in the largest; at most, as if nobody were in two."
    return table("sum", "In short", note, ("What", "Number"), made)


def _programmes(live: Sequence[Programme], rows: Sequence[Mapping[Any, Any]]) -> str:
    by_id, made = {p.id: p for p in live}, []
    for row in rows:
        programme = by_id[row["id"]]
        data = {
            "kind": "programmes", "priority": programme.priority_area, "tier": programme.tier, "status": programme.status,
            "reported": "no" if math.isnan(row["reach"]) else "yes", "judged": "yes" if programme.evaluations else "no",
        }  # fmt: skip
        names = "; ".join(outcomes()[name].name for name in row["outcomes"].split(", ") if name)
        texts = [row["name"], row["priority_area"], row["tier"], row["status"]]
        told = [row["indicators"], row["invisible"], names, row["evaluation"], _day(row["funded_until"])]
        reach = "[x]" if math.isnan(row["reach"]) else f"{row['reach']:,.0f}"
        cells = [*((text, False) for text in texts), (reach, True), *((text or "[x]", False) for text in told)]
        made.append((data, cells))
    return table("programmes", "Programmes", "[x]: the register does not say.", _HEADS, made)


def _table3(live: Sequence[Programme]) -> str:
    rows: list[Row] = [
        (
            {},
            [
                (row.title, False),
                *(("; ".join(row.by_tier[t]), False) for t in tiers()),
                ("; ".join(row.not_tiered), False),
            ],
        )
        for row in table3(live)
    ]
    heads = ["Priority area", *(tier.name for tier in tiers().values()), "No tier"]
    return table(
        "table3",
        "Priority area by tier",
        "As Table 3 of the report of April 2025, drawn from the register.",
        heads,
        rows,
    )


def _results(evaluations: Mapping[str, Evaluation]) -> str:
    rows: list[Row] = []
    for r in results_table(evaluations.values()).to_dict("records"):
        has = r["value"] == r["value"] and r["value"] is not None
        result = f"{r['statistic']} {r['value']:g} ({r['lower']:g} to {r['upper']:g})" if has else "[x]"
        costs = f"£{r['costs']:,.0f}" if r["costs"] == r["costs"] else "[x]"
        outcome = r["outcome"] if isinstance(r["outcome"], str) else "[x]"
        texts = (r["title"], r["design"], r["status"], r["protocol"], outcome, result, r["finding"])
        rows.append(({}, [*((str(text), False) for text in texts), (costs, True)]))
    heads = ["Evaluation", "Design", "Status", "Protocol", "Outcome", "Result", "What may be said", "Cost to partners"]
    note = (
        "One row an outcome measured, with a result or without one. What may be said is worked out from the interval."
    )
    return table("results", "Evaluations", note, heads, rows)


def _cliffs(live: Sequence[Programme], on: date, months: int) -> str:
    rows: list[Row] = []
    for r in funding_cliffs(live, on=on, months=months).to_dict("records"):
        amount = "[x]" if math.isnan(r["amount"]) else f"£{r['amount']:,.0f}"
        rows.append(({}, [(r["name"], False), (_day(r["funded_until"]), False), (amount, True)]))
    note = f"Known to end within {months} months of {_day(on)}."
    return table("cliffs", "Where money ends", note, ["Programme", "Funded until", "Ends then"], rows)


def _day(value: Any) -> str:
    return f"{value.day} {value:%B %Y}" if isinstance(value, date) and value == value else "[x]"
