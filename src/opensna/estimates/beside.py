"""Published figures beside those of the areas outside that a comparison set lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from opensna.core.area import Comparator
from opensna.core.estimate import ESTIMATE_COLUMNS
from opensna.estimates._frame import COMPARED_WITHIN, finish
from opensna.estimates.differences import against_sum
from opensna.estimates.levels import rates
from opensna.estimates.unweighted import against_mean
from opensna.measures.figure import Figure
from opensna.reference.comparison import ComparisonSet
from opensna.stats.against_mean import mean_of_rates
from opensna.stats.rates import rate_with_interval

LEVEL_OF_SET = "level_of_comparator"
"""The statistic of a row that holds what the areas of a comparator have together, in units of the figure's rate or value."""


def beside_sets(
    rows: pd.DataFrame, figures: Mapping[str, Figure], sets: Iterable[ComparisonSet], residents: Mapping[str, float]
) -> pd.DataFrame:
    """What follows from published figures and comparison sets (ESTIMATE_COLUMNS).

    Parameters
    ----------
    rows : ESTIMATE_COLUMNS of published figures, of the areas compared and of those that they are compared with.
    residents : by area code, of the forces whose counts are given as rates.

    Returns
    -------
    Of counts that a figure gives per so many residents: the rate, and for each comparator its level and the area's difference
    from it (ratio minus 1), with intervals and words. Of shares, rates and values: the level alone, for their publisher gives no
    interval by which to tell a difference from chance, and only of an unweighted set. A level leaves out the members without a
    value, and its method says how many it rests on. A correction below zero has no rate.
    """
    told = rows[(rows["breakdown"] == "none") & rows["value"].notna()]
    per = told["measure"].map({figure.id: figure.rate_per for figure in figures.values()})
    base = _counts(told[per.notna().to_numpy() & (told["value"] >= 0).to_numpy()], per, residents)
    values = told[told["statistic"] != "count"]
    made = [rates(base)] if len(base) else []
    for one in sets:
        for code in one.of:
            for comparator in one.comparators(code):
                made += [*_of_counts(base, code, comparator), *_of_values(values, code, comparator)]
    shown = [part for part in made if len(part)]
    return pd.concat(shown, ignore_index=True) if shown else rows.iloc[:0][list(ESTIMATE_COLUMNS)]


def _counts(rows: pd.DataFrame, per: pd.Series, residents: Mapping[str, float]) -> pd.DataFrame:
    """Counts as `levels.rates` takes them, of areas whose residents are known."""
    people = rows["area_code"].map(dict(residents))
    held = rows[people.notna().to_numpy()]
    shown = dict.fromkeys(("numerator", "numerator_low", "numerator_high"), held["value"])
    return held.assign(
        **shown, denominator=people[people.notna()], denominator_kind="population", per=per.reindex(held.index),
    )  # fmt: skip


def _of_counts(base: pd.DataFrame, code: str, comparator: Comparator) -> list[pd.DataFrame]:
    mine = base[base["area_code"].isin([code, *comparator.members])]
    if code not in set(mine["area_code"]):
        return []
    found = (against_sum if comparator.weighted else against_mean)(mine.assign(area_type=""), comparator)
    own = found[found["area_code"] == code].copy()
    if own.empty:
        return []
    own["area_type"] = own["area_code"].map(dict(zip(mine["area_code"], mine["area_type"], strict=True)))
    level = own.merge(_level(mine[mine["area_code"].isin(comparator.members)], comparator), on=COMPARED_WITHIN)
    per = level["measure"].map(dict(zip(mine["measure"], mine["per"], strict=True))).to_numpy()
    scaled = {name: level[f"set_{name}"].to_numpy() * per for name in ("value", "ci_lower", "ci_upper")}
    return [
        finish(own, "difference_from"),
        finish(level.assign(**scaled, per=per, method=level["set_method"], comparison="", mark=""), LEVEL_OF_SET),
    ]


def _level(members: pd.DataFrame, comparator: Comparator) -> pd.DataFrame:
    """set_value with its interval, in records per person, and set_method, one row a figure and period."""
    rows = []
    for key, part in members.groupby(COMPARED_WITHIN, sort=False):
        x, n = part["numerator"].to_numpy(), part["denominator"].to_numpy()
        found = rate_with_interval([x.sum()], [n.sum()], per=1) if comparator.weighted else mean_of_rates(x, n)
        how = "sum over residents" if comparator.weighted else "plain mean"
        said = f"{how}, {len(part)} of {len(comparator.members)} areas"
        rows.append((*key, float(found.value[0]), float(found.ci_lower[0]), float(found.ci_upper[0]), said))
    made = [f"set_{name}" for name in ("value", "ci_lower", "ci_upper", "method")]
    return pd.DataFrame(rows, columns=[*COMPARED_WITHIN, *made])


def _of_values(values: pd.DataFrame, code: str, comparator: Comparator) -> list[pd.DataFrame]:
    """The plain mean of what was published of the members; nothing of a weighted set, whose weights nobody publishes."""
    members = values[values["area_code"].isin(comparator.members)]
    own = values[values["area_code"] == code]
    if comparator.weighted or members.empty or own.empty:
        return []
    within = [*COMPARED_WITHIN, "statistic"]
    sums = members.groupby(within, sort=False)["value"].agg(["mean", "size"]).reset_index()
    level = own.merge(sums, on=within)
    method = [f"plain mean, {k} of {len(comparator.members)} areas" for k in level["size"]]
    return [
        finish(
            level.assign(value=level["mean"], ci_lower=np.nan, ci_upper=np.nan, comparator=comparator.id, comparison="", mark="",
                         method=method), LEVEL_OF_SET,
        )
    ]  # fmt: skip
