"""Builds every section for every area, in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from opensna.core.area import Area
from opensna.core.block import SectionBlocks
from opensna.report.section import Edited, Section, SectionContext

ORDER = (
    "headline", "place_and_population", "risk_factors", "trends", "homicide", "under_25s", "domestic_and_sexual",
    "ambulance", "hospital_admissions", "witnesses_compared", "boroughs_compared", "forces_compared", "street_crime",
    "who_is_affected", "by_sex", "disproportion", "when_it_happens", "where_it_happens", "deprivation_and_violence", "harm",
    "trust_and_safety", "cost_of_violence", "wider_economy", "what_works", "commissioning", "value_of_programmes",
    "halving_knife_crime", "definition_and_sources", "definitions_compared", "data_quality", "methods",
)  # fmt: skip


def in_order(sections: Mapping[str, Section]) -> tuple[Section, ...]:
    """Sections as printed; one that ORDER does not name comes last."""
    return tuple(sorted(sections.values(), key=lambda s: (ORDER.index(s.id) if s.id in ORDER else len(ORDER), s.id)))


def build_sections(sections: Mapping[str, Section], edited: Edited) -> dict[str, tuple[SectionBlocks, ...]]:
    """Blocks by area code; the sentences in them are in `edited.ledger`."""
    ordered = in_order(sections)
    return {area.code: tuple(_built(ordered, edited, area)) for area in edited.areas}


def _built(ordered: Sequence[Section], edited: Edited, area: Area) -> Iterator[SectionBlocks]:
    """The sections of one area as they are printed, one after another: a caveat that one has said the next only names."""
    care: dict[str, str] = {}
    for section in ordered:
        context = SectionContext(edited, area, section.title, care)
        yield SectionBlocks(section.id, section.title, section.build(context))
