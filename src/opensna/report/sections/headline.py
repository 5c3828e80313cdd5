"""The assessment in a few sentences."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from opensna.assessment.grammar import named
from opensna.core.block import Block, Callout, Prose
from opensna.core.missing import Mark
from opensna.core.provenance import ReleaseRecord
from opensna.reference.areas import CITY
from opensna.reference.partnership import WHOLE
from opensna.report.section import Section, SectionContext, in_words
from opensna.report.sections._figures import level_table, paragraph

MEASURES = {
    "sv_under25": "offences of violence affecting under-25s",
    "sv_domestic_abuse": "domestic abuse offences",
    "sv_sexual_violence": "sexual offences in the definition (all ages)",
    "mps_violence_with_injury": "offences of violence with injury",
    "mps_personal_robbery": "personal robberies",
}
RANKED = "lad"
"""Ranks are given for boroughs only: smaller places get bands elsewhere, never an order."""


def _build(context: SectionContext) -> tuple[Block, ...]:
    held = [measure for measure in MEASURES if context.has(measure)]
    if not held:
        return context.nothing("police figures (mps_borough_crime or the police extracts)")
    blocks: list[Block] = []
    if not any(context.is_shown_or_hidden(measure) for measure in held):
        blocks.append(_without_figures(context, held))
    blocks += [_paragraph(context, measure) for measure in held]
    if context.area.type == RANKED:
        blocks.append(Prose("A count says where most offences were recorded, not where a resident's risk is highest: rates and their "
                            "intervals are in the table below."))  # fmt: skip
    blocks.append(level_table(context, f"Key figures, {context.area.name}, {context.period.label}", held))
    blocks.append(context.caveats(held[0]))
    return tuple(blocks)


def _without_figures(context: SectionContext, held: Sequence[str]) -> Callout:
    """Why an area has no figures: its force is another, or what is loaded holds none of the period."""
    place, period = named(context.area.name), in_words(context.period)
    title = f"{context.area.name}: not available {Mark.NOT_AVAILABLE}"
    sources = {context.described(measure).source for measure in held}
    if context.area.code == CITY and all(context.edited.sources[id].covers == "met_police" for id in sources):
        return Callout(title, f"The sources of this edition hold no police figures for {place}. The Metropolitan Police do not cover the City of "
                       "London, which has a police force of its own; ask that force for its figures.")  # fmt: skip
    loaded = [_loaded(context, r) for r in context.edited.releases if r.source in sources]
    newer = " Take in a release that holds them and assess again." if context.edited.audience == "authors" else ""
    return Callout(
        title, f"What is loaded holds no police figures for {place} in {period}: {'; '.join(loaded)}.{newer}"
    )


def _loaded(context: SectionContext, release: ReleaseRecord) -> str:
    """A release with the months that it holds."""
    title = context.edited.sources[release.source].title
    months = [f"{date.fromisoformat(day[:10]):%B %Y}" for day in (release.period_start, release.period_end) if day]
    held = f" ({' to '.join(months)})" if months else ""
    return f"{title}, release {release.release}{held}"


def _paragraph(context: SectionContext, measure: str) -> Prose:
    """Level, changes, comparison with the whole and place by count, as one paragraph."""
    parts = [context.say_level(measure, MEASURES[measure])]
    row = context.row(context.key(measure, "count"))
    if row is None or row.is_absent:
        return paragraph(parts)
    parts += context.say_changes(measure, most=2)
    against = context.key(measure, "difference_from", comparator=WHOLE)
    if not context.area.is_whole and against in context.edited.index:
        parts.append(context.say("comparison", against, other=context.whole.name))
    if context.area.type == RANKED and row.rank == row.rank:
        rates = [context.key(measure, "rate", area=code) for code in context.edited.partnership.areas]
        keys = (context.key(measure, "count"), *(key for key in rates if key in context.edited.index))
        parts.append(
            context.say("rank", *keys, where=context.area.name, among=context.area_words, of=context.of_age(measure))
        )
    return paragraph(parts)


SECTION = Section(id="headline", title="Headline", needs=tuple(MEASURES), build=_build)
