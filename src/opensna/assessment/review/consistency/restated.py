"""One quantity with two values: numbers of one unit in sentences about the same thing."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from opensna.assessment.review.document import Document
from opensna.assessment.review.finders.figures import Figure, figures, table_figures
from opensna.assessment.review.finders.places import places
from opensna.assessment.review.finding import Finding
from opensna.assessment.review.language.words import likeness, rarity, stems
from opensna.assessment.review.vocabulary import are_contrasted

_IS_ROW = re.compile(r"(?:(?<!\S)£?\d[\d.,%]*\s+){2}£?\d")
"""Numbers one after the other: a row of a table whose cells a reader could not part."""
_LEAST_WORDS = 4
_SHARED = 3
"""Stems that two sentences about one quantity have in common at least."""
_TWIN = 0.8
"""Likeness of sentences from which they count as the same sentence written twice."""
_ALIKE = 0.5
"""Likeness, of sentences and of the words about the numbers, from which two figures are of one quantity."""
_ALIKE_MONEY = 0.4
"""The same for amounts in millions or billions of pounds, of which a document has few."""
_HEADLINE = 0.25
"""Likeness that is enough for two large round counts of the same things."""
_COMMON = frozenset(
    stems("young people children residents offences crimes incidents victims suspects cases attendances population")
)
"""Things of which a document rightly has many large counts."""


@lru_cache(maxsize=8)
def weights(document: Document) -> Mapping[str, float]:
    """How telling each stem is among the document's sentences."""
    return rarity(sentence for block in document.prose for sentence in block.sentences)


def restated(document: Document) -> Iterator[Finding]:
    """Pairs of figures that should be equal and are not, the likest pair of each two sentences."""
    best: dict[tuple[str, str], tuple[float, Figure, Figure]] = {}
    held = [
        figure
        for figure in figures(document)
        if len(stems(figure.sentence)) >= _LEAST_WORDS and not _IS_ROW.search(figure.sentence)
    ]
    for one, two in itertools.combinations(held, 2):
        if (
            _agree(one, two)
            or one.block is two.block
            or one.sentence == two.sentence
            or one.number.unit != two.number.unit
            or one.per.replace("year", "") != two.per.replace("year", "")
        ):
            continue
        score = _score(document, one, two)
        pair = (one.sentence, two.sentence)
        if score and score > best.get(pair, (0.0,))[0]:
            best[pair] = (score, one, two)
    for _, one, two in best.values():
        if not _is_answered(one, two, held) and not _is_answered(two, one, held):
            yield Finding(
                "restated", "differs", f"{one.number.text} in one place, {two.number.text} in another",
                (one.quote(document), two.quote(document)), f"{one.number.text} / {two.number.text}",
            )  # fmt: skip
    yield from _referred(document)


def _referred(document: Document) -> Iterator[Finding]:
    """A figure spoken of as given before ("the £2 million figure") that no other sentence or table gives."""
    cells = [cell for *_, cell in table_figures(document)]
    for figure in figures(document):
        before, after = figure.sentence[: figure.number.start], figure.sentence[figure.number.end :]
        if not re.search(r"\b(?:the|this|that)\s+$", before, re.IGNORECASE) or not re.match(
            r"\s+(?:figure|total|estimate|amount|sum)\b", after
        ):
            continue
        others = [
            other.number
            for other in figures(document)
            if other.block is not figure.block and other.number.unit == figure.number.unit
        ]
        if not any(abs(other.value - figure.number.value) <= figure.number.step / 2 for other in (*others, *cells)):
            yield Finding(
                "restated",
                "differs",
                f"{figure.number.text} is spoken of as a figure given before, and no other place gives it",
                (figure.quote(document),),
                figure.number.text,
            )


def _score(document: Document, one: Figure, two: Figure) -> float:
    """0 where the figures cannot be of one quantity, else how alike their words are."""
    known = weights(document)
    if len(set(stems(one.sentence)) & set(stems(two.sentence))) < _SHARED:
        return 0.0
    whole = likeness(stems(one.sentence), stems(two.sentence), known)
    if whole < _HEADLINE or _are_apart(one, two):
        return 0.0
    if whole >= _TWIN:
        return 1 + whole if _same_slot(one, two) else 0.0
    near = likeness(one.near, two.near, known)
    is_headline = _is_large_round(one) and _is_large_round(two) and bool(_things(one) & _things(two))
    if is_headline and (whole + near) / 2 >= _HEADLINE:
        return whole + near
    same_way = one.number.unit != "percent" or (one.change == two.change and bool(one.change))
    same_things = one.number.unit != "count" or bool(set(stems(one.noun)[:1]) & set(stems(two.noun)[:1]))
    is_rounded_money = one.number.unit == "money" and min(one.number.step, two.number.step) >= 1e5
    least = _ALIKE_MONEY if is_rounded_money else _ALIKE
    return (whole + near) / 2 if min(whole, near) >= least and same_way and same_things else 0.0


def _are_apart(one: Figure, two: Figure) -> bool:
    if one.place != two.place and one.place and two.place and not set(places(one.sentence)) & set(places(two.sentence)):
        return True
    if one.period and two.period and one.period.period != two.period.period and not _within(one, two):
        return True
    return are_contrasted(one.clause, two.clause) or are_contrasted(one.sentence, two.sentence)


def _within(one: Figure, two: Figure) -> bool:
    """Whether one period lies in the other, as a month does in its year."""
    a, b = (figure.period.period if figure.period else None for figure in (one, two))
    if a is None or b is None:
        return True
    return (a.start >= b.start and a.end <= b.end) or (b.start >= a.start and b.end <= a.end)


def _is_large_round(figure: Figure) -> bool:
    return figure.number.unit == "count" and figure.number.value >= 1000 and figure.number.step >= 1000


def _things(figure: Figure) -> set[str]:
    after = figure.sentence[figure.number.end :].split(".")[0].split(";")[0]
    return set(stems(" ".join(after.split()[:9]))) - _COMMON


def _same_slot(one: Figure, two: Figure) -> bool:
    """Whether the two words before the numbers are the same, or the two after, in sentences that are the same but for little."""
    before = [figure.sentence[: figure.number.start].casefold().replace("’", "'").split()[-2:] for figure in (one, two)]
    after = [figure.sentence[figure.number.end :].casefold().replace("’", "'").split()[:2] for figure in (one, two)]
    return before[0] == before[1] or (bool(after[0]) and after[0] == after[1])


def _agree(one: Figure, two: Figure) -> bool:
    a, b = one.number, two.number
    return abs(a.value - b.value) <= max(a.step, b.step) * (1 + 1e-9) * (0.5 if a.step != b.step else 0)


def _is_answered(one: Figure, two: Figure, held: list[Figure]) -> bool:
    """Whether the other sentence gives the same number too, for another thing of a list."""
    return any(
        other.sentence == two.sentence and other.number.unit == one.number.unit and _agree(one, other) for other in held
    )
