"""The review: every rule over every document, and over all of them together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from opensna.assessment.review.arithmetic.changes import changes, shares
from opensna.assessment.review.arithmetic.formulas import table_formulas
from opensna.assessment.review.arithmetic.rankings import rankings
from opensna.assessment.review.arithmetic.shares import remade_shares, shares_sum
from opensna.assessment.review.arithmetic.table_sums import table_sums
from opensna.assessment.review.arithmetic.totals import daily, listed, parts, rates, reconciles
from opensna.assessment.review.checks import CheckResult, check_all
from opensna.assessment.review.consistency.ages import age_limits, age_ranges
from opensna.assessment.review.consistency.attributions import box_attributions, citations, same_quotation
from opensna.assessment.review.consistency.events import events
from opensna.assessment.review.consistency.fixed_counts import fixed_counts
from opensna.assessment.review.consistency.gaps import missing_numbers, numbering, odd_bases, repeated_entries
from opensna.assessment.review.consistency.period_notes import comparators, period_notes
from opensna.assessment.review.consistency.restated import restated
from opensna.assessment.review.corrections import Correction, correct
from opensna.assessment.review.document import Document
from opensna.assessment.review.editions import conditions, differing, restated_values
from opensna.assessment.review.finders.definitions import definitions, scope
from opensna.assessment.review.finders.figures import Figure, figures
from opensna.assessment.review.finders.places import area_of
from opensna.assessment.review.finders.sections import Coverage, Theme, indicators, section_findings, sections, themes
from opensna.assessment.review.finders.sources import sources, unreadable, why_unreadable
from opensna.assessment.review.finders.statements import (
    bare_claims,
    data_periods,
    recommendations,
    small_numbers,
    statements,
    times,
    voice,
)
from opensna.assessment.review.finding import Finding
from opensna.assessment.template.model import Template, template

RULES: tuple[Callable[[Document], Iterator[Finding]], ...] = (
    definitions, scope, statements, data_periods, recommendations, voice, times, bare_claims, small_numbers, sources,
    table_sums, table_formulas, rankings, reconciles, changes, shares, remade_shares, shares_sum, parts, daily, rates, listed,
    restated, fixed_counts, events, period_notes, comparators, age_ranges, age_limits, same_quotation, box_attributions, citations,
    missing_numbers, odd_bases, numbering, repeated_entries,
)  # fmt: skip
"""Every rule that reads one document, in the order in which findings are listed."""


@dataclass(frozen=True)
class Reading:
    """One document as reviewed. `unreadable` says why there is nothing to read, and then all else is empty."""

    document: Document
    area: str
    unreadable: str
    findings: tuple[Finding, ...]
    figures: tuple[Figure, ...] = ()
    sections: tuple[Coverage, ...] = ()
    indicators: tuple[Coverage, ...] = ()
    themes: tuple[Theme, ...] = ()
    checks: tuple[CheckResult, ...] = ()

    @property
    def contradictions(self) -> tuple[Finding, ...]:
        """What the document says that cannot be so, or cannot both be so."""
        return tuple(finding for finding in self.findings if finding.is_contradiction)


@dataclass(frozen=True)
class ReviewResult:
    """Documents side by side. `across` are findings between editions; `differing` says which conditions of comparison differ.

    Results belong to the area and the coordinating unit; areas are not ranked on them.
    """

    readings: tuple[Reading, ...]
    across: tuple[Finding, ...]
    conditions: Mapping[str, Mapping[str, str]]
    differing: Mapping[str, str]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding, document by document, then those between editions."""
        return (*(finding for reading in self.readings for finding in reading.findings), *self.across)


def review(
    documents: Sequence[Document],
    *,
    corrections: Mapping[str, Correction] | None = None,
    against: Template | None = None,
) -> ReviewResult:
    """Read documents by the rules.

    Parameters
    ----------
    corrections : what people said of findings of earlier runs, by the finding's id.
    against : the template; by default the one that comes with OpenSNA.
    """
    known, corrected = against or template(), corrections or {}
    readings = tuple(_read(document, known, corrected) for document in documents)
    readable = [reading.document for reading in readings if not reading.unreadable]
    return ReviewResult(
        readings,
        correct(tuple(dict.fromkeys(restated_values(readable))), corrected),
        {document.name: conditions(document) for document in readable},
        differing(readable) if len(readable) > 1 else {},
    )


def _read(document: Document, known: Template, corrected: Mapping[str, Correction]) -> Reading:
    reason = why_unreadable(document)
    if reason:
        found = (*unreadable(document), *repeated_entries(document))
        return Reading(document, area_of(document), reason, correct(found, corrected))
    covered = sections(document, known)
    found = tuple(
        dict.fromkeys((*section_findings(covered), *(finding for rule in RULES for finding in rule(document))))
    )
    found = correct(found, corrected)
    said = {finding.value: finding.verdict for finding in found if finding.rule == "section"}
    covered = tuple(replace(one, verdict=said.get(one.id, one.verdict)) for one in covered)
    checks = check_all(document, found, known)
    return Reading(
        document,
        area_of(document),
        "",
        found,
        figures(document),
        covered,
        indicators(document, known),
        themes(document),
        checks,
    )
