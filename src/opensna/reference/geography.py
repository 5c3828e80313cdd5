"""Borough outlines for maps: simplified, never for placing a point."""

from __future__ import annotations

import json
from functools import cache
from itertools import combinations
from typing import Any

from opensna.reference._data import path


@cache
def _text() -> str:
    return path("outlines_london.json").read_text("utf-8")


def outlines() -> dict[str, dict[str, Any]]:
    """GeoJSON geometry (longitude, latitude, WGS 84) by area code, 33 authorities; a fresh copy each time."""
    shapes: dict[str, dict[str, Any]] = json.loads(_text())
    return shapes


@cache
def neighbours() -> frozenset[frozenset[str]]:
    """Pairs of area codes that share a stretch of boundary: two or more points of their simplified outlines."""
    points = {code: _points(shape["coordinates"]) for code, shape in outlines().items()}
    return frozenset(
        frozenset({a, b}) for a, b in combinations(sorted(points), 2) if len(points[a] & points[b]) >= _SHARED
    )


_SHARED = 2


def _points(coordinates: Any) -> set[tuple[float, float]]:
    if isinstance(coordinates[0], (int, float)):
        return {(coordinates[0], coordinates[1])}
    return {point for part in coordinates for point in _points(part)}
