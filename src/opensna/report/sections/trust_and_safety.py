"""Trust in the police and feeling safe: what residents and victims say, who is stopped and searched, and who is not asked."""

from __future__ import annotations

from opensna.core.block import Block, Callout, Prose, Table
from opensna.core.missing import Mark
from opensna.report.cells import records
from opensna.report.section import Section, SectionContext
from opensna.report.sections._breaks import circumstances
from opensna.report.sections._published import figure_story, figures_held, figures_table, when_words
from opensna.report.sections._searched import SEARCHED, searched

SURVEY = (
    "pas_trust", "pas_fair", "pas_good_job", "pas_listen", "pas_relied_on", "pas_understand", "pas_informed", "pas_ward_officer",
)  # fmt: skip
CHARTED = ("pas_trust", "pas_fair")
WHOLE_ONLY = ("csew_good_job", "gla_safe_for_children", "gla_safe_after_dark")
INSTITUTIONS = "gla_trust_in_institutions"
VICTIMS = ("victims_satisfied", "gla_victims_satisfied")
NOT_ASKED = (
    "Residents under 16 are not asked: what children think of the police and whether they feel safe is not available [x]. Young people ranked "
    "lack of trust first among what stands in the way of their safety, and children and young people feeling safer is one of the three impact "
    "goals, so this gap is a finding of its own. No confidence interval is published for the survey of a borough."
)


def _build(context: SectionContext) -> tuple[Block, ...]:
    held = figures_held(context, SURVEY)
    wide = figures_held(context, WHOLE_ONLY)
    blocks: list[Block] = []
    if not held and not wide:
        blocks += context.nothing(
            "the Public Attitude Survey (mopac_pas) or the State of London series (gla_state_of_london)"
        )
    for id in held:
        if id in CHARTED:
            blocks += figure_story(context, id)
    if held:
        blocks.append(figures_table(context, f"Public Attitude Survey, {context.area.name}", held))
    if context.area.is_whole:
        blocks += [*(block for id in wide for block in figure_story(context, id)), *_institutions(context)]
    elif wide:
        blocks.append(Prose(f"Whether people feel safe after dark, and say that the area is safe for children to grow up in, is published for "
                            f"{context.whole.name} alone: for {context.area.name} it is not available [x]."))  # fmt: skip
    blocks += [*_victims(context), *searched(context), *circumstances(context, [*wide, *SEARCHED])]
    return (*blocks, Callout("Who is not asked [x]", NOT_ASKED))


def _institutions(context: SectionContext) -> list[Block]:
    """Shares who trust each institution."""
    return _of_newest(context, INSTITUTIONS, "institution", "Residents who trust an institution")


def _of_newest(context: SectionContext, id: str, column: str, what: str) -> list[Block]:
    """A figure by group in the newest period that is published, highest first; nothing if it is not loaded for this area."""
    if id not in context.edited.figures:
        return []
    found = context.rows(id, "share", breakdown=column)
    held = found[(found["period_end"] <= context.period.end) & found["value"].notna()]
    if held.empty:
        return []
    newest = list(records(held[held["period_end"] == held["period_end"].max()]))
    rows = tuple((str(r["group"]), f"{r['value'] * 100:.1f}") for r in sorted(newest, key=lambda r: -r["value"]))
    columns = (column.capitalize(), "Per cent")
    when = when_words(newest[0]["period_start"], newest[0]["period_end"])
    return [
        Table(f"{what}, {context.area.name}, {when}", columns, rows, numeric=columns[1:],
              note="Figures as their publisher released them, without intervals.", source=context.source_line(id),
              is_synthetic=context.is_synthetic(id))
    ]  # fmt: skip


def _victims(context: SectionContext) -> list[Block]:
    """How satisfied victims are: by area from their survey, or of the whole from the published series."""
    held = [id for id in figures_held(context, VICTIMS) if context.series(id)]
    if held:
        return figure_story(context, held[0])
    if by_way := _of_newest(context, VICTIMS[1], "reported", "Victims satisfied with the police, by how they reported"):
        return by_way
    return [
        Callout(f"Satisfaction of victims: not available {Mark.NOT_AVAILABLE}", f"The survey of victims is not loaded for {context.area.name} "
                "(victim_satisfaction). It asks victims over 15 who reported a crime, and none of domestic abuse or sexual offences.")
    ]  # fmt: skip


SECTION = Section(
    id="trust_and_safety",
    title="Trust and safety",
    needs=(*SURVEY, *WHOLE_ONLY, INSTITUTIONS, *VICTIMS, *SEARCHED),
    build=_build,
)
