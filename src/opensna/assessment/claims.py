"""Plain English for estimates: a number with its interval, "cannot tell" where the interval says so, or why there is none.

Each function is a kind of claim. It is given the estimates (None: there is none) and the words that go round them, and every one
of them has a wording for a value that is hidden [c] or not available [x]. None says "worst": more is said as "higher".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from math import isfinite

from opensna.assessment.grammar import all_of, at_time, named, one_of, since_time
from opensna.core.missing import Mark
from opensna.estimates.lookup import EstimateRow

Rows = Sequence[EstimateRow | None]
Fields = Mapping[str, str]


def _rounded(value: float, digits: int) -> Decimal | float:
    """Half up, as a reader rounds what a publisher prints: 404.5 is 405, and 0.5 is 1."""
    if not isfinite(value):
        return value
    return Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def number(value: float) -> str:
    """A count with thousands separators."""
    return f"{_rounded(value, 0):,.0f}"


def rate(value: float) -> str:
    """A rate: two decimals, more below 0.1."""
    if 0 < value < 0.01:
        return f"{value:.2g}"
    digits = 2 if value >= 0.1 or value == 0 else 3
    return f"{_rounded(value, digits):,.{digits}f}"


def percent(value: float, *, signed: bool = False) -> str:
    """A share or change as a percentage with one decimal; a true minus sign, and no sign on what rounds to zero."""
    points = _rounded(float(Decimal(repr(float(value))) * 100) if isfinite(value) else value, 1)
    text = f"{points:+,.1f}%" if signed else f"{points:,.1f}%"
    return "0.0%" if text in ("+0.0%", "-0.0%") else text.replace("-", "−")


def mark_of(row: EstimateRow | None) -> str:
    """Why there is no value; "" if there is one."""
    return Mark.NOT_AVAILABLE if row is None else row.mark or (Mark.NOT_AVAILABLE if row.is_absent else "")


def level(rows: Rows, fields: Fields) -> str:
    """Count and rate of one area and period; rows: count, rate."""
    count, per = rows[0], rows[1] if len(rows) > 1 else None
    what, where, when = fields["what"], named(fields["where"]), fields["when"]
    if mark_of(count) == Mark.SUPPRESSED:
        return f"The number of {what} in {where} in {when} is hidden because it is small {Mark.SUPPRESSED}."
    if count is None or count.is_absent:
        return f"There are no figures on {what} in {where} for {when} {mark_of(count)}."
    text = f"In {when}, {number(count.value)} {what} were recorded in {where}"
    if per is None or per.is_absent:
        return f"{text}."
    low, high = rate(per.ci_lower), rate(per.ci_upper)
    who = f"every {number(per.per)} residents{fields.get('of', '')}"
    return f"{text}: {rate(per.value)} for {who} (95% confidence interval {low} to {high})."


def change(rows: Rows, fields: Fields) -> str:
    """Change of the count against other periods; rows: a change each, all of one area and period.

    fields: `base`, the periods, and `breaks`, what lies between, joined by "|". Periods of which the same can be said share a
    sentence, and those with equal counts say so once.
    """
    bases = fields["base"].split("|")
    breaks = [*fields.get("breaks", "").split("|"), *[""] * len(bases)]
    told: dict[tuple[str, str], list[_Since]] = {}
    for row, base, broken in zip(rows, bases, breaks, strict=False):
        word = "" if row is None or row.is_absent else row.comparison
        told.setdefault((word, mark_of(row)), []).append(_Since(row, base, broken))
    return " ".join(_of_verdict(word, mark, since) for (word, mark), since in told.items())


@dataclass(frozen=True)
class _Since:
    """A change, the period it is read against, and what breaks the series between."""

    row: EstimateRow | None
    base: str
    breaks: str


def _of_verdict(word: str, mark: str, since: Sequence[_Since]) -> str:
    """The sentences of the changes that have one verdict."""
    breaks = " ".join(dict.fromkeys(one.breaks for one in since if one.breaks))
    bases = [one.base for one in since]
    if not word:
        because = f": {breaks}" if mark == Mark.BREAK and breaks else "."
        return f"A change since {one_of(bases)} cannot be shown {mark}{because}"
    held: dict[tuple[float, float, float], list[_Since]] = {}
    for one in since:
        if one.row is not None:
            held.setdefault((one.row.value, one.row.ci_lower, one.row.ci_upper), []).append(one)
    parts = [
        _against(word, values, [one.base for one in of], is_first=i == 0) for i, (values, of) in enumerate(held.items())
    ]
    if word == "cannot tell":
        return f"The figures cannot tell whether the count is more or less than in {one_of(parts)}."
    if word == "similar":
        return f"The count is similar to that of {all_of(parts)}."
    return f"The count is {all_of(parts)}.{_across(since, breaks)}"


def _across(since: Sequence[_Since], breaks: str) -> str:
    """Which of the comparisons are read across a break."""
    crossed = [one.base for one in since if one.breaks]
    if not crossed:
        return ""
    which = "This is" if len(crossed) == len(since) else f"The comparison with {all_of(crossed)} is"
    return f" {which} read across a break in the series {Mark.BREAK}: {breaks}"


def _against(word: str, values: tuple[float, float, float], bases: Sequence[str], *, is_first: bool) -> str:
    """One amount of change with its interval, and the periods that it holds for."""
    value, lower, upper = values
    interval = f"{percent(lower, signed=True)} to {percent(upper, signed=True)}"
    bounds = f"95% confidence interval {interval}" if is_first else interval
    equal = ", which have equal counts" if len(bases) > 1 else ""
    if word in ("higher", "lower"):
        return f"{percent(abs(value))} {'higher' if value > 0 else 'lower'} than in {all_of(bases)}{equal} ({bounds})"
    return f"{all_of(bases)}{equal} ({percent(value, signed=True)}; {bounds})"


def comparison(rows: Rows, fields: Fields) -> str:
    """Rate against a comparator; rows: difference_from."""
    row, other = rows[0], fields["other"]
    if row is None or row.is_absent or not row.comparison:
        return f"A comparison with {other} cannot be shown {mark_of(row)}."
    low, high = percent(row.ci_lower, signed=True), percent(row.ci_upper, signed=True)
    bounds = f"{percent(row.value, signed=True)}; 95% confidence interval {low} to {high}"
    if row.comparison == "cannot tell":
        return f"The figures cannot tell whether the rate differs from {other}'s ({bounds})."
    word = {"higher": "higher than", "lower": "lower than", "similar": "similar to"}[row.comparison]
    return f"The rate is {word} {other}'s ({bounds})."


def rank(rows: Rows, fields: Fields) -> str:
    """Place by count among areas, highest first, and by residents beside it; rows: count, then the rate of each area.

    The place by residents is left out where the residents of any area with a figure are not known.
    """
    row, where, among = rows[0], named(fields["where"]), fields.get("among", "areas")
    if row is None or row.is_absent or row.rank != row.rank:
        return f"{_capital(where)} has no place among the {among} by count {mark_of(row) or Mark.NOT_APPLICABLE}."
    first, last = int(row.rank), int(row.rank_high if row.rank_high == row.rank_high else row.rank)
    place = _place(first) if first == last else f"between {_place(first)} and {_place(last)}"
    said = f"{_capital(where)} has {place} highest count of {int(row.rank_n)} {among}"
    people = [one.denominator for one in rows[1:] if one is not None and mark_of(one) != Mark.NOT_AVAILABLE]
    own = [one.denominator for one in rows[1:] if one is not None and one.area_code == row.area_code]
    if own and len(people) == int(row.rank_n) and all(n == n for n in people):
        more = sum(n > own[0] for n in people)
        said += f" (count, not rate: it has {_place(more + 1)} largest number of residents{fields.get('of', '')})"
    return f"{said}.".replace("the 1st highest", "the highest").replace("the 1st largest", "the largest")


def share(rows: Rows, fields: Fields) -> str:
    """A share of records; rows: share."""
    row = rows[0]
    if row is None or row.is_absent:
        return f"The share of {fields['what']} in {named(fields['where'])} cannot be shown {mark_of(row)}."
    bounds = f"{percent(row.ci_lower)} to {percent(row.ci_upper)}"
    return f"In {fields['when']}, {percent(row.value)} of {fields['what']} in {named(fields['where'])} (95% confidence interval {bounds})."


def figure_value(value: float, statistic: str) -> str:
    """A published figure without its unit, the same in sentences and tables: a decimal where its publisher gives one."""
    if statistic == "share":
        return percent(value)
    if statistic == "count" or abs(value) >= 1000:
        return number(value)
    if abs(value) >= 10 or statistic != "rate":
        text = f"{_rounded(value, 1):,.1f}"
        return text.removesuffix(".0") if abs(value) >= 100 else text
    return rate(value)


def figure_text(row: EstimateRow) -> str:
    """A published figure with its unit, as a sentence gives it."""
    per = f" per {number(row.per)}" if row.statistic == "rate" else ""
    return f"{figure_value(row.value, row.statistic)}{per}"


def figure(rows: Rows, fields: Fields) -> str:
    """A published figure of an area, beside that of the whole and of England; rows: area, then whole, then England."""
    row, where = rows[0], named(fields["where"])
    if row is None or row.is_absent:
        return f"{fields['what']}: no figure for {where} can be shown {mark_of(row)}."
    others = [
        f"{figure_text(other)} in {named(name)}"
        for other, name in zip(rows[1:], fields.get("others", "").split("|"), strict=False)
        if other is not None and not other.is_absent
    ]
    bounds = ""
    if row.ci_lower == row.ci_lower and row.statistic == "share":
        bounds = f" ({percent(row.ci_lower)} to {percent(row.ci_upper)})"
    beside = f", against {' and '.join(others)}" if others else ""
    return f"{fields['what']}, {fields['when']}: {figure_text(row)}{bounds} in {where}{beside}, as {named(fields['by'])} published."


def figure_since(rows: Rows, fields: Fields) -> str:
    """Two published figures of one area, without a verdict: whether by chance, they cannot tell; rows: then, now."""
    then, now = rows[0], rows[1] if len(rows) > 1 else None
    if then is None or now is None or then.is_absent or now.is_absent:
        return f"A change since the first of these figures cannot be shown {mark_of(then) or mark_of(now)}."
    if now.statistic == "count" and then.value:
        since = since_time(fields["since"])
        return f"That is {percent(now.value / then.value - 1, signed=True)} since {since} ({number(then.value)})."
    moved = "up from" if now.value > then.value else "down from" if now.value < then.value else "unchanged from"
    return f"That is {moved} {figure_text(then)} {at_time(fields['since'])}."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _place(n: int) -> str:
    return f"the {n}{'th' if 10 <= n % 100 <= 20 else {1: 'st', 2: 'nd', 3: 'rd'}.get(n % 10, 'th')}"
