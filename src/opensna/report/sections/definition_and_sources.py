"""What counts as serious violence, and where the figures come from."""

from __future__ import annotations

from opensna.core.block import Block, Prose, Table
from opensna.report.section import Section, SectionContext


def _build(context: SectionContext) -> tuple[Block, ...]:
    definition = context.edited.definition
    offences = Table(
        f"Offences in the definition: {definition.title}, version {definition.version}",
        ("Offence", "Group", "Subgroup", "Home Office class", "Confidence of the class"),
        tuple((o.name, o.group, o.subgroup, ", ".join(o.codes) or "[x]", o.confidence) for o in definition.offences),
        source=definition.source,
    )
    sources = Table(
        "Sources of this edition",
        ("Source", "Publisher", "Access", "One row is", "Release", "Licence"),
        tuple(_source_row(context, record.source, record.release) for record in context.edited.releases),
    )
    return (
        Prose(f"{definition.title}. {definition.counting_note}"),
        Prose(f"Under 25: {definition.under_25.note} Domestic abuse: {definition.domestic_abuse.note} "
              f"Sexual violence: {definition.sexual_violence.note}"),
        sources,
        offences,
    )  # fmt: skip


def _source_row(context: SectionContext, source_id: str, release: str) -> tuple[str, ...]:
    source = context.edited.sources[source_id]
    return (source.title, source.publisher, source.access, source.row_means, release, source.licence)


SECTION = Section(id="definition_and_sources", title="Definition and sources", needs=(), build=_build)
