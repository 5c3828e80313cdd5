"""Plain English for estimates: a number with its interval, "cannot tell" where the interval says so, or why there is none.

Each function is a kind of claim. It is given the estimates (None: there is none) and the words that go round them, and every one
of them has a wording for a value that is hidden [c] or not available [x]. None says "worst": more is said as "higher".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from opensna.core.missing import Mark
from opensna.estimates.lookup import EstimateRow

Rows = Sequence[EstimateRow | None]
Fields = Mapping[str, str]


def number(value: float) -> str:
    """A count with thousands separators."""
    return f"{value:,.0f}"


def rate(value: float) -> str:
    """A rate: two decimals, more below 0.1."""
    return f"{value:,.2f}" if value >= 0.1 or value == 0 else f"{value:.2g}" if value < 0.01 else f"{value:.3f}"


def percent(value: float, *, signed: bool = False) -> str:
    """A share or change as a percentage with one decimal; a true minus sign, and no sign on what rounds to zero."""
    text = f"{value * 100:+,.1f}%" if signed else f"{value * 100:,.1f}%"
    return "0.0%" if text in ("+0.0%", "-0.0%") else text.replace("-", "−")


def mark_of(row: EstimateRow | None) -> str:
    """Why there is no value; "" if there is one."""
    return Mark.NOT_AVAILABLE if row is None else row.mark or (Mark.NOT_AVAILABLE if row.is_absent else "")


def level(rows: Rows, fields: Fields) -> str:
    """Count and rate of one area and period; rows: count, rate."""
    count, per = rows[0], rows[1] if len(rows) > 1 else None
    what, where, when = fields["what"], fields["where"], fields["when"]
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
    """Change against another period; rows: change."""
    row, base, breaks = rows[0], fields["base"], fields.get("breaks", "")
    if row is None or row.is_absent:
        because = f": {breaks}" if mark_of(row) == Mark.BREAK and breaks else "."
        return f"A change since {base} cannot be shown {mark_of(row)}{because}"
    across = f" This is read across a break in the series {Mark.BREAK}: {breaks}" if breaks else ""
    bounds = f"95% confidence interval {percent(row.ci_lower, signed=True)} to {percent(row.ci_upper, signed=True)}"
    if row.comparison in ("higher", "lower"):
        direction = "higher" if row.value > 0 else "lower"
        return f"That is {percent(abs(row.value))} {direction} than in {base} ({bounds}).{across}"
    if row.comparison == "similar":
        return f"That is similar to {base} ({percent(row.value, signed=True)}; {bounds})."
    return f"The figures cannot tell whether that is more or less than in {base} ({percent(row.value, signed=True)}; {bounds})."


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
    """Place by count among areas, highest first; rows: count."""
    row, where, among = rows[0], fields["where"], fields.get("among", "areas")
    if row is None or row.is_absent or row.rank != row.rank:
        return f"{where} has no place among the {among} by count {mark_of(row) or Mark.NOT_APPLICABLE}."
    first, last = int(row.rank), int(row.rank_high if row.rank_high == row.rank_high else row.rank)
    place = _place(first) if first == last else f"between {_place(first)} and {_place(last)}"
    said = f"{where} has {place} highest count of {int(row.rank_n)} {among}."
    return said.replace("the 1st highest", "the highest")


def share(rows: Rows, fields: Fields) -> str:
    """A share of records; rows: share."""
    row = rows[0]
    if row is None or row.is_absent:
        return f"The share of {fields['what']} in {fields['where']} cannot be shown {mark_of(row)}."
    bounds = f"{percent(row.ci_lower)} to {percent(row.ci_upper)}"
    return f"In {fields['when']}, {percent(row.value)} of {fields['what']} in {fields['where']} (95% confidence interval {bounds})."


def _short_rate(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:,.1f}" if value >= 10 else rate(value)


def figure_text(row: EstimateRow) -> str:
    """A published figure with its unit, as a sentence gives it."""
    if row.statistic == "share":
        return percent(row.value)
    if row.statistic == "count":
        return number(row.value)
    if row.statistic == "rate":
        return f"{_short_rate(row.value)} per {number(row.per)}"
    return f"{row.value:,.1f}" if abs(row.value) < 1000 else number(row.value)


def figure(rows: Rows, fields: Fields) -> str:
    """A published figure of an area, beside that of the whole and of England; rows: area, then whole, then England."""
    row, where = rows[0], fields["where"]
    if row is None or row.is_absent:
        return f"{fields['what']} in {where} cannot be shown {mark_of(row)}."
    others = [
        f"{figure_text(other)} in {name}"
        for other, name in zip(rows[1:], fields.get("others", "").split("|"), strict=False)
        if other is not None and not other.is_absent
    ]
    bounds = ""
    if row.ci_lower == row.ci_lower and row.statistic == "share":
        bounds = f" ({percent(row.ci_lower)} to {percent(row.ci_upper)})"
    beside = f", against {' and '.join(others)}" if others else ""
    return f"{fields['what']}, {fields['when']}: {figure_text(row)}{bounds} in {where}{beside}, as {fields['by']} published."


def figure_since(rows: Rows, fields: Fields) -> str:
    """Two published figures of one area, without a verdict; rows: then, now."""
    then, now = rows[0], rows[1] if len(rows) > 1 else None
    if then is None or now is None or then.is_absent or now.is_absent:
        return f"A change since the first of these figures cannot be shown {mark_of(then) or mark_of(now)}."
    if now.statistic == "count" and then.value:
        return f"That is {percent(now.value / then.value - 1, signed=True)} since {fields['since']} ({number(then.value)})."
    moved = "up from" if now.value > then.value else "down from" if now.value < then.value else "unchanged from"
    return f"That is {moved} {figure_text(then)} in {fields['since']}; whether by chance, published figures alone cannot tell."


def _place(n: int) -> str:
    return f"the {n}{'th' if 10 <= n % 100 <= 20 else {1: 'st', 2: 'nd', 3: 'rd'}.get(n % 10, 'th')}"
