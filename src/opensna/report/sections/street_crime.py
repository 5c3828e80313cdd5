"""Recorded crime of any force by type, and what came of it, as data.police.uk publishes it: broad types, never serious violence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from opensna.core.block import Block, Callout, Table
from opensna.core.missing import Mark
from opensna.core.period import Period
from opensna.reference.police_forces import RESIDENTS_YEAR, names_of_forces
from opensna.reference.population import LATEST_YEAR
from opensna.report.cells import count_cell, interval_cell, rate_cell, records
from opensna.report.section import Section, SectionContext
from opensna.report.sections._breaks import breaks_within, note_of
from opensna.report.sections._published import figures_held
from opensna.report.sections._searched import share_cell

TYPES = {
    "street_violence_and_sexual_offences": "Violence and sexual offences",
    "street_robbery": "Robbery",
    "street_possession_of_weapons": "Possession of weapons",
    "street_theft_from_the_person": "Theft from the person",
    "street_criminal_damage_and_arson": "Criminal damage and arson",
    "street_public_order": "Public order",
    "street_drugs": "Drugs",
    "street_antisocial_behaviour": "Antisocial behaviour (incidents, not offences)",
}
OFFENCES, OUTCOMES, ANTISOCIAL = "street_offences", "outcomes_of_offences", "street_antisocial_behaviour"
OF_SHARES = {OFFENCES: ("last_outcome", "offences"), OUTCOMES: ("outcome", "outcomes")}
"""By figure: its groups, and what the shares are of. One is never divided by the other."""
YEAR, SHOWN = 12, 5
NOT_VIOLENCE = (
    "These are the publisher's fourteen types. Its type 'Violence and sexual offences' holds harassment and common assault beside murder and rape, and cannot tell "
    "injury, age or domestic abuse: it is not serious violence, and stands for it nowhere in this report."
)
Year = dict[str, Any]


def _build(context: SectionContext) -> tuple[Block, ...]:
    held = figures_held(context, tuple(TYPES))
    if not held:
        return (
            *context.nothing("street-level crime of the area's own police force (police_uk_street)"),
            *_outcomes(context, OUTCOMES),
        )
    blocks: list[Block] = [Callout("Not a count of serious violence", NOT_VIOLENCE)]
    code, name = _place(context, held)
    years = {id: found for id in held if (found := _years(context, id, code))}
    if years:
        blocks += [_by_type(context, name, years), *_outcomes(context, OFFENCES)]
    else:
        blocks.append(
            Callout(f"{name}: not available {Mark.NOT_AVAILABLE}", "The release has no twelve months on end of this area's own police force up to the "
                    "end of the assessed period; a month without its rows was not delivered, and is not zero.")
        )  # fmt: skip
    if context.area.is_whole:
        blocks += _by_area(context, [id for id in held if id != ANTISOCIAL])
    return (*blocks, *_outcomes(context, OUTCOMES), context.caveats(held[0]))


def _place(context: SectionContext, ids: Sequence[str]) -> tuple[str, str]:
    """This area; for a whole that not all of its forces are held of, the first force area around it that is."""
    here = (context.area.code, context.area.name)
    places = [here, *(context.edited.partnership.around.items() if context.area.is_whole else ())]
    return next(((code, name) for code, name in places if any(_years(context, id, code) for id in ids)), here)


def _years(context: SectionContext, id: str, code: str) -> list[Year]:
    """Twelve months that end as the newest do up to the assessed period's end, in order of time."""
    frame = context.rows(id, "count", area=code)
    held = [r for r in records(frame[frame["months"] == YEAR]) if r["period_end"] <= context.period.end]
    return [r for r in held if r["period_end"].month == held[-1]["period_end"].month][-SHOWN:]


def _when(year: Year) -> Period:
    return Period(year["period_start"], year["period_end"])


