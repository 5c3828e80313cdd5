"""The cost of violence: volumes times uprated unit costs, by offence, component and bearer, with its interval."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from opensna.core.errors import InputError
from opensna.core.period import Period
from opensna.costs.catalogue import Catalogue, Detail
from opensna.costs.draws import DRAWS, LEVEL, SEED, draw_count, draw_stated_range, interval
from opensna.costs.uprating import Uprating
from opensna.costs.volumes import Volumes
from opensna.reference.unit_costs import UnitCost
from opensna.stats.rates import Floats
from opensna.stats.rounding import round_half_up_to

By = Literal["offence", "component", "bearer", "stage"]
_KEY = ["area_code", "area_name", "period"]
_TEXTS = ("mark", "price_year", "uprating")
_SUMMED = ("value", "low", "high", *_TEXTS)
_PER_VICTIM = "victim_year"
_ONE_VICTIM_EACH = frozenset({"homicide"})
"""Offences that the police record once a victim, so that victims and offences are the same number."""


@dataclass(frozen=True)
class Costs:
    """One row an area, period, offence and part of its unit cost, in pounds, and the draws that go with the rows.

    Columns: area_code, area_name, period, offence, priced_as, ages, stage, component, bearer, per, counted, volume, volume_low,
    volume_high, volume_kind, volume_source, unit_cost (uprated), unit_cost_low, unit_cost_high, unit_cost_before, priced_in,
    price_year, index_base, index_target, uprating (text), value, low, high, mark, standing,
    standing_of_whole, figure (id), source, page, note.
    low and high have every count and unit cost at its lowest, and at its highest, so that a rounding line below zero has its low
    above its high.
    """

    table: pd.DataFrame
    draws: Floats
    notes: tuple[str, ...]
    seed: int
    is_in_whole_pounds: bool = False

    def by(self, what: By | None = None, *, level: float = LEVEL) -> pd.DataFrame:
        """Sums for each area and period, by offence, component, bearer or stage, or as one total; never across areas.

        Returns
        -------
        area_code, area_name, period, the column asked for, value (NaN and a mark where a part is hidden or absent), low, high,
        ci_lower, ci_upper, ci_level (NaN where nothing varies), unverified_share (of the value, or of the highest where that is
        hidden: how much rests on recalled figures; a sum over all components of an offence rests on its subtotals), mark,
        price_year, uprating; in the order of the rows.
        """
        keys = _KEY + ([what] if what else [])
        groups = self.table.groupby(keys, sort=False, dropna=False).indices.values()
        in_order = sorted(groups, key=lambda at: int(at[0]))
        standing = self.table["standing" if what in ("component", "bearer") else "standing_of_whole"]
        held = {name: self.table[name].to_numpy() for name in _SUMMED}
        held["is_unverified"] = standing.str.startswith("unverified").to_numpy(dtype=np.bool_)
        parts = (({name: column[at] for name, column in held.items()}, self.draws[at]) for at in in_order)
        summed = [_sum(part, draws.sum(axis=0), level) for part, draws in parts]
        firsts = self.table[keys].iloc[[at[0] for at in in_order]].reset_index(drop=True)
        return pd.concat([firsts, pd.DataFrame(summed)], axis=1)

    @property
    def a_day(self) -> pd.DataFrame:
        """Each total over the days of its own period: `by()` with value, low and high a day, and `days`."""
        totals = self.by()
        totals["days"] = [_days(text) for text in totals["period"]]
        for name in ("value", "low", "high", "ci_lower", "ci_upper"):
            totals[name] = totals[name] / totals["days"]
        return totals


def cost_of_violence(
    volumes: Volumes,
    catalogue: Catalogue,
    uprating: Uprating,
    *,
    detail: Detail = "component",
    whole_pounds: bool = False,
    seed: int = SEED,
    draws: int = DRAWS,
) -> Costs:
    """Price every volume.

    Parameters
    ----------
    detail : how finely: "component" (who bears it), "stage" (the publisher's subtotals), "headline".
    whole_pounds : round each uprated unit cost to a whole pound before multiplying, as printed tables do.

    Returns
    -------
    Costs : a row for every part of every volume. A hidden count has no value but a range; what nobody counted is [x]. Each
        figure is drawn once for all areas, so that areas share its error; each count is drawn for itself.

    Raises
    ------
    UnknownIdError : an offence that nothing prices. InputError : a cost per victim and year put on offences or the other way round,
        or on a period that is not twelve months; a year that the index does not hold.
    """
    rows: list[dict[str, Any]] = []
    drawn: list[Floats] = []
    for volume in volumes.table.to_dict("records"):
        offence, note = catalogue.stands_for(str(volume["offence"]))
        counts = _draw_volume(volume, seed, draws)
        for figure in catalogue.parts(offence, detail):
            _refuse_another_unit(figure, volume)
            row, unit_costs = _priced(figure, volume, uprating, note, whole_pounds, seed, draws)
            rows.append(row | {"standing_of_whole": catalogue.standing_of_whole(figure)})
            drawn.append(counts * unit_costs)
    if not rows:
        raise InputError(
            "no count to be priced",
            where="cost of violence",
            do_this="hand in at least one row of disclosed counts",
        )
    return Costs(pd.DataFrame(rows), np.vstack(drawn), volumes.notes, seed, whole_pounds)


def _priced(
    figure: UnitCost, volume: dict[Any, Any], uprating: Uprating, note: str, whole_pounds: bool, seed: int, draws: int
) -> tuple[dict[str, Any], Floats]:
    step = uprating.of(figure.price_year)
    bounds = [figure.value if bound is None else bound for bound in (figure.low, figure.value, figure.high)]
    uprated = np.array(bounds) * step.factor
    low, unit, high = (float(x) for x in (round_half_up_to(uprated, 1.0) if whole_pounds else uprated))
    least, most = (volume[end] * volume[f"multiplier_{end}"] for end in ("low", "high"))
    count = volume["value"] * volume["multiplier"]
    drawn = draw_stated_range(low, unit, high, seed=seed, key=figure.id, draws=draws)
    row = {
        **{name: volume[name] for name in (*_KEY, "offence")},
        "priced_as": figure.offence, "ages": volume["ages"], "stage": figure.stage, "component": figure.component,
        "bearer": figure.bearer, "per": figure.per, "counted": volume["counted"],
        "volume": count, "volume_low": least, "volume_high": most,
        "volume_kind": volume["kind"], "volume_source": _volume_source(volume),
        "unit_cost": unit, "unit_cost_low": low, "unit_cost_high": high, "unit_cost_before": figure.value,
        "priced_in": str(figure.price_year), "price_year": str(step.target), "index_base": step.base_value,
        "index_target": step.target_value, "uprating": step.text,
        "value": count * unit, "low": least * low, "high": _product(most, high), "mark": str(volume["mark"]),
        "standing": figure.standing, "figure": figure.id, "source": figure.source, "page": figure.page,
        "note": "; ".join(text for text in (note, figure.note) if text),
    }  # fmt: skip
    return row, drawn


def _draw_volume(volume: dict[Any, Any], seed: int, draws: int) -> Floats:
    key = "|".join(str(volume[name]) for name in ("area_code", "period", "offence", "ages", "counted"))
    counts = draw_count(volume["low"], volume["value"], volume["high"], seed=seed, key=key, draws=draws)
    ends = (float(volume[name]) for name in ("multiplier_low", "multiplier", "multiplier_high"))
    low, middle, high = ends
    return counts * draw_stated_range(low, middle, high, seed=seed, key=f"multiplier|{volume['offence']}", draws=draws)


def _volume_source(volume: dict[Any, Any]) -> str:
    by = f" times {volume['multiplier']:g} ({volume['multiplier_source']})" if volume["multiplier_source"] else ""
    return f"{volume['source']}{by}"


def _refuse_another_unit(figure: UnitCost, volume: dict[Any, Any]) -> None:
    counts_victims = volume["counted"] == "victims"
    is_per_victim = figure.per == _PER_VICTIM
    if counts_victims != is_per_victim and not (counts_victims and figure.offence in _ONE_VICTIM_EACH):
        raise InputError(
            "a cost per victim and year may not be multiplied by offences, nor one per offence by victims",
            where=f"{volume['offence']}",
            found=f"{volume['counted']}, with a unit cost per {figure.per.replace('_', ' and ')}",
            expected="victims in the year" if is_per_victim else "offences",
            do_this="count distinct victims of the year (one who suffered ten offences is one victim), or leave it out"
            if is_per_victim
            else "hand in counts of offences",
        )
    if is_per_victim and (not volume["period"] or Period.parse(str(volume["period"])).months != 12):
        raise InputError(
            "a cost per victim and year needs the victims of one year",
            where=f"{volume['offence']}",
            found=repr(volume["period"]),
            expected="a period of twelve months",
            do_this="count the victims of one calendar or financial year",
        )


def _product(count: float, unit_cost: float) -> float:
    """A count that has no upper end costs nothing where the offence costs nothing."""
    return 0.0 if np.isinf(count) and unit_cost == 0 else count * unit_cost


def _sum(part: Mapping[str, NDArray[Any]], draws: Floats, level: float) -> dict[str, Any]:
    """One sum of `Costs.by`, of the rows of a part and what they came to in each draw."""
    ci_lower, ci_upper = interval(draws, level=level)
    ends = [_total(part[name]) for name in ("low", "high")]
    return {
        "value": float(part["value"].sum()),
        "low": min(ends),
        "high": max(ends),
        "ci_lower": ci_lower,
        "ci_upper": ci_upper,
        "ci_level": np.nan if np.isnan(ci_lower) else level,
        "unverified_share": _unverified_share(part),
        **{name: "; ".join(dict.fromkeys(text for text in part[name] if text)) for name in _TEXTS},
    }


def _total(amounts: Floats) -> float:
    """The sum, absent where a part is; without an upper end where a part has none, whatever a rounding line takes off."""
    return float("inf") if np.isposinf(amounts).any() else float(amounts.sum())


def _unverified_share(part: Mapping[str, NDArray[Any]]) -> float:
    weight = np.where(np.isnan(part["value"]), part["high"], part["value"])
    total = float(np.nansum(weight))
    if not np.isfinite(total) or total == 0:
        return float(part["is_unverified"].any())
    return float(np.nansum(weight[part["is_unverified"]]) / total)


def _days(text: str) -> int:
    if not text:
        raise InputError(
            "a cost a day needs the days of the period",
            where="cost of violence",
            found="no period",
            do_this="hand in the counts with their period, such as 2023",
        )
    period = Period.parse(text)
    return (period.end - period.start).days + 1
