"""Claims as a narrative makes them: sentences that stand alone, and numbers within somebody else's sentence.

Every one has a wording for a value that is hidden or not available, as those of generated sections have.
"""

from __future__ import annotations

from opensna.assessment.claims import (
    Fields,
    Rows,
    change,
    comparison,
    figure_text,
    mark_of,
    number,
    percent,
    rank,
    rate,
)
from opensna.assessment.grammar import named
from opensna.core.estimate import PUBLISHED
from opensna.core.missing import Mark
from opensna.estimates.lookup import EstimateRow

WITHHELD = "A sentence is left out here: it rests on a figure that is hidden because it is small"
"""What stands in place of an author's sentence whose number this audience may not see: its words might give the number away."""


def moved(rows: Rows, fields: Fields) -> str:
    """Change of one area since another period, as a sentence of its own; rows: change."""
    row, base, when = rows[0], fields["base"], fields["when"]
    what = f"{fields['what']} in {named(fields['where'])}"
    if row is None or row.is_absent or row.comparison not in ("higher", "lower", "similar"):
        said = change(rows, fields)
        return f"{_capital(what)}, {when}: {said[0].lower()}{said[1:]}"
    across = (
        f" This is read across a break in the series {Mark.BREAK}: {fields['breaks']}" if fields.get("breaks") else ""
    )
    if row.comparison == "similar":
        told = f"similar in {when} to {base} ({percent(row.value, signed=True)}; {_bounds(row, signed=True)})"
    else:
        told = f"{percent(abs(row.value))} {row.comparison} in {when} than in {base} ({_bounds(row, signed=True)})"
    return f"Recorded {what} were {told}.{across}"


def set_against(rows: Rows, fields: Fields) -> str:
    """Rate against a comparator's, as a sentence of its own; rows: difference_from."""
    said = comparison(rows, fields)
    return f"{_capital(fields['what'])} in {named(fields['where'])}, {fields['when']}: {said[0].lower()}{said[1:]}"


def placed(rows: Rows, fields: Fields) -> str:
    """Place by count among areas, as a sentence of its own; rows: count."""
    return f"By number of {fields['what']}, {fields['when']}: {rank(rows, fields)}"


def stated(rows: Rows, fields: Fields) -> str:
    """A share, rate or value that a sentence of its own gives; rows: the estimate."""
    row, about = rows[0], f"{_capital(fields['what'])}, {fields['where']}, {fields['when']}"
    if row is None or row.is_absent:
        return f"{about}: cannot be shown {mark_of(row)}."
    return f"{about}: {in_prose(row, fields)}."


def in_prose(row: EstimateRow, fields: Fields) -> str:
    """A number as a sentence takes it, with its interval where it has one.

    `stated`: the direction that the words around it give, so that "fell by" is followed by no minus sign.
    """
    if row.statistic in ("change", "difference_from"):
        value = percent(abs(row.value)) if fields.get("stated") else percent(row.value, signed=True)
        return f"{value} ({_bounds(row, signed=True)})" if _has_bounds(row) else value
    if row.statistic == "rank":
        return number(row.value)
    if row.statistic == "rate" and row.kind != "quoted" and row.method != PUBLISHED:
        value = f"{rate(row.value)} per {number(row.per)} residents{fields.get('of', '')}"
    elif row.kind == "quoted":
        value = f"{figure_text(row)} {row.unit}".strip()
    else:
        value = figure_text(row)
    if not _has_bounds(row):
        return value
    return f"{value} ({_bounds(row, signed=False)})"


def numbered(rows: Rows, fields: Fields) -> str:
    """A number within an author's sentence; rows: the estimate, of which `form` "rank" takes the place."""
    row = rows[0]
    if row is None or (row.is_absent and fields.get("form") != "rank"):
        return f"not available {mark_of(row)}" if mark_of(row) != Mark.SUPPRESSED else f"hidden {Mark.SUPPRESSED}"
    if fields.get("form") == "rank":
        return _place(row)
    return in_prose(row, fields)


def withheld(rows: Rows, fields: Fields) -> str:
    """In place of a sentence with a number that is hidden; rows: its estimates, of which at least one is hidden."""
    hidden = any(mark_of(row) == Mark.SUPPRESSED for row in rows)
    return f"{WITHHELD} {Mark.SUPPRESSED}." if hidden else "A sentence stands here, whose figures can be shown."


def unshown(rows: Rows, fields: Fields) -> str:
    """In place of a sentence with a figure of the borough's own that is not public."""
    return f"A sentence is left out here: it rests on a figure that is not public {Mark.NOT_APPLICABLE}."


def plain(rows: Rows, fields: Fields) -> str:
    """A number that its author says is no figure."""
    return fields["text"]


def local(rows: Rows, fields: Fields) -> str:
    """A figure of the borough's own, with its period and publisher; rows: the estimate."""
    row = rows[0]
    if row is None or row.is_absent:
        return f"not available {mark_of(row)}"
    return f"{in_prose(row, fields)} ({fields['when']}; {fields['publisher']})"


def _has_bounds(row: EstimateRow) -> bool:
    return row.ci_lower == row.ci_lower and row.ci_upper == row.ci_upper


def _bounds(row: EstimateRow, *, signed: bool) -> str:
    if row.statistic in ("share", "change", "difference_from"):
        low, high = percent(row.ci_lower, signed=signed), percent(row.ci_upper, signed=signed)
    elif row.statistic == "rate":
        low, high = rate(row.ci_lower), rate(row.ci_upper)
    else:
        low, high = f"{row.ci_lower:,.1f}", f"{row.ci_upper:,.1f}"
    return f"95% confidence interval {low} to {high}"


def _place(row: EstimateRow) -> str:
    if row.rank != row.rank:
        return f"no place {mark_of(row) or Mark.NOT_APPLICABLE}"
    first, last = int(row.rank), int(row.rank_high if row.rank_high == row.rank_high else row.rank)
    return f"{first} of {int(row.rank_n)}" if first == last else f"between {first} and {last} of {int(row.rank_n)}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
