"""Need and provision cell by cell: area, cohort and hours; places against need as bounds, and shares of both."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from opensna.alignment.need_plan import ANY, NeedPlan
from opensna.alignment.provision import Fit, Territory, for_cohort, in_area, in_band, least
from opensna.commissioning.programme import Programme

COLUMNS = (
    "area_code", "area_name", "cohort", "band", "need", "need_low", "need_high", "mark", "years", "state", "programmes",
    "possible", "places_low", "places_high", "coverage_low", "coverage_high", "need_share_low", "need_share_high",
    "places_share_low", "places_share_high", "verdict", "assets",
)  # fmt: skip
"""One row an area, cohort and band, in the order of areas: never of need.

need: recorded offences in `years`, from need_low to need_high. state: "provided" (a programme says that it covers the area, cohort
and hours), "may be provided" (some do not say), "not provided". programmes, possible: ids of the one and the other. places_low,
places_high: places of them; endless where a programme does not state its places. coverage: places for each offence a year; it is
no share of people helped. shares: of all areas' need, and of all areas' places. verdict: "over" or "under" where the area's share
of places lies wholly above or below its share of need, "in proportion" where both are exact and equal, else "cannot tell".
assets: services of the directory that are open to anybody then, None where there is no directory."""


@dataclass(frozen=True)
class _Offer:
    """One programme in one cohort and band: where it is, how sure that is, and its places from `low` to `high`."""

    programme: Programme
    fits: dict[str, Fit]
    is_certain: bool
    places: tuple[float, float]

    def only(self, area: str) -> bool:
        return self.fits[area] == "yes" and all(fit == "no" for code, fit in self.fits.items() if code != area)

    def surely_elsewhere(self, area: str) -> bool:
        return self.is_certain and self.fits[area] == "no" and "yes" in self.fits.values()

    def maybe_elsewhere(self, area: str) -> bool:
        return any(fit != "no" for code, fit in self.fits.items() if code != area)


def build_cells(
    need: pd.DataFrame,
    programmes: Sequence[Programme],
    plan: NeedPlan,
    territory: Territory,
    assets: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Every area, cohort and band of the plan and any hour, as COLUMNS.

    Parameters
    ----------
    need : as `check_need` returns it; a cell that it lacks has the mark [x]. programmes : those that provide.
    assets : area_code, band, services; or None.
    """
    held = {(r["area_code"], r["cohort"], r["band"]): r for r in need.to_dict("records")}
    services = {} if assets is None else {(r["area_code"], r["band"]): r["services"] for r in assets.to_dict("records")}
    bands = {ANY: None, **{band.id: band for band in plan.bands}}
    rows = []
    for cohort in plan.cohorts:
        for name, band in bands.items():
            offers = []
            for programme in programmes:
                fit = least(for_cohort(programme, cohort), in_band(programme, band))
                if fit != "no":
                    fits = {area: in_area(programme, area, territory) for area in territory.areas}
                    places = (0.0, math.inf) if programme.places is None else (float(programme.places),) * 2
                    offers.append(_Offer(programme, fits, fit == "yes", (places[0], places[1])))
            needs = {area: _need(held.get((area, cohort.id, name))) for area in territory.areas}
            for area, area_name in territory.areas.items():
                found = services.get((area, name)) if assets is not None else None
                rows.append(
                    {"area_code": area, "area_name": area_name, "cohort": cohort.id, "band": name}
                    | _row(area, needs, offers)
                    | {"assets": found}
                )
    made = pd.DataFrame(rows, columns=list(COLUMNS))
    order = {code: i for i, code in enumerate(territory.areas)}
    return made.sort_values("area_code", key=lambda codes: codes.map(order), kind="stable", ignore_index=True)


def _need(row: dict[Any, Any] | None) -> dict[str, Any]:
    if row is None:
        row = {"value": math.nan, "low": math.nan, "high": math.nan, "mark": "[x]", "years": 1.0}
    mark = row["mark"] if isinstance(row["mark"], str) else ""
    return {"need": row["value"], "need_low": row["low"], "need_high": row["high"], "mark": mark, "years": row["years"]}


def _row(area: str, needs: dict[str, dict[str, Any]], offers: Sequence[_Offer]) -> dict[str, Any]:
    here = [offer for offer in offers if offer.fits[area] != "no"]
    sure = [offer.programme.id for offer in here if offer.is_certain and offer.fits[area] == "yes"]
    possible = [offer.programme.id for offer in here if offer.programme.id not in sure]
    low = sum(offer.places[0] for offer in here if offer.is_certain and offer.only(area))
    high = sum((offer.places[1] for offer in here), 0.0)
    need = needs[area]
    years = need["years"]
    state = "provided" if sure else "may be provided" if possible else "not provided"
    of_need, of_places = _share_of_need(area, needs), _share_of_places(area, offers, low, high)
    return need | {
        "state": state, "programmes": tuple(sure), "possible": tuple(possible), "places_low": low, "places_high": high,
        "coverage_low": _ratio(low, need["need_high"] / years), "coverage_high": _ratio(high, need["need_low"] / years),
        "need_share_low": of_need[0], "need_share_high": of_need[1], "places_share_low": of_places[0],
        "places_share_high": of_places[1], "verdict": _verdict(of_need, of_places),
    }  # fmt: skip


def _share_of_need(area: str, needs: dict[str, dict[str, Any]]) -> tuple[float, float]:
    """Of areas that have a figure: one that the source does not cover is left out."""
    mine = needs[area]
    others = [n for code, n in needs.items() if code != area and not math.isnan(n["need_low"])]
    if math.isnan(mine["need_low"]):
        return math.nan, math.nan
    rest_low, rest_high = sum(n["need_low"] for n in others), sum(n["need_high"] for n in others)
    return _part(mine["need_low"], rest_high), _part(mine["need_high"], rest_low)


def _share_of_places(area: str, offers: Sequence[_Offer], low: float, high: float) -> tuple[float, float]:
    """Each programme's places may lie in any of its areas: all of them here, or as many as can be elsewhere."""
    rest_high = sum((o.places[1] for o in offers if o.maybe_elsewhere(area)), 0.0)
    rest_low = sum((o.places[0] for o in offers if o.surely_elsewhere(area)), 0.0)
    if low == 0 and rest_high == 0:
        return (math.nan, math.nan) if high == 0 else (0.0, 1.0)
    if high == 0 and rest_low == 0:
        return math.nan, math.nan
    return _part(low, rest_high), _part(high, rest_low)


def _part(mine: float, rest: float) -> float:
    if math.isinf(rest):
        return 0.0
    if math.isinf(mine):
        return 1.0
    return mine / (mine + rest) if mine + rest > 0 else math.nan


def _ratio(places: float, offences: float) -> float:
    if math.isnan(offences):
        return math.nan
    if offences == 0:
        return math.nan if places == 0 else math.inf
    return 0.0 if math.isinf(offences) else places / offences


def _verdict(need: tuple[float, float], places: tuple[float, float]) -> str:
    if any(math.isnan(share) for share in (*need, *places)):
        return "cannot tell"
    if need[0] == need[1] == places[0] == places[1]:
        return "in proportion"
    return "over" if places[0] > need[1] else "under" if places[1] < need[0] else "cannot tell"
