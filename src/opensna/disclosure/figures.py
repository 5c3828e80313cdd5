"""From rows of a table to figures: one for each set of records, area and period, however often it is printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from opensna.core.counts import KEY
from opensna.core.errors import DisclosureError
from opensna.core.period import Period
from opensna.disclosure.atoms import Figured
from opensna.disclosure.cells import as_cells, labels_of, number_kinds, with_dates
from opensna.disclosure.kinds import Derived, Kind, Meaning
from opensna.disclosure.lattice import relate
from opensna.disclosure.protect import Figures
from opensna.disclosure.published import Published
from opensna.disclosure.readers import NOTHING, Known, known_from
from opensna.disclosure.rows import Bools, Floats, Grid, Ints, Rows, build_rows, wholes_or_london
from opensna.measures.measure import Measure


@dataclass(frozen=True)
class Linked:
    """Figures of one source and release, by position, and the rows that link them.

    numerator, denominator : (n_table,) the figure that a row of the table prints there, -1 for none (a population is no figure).
    true : (n,) counts. labels : (n,) for messages. before : (n,) "" (not published before), "shown" or "hidden".
    earlier : what readers hold besides: figures that the table does not print.
    """

    numerator: Ints
    denominator: Ints
    true: Floats
    labels: tuple[str, ...]
    rows: Rows
    before: tuple[str, ...]
    figured: Figured
    earlier: Known

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
    figured = Figured(
        kinds, at[first], one["area_code"].tolist(), periods, wholes_or_london(one["area_code"], wholes), derived
    )
    grid = Grid(figured.kind, figured.areas, periods, wholes=wholes)
    true = one["count"].to_numpy(np.float64)
    rows = build_rows(grid.templates(relate(kinds)), true, np.ones(len(true), bool))
    positions = {role: _positions(table, cells, figure, role) for role in ("numerator", "denominator")}
    before, besides = _before(figured, _held(earlier, set(table["source"]), wholes, derived))
    return Linked(
        positions["numerator"], positions["denominator"], true, tuple(labels_of(one)), rows, before, figured, besides
    )


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
    return with_dates(found)


def _apart_where_they_differ(cells: pd.DataFrame, at: Ints, kinds: list[Kind]) -> tuple[Ints, list[Kind]]:
    """Kinds that two measures share although their counts differ are taken apart: what they count was not fully said."""
    keys = [at, cells["area_code"], cells["start"], cells["end"]]
    spread = cells["count"].groupby(keys).agg(["min", "max"])
    differing = sorted({int(key[0]) for key in spread.index[spread["min"] != spread["max"]]})
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


def _held(earlier: Published | None, sources: set[str], wholes: Mapping[str, str] | None, derived: Derived) -> Known:
    """What readers hold of a source."""
    if earlier is None or earlier.table.empty:
        return NOTHING
    before = as_cells(earlier)
    before = before[before["mark"].isin(["", "[c]"]) & before["source"].isin(sources)].reset_index(drop=True)
    return known_from(before, wholes=wholes, derived=derived) if len(before) else NOTHING


def _before(figured: Figured, held: Known) -> tuple[tuple[str, ...], Known]:
    """Whether readers hold these figures already (the same records, release and definition), and what else they hold of them."""
    place = {key: i for i, key in enumerate(held.figured.keys)}
    mine = figured.keys
    at = [place.get(key, -1) for key in mine]
    states = tuple("" if i < 0 else "shown" if held.is_shown[i] else "hidden" for i in at)
    bases, printed = {kind.base for kind in figured.kinds}, set(mine)
    besides = [i for key, i in place.items() if key not in printed and key[0].base in bases]
    return states, held.only(np.array(besides, np.int64))
