"""The formula that a table's rows follow, and the rows that do not follow it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from opensna.assessment.review.arithmetic.table_sums import total_rows
from opensna.assessment.review.document import Document
from opensna.assessment.review.finding import Finding, quote
from opensna.assessment.review.grid import Grid, grids
from opensna.assessment.review.language.numbers import Number
from opensna.assessment.review.language.words import stems


@dataclass(frozen=True)
class _Formula:
    says: str
    work: Callable[[Sequence[float]], float]


def _sum(values: Sequence[float]) -> float:
    return sum(values[:-1])


_FORMULAS = (
    _Formula("the numbers before it added", _sum),
    _Formula("the two numbers before it multiplied", lambda v: v[0] * v[1] if len(v) == 3 else float("nan")),
    _Formula(
        "the numbers before the last two added, times the one before it",
        lambda v: sum(v[:-2]) * v[-2] if len(v) >= 4 else float("nan"),
    ),
    _Formula("the first less the second", lambda v: v[0] - v[1] if len(v) == 3 else float("nan")),
)


def table_formulas(document: Document) -> Iterator[Finding]:
    """Rows that break the formula which at least two thirds of the rows under the same heads follow, and three at least."""
    alike: dict[tuple[frozenset[str], ...], list[Grid]] = defaultdict(list)
    for grid in grids(document):
        if len(grid.numeric) >= 3:
            alike[tuple(frozenset(stems(column.head)) for column in grid.columns)].append(grid)
    for family in alike.values():
        yield from _family(document, family)


def _family(document: Document, family: Sequence[Grid]) -> Iterator[Finding]:
    rows = [(grid, i, cells) for grid in family for i, cells in _rows(grid)]
    for formula in _FORMULAS:
        made = [(grid, i, cells, formula.work([cell.value for cell in cells])) for grid, i, cells in rows]
        good = [row for row in made if _holds(row[2], row[3])]
        if len(good) < 3 or len(good) * 3 < len(made) * 2:
            continue
        for grid, i, cells, value in made:
            is_good = _holds(cells, value)
            yield Finding(
                "table_formula", "holds" if is_good else "fails",
                f"{grid.labels[i] or f'row {i + 1}'}: {formula.says} is {value:,.10g}, printed {cells[-1].text}",
                (quote(document, grid.block, grid.row_text(i)),), cells[-1].text,
            )  # fmt: skip
        return


def _rows(grid: Grid) -> Iterator[tuple[int, list[Number]]]:
    for i in range(len(grid.rows)):
        cells = [column.cells[i] for column in grid.columns]
        held = [cell for cell in cells if cell is not None]
        if len(held) == len(cells) and i not in total_rows(grid):
            yield i, held


def _holds(cells: Sequence[Number], value: float) -> bool:
    printed = cells[-1]
    if value != value or not value:
        return False
    slack = max(printed.step, abs(value) * 1e-6, 10 if printed.value > 1e6 else 0)
    return abs(value - printed.value) <= slack
