"""Hide a little more where the figures shown would narrow a hidden count to less than its policy's interval."""

from __future__ import annotations

from dataclasses import fields

import numpy as np

from opensna.disclosure.atoms import Figured
from opensna.disclosure.hidden import Figures, Protected, Protection
from opensna.disclosure.part import Part
from opensna.disclosure.parts import parts_of
from opensna.disclosure.readers import NOTHING, Known
from opensna.disclosure.rows import Floats, Ints, Rows

__all__ = ["Figures", "Protected", "Protection", "protect"]


def protect(
    figures: Figures, rows: Rows, row_width: Floats, figured: Figured, *, earlier: Known = NOTHING, seconds: float
) -> Protected:
    """Hide further figures until the attack fails, in each part of the figures that has no record in common with the others.

    row_width : (n_rows,) how wide the interval of what remains in a row must stay (0: it is not protected).
    figured : what each figure counts. earlier : what readers hold besides, of the same sources.
    seconds : for the mixed-integer program, as for `suppress.choose`.
    """
    made, how = figures, Protection()
    unproved, row_unproved = np.zeros(len(figures.true), bool), np.zeros(len(row_width), bool)
    for everything in parts_of([*figured.periods, *earlier.figured.periods]):
        cells = everything[everything < len(figures.true)]
        if not len(cells):
            continue
        inside = np.unique(rows.links_of_cells[cells].indices)
        part = Rows(rows.matrix[inside][:, cells], rows.is_closed[inside], rows.of_records[inside])
        besides = earlier.only(everything[len(cells) :] - len(figures.true))
        found = Part(_take(figures, cells), part, row_width[inside], figured.only(cells), besides).protected(
            seconds=seconds * len(cells) / len(figures.true)
        )
        made, how = _put(made, cells, found.figures), how.add(found.how)
        unproved[cells], row_unproved[inside] = found.unproved, found.row_unproved
    return Protected(made, how, unproved, row_unproved)


def _take(figures: Figures, cells: Ints) -> Figures:
    return Figures(**{field.name: getattr(figures, field.name)[cells] for field in fields(Figures)})


def _put(figures: Figures, cells: Ints, part: Figures) -> Figures:
    found = {}
    for field in fields(Figures):
        values = getattr(figures, field.name).copy()
        values[cells] = getattr(part, field.name)
        found[field.name] = values
    return Figures(**found)
