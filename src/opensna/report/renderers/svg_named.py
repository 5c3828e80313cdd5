"""Upright lines with their names above the plot: breaks in a series, and values to compare with."""

from __future__ import annotations

from collections.abc import Sequence

from opensna.report.renderers.svg_parts import WIDTH, line, measured, text

Placed = Sequence[tuple[float, str]]
"""Pixels from the left and name, in order."""


def lines_named(placed: Placed, top: float, bottom: float, *, dash: str = "3 3") -> str:
    """A dashed upright line for each place with its name above the plot, in as many rows as the names need."""
    parts = []
    for (x, words), (row, left) in zip(placed, _rows(placed), strict=True):
        y = top - 10 - 18 * row
        parts += [line(x, y + 3, x, bottom, dash=dash, width=1.5), text(left, y, words, halo=True)]
    return "".join(parts)


def room_for_names(placed: Placed) -> float:
    """Height of the rows of names."""
    return 18.0 * (1 + max((row for row, _ in _rows(placed)), default=-1))


def _rows(placed: Placed) -> list[tuple[int, float]]:
    """Row and left end of each name, such that none covers another nor is crossed by the line to its right."""
    starts: list[float] = []
    found = []
    for x, words in placed[::-1]:
        width = measured(words)
        left = x + 4 if x + 4 + width < WIDTH - 4 else max(4.0, WIDTH - 4 - width)
        row = next(
            (i for i, start in enumerate(starts) if left + width + 8 < min(start, *starts[:i], WIDTH)), len(starts)
        )
        starts[row : row + 1] = [min(left, x)]
        found.append((row, left))
    return found[::-1]
