"""Victims and suspects by sex, age and ethnic group."""

from __future__ import annotations

from typing import Any

from opensna.core.block import Block, Callout, Chart, Table
from opensna.report.cells import count_cell, interval_cell, rate_cell, records
from opensna.report.section import Section, SectionContext
from opensna.report.sections._figures import rounding_note

ROLES = {"victims_under25": "Victims aged 1 to 24", "suspects_10_24": "Suspects aged 10 to 24"}
BREAKDOWNS = {"sex": "sex", "age_band": "age"}
ETHNICITY = (
    "Ethnic group is mostly what an officer observed and sometimes what the person said; the two do not agree and are not mixed with "
    "the census, so no rate is given by ethnic group. For many records it is not known, and they may be of any group. Who becomes a "
    "suspect depends on where the police are sent, whom they stop and what is reported, as well as on what happened."
)


def _build(context: SectionContext) -> tuple[Block, ...]:
    held = [measure for measure in ROLES if context.has(measure)]
    if not held:
        return context.nothing("the case-level police extracts (police_victims, police_suspects)")
    blocks: list[Block] = [
        Callout("Suspects are not offenders", "A suspect is a person the police suspected. Most offences have no known suspect, and who "
                "is suspected also depends on where and how the police look."),
    ]  # fmt: skip
    for measure in held:
        blocks += [b for name, word in BREAKDOWNS.items() if (b := _of_breakdown(context, measure, name, word))]
    by_ethnicity = _ethnicity(context, held)
    if by_ethnicity:
        blocks += [by_ethnicity, Callout("Read ethnic group with care", ETHNICITY)]
    if not any(isinstance(block, Chart | Table) for block in blocks):
        said = (
            "hidden to protect people [c]" if any(context.is_shown_or_hidden(m) for m in held) else "not available [x]"
        )
        blocks.append(Callout(f"No figures: {said}", f"No count of victims or suspects in {context.area.name} can be shown for "
                              f"{context.period.label}. The assessment of {context.whole.name} has them for all its {context.area_words}."))  # fmt: skip
    blocks += [context.caveats(measure) for measure in held[:1]]
    return tuple(blocks)


def _now(context: SectionContext, measure: str, statistic: str, breakdown: str) -> list[dict[str, Any]]:
    frame = context.rows(measure, statistic, breakdown=breakdown)
    return list(
        records(frame[(frame["period_start"] == context.period.start) & (frame["period_end"] == context.period.end)])
    )


def _of_breakdown(context: SectionContext, measure: str, breakdown: str, word: str) -> Block | None:
    """A bar chart of rates with its table; the table alone where there are no rates; nothing where nothing is shown."""
    found = [r for r in _now(context, measure, "count", breakdown) if r["mark"] or r["value"]]
    if not any(r["value"] for r in found):
        return None
    rates = {r["group"]: r for r in _now(context, measure, "rate", breakdown)}
    title = f"{ROLES[measure]} by {word}, {context.area.name}, {context.period.label}"
    rows = tuple((r["group"], count_cell(r["value"], r["mark"]), *_rate_cells(rates.get(r["group"]))) for r in found)
    columns = (word.capitalize(), "Count", "Rate per 1,000", "95% interval")
    table = Table(
        title, columns, rows, numeric=columns[1:], note=rounding_note(context, measure), source=context.source_line(measure),
        is_synthetic=context.is_synthetic(measure),
    )  # fmt: skip
    bars = [
        {"label": g, "value": x["value"], "lower": x["ci_lower"], "upper": x["ci_upper"], "mark": x["mark"]}
        for g in (r["group"] for r in found) if (x := rates.get(g)) and (x["value"] is not None or x["mark"])
    ]  # fmt: skip
    shown = [bar for bar in bars if bar["value"] is not None]
    if len(shown) < 2:
        return table
    most, least = max(shown, key=lambda b: b["value"]), min(shown, key=lambda b: b["value"])
    alt = (f"Rate per 1,000 residents of the group: highest for {most['label']} ({rate_cell(most['value'])}), lowest for "
           f"{least['label']} ({rate_cell(least['value'])}). Lines are 95% confidence intervals.")  # fmt: skip
    return Chart(
        "bar",
        title,
        alt,
        "Rate per 1,000 residents of the group",
        "",
        tuple(bars),
        table,
        table.source,
        table.is_synthetic,
    )


def _ethnicity(context: SectionContext, held: list[str]) -> Table | None:
    """Counts by ethnic group, victims first; suspects stand beside victims, and in public for the whole alone."""
    is_wide = context.edited.audience == "authors" or context.area.is_whole
    roles = [m for m in held if m == "victims_under25" or (is_wide and "victims_under25" in held)]
    cells = {
        m: {r["group"]: count_cell(r["value"], r["mark"]) for r in _now(context, m, "count", "ethnicity")}
        for m in roles
    }
    groups = list(dict.fromkeys(group for of in cells.values() for group in of))
    if not any(cell not in ("0", "[x]", "[c]") for of in cells.values() for cell in of.values()):
        return None
    columns = ("Ethnic group", *(ROLES[m] for m in cells))
    rows = tuple((group, *(of.get(group, "[z]") for of in cells.values())) for group in groups)
    return Table(
        f"{' and '.join(ROLES[m] for m in cells)} by ethnic group, {context.area.name}, {context.period.label}", columns, rows,
        numeric=columns[1:], note=rounding_note(context, *cells), source="; ".join(dict.fromkeys(context.source_line(m) for m in cells)),
        is_synthetic=any(context.is_synthetic(m) for m in cells),
    )  # fmt: skip


def _rate_cells(row: dict[str, Any] | None) -> tuple[str, str]:
    if row is None or (row["value"] is None and not row["mark"]):
        return "[z]", "[z]"
    return rate_cell(row["value"], row["mark"]), interval_cell(row["ci_lower"], row["ci_upper"], row["mark"])


SECTION = Section(id="who_is_affected", title="Who is affected", needs=tuple(ROLES), build=_build)
