"""Domestic abuse and sexual violence, all ages: from the police's extracts, and from what is published where there are none."""

from __future__ import annotations

from opensna.core.block import Block, Callout
from opensna.core.missing import Mark
from opensna.report.section import Section, SectionContext
from opensna.report.sections._breaks import circumstances
from opensna.report.sections._figures import level_table, story
from opensna.report.sections._published import figure_story, figures_held, figures_table

MEASURES = {"sv_domestic_abuse": "domestic abuse offences", "sv_sexual_violence": "sexual offences in the definition"}
OTHERS = ("sv_domestic_abuse_in_definition", "sv_rape", "sv_other_sexual_offences")
OPEN = {"mps_rape": "rapes", "mps_other_sexual_offences": "other sexual offences"}
SERIES = ("gla_domestic_abuse", "gla_rape", "gla_other_sexual")
"""Published for the whole alone, by month."""
MARAC = (
    "marac_cases",
    "marac_cases_rate",
    "marac_repeat",
    "marac_not_police",
    "marac_minoritised",
    "marac_male",
    "marac_aged_16_17",
)


def _build(context: SectionContext) -> tuple[Block, ...]:
    held = [measure for measure in MEASURES if context.has(measure)]
    opened = [measure for measure in OPEN if context.has(measure)]
    series = figures_held(context, SERIES)
    if not held and not opened and not series:
        needed = context.nothing("the police extracts (police_offences), mps_borough_crime or gla_state_of_london")
        return (*needed, *_conferences(context))
    blocks: list[Block] = [*circumstances(context, [*held, *opened, *series])]
    for measure in held:
        blocks += story(context, measure, MEASURES[measure])
    if held:
        rows = [*held, *(m for m in OTHERS if context.has(m))]
        blocks.append(level_table(context, f"Domestic abuse and sexual violence, {context.area.name}", rows))
        blocks.append(Callout("Strands overlap", "An offence may be domestic abuse and sexual violence at once, and may affect a person "
                              "under 25: the strands are counted apart and never added."))  # fmt: skip
    else:
        blocks += _published(context, opened, series)
    care = [context.caveats(id) for id in (*held, *opened, *series)[:1]]
    return (*blocks, *_conferences(context), *care)


def _published(context: SectionContext, opened: list[str], series: list[str]) -> list[Block]:
    """Without the extracts: sexual offences by area from the open file, and domestic abuse of the whole from a published series."""
    blocks: list[Block] = []
    if context.area.is_whole and series:
        blocks += figure_story(context, series[0])
    else:
        blocks.append(
            Callout(f"Domestic abuse in {context.area.name}: not available {Mark.NOT_AVAILABLE}", f"Domestic abuse offences are published for {context.whole.name} "
                    f"alone; for each {context.area_word} they need the case-level police extracts (police_offences).")
        )  # fmt: skip
    for measure in opened:
        blocks += story(context, measure, OPEN[measure])
    if opened:
        blocks.append(level_table(context, f"Sexual offences, {context.area.name}", opened))
    return blocks


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
    needs=(*MEASURES, *OTHERS, *OPEN, *SERIES, *MARAC),
    build=_build,
)
