"""Published figures in sections: a sentence, a table of several, and a chart over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from opensna.assessment.claims import figure_text, figure_value
from opensna.assessment.grammar import at_time
from opensna.core.block import Block, Chart, Prose, Table
from opensna.core.missing import Mark
from opensna.core.period import Period
from opensna.estimates.beside import LEVEL_OF_SET
from opensna.estimates.lookup import EstimateRow
from opensna.measures.figure import Figure
from opensna.report.section import SectionContext
from opensna.report.sections._breaks import breaks_within, callout_of, marks_of, note_of
from opensna.report.sections._figures import paragraph

NO_VERDICT = "Of a published figure that goes up or down, nothing here tells whether that is more than chance."
ENGLAND, UNITED_KINGDOM = "E92000001", "K02000001"


def figures_held(context: SectionContext, ids: Sequence[str]) -> list[str]:
    """Those of these figures that the edition has anywhere."""
    return [id for id in ids if id in context.edited.figures]


def figures_shown(context: SectionContext, ids: Sequence[str]) -> list[str]:
    """Those of these figures that a table of them has a row of: published here or around; all of them if none is."""
    codes = [code for code, _ in _places(context, ids)]
    return [id for id in ids if _newest_anywhere(context, id, codes)] or list(ids)


def when_words(start: date, end: date) -> str:
    """A figure's period in words; a single day is written as a day."""
    if start == end:
        return f"{start.day} {start:%B %Y}"
    return Period(start, end).label


def _short_words(when: Period) -> str:
    """A period as it stands in a narrow column."""
    is_year_to = when.months == 12 and when.start.month != 1
    return f"year to {when.end:%b %Y}" if is_year_to else when_words(when.start, when.end)


def say_figure(context: SectionContext, id: str) -> Prose:
    """The newest figure of this area beside the whole's and England's of the same period, and where it has come from."""
    told, (code, name) = _figure(context, id), _stand_in(context, id)
    newest = context.latest(id, area=code)
    by = context.edited.sources[told.source].publisher
    if newest is None:
        key = context.key(id, told.value_is)
        return context.say("figure", key, what=told.title, where=name, when=context.period.label, by=by)
    when = Period(newest.period_start, newest.period_end)
    places = [(code, name), *(place for place in _places(context, [id]) if place[0] not in (code, context.area.code))]
    keys = [context.key(id, told.value_is, area=code, period=when) for code, _ in places]
    said = context.say(
        "figure", *keys, what=told.title, where=name, when=when_words(when.start, when.end), by=by,
        others="|".join(name for _, name in places[1:]),
    )  # fmt: skip
    first = _earliest_like(context, id, newest)
    if first is None:
        return said
    since = context.key(id, told.value_is, area=code, period=first)
    moved = context.say("figure_since", since, keys[0], since=when_words(first.start, first.end))
    return paragraph([said, moved])


def figures_table(context: SectionContext, title: str, ids: Sequence[str]) -> Table:
    """One row a figure: its newest period, and the values here, in the whole and in England of that period."""
    here_and_around = _columns(context, ids)
    rows = []
    codes = [code for code, _ in here_and_around]
    held = figures_shown(context, ids)
    sets = [c for c in context.comparators() if any(context.series(id, area=code) for id in held for code in c.members)]
    for id in held:
        told, newest = _figure(context, id), _newest_anywhere(context, id, codes)
        when = Period(newest.period_start, newest.period_end) if newest else context.period
        cells = [
            *(
                _cell(context.row(context.key(id, told.value_is, area=code, period=when)))
                for code, _ in here_and_around
            ),
            *(_level(told, context.row(context.key(id, LEVEL_OF_SET, period=when, comparator=c.id))) for c in sets),
        ]
        rows.append((told.title, _short_words(when) if newest else str(Mark.NOT_AVAILABLE), *cells, told.unit))
    columns = ("Figure", "Period", *(name for _, name in here_and_around), *(c.name for c in sets), "Unit")
    means = f" Of {' and '.join(c.name for c in sets)}: the plain mean of those published." if sets else ""
    return Table(
        title, columns, tuple(rows), numeric=columns[2:-1], note=f"Figures as their publishers released them.{means}",
        source="; ".join(dict.fromkeys(context.source_line(id) for id in held)),
        is_synthetic=any(context.is_synthetic(id) for id in held),
    )  # fmt: skip


def figure_chart(context: SectionContext, id: str) -> Chart | None:
    """The figure over time here and in the whole; None with fewer than two values. A count is drawn alone: a whole's would flatten it."""
    told, (code, name) = _figure(context, id), _stand_in(context, id)
    held = _drawn(context.series(id, area=code))
    shown = [r for r in held if r["value"] is not None]
    if len(shown) < 2:
        return None
    others = [place for place in _places(context, [id]) if place[0] not in (ENGLAND, code, context.area.code)]
    places = [(code, name), *(others if told.value_is != "count" else ())]
    scale = 100 if told.value_is == "share" else 1
    data = [
        {"x": _middle(r), "y": _scaled(r["value"], scale), "lower": _scaled(r["ci_lower"], scale),
         "upper": _scaled(r["ci_upper"], scale), "series": name}
        for code, name in places for r in _drawn(context.series(id, area=code))
    ]  # fmt: skip
    ends = [
        f"{_shown(told, r['value'])} {at_time(when_words(r['period_start'], r['period_end']))}"
        for r in (shown[0], shown[-1])
    ]
    unit = "Per cent" if told.value_is == "share" else told.unit[:1].upper() + told.unit[1:]
    title = f"{told.title}, {name}"
    within = breaks_within(context, id, shown[0]["period_start"], shown[-1]["period_end"])
    rows = tuple((when_words(r["period_start"], r["period_end"]), _of_record(told, r)) for r in held)
    table = Table(
        title, ("Period", unit), rows, numeric=(unit,), note=f"Figures as their publisher released them.{note_of(within)}",
        source=context.source_line(id), is_synthetic=context.is_synthetic(id),
    )  # fmt: skip
    options: dict[str, Any] = {"is_table_closed": True} if len(rows) > 12 else {}
    options |= {"breaks": marks_of(within)} if within else {}
    return Chart(
        "line",
        title,
        f"{unit}: {ends[0]} and {ends[1]}.",
        "",
        unit,
        tuple(data),
        table,
        table.source,
        table.is_synthetic,
        options,
    )


