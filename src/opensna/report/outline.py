"""Builds every section for every area, in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from opensna.assessment.ledger import Ledger
from opensna.core.area import Area
from opensna.core.block import SectionBlocks
from opensna.core.estimate import Estimates
from opensna.core.period import Period
from opensna.core.provenance import ReleaseRecord
from opensna.definition.breaks import Break
from opensna.definition.definition import Definition
from opensna.estimates.lookup import EstimateIndex
from opensna.measures.figure import Figure
from opensna.measures.measure import Measure
from opensna.reference.partnership import Partnership
from opensna.report.section import Edited, Section, SectionContext
from opensna.sources._base import Source

ORDER = (
    "headline", "place_and_population", "risk_factors", "trends", "homicide", "under_25s", "domestic_and_sexual", "ambulance",
    "hospital_admissions", "witnesses_compared", "boroughs_compared", "who_is_affected", "when_it_happens", "where_it_happens",
    "deprivation_and_violence", "harm", "trust_and_safety", "definition_and_sources", "data_quality", "methods",
)  # fmt: skip


def in_order(sections: Mapping[str, Section]) -> tuple[Section, ...]:
    """Sections as printed; one that ORDER does not name comes last."""
    return tuple(sorted(sections.values(), key=lambda s: (ORDER.index(s.id) if s.id in ORDER else len(ORDER), s.id)))


def build_sections(
    sections: Mapping[str, Section], *, estimates: Estimates, areas: Sequence[Area], period: Period,
    baselines: Mapping[str, Period], measures: Mapping[str, Measure], releases: tuple[ReleaseRecord, ...],
    sources: Mapping[str, Source], definition: Definition, partnership: Partnership,
    figures: Mapping[str, Figure] | None = None, wards: Sequence[Area] = (), breaks: Mapping[str, tuple[Break, ...]] | None = None,
) -> tuple[dict[str, tuple[SectionBlocks, ...]], Ledger]:  # fmt: skip
    """Blocks by area code, and the ledger of all sentences in them."""
    ledger = Ledger()
    edited = Edited(
        EstimateIndex(estimates), tuple(areas), period, baselines, measures, releases, sources, definition, ledger,
        partnership, figures or {}, tuple(wards), breaks or {},
    )  # fmt: skip
    blocks = {
        area.code: tuple(
            SectionBlocks(section.id, section.title, section.build(SectionContext(edited, area)))
            for section in in_order(sections)
        )
        for area in areas
    }
    return blocks, ledger
