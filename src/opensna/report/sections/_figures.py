"""Charts, tables and paragraphs that several sections draw."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from opensna.assessment.claims import number, rate
from opensna.core.block import Block, Chart, Prose, Table
from opensna.core.missing import Mark
from opensna.disclosure.policy import STRICT, Policy, policies
from opensna.measures.measure import Measure
from opensna.reference.partnership import WHOLE
from opensna.report.cells import count_cell, interval_cell, rate_cell, records
from opensna.report.section import SectionContext
from opensna.report.sections._breaks import breaks_within, callout_of, marks_of, note_of


def of_length(frame: pd.DataFrame, months: int) -> pd.DataFrame:
    """Rows whose period is so many months long, in order of time; of years, those that begin in the same month as the last."""
    rows = frame[frame["months"] == months]
    if months == 1 or rows.empty:
        return rows
    return rows[[start.month == rows["period_start"].iloc[-1].month for start in rows["period_start"]]]


def from_the_first(frame: pd.DataFrame) -> pd.DataFrame:
    """Without the periods before the first that somebody measured: they tell nothing. Gaps after it, and hidden values, stay."""
    is_there = frame["value"].notna() | (frame["mark"] != str(Mark.NOT_AVAILABLE))
    return frame[is_there.cummax()]


def paragraph(parts: Sequence[Prose]) -> Prose:
    """Sentences as one paragraph."""
    return Prose(" ".join(p.text for p in parts), tuple(claim for p in parts for claim in p.claim_ids))


def story(context: SectionContext, measure: str, what: str) -> list[Block]:
    """Level and changes in words, the chart over time, and what broke the series, beside it."""
    count = context.row(context.key(measure, "count"))
    parts = [context.say_level(measure, what)]
    if count is not None and not count.is_absent:
        parts += context.say_changes(measure)
    blocks: list[Block] = [paragraph(parts)]
    chart = time_chart(context, measure)
    if chart:
        blocks.append(chart)
        drawn = {mark["x"] for mark in chart.options.get("breaks", ())}
        blocks += callout_of(b for b in context.breaks(measure) if b.date.isoformat() in drawn)
    return blocks


def level_table(context: SectionContext, title: str, measures: Sequence[str]) -> Table:
    """Count, rate with interval, and comparison with the whole, one row a measure, for the assessed period."""
    rows: list[tuple[str, ...]] = []
    for measure in measures:
        count, per = context.row(context.key(measure, "count")), context.row(context.key(measure, "rate"))
        mark = count.mark if count else Mark.NOT_AVAILABLE
        rows.append(
            (
                context.edited.measures[measure].title,
                count_cell(count and count.value, mark),
                rate_cell(per and per.value, per.mark if per else mark),
                interval_cell(per and per.ci_lower, per and per.ci_upper, per.mark if per else mark),
                _against_whole(context, measure),
            )
        )
    columns: tuple[str, ...] = (
        "Measure",
        context.period.label,
        "Rate per 1,000",
        "95% interval",
        f"Against {context.whole.name}",
    )
    if context.area.is_whole:
        columns, rows = columns[:-1], [row[:-1] for row in rows]
    return Table(
        title, columns, tuple(rows), numeric=columns[1:4], note=rounding_note(context, *measures),
        source="; ".join(dict.fromkeys(context.source_line(m) for m in measures)),
        is_synthetic=any(context.is_synthetic(m) for m in measures),
    )  # fmt: skip


def _against_whole(context: SectionContext, measure: str) -> str:
    row = context.row(context.key(measure, "difference_from", comparator=WHOLE))
    return row.comparison if row and row.comparison and not row.mark else row.mark if row else Mark.NOT_AVAILABLE


def rules(context: SectionContext, measure: str) -> tuple[Policy, ...]:
    """The disclosure policies that this measure's counts were put under; none where they stand as counted or as released."""
    told = context.described(measure)
    is_strict = isinstance(told, Measure) and told.disclosure == "strict"
    if context.edited.audience == "authors" or (context.access(measure) == "open" and not is_strict):
        return ()
    applied = [name.strip() for name in context.edited.index.estimates.policy.split(",")]
    agreed = [name for name in applied if name != STRICT and name in policies()]
    return tuple(policies()[name] for name in (agreed if agreed and not is_strict else [STRICT]) if name in applied)


