"""A partnership's police force beside other forces: most similar ones, England and Wales without London, or a set of its own."""

from __future__ import annotations

from typing import Any

from opensna.core.area import Comparator
from opensna.core.block import Block, Callout, Chart, Prose, Table
from opensna.core.missing import Mark
from opensna.core.period import Period
from opensna.estimates.beside import LEVEL_OF_SET
from opensna.reference.police_forces import RESIDENTS_YEAR
from opensna.report.cells import count_cell, interval_cell, rate_cell, records
from opensna.report.section import Section, SectionContext, in_words
from opensna.report.sections._breaks import breaks_within, callout_of, marks_of, note_of
from opensna.report.sections._published import figures_held

MEASURES = {
    "ho_violence_with_injury": "Violence with injury",
    "ho_violence_without_injury": "Violence without injury",
    "ho_homicide": "Homicide",
    "ho_robbery": "Robbery of every kind",
    "ho_personal_robbery": "Robbery of personal property",
    "ho_rape": "Rape",
    "ho_other_sexual_offences": "Other sexual offences",
}
YEAR = 12


def _build(context: SectionContext) -> tuple[Block, ...]:
    held = figures_held(context, tuple(MEASURES))
    if not held:
        return context.nothing("the Home Office's recorded crime by police force (home_office_recorded_crime)")
    if not context.area.is_whole:
        return (
            Callout(f"{context.area.name}: not applicable {Mark.NOT_APPLICABLE}", f"Recorded crime is compared between police forces, not between each "
                    f"{context.area_word} and a force: see the page of {context.whole.name}."),
        )  # fmt: skip
    force = _force(context, held)
    if force is None:
        return context.nothing(
            f"recorded crime of the police force of {context.whole.name} (home_office_recorded_crime)"
        )
    code, name = force
    periods = [
        p for p in (_newest(context, held[0], code, months=YEAR), _newest(context, held[0], code, months=3)) if p
    ]
    comparators = context.comparators(code)
    blocks: list[Block] = [_intro(context, name, comparators)]
    blocks += [_said(context, code, name, held[0], periods[0], comparators)] if periods and comparators else []
    blocks += [_table(context, held, code, name, when, comparators) for when in periods]
    chart = _chart(context, held[0], code, name, comparators)
    if chart:
        first, last = (r for r in (_years(context, held[0], code)[0], _years(context, held[0], code)[-1]))
        blocks += [chart, *callout_of(breaks_within(context, held[0], first["period_start"], last["period_end"]))]
    return (*blocks, context.caveats(held[0]))


def _force(context: SectionContext, held: list[str]) -> tuple[str, str] | None:
    """The force area that the partnership is, or lies in, and that has figures."""
    places = {context.whole.code: context.whole.name, **context.edited.partnership.around}
    return next(
        ((code, name) for code, name in places.items() if any(len(context.rows(m, "rate", area=code)) for m in held)),
        None,
    )


def _years(context: SectionContext, measure: str, code: str) -> list[dict[str, Any]]:
    """Rates of twelve months that end as the newest do up to the assessed period, in order of time."""
    frame = context.rows(measure, "rate", area=code)
    held = [r for r in records(frame[frame["months"] == YEAR]) if r["period_end"] <= context.period.end]
    return [r for r in held if r["period_end"].month == held[-1]["period_end"].month]


def _newest(context: SectionContext, measure: str, code: str, *, months: int) -> Period | None:
    frame = context.rows(measure, "rate", area=code)
    held = [r for r in records(frame[frame["months"] == months]) if r["period_end"] <= context.period.end]
    return Period(held[-1]["period_start"], held[-1]["period_end"]) if held else None


def _intro(context: SectionContext, name: str, comparators: tuple[Comparator, ...]) -> Prose | Callout:
    if not comparators:
        return Callout(f"{name} is compared with no other force {Mark.NOT_AVAILABLE}", "No list of similar forces is held for it. The Inspectorate "
                       "publishes the groups of most similar forces; write its list into records/comparators and assess again.")  # fmt: skip
    how = "; ".join(
        f"{c.name}: {len(c.members)} force areas, {'all offences over all residents' if c.weighted else 'the plain mean of their rates'}"
        for c in comparators
    )
    sources = dict.fromkeys(
        f"{one.source}, {one.version}"
        for one in context.edited.sets.values()
        for c in comparators
        if c.id.startswith(one.id)
    )
    return Prose(f"{name} is set beside other police force areas. {how}. The lists are those of: {'; '.join(sources)}.")


