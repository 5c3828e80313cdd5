"""Lines of a page set out by spaces, as tables and runs of text: cells stand apart by three spaces or more, under one another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from opensna.assessment.review.reading.assemble import Piece, clean
from opensna.assessment.review.reading.tables import is_cell
from opensna.assessment.review.reading.text import pieces

_CELL = re.compile(r"\S+(?:\s{1,2}\S+)*")
_YEAR = re.compile(r"(?:19|20)\d\d(?:[/–-]\d\d)?")
_SLACK = 3
Row = tuple[str, ...]


def page_pieces(lines: Sequence[str], page: int) -> list[Piece]:
    """Pieces of one page, in order."""
    found: list[Piece] = []
    for is_table, group in _groups(lines):
        if is_table and (rows := _rows(group)):
            found.append(Piece("", page=page, rows=rows))
        else:
            found += pieces(group, page=page)
    return found


def is_in_columns(lines: Sequence[str]) -> bool:
    """Whether a page is set in columns of prose, whose lines must not be read across."""
    long = [line for line in lines if len(line.strip()) > 60]
    split = [
        line
        for line in long
        if len(cells := _CELL.findall(line)) == 2 and all(len(cell.split()) >= 4 for cell in cells)
    ]
    return len(long) >= 10 and len(split) > len(long) / 3


def _groups(lines: Sequence[str]) -> Iterator[tuple[bool, list[str]]]:
    """Runs of lines without a gap, the table in each parted from the text above and below it."""
    run: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            run.append(line)
            continue
        yield from _parted(run)
        run = []


def _parted(run: list[str]) -> Iterator[tuple[bool, list[str]]]:
    several = [i for i, line in enumerate(run) if len(_CELL.findall(line)) >= 2]
    if len(several) < 2:
        yield False, [*run, ""]
        return
    first, last = several[0], several[-1]
    while last + 1 < len(run) and len(run[last + 1].strip()) < 40 and not run[last + 1].strip().endswith("."):
        last += 1
    if first:
        yield False, run[:first]
    yield True, run[first : last + 1]
    if last + 1 < len(run):
        yield False, [*run[last + 1 :], ""]


def _rows(lines: Sequence[str]) -> tuple[Row, ...]:
    """Cells put under the starts of the columns; a line with an empty first cell, or only a first, carries on the row above."""
    starts = _starts(lines)
    rows: list[list[str]] = []
    for line in lines:
        row = [""] * len(starts)
        for match in _CELL.finditer(line):
            at = max((i for i, start in enumerate(starts) if start <= match.start() + _SLACK), default=0)
            row[at] = f"{row[at]} {clean(match[0])}".strip()
        if rows and _carries_on(rows[-1], row, is_first=len(rows) == 1):
            rows[-1] = [f"{one} {two}".strip() for one, two in zip(rows[-1], row, strict=True)]
        else:
            rows.append(row)
    return tuple(tuple(row) for row in rows) if len(starts) >= 2 else ()


def _starts(lines: Sequence[str]) -> list[int]:
    """Where columns start: places at which cells of two lines or more begin, those within the slack taken together."""
    begins = sorted(match.start() for line in lines for match in _CELL.finditer(line))
    starts: list[list[int]] = []
    for begin in begins:
        if starts and begin - starts[-1][-1] <= _SLACK:
            starts[-1].append(begin)
        else:
            starts.append([begin])
    return [group[0] for group in starts if len(group) >= 2 or len(lines) <= 3]


def _carries_on(above: Sequence[str], row: Sequence[str], *, is_first: bool) -> bool:
    filled = [i for i, cell in enumerate(row) if cell]
    if (
        is_first
        and all(_YEAR.fullmatch(row[i]) for i in filled if i)
        and not any(is_cell(cell) for cell in above[1:] if cell)
    ):
        return True  # the years of heads that are broken over two lines
    if any(is_cell(row[i]) for i in filled if i):
        return False
    if not row[0]:
        return True
    has_numbers = any(is_cell(cell) for cell in above[1:] if cell)
    return filled == [0] and (has_numbers or not is_first)
