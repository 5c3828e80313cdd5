"""Trends by offence, from the open police series."""

from __future__ import annotations

from opensna.core.block import Block, Callout, Prose
from opensna.report.section import Section, SectionContext
from opensna.report.sections._breaks import circumstances
from opensna.report.sections._figures import story, time_chart

MEASURES = {
    "mps_violence_with_injury": "offences of violence with injury",
    "mps_violence_without_injury": "offences of violence without injury",
    "mps_personal_robbery": "personal robberies",
    "mps_rape": "rapes",
    "mps_other_sexual_offences": "other sexual offences",
    "mps_homicide": "homicides",
}


def _build(context: SectionContext) -> tuple[Block, ...]:
    held = [measure for measure in MEASURES if context.has(measure)]
    if not held:
        return context.nothing("Metropolitan Police recorded crime (mps_borough_crime)")
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
    blocks.append(context.caveats(held[0]))
    return tuple(blocks)


SECTION = Section(id="trends", title="Trends by offence", needs=tuple(MEASURES), build=_build)