def _said(
    context: SectionContext, code: str, name: str, measure: str, when: Period, comparators: tuple[Comparator, ...]
) -> Prose:
    """The first offence in words, against each comparator."""
    parts = [
        context.say(
            "comparison", context.key(measure, "difference_from", area=code, period=when, comparator=c.id), other=c.name
        )
        for c in comparators
    ]
    start = f"{MEASURES[measure]}, {name}, {in_words(when)}. "
    return Prose(start + " ".join(p.text for p in parts), tuple(claim for p in parts for claim in p.claim_ids))


def _table(
    context: SectionContext, held: list[str], code: str, name: str, when: Period, comparators: tuple[Comparator, ...]
) -> Table:
    rows = []
    for measure in held:
        count = context.row(context.key(measure, "count", area=code, period=when))
        rate = context.row(context.key(measure, "rate", area=code, period=when))
        cells = [count_cell(count and count.value), rate_cell(rate and rate.value),
                 interval_cell(rate and rate.ci_lower, rate and rate.ci_upper)]  # fmt: skip
        for c in comparators:
            level, gap = (
                context.row(context.key(measure, statistic, area=code, period=when, comparator=c.id))
                for statistic in (LEVEL_OF_SET, "difference_from")
            )
            cells += [
                rate_cell(level and level.value),
                gap.comparison if gap and gap.comparison else str(Mark.NOT_AVAILABLE),
            ]
        rows.append((MEASURES[measure], *map(str, cells)))
    heads = [head for c in comparators for head in (c.name, f"{name} against: {c.name}")]
    columns = ("Offence", "Offences", "Rate per 1,000", "95% interval", *heads)
    return Table(
        f"{name} and other forces, {when.label}", columns, tuple(rows), numeric=(*columns[1:4], *heads[::2]),
        note=f"Figures as their publisher released them; rates are ours, over the residents of mid-{RESIDENTS_YEAR} whatever the period, for only then "
        "are England's and Wales's force areas held together. They are for the period and not for a year.",
        source=context.source_line(held[0]), is_synthetic=context.is_synthetic(held[0]),
    )  # fmt: skip


def _chart(
    context: SectionContext, measure: str, code: str, name: str, comparators: tuple[Comparator, ...]
) -> Chart | None:
    """The first offence over the years, the force's with its interval and each comparator's."""
    years = _years(context, measure, code)
    if len(years) < 2:
        return None
    data: list[dict[str, Any]] = [
        {"x": _middle(r), "y": r["value"], "lower": r["ci_lower"], "upper": r["ci_upper"], "series": name}
        for r in years
    ]
    rows = []
    for r in years:
        when = Period(r["period_start"], r["period_end"])
        levels = [
            context.row(context.key(measure, LEVEL_OF_SET, area=code, period=when, comparator=c.id))
            for c in comparators
        ]
        data += [
            {
                "x": _middle(r),
                "y": None if level is None else level.value,
                "lower": None,
                "upper": None,
                "series": c.name,
            }
            for c, level in zip(comparators, levels, strict=True)
        ]
        rows.append((when.label, rate_cell(r["value"]), *(rate_cell(level and level.value) for level in levels)))
    within = breaks_within(context, measure, years[0]["period_start"], years[-1]["period_end"])
    title = f"{MEASURES[measure]}: {name} and other forces"
    columns = ("Twelve months", name, *(c.name for c in comparators))
    table = Table(
        title, columns, tuple(rows), numeric=columns[1:], note=f"Rates per 1,000 residents of mid-{RESIDENTS_YEAR}.{note_of(within)}",
        source=context.source_line(measure), is_synthetic=context.is_synthetic(measure),
    )  # fmt: skip
    alt = f"Rate per 1,000 in {name}: {rate_cell(years[0]['value'])} in {rows[0][0]} and {rate_cell(years[-1]['value'])} in {rows[-1][0]}."
    options: dict[str, Any] = {"ticks": [{"x": _middle(r), "label": f"{r['period_end']:%Y}"} for r in years]}
    options |= {"breaks": marks_of(within)} if within else {}
    return Chart(
        "line",
        title,
        alt,
        "",
        "Rate per 1,000 residents",
        tuple(data),
        table,
        table.source,
        table.is_synthetic,
        options,
    )


def _middle(record: dict[str, Any]) -> str:
    start, end = record["period_start"], record["period_end"]
    return str((start + (end - start) / 2).isoformat())


SECTION = Section(id="forces_compared", title="Police forces compared", needs=tuple(MEASURES), build=_build)
