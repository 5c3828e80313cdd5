"""Words as stems, and how much two texts have in common."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib import resources

STOP = frozenset((resources.files("opensna.assessment.review") / "data" / "stopwords.txt").read_text("utf-8").split())
_WORD = re.compile(r"under[- ]\d+s?|over[- ]\d+s?|[^\W\d_]+(?:['’][^\W\d_]+)*")
_FEW = 20
_ENDINGS = ("ations", "ation", "ings", "ing", "ies", "ied", "ers", "ed", "es", "er", "ly", "s", "e", "y")


def stem(word: str) -> str:
    """A word without its ending, so that offence and offences, rise and rising are one; at least four letters are left.

    Examples
    --------
    >>> stem("offences") == stem("offence"), stem("robbery") == stem("robberies")
    (True, True)
    """
    word = word.casefold().replace("’", "'").removesuffix("'s").replace(" ", "-")
    if word[:1].isdigit() or any(letter.isdigit() for letter in word):
        return word.rstrip("s")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


@lru_cache(maxsize=16384)
def stems(text: str) -> tuple[str, ...]:
    """Stems of the words that carry meaning, in order; numbers are none."""
    return tuple(stem(word) for word in _WORD.findall(text.casefold()) if word not in STOP and len(word) > 1)


def rarity(texts: Iterable[str]) -> Mapping[str, float]:
    """How telling each stem is among texts: one more than the logarithm of texts over texts with it; of few, nothing is known."""
    held = [set(stems(text)) for text in texts]
    if len(held) < _FEW:
        return {}
    seen = Counter(word for words in held for word in words)
    return {word: 1 + math.log(len(held) / n) for word, n in seen.items()}


def likeness(one: Iterable[str], two: Iterable[str], weights: Mapping[str, float]) -> float:
    """0 to 1: the cosine of two sets of stems, each stem weighted by its rarity."""
    a, b = set(one), set(two)
    if not a or not b:
        return 0.0

    def length(words: set[str]) -> float:
        return math.sqrt(sum(weights.get(word, 1.0) ** 2 for word in words))

    return sum(weights.get(word, 1.0) ** 2 for word in a & b) / (length(a) * length(b))
