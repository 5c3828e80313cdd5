"""Periods as documents write them: months, years, financial years, years ending, ranges, lengths."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from opensna.core.period import Period

PeriodKind = Literal[
    "month", "months", "year_ending", "calendar", "financial", "years", "financial_years", "since", "length"
]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_M = (
    r"(?P<{0}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_Y = r"(?P<{0}>(?:19|20)\d\d)"
_FY = r"(?P<{0}>(?:19|20)\d\d)\s?[/–-]{{1,2}}\s?(?P<{0}_end>(?:20)?\d\d)"
_TO = r"\s*(?:to|until|through|and|–|—|-)\s*"
_DAY = r"(?:\d{1,2} )?"
_LONGEST = 15
"""Years that "2019-23" may span: "2019 to 73" is a year and a number."""
_WORDS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(r"(?<![\w£/])" + text + r"(?!\w)", re.IGNORECASE)


_PATTERNS: tuple[tuple[PeriodKind, re.Pattern[str]], ...] = (
    ("year_ending", _pattern(
        r"(?:(?:the )?year|12 months|twelve months|YE)[- ](?:end(?:ing|ed)?|to)(?: in)?,? "
        r"(?:\d{1,2} )?" + _M.format("m1") + r",? " + _Y.format("y1"))),
    ("months", _pattern(
        _DAY + _M.format("m1") + r",? " + _Y.format("y1") + _TO + _DAY + _M.format("m2") + r",? " + _Y.format("y2"))),
    ("months", _pattern(_M.format("m1") + _TO + _M.format("m2") + r",? " + _Y.format("y2"))),
    ("financial_years", _pattern(_FY.format("f1") + _TO + _FY.format("f2"))),
    ("financial", _pattern(_FY.format("f1"))),
    ("month", _pattern(r"(?:\d{1,2}(?:st|nd|rd|th)? )?" + _M.format("m1") + r",? " + _Y.format("y1"))),
    ("years", _pattern(_Y.format("y1") + _TO + _Y.format("y2"))),
    ("years", _pattern(_Y.format("y1") + r"\s*(?:[–—-]|to|and)\s*(?P<short>\d\d)")),
    ("since", _pattern(r"(?P<since>since )" + _Y.format("y1"))),
    ("calendar", _pattern(_Y.format("y1"))),
    ("length", _pattern(r"(?P<n>\d{1,2}|" + "|".join(_WORDS) +
        r")[- ](?P<unit>year|month)s?(?= data| period|[- ]long)|(?:last|past|previous) "
        r"(?P<n2>\d{1,2}|" + "|".join(_WORDS) + r") (?P<unit2>year|month)s?")),
)  # fmt: skip


@dataclass(frozen=True)
class Span:
    """A period in a text: where, how written, and the months it stands for (None for a length or a start alone)."""

    kind: PeriodKind
    text: str
    start: int
    end: int
    period: Period | None
    months: int

    @property
    def value(self) -> str:
        """As `Period` prints it; a length as ISO 8601 does; a start alone with an open end."""
        if self.kind == "length":
            return f"P{self.months // 12}Y" if self.months % 12 == 0 else f"P{self.months}M"
        return str(self.period) if self.kind != "since" else f"{str(self.period).split('/')[0]}/.."


def _month(match: re.Match[str], name: str) -> int:
    return _MONTHS.index(match[name].casefold()[:3]) + 1


def _months(first: tuple[int, int], last: tuple[int, int]) -> Period | None:
    count = (last[0] - first[0]) * 12 + last[1] - first[1] + 1
    return Period.of_months(*first, count) if 0 < count <= 1200 else None


def _is_financial(start: str, end: str) -> bool:
    return (int(start) + 1) % 100 == int(end[-2:]) and len(end) in (2, 4)


def _period(kind: PeriodKind, match: re.Match[str]) -> Period | None:
    held = match.groupdict()
    if kind == "year_ending":
        return Period.of_months(int(match["y1"]) - 1, _month(match, "m1") + 1, 12)
    if kind == "months":
        last = (int(match["y2"]), _month(match, "m2"))
        first = (int(held["y1"]) if held.get("y1") else last[0], _month(match, "m1"))
        return _months(first, last)
    if kind == "month":
        return Period.of_months(int(match["y1"]), _month(match, "m1"), 1)
    if kind in ("financial", "financial_years"):
        ends = [(match["f1"], match["f1_end"])] + ([(match["f2"], match["f2_end"])] if "f2" in held else [])
        if not all(_is_financial(*pair) for pair in ends):
            return None
        return _months((int(ends[0][0]), 4), (int(ends[-1][0]) + 1, 3))
    first_year = int(match["y1"])
    last_year = int(held["y2"]) if held.get("y2") else first_year
    if held.get("short"):
        last_year = first_year // 100 * 100 + int(held["short"])
        if not 0 < last_year - first_year <= _LONGEST:
            return None
    return _months((first_year, 1), (last_year, 12)) if last_year >= first_year else None


def _length(match: re.Match[str]) -> int:
    n, unit = match["n"] or match["n2"], match["unit"] or match["unit2"]
    number = int(n) if n.isdigit() else _WORDS.index(n.casefold()) + 1
    return number * (12 if unit.casefold() == "year" else 1)


def periods(text: str) -> tuple[Span, ...]:
    """Periods in a text, in order, the longest reading of each place.

    Examples
    --------
    >>> [(span.kind, span.value) for span in periods("From October 2022 to September 2023, and since 2018; 2021/22")]
    [('months', '2022-10/2023-09'), ('since', '2018-01/..'), ('financial', '2021-04/2022-03')]
    """
    found: list[Span] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if any(span.start < match.end() and match.start() < span.end for span in found):
                continue
            if kind == "length":
                found.append(Span(kind, match[0], *match.span(), None, _length(match)))
                continue
            period = _period(kind, match)
            if period is not None:
                found.append(Span(kind, match[0], *match.span(), period, period.months))
    return tuple(sorted(found, key=lambda span: span.start))
