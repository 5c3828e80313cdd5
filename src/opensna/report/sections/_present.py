"""Who else is there: a ward's offences over its residents, its workday population and its footfall, side by side."""

from __future__ import annotations

from typing import Any

from opensna.core.block import Block, Callout, Table
from opensna.core.missing import Mark
from opensna.report.cells import count_cell, interval_cell, rate_cell
from opensna.report.section import SectionContext
from opensna.report.sections._published import figures_held
from opensna.stats.rates import rate_with_interval

PRESENT = {
    "people_resident": "Residents",
    "people_workday": "Working day",
    "people_footfall": "Passing through a day",
}
PER = 1000


def present(context: SectionContext, measure: str, wards: list[dict[str, Any]]) -> list[Block]:
    """The table of these wards (records of their counts), or why there is none."""
    held = figures_held(context, tuple(PRESENT))
    known = [r for r in wards if any(context.latest(id, area=str(r["area_code"])) for id in held)]
    if not known:
        return [_absent()]
    columns = ["Ward", "Offences"]
    for title in PRESENT.values():
        columns += [title, f"Per {PER:,} of them ({title.lower()})", f"95% interval ({title.lower()})"]
    rows = tuple(_row(context, held, r) for r in sorted(known, key=lambda r: str(r["area_name"])))
    sources = dict.fromkeys(context.source_line(id) for id in (measure, *held))
    table = Table(
        f"{context.edited.measures[measure].title}: over three counts of people, {context.area.name}", tuple(columns), rows,
        numeric=tuple(columns[1:]), note="Each rate is of the same offences: none of the three is the number at risk, and the choice moves the rate more "
        "than chance does. Intervals are of the offences alone. Not compared with other wards.", source="; ".join(sources),
        is_synthetic=any(context.is_synthetic(id) for id in (measure, *held)),
    )  # fmt: skip
    return [table, context.caveats(held[0])]


def _row(context: SectionContext, held: list[str], ward: dict[str, Any]) -> tuple[str, ...]:
    cells = [str(ward["area_name"]), count_cell(ward["value"], str(ward["mark"] or ""))]
    for id in PRESENT:
        found = context.latest(id, area=str(ward["area_code"])) if id in held else None
        people = None if found is None or found.is_absent else found.value
        if people is None or ward["value"] is None:
            cells += [(found.mark if found else "") or str(Mark.NOT_AVAILABLE)] * 3
        elif not people:
            cells += ["0", str(Mark.NOT_APPLICABLE), str(Mark.NOT_APPLICABLE)]
        else:
            rate = rate_with_interval([ward["value"]], [people], per=PER)
            cells += [count_cell(people), rate_cell(rate.value[0]), interval_cell(rate.ci_lower[0], rate.ci_upper[0])]
    return tuple(map(str, cells))


def _absent() -> Callout:
    return Callout(f"Residents, workers and visitors {Mark.NOT_AVAILABLE}", "A rate for a place such as the West End divides by the few who live there. Beside the "
                   "residents it needs the people who work there and the people who pass through. Nobody releases the three openly together, so no "
                   "rate is given for a ward until a table of them is loaded (people_present): the workday population is the census's, footfall is "
                   "counted by city authorities, improvement districts and mobile operators.")  # fmt: skip
