"""Gaps between need, evidence and provision, found by rule, each with the records that it rests on and what would change it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from opensna.alignment.gaps_rule import GapRule, Rules
from opensna.alignment.need_plan import NeedPlan
from opensna.alignment.provision import (
    Index,
    Territory,
    directions,
    in_band,
    is_open_fund,
    provides,
    resembles,
    says,
    told,
)
from opensna.commissioning.programme import Programme
from opensna.core.errors import DocumentError
from opensna.reference.tiers import tiers
from opensna.whatworks.approach import Approach
from opensna.whatworks.crosswalk import shown
from opensna.whatworks.registries import registries
from opensna.whatworks.select import select


@dataclass(frozen=True)
class Reason:
    """A record that a gap rests on: its kind ("rating", "programme", "register", "need", "rule"), id and what it says."""

    kind: str
    id: str
    text: str


@dataclass(frozen=True)
class Gap:
    """A gap. `id` is the rule's, with the approach's after a stroke where the rule looks at approaches.

    may_close: programmes of which nobody wrote down whether they provide it, by id. areas: codes, for a rule that looks at cells.
    """

    id: str
    rule: str
    title: str
    sentence: str
    reasons: tuple[Reason, ...]
    changed_by: tuple[str, ...]
    may_close: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ground:
    """What rules look at: programmes that provide, the index, the need and its plan, the map's cells and the areas."""

    programmes: Sequence[Programme]
    index: Index
    need: pd.DataFrame
    cells: pd.DataFrame
    plan: NeedPlan
    territory: Territory


def find_gaps(rules: Rules, ground: Ground) -> tuple[Gap, ...]:
    """Every gap that the rules give, in the order of the rules.

    Raises
    ------
    DocumentError : a rule whose band or cohort the plan does not have. UnknownIdError : a condition that no approach can meet.
    """
    found: list[Gap] = []
    for rule in rules.values():
        _check(rule, ground.plan)
        found += _FINDERS[rule.looks_at](rule, ground)
    return tuple(found)


def _of_approaches(rule: GapRule, ground: Ground) -> list[Gap]:
    made = []
    for approach in select(ground.index.values(), **rule.select):
        ways = directions(approach)
        if not ways & set(rule.directions) or ways & set(rule.never):
            continue
        if any(provides(p, approach.id) for p in ground.programmes):
            continue
        said = rule.sentence.format(name=approach.name, told=told(approach), read=len(ground.programmes))
        near = [p for p in ground.programmes if resembles(p, approach.id)]
        reasons = (*_ratings(approach), *_near(near, "is linked to it, without providing it"), _read(ground.programmes))
        made.append(Gap(
            f"{rule.id}/{approach.id}", rule.id, approach.name, said, (*reasons, _why(rule)), rule.changed_by,
            _open(ground.programmes),
        ))  # fmt: skip
    return made


def _of_group(rule: GapRule, ground: Ground) -> list[Gap]:
    of_tiers = [p for p in ground.programmes if p.tier in rule.tiers]
    if any(says(p, rule.words) for p in of_tiers):
        return []
    others = [p for p in ground.programmes if p.tier not in rule.tiers and says(p, rule.words)]
    names = ", ".join(tiers()[name].name.lower() if name in tiers() else name for name in rule.tiers)
    said = rule.sentence.format(title=_begun(rule.title), read=len(of_tiers), tiers=names)
    reasons = (
        _read(of_tiers),
        Reason("rule", rule.id, f"looked for: {', '.join(rule.words)}"),
        *_near(others, "says so, but works in another tier"),
        Reason("need", rule.id, "[x] no measure loaded here counts this group's need"),
    )
    return [Gap(rule.id, rule.id, rule.title, said, (*reasons, _why(rule)), rule.changed_by, _open(of_tiers))]


def _of_theme(rule: GapRule, ground: Ground) -> list[Gap]:
    needs = _need_in(rule, ground)
    if needs is not None and not needs["low"].gt(0).any():
        return []
    chosen = select(ground.index.values(), **rule.select) if rule.select else ()
    providers = [
        p for p in ground.programmes if says(p, rule.words) or any(provides(p, approach.id) for approach in chosen)
    ]
    if providers:
        return []
    needed = "no need is loaded [x]" if needs is None else _need_text(needs, ground)
    said = rule.sentence.format(title=rule.title, need=needed, read=len(ground.programmes))
    band = next(b for b in ground.plan.bands if b.id == rule.band)
    then = [p for p in ground.programmes if p.hours and in_band(p, band) == "yes"]
    hours = f"{len(then)} of {len(ground.programmes)} programmes say that they are open {band.name.lower()}; " \
        f"{sum(not p.hours for p in ground.programmes)} state no hours"  # fmt: skip
    reasons = (
        Reason("need", f"need, {rule.band}", needed),
        _read(ground.programmes),
        Reason("rule", rule.id, f"looked for: {', '.join(rule.words)}"),
        Reason("register", "hours", hours),
        *(reason for approach in chosen for reason in _ratings(approach)),
    )
    return [Gap(rule.id, rule.id, rule.title, said, (*reasons, _why(rule)), rule.changed_by, _open(ground.programmes))]


