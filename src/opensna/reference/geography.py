"""Borough outlines for maps: simplified, never for placing a point."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from opensna.reference._data import path


@cache
def outlines() -> dict[str, dict[str, Any]]:
    """GeoJSON geometry (longitude, latitude) by area code, 33 authorities."""
    shapes: dict[str, dict[str, Any]] = json.loads(path("outlines_london.json").read_text("utf-8"))
    return shapes
