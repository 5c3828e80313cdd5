"""Rows of data.police.uk as figures of authorities, police force areas and regions: offences by type, and what came of them.

A row lies in the authority of its small area, whichever force reported it. A figure is given only where the release has rows of
the area's own force in every month of the period: a month without one was not delivered, it is not zero. British Transport Police
are another force in the same places and are left out, as are rows without a small area.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import ibis
import pandas as pd
import pyarrow as pa

from opensna.core.period import Period
from opensna.reference.lookups import authorities, authority_of_small_areas
from opensna.reference.police_forces import code_of_force
from opensna.sources._police_uk import FORCES
from opensna.sources._rolling import KEY, YEAR, number_of

ALL = "Offences of every type but antisocial behaviour"
ANTISOCIAL = "Anti-social behaviour"
NO_OUTCOME = "None given"
OUTCOMES = "Outcomes of offences"
_LEVELS = {"lad": "area", "pfa": "force", "region": "region"}
_QUARTER = 3
_COUNTED = ["reported_by", "month", "area", "indicator", "group"]


def offences_as_figures(table: Any) -> Any:
    """Counts of the release's rows in the shape of `_published.figures_contract`: each type of crime, and all but antisocial
    behaviour with the last known outcome of each as its group. Each figure is of twelve months (`_spans`).
    """
    offences = table.filter(table.crime_type != ANTISOCIAL)
    said = ibis.literal("last_outcome=") + offences.last_outcome_category.fill_null(NO_OUTCOME)
    return _figures(
        _counted(table, table.crime_type, ibis.literal("")),
        _counted(offences, ibis.literal(ALL), ibis.literal("")),
        _counted(offences, ibis.literal(ALL), said),
    )


def outcomes_as_figures(table: Any) -> Any:
    """As `offences_as_figures`, of outcomes by their own month: all of them, and each type as a group."""
    kinds = (ibis.literal(""), ibis.literal("outcome=") + table.outcome_type)
    return _figures(*(_counted(table, ibis.literal(OUTCOMES), kind) for kind in kinds))


def _counted(table: Any, indicator: Any, group: Any) -> pd.DataFrame:
    """Rows by force, month, authority (absent where the small area is not known), indicator and group."""
    lies_in = pd.DataFrame(authority_of_small_areas().items(), columns=["small", "area"])
    own = ibis.memtable(pa.Table.from_pandas(lies_in, preserve_index=False))
    kept = table.select("reported_by", "month", "lsoa_code", indicator=indicator, group=group)
    rows = kept.left_join(own, kept.lsoa_code == own.small).group_by(_COUNTED).aggregate(number=ibis._.count())
    counted: pd.DataFrame = rows.to_pyarrow().to_pandas()
    return counted


def _figures(*counted: pd.DataFrame) -> Any:
    rows = pd.concat(counted, ignore_index=True)
    rows["force"] = rows["reported_by"].map({name: code_of_force(name) for name in FORCES.values()})
    rows["month"] = rows["month"].map({when: number_of(when) for when in rows["month"].unique()})
    rows = rows[rows["force"].notna()]
    delivered = {str(code): frozenset(months) for code, months in rows.groupby("force")["month"]}
    placed = rows.dropna(subset="area")
    parts = [part for level in _LEVELS if len(part := _of_level(placed, level, delivered))]
    blank = pd.DataFrame(columns=[*KEY, "value", "area_type", "period_start", "period_end"])
    found = pd.concat(parts or [blank], ignore_index=True)
    absent = pd.Series(None, found.index, dtype="string")
    shown = found.assign(value=found["value"].astype(float), mark=absent, lower=float("nan"), upper=float("nan"))
    return ibis.memtable(pa.Table.from_pandas(shown, preserve_index=False))


def _of_level(placed: pd.DataFrame, level: str, delivered: Mapping[str, frozenset[int]]) -> pd.DataFrame:
    """Figures of authorities, forces or regions. What is larger than an authority is held where all that lie in it are."""
    lies_in = _places(level)
    inside = placed.assign(area_code=placed["area"].map({area: code for area, (code, _, _) in lies_in.items()}))
    inside = inside.assign(area_name=inside["area_code"].map({code: name for code, name, _ in lies_in.values()}))
    months = inside.groupby([*KEY, "month"])["number"].sum().unstack("month", fill_value=0)
    forces: dict[str, list[frozenset[int]]] = {}
    for code, _, force in lies_in.values():
        forces.setdefault(code, []).append(delivered.get(force, frozenset()))
    held = {code: frozenset.intersection(*of) for code, of in forces.items()}
    made = []
    for span in _spans(delivered):
        when = Period.of_months(span[0] // 12, span[0] % 12 + 1, len(span))
        own = months[[held[code].issuperset(span) for code in months.index.get_level_values("area_code")]]
        sums = own.reindex(columns=list(span), fill_value=0).sum(axis=1).rename("value").reset_index()
        made.append(sums.assign(area_type=level, period_start=when.start, period_end=when.end))
    return pd.concat(made, ignore_index=True) if made else pd.DataFrame()


def _spans(delivered: Mapping[str, frozenset[int]]) -> Sequence[range]:
    """Twelve months on end that end with a quarter, or with the newest month."""
    months = frozenset[int]().union(*delivered.values())
    ends = [month for month in sorted(months) if month % _QUARTER == _QUARTER - 1 or month == max(months)]
    return [range(end - YEAR + 1, end + 1) for end in ends if min(months) <= end - YEAR + 1]


@cache
def _places(level: str) -> Mapping[str, tuple[str, str, str]]:
    """By authority: code and name of the place of this level that it lies in, and the code of its police force."""
    rows = authorities()
    kind = _LEVELS[level]
    found = rows[["area_code", f"{kind}_code", f"{kind}_name", "force_code"]].set_axis(["a", "b", "c", "d"], axis=1)
    return {area: (code, name, force) for area, code, name, force in found.itertuples(index=False, name=None)}
