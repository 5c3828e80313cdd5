"""When violence is recorded: hour by weekday, month of the year, and the hours after school and at night."""

from __future__ import annotations

from typing import Any

from opensna.assessment.claims import number
from opensna.core.block import Block, Callout, Chart, Prose, Table
from opensna.definition.scope import UNKNOWN, WEEKDAYS, WINDOWS
from opensna.report.cells import count_cell, records
from opensna.report.section import Section, SectionContext
from opensna.report.sections._figures import rounding_note

BY_TIME = {
    "sv_by_time_under25": "violence affecting under-25s",
    "sv_by_time_violence_with_injury": "violence with injury",
    "sv_by_time_personal_robbery": "robbery of personal property",
}
BY_WINDOW = "sv_under25_by_window"
HOURS = tuple(str(hour) for hour in range(24))
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def _build(context: SectionContext) -> tuple[Block, ...]:
    held = [measure for measure in BY_TIME if context.has(measure)]
    if not held and not context.has(BY_WINDOW):
        return context.nothing("the case-level police extracts (police_offences, police_victims, police_suspects)")
    blocks: list[Block] = []
    if context.has(BY_WINDOW):
        blocks += _windows(context)
    if context.area.is_whole:
        for measure in held:
            blocks += _by_hour(context, measure)
        blocks += [chart for measure in held[:1] if (chart := _by_month(context, measure))]
    elif held:
        blocks.append(Prose(f"Hour by weekday and month of the year are in the assessment of {context.whole.name}: in one {context.area_word} most hours "
                            "of most weekdays hold too few offences to show."))  # fmt: skip
    blocks.append(context.caveats(held[0] if held else BY_WINDOW))
    return tuple(blocks)


def _windows(context: SectionContext) -> list[Block]:
    """Counts by part of the day in the assessed period, in the order of WINDOWS."""
    found = {r["group"]: r for r in _now(context, BY_WINDOW, "window")}
    if not any(r["value"] for r in found.values()):
        return [
            Callout(
                "Parts of the day: no figures [c] or [x]",
                f"No count by part of the day can be shown for {context.area.name}.",
            )
        ]
    title = f"Violence affecting under-25s by part of the day, {context.area.name}, {context.period.label}"
    rows = tuple(
        (name, count_cell(found[name]["value"], found[name]["mark"])) for name in WINDOWS if name in found
    )  # fmt: skip
    return [
        Table(
            title, ("Part of the day", "Offences"), rows, numeric=("Offences",),
            note=f"{rounding_note(context, BY_WINDOW)} School terms are not held: after school is Monday to Friday of the whole year.",
            source=context.source_line(BY_WINDOW), is_synthetic=context.is_synthetic(BY_WINDOW),
        )
    ]  # fmt: skip


def _by_hour(context: SectionContext, measure: str) -> list[Block]:
    """A heat map of weekday by hour, its table and how many offences have no known hour."""
    cells = {tuple(r["group"].split("*")): r for r in _now(context, measure, "weekday*hour")}
    shown = {place: r["value"] for place, r in cells.items() if r["value"] and place[1] in HOURS}
    if not shown:
        return []
    data = tuple(_cell(cells, day, hour) for day in WEEKDAYS for hour in HOURS)
    rows = tuple((day, *(_text(cells, day, hour) for hour in HOURS)) for day in WEEKDAYS)
    (day, hour), most = max(shown.items(), key=lambda item: item[1])
    unknown = sum(r["value"] or 0 for (_, hour), r in cells.items() if hour == UNKNOWN)
    title = f"{BY_TIME[measure].capitalize()} by hour and weekday, {context.area.name}, {context.period.label}"
    table = Table(
        title, ("Weekday", *HOURS), rows, numeric=HOURS, note=rounding_note(context, measure),
        source=context.source_line(measure), is_synthetic=context.is_synthetic(measure),
    )  # fmt: skip
    alt = f"Most are recorded on {day} between {hour}:00 and {int(hour) + 1}:00 ({number(most)} offences)."
    options: dict[str, Any] = {"rows": WEEKDAYS, "columns": HOURS, "is_table_closed": True}
    chart = Chart("heat_map", title, alt, "Hour of the day", "", data, table, table.source, table.is_synthetic, options)
    return [chart, Prose(f"{alt} {number(unknown)} have no known hour and are not on the map.")]


def _by_month(context: SectionContext, measure: str) -> Chart | None:
    found = {r["group"]: r for r in _now(context, measure, "month_of_year")}
    names = {f"{i:02d}": name for i, name in enumerate(MONTHS, start=1)}
    shown = [(name, found[code]) for code, name in names.items() if code in found]
    if sum(r["value"] is not None for _, r in shown) < 2:
        return None
    title = f"{BY_TIME[measure].capitalize()} by month, {context.area.name}, {context.period.label}"
    bars = tuple({"label": n, "value": r["value"], "lower": None, "upper": None, "mark": r["mark"]} for n, r in shown)
    table = Table(
        title, ("Month", "Offences"), tuple((n, count_cell(r["value"], r["mark"])) for n, r in shown), numeric=("Offences",),
        note=rounding_note(context, measure), source=context.source_line(measure), is_synthetic=context.is_synthetic(measure),
    )  # fmt: skip
    most = max((pair for pair in shown if pair[1]["value"] is not None), key=lambda pair: pair[1]["value"])
    alt = f"The most are recorded in {most[0]} ({number(most[1]['value'])}). Months differ in length; one year does not make a season."
    return Chart("bar", title, alt, "Offences", "", bars, table, table.source, table.is_synthetic)


def _cell(cells: dict[tuple[str, ...], dict[str, Any]], day: str, hour: str) -> dict[str, Any]:
    found = cells.get((day, hour), {"value": 0, "mark": ""})
    return {"row": day, "column": hour, "value": found["value"], "mark": found["mark"]}


def _text(cells: dict[tuple[str, ...], dict[str, Any]], day: str, hour: str) -> str:
    found = cells.get((day, hour))
    return "0" if found is None else count_cell(found["value"], found["mark"])


def _now(context: SectionContext, measure: str, breakdown: str) -> list[dict[str, Any]]:
    frame = context.rows(measure, "count", breakdown=breakdown)
    now = (frame["period_start"] == context.period.start) & (frame["period_end"] == context.period.end)
    return list(records(frame[now]))


SECTION = Section(id="when_it_happens", title="When it happens", needs=(*BY_TIME, BY_WINDOW), build=_build)
