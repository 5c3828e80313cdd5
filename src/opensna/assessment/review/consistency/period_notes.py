"""Months of a table's title against those of the sentences and notes about it; what a comparator's name stands for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from opensna.assessment.review.consistency.restated import weights
from opensna.assessment.review.document import Block, Document
from opensna.assessment.review.finding import Finding, quote
from opensna.assessment.review.grid import grids
from opensna.assessment.review.language.periods import Span, periods
from opensna.assessment.review.language.words import likeness, stems
from opensna.assessment.review.vocabulary import any_of, vocabulary

_TITLE = re.compile(r"^(?:table|chart|figure|graph)\s+\d+|^number of|^rates? of|^volume of", re.IGNORECASE)
_REACH = 12
_ALIKE = 0.4
_SHORT = 24
"""Months up to which a range is that of the figures, not of a series."""


def period_notes(document: Document) -> Iterator[Finding]:
    """Titles whose months overlap, and are not, those of a near sentence on the subject or of its note."""
    told: set[tuple[str, str]] = set()
    for title in document.prose:
        spans = [span for span in periods(title.text) if _is_of_figures(span)] if _TITLE.match(title.text) else []
        if len(spans) != 1:
            continue
        for block, sentence, span in _near(document, title):
            if _clash(spans[0], span) and (spans[0].value, span.value) not in told:
                told.add((spans[0].value, span.value))
                quotes = (quote(document, title), quote(document, block, sentence))
                says = f"the title says {spans[0].text}, the {'note' if block.kind == 'note' else 'text'} {span.text}"
                yield Finding("period_note", "differs", says, quotes, f"{spans[0].value} / {span.value}")


def _is_of_figures(span: Span) -> bool:
    return span.kind in ("months", "year_ending", "financial", "calendar") and 2 <= span.months <= _SHORT


def _near(document: Document, title: Block) -> Iterator[tuple[Block, str, Span]]:
    """Spans of sentences like the title within reach, and of the notes that these sentences or the title refer to."""
    wanted = stems(title.text)
    blocks = document.blocks[max(0, title.position - _REACH) : title.position + _REACH]
    for block in blocks:
        if block is title or block.kind == "table":
            continue
        texts = [
            (block, sentence)
            for sentence in block.sentences
            if likeness(wanted, stems(sentence), weights(document)) >= _ALIKE
        ]
        if texts and block.kind != "note" and block.kind != "heading":
            texts += [(note, sentence) for note in document.notes_of(block) for sentence in note.sentences]
        yield from ((where, text, span) for where, text in texts if where.kind != "heading" for span in periods(text))
    for note in document.notes_of(title):
        yield from ((note, sentence, span) for sentence in note.sentences for span in periods(sentence))


def _clash(one: Span, two: Span) -> bool:
    """Ranges of months that overlap, and differ; a month alone, a series of years or a date of publication is no clash."""
    a, b = one.period, two.period
    if (
        a is None
        or b is None
        or a == b
        or two.kind not in ("months",)
        or one.kind not in ("months", "year_ending", "financial")
    ):
        return False
    return a.start <= b.end and b.start <= a.end and two.months <= _SHORT


@dataclass(frozen=True)
class _Named:
    label: str
    span: Span
    block: Block
    sentence: str


def comparators(document: Document) -> Iterator[Finding]:
    """A phrase such as pre-pandemic that stands for different periods, and tables of one kind whose comparators' heads differ."""
    named: dict[str, list[_Named]] = {}
    for block in document.prose:
        for sentence in block.sentences:
            for label, words in vocabulary()["labels_of_periods"].items():
                for match in any_of(tuple(words)).finditer(sentence):
                    span = _meant(sentence, match.end())
                    if span is not None:
                        named.setdefault(label, []).append(_Named(label, span, block, sentence))
    for label, uses in named.items():
        first = {use.span.value: use for use in reversed(uses)}
        if len(first) >= 2:
            stands = ", ".join(use.span.text for use in first.values())
            yield Finding(
                "comparator",
                "differs",
                f"{label} stands for {stands}",
                tuple(quote(document, use.block, use.sentence) for use in first.values()),
                label,
            )
    yield from _heads(document)


def _meant(sentence: str, end: int) -> Span | None:
    """The period in brackets or behind a verb of comparing, right after the phrase."""
    after = sentence[end : end + 90]
    if not re.match(r"[^.;]{0,20}(?:\(|,? (?:that is|namely|i\.e\.)|compare)", after):
        return None
    whole = re.split(r"[;.]|(?<=\d)\)", after)[0]
    found = [span for span in periods(whole) if span.period is not None]
    return found[0] if found else None


def _heads(document: Document) -> Iterator[Finding]:
    """Tables side by side with one comparator's head in two wordings, one of which leaves something out."""
    seen: dict[str, tuple[str, Block, str]] = {}
    told: set[str] = set()
    for grid in grids(document):
        heads: Sequence[str] = [column.head for column in grid.columns]
        for head in heads:
            bare = re.sub(r"\s*\([^)]*\)", "", head).strip().casefold()
            if not re.search(r"forces|england|wales|average|national|neighbours|london\b", bare) or not _TITLE.match(
                grid.caption
            ):
                continue
            before = seen.setdefault(bare, (head, grid.block, grid.caption))
            if (
                before[0] != head
                and re.search(r"exclud|includ|without|with\b", f"{before[0]} {head}", re.IGNORECASE)
                and bare not in told
            ):
                told.add(bare)
                quotes = (quote(document, before[1], before[2]), quote(document, grid.block, grid.caption))
                yield Finding(
                    "comparator",
                    "differs",
                    f"the comparator is {before[0]!r} in one table, {head!r} in another",
                    quotes,
                    head,
                )
