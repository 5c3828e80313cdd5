"""Counts in, DisclosedCounts out: the only way to figures that may be shown."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import pandas as pd

from opensna.core.counts import DISCLOSED_COLUMNS, KEY, Counts, DisclosedCounts
from opensna.core.errors import DisclosureError
from opensna.core.missing import Mark
from opensna.disclosure.policy import Policy, policies, policy_for
from opensna.disclosure.protect import Cells, protect
from opensna.disclosure.sums import IDENTITY, Bools, Floats, Ints, Sums, find_sums, join_sums
from opensna.stats.rounding import round_half_up_to

_AS_MEASURES_SAY: Mapping[str, str] = MappingProxyType({})


def disclose(
    counts: Counts,
    *,
    audience: str,
    tighten: Mapping[str, str] = _AS_MEASURES_SAY,
    wholes: Mapping[str, str] | None = None,
) -> DisclosedCounts:
    """Apply to every row the policy of its audience, source and measure.

    Parameters
    ----------
    counts : whole numbers of records; a row with a mark has none and stays as it is.
    audience : "authors" or "public".
    tighten : measure id to its `disclosure` ("by_access" or "strict"); one that is not named goes by its source's access.
    wholes : area code to the area that it is a part of; by default London's boroughs to London.

    Returns
    -------
    DisclosedCounts : numerators as shown, hidden ones NaN with mark [c], and from `numerator_low` to `numerator_high` what they may
        stand for (infinite: no upper bound is known of a hidden total). A share's denominator (records) is a count
        and is treated as one; a population is true. A share's numerator is hidden also where its complement is one
        that the policy hides, because the two add up to the denominator.

    Raises
    ------
    DisclosureError, UnknownIdError : as policy_for; and for a count that is negative or not whole.

    Notes
    -----
    Figures of other editions and sums over different measures are not looked at here.
    """
    table = counts.table.reset_index(drop=True).copy()
    _require_whole_numbers(table)
    for name in ("numerator", "denominator"):
        table[name] = table[name].astype(np.float64)
        table[f"{name}_low"] = table[name]
        table[f"{name}_high"] = table[name]
    chosen = _policies_of(table, audience, tighten)
    applied = [policy for policy in policies().values() if policy.controls and (chosen == policy.id).any()]
    for policy in applied:
        _control(table, np.flatnonzero((chosen == policy.id) & table["numerator"].notna()), policy, wholes)
    shown_by = ", ".join(policy.id for policy in applied) or "none"
    return DisclosedCounts(table[list(DISCLOSED_COLUMNS)], audience=audience, policy=shown_by)


def refuse_synthetic(counts: Counts, is_demo: bool) -> None:
    """Keep made-up figures out of an edition that leaves the authors' circle, but for a demo's.

    Raises
    ------
    DisclosureError : a synthetic row, and the workspace is not a demo.
    """
    found = sorted(counts.table.loc[counts.table["kind"] == "synthetic", "source"].unique())
    if found and not is_demo:
        raise DisclosureError(
            "synthetic figures may not be published",
            where="public edition",
            found=f"synthetic releases of {', '.join(found)}",
            expected="measured figures only",
            do_this="ingest real deliveries of these sources, or publish from a demo workspace (opensna demo)",
        )


def _policies_of(table: pd.DataFrame, audience: str, tighten: Mapping[str, str]) -> pd.Series[str]:
    """(n_rows,) policy ids."""
    pairs = table[["measure", "access"]].drop_duplicates()
    ids = [
        policy_for(audience, access, tighten.get(measure, "by_access")).id
        for measure, access in pairs.itertuples(index=False)
    ]
    return table[["measure", "access"]].merge(pairs.assign(policy=ids), how="left")["policy"].astype(object)


def _control(table: pd.DataFrame, rows: Ints, policy: Policy, wholes: Mapping[str, str] | None) -> None:
    """Put the controlled values of these rows into the table."""
    if not len(rows):
        return
    shared = rows[(table["denominator_kind"].iloc[rows] == "records") & table["denominator"].iloc[rows].notna()]
    true = {"numerator": table["numerator"].to_numpy()[rows], "denominator": table["denominator"].to_numpy()[shared]}
    position = np.searchsorted(rows, shared)
    rest = true["denominator"] - true["numerator"][position]
    counted = pd.concat([_identified(table, rows, "numerator"), _identified(table, shared, "denominator")])
    sums = find_sums(counted.assign(true=np.concatenate(list(true.values()))), wholes)
    cells = _apply(policy, np.concatenate([*true.values(), rest]), len(rest), position)
    result = protect(cells, join_sums(sums, _shares(len(rows), position)))
    _write(table, "numerator", rows, result, 0, policy)
    _write(table, "denominator", shared, result, len(rows), policy)


def _identified(table: pd.DataFrame, rows: Ints, role: str) -> pd.DataFrame:
    columns = [*KEY, "source", "release"]
    found = table[columns].iloc[rows].assign(role=role)
    for name in ("period_start", "period_end"):
        days = {value: pd.Timestamp(value).date() for value in found[name].unique()}
        found[name] = found[name].map(days).astype(object)
    return found[list(IDENTITY)]


def _shares(n_rows: int, position: Ints) -> Sums:
    """A share's denominator is its numerator and the rest."""
    n = len(position)
    whole = n_rows + np.arange(n)
    return Sums(whole, np.ones(n, bool), np.tile(np.arange(n), 2), np.concatenate([position, whole + n]))


