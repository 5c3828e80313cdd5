"""Trends by offence, from the open police series."""

from __future__ import annotations

from opensna.assessment.grammar import named
from opensna.core.block import Block, Callout, Prose
from opensna.core.missing import Mark
from opensna.definition.breaks import Break
from opensna.report.section import Section, SectionContext
from opensna.report.sections._breaks import breaks_within, callout_of, circumstances
from opensna.report.sections._figures import story, time_chart
from opensna.report.sections._published import figure_story, figures_held, figures_table
from opensna.report.sections._recorded import RECORDED, recorded

MEASURES = {
    "mps_violence_with_injury": "offences of violence with injury",
    "mps_violence_without_injury": "offences of violence without injury",
    "mps_personal_robbery": "personal robberies",
    "mps_rape": "rapes",
    "mps_other_sexual_offences": "other sexual offences",
    "mps_homicide": "homicides",
}
FLAGGED = ("flagged_knife_crime", "flagged_knife_injury_under_25", "flagged_gun_crime", "flagged_lethal_barrel",
           "flagged_domestic_abuse", "flagged_hate_crime")  # fmt: skip


def _build(context: SectionContext) -> tuple[Block, ...]:
    held = [measure for measure in MEASURES if context.has(measure)]
    if not held:
        instead = recorded(context)
        needed = context.nothing(
            "Metropolitan Police recorded crime (mps_borough_crime) or, elsewhere, the Home Office's by community safety partnership "
            "(home_office_recorded_crime_csp); by force it is under Police forces compared"
        )
        return (*(instead or needed), *(_flagged(context) if figures_held(context, FLAGGED) else ()))
    blocks: list[Block] = [
        Prose("Each chart shows the rate with its 95% confidence interval. Police-recorded crime also moves when reporting or "
              "recording changes: a dotted line marked [b] shows where."),
        *circumstances(context, held),
    ]  # fmt: skip
    for measure in held:
        blocks += story(context, measure, MEASURES[measure])
        if measure == "mps_homicide":
            blocks.append(Callout("Homicides are few", "A change from one year to the next is mostly chance, and where the interval "
                                  "is wide the words say that the figures cannot tell."))  # fmt: skip
    monthly = time_chart(context, held[0], months=1)
    if monthly:
        blocks += [Prose("Month by month, the first of these series shows the seasons as well."), monthly]
    return (*blocks, *_flagged(context), context.caveats(held[0]))


def _flagged(context: SectionContext) -> list[Block]:
    """Knife crime and other flags of the police's dashboard: the newest twelve months, and knife crime over time."""
    held = [id for id in figures_held(context, FLAGGED) if context.series(id)]
    if not held:
        return [Callout(f"Flagged offences: not available {Mark.NOT_AVAILABLE}", f"Knife crime, gun crime, domestic abuse and hate crime, as the police flag them, are published by {context.area_word} in the "
                        f"Metropolitan Police's monthly dashboard (mps_monthly_dashboard). It is not loaded with figures for {named(context.area.name)}.")]  # fmt: skip
    told = dict.fromkeys(text for id in held for text in context.described(id).caveats)
    table = figures_table(context, f"Flagged offences, {context.area.name}", held)
    return [*figure_story(context, held[0]), table, *callout_of(_since_first(context, held)), Prose(" ".join(told))]


def _since_first(context: SectionContext, held: list[str]) -> tuple[Break, ...]:
    """Breaks of any of these series since it began, each once."""
    found = [
        b
        for id in held
        for b in breaks_within(context, id, context.series(id)[0]["period_start"], context.series(id)[-1]["period_end"])
    ]
    return tuple(dict.fromkeys(found))


SECTION = Section(id="trends", title="Trends by offence", needs=(*MEASURES, *FLAGGED, *RECORDED), build=_build)
