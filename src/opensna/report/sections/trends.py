"""Trends by offence, from the open police series."""

from __future__ import annotations

from opensna.core.block import Block, Callout, Prose
from opensna.report.section import Section, SectionContext
from opensna.report.sections._figures import of_length, time_chart

MEASURES = {
    "mps_violence_with_injury": "offences of violence with injury",
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
              "recording changes, and the restrictions of the pandemic lowered almost all of it from March 2020 to July 2021.")
    ]  # fmt: skip
    for measure in held:
        rows = of_length(context.rows(measure, "rate"), 12)
        if rows["value"].notna().sum() == 0:
            blocks.append(context.say_level(measure, MEASURES[measure]))
            continue
        blocks.append(_paragraph(context, measure))
        chart = time_chart(context, measure)
        if chart:
            blocks.append(chart)
    monthly = time_chart(context, held[0], months=1)
    if monthly and context.area.type == "region":
        blocks += [Prose("Month by month, the first of these series shows the seasons as well."), monthly]
    blocks.append(context.caveats(held[0]))
    if "mps_homicide" in held:
        blocks.append(Callout("Homicide", "Homicides are few. A change from one year to the next is mostly chance, and where the "
                              "interval is wide the words say that the figures cannot tell."))  # fmt: skip
    return tuple(blocks)


def _paragraph(context: SectionContext, measure: str) -> Prose:
    parts = [context.say_level(measure, MEASURES[measure]), *context.say_changes(measure)]
    return Prose(" ".join(p.text for p in parts), tuple(c for p in parts for c in p.claim_ids))


SECTION = Section(id="trends", title="Trends by offence", needs=tuple(MEASURES), build=_build)
