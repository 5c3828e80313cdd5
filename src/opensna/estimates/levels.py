"""Counts, rates and shares of each key."""

from __future__ import annotations

import numpy as np
import pandas as pd

from opensna.estimates._frame import LEVEL, NOT_APPLICABLE, NOT_AVAILABLE, SUPPRESSED, finish
from opensna.stats.rates import rate_with_interval, share_with_interval


def counts(base: pd.DataFrame) -> pd.DataFrame:
    """As disclosed: whole records, exact or rounded, without an interval."""
    return finish(base.assign(value=base["numerator"], method="count", per=1.0), "count")


def rates(base: pd.DataFrame) -> pd.DataFrame:
    """Records per `per` residents (person-years if annualised) where the denominator is a population.

    The interval is the hull over every count that the disclosed one may stand for: the lower limit of the lowest, the upper
    limit of the highest.
    """
    rows = base[base["denominator_kind"] == "population"].copy()
    has_people = rows["denominator"] > 0
    rows["mark"] = np.where(has_people | (rows["mark"] != ""), rows["mark"], NOT_AVAILABLE)
    known = has_people & rows["numerator"].notna()
    held, per = rows[known], rows.loc[known, "per"].to_numpy()
    shown, low, high = (
        rate_with_interval(held[column], held["denominator"], per=1, level=LEVEL)
        for column in ("numerator", "numerator_low", "numerator_high")
    )
    rows.loc[known, "value"] = shown.value * per
    rows.loc[known, "ci_lower"] = low.ci_lower * per
    rows.loc[known, "ci_upper"] = high.ci_upper * per
    rows["method"] = ""
    rows.loc[known, "method"] = shown.method.astype(object)
    return finish(rows.assign(**{c: rows.get(c, np.nan) for c in ("value", "ci_lower", "ci_upper")}), "rate")


def shares(base: pd.DataFrame) -> pd.DataFrame:
    """Share of records, 0 to 1, with the hull of Wilson's limits: fewest of most, and most of fewest."""
    rows = base[base["denominator_kind"] == "records"].copy()
    is_hidden = (rows["mark"] == "") & rows["denominator"].isna() & rows["denominator_low"].notna()
    is_empty = (rows["mark"] == "") & (rows["denominator"] == 0)
    is_absent = (rows["mark"] == "") & rows["denominator"].isna() & ~is_hidden
    rows["mark"] = np.select(
        [is_hidden, is_empty, is_absent], [SUPPRESSED, NOT_APPLICABLE, NOT_AVAILABLE], rows["mark"].astype(object)
    )
    known = rows["numerator"].notna() & (rows["denominator"] > 0)
    most = rows["denominator_high"].where(known)  # of one that is hidden no upper limit may be known
    low = share_with_interval(rows["numerator_low"], most, level=LEVEL)
    fewest = rows["denominator_low"].to_numpy()
    high = share_with_interval(np.minimum(rows["numerator_high"].to_numpy(), fewest), fewest, level=LEVEL)
    value = (rows["numerator"] / rows["denominator"].where(rows["denominator"] > 0)).where(known)
    return finish(
        rows.assign(value=value, ci_lower=low.ci_lower, ci_upper=high.ci_upper, method="wilson", per=1.0), "share"
    )
