"""Ages as documents write them: ranges and limits."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORDS = {"ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "eighteen": 18, "twenty-five": 25}
_N = r"(\d{1,2}(?:\.\d)?|" + "|".join(_WORDS) + r")"
_RANGE = re.compile(
    rf"(?<![\w£.,/-])(?P<cue>aged?|ages|aged between|age group|ages of|the)?\s*{_N}\s?(?:-|–|to|and)\s?{_N}"
    r"(?P<tail>[- ]?years?[- ]olds?|[- ]?year[- ]olds?|(?: age)? groups?| years?(?: of age| old)?| year group)?(?![\w%]|[.,]\d|/)",
    re.IGNORECASE,
)
_LIMIT = re.compile(
    r"\b(?P<side>under|over|below|aged under|aged over)[- ](?:the age of "
    r")?(?P<n>\d{1,2})(?:s\b|[- ]years?|\b(?! ?(?:%|percent|per cent|,\d)))",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Ages:
    """An age range or limit in a text: both ends included; None is open. `text` is what is written."""

    text: str
    start: int
    end: int
    lower: float | None
    upper: float | None
    is_limit: bool = False


def _number(text: str) -> float:
    return float(_WORDS.get(text.casefold(), 0) or text)


def _is_of_age(text: str, match: re.Match[str]) -> bool:
    """Whether a range of numbers has a word for age before or after it."""
    cue, tail = (match["cue"] or "").casefold(), (match["tail"] or "").casefold()
    if cue == "the":
        return "group" in tail
    return bool(cue or tail or re.search(r"\bage\w* (?:of|from|range)?\s*$", text[: match.start()], re.IGNORECASE))


def ages(text: str) -> tuple[Ages, ...]:
    """Ranges that carry a word for age beside them, and limits such as "under 25", in order.

    Examples
    --------
    >>> [(a.lower, a.upper) for a in ages("aged 16 to 59, under-25s, 10-17 year olds, 3 to 5 visits")]
    [(16.0, 59.0), (None, 24.0), (10.0, 17.0)]
    """
    found = []
    for match in _RANGE.finditer(text):
        if not _is_of_age(text, match):
            continue
        lower, upper = _number(match[2]), _number(match[3])
        if lower < upper <= 110:
            found.append(Ages(match[0].strip(), *match.span(), lower, upper))
    for match in _LIMIT.finditer(text):
        if any(held.start < match.end() and match.start() < held.end for held in found):
            continue
        n = float(match["n"])
        is_under = match["side"].casefold().split()[-1] != "over"
        found.append(
            Ages(match[0], *match.span(), None if is_under else n + 1, n - 1 if is_under else None, is_limit=True)
        )
    return tuple(sorted(found, key=lambda held: held.start))
