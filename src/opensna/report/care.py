"""Caveats of a measure beside those of its source: a thing that both say is printed once."""

from __future__ import annotations

import re
from collections.abc import Iterable

from opensna.core.missing import Mark

CARE = "Read this with care"
NOTHING = f"No figures: not available {Mark.NOT_AVAILABLE}"
INGEST = " Ingest a delivery of it (opensna sources lists them) and assess again."
"""Titles of the callout of caveats, and of the one that a section without data consists of; what authors do then."""
ALIKE = 0.6
"""Share of a caveat's words that another has, from which on they say the same."""
_SMALL = re.compile(
    r"an?|and|are|as|at|be|by|for|from|has|in|is|its?|no|not|of|on|or|than|that|the|their|then|these|they|this|to|which|with"
)


def without_repeats(caveats: Iterable[str]) -> tuple[str, ...]:
    """The caveats in order, without one that an earlier has nearly every word of, or that begins a later one."""
    kept: list[str] = []
    for text in caveats:
        said = _words(text)
        if any(_share(said, _words(other)) >= ALIKE for other in kept):
            continue
        kept = [other for other in kept if not text.startswith(other.removesuffix("."))]
        kept.append(text)
    return tuple(kept)


def _words(text: str) -> frozenset[str]:
    return frozenset(word for word in re.findall(r"[a-z0-9]+", text.lower()) if not _SMALL.fullmatch(word))


def _share(words: frozenset[str], among: frozenset[str]) -> float:
    return len(words & among) / len(words) if words else 1.0