def most_rounded(context: SectionContext, measure: str) -> int:
    """How far a shown count of this measure may be from the true one: half of what its policy rounds to, in whole records."""
    return max((rule.round_to // 2 for rule in rules(context, measure)), default=0)


def rounding_note(context: SectionContext, *measures: str) -> str:
    """How these measures' figures were controlled, printed beneath them."""
    if context.edited.audience == "authors":
        return "Authors' figures, not rounded: not for release."
    applied = dict.fromkeys(rule for measure in measures for rule in rules(context, measure))
    if not applied:
        return "Figures as their publisher released them."
    said = " ".join(f"{_in_short(rule)}." for rule in applied)
    return (
        f"Figures from restricted sources: {said} Rates and intervals are made from the shown figures and allow for this. Figures already "
        "published are shown as released."
    )


def _in_short(rule: Policy) -> str:
    """A policy beneath a table; the annex on disclosure has its whole sentence."""
    others = f"others rounded to the nearest {rule.round_to}" if rule.round_to > 1 else "no rounding"
    return f"{rule.hide_from} to {rule.hide_to} hidden {Mark.SUPPRESSED}, {others}"


def time_chart(context: SectionContext, measure: str, *, months: int = 12) -> Chart | None:
    """A rate over time in this area, with its interval, beside the whole's; None if there is nothing to draw."""
    held = from_the_first(of_length(context.rows(measure, "rate"), months))
    if held["value"].notna().sum() < 2:
        return None
    title = f"{context.edited.measures[measure].title}, {context.area.name}{', by month' if months == 1 else ''}"
    data = _points(held, context.area.name, months)
    if not context.area.is_whole:
        beside = of_length(context.rows(measure, "rate", area=context.whole.code), months)
        data += _points(from_the_first(beside), context.whole.name, months)
    per = f"Rate per {number(held['per'].iloc[-1])} residents"
    first, last = held.iloc[0], held.iloc[-1]
    alt = f"{per}: {_end(first, months)} and {_end(last, months)}. The shaded band is the 95% confidence interval."
    within = breaks_within(context, measure, first["period_start"], last["period_end"])
    options: dict[str, Any] = {"breaks": marks_of(within)} if within else {}
    if months > 1:
        options["ticks"] = [
            {"x": _middle(r, months), "label": _label(r["period_start"], months)} for r in records(held)
        ]
    else:
        options["is_table_closed"] = True
    table = _time_table(context, measure, title, held, months, per, note_of(within))
    return Chart("line", title, alt, "", per, tuple(data), table, table.source, table.is_synthetic, options)


def _time_table(
    context: SectionContext, measure: str, title: str, held: pd.DataFrame, months: int, per: str, broken: str
) -> Table:
    columns = ("Period", "Count", per, "95% interval")
    rows = tuple(
        (_label(r["period_start"], months), count_cell(r["numerator"], r["mark"]), rate_cell(r["value"], r["mark"]),
         interval_cell(r["ci_lower"], r["ci_upper"], r["mark"]))
        for r in records(held)
    )  # fmt: skip
    return Table(
        title, columns, rows, numeric=columns[1:], note=f"{rounding_note(context, measure)}{broken}", source=context.source_line(measure),
        is_synthetic=context.is_synthetic(measure),
    )  # fmt: skip


def _points(frame: pd.DataFrame, series: str, months: int) -> list[dict[str, Any]]:
    return [
        {"x": _middle(r, months), "y": r["value"], "lower": r["ci_lower"], "upper": r["ci_upper"], "series": series}
        for r in records(frame)
    ]


def _middle(row: dict[str, Any], months: int) -> str:
    """Where a period is drawn: a month at its first day, a longer one at its middle."""
    start: date = row["period_start"]
    return (start if months == 1 else start + (row["period_end"] - start) / 2).isoformat()


def _label(start: Any, months: int) -> str:
    day = pd.Timestamp(start)
    if months == 1:
        return f"{day:%B %Y}"
    return f"{day:%Y}" if day.month == 1 else f"{day:%Y}-{(day.year + 1) % 100:02d}"


def _end(row: pd.Series, months: int) -> str:
    shown = (
        (Mark(row["mark"]).meaning if row["mark"] else "not available")
        if row["value"] != row["value"]
        else rate(row["value"])
    )
    return f"{shown} in {_label(row['period_start'], months)}"
