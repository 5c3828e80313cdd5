"""Numbers that somebody typed into a narrative: they rest on no estimate, so nothing notices when they are no longer true."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from opensna.assessment.review.language.numbers import numbers
from opensna.assessment.review.language.sentences import sentences
from opensna.assessment.sentences import PLACE


@dataclass(frozen=True)
class Unbound:
    """A typed number, the sentence that it stands in, and where. `is_spelt`: in letters, such as "three"."""

    where: str
    text: str
    sentence: str
    is_spelt: bool

    def __str__(self) -> str:
        """As a report lists it."""
        return f"{self.where}: {self.text}, in: {self.sentence}"


def unbound(text: str, where: str) -> Iterator[Unbound]:
    """Every typed number of a text but years, dates, ages, hours and labels, in order.

    Parameters
    ----------
    text : with each reference as its place, and without sentences that the audience may not read.
    where : the file and line.
    """
    for sentence in sentences(PLACE.sub("…", text)):
        for number in numbers(sentence):
            yield Unbound(where, number.text, sentence, not any(map(str.isdigit, number.text)))
