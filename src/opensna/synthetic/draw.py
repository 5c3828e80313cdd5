"""Draws that meet their totals: exact numbers by cell, whole numbers that keep a sum, two margins at once."""

from __future__ import annotations

import zlib

import numpy as np
from numpy.typing import ArrayLike, NDArray

Ints = NDArray[np.int64]
Small = NDArray[np.int16]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def generator(seed: int, *names: str) -> np.random.Generator:
    """A stream of its own for each table or step, so that a change of one leaves the others as they were."""
    return np.random.default_rng(np.random.SeedSequence([seed, zlib.crc32("/".join(names).encode())]))


def spread(cells: ArrayLike, rng: np.random.Generator) -> Floats:
    """A number from 0 to 1 for every row, evenly spread within each cell: cut at p, each cell gives its share p within one row.

    Parameters
    ----------
    cells : whole numbers from 0 (n_rows,), the cell of each row.
    """
    numbers = np.asarray(cells, dtype=np.int64)
    shuffled = rng.permutation(len(numbers))
    order = shuffled[np.argsort(numbers[shuffled], kind="stable")]
    sizes = np.bincount(numbers) if len(numbers) else np.zeros(1, dtype=np.int64)
    starts = np.cumsum(sizes) - sizes
    rank = np.empty(len(numbers), dtype=np.int64)
    rank[order] = np.arange(len(numbers)) - np.repeat(starts, sizes)
    return np.asarray((rank + 0.5) / sizes[numbers], dtype=np.float64)


def exactly(cells: ArrayLike, wanted: ArrayLike, rng: np.random.Generator) -> Bools:
    """Choose exactly `wanted[cell]` rows of each cell (all of it, if it has fewer)."""
    numbers = np.asarray(cells, dtype=np.int64)
    sizes = np.bincount(numbers, minlength=len(np.asarray(wanted)))
    rank = spread(numbers, rng) * sizes[numbers] - 0.5
    return np.asarray(np.rint(rank) < np.asarray(wanted)[numbers], dtype=np.bool_)


def by_shares(cells: ArrayLike, shares: ArrayLike, rng: np.random.Generator) -> Small:
    """A category for every row: each cell gets its shares within one row.

    Parameters
    ----------
    shares : (n_cells, n_categories), of any sum above 0.
    """
    numbers = np.asarray(cells, dtype=np.int64)
    table = np.asarray(shares, dtype=np.float64)
    edges = np.cumsum(table / table.sum(axis=1, keepdims=True), axis=1)
    number = spread(numbers, rng)
    category = np.zeros(len(numbers), dtype=np.int16)
    for edge in edges.T[:-1]:
        category += number > edge[numbers]
    return category


def whole(values: ArrayLike, total: int | None = None) -> Ints:
    """Whole numbers near the values whose sum is `total` (by default the rounded sum): the largest remainders go up."""
    numbers = np.asarray(values, dtype=np.float64)
    floors = np.floor(numbers).astype(np.int64)
    left = (round(float(numbers.sum())) if total is None else total) - int(floors.sum())
    up = np.argsort(-(numbers - floors), kind="stable")[: max(left, 0)]
    floors[up] += 1
    return floors


def both_margins(rows: ArrayLike, columns: ArrayLike, sizes: ArrayLike, *, rounds: int = 200) -> Ints:
    """Numbers to choose from each cell, none above its size, so that columns add up exactly and rows as nearly as they can.

    Parameters
    ----------
    rows, columns : wanted sums (n_rows,), (n_columns,). sizes : rows that there are to choose from (n_rows, n_columns).
    """
    limit = np.asarray(sizes, dtype=np.float64)
    wanted_rows, wanted_columns = np.asarray(rows, dtype=np.float64), np.asarray(columns, dtype=np.float64)
    filled = np.divide(wanted_columns, limit.sum(axis=0), out=np.zeros(limit.shape[1]), where=limit.sum(axis=0) > 0)
    cells = np.minimum(limit, limit * filled)
    for _ in range(rounds):
        cells = np.minimum(limit, cells * _factor(wanted_rows, cells.sum(axis=1))[:, None])
        cells = np.minimum(limit, cells * _factor(wanted_columns, cells.sum(axis=0)))
    return np.stack([_whole_within(cells[:, j], limit[:, j], wanted_columns[j]) for j in range(limit.shape[1])], axis=1)


def _factor(wanted: Floats, got: Floats) -> Floats:
    return np.divide(wanted, got, out=np.ones_like(got), where=got > 0)


def _whole_within(values: Floats, limit: Floats, wanted: float) -> Ints:
    """Whole numbers that add up to `wanted`, none above its limit."""
    total = min(round(wanted), int(limit.sum()))
    numbers = np.minimum(whole(values, total), limit.astype(np.int64))
    while (left := total - int(numbers.sum())) > 0:
        room = np.flatnonzero(numbers < limit)[:left]
        numbers[room] += 1
    return numbers
