"""The commissioning map as one page that needs no server: it reads whole without JavaScript, and filters where there is some."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from opensna.alignment.gaps import Gap
from opensna.alignment.provision_map import ProvisionMap
from opensna.reference.logic_model import priority_areas
from opensna.reference.tiers import tiers
from opensna.whatworks.shell import Cell, Filter, Row, attributes, draw, listed, table

_INTRO = (
    "What is needed, what is provided and what is known to work, as of {on}. Areas are in the partnership’s own order and are not "
    "ranked. Need is violence that was recorded; what is not reported is not in it, so read it beside what residents say. What a "
    "programme does not state about places, areas or hours stays open: “may be provided” is neither yes nor no. Services of "
    "commissioners whose programmes are not in the register are not on the map. Ethnicity is no input to anything here."
)
_UNREVIEWED = (
    "Working paper: in no register of publications, and not for release until a second person has reviewed it."
)
_EVIDENCE = {
    "beneficial": "A registry calls an approach of it beneficial",
    "other": "Approaches that no registry calls beneficial",
    "none": "No approach",
}
_CONTENTS = {
    "gaps": "Gaps, by rule", "cells": "Need and provision", "programmes": "Programmes", "unused": "Evidence without provision",
    "bare": "Provision without evidence", "cliffs": "Funding cliffs", "reach": "Reach", "unstated": "What is not stated",
}  # fmt: skip


def map_page(made: ProvisionMap, *, notes: Sequence[str], is_synthetic: bool, title: str = "Commissioning map") -> str:
    """The page's HTML; nothing in it is loaded from elsewhere."""
    on = made.inputs.on
    called = {p.id: p.name for p in made.inputs.programmes.values()}
    warnings = ["SYNTHETIC data: the need on this page is made up.", _UNREVIEWED][not is_synthetic :]
    return draw(
        f"{title}: {made.inputs.territory.whole_name}", _INTRO.format(on=f"{on.day} {on:%B %Y}"),
        "\n".join((_gaps(made.gaps, called), _cells(made), _programmes(made), _between(made), _money(made), _reach(made))),
        warnings=warnings, notes=notes, contents=_CONTENTS, filters=_filters(made),
        counted={"gaps": len(made.gaps), "cells": len(made.cells), "programmes": len(made.programmes),
                 "reach": len(made.reach_by_area)},
    )  # fmt: skip


def _filters(made: ProvisionMap) -> list[Filter]:
    plan = made.inputs.plan
    held = set(made.cells["band"])
    return [
        ("area", made.inputs.territory.word.capitalize(), made.inputs.territory.areas),
        ("cohort", "Cohort", {c.id: c.name for c in plan.cohorts}),
        ("band", "Hours", {k: v for k, v in plan.band_names.items() if k in held}),
        ("state", "Provision", {s: s.capitalize() for s in dict.fromkeys(sorted(made.cells["state"]))}),
        ("verdict", "Places against need", {v: v.capitalize() for v in sorted(set(made.cells["verdict"]))}),
        ("priority", "Priority area of a programme", {a.id: a.name for a in priority_areas().values()}),
        ("tier", "Tier of a programme", {t.id: t.name for t in tiers().values()}),
        ("evidence", "Evidence of a programme", _EVIDENCE),
    ]


def _gaps(gaps: Sequence[Gap], called: Mapping[str, str]) -> str:
    items = "".join(_gap(gap, called) for gap in gaps)
    return f'<h2 id="gaps">Gaps, by rule</h2><ul class="items">{items or "<li>No rule finds a gap.</li>"}</ul>'


