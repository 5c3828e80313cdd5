"""Figures fall into parts that have no record in common, because their periods do not overlap."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from opensna.core.period import Period
from opensna.disclosure.rows import Ints

SMALL = 200
"""Parts of fewer figures are looked at together with the next: a program for each would take longer."""


def parts_of(periods: Sequence[Period]) -> list[Ints]:
    """Positions, in order, of figures whose periods overlap, or overlap with those of others between."""
    sets: list[list[int]] = []
    last = date.min
    for i in sorted(range(len(periods)), key=lambda i: (periods[i], i)):
        if not sets or (periods[i].start > last and len(sets[-1]) >= SMALL):
            sets.append([])
        sets[-1].append(i)
        last = max(last, periods[i].end)
    return [np.sort(np.array(cells)) for cells in sets]
