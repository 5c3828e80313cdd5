"""Text cut into sentences, every character kept."""

from __future__ import annotations

import re

_SHORT = re.compile(r"\b(?:e\.g|i\.e|etc|vs|No|Mr|Mrs|Ms|Dr|St|approx|para|fig|cf|al|U\.K|p\.m|a\.m|[A-Z])\.$")
_END = re.compile(r"[.!?][”\"’')\]]*(?=\s)")


def sentences(text: str) -> tuple[str, ...]:
    """Sentences in order, outer spaces removed. A full stop ends one only before a space and no small letter.

    Examples
    --------
    >>> sentences("It rose by 3.5 percent, e.g. in Ealing. Why? 12 people left.")
    ('It rose by 3.5 percent, e.g. in Ealing.', 'Why?', '12 people left.')
    """
    cut, begin = [], 0
    for match in _END.finditer(text):
        rest = text[match.end() :].lstrip()
        if not rest or rest[0].islower() or _SHORT.search(text[begin : match.start() + 1]):
            continue
        cut.append(text[begin : match.end()].strip())
        begin = match.end()
    cut.append(text[begin:].strip())
    return tuple(sentence for sentence in cut if sentence)
