"""Columns of ranks that are no ranking, and long columns in order but for one or two."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from opensna.assessment.review.arithmetic.table_sums import is_change, is_share, total_rows
from opensna.assessment.review.document import Document
from opensna.assessment.review.finding import Finding, quote
from opensna.assessment.review.grid import Column, Grid, grids
from opensna.stats.ranks import ranking_defects

_MANY = 8


def rankings(document: Document) -> Iterator[Finding]:
    """A verdict for every column of ranks, and for every column that is out of order in one or two places."""
    for grid in grids(document):
        ranks = [column for column in grid.columns if _is_ranks(column)]
        for column in ranks:
            yield _ranking(document, grid, column)
        if not ranks:
            for column in grid.columns:
                yield from _order(document, grid, column)


def _is_ranks(column: Column) -> bool:
    """Whole numbers between 1 and the number of rows, nearly all of them different, 1 or 2 among them."""
    values = [cell.value for cell in column.numbers if cell.unit == "count" and cell.value == int(cell.value)]
    n = len(column.cells)
    if n < _MANY or len(values) < n * 0.9 or min(values) > 2 or min(values) < 1:
        return False
    inside = [value for value in values if value <= n + 1]
    return len(inside) >= len(values) - 2 and len(set(inside)) >= n * 0.75 and max(inside) >= n * 0.9


def _ranking(document: Document, grid: Grid, column: Column) -> Finding:
    defects = ranking_defects([cell.value if cell is not None else float("nan") for cell in column.cells])
    beyond = sorted({int(cell.value) for cell in column.numbers if cell.value > len(column.cells)})
    head = column.head or "the column"
    if defects.is_valid and not beyond:
        return Finding(
            "ranking",
            "holds",
            f"{head}: a ranking of {len(column.numbers)}",
            (quote(document, grid.block, grid.caption or head),),
            head,
        )
    twice = ", ".join(map(str, defects.duplicates))
    never = ", ".join(map(str, defects.missing))
    rows = [
        i for i, cell in enumerate(column.cells) if cell is not None and cell.value in (*defects.duplicates, *beyond)
    ]
    says = "; ".join(
        part
        for part in (
            f"{twice} stand twice though the rank after is taken" if twice else "",
            f"nobody has {never}" if never else "",
            f"{', '.join(map(str, beyond))} is beyond the number of rows" if beyond else "",
        )
        if part
    )
    quotes = (
        quote(document, grid.block, grid.caption or head),
        *(quote(document, grid.block, grid.row_text(i)) for i in rows),
    )
    return Finding("ranking", "fails", f"{head} is not a ranking: {says}", quotes, head)


def _order(document: Document, grid: Grid, column: Column) -> Iterator[Finding]:
    cells = [(i, cell) for i, cell in enumerate(column.cells) if cell is not None and i not in total_rows(grid)]
    if len(cells) < _MANY or column.year or is_change(column) or (is_share(column) and len(cells) < _MANY):
        return
    values = [cell.value for _, cell in cells]
    pairs = list(itertools.pairwise(cells))
    for sign in (1, -1):
        wrong = [(one, two) for one, two in pairs if sign * (one[1].value - two[1].value) < 0]
        if 1 <= len(wrong) <= max(1, len(values) // 10) and len(set(values)) > len(values) / 2:
            for one, two in wrong:
                yield Finding(
                    "order",
                    "differs",
                    f"the column is in order but for {grid.labels[two[0]]} ({two[1].text}) "
                    f"after {grid.labels[one[0]]} ({one[1].text})",
                    (
                        quote(document, grid.block, grid.row_text(one[0])),
                        quote(document, grid.block, grid.row_text(two[0])),
                    ),
                    two[1].text,
                )
