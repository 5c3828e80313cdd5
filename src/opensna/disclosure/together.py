"""The attack on several editions at once, by a reader who holds them all and sees nothing but what they print.

A new edition may be safe by itself and not beside an earlier one: boroughs against London, this year against last, all ages
against under 25, one definition against another, a release against its correction. Whatever isolates a small group is found
and named here. No true count is needed: what an interval still allows decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix

from opensna.core.errors import DisclosureError
from opensna.core.period import Period
from opensna.disclosure.attack import Held, attack, interval, possible
from opensna.disclosure.figures import as_cells, label, number_kinds
from opensna.disclosure.kinds import Derived, Kind
from opensna.disclosure.lattice import relate
from opensna.disclosure.policy import policies
from opensna.disclosure.published import Published
from opensna.disclosure.rows import Bools, Floats, Grid, Ints, Rows, build_rows


@dataclass(frozen=True)
class Finding:
    """A small group that the editions together isolate: the figures that do, in words, and what can be worked out."""

    figures: tuple[str, ...]
    low: float
    high: float

    def __str__(self) -> str:
        """As an error names it: figures and editions, never a count."""
        return " against ".join(self.figures)


@dataclass(frozen=True)
class _Known:
    """Figures of one source by position: what is printed of each, in which editions, and the kinds and rows that link them."""

    kinds: list[Kind]
    kind: Ints
    labels: list[str]
    editions: list[frozenset[str]]
    low: Floats
    high: Floats
    is_shown: Bools
    width: Floats
    most_hidden: Floats
    rows: Rows
    places: list[tuple[str, object, object]]


def find_together(
    published: Published, *, wholes: Mapping[str, str] | None = None, derived: Derived | None = None
) -> list[Finding]:
    """Every small group that all these figures together isolate and that no single edition prints.

    Parameters
    ----------
    published : figures of two or more editions that one reader may hold.
    """
    cells = as_cells(published)
    controlled = [policy.id for policy in policies().values() if policy.controls]
    found: list[Finding] = []
    for source in cells.loc[cells["policy"].isin(controlled), "source"].unique():
        mine = cells[(cells["source"] == source) & cells["mark"].isin(["", "[c]"])].reset_index(drop=True)
        if mine["edition"].nunique() > 1:
            known = _known(mine, wholes, derived or {})
            found += _differences_of_versions(known) + _differences(known)
    return found


def refuse_together(
    earlier: Published, new: Published, *, wholes: Mapping[str, str] | None = None, derived: Derived | None = None
) -> None:
    """Raise DisclosureError if a reader of both could isolate a small group; nothing to do without an earlier edition."""
    if earlier.table.empty or new.table.empty:
        return
    both = Published(pd.concat([earlier.table, new.table], ignore_index=True))
    found = find_together(both, wholes=wholes, derived=derived)
    if found:
        raise DisclosureError(
            f"{len(found)} small groups could be isolated with editions that were published before",
            where=", ".join(sorted(new.table["edition"].unique())),
            found="; ".join(str(finding) for finding in found[:5]),
            expected="no difference between published figures that isolates a small group",
            do_this="leave these measures, areas or periods out, or keep the earlier edition's definition and release",
        )


def _known(cells: pd.DataFrame, wholes: Mapping[str, str] | None, derived: Derived) -> _Known:
    kind, kinds = number_kinds(cells, derived)
    printed = cells.assign(kind=kind, **_printed(cells))
    one = printed.groupby(["kind", "area_code", "start", "end"], sort=False).agg(
        low=("low", "max"), high=("high", "min"), is_shown=("is_shown", "max"), width=("width", "min"),
        most_hidden=("most_hidden", "min"), measure=("measure", "first"), group=("group", "first"), role=("role", "first"),
        editions=("edition", lambda names: frozenset(names)),
    ).reset_index()  # fmt: skip
    places = list(zip(one["area_code"], one["start"], one["end"], strict=True))
    grid = Grid(
        one["kind"].to_numpy(np.int64),
        one["area_code"].tolist(),
        [Period(start, end) for _, start, end in places],
        wholes=wholes,
    )
    nothing = np.zeros(len(one))
    rows = build_rows(grid.templates(relate(kinds)), nothing, np.zeros(len(one), bool))
    labels = [
        f"{label(m, a, s, e, g, r)} ({' and '.join(sorted(names))})"
        for m, (a, s, e), g, r, names in zip(
            one["measure"], places, one["group"], one["role"], one["editions"], strict=True
        )
    ]
    low, high = one["low"].to_numpy(np.float64), one["high"].to_numpy(np.float64)
    return _Known(
        kinds, one["kind"].to_numpy(np.int64), labels, list(one["editions"]), np.minimum(low, high), np.maximum(low, high),
        one["is_shown"].to_numpy(bool), one["width"].to_numpy(np.float64), one["most_hidden"].to_numpy(np.float64), rows, places,
    )  # fmt: skip


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


def _differences_of_versions(known: _Known) -> list[Finding]:
    """The same question under two definitions, or from two releases: what was added or taken away."""
    found: list[Finding] = []
    seen: dict[object, list[int]] = {}
    for i, number in enumerate(known.kind):
        kind = known.kinds[number]
        key = (kind.base[0], kind.base[3:], kind.conditions, kind.counts, kind.is_distinct, known.places[i])
        seen.setdefault(key, []).append(i)
    for versions in seen.values():
        for a in range(len(versions)):
            for b in range(a + 1, len(versions)):
                i, j = versions[a], versions[b]
                low, high = known.low[i] - known.high[j], known.high[i] - known.low[j]
                width, most = min(known.width[i], known.width[j]), min(known.most_hidden[i], known.most_hidden[j])
                if _is_small_group(low, high, width, most) or _is_small_group(-high, -low, width, most):
                    found.append(Finding((known.labels[i], known.labels[j]), low, high))
    return found


def _is_small_group(low: float, high: float, width: float, most_hidden: float) -> bool:
    """Whether an interval is narrower than it must be, and allows a count that would be hidden."""
    return bool(np.isfinite(width) and high - low < width and high >= 1 and low <= most_hidden)


def _differences(known: _Known) -> list[Finding]:
    """Hidden figures, and what remains between figures of several editions, as all rows together narrow them."""
    crossing = np.array([_crosses(known, row) for row in range(known.rows.matrix.shape[0])], bool)
    pattern = known.rows.links
    row_width = _least(pattern, known.width)
    row_width = np.where(
        crossing & known.rows.of_records & ~known.rows.is_closed & np.isfinite(row_width), row_width, 0
    )
    cell_width = np.where(known.is_shown | ~np.isfinite(known.width), 0, known.width)
    held = possible(Held(known.low, known.low, known.high, known.rows, cell_width, row_width))
    return _narrowed(known, held)


def _crosses(known: _Known, row: int) -> bool:
    """Whether no single edition prints all figures of a row."""
    cells = known.rows.matrix[row].indices
    return not frozenset.intersection(*(known.editions[i] for i in cells))


def _least(pattern: csr_matrix, values: Floats) -> Floats:
    matrix = pattern.tocoo()
    found = np.full(matrix.shape[0], np.inf)
    np.minimum.at(found, matrix.row, values[matrix.col])
    return found


def _narrowed(known: _Known, held: Held) -> list[Finding]:
    narrow = np.flatnonzero(attack(held, singly=0).narrow(held.widths))
    targets = held.targets
    n_cells = int((held.cell_width > 0).sum())
    cells = np.flatnonzero(held.cell_width > 0)
    found = []
    for target in narrow:
        row = targets[[target]]
        direction = row.toarray()[0]
        low, high = interval(held, direction)
        most = known.most_hidden[cells[target]] if target < n_cells else float(np.min(known.most_hidden[row.indices]))
        if _is_small_group(np.ceil(low - 1e-6), np.floor(high + 1e-6), held.widths[target], most):
            found.append(Finding(_named(known, held, row.indices), low, high))
    return found


def _named(known: _Known, held: Held, cells: Ints) -> tuple[str, ...]:
    """The figures of a difference; of a single hidden figure, that and the shown ones of the rows it is in."""
    if len(cells) > 1:
        return tuple(known.labels[i] for i in cells[:4])
    touched = held.rows.links_of_cells[cells[0]].indices
    others = dict.fromkeys(int(i) for row in touched for i in held.rows.matrix[row].indices if known.is_shown[i])
    return (known.labels[cells[0]], *(known.labels[i] for i in list(others)[:3]))
