"""Violence affecting under-25s: a victim or a suspect was under 25."""

from __future__ import annotations

from opensna.core.block import Block, Prose
from opensna.report.section import Section, SectionContext
from opensna.report.sections._figures import level_table, time_chart

PARTS = (
    "sv_under25", "sv_under25_homicide", "sv_under25_violence_with_injury", "sv_under25_threats_to_kill",
    "sv_under25_personal_robbery", "sv_under25_knife", "sv_under25_rape", "sv_under25_other_sexual_offences",
)  # fmt: skip


def _build(context: SectionContext) -> tuple[Block, ...]:
    held = [measure for measure in PARTS if context.has(measure)]
    if not held:
        return context.nothing("the case-level police extracts (police_offences, police_victims, police_suspects)")
    blocks: list[Block] = [
        Prose("An offence is counted here if a victim or a suspect was under 25. The total leaves sexual offences out: they are "
              "counted at all ages under sexual violence.")
    ]  # fmt: skip
    parts = [context.say_level(held[0], "offences of violence affecting under-25s"), *context.say_changes(held[0])]
    blocks.append(Prose(" ".join(p.text for p in parts), tuple(c for p in parts for c in p.claim_ids)))
    for measure in held[:1] + [m for m in ("sv_under25_knife", "sv_under25_personal_robbery") if m in held]:
        chart = time_chart(context, measure)
        if chart:
            blocks.append(chart)
    if context.has("sv_under25_knife_share"):
        key = context.key("sv_under25_knife_share", "share")
        what = "offences affecting under-25s were flagged as knife crime"
        blocks.append(context.say("share", key, what=what, where=context.area.name, when=context.period.label))
    blocks += [
        level_table(context, f"Violence affecting under-25s by offence, {context.area.name}", held),
        context.caveats(held[0]),
    ]
    return tuple(blocks)


SECTION = Section(id="under_25s", title="Violence affecting under-25s", needs=PARTS[:1], build=_build)
