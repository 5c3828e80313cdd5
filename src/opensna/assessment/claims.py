"""Plain English for estimates: a number with its interval, "cannot tell" where the interval says so, or why there is none.

Each function is a kind of claim. It is given the estimates (None: there is none) and the words that go round them, and every one
of them has a wording for a value that is hidden [c] or not available [x]. None says "worst": more is said as "higher".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from opensna.core.missing import Mark
from opensna.estimates.lookup import EstimateRow
from opensna.stats.ratios import compare_pooled

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


def _mark(row: EstimateRow | None) -> str:
    return Mark.NOT_AVAILABLE if row is None else row.mark or (Mark.NOT_AVAILABLE if row.is_absent else "")


def level(rows: Rows, fields: Fields) -> str:
    """Count and rate of one area and period; rows: count, rate."""
    count, per = rows[0], rows[1] if len(rows) > 1 else None
    what, where, when = fields["what"], fields["where"], fields["when"]
    if _mark(count) == Mark.SUPPRESSED:
        return f"The number of {what} in {where} in {when} is hidden because it is small {Mark.SUPPRESSED}."
    if count is None or count.is_absent:
        return f"There are no figures on {what} in {where} for {when} {_mark(count)}."
    text = f"In {when}, {number(count.value)} {what} were recorded in {where}"
    if per is None or per.is_absent:
        return f"{text}."
    low, high = rate(per.ci_lower), rate(per.ci_upper)
    who = f"every {number(per.per)} residents{fields.get('of', '')}"
    return f"{text}: {rate(per.value)} for {who} (95% confidence interval {low} to {high})."


def change(rows: Rows, fields: Fields) -> str:
    """Change against another period; rows: change."""
    row, base = rows[0], fields["base"]
    if row is None or row.is_absent:
        return f"A change since {base} cannot be shown {_mark(row)}."
    bounds = f"95% confidence interval {percent(row.ci_lower, signed=True)} to {percent(row.ci_upper, signed=True)}"
    if row.comparison in ("higher", "lower"):
        direction = "higher" if row.value > 0 else "lower"
        return f"That is {percent(abs(row.value))} {direction} than in {base} ({bounds})."
    if row.comparison == "similar":
        return f"That is similar to {base} ({percent(row.value, signed=True)}; {bounds})."
    return f"The figures cannot tell whether that is more or less than in {base} ({percent(row.value, signed=True)}; {bounds})."


def comparison(rows: Rows, fields: Fields) -> str:
    """Rate against a comparator; rows: difference_from."""
    row, other = rows[0], fields["other"]
    if row is None or row.is_absent or not row.comparison:
        return f"A comparison with {other} cannot be shown {_mark(row)}."
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
        return f"{where} has no place among the {among} by count {_mark(row) or Mark.NOT_APPLICABLE}."
    first, last = int(row.rank), int(row.rank_high if row.rank_high == row.rank_high else row.rank)
    place = _place(first) if first == last else f"between {_place(first)} and {_place(last)}"
    said = f"{where} has {place} highest count of {int(row.rank_n)} {among}."
    return said.replace("the 1st highest", "the highest")


def share(rows: Rows, fields: Fields) -> str:
    """A share of records; rows: share."""
    row = rows[0]
    if row is None or row.is_absent:
        return f"The share of {fields['what']} in {fields['where']} cannot be shown {_mark(row)}."
    bounds = f"{percent(row.ci_lower)} to {percent(row.ci_upper)}"
    return f"In {fields['when']}, {percent(row.value)} of {fields['what']} in {fields['where']} (95% confidence interval {bounds})."


def pooled(rows: Rows, fields: Fields) -> str:
    """Two spans of years of one area, pooled and compared exactly; rows: yearly rates, the earlier span and then the later one.

    fields: `split`, how many rows are of the earlier span; `rounded`, how far a shown count may be from the true one.
    """
    split, rounded = int(fields["split"]), float(fields.get("rounded", "0"))
    spans = rows[:split], rows[split:]
    if not all(spans) or any(row is None or row.numerator != row.numerator for row in rows):
        return f"{fields['what']} in {fields['where']} cannot be pooled over {fields['earlier']} and {fields['later']}."
    counts = [np.array([row.numerator for row in span if row]) for span in spans]
    years = [np.array([row.denominator for row in span if row]) for span in spans]
    shown = compare_pooled(counts[1], years[1], counts[0], years[0])
    said = {
        str(compare_pooled(np.maximum(counts[1] + up, 0), years[1], np.maximum(counts[0] - up, 0), years[0]).verdict[0])
        for up in {-rounded, rounded}
    }
    verdict = said.pop() if len(said) == 1 else "cannot tell"
    told = (
        f"{fields['what']} in {fields['where']}: {number(counts[0].sum())} in {fields['earlier']} and {number(counts[1].sum())} in "
        f"{fields['later']}"
    )
    low, high = percent(shown.ratio.ci_lower[0] - 1, signed=True), percent(shown.ratio.ci_upper[0] - 1, signed=True)
    bounds = f"rate {percent(shown.ratio.value[0] - 1, signed=True)}; exact 95% confidence interval {low} to {high}"
    if shown.ratio.value[0] != shown.ratio.value[0] or shown.ratio.ci_lower[0] != shown.ratio.ci_lower[0]:
        return f"{told}: too few to tell whether the rate has changed."
    if verdict in ("higher", "lower"):
        return f"{told}: the rate is {verdict} ({bounds})."
    if verdict == "similar":
        return f"{told}: the rate is similar ({bounds})."
    few = "too few to tell" if shown.is_too_few[0] else "the figures cannot tell"
    return f"{told}: {few} whether the rate has changed ({bounds})."


def figure_text(row: EstimateRow) -> str:
    """A published figure with its unit, as a sentence gives it."""
    if row.statistic == "share":
        return percent(row.value)
    if row.statistic == "count":
        return number(row.value)
    if row.statistic == "rate":
        return f"{rate(row.value)} per {number(row.per)}"
    return f"{row.value:,.1f}" if abs(row.value) < 1000 else number(row.value)


def figure(rows: Rows, fields: Fields) -> str:
    """A published figure of an area, beside that of the whole and of England; rows: area, then whole, then England."""
    row, where = rows[0], fields["where"]
    if row is None or row.is_absent:
        return f"{fields['what']} in {where} cannot be shown {_mark(row)}."
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
        return f"A change since {fields['since']} cannot be shown {_mark(then) or _mark(now)}."
    if now.statistic == "count" and then.value:
        return f"That is {percent(now.value / then.value - 1, signed=True)} since {fields['since']} ({number(then.value)})."
    moved = "up from" if now.value > then.value else "down from" if now.value < then.value else "unchanged from"
    return f"That is {moved} {figure_text(then)} in {fields['since']}; whether by chance, published figures alone cannot tell."


def _place(n: int) -> str:
    return f"the {n}{'th' if 10 <= n % 100 <= 20 else {1: 'st', 2: 'nd', 3: 'rd'}.get(n % 10, 'th')}"


SENTENCES: Mapping[str, Callable[[Rows, Fields], str]] = {
    "level": level, "change": change, "comparison": comparison, "rank": rank, "share": share,
    "pooled": pooled, "figure": figure, "figure_since": figure_since,
}  # fmt: skip
"""Kind of claim to the function that words it."""