def _gap(gap: Gap, called: Mapping[str, str]) -> str:
    title = escape(gap.title)
    reasons = listed([f"{reason.kind} {reason.id}: {reason.text}" for reason in gap.reasons])
    data = {"kind": "gaps"} | ({"area": "|".join(gap.areas)} if gap.areas else {})
    named = escape("; ".join(called[name] for name in gap.may_close))
    open_ones = f"<p>Programmes that may close it already, but do not say so: {named}.</p>" if named else ""
    return (
        f'<li{attributes(data)}><h3 id="gap-{escape(gap.id.replace("/", "-"))}">{title}</h3><p>{escape(gap.sentence)}</p>'
        f"<details><summary>Why, and what would change it: {title}</summary><p>It rests on</p>{reasons}"
        f"<p>What would change it</p>{listed(gap.changed_by)}{open_ones}</details></li>"
    )


def _cells(made: ProvisionMap) -> str:
    cohorts, bands = {c.id: c.name for c in made.inputs.plan.cohorts}, made.inputs.plan.band_names
    called = {p.id: p.name for p in made.inputs.programmes.values()}
    has_assets = made.cells["assets"].notna().any()
    heads = [
        made.inputs.territory.word.capitalize(), "Cohort", "Hours", "Need (offences)", "Provision", "Programmes", "May be open",
        "Places", "Places for 100 offences a year", "Share of need", "Share of places", "Places against need",
        *(["Free services open (directory)"] if has_assets else []),
    ]  # fmt: skip
    rows: list[Row] = []
    for row in made.cells.to_dict("records"):
        data = {
            "kind": "cells", "area": row["area_code"], "cohort": row["cohort"], "band": row["band"], "state": row["state"],
            "verdict": row["verdict"],
        }  # fmt: skip
        need, named = _need(row), "; ".join(called[name] for name in row["programmes"])
        cells: list[Cell] = [
            (row["area_name"], False), (cohorts[row["cohort"]], False), (bands[row["band"]], False), (need, True),
            (row["state"], False), (named, False), (str(len(row["possible"]) or ""), True),
            (_range(row["places_low"], row["places_high"]), True),
            (_range(100 * row["coverage_low"], 100 * row["coverage_high"], digits=1), True),
            (_range(100 * row["need_share_low"], 100 * row["need_share_high"], digits=1, unit="%"), True),
            (_share_of_places(row), True),
            (row["verdict"], False), *([(_plain(row["assets"]), True)] if has_assets else []),
        ]  # fmt: skip
        rows.append((data, cells))
    note = (
        "A cell is one area, cohort and part of the week. Cohorts overlap: one offence may be in several, so they are not added. "
        "A programme that runs in several parts of the week is in each of them. Places are of programmes, and a place is no "
        "person. “Over” and “under” compare an area’s share of places with its "
        "share of recorded need; they say nothing of whether there is enough."
    )
    return table("cells", "Need and provision", note, heads, rows)


def _programmes(made: ProvisionMap) -> str:
    heads = [
        "Programme", "Priority area", "Tier", "For", "Ages", "Where", "Hours", "Places", "Evidence", "Evaluations",
        "Funded until",
    ]  # fmt: skip
    rows: list[Row] = []
    names = {area.id: area.name for area in priority_areas().values()}
    for row in made.programmes.to_dict("records"):
        data = {
            "kind": "programmes",
            "priority": row["priority_area"],
            "tier": row["tier"],
            "evidence": row["evidence"],
        }
        cells: list[Cell] = [
            (row["name"], False), (names[row["priority_area"]], False), (row["tier"], False), (row["cohort"], False),
            (row["ages"] or "[x]", False), (_where(row["areas"]), False), (row["hours"] or "[x]", False),
            (_plain(row["places"]), True), (row["evidence_text"], False), (", ".join(row["evaluations"]) or "[x]", False),
            (str(row["funded_until"] or "[x]"), False),
        ]  # fmt: skip
        rows.append((data, cells))
    return table("programmes", "Programmes that provide", "[x]: the register does not say.", heads, rows)


