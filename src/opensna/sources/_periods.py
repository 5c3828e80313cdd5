"""Periods as publishers write them: "2018/19", "2014-16", "2021-04-01/P1Y". First and last day as texts.

A text that is none of these comes back as it is, twice: the contract then reports it as a bad date.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from opensna.core.period import Period

Days = tuple[str, str]

_TWO_YEARS = re.compile(r"(\d{4})\s*[-/]\s*(\d{2}|\d{4})")
_THREE_YEARS = re.compile(r"(\d{4})[-/](\d{2})-(\d{2})[-/](\d{2})")
_DATE = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")
_DURATION = re.compile(r"(\d{4})-(\d{2})-01/P(?:(\d+)Y|(\d+)M)")


def spanning(year: int, month: int, months: int) -> Days:
    """The `months` months from the first of a month."""
    whole = Period.of_months(year, month, months)
    return whole.start.isoformat(), whole.end.isoformat()


def on(day: date) -> Days:
    """One day."""
    return day.isoformat(), day.isoformat()


def financial_year(text: str) -> Days:
    """April to March: "2018/19", "2018-19", or "2019" for the year that ends in it; "2016/17-18/19" is three years."""
    return _year(text, lambda end: spanning(end - 1, 4, 12), first_month=4)


def academic_year(text: str) -> Days:
    """September to August: "2018/19", "2018-19", or "2019" for the year that ends in it."""
    return _year(text, lambda end: spanning(end - 1, 9, 12), first_month=9)


def calendar_years(text: str) -> Days:
    """January to December: "2018", or "2016-18" for the three years from the first to the last."""
    text = text.strip()
    if re.fullmatch(r"\d{4}", text):
        return spanning(int(text), 1, 12)
    if (match := _TWO_YEARS.fullmatch(text)) and (last := _later(match[1], match[2])) is not None:
        return spanning(int(match[1]), 1, 12 * (last - int(match[1]) + 1))
    return text, text


def months_to(text: str, months: int) -> Days:
    """The `months` months that end with the month of "2018-03-01" or "2018-03"."""
    match = _DATE.fullmatch(text.strip())
    if match is None or not 1 <= int(match[2]) <= 12:
        return text, text
    return spanning(int(match[1]), int(match[2]) - months + 1, months)


def from_duration(text: str) -> Days:
    """The period of "2021-04-01/P1Y" (a start and an ISO 8601 duration in years or months)."""
    match = _DURATION.fullmatch(text.strip())
    if match is None or not 1 <= int(match[2]) <= 12:
        return text, text
    return spanning(int(match[1]), int(match[2]), 12 * int(match[3] or 0) + int(match[4] or 0))


def _year(text: str, ending: Callable[[int], Days], *, first_month: int) -> Days:
    text = text.strip()
    if re.fullmatch(r"\d{4}", text):
        return ending(int(text))
    if (match := _TWO_YEARS.fullmatch(text)) and _later(match[1], match[2]) == int(match[1]) + 1:
        return ending(int(match[1]) + 1)
    if match := _THREE_YEARS.fullmatch(text):
        last = _later(match[1], match[4])
        if last is not None:
            return spanning(int(match[1]), first_month, 12 * (last - int(match[1])))
    return text, text


def _later(first: str, last: str) -> int | None:
    """The year that a last year of two or four digits means; None if it is not after the first."""
    year = int(last) if len(last) == 4 else int(first[:2]) * 100 + int(last)
    year += 100 * (len(last) == 2 and year < int(first))
    return year if int(first) < year <= int(first) + 20 else None
