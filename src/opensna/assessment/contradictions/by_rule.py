"""Contradictions that the review's rules find in words: sums, shares, rankings, daily figures, quotations, periods, comparators.

The rules were made for other people's assessments. Generated text is full of like sentences about unlike things, so of those rules
that weigh likeness only findings that touch somebody's narrative are told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from opensna.assessment.contradictions.as_document import as_document
from opensna.assessment.contradictions.contradiction import Contradiction
from opensna.assessment.review.arithmetic.changes import changes
from opensna.assessment.review.arithmetic.formulas import table_formulas
from opensna.assessment.review.arithmetic.rankings import rankings
from opensna.assessment.review.arithmetic.shares import shares_sum
from opensna.assessment.review.arithmetic.table_sums import table_sums
from opensna.assessment.review.arithmetic.totals import daily, listed, parts
from opensna.assessment.review.consistency.ages import age_limits
from opensna.assessment.review.consistency.attributions import box_attributions, same_quotation
from opensna.assessment.review.consistency.events import events
from opensna.assessment.review.consistency.fixed_counts import fixed_counts
from opensna.assessment.review.consistency.period_notes import comparators, period_notes
from opensna.assessment.review.consistency.restated import restated
from opensna.assessment.review.document import Document
from opensna.assessment.review.finding import Finding
from opensna.core.block import SectionBlocks

Rule = Callable[[Document], Iterator[Finding]]
EVERYWHERE: tuple[Rule, ...] = (
    rankings, table_sums, shares_sum, daily, parts, listed, same_quotation, box_attributions, period_notes, comparators, events,
    age_limits,
)  # fmt: skip
"""Rules that read the whole assessment."""
OF_NARRATIVES: tuple[Rule, ...] = (rankings, table_sums, table_formulas, restated, fixed_counts, changes)
"""Rules that read an area's narratives alone."""
_UNCERTAIN = frozenset({"order", "table_shares", "change"})
"""Findings that of generated tables mean nothing: figures are rarely in order, and columns side by side are rarely then and now."""
_IS_RANK = re.compile(r"\brank|\bplace\b|\bposition\b", re.IGNORECASE)


def by_rule(name: str, sections: Sequence[SectionBlocks], *, prefix: str) -> Iterator[Contradiction]:
    """What the rules find in the sections of one area; `prefix` is that of narratives' ids."""
    written = [section for section in sections if section.id.startswith(prefix)]
    everything, ours = as_document(name, sections), as_document(name, written)
    told = [finding for rule in EVERYWHERE for finding in rule(everything) if _is_told(finding)]
    told += [finding for rule in OF_NARRATIVES for finding in rule(ours) if finding.rule != "order"]
    for finding in told:
        if finding.is_contradiction:
            quotes = tuple(" ".join(quote.text.split())[:200] for quote in finding.quotes)
            yield Contradiction(finding.rule, finding.says, quotes, is_certain=False)


def _is_told(finding: Finding) -> bool:
    """Whether a finding of generated text can be one: a column is of ranks only where its head says so."""
    if finding.rule == "ranking":
        return bool(_IS_RANK.search(finding.value))
    return finding.rule not in _UNCERTAIN