def _between(made: ProvisionMap) -> str:
    unused: list[Row] = [
        ({}, [(r["name"], False), (r["told"], False), (", ".join(r["resembled_by"]), False)])
        for r in made.unused_evidence.to_dict("records")
    ]
    bare: list[Row] = [
        ({}, [(r["name"], False), (r["why"], False), (", ".join(r["evaluations"]) or "none known", False)])
        for r in made.without_evidence.to_dict("records")
    ]
    return table(
        "unused", "Evidence without provision", "Approaches that a registry calls beneficial and no live programme provides. Not "
        "every approach fits every place.", ["Approach", "Registries", "Resembled by"], unused,
    ) + table(
        "bare", "Provision without evidence", "Programmes that provide no approach which a registry calls beneficial. That is "
        "absence of evidence in the index, and no finding against them.", ["Programme", "Why", "Evaluations"], bare,
    )  # fmt: skip


def _money(made: ProvisionMap) -> str:
    rows: list[Row] = [
        ({}, [(r["name"], False), (str(r["funded_until"]), False), (_plain(r["amount"], "£"), True),
              ("; ".join(r["leaves_bare"]), False)])
        for r in made.cliffs.to_dict("records")
    ]  # fmt: skip
    note = (
        f"Funding known to end within {made.inputs.months} months. Of {len(made.no_end)} further programmes nobody wrote down "
        "when it ends."
    )
    heads = ["Programme", "Funded until", "Amount", "Leaves without a programme"]
    return table("cliffs", "Funding cliffs", note, heads, rows)


def _reach(made: ProvisionMap) -> str:
    every = made.reach
    rows: list[Row] = [
        ({"kind": "reach", "area": r["area_code"]},
         [(r["area_name"], False), (_range(r["least"], r["most"]), True), (str(len(r["not_counted"])), True)])
        for r in made.reach_by_area.to_dict("records")
    ]  # fmt: skip
    unstated: list[Row] = [
        ({}, [(r["fact"].capitalize(), False), (f"{r['unstated']} of {r['of']}", True)])
        for r in made.unstated.to_dict("records")
    ]
    note = (
        f"In all, between {every.least:,} and {every.most:,} different people, of {len(every.counted)} programmes that say "
        f"whom; {len(every.not_counted)} state none. The same person may be in several programmes, so the numbers are not added up."
    )
    heads = [made.inputs.territory.word.capitalize(), "Different people reached", "Programmes that state none"]
    return table("reach", "Reach without counting anybody twice", note, heads, rows) + table(
        "unstated",
        "What the register does not say",
        "Each is written into records/programmes.",
        ["Fact", "Programmes"],
        unstated,
    )


def _need(row: Mapping[Any, Any]) -> str:
    years = f" in {row['years']:g} years" if row["years"] != 1 else ""
    if math.isnan(row["need_low"]):
        return str(row["mark"])
    if math.isnan(row["need"]):
        return f"{row['mark']} {_range(row['need_low'], row['need_high'])}{years}"
    return _range(row["need"], row["need"]) + years


def _share_of_places(row: Mapping[Any, Any]) -> str:
    low, high = row["places_share_low"], row["places_share_high"]
    return "not stated" if (low, high) == (0, 1) else _range(100 * low, 100 * high, digits=1, unit="%")


def _range(low: float, high: float, *, digits: int = 0, unit: str = "") -> str:
    """A range as text: one number where both ends are the same, "or more" where it has no end."""
    if math.isnan(low) or math.isnan(high):
        return "cannot tell"
    if math.isinf(high):
        return "not stated" if low == 0 else f"{low:,.{digits}f}{unit} or more"
    first, last = f"{low:,.{digits}f}", f"{high:,.{digits}f}"
    return f"{first}{unit}" if first == last else f"{first} to {last}{unit}"


def _plain(value: Any, before: str = "") -> str:
    return "[x]" if value is None or math.isnan(value) else f"{before}{value:,.0f}"


def _where(areas: Sequence[str]) -> str:
    if not areas:
        return "[x]"
    return ", ".join(areas) if len(areas) <= 4 else f"{len(areas)} areas"
