"""Police, ambulance and hospital series of the same thing side by side, with a test of whether they agree in direction."""

from __future__ import annotations

from collections.abc import Mapping

from opensna.assessment.claims import number
from opensna.core.block import Block, Callout, Table
from opensna.core.missing import Mark
from opensna.core.period import Period
from opensna.report.cells import records
from opensna.report.section import Section, SectionContext

WITNESSES = {
    "mps_violence_with_injury": "Police: violence with injury",
    "sv_knife": "Police: knife violence",
    "ambulance_assaults": "Ambulance: assaults attended",
    "nhs_sharp_object": "Hospital: admissions for assault by sharp object",
    "gla_knife_injury_under25": "Police: knife crime with injury, victim under 25",
}
Series = dict[Period, tuple[tuple[Period, ...], float]]
"""By year: the periods that make it up, and its count."""
SETS = {
    "Assault": ("mps_violence_with_injury", "ambulance_assaults"),
    "Knife violence": ("sv_knife", "gla_knife_injury_under25", "nhs_sharp_object"),
}
NOT_COMPARED = (
    "The Crime Survey is published for the whole Metropolitan Police area and for one year at a time, and emergency department attendances (ecds_assault) are "
    "restricted: where no release is loaded they are not available [x]. Each series counts something else: offences, incidents attended, admissions. "
    "They are set side by side and never added."
)


def _build(context: SectionContext) -> tuple[Block, ...]:
    series = {id: rows for id in WITNESSES if (rows := _years(context, id))}
    if len(series) < 2:
        return (
            *context.nothing("at least two of police, ambulance and hospital series"),
            Callout("What is compared", NOT_COMPARED),
        )
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
    blocks += [_table(context, series), Callout("What is compared", NOT_COMPARED)]
    return tuple(blocks)


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
    return Table(
        f"Police, ambulance and hospital side by side, {context.area.name}", columns, rows, numeric=columns[1:], note=f"{kinds}. Never added.",
        source="; ".join(dict.fromkeys(context.source_line(id) for id in series)), is_synthetic=any(context.is_synthetic(id) for id in series),
    )  # fmt: skip


SECTION = Section(id="witnesses_compared", title="Police, ambulance and hospital", needs=tuple(WITNESSES), build=_build)
