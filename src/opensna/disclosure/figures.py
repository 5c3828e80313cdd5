"""From rows of a table to figures: one for each set of records, area and period, however often it is printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from opensna.core.counts import KEY
from opensna.core.errors import DisclosureError
from opensna.core.period import Period
from opensna.disclosure.kinds import Derived, Kind, Meaning, kind_of
from opensna.disclosure.lattice import relate
from opensna.disclosure.protect import Figures
from opensna.disclosure.published import Published
from opensna.disclosure.rows import Bools, Floats, Grid, Ints, Rows, build_rows
from opensna.measures.measure import Measure

_ABOUT = ["measure", "breakdown", "group", "role", "is_share", "source", "release", "definition", "meaning"]


@dataclass(frozen=True)
class Linked:
    """Figures of one source and release, by position, and the rows that link them.

    numerator, denominator : (n_table,) the figure that a row of the table prints there, -1 for none (a population is no figure).
    true : (n,) counts. labels : (n,) for messages. before : (n,) "" (not published before), "shown" or "hidden".
    """

    numerator: Ints
    denominator: Ints
    true: Floats
    labels: tuple[str, ...]
    rows: Rows
    before: tuple[str, ...]

    def with_earlier(self, figures: Figures) -> Figures:
        """What was hidden before stays hidden, or two editions would show what each hides; what was shown cannot be hidden now."""
        was_shown, was_hidden = (
            np.array([state == name for state in self.before], bool) for name in ("shown", "hidden")
        )
        again = was_hidden & ~figures.is_hidden
        return replace(
            figures,
            low=np.where(again, np.minimum(figures.low, 1), figures.low),
            high=np.where(again, np.inf, figures.high),
            is_hidden=figures.is_hidden | again,
            may_hide=figures.may_hide & ~was_shown & ~again,
        )

    def refuse_unproved(self, cells: Bools, rows: Bools) -> None:
        """Raise DisclosureError where nothing more can be hidden to protect a figure, or what remains between some."""
        if not cells.any() and not rows.any():
            return
        named = [self.labels[i] for i in np.flatnonzero(cells)]
        for row in np.flatnonzero(rows):
            named.append(" against ".join(self.labels[i] for i in self.rows.matrix[row].indices[:3]))
        raise DisclosureError(
            "what was published before would give hidden counts away, whatever is hidden now",
            where="disclose",
            found=f"{len(named)}: {'; '.join(named[:5])}",
            do_this="leave these measures, areas or periods out of the edition, or publish them for a wider area or longer period",
        )


def link(
    table: pd.DataFrame,
    *,
    measures: Mapping[str, Measure],
    derived: Derived,
    wholes: Mapping[str, str] | None,
    definition: str,
    earlier: Published | None,
) -> Linked:
    """Figures and rows of a table of COUNT_COLUMNS without absent numerators, of one source and release."""
    meanings = {id: Meaning.of(measure).to_json() for id, measure in measures.items()}
    cells = _cells(table).assign(definition=definition)
    cells["meaning"] = [meanings.get(measure, "") for measure in cells["measure"]]
    at, kinds = number_kinds(cells, derived)
    at, kinds = _apart_where_they_differ(cells, at, kinds)
    keys = pd.DataFrame({"kind": at, "area_code": cells["area_code"], "start": cells["start"], "end": cells["end"]})
    figure: Ints = np.asarray(keys.groupby(["kind", "area_code", "start", "end"], sort=False).ngroup(), np.int64)
    _, first = np.unique(figure, return_index=True)
    one = cells.iloc[first]
    periods = [Period(start, end) for start, end in zip(one["start"], one["end"], strict=True)]
    grid = Grid(at[first], one["area_code"].tolist(), periods, wholes=wholes)
    true = one["count"].to_numpy(np.float64)
    rows = build_rows(grid.templates(relate(kinds)), true, np.ones(len(true), bool))
    positions = {role: _positions(table, cells, figure, role) for role in ("numerator", "denominator")}
    return Linked(
        positions["numerator"], positions["denominator"], true, tuple(_labels(one)), rows,
        _before(one, [kinds[k] for k in at[first]], derived, earlier),
    )  # fmt: skip


def _cells(table: pd.DataFrame) -> pd.DataFrame:
    """One row a printed count: KEY, role, is_share, count, start and end, and `row`, its place in the table."""
    is_share = ((table["denominator_kind"] == "records") & table["denominator"].notna()).to_numpy()
    plain = (
        table[[*KEY, "source", "release"]].reset_index(drop=True).assign(row=np.arange(len(table)), is_share=is_share)
    )
    found = pd.concat(
        [
            plain.assign(role="numerator", count=table["numerator"].to_numpy(np.float64)),
            plain.assign(role="denominator", count=table["denominator"].to_numpy(np.float64))[is_share],
        ],
        ignore_index=True,
    )
    for name, column in (("start", "period_start"), ("end", "period_end")):
        found[name] = found[column].map({v: pd.Timestamp(v).date() for v in found[column].unique()}).astype(object)
    return found


def number_kinds(cells: pd.DataFrame, derived: Derived) -> tuple[Ints, list[Kind]]:
    """(n_cells,) the number of each cell's kind, and the kinds. Cells of one kind count the same records.

    cells : measure, breakdown, group, role, is_share, source, release, definition, and meaning (JSON, or "" if not known).
    """
    distinct = cells[_ABOUT].drop_duplicates()
    numbers: dict[Kind, int] = {}
    of_each = []
    for row in distinct.to_dict("records"):
        kind = kind_of(
            row["measure"], row["breakdown"], row["group"], row["role"],
            base=(row["source"], row["release"], row["definition"]),
            meaning=Meaning.from_json(row["meaning"]) if row["meaning"] else None, is_share=bool(row["is_share"]),
            derived=derived,
        )  # fmt: skip
        of_each.append(numbers.setdefault(kind, len(numbers)))
    at = cells[_ABOUT].merge(distinct.assign(number=of_each), on=_ABOUT, how="left")["number"]
    return at.to_numpy(np.int64), list(numbers)


def _apart_where_they_differ(cells: pd.DataFrame, at: Ints, kinds: list[Kind]) -> tuple[Ints, list[Kind]]:
    """Kinds that two measures share although their counts differ are taken apart: what they count was not fully said."""
    keys = [at, cells["area_code"], cells["start"], cells["end"]]
    spread = cells["count"].groupby(keys).agg(["min", "max"])
    differing = {int(key[0]) for key in spread.index[spread["min"] != spread["max"]]}
    if not differing:
        return at, kinds
    at, kinds = at.copy(), list(kinds)
    for kind in differing:
        for measure in cells.loc[at == kind, "measure"].unique():
            kinds.append(replace(kinds[kind], base=(*kinds[kind].base, str(measure))))
            at[(at == kind) & (cells["measure"] == measure).to_numpy()] = len(kinds) - 1
    return at, kinds


def _positions(table: pd.DataFrame, cells: pd.DataFrame, figure: Ints, role: str) -> Ints:
    mine = (cells["role"] == role).to_numpy()
    found = np.full(len(table), -1, np.int64)
    found[cells["row"].to_numpy()[mine]] = figure[mine]
    return found


def _labels(cells: pd.DataFrame) -> list[str]:
    columns = zip(*(cells[name] for name in ("measure", "area_code", "start", "end", "group", "role")), strict=True)
    return [label(*row) for row in columns]


def label(measure: str, area: str, start: object, end: object, group: str, role: str) -> str:
    """A figure in words: ids, area code, period and group, never its count."""
    of = "" if role == "numerator" else " (all records)"
    return f"{measure}{of} {area} {start:%Y-%m}/{end:%Y-%m}" + (f" {group}" if group else "")


def _before(cells: pd.DataFrame, kinds: Sequence[Kind], derived: Derived, earlier: Published | None) -> tuple[str, ...]:
    """Whether readers hold these figures already: the same records, release and definition."""
    if earlier is None or earlier.table.empty:
        return ("",) * len(cells)
    before = as_cells(earlier)
    before = before[before["mark"].isin(["", "[c]"])]
    at, known = number_kinds(before, derived)
    held: dict[tuple[object, ...], str] = {}
    for kind, area, start, end, mark in zip(
        at, *(before[c] for c in ("area_code", "start", "end", "mark")), strict=True
    ):
        place = (known[kind], area, start, end)
        held[place] = "shown" if mark == "" or held.get(place) == "shown" else "hidden"
    places = zip(kinds, cells["area_code"], cells["start"], cells["end"], strict=True)
    return tuple(held.get(place, "") for place in places)


def as_cells(published: Published) -> pd.DataFrame:
    """PUBLISHED_COLUMNS with start and end as dates, and is_share."""
    table = published.table.reset_index(drop=True)
    shares = table.loc[table["role"] == "denominator", ["measure", "edition"]].drop_duplicates().assign(is_share=True)
    found = table.merge(shares, on=["measure", "edition"], how="left")
    found["is_share"] = found["is_share"].eq(True)
    for name, column in (("start", "period_start"), ("end", "period_end")):
        found[name] = found[column].map({v: pd.Timestamp(v).date() for v in found[column].unique()}).astype(object)
    return found
