"""Domestic abuse and sexual violence, all ages."""

from __future__ import annotations

from opensna.core.block import Block, Callout
from opensna.report.section import Section, SectionContext
from opensna.report.sections._figures import level_table, story

MEASURES = {"sv_domestic_abuse": "domestic abuse offences", "sv_sexual_violence": "sexual offences in the definition"}
OTHERS = ("sv_domestic_abuse_in_definition", "sv_rape", "sv_other_sexual_offences")


def _build(context: SectionContext) -> tuple[Block, ...]:
    held = [measure for measure in MEASURES if context.has(measure)]
    if not held:
        return context.nothing("the case-level police extracts (police_offences, police_victims, police_suspects)")
    blocks: list[Block] = []
    for measure in held:
        blocks += story(context, measure, MEASURES[measure])
    rows = [*held, *(m for m in OTHERS if context.has(m))]
    blocks.append(level_table(context, f"Domestic abuse and sexual violence, {context.area.name}", rows))
    blocks.append(Callout("Strands overlap", "An offence may be domestic abuse and sexual violence at once, and may affect a person "
                          "under 25: the strands are counted apart and never added."))  # fmt: skip
    blocks.append(context.caveats(held[0]))
    return tuple(blocks)


SECTION = Section(
    id="domestic_and_sexual", title="Domestic abuse and sexual violence", needs=tuple(MEASURES), build=_build
)
