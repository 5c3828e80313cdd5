"""The assessment in a few sentences."""

from __future__ import annotations

from opensna.core.block import Block, Callout, Prose
from opensna.report.section import Section, SectionContext
from opensna.report.sections._figures import level_table

MEASURES = {
    "sv_under25": "offences of violence affecting under-25s",
    "sv_domestic_abuse": "domestic abuse offences",
    "sv_sexual_violence": "sexual offences in the definition (all ages)",
    "mps_personal_robbery": "personal robberies",
    "mps_violence_with_injury": "offences of violence with injury",
}


def _build(context: SectionContext) -> tuple[Block, ...]:
    held = [measure for measure in MEASURES if context.has(measure)]
    if not held:
        return context.nothing("police figures (mps_borough_crime or the police extracts)")
    blocks: list[Block] = []
    if context.area.code == "E09000001":
        blocks.append(
            Callout(
                "The City of London has its own police",
                "The Metropolitan Police do not cover the City of London, so their figures are not available here [x].",
            )
        )
    for measure in held:
        blocks.append(_paragraph(context, measure))
    blocks.append(level_table(context, f"Key figures, {context.area.name}, {context.period.label}", held))
    blocks.append(context.caveats(held[0]))
    return tuple(blocks)


def _paragraph(context: SectionContext, measure: str) -> Prose:
    """Level, change on the year before, and comparison with London, as one paragraph."""
    parts = [context.say_level(measure, MEASURES[measure]), *context.say_changes(measure)[:2]]
    against = context.key(measure, "difference_from", comparator="london")
    if context.area.type != "region" and against in context.edited.index:
        parts.append(context.say("comparison", against, other="London"))
    row = context.row(context.key(measure, "count"))
    if row is None or row.is_absent:
        parts = parts[:1]
    return Prose(" ".join(p.text for p in parts), tuple(c for p in parts for c in p.claim_ids))


SECTION = Section(id="headline", title="Headline", needs=tuple(MEASURES), build=_build)
