"""An attacker who holds published tables and nothing else: a linear program over the smallest sets of records there are.

Written apart from the package and from other ideas: nothing of `opensna.disclosure` is used. Every printed cell is a sum of
atoms, an atom being the records of one place, one stretch between two dates that occur, and one value of each column. No atom
is negative. A printed number stands for those that round to it; [c] for any number.

Tables are lists of `Cell`. They are read from files by `read_tables`; a format is added by a function in `LOADERS`.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix


@dataclass(frozen=True)
class Cell:
    """One printed figure. what: column to value, as the table's headings say. months: first and last, counted from year 0.

    shown: the number, None for [c]. round_to, hides: the rule that is printed beside the table.
    """

    edition: str
    what: tuple[tuple[str, str], ...]
    area: str
    months: tuple[int, int]
    shown: float | None
    round_to: int = 5
    hides: int = 7

    @property
    def bounds(self) -> tuple[float, float]:
        """What the print alone says."""
        if self.shown is None:
            return 0, np.inf
        half = (self.round_to - 1) / 2
        return (0, 0) if self.shown == 0 else (max(self.shown - half, self.hides + 1), self.shown + half)


def read_json(path: Path) -> list[Cell]:
    """Cells of a JSON file: a list of objects with the fields of Cell."""
    return [
        Cell(**{**raw, "what": tuple(map(tuple, raw["what"])), "months": tuple(raw["months"])})
        for raw in json.loads(path.read_text("utf-8"))
    ]


LOADERS: dict[str, Callable[[Path], list[Cell]]] = {".json": read_json}


def read_tables(paths: Iterable[Path]) -> list[Cell]:
    """All cells of published files."""
    return [cell for path in paths for cell in LOADERS[path.suffix](path)]


@dataclass(frozen=True)
class Recovered:
    """A hidden cell and what it must lie between."""

    cell: Cell
    low: float
    high: float


def attack(
    cells: Sequence[Cell], parts_of: Mapping[str, Sequence[str]], codes: Mapping[str, Sequence[str]]
) -> list[Recovered]:
    """What every hidden cell must lie between.

    parts_of : area to the areas that it is made of. codes : every value of each column; a column is exhaustive.
    """
    places = sorted({part for cell in cells for part in parts_of.get(cell.area, [cell.area])})
    cuts = sorted({edge for cell in cells for edge in (cell.months[0], cell.months[1] + 1)})
    stretches = list(itertools.pairwise(cuts))
    atoms = list(itertools.product(places, stretches, itertools.product(*codes.values())))
    lines = np.array([[_holds(cell, atom, parts_of, list(codes)) for atom in atoms] for cell in cells], np.float64)
    low, high = (np.array(ends) for ends in zip(*(cell.bounds for cell in cells), strict=True))
    limited = np.isfinite(high)
    matrix = csr_matrix(np.vstack([-lines, lines[limited]]))
    most = np.concatenate([-low, high[limited]])
    found = []
    for line, cell in zip(lines, cells, strict=True):
        if cell.shown is not None:
            continue
        ends = []
        for sign in (1, -1):
            result = linprog(sign * line, A_ub=matrix, b_ub=most, bounds=(0, None), method="highs")
            ends.append(sign * result.fun if result.status == 0 else -sign * np.inf)
        found.append(Recovered(cell, float(np.ceil(ends[0] - 1e-6)), float(np.floor(ends[1] + 1e-6))))
    return found


Atom = tuple[str, tuple[int, int], tuple[str, ...]]


def _holds(cell: Cell, atom: Atom, parts_of: Mapping[str, Sequence[str]], columns: Sequence[str]) -> bool:
    place, (start, end), values = atom
    inside = cell.months[0] <= start and end <= cell.months[1] + 1
    at = dict(zip(columns, values, strict=True))
    return (
        inside
        and place in parts_of.get(cell.area, [cell.area])
        and all(at[column] == value for column, value in cell.what)
    )
