"""Two editions compared: what moved, split exactly into data, definition and world.

A figure of the earlier edition is walked to that of the later one in three steps, each a count of its own:

    earlier edition ──data──▶ same months and definition in the later release
                    ──definition──▶ same months in the later release, under the later definition ──world──▶ later edition

so the three parts add up to the change, whatever they are. Another order of the steps can divide a change a little otherwise;
this one is always taken. A step that cannot be counted is joined to its neighbour and said to be untold, never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from opensna.assessment.edition import Edition
from opensna.core.estimate import as_released
from opensna.core.period import Period
from opensna.disclosure.policy import policies
from opensna.stats.comparisons import change_with_interval

Floats = NDArray[np.float64]

FIGURE = ["measure", "area_code", "breakdown", "group", "statistic"]
"""What a figure is, apart from when."""

STATISTICS = ("count", "rate", "share", "value")
PARTS = ("data", "definition", "world", "untold")
_WHEN = ["period_start", "period_end"]
_HELD = ("value", "low", "high", "numerator", "numerator_low", "numerator_high", "mark", "release")
NOT_THE_MONTHS = "the later release does not hold the earlier months"
NOT_THE_DEFINITION = "the later release was not counted under the earlier definition"
HIDDEN = "a figure is hidden"
ABSENT = "a figure is absent"
LENGTH = "the two editions assess periods of different lengths"


@dataclass(frozen=True)
class Steps:
    """Figures between the two editions, shaped as `figures_at` gives them.

    again: the earlier months in the later release and under the later definition. old_definition: the same under the earlier
    one, of measures that a definition has a say in.
    """

    again: pd.DataFrame
    old_definition: pd.DataFrame


def figures_at(edition: Edition, table: pd.DataFrame) -> pd.DataFrame:
    """Rows of a table of estimates as figures: FIGURE, period and _HELD.

    low and high are what a value may stand for after the edition's disclosure control: the value where nothing was rounded.
    """
    rows = table[table["statistic"].isin(STATISTICS) & (table["baseline_start"].isna())].copy()
    for column in _WHEN:
        rows[column] = rows[column].astype(str).str[:10]
    named = edition.manifest.get("disclosure", {}).get("policies", {})
    policy = np.array([named.get(measure, "none") for measure in rows["measure"]], dtype=object)
    is_count = ~as_released(rows).to_numpy()
    value, number = (rows[column].to_numpy(np.float64) for column in ("value", "numerator"))
    low, high = _stands_for(number, policy, is_count)
    of = rows["denominator"].to_numpy(np.float64)
    of_low, of_high = _stands_for(of, policy, is_count & (rows["statistic"] == "share").to_numpy())
    with np.errstate(invalid="ignore", divide="ignore"):
        smaller = np.where(number > 0, value * (low / number) * (of / of_high), value)
        larger = np.where(number > 0, value * (high / number) * (of / of_low), value)
    whole = rows["statistic"].eq("count").to_numpy()
    return rows.assign(
        low=np.where(whole, low, np.where(np.isnan(smaller), value, smaller)),
        high=np.where(whole, high, np.where(np.isnan(larger), value, larger)),
        numerator_low=low, numerator_high=high, mark=rows["mark"].fillna("").astype(object), is_counted=is_count,
    )[[*FIGURE, *_WHEN, *_HELD, "area_name", "kind", "source", "is_counted"]].drop_duplicates([*FIGURE, *_WHEN])  # fmt: skip


def assessed(edition: Edition) -> pd.DataFrame:
    """The figures that an edition is of: its period's; of published ones, those that tell most of it and do not begin after it."""
    found = figures_at(edition, edition.estimates.table)
    period = edition.period
    now = (found["period_start"] == period.start.isoformat()) & (found["period_end"] == period.end.isoformat())
    published = found[~found["is_counted"] & (found["period_start"] <= period.end.isoformat())]
    whens = list(zip(published["period_start"], published["period_end"], strict=True))
    ranks = {when: i for i, when in enumerate(sorted(set(whens), key=lambda when: _period(*when).tells_of(period)))}
    order = np.argsort([ranks[when] for when in whens], kind="stable")
    best = published.iloc[order].drop_duplicates(FIGURE, keep="last")
    names = {area.code: area.name for area in edition.areas}
    made = pd.concat([found[now & found["is_counted"]], best], ignore_index=True)
    return made.assign(area_name=made["area_code"].map(names).fillna(made["area_name"]))


