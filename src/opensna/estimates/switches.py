"""The effect of switching definition: the same rows counted under another one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from opensna.core.area import Area
from opensna.core.counts import DisclosedCounts
from opensna.core.estimate import ESTIMATE_COLUMNS, Estimates
from opensna.core.period import Period
from opensna.estimates._frame import NOT_APPLICABLE, SUPPRESSED, base_rows, finish
from opensna.measures.measure import Measure
from opensna.measures.under import Counted

SWITCH = "switch"
METHOD = "same rows counted twice"
_WHERE = ["area_code", "period_start", "period_end"]
_OF_OTHER = ("numerator", "numerator_low", "numerator_high", "mark")


def switches(
    disclosed: DisclosedCounts, answers: Sequence[Counted], *, measures: Mapping[str, Measure], areas: Sequence[Area],
    periods: Sequence[Period],
) -> pd.DataFrame:  # fmt: skip
    """ESTIMATE_COLUMNS, one row a measure, definition (`comparator`), area and period; statistic "switch".

    value is the ratio of the count under that definition to the count under the edition's, minus 1; numerator the former and
    denominator the latter. Limits are the hull over what the disclosed counts may stand for and nothing else: the rows are the
    same, so nothing is left to chance. A hidden end hides it; from no offence to some there is no ratio ([z]); a figure that the
    other definition does not have carries its mark.
    """
    base = base_rows(disclosed, measures, areas)
    base = base[(base["breakdown"] == "none") & base["period_start"].isin([period.start for period in periods])]
    base = base[base["period_end"].isin([period.end for period in periods])]
    asked = pd.DataFrame(
        [asdict(answer) for answer in answers], columns=["measure", "definition", "counted", "mark", "reason"]
    )
    rows = base.merge(asked.rename(columns={"mark": "no_figure"}), on="measure")
    other = base[["measure", *_WHERE, *_OF_OTHER]].rename(
        columns={"measure": "counted", **{c: f"{c}_1" for c in _OF_OTHER}}
    )
    rows = rows.merge(other, on=["counted", *_WHERE], how="left")
    rows = rows[rows["mark_1"].notna() | (rows["no_figure"] != "")].reset_index(drop=True)
    x0, x1 = (rows[column].to_numpy(np.float64) for column in ("numerator", "numerator_1"))
    is_same = (rows["counted"] == rows["measure"]).to_numpy()
    value = _less_one(x1, x0)
    lower = np.where(is_same, value, _less_one(rows["numerator_low_1"], rows["numerator_high"]))
    upper = np.where(is_same, value, _less_one(rows["numerator_high_1"], rows["numerator_low"]))
    made = rows.assign(
        value=value, ci_lower=lower, ci_upper=upper, numerator=x1, denominator=x0, comparator=rows["definition"], method=METHOD,
        per=1.0, mark=_marks(rows, ~np.isnan(x0) & ~np.isnan(x1) & np.isnan(value)),
        comparison=np.select(
            [np.isnan(value), lower > 0, upper < 0, (lower == 0) & (upper == 0)], ["", "higher", "lower", "similar"], "cannot tell"
        ),
    )  # fmt: skip
    return finish(made, SWITCH)


def with_switches(
    estimates: Estimates, disclosed: DisclosedCounts, answers: Sequence[Counted], *, measures: Mapping[str, Measure],
    areas: Sequence[Area], periods: Sequence[Period],
) -> Estimates:  # fmt: skip
    """The estimates and the effects of switching as one table; the audience and its policy stay as they are."""
    made = switches(disclosed, answers, measures=measures, areas=areas, periods=periods) if answers else pd.DataFrame()
    if made.empty:
        return estimates
    return replace(estimates, table=pd.concat([estimates.table, made[list(ESTIMATE_COLUMNS)]], ignore_index=True))


def _less_one(numerator: object, denominator: object) -> NDArray[np.float64]:
    """Ratio minus 1: 0 where both are 0, NaN where only the denominator is or where one has no bound."""
    a, b = np.asarray(numerator, np.float64), np.asarray(denominator, np.float64)
    ratio = np.divide(a, b, out=np.full(len(a), np.nan), where=(b > 0) & np.isfinite(a) & np.isfinite(b))
    return np.where((a == 0) & (b == 0), 0.0, ratio - 1)


def _marks(rows: pd.DataFrame, is_from_zero: NDArray[np.bool_]) -> NDArray[np.object_]:
    other = rows["mark_1"].fillna("")
    conditions = [
        rows["no_figure"] != "",
        (rows["mark"] == SUPPRESSED) | (other == SUPPRESSED),
        rows["mark"] != "",
        other != "",
    ]
    return np.select(
        [*conditions, is_from_zero], [rows["no_figure"], SUPPRESSED, rows["mark"], other, NOT_APPLICABLE], ""
    )
