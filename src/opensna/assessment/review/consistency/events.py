"""One event, one year: founding, starting, publishing, for one name."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from opensna.assessment.review.consistency.restated import weights
from opensna.assessment.review.document import Block, Document
from opensna.assessment.review.finding import Finding, quote
from opensna.assessment.review.language.words import likeness, stem, stems
from opensna.assessment.review.vocabulary import any_of, vocabulary

_YEAR = re.compile(
    r"\b(?:in|on|since|from|during|until) (?:early |late |mid-?)?(?:\d{1,2} )?(?:[A-Z][a-z]+ )?((?:19|20)\d\d)\b(?!\s?[/–-]\s?\d)"
)
_REACH = 150
_ALIKE = 0.45


@dataclass(frozen=True)
class _Event:
    kind: str
    year: str
    subject: frozenset[str]
    names: frozenset[str]
    block: Block
    sentence: str
    words: tuple[str, ...]


def events(document: Document) -> Iterator[Finding]:
    """Pairs of sentences that give the same event of the same name different years."""
    held = list(_events(document))
    seen: set[tuple[str, str, str]] = set()
    for one, two in itertools.combinations(held, 2):
        key = (one.kind, *sorted((one.year, two.year)))
        if (
            one.kind != two.kind
            or one.year == two.year
            or one.sentence == two.sentence
            or key in seen
            or not _same(document, one, two)
        ):
            continue
        seen.add(key)  # type: ignore[arg-type]  # a kind and two years
        yield Finding(
            "event_year", "differs", f"{one.kind} in {one.year} in one place, in {two.year} in another",
            (quote(document, one.block, one.sentence), quote(document, two.block, two.sentence)), f"{one.year} / {two.year}",
        )  # fmt: skip


def _events(document: Document) -> Iterator[_Event]:
    for block in document.prose:
        for sentence in block.sentences:
            for kind, verbs in vocabulary()["events"].items():
                for verb in any_of(tuple(verbs)).finditer(sentence):
                    year = _year(sentence, verb.start(), verb.end())
                    if year:
                        before = _spelt_out(
                            document, re.split(r"[;:]|, (?:and|but|which)\b|\. ", sentence[: verb.start()])[-1]
                        )
                        after = _spelt_out(document, sentence[verb.end() : year.start()])
                        words = (*stems(before), *stems(after))
                        yield _Event(
                            kind,
                            year[1],
                            frozenset(stems(before)[-6:]),
                            _names(f"{before} {after}"),
                            block,
                            sentence,
                            words,
                        )


@lru_cache(maxsize=8)
def _short_names(document: Document) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Abbreviations that the document explains, "Strategic Needs Assessment (SNA)", with what they stand for."""
    found: dict[str, str] = {}
    for match in re.finditer(r"((?:[A-Z][\w’'-]+ (?:(?:and|of|for|the) )?){2,6})\(([A-Z]{2,6})s?\)", document.text):
        words = match[1].split()
        if [word[0] for word in words if word[0].isupper()][-len(match[2]) :] == list(match[2]):
            found.setdefault(match[2], " ".join(words[-len(match[2]) :]))
    return tuple((re.compile(rf"\b{short}s?\b"), whole) for short, whole in found.items())


def _spelt_out(document: Document, text: str) -> str:
    for pattern, whole in _short_names(document):
        text = pattern.sub(whole, text)
    return text


def _year(sentence: str, begin: int, end: int) -> re.Match[str] | None:
    """The year of a verb: the first after it within reach and clause, else one right before it ("In 2019, … was set up")."""
    after = _YEAR.search(sentence, end)
    if after and after.start() - end <= _REACH and not re.search(r"[.;]", sentence[end : after.start()]):
        return after
    before = [
        match
        for match in _YEAR.finditer(sentence, 0, begin)
        if begin - match.end() <= _REACH and "." not in sentence[match.end() : begin]
    ]
    return before[-1] if before and not re.search(r"\bby\b", sentence[begin - 4 : begin]) else None


def _names(text: str) -> frozenset[str]:
    """Stems of words with a capital, which name a body."""
    return frozenset(
        stem(word)
        for word in re.findall(r"\b[A-Z][\w’']*|\bVRU\b", text)
        if len(word) > 2 and word not in ("The", "When", "This", "These", "Our")
    )


def _same(document: Document, one: _Event, two: _Event) -> bool:
    shared = one.names & two.names
    if not shared:
        return False
    alike = likeness(one.words, two.words, weights(document))
    subjects = likeness(one.subject, two.subject, weights(document))
    return alike >= _ALIKE and (subjects >= _ALIKE or len(shared) >= 2)
