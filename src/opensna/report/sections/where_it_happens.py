"""Where violence is recorded: wards in bands, how far it gathers in few of them, who else is there by day, at which stations, and where ambulances went in 2009 to 2011."""

from __future__ import annotations

from typing import Any

import numpy as np

from opensna.assessment.claims import number
from opensna.core.block import Block, Callout, Table
from opensna.core.missing import Mark
from opensna.core.period import Period
from opensna.report.cells import records
from opensna.report.section import Section, SectionContext, in_words
from opensna.report.sections._hubs import HUBS, hubs
from opensna.report.sections._old_callouts import CALLOUTS, old_callouts
from opensna.report.sections._present import PRESENT, present

GROUPS = {
    "mps_ward_group_violence": "offences of violence against the person",
    "mps_ward_group_robbery": "robberies",
    "mps_ward_group_sexual_offences": "sexual offences",
}
FEWEST = 50
"""Offences below which concentration is not worked out."""
BANDS = ("fewest", "fewer", "middle", "more", "most")
SHOWN = 12
"""Wards that a table names; below the borough they stand in bands, in order of name, never in a ranking."""


def _build(context: SectionContext) -> tuple[Block, ...]:
    return (*_of_today(context), *hubs(context), *old_callouts(context, fewest=FEWEST))


def _of_today(context: SectionContext) -> tuple[Block, ...]:
    """Wards by the police's offences, and who else is there."""
    held = [measure for measure in GROUPS if context.has(measure)]
    if not held:
        return (*context.nothing("offences by ward (mps_ward_crime)"), *present(context, "", []))
    blocks: list[Block] = []
    for measure in held:
        wards = _wards(context, measure)
        if wards:
            when = _when(wards)
            keys = [context.key(measure, "count", area=r["area_code"], period=when) for r in wards]
            blocks.append(
                context.say("concentrated", *keys, what=GROUPS[measure], where=context.area.name, places="wards",
                            when=in_words(when), fewest=str(FEWEST))
            )  # fmt: skip
    first = _wards(context, held[0])
    if not first:
        return (Callout(f"{context.area.name}: not available [x]", "The Metropolitan Police give no figures for the wards of this area, or not "
                        "for every month of the assessed period."), *present(context, held[0], []))  # fmt: skip
    blocks.append(_banded(context, held, first))
    blocks += [*present(context, held[0], first), context.caveats(held[0])]
    return tuple(blocks)


def _wards(context: SectionContext, measure: str) -> list[dict[str, Any]]:
    """Counts of the area's wards (of all wards for the whole) in the one year that was counted."""
    frame = context.rows_everywhere(measure, "count")
    inside = {ward.code for ward in context.edited.wards if context.area.is_whole or ward.parent == context.area.code}
    now = frame[frame["area_code"].isin(inside) & frame["value"].notna()]
    return list(records(now))


def _when(wards: list[dict[str, Any]]) -> Period:
    return Period(wards[0]["period_start"], wards[0]["period_end"])


def _banded(context: SectionContext, held: list[str], first: list[dict[str, Any]]) -> Table:
    """Wards of the highest band, or all of a borough's, in order of name, with their band among all wards."""
    everywhere = {
        m: {r["area_code"]: r["value"] for r in _wards(SectionContext(context.edited, context.whole), m)} for m in held
    }
    edges = {
        m: np.quantile(list(values.values()), [0.2, 0.4, 0.6, 0.8]) if values else None
        for m, values in everywhere.items()
    }
    codes = sorted(first, key=lambda r: str(r["area_name"]))
    if context.area.is_whole:
        top = {r["area_code"] for r in sorted(first, key=lambda r: -r["value"])[:SHOWN]}
        codes = [r for r in codes if r["area_code"] in top]
    rows = []
    for r in codes:
        cells: list[str] = []
        for m in held:
            value, cuts = everywhere[m].get(r["area_code"]), edges[m]
            cells += [Mark.NOT_AVAILABLE, Mark.NOT_APPLICABLE] if value is None or cuts is None else [
                number(value), BANDS[int(np.searchsorted(cuts, value, side="left"))]
            ]  # fmt: skip
        rows.append((str(r["area_name"]), *map(str, cells)))
    titles = [GROUPS[m].removeprefix("offences of ").capitalize() for m in held]
    columns = ("Ward", *(name for title in titles for name in (title, f"{title}: band")))
    which = f"the {SHOWN} wards with most violence against the person" if context.area.is_whole else "wards"
    return Table(
        f"{context.area.name}, {which}, {_when(first).label}, in order of name", columns, tuple(rows), numeric=columns[1::2],
        note=f"Bands are fifths of all wards of {context.whole.name} by count. A count rises with the people who come there, not only with those "
        "who live there; offences without a known ward are in none.",
        source="; ".join(dict.fromkeys(context.source_line(m) for m in held)), is_synthetic=any(context.is_synthetic(m) for m in held),
    )  # fmt: skip


SECTION = Section(
    id="where_it_happens", title="Where it happens", needs=(*GROUPS, *PRESENT, *HUBS, CALLOUTS), build=_build
)
