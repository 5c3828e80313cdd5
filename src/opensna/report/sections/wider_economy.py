"""The wider economy: robberies of businesses here, and what is known of the night-time economy, visitors and the rest, with [x] for what is not."""

from __future__ import annotations

from opensna.assessment.claims import number
from opensna.core.block import Block, Prose, Table
from opensna.core.missing import Mark
from opensna.reference.wider_economy import wider_economy
from opensna.report.section import Section, SectionContext
from opensna.report.sections._figures import rounding_note
from opensna.report.sections.cost_of_violence import money

ROBBERIES = "mps_business_robbery"
TOPICS = {
    "business_robbery": "Robbery of businesses", "business_burglary": "Burglary of businesses", "night_time_economy": "Night-time economy",
    "visitors": "Visitors", "whole": "All of it", "employment": "Employment", "property": "Property",
}  # fmt: skip

STANDINGS = {"quoted": "quoted", "recalled": "recalled, unverified"}


def _build(context: SectionContext) -> tuple[Block, ...]:
    blocks: list[Block] = [*_robberies(context)]
    if context.area.is_whole and context.edited.rooms.printed:
        blocks += _known(context)
    elif not context.area.is_whole:
        blocks.append(
            Prose(
                f"What is known of the night-time economy, visitors, employment and property stands in the assessment of {context.whole.name}."
            )
        )
    return tuple(blocks)


def _robberies(context: SectionContext) -> list[Block]:
    """Recorded robberies of businesses, and what they cost at the publisher's unit cost."""
    priced = context.edited.rooms.business
    rows = priced.offences(context.area.code) if priced else ()
    if not priced or not rows:
        return list(context.nothing("recorded crime by borough (mps_borough_crime)"))
    said = context.say(
        "level",
        context.key(ROBBERIES, "count"),
        what="robberies of businesses",
        where=context.area.name,
        when=context.period.label,
    )
    row = rows[0]
    if row["mark"] == Mark.NOT_AVAILABLE:
        return [said]
    uprated, about = str(priced.costs.table["uprating"].iloc[0]), priced.costs.table.iloc[0]
    count = number(row["volume"]) if row["volume"] is not None else str(row["mark"])
    cells = ("Robbery of a business", count, number(row["unit_cost"]), money(row["value"], row["mark"]))
    columns = ("Offence", "Recorded", "Unit cost, £", "Cost, £ thousand")
    table = Table(
        f"{priced.title}, {context.area.name}, {context.period.label}", columns, (cells,), numeric=columns[1:],
        note=f"{uprated[:1].upper()}{uprated[1:]}. The unit cost is {about['standing']}. Robberies that were not reported are not in it, and it is not added to the cost of "
        f"violence. {rounding_note(context, ROBBERIES)}",
        source=f"{context.source_line(ROBBERIES)}; {about['source']}, {about['page']}", is_synthetic=context.is_synthetic(ROBBERIES),
    )  # fmt: skip
    return [said, table]


def _known(context: SectionContext) -> list[Block]:
    """What is known beside what this edition counts, each figure with its source; and what nobody has measured, and what would fill it."""
    known, unknown = [], []
    for r in wider_economy().fillna("").to_dict("records"):
        figure = f"{TOPICS[r['topic']]}: {r['figure'][:1].lower()}{r['figure'][1:]}"
        if r["measure"] and context.is_shown_or_hidden(r["measure"]):
            continue  # counted, so it stands above
        if r["status"] == "not_available":
            unknown.append((figure, str(Mark.NOT_AVAILABLE), r["would_be_filled_by"]))
        else:
            standing = f"{STANDINGS[r['status']]}: {r['source']}"
            known.append((figure, f"{number(float(r['value']))} {r['unit']}", r["period"], standing))
    return [
        Table(
            "The wider economy: what is known", ("Figure", "Value", "Period", "Standing and source"), tuple(known),
            note="Quoted figures stand as their source prints them; recalled ones are unverified. They are not added to the cost of violence.",
        ),
        Table("The wider economy: what nobody has measured", ("Figure", "Value", "What would fill it"), tuple(unknown)),
    ]  # fmt: skip


SECTION = Section(id="wider_economy", title="The wider economy", needs=(ROBBERIES,), build=_build)