def _by_type(context: SectionContext, name: str, years: Mapping[str, list[Year]]) -> Table:
    """Offences of each type by year, and the newest year's rate where the place's residents are known."""
    first = next(iter(years.values()))
    spans = [_when(year) for year in max(years.values(), key=len)]
    of = {id: {_when(r): r["value"] for r in found} for id, found in years.items()}
    rates = {
        id: context.row(context.key(id, "rate", area=str(first[0]["area_code"]), period=spans[-1])) for id in years
    }
    with_rates = any(rates.values())
    rows: list[tuple[str, ...]] = []
    for id, found in of.items():
        cells = [count_cell(found.get(span)) for span in spans]
        if with_rates:
            rate = rates[id]
            cells += [rate_cell(rate and rate.value), interval_cell(rate and rate.ci_lower, rate and rate.ci_upper)]
        rows.append((TYPES[id], *map(str, cells)))
    columns = ("Type", *(span.label for span in spans), *(("Rate per 1,000", "95% interval") if with_rates else ()))
    within = dict.fromkeys(b for id in years for b in breaks_within(context, id, spans[0].start, spans[-1].end))
    year = RESIDENTS_YEAR if first[0]["area_code"] in names_of_forces() else LATEST_YEAR
    per = f" Rates are ours, of the last column's twelve months over the residents of mid-{year}." if with_rates else ""
    return _table(
        context, f"Recorded crime by type, {name}", columns, rows, ids=tuple(years),
        note=f"Rows as their publisher released them, counted by the small area that each was moved to; those without one are in no area.{per} "
        f"Six types of theft, burglary and other crime are left out.{note_of(within)}",
    )  # fmt: skip


def _by_area(context: SectionContext, held: Sequence[str]) -> list[Block]:
    """Each type of offence in every area of the partnership, in the newest twelve months of the first that has any."""
    newest = {
        place: {id: of[-1] for id in held if (of := _years(context, id, place.code))}
        for place in context.edited.areas if not place.is_whole
    }  # fmt: skip
    found = next((_when(r) for of in newest.values() for r in of.values()), None)
    if found is None:
        return []
    same = {place: {id: r["value"] for id, r in of.items() if _when(r) == found} for place, of in newest.items()}
    rows = [(place.name, *(str(count_cell(of.get(id))) for id in held)) for place, of in same.items()]
    return [
        _table(
            context, f"Recorded crime by {context.area_word} and type, {found.label}", (context.area_word.capitalize(), *(TYPES[id] for id in held)),
            rows, ids=held, note="In order of name, and no ranking: numbers rise with those who come there. Rates are in the assessment of each "
            f"{context.area_word}. {Mark.NOT_AVAILABLE}: no twelve months of its own force are held.",
        )
    ]  # fmt: skip


def _outcomes(context: SectionContext, id: str) -> list[Block]:
    """Shares of each outcome in the newest twelve months, with their intervals and what they are of."""
    grouped, unit = OF_SHARES[id]
    code, name = _place(context, [id])
    years = _years(context, id, code) if figures_held(context, [id]) else []
    if not years:
        needed = "of this area's own police force (police_uk_outcomes), with twelve months on end"
        return [
            Callout(
                f"Outcomes of offences in {name}: not available {Mark.NOT_AVAILABLE}",
                f"Their shares need the file of outcomes {needed}.",
            )
        ]
    newest = years[-1]
    frame = context.rows(id, "count", breakdown=grouped, area=code)
    chosen = frame[(frame["period_start"] == newest["period_start"]) & (frame["period_end"] == newest["period_end"])]
    found = sorted((r for r in records(chosen) if r["value"]), key=lambda r: (-r["value"], str(r["group"])))
    rows = [(str(r["group"]), str(count_cell(r["value"])), share_cell(r["value"], newest["value"])) for r in found]
    told = f" {' '.join(context.described(id).caveats)}" if id == OFFENCES else ""
    what = "Last known outcome of offences" if id == OFFENCES else "Outcomes by the month in which they were given"
    table = _table(
        context, f"{what}, {name}, {_when(newest).label}", ("Outcome", unit.capitalize(), f"Per cent of {unit} (95% interval)"), rows, ids=[id],
        note=f"Of {count_cell(newest['value'])} {unit}. Intervals are of chance alone.{told}",
    )  # fmt: skip
    return [table] if id == OFFENCES else [table, context.caveats(id)]


def _table(
    context: SectionContext, title: str, columns: tuple[str, ...], rows: Sequence[tuple[str, ...]], *, ids: Sequence[str], note: str
) -> Table:  # fmt: skip
    return Table(
        title, columns, tuple(rows), numeric=columns[1:], note=note, source=context.source_line(ids[0]),
        is_synthetic=any(context.is_synthetic(id) for id in ids),
    )  # fmt: skip


SECTION = Section(
    id="street_crime",
    title="Recorded crime by type, and its outcomes",
    needs=(*TYPES, OFFENCES, OUTCOMES),
    build=_build,
)
