"""The commissioning map: programme by evidence, cohort, area and hour against need, and what lies between them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from opensna.alignment.gaps import Gap, Ground, find_gaps
from opensna.alignment.gaps_rule import Rules
from opensna.alignment.need import check_need
from opensna.alignment.need_plan import NeedPlan
from opensna.alignment.provision import (
    Index,
    Territory,
    directions,
    evidence_of,
    in_area,
    provides,
    providing,
    resembles,
    told,
)
from opensna.alignment.provision_cells import build_cells
from opensna.commissioning.portfolio import ReachBounds, funding_cliffs, reach_bounds, unknown_ends
from opensna.commissioning.programme import Programme
from opensna.core.errors import UnknownIdError

PROGRAMME_COLUMNS = (
    "id", "name", "priority_area", "tier", "kind", "cohort", "ages", "areas", "hours", "places", "evidence", "evidence_text",
    "evaluations", "funded_until",
)  # fmt: skip


@dataclass(frozen=True)
class MapInputs:
    """Everything that the map is made of. `need` is a plain table of disclosed counts (`opensna.alignment.need.COLUMNS`)."""

    need: pd.DataFrame
    programmes: Mapping[str, Programme]
    index: Index
    plan: NeedPlan
    territory: Territory
    rules: Rules
    on: date
    months: int = 12
    assets: pd.DataFrame | None = None

    def without(self, programme: str) -> MapInputs:
        """The same without one programme; UnknownIdError if there is none of this id."""
        if programme not in self.programmes:
            raise UnknownIdError.of("programme", programme, list(self.programmes), do_this="use an id of the register")
        return replace(self, programmes={name: p for name, p in self.programmes.items() if name != programme})


@dataclass(frozen=True)
class ProvisionMap:
    """The map of a day.

    programmes : those that provide, one row each (PROGRAMME_COLUMNS). cells : `provision_cells.COLUMNS`.
    without_provision : cells with recorded need and no programme that says it covers them.
    without_evidence : programmes that provide no approach which a registry calls beneficial: id, name, why, evaluations.
    unused_evidence : approaches that a registry calls beneficial and no programme provides: approach, name, told, resembled_by.
    cliffs : as `funding_cliffs`, with `leaves_bare`, the cells that only this programme covers.
    no_end : ids of programmes the end of whose funding nobody wrote down.
    reach : bounds on people reached. reach_by_area : area_code, area_name, least, most, counted, not_counted.
    unstated : what the register does not say: fact, programmes (how many of those that provide).
    """

    inputs: MapInputs
    programmes: pd.DataFrame
    cells: pd.DataFrame
    gaps: tuple[Gap, ...]
    without_evidence: pd.DataFrame
    unused_evidence: pd.DataFrame
    cliffs: pd.DataFrame
    no_end: tuple[str, ...]
    reach: ReachBounds
    reach_by_area: pd.DataFrame
    unstated: pd.DataFrame

    @property
    def without_provision(self) -> pd.DataFrame:
        """Cells where need is recorded and no programme says that it covers area, cohort and hours."""
        bare = self.cells["need_low"].gt(0) & self.cells["state"].ne("provided")
        return self.cells[bare].reset_index(drop=True)


def build_map(inputs: MapInputs) -> ProvisionMap:
    """Draw the map.

    Raises
    ------
    InputError, DocumentError, UnknownIdError : as `check_need` and `find_gaps`.
    """
    territory, plan = inputs.territory, inputs.plan
    need = check_need(inputs.need, plan, territory.names)
    held = providing(inputs.programmes.values(), on=inputs.on)
    cells = build_cells(need, held, plan, territory, inputs.assets)
    ground = Ground(held, inputs.index, need, cells, plan, territory)
    return ProvisionMap(
        inputs=inputs,
        programmes=_programmes(held, inputs.index, territory),
        cells=cells,
        gaps=find_gaps(inputs.rules, ground),
        without_evidence=_without_evidence(held, inputs.index),
        unused_evidence=_unused_evidence(held, inputs.index),
        cliffs=_cliffs(held, cells, on=inputs.on, months=inputs.months),
        no_end=unknown_ends(held),
        reach=reach_bounds(held),
        reach_by_area=_reach(held, territory),
        unstated=_unstated(held),
    )


@dataclass(frozen=True)
class MapChange:
    """What differs between two maps: cells (area_code, cohort, band, what, before, after) and ids of gaps.

    gaps_moved : in both, of other areas.
    """

    cells: pd.DataFrame
    gaps_opened: tuple[str, ...]
    gaps_closed: tuple[str, ...]
    gaps_moved: tuple[str, ...]


def compare_maps(before: ProvisionMap, after: ProvisionMap) -> MapChange:
    """Set two maps of the same areas, cohorts and bands side by side."""
    key = ["area_code", "cohort", "band"]
    both = before.cells.merge(after.cells, on=key, suffixes=("_before", "_after"), how="inner")
    rows = []
    for row in both.to_dict("records"):
        for name in (
            "state",
            "programmes",
            "possible",
            "places_low",
            "places_high",
            "coverage_low",
            "coverage_high",
            "verdict",
        ):
            was, now = row[f"{name}_before"], row[f"{name}_after"]
            if was != now and not (was != was and now != now):
                rows.append({**{part: row[part] for part in key}, "what": name, "before": was, "after": now})
    old, new = ({gap.id: gap.areas for gap in made.gaps} for made in (before, after))
    return MapChange(
        pd.DataFrame(rows, columns=[*key, "what", "before", "after"]),
        tuple(name for name in new if name not in old),
        tuple(name for name in old if name not in new),
        tuple(name for name, areas in new.items() if name in old and old[name] != areas),
    )


def _programmes(held: Sequence[Programme], index: Index, territory: Territory) -> pd.DataFrame:
    rows = []
    for p in held:
        evidence, text = evidence_of(p, index)
        ages = (
            ""
            if p.age_from is None and p.age_to is None
            else f"{p.age_from or 0} to {'any' if p.age_to is None else p.age_to}"
        )
        names = territory.names
        places = [names[code] for code in p.areas if code in names]
        hours = "; ".join(f"{' '.join(h.days)} {h.opens:%H:%M} to {h.closes:%H:%M}" for h in p.hours)
        rows.append((
            p.id, p.name, p.priority_area, p.tier, p.kind, p.cohort, ages, tuple(places), hours,
            float("nan") if p.places is None else p.places, evidence, text, p.evaluations, p.funded_until,
        ))  # fmt: skip
    return pd.DataFrame(rows, columns=list(PROGRAMME_COLUMNS))


def _without_evidence(held: Sequence[Programme], index: Index) -> pd.DataFrame:
    found = [(p, *evidence_of(p, index)) for p in held]
    rows = [(p.id, p.name, why, p.evaluations) for p, evidence, why in found if evidence != "beneficial"]
    return pd.DataFrame(rows, columns=["id", "name", "why", "evaluations"])


def _unused_evidence(held: Sequence[Programme], index: Index) -> pd.DataFrame:
    rows = [
        (a.id, a.name, told(a), tuple(p.id for p in held if resembles(p, a.id)))
        for a in index.values()
        if "beneficial" in directions(a) and not any(provides(p, a.id) for p in held)
    ]
    return pd.DataFrame(rows, columns=["approach", "name", "told", "resembled_by"])


def _cliffs(held: Sequence[Programme], cells: pd.DataFrame, *, on: date, months: int) -> pd.DataFrame:
    made = funding_cliffs(held, on=on, months=months)
    bare = [
        tuple(
            f"{area}, {cohort}, {band}"
            for area, cohort, band, ids in zip(
                cells["area_name"], cells["cohort"], cells["band"], cells["programmes"], strict=True
            )
            if ids == (name,)
        )
        for name in made["id"]
    ]
    made["leaves_bare"] = pd.Series(bare, dtype=object)
    return made


def _reach(held: Sequence[Programme], territory: Territory) -> pd.DataFrame:
    """Of each area: at least those whom a programme of this area alone reached, at most everybody of all that may be open there."""
    rows = []
    for area, name in territory.areas.items():
        here = [p for p in held if in_area(p, area, territory) != "no"]
        only = [p for p in here if set(p.areas) == {area}]
        most = reach_bounds(here)
        rows.append((area, name, reach_bounds(only).least, most.most, most.counted, most.not_counted))
    return pd.DataFrame(rows, columns=["area_code", "area_name", "least", "most", "counted", "not_counted"])


def _unstated(held: Iterable[Programme]) -> pd.DataFrame:
    programmes = tuple(held)
    facts = {
        "areas": [not p.areas for p in programmes],
        "ages": [p.age_from is None and p.age_to is None for p in programmes],
        "days and hours": [not p.hours for p in programmes],
        "places": [p.places is None for p in programmes],
        "people reached": [not any(r.of == "people" for r in p.reach) for p in programmes],
        "end of funding": [p.funded_until is None for p in programmes],
        "approach": [p.no_approach is not None for p in programmes],
    }
    return pd.DataFrame(
        [(fact, sum(lacks), len(lacks)) for fact, lacks in facts.items()], columns=["fact", "unstated", "of"]
    )
