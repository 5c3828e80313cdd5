"""Borough outlines for maps: simplified, never for placing a point."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from opensna.reference._data import path


@cache
def _text() -> str:
    return path("outlines_london.json").read_text("utf-8")


def outlines() -> dict[str, dict[str, Any]]:
    """GeoJSON geometry (longitude, latitude, WGS 84) by area code, 33 authorities; a fresh copy each time."""
    shapes: dict[str, dict[str, Any]] = json.loads(_text())
    return shapes
