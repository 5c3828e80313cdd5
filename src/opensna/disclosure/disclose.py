"""Counts in, DisclosedCounts out: the only way to figures that may be shown."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from opensna.core.counts import DISCLOSED_COLUMNS, KEY, Counts, DisclosedCounts
from opensna.core.errors import DisclosureError
from opensna.core.missing import Mark
from opensna.disclosure.figures import Linked, link
from opensna.disclosure.kinds import Derived
from opensna.disclosure.policy import NATIONAL, Agreement, Policy, policies, policy_for
from opensna.disclosure.protect import Figures, Protected, Protection, protect
from opensna.disclosure.published import Published
from opensna.disclosure.rows import Bools, Floats, Ints
from opensna.measures.measure import Measure
from opensna.stats.rounding import round_half_up_to

SECONDS = 6.0
"""How long, on a usual machine, the mixed-integer program may look for the fewest figures to hide; then a heuristic answers."""
Names = NDArray[np.object_]
_NOTHING: Mapping[str, str] = MappingProxyType({})
_NO_MEASURES: Mapping[str, Measure] = MappingProxyType({})
_NO_FLAGS: Derived = MappingProxyType({})


@dataclass(frozen=True)
class Controlled:
    """Counts that may be shown, and how those that were hidden to protect others were chosen."""

    counts: DisclosedCounts
    how: Protection


def disclose(
    counts: Counts,
    *,
    audience: str,
    tighten: Mapping[str, str] = _NOTHING,
    wholes: Mapping[str, str] | None = None,
    measures: Mapping[str, Measure] = _NO_MEASURES,
    derived: Derived = _NO_FLAGS,
    agreement: Agreement | None = None,
) -> DisclosedCounts:
    """Apply to every row the policy of its audience, source and measure; `control` says how as well."""
    return control(
        counts,
        audience=audience,
        tighten=tighten,
        wholes=wholes,
        measures=measures,
        derived=derived,
        agreement=agreement,
    ).counts


def control(
    counts: Counts,
    *,
    audience: str,
    tighten: Mapping[str, str] = _NOTHING,
    wholes: Mapping[str, str] | None = None,
    measures: Mapping[str, Measure] = _NO_MEASURES,
    derived: Derived = _NO_FLAGS,
    agreement: Agreement | None = None,
    definition: str = "",
    earlier: Published | None = None,
    seconds: float = SECONDS,
) -> Controlled:
    """Apply to every row the policy of its audience, source and measure, and hide what would give a hidden count back.

    Parameters
    ----------
    counts : whole numbers of records; a row with a mark has none and stays as it is.
    audience : "authors", "partnership" (with its agreement) or "public".
    tighten : measure id to its `disclosure` ("by_access" or "strict"); one that is not named goes by its source's access.
    wholes : area code to the area that it is a part of; by default London's boroughs to London.
    measures, derived : what each measure counts, and flags of the definition that are short for other conditions: with them
        sums over measures are attacked as well (offence subgroups, flagged against not, under 25 against all ages).
    definition : its id and version. earlier : what readers of this audience may hold already; it is attacked with the rest.
    seconds : for the mixed-integer program, counted as work and not by a clock: the answer is the same on every machine.

    Returns
    -------
    Controlled : numerators as shown, hidden ones NaN with mark [c], and from `numerator_low` to `numerator_high` what they may
        stand for (infinite: no upper bound is known). A share's denominator (records) is a count and is treated as
        one; a population is true. A share's numerator is hidden also where its complement is one that the policy hides,
        because the two add up to the denominator.

    Raises
    ------
    DisclosureError, UnknownIdError : as policy_for; for a count that is negative or not whole; and where what was published before
        gives a hidden count away whatever is hidden now, with the figures that do.
    """
    table = counts.table.reset_index(drop=True).copy()
    _require_whole_numbers(table)
    for name in ("numerator", "denominator"):
        table[name] = table[name].astype(np.float64)
        table[f"{name}_low"] = table[name]
        table[f"{name}_high"] = table[name]
    chosen = _policies_of(table, audience, tighten, agreement)
    applied = [policy for policy in policies().values() if policy.controls and (chosen == policy.id).any()]
    touched = table.loc[chosen.isin([p.id for p in applied]), ["source", "release"]].drop_duplicates()
    under_control = []
    for source, release in touched.itertuples(index=False):
        rows = _in_order(
            table[(table["source"] == source) & (table["release"] == release) & table["numerator"].notna()]
        )
        linked = link(
            table.iloc[rows], measures=measures, derived=derived, wholes=wholes, definition=definition, earlier=earlier
        )
        names = _strictest(chosen.iloc[rows].to_numpy(), linked)
        under_control.append(_UnderControl(rows, linked, names, seconds * len(rows) / len(table)))
    with ThreadPoolExecutor() as several:  # the programs are solved outside Python, so that all processors are busy
        protected = list(several.map(_UnderControl.protected, under_control))
    how = Protection()
    for one, result in zip(under_control, protected, strict=True):
        one.write(table, result)
        how = how.add(result.how)
    shown_by = ", ".join(policy.id for policy in applied) or "none"
    return Controlled(DisclosedCounts(table[list(DISCLOSED_COLUMNS)], audience=audience, policy=shown_by), how)


def _in_order(rows: pd.DataFrame) -> Ints:
    """(n_rows,) their places in the table, by key: what is hidden does not depend on how they came."""
    return rows[list(KEY)].astype(str).sort_values(list(KEY), kind="stable").index.to_numpy(np.int64)


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


def _policies_of(
    table: pd.DataFrame, audience: str, tighten: Mapping[str, str], agreement: Agreement | None
) -> pd.Series[str]:
    """(n_rows,) policy ids."""
    pairs = table[["measure", "access"]].drop_duplicates()
    ids = [
        policy_for(audience, access, tighten.get(measure, "by_access"), agreement=agreement).id
        for measure, access in pairs.itertuples(index=False)
    ]
    found = table[["measure", "access"]].merge(pairs.assign(policy=ids), how="left")["policy"].astype(object)
    as_released = [policy.id for policy in policies().values() if policy.national_as_released]
    return found.mask(table["area_code"].isin(NATIONAL) & found.isin(as_released), "none")


@dataclass(frozen=True)
class _UnderControl:
    """Rows of a table of one source and release, the figures they print, and the (n_figures,) policy ids of these."""

    rows: Ints
    linked: Linked
    names: Names
    seconds: float

    def protected(self) -> Protected:
        """The figures with further ones hidden."""
        linked, names = self.linked, self.names
        figures, widths = linked.with_earlier(_figures(linked, names)), _row_width(linked, names)
        return protect(figures, linked.rows, widths, linked.figured, earlier=linked.earlier, seconds=self.seconds)

    def write(self, table: pd.DataFrame, result: Protected) -> None:
        """Put the controlled values of these rows into the table."""
        self.linked.refuse_unproved(result.unproved, result.row_unproved)
        for name, at in (("numerator", self.linked.numerator), ("denominator", self.linked.denominator)):
            _write(table, name, self.rows[at >= 0], at[at >= 0], result.figures, self.names)


def _strictest(chosen: Names, linked: Linked) -> Names:
    """(n_figures,) the strictest policy under which a figure is printed."""
    names: Names = np.full(len(linked.true), "none", object)
    for policy in sorted(policies().values(), key=lambda policy: (policy.hide_to, policy.round_to)):
        for at in (linked.numerator, linked.denominator):
            names[at[(chosen == policy.id) & (at >= 0)]] = policy.id
    return names


def _figures(linked: Linked, names: Names) -> Figures:
    """What each count alone says under its policy, before anything is hidden to protect another."""
    true = linked.true
    low, high, width = true.copy(), true.copy(), np.zeros(len(true))
    is_hidden = np.zeros(len(true), bool)
    for policy in policies().values():
        mine = (names == policy.id) & policy.controls
        small, shown_low, shown_high = _alone(policy, true)
        low, high = np.where(mine, shown_low, low), np.where(mine, shown_high, high)
        is_hidden |= mine & small
        width = np.where(mine & small, policy.protected_width, width)
    gives_rest_away = _beside_small_rest(linked, names) & ~is_hidden & (true > 0)
    low, high = np.where(gives_rest_away, 1, low), np.where(gives_rest_away, np.inf, high)
    is_hidden |= gives_rest_away
    return Figures(true, low, high, is_hidden, ~is_hidden & (names != "none"), width)


def _beside_small_rest(linked: Linked, names: Names) -> Bools:
    """(n_figures,) numerators of shares of which the rest is a count that the policy hides; of nothing, none is."""
    found = np.zeros(len(names), bool)
    shares = linked.denominator >= 0
    part, whole = linked.numerator[shares], linked.denominator[shares]
    rest = linked.true[whole] - linked.true[part]
    for policy in policies().values():
        small, _, _ = _alone(policy, rest)
        found[part[small & (rest > 0) & (names[part] == policy.id) & policy.controls]] = True
    return found


def _row_width(linked: Linked, names: Names) -> Floats:
    """(n_rows,) how wide the interval of a small remainder must stay, by the strictest policy of the row's figures."""
    left = np.asarray(linked.rows.matrix @ linked.true)
    width = np.zeros(len(left))
    for policy in sorted(policies().values(), key=lambda policy: policy.protected_width):
        concerns = abs(linked.rows.matrix) @ (names == policy.id).astype(np.float64) > 0
        small = (left >= max(policy.hide_from, 1)) & (left <= policy.hide_to) & linked.rows.of_records
        width = np.where(concerns & policy.controls, np.where(small, policy.protected_width, 0), width)
    return width