def _apply(policy: Policy, true: Floats, n_rest: int, position: Ints) -> Cells:
    """What each count alone tells. The last `n_rest` are remainders of shares, which are never printed."""
    is_virtual = np.arange(len(true)) >= len(true) - n_rest
    is_small = (true >= policy.hide_from) & (true <= policy.hide_to) & (true > 0)
    is_hidden = is_small | is_virtual
    gives_rest_away = np.zeros(len(true), bool)
    gives_rest_away[position[is_small[len(true) - n_rest :]]] = True
    gives_rest_away &= true > 0  # of nothing, the rest is the denominator, which is hidden itself
    rounded = round_half_up_to(true, policy.round_to)
    half = (policy.round_to - 1) / 2
    low = np.where(true == 0, 0, np.maximum(np.ceil(rounded - half), policy.hide_to + 1))
    high = np.where(true == 0, 0, np.floor(rounded + half))
    only_by_rest = gives_rest_away & ~is_small
    low = np.where(is_small, policy.hide_from, np.where(only_by_rest, 1, np.where(is_virtual, 0, low)))
    high = np.where(is_small, policy.hide_to, np.where(only_by_rest | is_virtual, np.inf, high))
    width = np.where(is_small, policy.protected_width, 0)
    return Cells(
        low.astype(np.float64),
        high.astype(np.float64),
        is_hidden | gives_rest_away,
        width.astype(np.float64),
        is_virtual,
    )


def _write(table: pd.DataFrame, name: str, rows: Ints, cells: Cells, start: int, policy: Policy) -> None:
    """Over the true counts: the rounded value or NaN, and what it stands for."""
    span = slice(start, start + len(rows))
    hidden = cells.is_hidden[span]
    rounded = round_half_up_to(table[name].to_numpy()[rows], policy.round_to)
    _put(table, name, rows, np.where(hidden, np.nan, rounded))
    _put(table, f"{name}_low", rows, cells.low[span])
    _put(table, f"{name}_high", rows, cells.high[span])
    if name == "numerator":
        marks = table["mark"].astype(object).to_numpy(copy=True)
        marks[rows] = np.where(hidden, str(Mark.SUPPRESSED), marks[rows])
        table["mark"] = marks


def _put(table: pd.DataFrame, column: str, rows: Ints, values: Floats) -> None:
    column_values = table[column].to_numpy(np.float64, copy=True)
    column_values[rows] = values
    table[column] = column_values


def _require_whole_numbers(table: pd.DataFrame) -> None:
    values = pd.concat([table["numerator"], table.loc[table["denominator_kind"] == "records", "denominator"]])
    numbers = values.dropna().to_numpy(np.float64)
    bad: Bools = (numbers < 0) | (numbers != np.floor(numbers))
    if bad.any():
        raise DisclosureError(
            "counts that are no whole numbers of records",
            where="disclose",
            found=f"{int(bad.sum())} of {len(numbers)} counts",
            expected="0 or more, whole",
            do_this="disclose counts, not rates or weighted sums",
        )
