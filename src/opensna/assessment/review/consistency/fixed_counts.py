"""The whole number of some things, given more than once: the 32 boroughs, all four sources, each of the six areas."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from opensna.assessment.review.document import Document
from opensna.assessment.review.finders.figures import Figure, figures
from opensna.assessment.review.finding import Finding
from opensna.assessment.review.language.words import stems
from opensna.assessment.review.vocabulary import are_contrasted

_WHOLE = re.compile(
    r"(?:\ball(?: of)?(?: the)?|\bevery one of the|\beach of (?:the|\w+['’]s)|\bacross the|\bboth|(?<!\bof )\bthe|\w+['’]s)\s+$",
    re.IGNORECASE,
)
_TIMES = frozenset(stems("years months weeks days hours decades times percent age aged"))
_MOST = 1000
_LEAST = 2
"""Sentences that must agree on a number before another is held against it."""


def fixed_counts(document: Document) -> Iterator[Finding]:
    """A number of the whole of some things in one sentence, against that of two or more other sentences."""
    by_thing: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures(document):
        words = stems(" ".join(figure.noun.split()[:2]))
        if figure.number.unit == "count" and figure.number.value < _MOST and words and not set(words) & _TIMES:
            for word in set(words):
                by_thing[word].append(figure)
    for held in by_thing.values():
        wholes = [figure for figure in held if _WHOLE.search(figure.sentence[: figure.number.start])]
        values = [figure.number.value for figure in held]
        usual = max((figure.number.value for figure in wholes), key=values.count, default=0.0)
        agreeing = [figure for figure in held if figure.number.value == usual]
        if len({figure.sentence for figure in agreeing}) >= _LEAST:
            yield from (_finding(document, figure, agreeing) for figure in wholes if _differs(figure, agreeing[0]))


def _differs(figure: Figure, usual: Figure) -> bool:
    return figure.number.value != usual.number.value and not are_contrasted(figure.clause, usual.clause)


def _finding(document: Document, figure: Figure, agreeing: Sequence[Figure]) -> Finding:
    says = f"{figure.number.text} in one place, {agreeing[0].number.text} in {len(agreeing)} others"
    quotes = (figure.quote(document), agreeing[0].quote(document))
    return Finding("restated", "differs", says, quotes, f"{figure.number.text} {figure.noun.split()[0]}")
