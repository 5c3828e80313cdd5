"""The breaks of an edition's series: what its manifest keeps of them, and which of them each estimate's series crosses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from opensna.core.missing import Mark
from opensna.core.period import Period
from opensna.definition.breaks import Break

KEPT = "series_breaks"
"""Where a manifest keeps them."""
_SERIES = ["measure", "area_code"]
_STEP = ["measure", "baseline_start", "baseline_end", "period_start", "period_end"]


def kept_in_manifest(breaks: Mapping[str, Sequence[Break]]) -> dict[str, Any]:
    """The part of a manifest: the ids of the breaks by measure, and each break once."""
    told = {one.id: one.model_dump(mode="json") for of in breaks.values() for one in of}
    of = {measure: [one.id for one in several] for measure, several in breaks.items() if several}
    return {KEPT: {"of": of, "told": list(told.values())}}


def breaks_told(manifest: Mapping[str, Any]) -> tuple[Break, ...]:
    """Every break that touches a series of the edition, earliest first."""
    held = manifest.get(KEPT, {"told": ()})["told"]
    return tuple(sorted((Break.model_validate(one) for one in held), key=lambda one: (one.date, one.id)))


def breaks_crossed(table: pd.DataFrame, manifest: Mapping[str, Any]) -> pd.Series[str]:
    """For each row of a table of estimates, the breaks that its series crosses: days and ids, "2023-04-01 conduct_crimes_2023".

    A change crosses those that lie between its two periods; any other row those between the first and the last day of its
    measure's series in its area. "[z]" where there is none; "[x]" where the edition was made before its manifest kept them.
    """
    if KEPT not in manifest:
        return pd.Series(str(Mark.NOT_AVAILABLE), index=table.index, dtype=object)
    every = {one.id: one for one in breaks_told(manifest)}
    of = {measure: [every[id] for id in ids] for measure, ids in manifest[KEPT]["of"].items()}
    out = pd.Series(str(Mark.NOT_APPLICABLE), index=table.index, dtype=object)
    broken = table[table["measure"].isin(list(of))]
    is_change = broken["baseline_start"].notna() & (broken["baseline_start"] != "")
    for keys, rows in ((_SERIES, broken[~is_change]), (_STEP, broken[is_change])):
        if rows.empty:
            continue
        groups = rows.groupby(keys, sort=False)
        if keys is _SERIES:
            ends = groups.agg({"period_start": "min", "period_end": "max"}).reset_index()
            said = [
                _said(one for one in of[r.measure] if one.touches(_day(r.period_start), _day(r.period_end)))
                for r in ends.itertuples(index=False)
            ]
        else:
            said = [
                _said(one for one in of[measure] if one.lies_between(*_in_order(*days)))
                for measure, *days in groups.size().index
            ]
        out.loc[rows.index] = np.array(said, dtype=object)[groups.ngroup().to_numpy()]
    return out


def _said(breaks: Iterable[Break]) -> str:
    told = [f"{one.date.isoformat()}{f' to {one.until.isoformat()}' if one.until else ''} {one.id}" for one in breaks]
    return "; ".join(told) or str(Mark.NOT_APPLICABLE)


def _in_order(base_start: Any, base_end: Any, start: Any, end: Any) -> tuple[Period, Period]:
    first, last = sorted((Period(_day(base_start), _day(base_end)), Period(_day(start), _day(end))))
    return first, last


def _day(value: Any) -> date:
    """A day of a table of estimates, which holds dates or ISO texts."""
    return date.fromisoformat(str(value)[:10])
