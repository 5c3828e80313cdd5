"""Domestic abuse and sexual violence, all ages."""

from __future__ import annotations

from opensna.core.block import Block, Callout
from opensna.report.section import Section, SectionContext
from opensna.report.sections._figures import level_table, story
from opensna.report.sections._published import figures_held, figures_table

MEASURES = {"sv_domestic_abuse": "domestic abuse offences", "sv_sexual_violence": "sexual offences in the definition"}
MARAC = (
    "marac_cases",
    "marac_cases_rate",
    "marac_repeat",
    "marac_not_police",
    "marac_minoritised",
    "marac_male",
    "marac_aged_16_17",
)
OTHERS = ("sv_domestic_abuse_in_definition", "sv_rape", "sv_other_sexual_offences")


def _build(context: SectionContext) -> tuple[Block, ...]:
    held = [measure for measure in MEASURES if context.has(measure)]
    if not held:
        needed = context.nothing("the case-level police extracts (police_offences, police_victims, police_suspects)")
        return (*needed, *_conferences(context))
    blocks: list[Block] = []
    for measure in held:
        blocks += story(context, measure, MEASURES[measure])
    rows = [*held, *(m for m in OTHERS if context.has(m))]
    blocks.append(level_table(context, f"Domestic abuse and sexual violence, {context.area.name}", rows))
    blocks.append(Callout("Strands overlap", "An offence may be domestic abuse and sexual violence at once, and may affect a person "
                          "under 25: the strands are counted apart and never added."))  # fmt: skip
    blocks += [*_conferences(context), context.caveats(held[0])]
    return tuple(blocks)


def _conferences(context: SectionContext) -> list[Block]:
    """What the multi-agency risk assessment conferences publish: for the United Kingdom alone."""
    ids = figures_held(context, MARAC)
    if not ids:
        return []
    table = figures_table(context, "Multi-agency risk assessment conferences, published for the United Kingdom", ids)
    return [table, Callout("Conferences are not counted by area here [x]", "Each figure is of rolling twelve months: two of them are never added. "
                           "Cases by police force area are published elsewhere and are not loaded. The Crime Survey's share of people who "
                           "suffered domestic abuse is not published for London in the files held.")]  # fmt: skip


SECTION = Section(
    id="domestic_and_sexual",
    title="Domestic abuse and sexual violence",
    needs=(*MEASURES, *OTHERS, *MARAC),
    build=_build,
)
