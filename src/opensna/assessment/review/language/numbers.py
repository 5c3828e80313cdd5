"""Numbers as documents write them, with unit, precision and hedge; not years, ages, labels or hours."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from opensna.assessment.review.language.ages import ages
from opensna.assessment.review.language.periods import periods

Unit = Literal["count", "percent", "money"]
_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SPELT = {word: n for n, word in enumerate(_UNITS)} | {
    f"{ten}{f'-{_UNITS[unit]}' if unit else ''}": (i + 2) * 10 + unit for i, ten in enumerate(_TENS) for unit in range(10)
}  # fmt: skip
_WORD = "|".join(sorted((word for word in _SPELT if word not in ("one", "zero")), key=len, reverse=True))
_SCALE = {"million": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9, "thousand": 1e3, "k": 1e3}
_NUMBER = re.compile(
    r"(?<![\w.,/£])(?P<sign>[+−-](?=[\d£]))?(?P<pound>£)?(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?:\s?(?P<scale>million|billion|thousand|bn|m|k)\b)?(?P<percent>\s?%|\s(?:percent|per cent)\b)?(?![\w/])",
    re.IGNORECASE,
)
_SPELT_OUT = re.compile(
    rf"(?<![\w-])(?P<word>{_WORD})(?P<percent>\s(?:percent|per cent)\b)?(?![\w-]|,? (?:pm|am)\b)", re.IGNORECASE
)
_RATIO = re.compile(rf"\b(?P<a>\d+|one|{_WORD}) in (?:every )?(?P<b>\d+|{_WORD})\b", re.IGNORECASE)
_FRACTION = re.compile(r"\b(?:a |one[- ])?(third|half|quarter)\b|\b(two|three)[- ](thirds|quarters)\b", re.IGNORECASE)
_LABEL = re.compile(
    r"\b(?:tables?|charts?|figures?|chapters?|sections?|pages?|recommendations?|appendix|"
    r"annex|objectives?|priority|priorities|item|key stage|"
    r"attainment|phase|part|part|step|tier|covid|schedule|footnotes?|fn|no\.?|paragraph|grade|"
    r"class|block|ward|s\.|chapter)[- ]?(?:\d+(?:\.\d+)*)(?:\s?(?:-|–|to|and|&)\s?\d+)?",
    re.IGNORECASE,
)
_HOUR = re.compile(
    r"\b\d{1,2}(?::\d\d|\.\d\d)?\s?(?:am|pm)?\s?(?:-|–|to|until|and)\s?\d{1,2}(?::\d\d|\.\d\d)?\s?(?:am|pm)\b|\b\d{1,2}(?::\d\d|\.\d\d)?\s?(?:am|pm)\b|\b\d{1,2}:\d\d\b",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"^\s*(?:[-•●*]\s*)?\(?\d{1,2}[.)](?=\s)|\b\d+(?:st|nd|rd|th)\b|\b\d{3} notices?\b|"
    r"\bper (?:1,000|10,000|100,000|1,000,000|1000|"
    r"100000)\b|\b24/7\b|\bsection \d+\b|\b\d+(?:\.\d+)?\s?[kmg]b\b",
    re.IGNORECASE,
)
_HEDGE = re.compile(
    r"(more than|over|up to|at least|almost|nearly|close to|around|roughly|approximately|about|"
    r"fewer than|less than|under|just|some)\s+(?:a\s+)?$", re.IGNORECASE)  # fmt: skip


@dataclass(frozen=True)
class Number:
    """A number in a text. A percentage is as printed (22 for "22 percent"); `step` is the size of its last printed digit."""

    value: float
    unit: Unit
    text: str
    start: int
    end: int
    step: float
    hedge: str = ""
    is_signed: bool = False

    def agrees(self, value: float) -> bool:
        """Whether a value rounds to this, to its printed precision."""
        return abs(value - self.value) <= self.step / 2 * (1 + 1e-9)


def _step(digits: str, scale: float) -> float:
    plain = digits.replace(",", "")
    if "." in plain:
        return float(10 ** -len(plain.split(".")[1])) * scale
    if scale > 1:
        return scale
    zeros = len(plain) - len(plain.rstrip("0"))
    return float(10**zeros) if zeros >= 3 and len(plain) > zeros else 1.0


def hours(text: str) -> tuple[str, ...]:
    """Hours and spans of hours in a text."""
    return tuple(match[0] for match in _HOUR.finditer(text))


def _taken(text: str) -> list[tuple[int, int]]:
    spans = [(span.start, span.end) for span in periods(text)]
    spans += [(held.start, held.end) for held in ages(text)]
    return spans + [match.span() for pattern in (_LABEL, _HOUR, _OTHER) for match in pattern.finditer(text)]


def _hedge(text: str, start: int) -> str:
    match = _HEDGE.search(text[max(0, start - 20) : start])
    return match[1].casefold() if match else ""


def _written(text: str, match: re.Match[str]) -> Number:
    scale = _SCALE.get((match["scale"] or "").casefold(), 1.0)
    sign = -1.0 if match["sign"] in ("-", "−") else 1.0
    unit: Unit = "money" if match["pound"] else "percent" if match["percent"] else "count"
    value = sign * float(match["digits"].replace(",", "")) * scale
    step = _step(match["digits"], scale)
    return Number(value, unit, match[0].strip(), *match.span(), step, _hedge(text, match.start()), bool(match["sign"]))


def _share(text: str, match: re.Match[str], value: float) -> Number:
    return Number(value, "percent", match[0], *match.span(), 10.0, _hedge(text, match.start()))


def numbers(text: str) -> tuple[Number, ...]:
    """Numbers in a text, in order.

    Examples
    --------
    >>> [(n.value, n.unit) for n in numbers("In 2023, £1.8 million bought 1,200 places for under-25s; one in five (20%) left.")]
    [(1800000.0, 'money'), (1200.0, 'count'), (20.0, 'percent'), (20.0, 'percent')]
    """
    taken, found = _taken(text), list[Number]()

    def is_free(match: re.Match[str]) -> bool:
        spans = taken + [(number.start, number.end) for number in found]
        return not any(start < match.end() and match.start() < end for start, end in spans)

    for match in _RATIO.finditer(text):
        a, b = (
            float(_SPELT.get(part.casefold(), 0) or part) if part != "0" else 0.0 for part in (match["a"], match["b"])
        )
        if is_free(match) and 0 < a < b:
            found.append(_share(text, match, 100 * a / b))
    for match in _FRACTION.finditer(text):
        if is_free(match) and match[0].casefold() not in ("half", "quarter"):
            parts = {"third": 100 / 3, "half": 50.0, "quarter": 25.0}
            many = {"two": 2, "three": 3}.get((match[2] or "").casefold(), 1)
            found.append(_share(text, match, many * parts[(match[1] or match[3].rstrip("s")).casefold()]))
    for match in _NUMBER.finditer(text):
        if is_free(match):
            found.append(_written(text, match))
    for match in _SPELT_OUT.finditer(text):
        if is_free(match):
            value = float(_SPELT[match["word"].casefold()])
            unit: Unit = "percent" if match["percent"] else "count"
            found.append(Number(value, unit, match[0].strip(), *match.span(), 1.0, _hedge(text, match.start())))
    return tuple(sorted(found, key=lambda number: number.start))
