"""Police, ambulance and hospital series of the same thing side by side, with a test of whether they agree in direction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from opensna.assessment.claims import number
from opensna.core.block import Block, Callout, Chart, Table
from opensna.core.missing import Mark
from opensna.core.period import Period
from opensna.report.cells import records
from opensna.report.section import Section, SectionContext
from opensna.report.sections._breaks import note_of
from opensna.report.sections._published import figures_held, say_figure

WITNESSES = {
    "mps_violence_with_injury": "Police: violence with injury",
    "sv_knife": "Police: knife violence",
    "ambulance_assaults": "Ambulance: assaults attended",
    "ecds_assault": "Hospital: emergency attendances after an assault",
    "ecds_assault_knife": "Hospital: emergency attendances after an assault with a knife",
    "nhs_sharp_object": "Hospital: admissions for assault by sharp object",
    "gla_knife_injury_under25": "Police: knife crime with injury, victim under 25",
}
Series = dict[Period, tuple[tuple[Period, ...], float]]
"""By year: the periods that make it up, and its count."""
SETS = {
    "Assault": ("mps_violence_with_injury", "ambulance_assaults", "ecds_assault"),
    "Knife violence": ("sv_knife", "gla_knife_injury_under25", "ecds_assault_knife", "nhs_sharp_object"),
}
SURVEY = "csew_personal_crime"
INDEX = "Counts as an index: the first year of each series is 100"
SAME_THING = (
    "Each series counts something else: offences, incidents attended, attendances, admissions. They are set side by side, their direction "
    "is tested over the years that all of them have, and they are never added."
)


def _build(context: SectionContext) -> tuple[Block, ...]:
    series = {id: rows for id in WITNESSES if (rows := _years(context, id))}
    blocks: list[Block] = []
    for title, ids in SETS.items():
        held = [id for id in ids if id in series]
        if len(held) < 2:
            blocks.append(
                Callout(
                    f"{title}: one series or none {Mark.NOT_AVAILABLE}",
                    f"A comparison needs two of: {', '.join(WITNESSES[id] for id in ids)}.",
                )
            )
            continue
        blocks.append(_agreement(context, title, {id: series[id] for id in held}))
    if not series:
        return (
            *context.nothing("at least two of police, ambulance and hospital series"),
            *_survey(context),
            _held(context, series),
        )
    return (
        *blocks,
        _chart(context, series),
        *_survey(context),
        _held(context, series),
        *([Callout("What is compared", SAME_THING)] if len(series) > 1 else []),
    )


def _survey(context: SectionContext) -> list[Block]:
    """What the survey says for a year: it has no direction until a release holds several."""
    if not figures_held(context, (SURVEY,)):
        return []
    said = say_figure(context, SURVEY)
    return [
        said,
        Callout(
            "The Crime Survey is in no test of direction",
            "A release of it holds one year, and is of police force areas alone.",
        ),
    ]


def _held(context: SectionContext, series: Mapping[str, Series]) -> Table:
    """Which witnesses there are for this area, and why the others are not."""
    rows = []
    for id, title in {**WITNESSES, SURVEY: "Survey: adults who were victims of personal crime"}.items():
        if id in series:
            said = f"{len(series[id])} years to {max(period.end.year for period in series[id])}"
        elif id == SURVEY and figures_held(context, (SURVEY,)):
            said = "one year, for the police force area"
        elif context.has(id):
            said = f"{Mark.NOT_AVAILABLE} the release has no whole year of {context.area.name} that is shown"
        else:
            said = f"{Mark.NOT_AVAILABLE} no release is loaded that holds it"
        rows.append((title, said))
    drawn = [*series, *figures_held(context, (SURVEY,))]
    return Table(
        f"Witnesses of violence held for {context.area.name}",
        ("Witness", "What is held"),
        tuple(rows),
        is_synthetic=any(context.is_synthetic(id) for id in drawn),
    )


def _agreement(context: SectionContext, title: str, series: Mapping[str, Series]) -> Block:
    """One sentence on the years that are whole in every series."""
    keys = [
        context.key(id, "count", period=part) for id, of in series.items() for parts, _ in of.values() for part in parts
    ]
    sizes = {id: len(next(iter(of.values()))[0]) for id, of in series.items()}
    said = context.say(
        "agreement", *keys, names="|".join(WITNESSES[id] for id in series), kinds="|".join("count" for _ in series),
        lengths="|".join(str(len(of) * sizes[id]) for id, of in series.items()), parts="|".join(map(str, sizes.values())),
    )  # fmt: skip
    return Callout(f"{title}: do the series agree?", said.text)


def _years(context: SectionContext, id: str) -> Series:
    """Whole years of this area, in order of time: of counts by year, or of twelve months from April where only months are held."""
    of = {Period(r["period_start"], r["period_end"]): r["value"] for r in records(context.rows(id, "count"))}
    of = {when: float(value) for when, value in of.items() if value is not None and when.end <= context.period.end}
    years = {when: ((when,), value) for when, value in of.items() if when.months == 12}
    if years:
        first = {when.start.month for when in years}
        month = context.period.start.month if context.period.start.month in first else min(first)
        return {when: found for when, found in years.items() if when.start.month == month}
    made: Series = {}
    for when in of:
        if when.months == 1 and when.start.month == 4:
            months = Period.of_months(when.start.year, 4, 12).each_month()
            if all(month in of for month in months):
                made[Period.of_months(when.start.year, 4, 12)] = (months, sum(of[month] for month in months))
    return made


def _chart(context: SectionContext, series: Mapping[str, Series]) -> Chart | Table:
    """Every series for itself, as a share of its own first year: what is compared is direction, and one has ten times another's
    counts. The table beneath has the counts.
    """
    table = _table(context, series)
    data: list[dict[str, Any]] = [
        {"panel": WITNESSES[id], "x": _middle(period), "y": 100 * value / first}
        for id, of in series.items() if (first := of[min(of)][1]) > 0 for period, (_, value) in of.items()
    ]  # fmt: skip
    if not data:
        return table
    ends = {id: (min(of), max(of)) for id, of in series.items()}
    alt = " ".join(
        f"{WITNESSES[id]}: {number(series[id][first][1])} in the year to {first.end:%B %Y}, {number(series[id][last][1])} in that to "
        f"{last.end:%B %Y}."
        for id, (first, last) in ends.items()
    )
    return Chart("small_multiples", table.title, alt, "", INDEX, tuple(data), table, table.source, table.is_synthetic)


def _middle(period: Period) -> str:
    return str((period.start + (period.end - period.start) / 2).isoformat())


def _table(context: SectionContext, series: Mapping[str, Series]) -> Table:
    years = sorted({p.end.year for of in series.values() for p in of})
    by_year = {id: {p.end.year: value for p, (_, value) in of.items()} for id, of in series.items()}
    rows = tuple(
        (
            str(year),
            *(number(by_year[id][year]) if year in by_year[id] else str(Mark.NOT_AVAILABLE) for id in series),
        )
        for year in years
    )
    columns = ("Year that it ends in", *(WITNESSES[id] for id in series))
    kinds = "; ".join(f"{WITNESSES[id]}: years beginning in {next(iter(of)).start:%B}" for id, of in series.items())
    kept = list(series)
    title = "Police, ambulance and hospital side by side" if len(kept) > 1 else WITNESSES[kept[0]]
    return Table(
        f"{title}, {context.area.name}", columns, rows, numeric=columns[1:], note=f"{kinds}.{' Never added.' if len(kept) > 1 else ''}{_broken(context, series)}",
        source="; ".join(dict.fromkeys(context.source_line(id) for id in series)), is_synthetic=any(context.is_synthetic(id) for id in series),
    )  # fmt: skip


def _broken(context: SectionContext, series: Mapping[str, Series]) -> str:
    """What breaks any of the series inside its years, each once."""
    crossed = [b for id, of in series.items() for b in context.breaks(id) if b.touches(min(of).start, max(of).end)]
    return note_of(dict.fromkeys(crossed))


SECTION = Section(
    id="witnesses_compared", title="Police, ambulance, hospital and survey", needs=(*WITNESSES, SURVEY), build=_build
)
