"""Numbers that somebody typed into a narrative: they rest on no estimate, so nothing notices when they are no longer true."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from opensna.assessment.review.language.numbers import numbers
from opensna.assessment.review.language.sentences import sentences
from opensna.assessment.sentences import PLACE

OF_THE_TEXT = (
    "aims", "chapters", "charts", "definitions", "examples", "findings", "headings", "kinds", "objectives", "options", "pages",
    "paragraphs", "principles", "priorities", "questions", "reasons", "recommendations", "sections", "sentences", "sorts", "steps",
    "tables", "themes", "types", "ways",
)  # fmt: skip
"""What a text can count of itself. Nothing that anybody records or measures may be added: it would no longer be told."""
KNOWN_PLACES = (
    "airports", "boroughs", "bridges", "bus stations", "colleges", "councils", "estates", "hospitals", "libraries", "markets",
    "parks", "roads", "schools", "squares", "stations", "streets", "town centres", "universities", "wards",
)  # fmt: skip
"""What a text can point to, behind "the" or "our": "the two stations" are those that people know, "two stations" a count."""
_SMALL = "two|three|four|five|six|seven|eight|nine|ten"
_PLAIN = "(?:(?:main|chief|key|other|further|following|new|local|broad|big|railway|tube|tram) )?"
_OF_THE_TEXT = re.compile(
    rf"\b(?:(?P<number>{_SMALL}) {_PLAIN}(?:{'|'.join(OF_THE_TEXT)})"
    rf"|(?:the|these|those|our|its|their) (?:other )?(?P<known>{_SMALL}) {_PLAIN}(?:{'|'.join(KNOWN_PLACES)}))(?![\w'’-])",
    re.IGNORECASE,
)


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

    Left out too are words from two to ten for what the text counts of itself ("three reasons", "the two stations"): by a closed
    list of nouns, so that "two murders" or any noun that nobody thought of is told.

    Parameters
    ----------
    text : with each reference as its place, and without sentences that the audience may not read.
    where : the file and line.
    """
    for sentence in sentences(PLACE.sub("…", text)):
        plain = {match.start(match.lastgroup or 0) for match in _OF_THE_TEXT.finditer(sentence)}
        for number in numbers(sentence):
            if number.start not in plain:
                yield Unbound(where, number.text, sentence, not any(map(str.isdigit, number.text)))
