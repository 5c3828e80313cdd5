"""Domestic abuse and sexual violence, all ages: from the police's extracts, and from what is published where there are none."""

from __future__ import annotations

from opensna.core.block import Block, Callout, Prose
from opensna.core.missing import Mark
from opensna.report.section import Section, SectionContext
from opensna.report.sections._breaks import circumstances
from opensna.report.sections._figures import level_table, story
from opensna.report.sections._published import figure_story, figures_held, figures_table

MEASURES = {"sv_domestic_abuse": "domestic abuse offences", "sv_sexual_violence": "sexual offences in the definition"}
OTHERS = ("sv_domestic_abuse_in_definition", "sv_rape", "sv_other_sexual_offences")
OPEN = {"mps_rape": "rapes", "mps_other_sexual_offences": "other sexual offences"}
FLAGGED = "flagged_domestic_abuse"
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
    blocks: list[Block] = [*circumstances(context, [*held, *(series if context.area.is_whole else ())])]
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
            _no_domestic_abuse(context)
        )  # fmt: skip
    if opened:
        blocks.append(level_table(context, f"Sexual offences, {context.area.name}", opened))
        blocks.append(Prose("How they changed over time, with a chart of each, stands under “Trends by offence”."))
    return blocks


def _no_domestic_abuse(context: SectionContext) -> Callout:
    """Where domestic abuse by area is to be found: as the police flag it, or counted from the extracts."""
    name, word = context.area.name, context.area_word
    if context.has(FLAGGED) and context.series(FLAGGED):
        return Callout(f"Domestic abuse in {name}: as the police flag it", "The case-level police extracts (police_offences) are not loaded. Offences that the police "
                       "flag as domestic abuse stand in the table of flagged offences under “Trends by offence”.")  # fmt: skip
    return Callout(f"Domestic abuse in {name}: not available {Mark.NOT_AVAILABLE}", f"By {word}, domestic abuse is in the police's monthly dashboard, as they flag it "
                   f"(mps_monthly_dashboard), and in the case-level police extracts (police_offences). Neither is loaded with figures for {name}.")  # fmt: skip


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
