"""Assaults that the ambulance service attended: a second witness, never added to the police's figures."""

from __future__ import annotations

from opensna.core.block import Block, Callout
from opensna.report.section import Section, SectionContext
from opensna.report.sections._breaks import circumstances
from opensna.report.sections._figures import level_table, story

MEASURES = ("ambulance_assaults", "ambulance_assaults_under25", "ambulance_assaults_weapon")


def _build(context: SectionContext) -> tuple[Block, ...]:
    held = [measure for measure in MEASURES if context.has(measure)]
    if not held:
        return context.nothing("ambulance assault incidents (ambulance_assaults)")
    return (
        *story(context, held[0], "assault incidents attended by ambulance"),
        *circumstances(context, held[:1]),
        Callout("A second witness", "Much violence never reaches the police. Ambulance incidents and police offences overlap in ways "
                "that nobody has counted, so they are shown side by side and never added."),
        level_table(context, f"Assault incidents attended by ambulance, {context.area.name}", held),
        context.caveats(held[0]),
    )  # fmt: skip


SECTION = Section(id="ambulance", title="Assaults attended by ambulance", needs=MEASURES, build=_build)
