"""The evidence-and-gap map: approaches by outcomes, how many ratings speak of each, and which way they point."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from opensna.reference.outcomes import outcomes
from opensna.whatworks.approach import Approach

SYMBOLS = (
    ("beneficial", "▲"),
    ("mixed", "◆"),
    ("no clear effect", "○"),
    ("harmful", "▼"),
    ("insufficient evidence", "?"),
    ("not stated", "·"),
)
"""Directions with a symbol that does not rest on colour. A cell whose ratings differ is mixed."""


@dataclass(frozen=True)
class GapMap:
    """Cells for a chart of the form "gap_map": row (approach), column (outcome), value (ratings), rating (direction) and mark.

    A cell of value 0 is a gap: no registry of the index rates the approach for that outcome. It is absence of evidence in
    this index, not evidence of absence.
    """

    cells: tuple[dict[str, Any], ...]
    rows: tuple[str, ...]
    columns: tuple[str, ...]

    @property
    def options(self) -> Mapping[str, Any]:
        """Options of the chart: the order of rows and columns, and the symbols of the ratings."""
        return {"rows": list(self.rows), "columns": list(self.columns), "ratings": [list(pair) for pair in SYMBOLS]}

    @property
    def empty_outcomes(self) -> tuple[str, ...]:
        """Outcomes that no approach of the map is rated for."""
        filled = {cell["column"] for cell in self.cells if cell["value"]}
        return tuple(column for column in self.columns if column not in filled)


def gap_map(approaches: Iterable[Approach], *, of: Sequence[str] = ()) -> GapMap:
    """The map of these approaches against outcomes `of` (ids; all of the framework unless given), all cells."""
    chosen = tuple(approaches)
    wanted = tuple(of) or tuple(outcomes())
    cells = tuple(_cell(approach, outcome) for approach in chosen for outcome in wanted)
    return GapMap(cells, tuple(a.name for a in chosen), tuple(outcomes()[name].name for name in wanted))


def _cell(approach: Approach, outcome: str) -> dict[str, Any]:
    ratings = approach.ratings if outcome in approach.outcomes else ()
    directions = {rating.direction for rating in ratings} - {"not stated"}
    rating = "not stated" if not directions else directions.pop() if len(directions) == 1 else "mixed"
    return {
        "row": approach.name,
        "column": outcomes()[outcome].name,
        "value": len(ratings),
        "rating": rating if ratings else "",
        "mark": "",
    }
