"""Age ranges given two ways, ranges that a named survey does not have, and bands that are not the definition's."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from opensna.assessment.review.consistency.restated import weights
from opensna.assessment.review.document import Block, Document
from opensna.assessment.review.finding import Finding, quote
from opensna.assessment.review.language.ages import Ages, ages
from opensna.assessment.review.language.words import likeness, stems
from opensna.assessment.review.vocabulary import any_of, vocabulary

_ALIKE = 0.3
_USUAL_ENDS = frozenset(
    (4, 9, 10, 12, 13, 14, 15, 16, 17, 18, 19, 24, 25, 29, 34, 39, 44, 49, 54, 59, 64, 65, 69, 74, 79, 84)
)
_SERVICE = re.compile(
    r"\b(?:programme|project|service|scheme|fund\w*|support|intervention|course|club|diversion)\b", re.IGNORECASE
)
_YOUNG = re.compile(r"\b(?:suspects?|victims?|offenders?|young|over-?represented|affected)\b", re.IGNORECASE)


@dataclass(frozen=True)
class _Held:
    ages: Ages
    block: Block
    sentence: str


def age_ranges(document: Document) -> Iterator[Finding]:
    """Ranges against the ages of the survey that their sentence names, and against ranges that differ at one end."""
    held = [
        _Held(found, block, text)
        for block in document.blocks
        for text in (block.sentences or (block.caption,))
        for found in ages(text)
        if not found.is_limit
    ]
    told: set[str] = set()
    for one in held:
        known = _survey(one)
        if known and one.ages.text not in told:
            told.add(one.ages.text)
            others = [
                two
                for two in held
                if two.ages.lower == one.ages.lower
                and two.ages.upper != one.ages.upper
                and (two.ages.lower, two.ages.upper) in known[1]
            ]
            also = f"; the document has {others[0].ages.text} elsewhere" if others else ""
            quotes = (
                quote(document, one.block, one.sentence),
                *(quote(document, two.block, two.sentence) for two in others[:1]),
            )
            yield Finding("ages", "differs", f"{one.ages.text}: {known[0]}{also}", quotes, one.ages.text)
    usual = Counter((one.ages.lower, one.ages.upper) for one in held)
    for one, two in itertools.combinations(held, 2):
        if one.ages.text not in told and two.ages.text not in told and _differ_at_one_end(document, one, two, usual):
            told.update((one.ages.text, two.ages.text))
            quotes = (quote(document, one.block, one.sentence), quote(document, two.block, two.sentence))
            yield Finding(
                "ages",
                "differs",
                f"{one.ages.text} in one place, {two.ages.text} in another",
                quotes,
                f"{one.ages.text} / {two.ages.text}",
            )


def _survey(held: _Held) -> tuple[str, list[tuple[float | None, float | None]]] | None:
    for survey in vocabulary()["surveys"]:
        has = [tuple(pair) for pair in survey["ages"]]
        if any_of(tuple(survey["names"])).search(held.sentence) and (held.ages.lower, held.ages.upper) not in has:
            return f"not ages of the survey named ({survey['note']})", has
    return None


def _differ_at_one_end(
    document: Document, one: _Held, two: _Held, usual: Counter[tuple[float | None, float | None]]
) -> bool:
    a, b = one.ages, two.ages
    gaps = sorted(abs((x or 0) - (y or 0)) for x, y in ((a.lower, b.lower), (a.upper, b.upper)))
    if (
        gaps[0] != 0
        or not 0 < gaps[1] <= 3
        or one.sentence == two.sentence
        or any(_SERVICE.search(held.sentence) for held in (one, two))
    ):
        return False
    alike = likeness(stems(one.sentence), stems(two.sentence), weights(document))
    odd = [held.ages for held in (one, two) if held.ages.upper not in _USUAL_ENDS]
    often = {usual[(held.ages.lower, held.ages.upper)] for held in (one, two)}
    return alike >= _ALIKE or bool(odd) or (min(often) == 1 and max(often) >= 3 and alike >= _ALIKE / 2)


def age_limits(document: Document) -> Iterator[Finding]:
    """Limits and bands of young people's ages that are not under 25, where the document speaks of victims or suspects."""
    told: set[str] = set()
    for block in document.prose:
        for sentence in block.sentences:
            for found in ages(sentence):
                if found.text.casefold() in told or not _YOUNG.search(sentence) or found.upper is None:
                    continue
                is_limit = found.is_limit and found.lower is None and found.upper in (23, 20, 25, 29)
                is_band = (
                    not found.is_limit
                    and (found.lower or 0) in (10, 11, 12, 13)
                    and found.upper in (25, 23, 21, 20, 19)
                )
                if is_limit or is_band:
                    told.add(found.text.casefold())
                    yield Finding(
                        "age_limit",
                        "differs",
                        f"{found.text}: London's definition is under 25",
                        (quote(document, block, sentence),),
                        found.text,
                    )
