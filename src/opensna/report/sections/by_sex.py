"""Shares of female and male victims and suspects by offence, domestic abuse apart: each with how many people it rests on."""

from __future__ import annotations

from typing import Any

from opensna.assessment.claims import percent
from opensna.core.block import Block, Callout, Table
from opensna.core.missing import Mark
from opensna.report.cells import count_cell, records
from opensna.report.section import Section, SectionContext
from opensna.report.sections._figures import most_rounded, rounding_note
from opensna.stats.rates import share_with_interval

ROWS = {
    "domestic_abuse": "Domestic abuse",
    "not_domestic_abuse": "Not domestic abuse",
    "homicide": "Homicide",
    "violence_with_injury": "Violence with injury",
    "threats_to_kill": "Threats to kill",
    "personal_robbery": "Robbery of personal property",
    "rape": "Rape",
    "other_sexual_offences": "Other sexual offences",
}
ROLES = {"victims_under25": "victims under 25", "suspects_10_24": "suspects aged 10 to 24"}
FEWEST = 20
"""People below whom a share is not given: it would move by five points with each of them."""


def _build(context: SectionContext) -> tuple[Block, ...]:
    if not any(context.has(f"{role}_{row}") for role in ROLES for row in ROWS):
        return context.nothing("the case-level police extracts (police_victims, police_suspects)")
    tables = [table for role in ROLES if (table := _table(context, role))]
    if not tables:
        return (
            Callout(
                "Sex of victims and suspects: no figures [c] or [x]",
                f"Too few people can be shown in {context.area.name}.",
            ),
        )
    return (
        *tables,
        Callout("Shares of few people", f"No share is given of fewer than {FEWEST} people {Mark.LOW_RELIABILITY}: a share such as 100% that rests on three people "
                "says nothing about the next year. People of unknown sex are in the total, so the shares need not add up to 100."),
    )  # fmt: skip


def _table(context: SectionContext, role: str) -> Table | None:
    rows = []
    for name, title in ROWS.items():
        measure = f"{role}_{name}"
        of = {r["group"]: r for r in _now(context, measure)}
        if not of:
            continue
        total = None if any(r["value"] is None for r in of.values()) else sum(r["value"] for r in of.values())
        mark = next((r["mark"] for r in of.values() if r["mark"]), "")
        slack = most_rounded(context, measure)
        rows.append(
            (title, count_cell(total, mark), *(_share(of.get(sex), total, mark, slack) for sex in ("Female", "Male")))
        )
    if not any(row[1][0].isdigit() for row in rows):
        return None
    columns = ("Offence", "People", "Female, per cent", "Male, per cent")
    measures = [f"{role}_{name}" for name in ROWS if context.has(f"{role}_{name}")]
    return Table(
        f"{ROLES[role].capitalize()} by sex, {context.area.name}, {context.period.label}", columns, tuple(rows), numeric=columns[1:],
        note=f"{rounding_note(context, *measures)} In brackets the 95% confidence interval.", source=context.source_line(measures[0]),
        is_synthetic=context.is_synthetic(measures[0]),
    )  # fmt: skip


def _share(record: dict[str, Any] | None, total: float | None, mark: str, slack: int) -> str:
    """Per cent with its interval; `slack`: how far a shown count may be from the true one."""
    if record is None and total is not None and total >= FEWEST:
        return "0.0"
    if record is None or total is None:
        return mark or str(Mark.NOT_AVAILABLE)
    if total < FEWEST:
        return str(Mark.LOW_RELIABILITY)
    n = record["value"]
    shown = share_with_interval([n], [total])
    fewest = share_with_interval([max(n - slack, 0)], [total + slack])
    most = share_with_interval([n + slack], [max(total - slack, n + slack)])
    value, low, high = (percent(float(x[0])).removesuffix("%") for x in (shown.value, fewest.ci_lower, most.ci_upper))
    return f"{value} ({low} to {high})"


def _now(context: SectionContext, measure: str) -> list[dict[str, Any]]:
    frame = context.rows(measure, "count", breakdown="sex")
    return list(
        records(frame[(frame["period_start"] == context.period.start) & (frame["period_end"] == context.period.end)])
    )


SECTION = Section(
    id="by_sex",
    title="Victims and suspects by sex",
    needs=tuple(f"{role}_{row}" for role in ROLES for row in ROWS),
    build=_build,
)
