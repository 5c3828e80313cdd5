"""Trust in the police and feeling safe: what residents say, and who is not asked."""

from __future__ import annotations

from opensna.core.block import Block, Callout, Prose
from opensna.report.section import Section, SectionContext
from opensna.report.sections._published import figure_story, figures_held, figures_table

SURVEY = (
    "pas_trust", "pas_fair", "pas_good_job", "pas_listen", "pas_relied_on", "pas_understand", "pas_informed", "pas_ward_officer",
)  # fmt: skip
CHARTED = ("pas_trust", "pas_fair")
LONDON_ONLY = ("csew_good_job", "gla_safe_for_children", "gla_safe_after_dark")
NOT_ASKED = (
    "Residents under 16 are not asked: what children think of the police and whether they feel safe is not available [x]. Young people ranked "
    "lack of trust first among what stands in the way of their safety, and children and young people feeling safer is one of the three impact "
    "goals, so this gap is a finding of its own. No confidence interval is published for the survey of a borough."
)


def _build(context: SectionContext) -> tuple[Block, ...]:
    held = figures_held(context, SURVEY)
    wide = figures_held(context, LONDON_ONLY)
    blocks: list[Block] = []
    if not held and not wide:
        return (*context.nothing("the Public Attitude Survey (mopac_pas) or the State of London series (gla_state_of_london)"),
                Callout("Who is not asked [x]", NOT_ASKED))  # fmt: skip
    for id in held:
        if id in CHARTED:
            blocks += figure_story(context, id)
    if held:
        blocks.append(figures_table(context, f"Public Attitude Survey, {context.area.name}", held))
    for id in wide:
        if context.area.is_whole:
            blocks += figure_story(context, id)
    if not context.area.is_whole and wide:
        blocks.append(Prose(f"Whether people feel safe after dark, and say that the area is safe for children to grow up in, is published for "
                            f"{context.whole.name} alone: for {context.area.name} it is not available [x]."))  # fmt: skip
    blocks.append(Callout("Who is not asked [x]", NOT_ASKED))
    return tuple(blocks)


SECTION = Section(id="trust_and_safety", title="Trust and safety", needs=SURVEY, build=_build)
