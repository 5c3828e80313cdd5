"""Stop and search of a partnership's force: how many, how many led to something, of which ethnic group as an officer saw it."""

from __future__ import annotations

from typing import Any

from opensna.core.block import Block, Callout, Table
from opensna.core.missing import Mark
from opensna.core.period import Period
from opensna.report.cells import count_cell, records
from opensna.report.section import SectionContext
from opensna.report.sections._breaks import breaks_within, note_of
from opensna.stats.rates import share_with_interval

SEARCHED = ("stop_searches", "stop_searches_with_outcome")
GROUPS = "ethnicity_officer_defined"
YEAR = 12


def searched(context: SectionContext) -> list[Block]:
    """For the whole alone: searches are published by force."""
    if not context.area.is_whole:
        return [Callout(f"Stop and search in {context.area.name}: not available {Mark.NOT_AVAILABLE}", f"Searches are published by police force; those of the "
                        f"force are in the assessment of {context.whole.name}.")]  # fmt: skip
    places = (context.whole.code, *context.edited.partnership.around)
    found = next(((code, rows) for code in places if (rows := _years(context, code))), None)
    if found is None:
        return [Callout(f"Stop and search: not available {Mark.NOT_AVAILABLE}", "No twelve months of stops and searches of this force are loaded "
                        "(police_uk_stop_search).")]  # fmt: skip
    return [_over_years(context, *found), *_by_group(context, *found), context.caveats(SEARCHED[0])]


def _years(context: SectionContext, code: str) -> list[dict[str, Any]]:
    """Counts of twelve months that end as the newest do, in order of time."""
    frame = context.rows(SEARCHED[0], "count", area=code)
    held = [r for r in records(frame[frame["months"] == YEAR]) if r["period_end"] <= context.period.end]
    return [r for r in held if r["period_end"].month == held[-1]["period_end"].month]


def _over_years(context: SectionContext, code: str, years: list[dict[str, Any]]) -> Table:
    rows = []
    for r in years:
        when = Period(r["period_start"], r["period_end"])
        per = context.row(context.key(SEARCHED[0], "rate", area=code, period=when))
        led = context.row(context.key(SEARCHED[1], "count", area=code, period=when))
        rows.append(
            (
                when.label,
                count_cell(r["value"]),
                count_cell(per and per.value),
                share_cell(led.value if led else None, r["value"]),
            )
        )
    columns = ("Twelve months", "Searches", "Per 1,000 residents", "Led to an outcome, per cent (95% interval)")
    within = breaks_within(context, SEARCHED[0], years[0]["period_start"], years[-1]["period_end"])
    return Table(
        f"Stops and searches, {years[-1]['area_name']}", columns, tuple(rows), numeric=columns[1:],
        note=f"Searches, not people.{note_of(within)}", source=context.source_line(SEARCHED[0]), is_synthetic=context.is_synthetic(SEARCHED[0]),
    )  # fmt: skip


def _by_group(context: SectionContext, code: str, years: list[dict[str, Any]]) -> list[Block]:
    """Shares of the newest year's searches by ethnic group; no rate, which would be read as one of offending."""
    newest = years[-1]
    frame = context.rows(SEARCHED[0], "count", breakdown=GROUPS, area=code)
    chosen = frame[(frame["period_start"] == newest["period_start"]) & (frame["period_end"] == newest["period_end"])]
    if chosen.empty:
        return []
    rows = tuple(
        (str(r["group"]), count_cell(r["value"]), share_cell(r["value"], newest["value"])) for r in records(chosen)
    )
    columns = ("Ethnic group, as an officer saw it", "Searches", "Per cent of searches (95% interval)")
    table = Table(
        f"Stops and searches by ethnic group, {newest['area_name']}, {Period(newest['period_start'], newest['period_end']).label}", columns, rows,
        numeric=columns[1:], note="A blank is Unknown and is in the total. People's own word for their group is another basis and is not mixed in.",
        source=context.source_line(SEARCHED[0]), is_synthetic=context.is_synthetic(SEARCHED[0]),
    )  # fmt: skip
    return [table, Callout("A search is no offence", "Who is searched depends on where officers are sent and whom they stop. These shares say nothing of who "
                           "offends, and no rate by residents is given.")]  # fmt: skip


def share_cell(part: float | None, total: float) -> str:
    """Per cent with its interval, or the mark of an absent one."""
    if part is None or not total:
        return str(Mark.NOT_AVAILABLE)
    found = share_with_interval([part], [total])
    value, low, high = (100 * float(x[0]) for x in (found.value, found.ci_lower, found.ci_upper))
    return f"{value:.1f} ({low:.1f} to {high:.1f})"
