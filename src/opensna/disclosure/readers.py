"""What a reader of one or several editions knows of each figure: what is printed, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from opensna.core.period import Period
from opensna.disclosure.atoms import Figured
from opensna.disclosure.cells import labels_of, number_kinds
from opensna.disclosure.kinds import Derived
from opensna.disclosure.lattice import relate
from opensna.disclosure.policy import policies
from opensna.disclosure.rows import Bools, Floats, Grid, Ints, Rows, build_rows, wholes_or_london


@dataclass(frozen=True)
class Known:
    """Figures by position, each once, however often it is printed.

    editions : those that say as much of it as all together do. low, high : what is printed of it says. width : how wide the
    interval of a hidden one must be (infinite: not protected). most_hidden : the largest count that its policy hides.
    """

    figured: Figured
    labels: list[str]
    editions: list[frozenset[str]]
    low: Floats
    high: Floats
    is_shown: Bools
    width: Floats
    most_hidden: Floats

    def only(self, cells: Ints) -> Known:
        """These figures."""
        labels, editions = [self.labels[i] for i in cells], [self.editions[i] for i in cells]
        low, high, width, most = (values[cells] for values in (self.low, self.high, self.width, self.most_hidden))
        return Known(self.figured.only(cells), labels, editions, low, high, self.is_shown[cells], width, most)

    def rows(self) -> Rows:
        """How the figures lie in one another, without a count that is not printed."""
        of = self.figured
        grid = Grid(of.kind, of.areas, of.periods, wholes=of.wholes)
        n = len(self.low)
        return build_rows(grid.templates(relate(of.kinds)), np.zeros(n), np.zeros(n, bool))


_NONE = np.zeros(0)
NOTHING = Known(
    Figured([], np.zeros(0, np.int64), [], [], {}, {}), [], [], _NONE, _NONE, np.zeros(0, bool), _NONE, _NONE
)  # fmt: skip
"""What a reader knows who holds no edition."""


def known_from(cells: pd.DataFrame, *, wholes: Mapping[str, str] | None, derived: Derived) -> Known:
    """What is known from cells (as `cells.as_cells` has them, without those that are absent)."""
    kind, kinds = number_kinds(cells, derived)
    printed = cells.assign(kind=kind, **_printed(cells))
    by_figure = printed.groupby(["kind", "area_code", "start", "end"], sort=False)
    one = by_figure.agg(
        low=("low", "max"), high=("high", "min"), is_shown=("is_shown", "max"), width=("width", "min"),
        most_hidden=("most_hidden", "min"), measure=("measure", "first"), group=("group", "first"), role=("role", "first"),
        named=("edition", lambda names: " and ".join(sorted(set(names)))),
    ).reset_index()  # fmt: skip
    low, high = (one[name].to_numpy(np.float64) for name in ("low", "high"))
    return Known(
        Figured(
            kinds, one["kind"].to_numpy(np.int64), one["area_code"].tolist(),
            [Period(start, end) for start, end in zip(one["start"], one["end"], strict=True)],
            wholes_or_london(one["area_code"], wholes), derived,
        ),
        [f"{label} ({named})" for label, named in zip(labels_of(one), one["named"], strict=True)],
        _say_most(printed, np.asarray(by_figure.ngroup(), np.int64), low, high), np.minimum(low, high), np.maximum(low, high),
        one["is_shown"].to_numpy(bool), one["width"].to_numpy(np.float64), one["most_hidden"].to_numpy(np.float64),
    )  # fmt: skip


def _say_most(printed: pd.DataFrame, figure: Ints, low: Floats, high: Floats) -> list[frozenset[str]]:
    says_most = (printed["low"].to_numpy() == low[figure]) & (printed["high"].to_numpy() == high[figure])
    found: list[set[str]] = [set() for _ in low]
    for i, edition in zip(figure[says_most], printed.loc[says_most, "edition"], strict=True):
        found[i].add(edition)
    return [frozenset(editions) for editions in found]


def _printed(cells: pd.DataFrame) -> dict[str, Floats | Bools]:
    """What each printed figure alone says, by the policy that it was printed under."""
    value = cells["value"].to_numpy(np.float64)
    low, high = value.copy(), value.copy()
    width, most_hidden = np.full(len(cells), np.inf), np.full(len(cells), np.inf)
    for policy in policies().values():
        mine = (cells["policy"] == policy.id).to_numpy() & policy.controls
        half = (policy.round_to - 1) / 2
        low = np.where(mine & (value > 0), np.maximum(np.ceil(value - half), policy.hide_to + 1), low)
        high = np.where(mine & (value > 0), np.floor(value + half), high)
        width, most_hidden = np.where(mine, policy.protected_width, width), np.where(mine, policy.hide_to, most_hidden)
    hidden = (cells["mark"] == "[c]").to_numpy() | np.isnan(value)
    return {
        "low": np.where(hidden, 0, low), "high": np.where(hidden, np.inf, high), "is_shown": ~hidden, "width": width,
        "most_hidden": most_hidden,
    }  # fmt: skip
