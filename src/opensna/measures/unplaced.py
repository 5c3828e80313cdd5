"""Records that count for the whole and for none of its areas: a place of their own, so that every total can be added up."""

from __future__ import annotations

from opensna.core.area import Area

UNPLACED = "unplaced"
"""Type and code of the place: not known, outside, or in an area that the source leaves out."""


def unplaced_of(whole: Area) -> Area:
    """Where the records of a whole are that none of its areas has."""
    return Area(UNPLACED, f"Not known, or in none of {whole.name}'s areas", UNPLACED, whole.boundary_year, whole.code)


def is_unplaced(area: Area) -> bool:
    """Whether an area is such a place."""
    return area.type == UNPLACED
