"""Weighted sums (directly standardised rates): shown from enough events, roughly, and counted among what a reader knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_matrix, vstack

from opensna.disclosure.attack import Held, attack
from opensna.disclosure.rows import Floats, Rows

LEAST_EVENTS = 10
"""Events below which a standardised rate is not shown."""


@dataclass(frozen=True)
class WeightedSum:
    """weights @ cells, of true counts, and the step that it is rounded to when shown."""

    weights: Floats
    step: float


def shown_sums(held: Held, sums: Sequence[WeightedSum], events: Sequence[int]) -> tuple[float, ...]:
    """Each sum as it may be shown, or NaN ([c]): too few events, or shown it would narrow a hidden count.

    Parameters
    ----------
    held : counts, what is shown of them, and how wide their intervals must stay; true counts in `point`.
    events : of each sum, the records it is made of.

    Notes
    -----
    A sum that is shown is an equation from then on, for the sums after it too.
    """
    found = []
    for one, n_events in zip(sums, events, strict=True):
        with_it = _knowing(held, one)
        may_be_shown = n_events >= LEAST_EVENTS and not attack(with_it).narrow(with_it.widths).any()
        found.append(_rounded(held, one) if may_be_shown else float("nan"))
        held = with_it if may_be_shown else held
    return tuple(found)


def _rounded(held: Held, one: WeightedSum) -> float:
    total = float(one.weights @ held.point[: len(one.weights)])
    return float(np.floor(total / one.step + 0.5) * one.step)


def _knowing(held: Held, one: WeightedSum) -> Held:
    """A reader who knows that the sum lies within half a step of what is shown: two inequalities, with a cell that is 1."""
    shown = _rounded(held, one)
    ends = np.array([-(shown - one.step / 2), shown + one.step / 2])
    signs = np.array([[1.0], [-1.0]])
    old = csr_matrix((held.rows.matrix.shape[0], 1))
    padded = np.pad(one.weights, (0, len(held.point) - len(one.weights)))
    new = csr_matrix(np.hstack([signs * padded, ends[:, None]]))
    matrix = csr_matrix(vstack([csr_matrix(np.hstack([held.rows.matrix.toarray(), old.toarray()])), new]))
    rows = Rows(matrix, np.append(held.rows.is_closed, [False, False]), np.append(held.rows.of_records, [False, False]))
    return replace(
        held,
        point=np.append(held.point, 1.0),
        low=np.append(held.low, 1.0),
        high=np.append(held.high, 1.0),
        rows=rows,
        cell_width=np.append(held.cell_width, 0.0),
        row_width=np.append(held.row_width, [0.0, 0.0]),
    )