def _is_of_like_periods(rows: pd.DataFrame) -> NDArray[np.bool_]:
    """(n_rows,) whether both periods are of one length, and are apart or in two releases: else nothing can have moved."""
    whens = zip(*(rows[f"{name}_{end}"] for end in "ad" for name in _WHEN), strict=True)
    is_like = np.array([_period(a, b).months == _period(c, d).months for a, b, c, d in whens], dtype=np.bool_)
    is_one = (rows["period_start_a"] == rows["period_start_d"]) & (rows["release_a"] == rows["release_d"])
    found: NDArray[np.bool_] = is_like & ~is_one.to_numpy(dtype=np.bool_)
    return found


def _period(start: str, end: str) -> Period:
    return Period(date.fromisoformat(start), date.fromisoformat(end))


def split(
    before: pd.DataFrame, after: pd.DataFrame, steps: Steps, *, moved_by_definition: frozenset[str], same_definition: bool,
    breaks: Mapping[str, str] | None = None,
) -> pd.DataFrame:  # fmt: skip
    """One row a figure that both editions have, and that at least one of them has a value of or hides.

    Parameters
    ----------
    before, after : figures of the two editions (`assessed`).
    moved_by_definition : measures that a definition has a say in. same_definition : whether both editions count under one.
    breaks : by measure, what broke its series between the two periods.

    Returns
    -------
    Of published figures those alone whose two periods are of one length and apart, or whose release is another.
    FIGURE, the periods, is_counted (false of a published figure), before, after, change, and for each of PARTS its value, `_low`
    and `_high` (what disclosure leaves open): 0 where a step changes nothing, NaN where it cannot be told. data + definition +
    world + untold is the change. why: what cannot be told and why. ratio, ratio_lower, ratio_upper: the step of the world as a
    ratio minus 1, with 95% limits over chance and rounding, of counts. comparison: in words. broken: what broke the series.
    """
    both = before.merge(after, on=FIGURE, suffixes=("_a", "_d"))
    rows = both[
        (both[["value_a", "value_d"]].notna().any(axis=1)) | ((both["mark_a"] == "[c]") | (both["mark_d"] == "[c]"))
    ]
    rows = rows[rows["is_counted_d"] | _is_of_like_periods(rows)]
    rows = rows.rename(columns={"area_name_d": "area_name", "kind_d": "kind", "is_counted_d": "is_counted"})
    at = [*FIGURE, "period_start_a", "period_end_a"]
    for name, table in (("c", steps.again), ("b", steps.old_definition)):
        names = {**{w: f"{w}_a" for w in _WHEN}, **{h: f"{h}_{name}" for h in _HELD}}
        part = table[[*FIGURE, *_WHEN, *_HELD]].rename(columns=names)
        rows = _none_where_no_row(rows.merge(part, on=at, how="left"), part, name)
    concerns = rows["measure"].isin(moved_by_definition).to_numpy() & (not same_definition)
    same_release = (rows["release_a"] == rows["release_d"]).to_numpy()
    for field in ("value", "low", "high", "numerator", "numerator_low", "numerator_high"):
        a, b, c = (rows[f"{field}_{name}"].to_numpy(np.float64) for name in "abc")
        c = np.where(same_release & ~concerns & np.isnan(c), a, c)
        rows[f"{field}_c"], rows[f"{field}_b"] = c, np.where(concerns, np.where(same_release, a, b), c)
    made = rows.assign(
        concerned=concerns, before=rows["value_a"], after=rows["value_d"], change=rows["value_d"] - rows["value_a"]
    )
    made = _parts(made)
    return _world(made, breaks or {})


def _none_where_no_row(rows: pd.DataFrame, part: pd.DataFrame, name: str) -> pd.DataFrame:
    """A group without any record has no row: where its measure and breakdown were counted for these months, it is 0."""
    counted = (
        part[["measure", "breakdown", "period_start_a", "period_end_a"]].drop_duplicates().assign(was_counted=True)
    )
    joined = rows.merge(counted, on=["measure", "breakdown", "period_start_a", "period_end_a"], how="left")
    none = joined["was_counted"].eq(True) & joined[f"mark_{name}"].isna() & (joined["breakdown"] != "none")
    joined.loc[none, [f"{field}_{name}" for field in _HELD if field not in ("mark", "release")]] = 0.0
    return joined.drop(columns="was_counted")


