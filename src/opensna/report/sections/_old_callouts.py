"""Where ambulances were called to assaults in 2009 to 2011: an old series by the wards of then, dated, beside nothing of today."""

from __future__ import annotations

from typing import Any

import numpy as np

from opensna.assessment.claims import number
from opensna.core.block import Block, Callout, Table
from opensna.core.period import Period
from opensna.report.cells import records
from opensna.report.section import SectionContext, in_words
from opensna.report.sections._published import figures_held

CALLOUTS = "ambulance_callouts_2009_2011"
WARD = "ward"
BANDS = ("fewest", "fewer", "middle", "more", "most")


def old_callouts(context: SectionContext, *, fewest: int) -> list[Block]:
    """How far they gathered in few wards; for one area, its wards in order of name and in bands. Nothing where it is not loaded."""
    if not figures_held(context, (CALLOUTS,)):
        return []
    every = list(records(context.rows_everywhere(CALLOUTS, "count", breakdown=WARD)))
    own = every if context.area.is_whole else [r for r in every if r["area_code"] == context.area.code]
    if not own:
        return []
    when = Period(own[0]["period_start"], own[0]["period_end"])
    keys = [
        context.key(CALLOUTS, "count", area=r["area_code"], period=when, breakdown=WARD, group=r["group"]) for r in own
    ]
    said = context.say(
        "concentrated", *keys, what="call-outs of ambulances to assaults", where=context.area.name, places="wards of that time",
        when=in_words(when), fewest=str(fewest),
    )  # fmt: skip
    blocks: list[Block] = [
        Callout(f"An old series: {when.label}", "Not of the assessed period, and not comparable with it: it shows where ambulances were called then."),
        said,
    ]  # fmt: skip
    if not context.area.is_whole:
        blocks.append(_wards(context, own, [r["value"] for r in every], when))
    return [*blocks, context.caveats(CALLOUTS)]


def _wards(context: SectionContext, own: list[dict[str, Any]], every: list[float], when: Period) -> Table:
    cuts = np.quantile(every, [0.2, 0.4, 0.6, 0.8])
    rows = tuple(
        (str(r["group"]), number(r["value"]), BANDS[int(np.searchsorted(cuts, r["value"], side="left"))])
        for r in sorted(own, key=lambda r: str(r["group"]))
    )
    columns = ("Ward of that time", "Call-outs in all three years", "Band")
    return Table(
        f"Call-outs of ambulances to assaults, {context.area.name}, {when.label}, in order of name", columns, rows, numeric=columns[1:2],
        note=f"Bands are fifths of all wards of {context.whole.name} of that time by count. More come where more people are.",
        source=context.source_line(CALLOUTS), is_synthetic=context.is_synthetic(CALLOUTS),
    )  # fmt: skip
