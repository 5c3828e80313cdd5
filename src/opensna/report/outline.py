"""Builds every section for every area, in order."""

from __future__ import annotations

from collections.abc import Mapping

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
    return {
        area.code: tuple(
            SectionBlocks(section.id, section.title, section.build(SectionContext(edited, area)))
            for section in in_order(sections)
        )
        for area in edited.areas
    }
