"""The one tidy table that everything shown is read from."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from opensna.core.counts import KEY

ESTIMATE_COLUMNS = (
    *KEY, "area_name", "area_type", "statistic", "value", "ci_lower", "ci_upper", "ci_level", "method",
    "numerator", "denominator", "per", "unit", "rank", "rank_high", "rank_n", "comparator", "comparison",
    "mark", "source", "release", "kind", "baseline_start", "baseline_end",
)  # fmt: skip
"""Columns of Estimates.table.

statistic: "count" | "rate" | "share" | "value" | "change" | "difference_from" | "level_of_comparator" | "switch".
value, ci_lower, ci_upper: in units of `per` (rate), 0 to 1 (share), a ratio minus 1 (change: -0.05 is a fall of 5 per cent);
the level of a comparator is in the units of what is compared with it; switch: as a change, of the count under the definition
`comparator` from the edition's own. method: "exact", "byar", "wilson", "published", ….
rank: by count, highest first, competition ranking; rank_high: the other end of a tied or uncertain range (equal to rank if
none); rank_n: how many areas were ranked. comparator: the id compared with. comparison: "higher" | "lower" | "similar" |
"cannot tell" | "". mark: "" or the Mark that stands for an absent value. kind: measured, synthetic, modelled, published, quoted;
whatever rests on a synthetic release is synthetic, a figure in the place of a published one too.
baseline_start, baseline_end: the other period of a change.
"""


PUBLISHED = "published"
"""The method of a figure that is shown as its publisher released it, and the kind of one that is not made up."""


def as_released(table: pd.DataFrame) -> pd.Series[bool]:
    """Which rows are of figures that were not counted here: a publisher's, made-up ones in their place, and quoted ones."""
    figures = set(table.loc[table["method"] == PUBLISHED, "measure"])
    return table["measure"].isin(figures) | table["kind"].isin([PUBLISHED, "quoted"])


@dataclass(frozen=True)
class Estimates:
    """Everything that may be shown, one row a key and statistic (ESTIMATE_COLUMNS), for one audience."""

    table: pd.DataFrame
    audience: str
    policy: str
