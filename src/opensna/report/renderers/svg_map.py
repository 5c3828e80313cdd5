"""A map of boroughs by band, on simplified outlines."""

from __future__ import annotations

from functools import cache

from opensna.core.block import Chart
from opensna.reference.geography import outlines
from opensna.report.renderers.svg_bands import band_of, banded, legend
from opensna.report.renderers.svg_parts import INK, PAPER, SOFT, WIDTH, hatch, ink_on, paragraph, text

Rings = list[list[tuple[float, float]]]
NARROW = 0.6225
"""Length of a degree of longitude over one of latitude at 51.5 degrees north."""


def draw_map(chart: Chart, y: float) -> tuple[str, float]:
    """The picture from `y` down, and where the next thing begins. Areas without an outline are told beneath."""
    unplaced = [
        str(r.get("area_name") or r["area_code"]) for r in chart.data if str(r["area_code"]) not in outlines_of()
    ]
    if len(unplaced) == len(chart.data):
        return paragraph(y, "[x] There are no outlines of these areas to draw; the table has their figures.")
    by_code = {str(r["area_code"]): dict(r) for r in chart.data if str(r["area_code"]) in outlines_of()}
    bands = banded(chart, list(by_code.values()), places=len(outlines_of()))
    chosen = {code for code, r in by_code.items() if r.get("highlight") or code == chart.options.get("highlight")}
    top = y + 12
    parts = [hatch()]
    for code in sorted(outlines_of(), key=lambda c: c in chosen):
        fill, _ = bands[band_of(by_code.get(code), bands)]
        shape, _ = outlines_of()[code]
        place = f'<path transform="translate(0 {top:.0f})" d="{shape}"'
        if code in chosen:  # a white line within the dark one shows on every fill
            parts.append(f'{place} fill="{fill}" stroke="{INK}" stroke-width="6"/>')
            parts.append(f'{place} fill="none" stroke="{PAPER}" stroke-width="2"/>')
        else:
            parts.append(f'{place} fill="{fill}" stroke="{INK}" stroke-width="0.8"/>')
    for code, (_, (x, down)) in outlines_of().items():
        fill, symbol = bands[band_of(by_code.get(code), bands)]
        is_hatched = fill.startswith("url")
        parts.append(text(x, top + down + 5, symbol, anchor="middle", bold=True, fill=ink_on(fill), halo=is_hatched))
    records = [by_code.get(code) for code in outlines_of()]
    key, end = legend(chart, bands, records, top + _frame()[3] + 8)
    parts += [key, text(WIDTH - 8, end - 10, "Simplified outlines", anchor="end", fill=SOFT)]
    if unplaced:
        note, end = paragraph(end, f"Not on the map: {', '.join(unplaced)}.", fill=SOFT)
        parts.append(note)
    return "".join(parts), end


@cache
def _plane() -> dict[str, Rings]:
    """Outer and inner rings by area code, in degrees of latitude."""
    found: dict[str, Rings] = {}
    for code, shape in outlines().items():
        polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
        found[code] = [[(p[0] * NARROW, -p[1]) for p in ring] for polygon in polygons for ring in polygon]
    return found


@cache
def _frame() -> tuple[float, float, float, float]:
    """Left, top, pixels a degree, height in pixels."""
    points = [p for rings in _plane().values() for ring in rings for p in ring]
    left, right = min(p[0] for p in points), max(p[0] for p in points)
    top, bottom = min(p[1] for p in points), max(p[1] for p in points)
    scale = (WIDTH - 40) / (right - left)
    return left, top, scale, (bottom - top) * scale


@cache
def outlines_of() -> dict[str, tuple[str, tuple[float, float]]]:
    """Path and middle of each area, in pixels."""
    left, top, scale, _ = _frame()
    made = {}
    for code, rings in _plane().items():
        here = [[(20 + (x - left) * scale, (y - top) * scale) for x, y in ring] for ring in rings]
        path = "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring) + "Z" for ring in here)
        _, x, y = max(_centroid(ring) for ring in here)
        made[code] = (path, (x, y))
    return made


def _centroid(ring: list[tuple[float, float]]) -> tuple[float, float, float]:
    """(size, x, y) by the shoelace formula."""
    pairs = list(zip(ring, [*ring[1:], ring[0]], strict=True))
    cross = [a[0] * b[1] - b[0] * a[1] for a, b in pairs]
    twice = sum(cross) or 1e-12
    x = sum((a[0] + b[0]) * c for (a, b), c in zip(pairs, cross, strict=True)) / (3 * twice)
    y = sum((a[1] + b[1]) * c for (a, b), c in zip(pairs, cross, strict=True)) / (3 * twice)
    return abs(twice), x, y
