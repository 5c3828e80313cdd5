"""What both a measure and its source say is printed once, and a caveat of an earlier section is only named."""

from __future__ import annotations

from collections import Counter

from opensna.assessment.edition import Edition
from opensna.catalogue import FIGURES, MEASURES, SOURCES
from opensna.core.block import Callout
from opensna.report.care import CARE, without_repeats

HACKNEY = "E09000012"
SAID_TWICE = {
    "Homicides are few: a change from one year to the next is mostly chance.",
    "A homicide is counted in the month it was recorded, which may be long after the death.",
    "Police-recorded crime depends on what is reported and how it is recorded; it is not all crime.",
    "From the files of 2026 on, violence without injury no longer holds stalking and harassment or unlawful driving.",
    "Deaths are counted in the year they were registered, which is often months after the death.",
    "Where the assault happened is what the patient said; a borough is known only if the words name one.",
    "A suspect is a person the police suspected, not a person found guilty.",
}
"""Caveats of sources that a measure has in other words: nothing else of the catalogue may be left out."""


def test_what_is_left_out_of_the_catalogue_s_caveats_was_said_in_other_words() -> None:
    left_out = set()
    for one in (*MEASURES.values(), *FIGURES.values()):
        given = (*one.caveats, *SOURCES[one.source].caveats)
        kept = without_repeats(given)
        left_out |= {text for text in given if not any(other.startswith(text.removesuffix(".")) for other in kept)}
    assert left_out == SAID_TWICE


def test_the_shorter_of_two_that_begin_alike_is_left_out() -> None:
    assert without_repeats(("Admissions, not people.", "Admissions, not people: one may be admitted twice.")) == (
        "Admissions, not people: one may be admitted twice.",
    )


def test_a_document_prints_a_caveat_once_and_then_says_where_it_stands(full: Edition) -> None:
    for sections in full.blocks.values():
        cares = [(s.title, b.text) for s in sections for b in s.blocks if isinstance(b, Callout) and b.title == CARE]
        sentences = Counter(
            sentence for _, text in cares for sentence in text.split(". ") if "same as under" not in sentence
        )
        for sentence in ("Police-recorded crime depends on what is reported", "Residents are the denominator"):
            assert sum(n for text, n in sentences.items() if text.startswith(sentence)) <= 1
    hackney = {s.id: s for s in full.blocks[HACKNEY]}
    (compared,) = [b for b in hackney["boroughs_compared"].blocks if isinstance(b, Callout) and b.title == CARE]
    assert compared.text == "The same as under “Headline”."
