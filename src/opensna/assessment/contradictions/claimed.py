"""Contradictions among claims: a heading of one period over figures of another, a comparator that changes between claims."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from opensna.assessment.contradictions.contradiction import Contradiction
from opensna.assessment.ledger import Ledger
from opensna.assessment.review.language.periods import periods
from opensna.core.block import Block, Chart, SectionBlocks, Subheading, Table
from opensna.core.claim import Claim
from opensna.core.period import Period

PASSAGE = "passage"


def other_periods(sections: Sequence[SectionBlocks], ledger: Ledger) -> Iterator[Contradiction]:
    """Headings of narratives that name one period, where a claim beneath is of another."""
    for section in sections:
        heading: tuple[str, Period] | None = None
        for block in section.blocks:
            if isinstance(block, Subheading):
                heading = _named(block.text)
            elif heading is not None:
                yield from _beneath(heading, block, ledger)


def notes_of_other_periods(sections: Sequence[SectionBlocks]) -> Iterator[Contradiction]:
    """Tables, those of charts among them, whose note is of other months than their title."""
    for section in sections:
        for block in section.blocks:
            if isinstance(block, Table | Chart):
                yield from _note(block.table if isinstance(block, Chart) else block)


def other_comparators(sections: Sequence[SectionBlocks], ledger: Ledger) -> Iterator[Contradiction]:
    """Measures that narratives compare now with one set of areas, now with another."""
    said: dict[tuple[str, str], dict[str, Claim]] = {}
    for section in sections:
        for block in section.blocks:
            for claim in _claims(block, ledger):
                for key in claim.keys:
                    if key.statistic == "difference_from":
                        said.setdefault((key.measure, key.area_code), {}).setdefault(key.comparator, claim)
    for (measure, _), claims in said.items():
        if len(claims) > 1:
            names = " and with ".join(claim.fields.get("other", comparator) for comparator, claim in claims.items())
            quotes = tuple(claim.text for claim in claims.values())
            yield Contradiction("comparator", f"{measure} is compared with {names}", quotes, is_certain=True)


def _beneath(heading: tuple[str, Period], block: Block, ledger: Ledger) -> Iterator[Contradiction]:
    """The first claim of each other period."""
    text, named = heading
    others: dict[Period, Claim] = {}
    for claim in _claims(block, ledger):
        for key in claim.keys:
            period = Period.parse(f"{key.period_start[:7]}/{key.period_end[:7]}")
            is_apart = period.start > named.end or period.end < named.start
            if is_apart or (period != named and period.months >= named.months):
                others.setdefault(period, claim)
    for period, claim in others.items():
        says = f"the heading says {named.label}, a figure beneath is of {period.label}"
        yield Contradiction("period_note", says, (text, claim.text), is_certain=True)


def _note(table: Table) -> Iterator[Contradiction]:
    """A table's note whose months overlap those of its title, and are not those."""
    titled = _named(table.title)
    for span in periods(table.note) if titled else ():
        if titled and span.kind in ("months", "year_ending", "financial") and _clash(titled[1], span.period):
            says = f"the title says {titled[1].label}, its note {span.text}"
            yield Contradiction("period_note", says, (table.title, table.note), is_certain=False)


def _clash(one: Period, two: Period | None) -> bool:
    return two is not None and two != one and two.start <= one.end and one.start <= two.end


def _named(text: str) -> tuple[str, Period] | None:
    """A text with the only period that it names; None where it names none or several."""
    found = [span.period for span in periods(text) if span.period is not None and span.kind != "since"]
    return (text, found[0]) if len(found) == 1 and found[0] is not None else None


def _claims(block: Block, ledger: Ledger) -> Iterator[Claim]:
    ids: Sequence[str] = getattr(block, "claim_ids", ())
    held: Mapping[str, Claim] = ledger.claims
    return (held[id] for id in ids if id in held and held[id].kind != PASSAGE)
