"""Which cells of a table add up to which other cells: what an attacker needs for subtraction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from opensna.core.counts import KEY
from opensna.core.period import Period
from opensna.reference.areas import LONDON

IDENTITY = (*KEY, "source", "release", "role")
"""What tells one cell from another. role: "numerator" | "denominator" (of a share: records, so a count like any other)."""

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Sums:
    """Sums over cells, which are meant by position.

    whole, is_closed: (n_sums,). sum_of, part: (n_parts,), the sum that a part belongs to and the part's cell. A closed sum's
    parts make up the whole; those of an open one are at most the whole (records with unknown borough are in London's count
    and in no borough's).
    """

    whole: Ints
    is_closed: Bools
    sum_of: Ints
    part: Ints

    def of_parts(self, values: Floats) -> Floats:
        """(n_sums,) the parts' values added."""
        return np.bincount(self.sum_of, weights=values[self.part], minlength=len(self.whole)).astype(np.float64)


def find_sums(cells: pd.DataFrame, wholes: Mapping[str, str] | None = None) -> Sums:
    """Every sum over areas, groups of a breakdown and shorter periods that the table holds.

    Parameters
    ----------
    cells : IDENTITY, dates as datetime.date, and `true` (the count). One row a cell.
    wholes : area code to the area that it is a part of; by default London's boroughs to London.

    Notes
    -----
    A sum is taken as closed if its true parts make up its true whole, although its reader may not know that they do: a
    reader may guess that no record has an unknown borough, and is then right. One whose parts exceed the whole is no sum
    (distinct persons, counted afresh for each cell) and is left out.
    """
    plain = cells.reset_index(drop=True)
    links = pd.concat(
        [
            _link(plain, _by_area(plain, wholes), ["area_code"]),
            _link(plain, _by_group(plain), ["breakdown", "group"]),
            _link(plain, _by_period(plain), ["period_start", "period_end"]),
        ],
        ignore_index=True,
    )
    links["sum_of"] = links.groupby(["whole", "via"], sort=False).ngroup()
    whole = links.groupby("sum_of")["whole"].first().to_numpy(np.int64)
    true = plain["true"].to_numpy(np.float64)
    sums = Sums(whole, np.ones(len(whole), bool), links["sum_of"].to_numpy(np.int64), links["part"].to_numpy(np.int64))
    added = sums.of_parts(true)
    return _keep(Sums(whole, added == true[whole], sums.sum_of, sums.part), added <= true[whole])


def join_sums(first: Sums, second: Sums) -> Sums:
    """Both, over the same cells."""
    return Sums(
        np.concatenate([first.whole, second.whole]),
        np.concatenate([first.is_closed, second.is_closed]),
        np.concatenate([first.sum_of, second.sum_of + len(first.whole)]),
        np.concatenate([first.part, second.part]),
    )


def _keep(sums: Sums, wanted: Bools) -> Sums:
    renumbered = np.cumsum(wanted) - 1
    parts = wanted[sums.sum_of]
    return Sums(sums.whole[wanted], sums.is_closed[wanted], renumbered[sums.sum_of[parts]], sums.part[parts])


def _link(cells: pd.DataFrame, mapping: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """whole, part (positions) and via, for a mapping of `columns` to `whole_<column>`."""
    same = [column for column in IDENTITY if column not in columns]
    keys = cells[list(IDENTITY)]
    parts = keys.assign(part=np.arange(len(keys))).merge(mapping, on=columns)
    named = {column: f"whole_{column}" for column in columns}
    targets = keys.assign(whole=np.arange(len(keys))).rename(columns=named)
    return parts.merge(targets, on=[*same, *named.values()])[["whole", "part", "via"]]


def _by_area(cells: pd.DataFrame, wholes: Mapping[str, str] | None) -> pd.DataFrame:
    codes = [str(code) for code in cells["area_code"].unique()]
    found = wholes or {code: LONDON for code in codes if code.startswith("E09")}
    rows = [(code, found[code], "area") for code in codes if code in found]
    return pd.DataFrame(rows, columns=["area_code", "whole_area_code", "via"], dtype=object)


def _by_group(cells: pd.DataFrame) -> pd.DataFrame:
    """Leave out one column of a crossing at a time: the groups that then agree add up to the coarser one."""
    rows = []
    for breakdown, group in cells[["breakdown", "group"]].drop_duplicates().itertuples(index=False):
        names, values = breakdown.split("*"), group.split("*")
        if breakdown == "none" or len(names) != len(values):
            continue
        for i in range(len(names)):
            rest = ["*".join(part[:i] + part[i + 1 :]) for part in (names, values)]
            rows.append((breakdown, group, rest[0] or "none", rest[1], f"{breakdown} over {names[i]}"))
    columns = ["breakdown", "group", "whole_breakdown", "whole_group", "via"]
    return pd.DataFrame(rows, columns=columns, dtype=object)


def _by_period(cells: pd.DataFrame) -> pd.DataFrame:
    """Shorter periods of one length that lie end to end in a longer one."""
    pairs = cells[["period_start", "period_end"]].drop_duplicates().itertuples(index=False)
    held = {Period(start, end) for start, end in pairs}
    rows = []
    for whole in held:
        for months in {period.months for period in held if period.months < whole.months}:
            tiles = [Period.of_months(whole.start.year, whole.start.month + i, months)
                     for i in range(0, whole.months - months + 1, months)]  # fmt: skip
            rows += [(t.start, t.end, whole.start, whole.end, f"{months} months") for t in tiles if t in held]
    columns = ["period_start", "period_end", "whole_period_start", "whole_period_end", "via"]
    return pd.DataFrame(rows, columns=columns, dtype=object)
