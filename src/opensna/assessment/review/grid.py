"""A table's cells as numbers, under heads and beside labels."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from opensna.assessment.review.document import Block, Document, without_markers
from opensna.assessment.review.language.numbers import Number, numbers
from opensna.assessment.review.language.periods import periods

_MARKS = re.compile(r"[*†‡^]+$")


@dataclass(frozen=True)
class Column:
    """One column: its head and a number, or None, for each row."""

    head: str
    cells: tuple[Number | None, ...]

    @property
    def numbers(self) -> tuple[Number, ...]:
        """The cells that hold a number."""
        return tuple(cell for cell in self.cells if cell is not None)

    @property
    def year(self) -> str:
        """The period that the head is, if it is nothing else."""
        found = periods(self.head)
        return found[0].value if len(found) == 1 and found[0].text.strip() == self.head.strip() else ""


@dataclass(frozen=True)
class Grid:
    """A table with at least one column of numbers. `labels` are of rows; the heads of columns may be empty."""

    block: Block
    labels: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def caption(self) -> str:
        """Its title without note markers."""
        return without_markers(self.block.caption).strip()

    def row_text(self, row: int) -> str:
        """A row as written: cells by tab where the page has cells, the line itself where they had run together."""
        text = "\t".join(self.rows[row]).strip("\t")
        squeezed = re.sub(r"\s", "", text)
        return next((line for line in self.block.text.split("\n") if re.sub(r"\s", "", line) == squeezed), text)

    @cached_property
    def numeric(self) -> tuple[Column, ...]:
        """Columns with numbers in at least half of their cells."""
        return tuple(
            column for column in self.columns if column.numbers and len(column.numbers) * 2 >= len(column.cells)
        )


def cell_number(text: str) -> Number | None:
    """The one number that a cell is; a year in a cell is one too."""
    plain = _MARKS.sub("", without_markers(text).strip()).strip()
    if re.fullmatch(r"\d{4}", plain):
        return Number(float(plain), "count", plain, 0, 4, 1.0)
    found = numbers(plain)
    return found[0] if len(found) == 1 and found[0].text.strip() == plain and any(map(str.isdigit, plain)) else None


@lru_cache(maxsize=64)
def grids(document: Document) -> tuple[Grid, ...]:
    """The document's tables of numbers; parts of one table, cut by a note or a page, are one."""
    made = []
    for block in document.tables:
        grid = _grid(block)
        if grid is not None:
            made.append(grid)
    return tuple(made)


def _grid(block: Block) -> Grid | None:
    width = max(len(row) for row in block.rows)
    rows = [row for row in block.rows if any(row)]
    has_head = not any(cell_number(cell) for cell in rows[0][1:]) or all(periods(cell) for cell in rows[0][1:3] if cell)
    head = rows[0] if has_head else ()
    if head and len(head) < width:
        head = ("",) * (width - len(head)) + tuple(head)
    body = [tuple(row) + ("",) * (width - len(row)) for row in rows[1 if has_head else 0 :]]
    if not body or width < 2:
        return None
    is_labelled = sum(1 for row in body if cell_number(row[0]) is None and row[0]) * 2 >= len(body)
    first = 1 if is_labelled else 0
    columns = tuple(
        Column(head[j] if head else "", tuple(cell_number(row[j]) for row in body)) for j in range(first, width)
    )
    if not any(column.numbers for column in columns):
        return None
    labels = tuple(without_markers(row[0]).strip() if is_labelled else "" for row in body)
    return Grid(block, labels, columns, tuple(body))