def _alone(policy: Policy, true: Floats) -> tuple[Bools, Floats, Floats]:
    """Whether a count is hidden, and the lowest and highest that it may be as shown or hidden."""
    small: Bools = (true >= policy.hide_from) & (true <= policy.hide_to)
    rounded = round_half_up_to(true, policy.round_to)
    half = (policy.round_to - 1) / 2
    low = np.where(true == 0, 0, np.maximum(np.ceil(rounded - half), policy.hide_to + 1))
    high = np.where(true == 0, 0, np.floor(rounded + half))
    return small, np.where(small, policy.hide_from, low), np.where(small, policy.hide_to, high)


def _write(table: pd.DataFrame, name: str, rows: Ints, at: Ints, figures: Figures, names: Names) -> None:
    """Over the true counts: the rounded value or NaN, and what it stands for."""
    hidden = figures.is_hidden[at]
    bases = np.array([policies()[policy].round_to for policy in names[at]], np.int64)
    values = table[name].to_numpy()[rows]
    rounded = values.copy()
    for base in np.unique(bases):
        rounded = np.where(bases == base, round_half_up_to(values, int(base)), rounded)
    _put(table, name, rows, np.where(hidden, np.nan, rounded))
    _put(table, f"{name}_low", rows, figures.low[at])
    _put(table, f"{name}_high", rows, figures.high[at])
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
