"""Figures of a document: number, unit, what is counted, period and place, with the sentence they stand in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from opensna.assessment.review.document import Block, Document
from opensna.assessment.review.finders.places import places
from opensna.assessment.review.finding import Quote, quote
from opensna.assessment.review.grid import grids
from opensna.assessment.review.language.numbers import Number, numbers
from opensna.assessment.review.language.periods import Span, periods
from opensna.assessment.review.language.words import stems

_NEAR = 12
_CLAUSE = re.compile(r"[;:]|, (?:but|while|whilst|whereas|although|however)\b| [–-] |\. ")
_UP = re.compile(r"\b(?:increas\w*|ris(?:e|en|ing)|rose|grew|grow\w*|growth|higher|more|up|upward)\b", re.IGNORECASE)
_DOWN = re.compile(r"\b(?:decreas\w*|fall\w*|fell|reduc\w*|declin\w*|lower|fewer|drop\w*|down)\b", re.IGNORECASE)
_PER = re.compile(
    r"\b(?:a|per|every|each) (day|week|month|year)\b|\b(daily|weekly|monthly|annual\w*|yearly)\b|"
    r"\bper (1,000|10,000|100,000|1,000,000)\b", re.IGNORECASE)  # fmt: skip
_NOUN = re.compile(
    r"^[\s,]*(?:(?:of|the|all|those|these|more|fewer|other|different)\s+)*((?:[^\W\d_][\w'’/-]*\s?){1,4})"
)


@dataclass(frozen=True)
class Figure:
    """One number of a sentence or table, with what it is about. `per` is day, year, "1,000" …; `change` up, down or empty."""

    number: Number
    sentence: str
    clause: str
    block: Block
    noun: str
    period: Span | None
    place: str
    per: str
    change: str
    near: tuple[str, ...]

    def quote(self, document: Document) -> Quote:
        """Its sentence."""
        return quote(document, self.block, self.sentence)


@lru_cache(maxsize=64)
def figures(document: Document) -> tuple[Figure, ...]:
    """Figures of the sentences, in order. Tables are read by `table_figures`."""
    found = (
        figure for block in document.prose for sentence in block.sentences for figure in _of_sentence(block, sentence)
    )
    return tuple(figure for figure in found if not _is_cut_off(document, figure))


def _is_cut_off(document: Document, figure: Figure) -> bool:
    """Whether the document breaks off at a number, which may then lack its last digits."""
    last = document.blocks[-1]
    is_last = figure.block is last and last.kind in ("paragraph", "heading") and figure.sentence == last.sentences[-1]
    return is_last and figure.number.end == len(figure.sentence)


def table_figures(document: Document) -> Iterator[tuple[Block, str, str, str, Number]]:
    """Numbers of tables: block, row as written, label, head of the column, number."""
    for grid in grids(document):
        for i, label in enumerate(grid.labels):
            for column in grid.columns:
                if (cell := column.cells[i]) is not None:
                    yield grid.block, grid.row_text(i), label or grid.caption, column.head, cell


def _of_sentence(block: Block, sentence: str) -> Iterator[Figure]:
    spans, held = periods(sentence), numbers(sentence)
    for number in held:
        begin, end = _clause(sentence, number)
        clause = sentence[begin:end]
        match = _NOUN.match(sentence[number.end :])
        yield Figure(
            number, sentence, clause, block,
            match[1].strip() if match else "",
            _nearest(spans, number, begin, end), _place(sentence, clause, number.start - begin), _per(sentence, number),
            _change(clause, number.start - begin) or _change(sentence, number.start), _near(sentence, number),
        )  # fmt: skip


def _clause(sentence: str, number: Number) -> tuple[int, int]:
    begin = max((match.end() for match in _CLAUSE.finditer(sentence, 0, number.start)), default=0)
    after = _CLAUSE.search(sentence, number.end)
    return begin, after.start() if after else len(sentence)


def _nearest(spans: Sequence[Span], number: Number, begin: int, end: int) -> Span | None:
    whole = [span for span in spans if span.period is not None and span.kind != "since"]
    inside = [span for span in whole if span.start >= begin and span.end <= end] or whole
    return min(inside, key=lambda span: min(abs(span.start - number.end), abs(number.start - span.end)), default=None)


def _place(sentence: str, clause: str, at: int) -> str:
    named = places(clause) or places(sentence)
    if len(named) <= 1:
        return named[0] if named else ""
    where = {name: clause.casefold().find(name.casefold()[:8]) for name in named}
    return min((name for name in named), key=lambda name: abs(where[name] - at) if where[name] >= 0 else 10**6)


def _per(sentence: str, number: Number) -> str:
    before, after = sentence[max(0, number.start - 60) : number.start], sentence[number.end : number.end + 45]
    after = re.split(r"[,;–]| - |\d", after)[0] if "per " not in after else after
    found = _PER.search(after)
    if not found:
        earlier = list(_PER.finditer(before))
        found = earlier[-1] if earlier and earlier[-1][0].casefold().startswith(("every", "each")) else None
        whole = re.match(r"(?:Every|Each) (day|week|month|year)\b", sentence)
        return whole[1] if whole and number.unit == "money" else (found[1] or "").casefold() if found else ""
    word = (found[1] or found[2] or found[3]).casefold()
    return {"daily": "day", "weekly": "week", "monthly": "month", "yearly": "year"}.get(
        word, "year" if word.startswith("annual") else word
    )


def _change(clause: str, at: int) -> str:
    ends = [
        (abs(match.start() - at), way)
        for pattern, way in ((_UP, "up"), (_DOWN, "down"))
        for match in pattern.finditer(clause)
    ]
    near = [pair for pair in ends if pair[0] <= 70]
    return min(near)[1] if near else ""


def _near(sentence: str, number: Number) -> tuple[str, ...]:
    before = re.findall(r"\S+", sentence[: number.start])[-_NEAR:]
    after = re.findall(r"\S+", sentence[number.end :])[:_NEAR]
    return stems(" ".join((*before, *after)))