def _stands_for(number: Floats, policy: NDArray[np.object_], is_count: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """The lowest and highest count that a shown one may be, by the policy that it was shown under."""
    low, high = number.copy(), number.copy()
    for one in policies().values():
        mine = (policy == one.id) & one.controls & is_count & (number > 0)
        half = (one.round_to - 1) / 2
        low = np.where(mine, np.maximum(np.ceil(number - half), one.hide_to + 1), low)
        high = np.where(mine, np.floor(number + half), high)
    return low, high


def _parts(rows: pd.DataFrame) -> pd.DataFrame:
    """The steps, each as a difference with what disclosure leaves open of it; what cannot be told joins the untold."""
    known = {name: rows[f"value_{name}"].notna().to_numpy() for name in "abcd"}
    longer = (_months(rows, "a") != _months(rows, "d")).to_numpy() & rows["is_counted"].to_numpy()
    steps = {"data": ("a", "b"), "definition": ("b", "c"), "world": ("c", "d")}
    for part, (first, second) in steps.items():
        told = known[first] & known[second] & ~(longer if part == "world" else np.zeros(len(rows), bool))
        for name, later, earlier in (("", "value", "value"), ("_low", "low", "high"), ("_high", "high", "low")):
            rows[f"{part}{name}"] = np.where(told, rows[f"{later}_{second}"] - rows[f"{earlier}_{first}"], np.nan)
        is_one = told & _is_one(rows, first, second)
        rows.loc[is_one, [f"{part}_low", f"{part}_high"]] = 0.0
    both = known["a"] & known["d"]
    told_sum = rows[list(steps)].fillna(0.0).sum(axis=1).to_numpy()
    complete = rows[list(steps)].notna().all(axis=1).to_numpy()
    for name in ("untold", "untold_low", "untold_high"):
        rows[name] = np.where(both, np.where(complete, 0.0, rows["change"] - told_sum), np.nan)
    hidden = (rows["mark_a"] == "[c]") | (rows["mark_d"] == "[c]")
    rows["why"] = np.select(
        [hidden, ~both, longer, ~known["c"], ~known["b"]],
        [HIDDEN, ABSENT, LENGTH, NOT_THE_MONTHS, NOT_THE_DEFINITION], "",
    )  # fmt: skip
    rows["mark"] = np.select([hidden, ~both], ["[c]", "[x]"], "")
    return rows


def _is_one(rows: pd.DataFrame, first: str, second: str) -> NDArray[np.bool_]:
    """Whether both ends of a step are the very same count, and not two that are only shown alike."""
    same: NDArray[np.bool_] = np.ones(len(rows), bool)
    for field in ("value", "low", "high"):
        same &= (rows[f"{field}_{first}"] == rows[f"{field}_{second}"]).to_numpy()
    if first == "a":
        return same & (rows["release_a"] == rows["release_d"]).to_numpy()
    return same & ~rows["concerned"].to_numpy() if first == "b" else np.zeros(len(rows), bool)


def _months(rows: pd.DataFrame, of: str) -> pd.Series[int]:
    start, end = (pd.to_datetime(rows[f"period_{name}_{of}"]) for name in ("start", "end"))
    return (end.dt.year - start.dt.year) * 12 + end.dt.month - start.dt.month


def _world(rows: pd.DataFrame, breaks: Mapping[str, str]) -> pd.DataFrame:
    """The step of the world as a ratio with its limits: the hull over chance and rounding."""
    counts = (
        (rows["statistic"] == "count").to_numpy() & rows["world"].notna().to_numpy() & rows["is_counted"].to_numpy()
    )
    moved = (rows["period_start_a"] != rows["period_start_d"]).to_numpy()
    chosen = counts & moved
    for name in ("ratio", "ratio_lower", "ratio_upper"):
        rows[name] = np.nan
    held = rows[chosen]
    rows.loc[chosen, "ratio"] = change_with_interval(held["numerator_d"], held["numerator_c"])[0]
    rows.loc[chosen, "ratio_lower"] = change_with_interval(held["numerator_low_d"], held["numerator_high_c"])[1]
    rows.loc[chosen, "ratio_upper"] = change_with_interval(held["numerator_high_d"], held["numerator_low_c"])[2]
    lower, upper = rows["ratio_lower"], rows["ratio_upper"]
    rows["comparison"] = np.select([lower.isna(), lower > 0, upper < 0], ["", "higher", "lower"], "cannot tell")
    rows["broken"] = [
        breaks.get(measure, "") if is_moved else "" for measure, is_moved in zip(rows["measure"], moved, strict=True)
    ]
    parts = [name for part in PARTS for name in (part, f"{part}_low", f"{part}_high")]
    return rows[[
        *FIGURE, "area_name", "kind", "is_counted", "period_start_a", "period_end_a", "period_start_d", "period_end_d",
        "release_a", "release_d",
        "before", "after", "change", *parts, "ratio", "ratio_lower", "ratio_upper", "comparison", "broken", "why", "mark",
    ]].reset_index(drop=True)  # fmt: skip
