"""Violence affecting under-25s: a victim or a suspect was under 25."""

from __future__ import annotations

from opensna.core.block import Block, Callout, Prose
from opensna.report.section import Section, SectionContext, in_words
from opensna.report.sections._breaks import circumstances
from opensna.report.sections._figures import level_table, story

TOTAL = "sv_under25"
CHARTED = {
    TOTAL: "offences of violence affecting under-25s",
    "sv_under25_knife": "offences of knife violence affecting under-25s",
    "sv_under25_personal_robbery": "personal robberies affecting under-25s",
}
PARTS = (
    TOTAL, "sv_under25_homicide", "sv_under25_violence_with_injury", "sv_under25_threats_to_kill", "sv_under25_personal_robbery",
    "sv_under25_knife", "sv_under25_domestic_abuse", "sv_under25_rape", "sv_under25_other_sexual_offences",
)  # fmt: skip
EXTRACT = "extract_under25"
"""Counted only where no case-level file is loaded."""
SHARES = {
    "sv_under25_knife_share": "offences of violence affecting under-25s were flagged as knife crime",
    "sv_under25_personal_robbery_knife_share": "personal robberies affecting under-25s were flagged as knife crime",
}


def _build(context: SectionContext) -> tuple[Block, ...]:
    held = [measure for measure in PARTS if context.has(measure)]
    if not held:
        needed = "the case-level police extracts (police_offences, police_victims, police_suspects) or the aggregated one (sna_extract)"
        return _of_extract(context) if context.has(EXTRACT) else context.nothing(needed)
    blocks: list[Block] = [
        Prose("An offence is counted here if a victim or a suspect was under 25. The total leaves sexual offences out: they are "
              "counted at all ages under sexual violence."),
        *circumstances(context, held),
    ]  # fmt: skip
    for measure, what in CHARTED.items():
        if context.has(measure):
            blocks += story(context, measure, what)
    for measure, what in SHARES.items():
        if context.has(measure):
            key = context.key(measure, "share")
            blocks.append(context.say("share", key, what=what, where=context.area.name, when=in_words(context.period)))
    blocks += [
        level_table(context, f"Violence affecting under-25s by offence, {context.area.name}", held),
        context.caveats(held[0]),
    ]
    return tuple(blocks)


def _of_extract(context: SectionContext) -> tuple[Block, ...]:
    """The one figure that an extract of counted cells gives."""
    return (
        Callout("From an aggregated extract", "The case-level files are not loaded. What follows is added from cells that somebody else counted, under the "
                "definition that they were asked for; knife crime, domestic abuse and single offences need the case-level files."),
        *circumstances(context, [EXTRACT]),
        *story(context, EXTRACT, CHARTED[TOTAL]),
        level_table(context, f"Violence affecting under-25s, {context.area.name}", [EXTRACT]),
        context.caveats(EXTRACT),
    )  # fmt: skip


SECTION = Section(id="under_25s", title="Violence affecting under-25s", needs=(*PARTS, *SHARES, EXTRACT), build=_build)