def _of_cells(rule: GapRule, ground: Ground) -> list[Gap]:
    cells = ground.cells[(ground.cells["band"] == rule.band) & (ground.cells["cohort"] == rule.cohort)]
    bare = cells[cells["need_low"].gt(0) & cells["state"].ne("provided")]
    if bare.empty:
        return []
    where = _where(bare["area_name"].tolist(), ground.territory)
    said = rule.sentence.format(n=len(bare), of=len(ground.territory.areas), areas=ground.territory.words, where=where)
    possible = list(dict.fromkeys(name for names in bare["possible"] for name in names))
    by_id = {p.id: p for p in ground.programmes}
    needs = _need_in(rule, ground)
    reasons = (
        Reason("need", f"need, {rule.band}", "" if needs is None else _need_text(needs, ground)),
        Reason("register", "cells", f"{int(bare['state'].eq('not provided').sum())} of these {ground.territory.words} surely "
               "have no programme then; in the others programmes do not say where, for whom or when they are open"),
        *_near([by_id[name] for name in possible], "does not say where, for whom or when it is open, and may be"),
    )  # fmt: skip
    return [Gap(
        rule.id, rule.id, rule.title, said, (*reasons, _why(rule)), rule.changed_by, tuple(possible),
        tuple(bare["area_code"]),
    )]  # fmt: skip


_FINDERS = {"approach": _of_approaches, "group": _of_group, "theme": _of_theme, "cells": _of_cells}


def _need_in(rule: GapRule, ground: Ground) -> pd.DataFrame | None:
    """Rows of need in the rule's band (and cohort): of the whole if it has figures, else of its areas; None if there are none."""
    need = ground.need
    rows = need[(need["band"] == rule.band) & need["low"].notna()]
    rows = rows[rows["cohort"] == rule.cohort] if rule.cohort else rows
    whole = rows[rows["area_code"] == ground.territory.whole]
    chosen = whole if len(whole) else rows
    return None if chosen.empty else chosen


def _need_text(needs: pd.DataFrame, ground: Ground) -> str:
    names = {cohort.id: cohort.name for cohort in ground.plan.cohorts}
    said = []
    for cohort, rows in needs.groupby("cohort", sort=False):
        low, high = rows["low"].sum(), rows["high"].sum()
        number = (
            f"{low:,.0f}"
            if low == high
            else f"{low:,.0f} or more"
            if high == float("inf")
            else f"{low:,.0f} to {high:,.0f}"
        )
        years = rows["years"].iloc[0]
        said.append(f"{_begun(names[str(cohort)])}: {number} offences" + (f" in {years:g} years" if years != 1 else ""))
    return "; ".join(said)


_FEW = 5


def _where(names: Sequence[str], territory: Territory) -> str:
    """Areas by name, in the order of the partnership; where they are more than a few, by those that are not among them."""
    others = [name for name in territory.areas.values() if name not in names]
    if not others:
        return f"all {territory.words}"
    return ", ".join(names) if len(names) <= _FEW or len(others) >= len(names) else f"all but {', '.join(others)}"


def _begun(name: str) -> str:
    """A name as it stands within a sentence: proper names keep their capital."""
    return name if name.split(maxsplit=1)[0].rstrip(",") in ("Gypsy",) else name[0].lower() + name[1:]


def _ratings(approach: Approach) -> tuple[Reason, ...]:
    return tuple(
        Reason("rating", rating.id, f"{approach.name}, {registries()[rating.registry].short}: {rating.direction}; impact "
               f"{shown(rating, 'impact')}; evidence {shown(rating, 'evidence')}; {shown(rating, 'address')}")
        for rating in approach.ratings
    )  # fmt: skip


def _near(programmes: Sequence[Programme], what: str) -> tuple[Reason, ...]:
    return tuple(Reason("programme", p.id, f"{p.name} {what}") for p in programmes)


def _read(programmes: Sequence[Programme]) -> Reason:
    return Reason("register", "programmes", f"{len(programmes)} read: {', '.join(p.id for p in programmes)}")


def _why(rule: GapRule) -> Reason:
    return Reason("rule", rule.id, rule.source)


def _open(programmes: Sequence[Programme]) -> tuple[str, ...]:
    return tuple(p.id for p in programmes if is_open_fund(p))


def _check(rule: GapRule, plan: NeedPlan) -> None:
    bands, cohorts = [b.id for b in plan.bands], [c.id for c in plan.cohorts]
    for what, name, known in (("band", rule.band, bands), ("cohort", rule.cohort, cohorts)):
        if name is not None and name not in known:
            raise DocumentError(
                f"a rule names a {what} that is not in the plan of need", where=f"{rule.id}.yaml, field {what}", found=repr(name),
                expected=", ".join(known), do_this=f"use one of them, or add the {what} to the plan",
            )  # fmt: skip