def _drawn(series: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of periods of several lengths those of the longest, from the first that was published: a month is never drawn beside a year."""
    longest = max((r["months"] for r in series), default=0)
    held = [r for r in series if r["months"] == longest]
    first = next(
        (i for i, r in enumerate(held) if r["value"] is not None or r["mark"] != Mark.NOT_AVAILABLE), len(held)
    )
    return held[first:]


def figure_story(context: SectionContext, id: str) -> list[Block]:
    """The sentence and the chart of one figure, and what broke its series; once a section, that there is no verdict."""
    chart, said = figure_chart(context, id), say_figure(context, id)
    verdict = context.once(NO_VERDICT) if len(said.claim_ids) > 1 and _figure(context, id).value_is != "count" else []
    if chart is None:
        return [said, *verdict]
    drawn = {mark["x"] for mark in chart.options.get("breaks", ())}
    return [*verdict, said, chart, *callout_of(b for b in context.breaks(id) if b.date.isoformat() in drawn)]


def not_measured(title: str, sentence: str) -> Prose:
    """The line that each factor ends with: what nobody measures."""
    return Prose(f"Not measured {Mark.NOT_AVAILABLE}, {title}: {sentence}")


def _stand_in(context: SectionContext, id: str) -> tuple[str, str]:
    """This area; or, for a whole that the figure is not published for, the first area around it that has it."""
    here = (context.area.code, context.area.name)
    if context.series(id) or not context.area.is_whole:
        return here
    around = context.edited.partnership.around.items()
    return next(((code, name) for code, name in around if context.series(id, area=code)), here)


def _places(context: SectionContext, ids: Sequence[str]) -> list[tuple[str, str]]:
    """This area, then of the whole, what is around it and England those that any of the figures is published for."""
    beside = [(context.whole.code, context.whole.name)] if not context.area.is_whole else []
    beside += [*context.edited.partnership.around.items(), (ENGLAND, "England"), (UNITED_KINGDOM, "United Kingdom")]
    held = [(code, name) for code, name in beside if any(context.series(id, area=code) for id in ids)]
    if any(code == ENGLAND for code, _ in held):
        held = [(code, name) for code, name in held if code != UNITED_KINGDOM]
    return [(context.area.code, context.area.name), *held]


def _columns(context: SectionContext, ids: Sequence[str]) -> list[tuple[str, str]]:
    """The areas of a table: those of `_places`, without a whole that none of the figures is published for if another area stands in."""
    here, *around = _places(context, ids)
    is_published = any(context.series(id, area=here[0]) for id in ids)
    return around if around and context.area.is_whole and not is_published else [here, *around]


def _figure(context: SectionContext, id: str) -> Figure:
    return context.edited.figures[id]


def _newest_anywhere(context: SectionContext, id: str, codes: Sequence[str]) -> EstimateRow | None:
    for code in codes:
        found = context.latest(id, area=code)
        if found is not None and not found.is_absent:
            return found
    return None


def _earliest_like(context: SectionContext, id: str, newest: EstimateRow) -> Period | None:
    """The earliest period of the same length that begins in the same month and has a value; None if it is the newest itself."""
    length = Period(newest.period_start, newest.period_end).months
    for r in context.series(id, area=newest.area_code):
        when = Period(r["period_start"], r["period_end"])
        if r["value"] is None or when.months != length or when.start.month != newest.period_start.month:
            continue
        return when if when.start < newest.period_start else None
    return None


def _cell(row: EstimateRow | None) -> str:
    if row is None:
        return str(Mark.NOT_AVAILABLE)
    return (row.mark or str(Mark.NOT_AVAILABLE)) if row.is_absent else figure_text(row).split(" per ")[0]


def _level(told: Figure, row: EstimateRow | None) -> str:
    """The level of a comparison set, printed as the figure is."""
    return _cell(row and replace(row, statistic=told.value_is))


def _of_record(told: Figure, record: dict[str, Any]) -> str:
    if record["value"] is None:
        return str(record["mark"] or Mark.NOT_AVAILABLE)
    return _shown(told, float(record["value"])).removesuffix("%")


def _shown(told: Figure, value: float) -> str:
    return figure_value(value, told.value_is)


def _scaled(value: float | None, scale: float) -> float | None:
    return None if value is None else value * scale


def _middle(record: dict[str, Any]) -> str:
    start: date = record["period_start"]
    end: date = record["period_end"]
    return (start + (end - start) / 2).isoformat()
