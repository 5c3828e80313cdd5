"""Victims and suspects by sex, age and ethnic group."""

from __future__ import annotations

from opensna.core.block import Block, Callout, Chart, Prose, Table
from opensna.report.cells import count_cell, interval_cell, rate_cell, records
from opensna.report.section import Section, SectionContext
from opensna.report.sections._figures import rounding_note

ROLES = {"victims_under25": "Victims aged 1 to 24", "suspects_10_24": "Suspects aged 10 to 24"}
BREAKDOWNS = {"sex": "sex", "age_band": "age", "ethnicity": "ethnic group"}


def _build(context: SectionContext) -> tuple[Block, ...]:
    held = [measure for measure in ROLES if context.has(measure)]
    if not held:
        return context.nothing("the case-level police extracts (police_victims, police_suspects)")
    blocks: list[Block] = [
        Callout("Suspects are not offenders", "A suspect is a person the police suspected. Most offences have no known suspect, and who "
                "is suspected also depends on where and how the police look."),
    ]  # fmt: skip
    for measure in held:
        for breakdown, word in BREAKDOWNS.items():
            block = _of_breakdown(context, measure, breakdown, word)
            if block:
                blocks.append(block)
    blocks.append(Prose("Ethnicity is mostly what an officer observed; it is not compared with what people say of themselves, and no rate "
                        "is given by ethnic group here. Suspects by ethnic group are published for London as a whole only."))  # fmt: skip
    blocks.append(context.caveats(held[0]))
    return tuple(blocks)


def _of_breakdown(context: SectionContext, measure: str, breakdown: str, word: str) -> Block | None:
    counts = context.rows(measure, "count", breakdown=breakdown)
    now = counts[(counts["period_start"] == context.period.start) & (counts["period_end"] == context.period.end)]
    found = [r for r in records(now) if r["mark"] or r["value"]]
    if not any(r["value"] for r in found):
        return None
    rates = {
        r["group"]: r
        for r in records(context.rows(measure, "rate", breakdown=breakdown))
        if r["period_start"] == context.period.start
    }
    title = f"{ROLES[measure]} by {word}, {context.area.name}, {context.period.label}"
    rows = tuple((r["group"], count_cell(r["value"], r["mark"]), *_rate_cells(rates.get(r["group"]))) for r in found)
    columns = (word.capitalize(), "Count", "Rate per 1,000", "95% interval")
    table = Table(
        title, columns, rows, numeric=columns[1:], note=rounding_note(context), source=context.source_line(measure),
        is_synthetic=context.is_synthetic(measure),
    )  # fmt: skip
    if breakdown == "ethnicity":
        return table
    bars = tuple(
        {"label": r["group"], "value": x["value"] if (x := rates.get(r["group"])) else None, "lower": x and x["ci_lower"],
         "upper": x and x["ci_upper"], "series": ROLES[measure]}
        for r in found
    )  # fmt: skip
    if not any(bar["value"] is not None for bar in bars):
        return table
    alt = f"{title}, rate for every 1,000 residents of the group."
    return Chart(
        "bar", title, alt, "Rate per 1,000 residents of the group", "", bars, table, table.source, table.is_synthetic
    )


def _rate_cells(row: dict | None) -> tuple[str, str]:  # type: ignore[type-arg]  # a row of records()
    if row is None or (row["value"] is None and not row["mark"]):
        return "[z]", "[z]"
    return rate_cell(row["value"], row["mark"]), interval_cell(row["ci_lower"], row["ci_upper"], row["mark"])


SECTION = Section(id="who_is_affected", title="Who is affected", needs=tuple(ROLES), build=_build)
