"""A map of boroughs by band: fill, symbol and legend say the same thing, and the legend says how many and from what to what."""

from __future__ import annotations

from functools import cache
from typing import Any

from opensna.core.block import Chart
from opensna.reference.geography import outlines
from opensna.report.renderers.svg_parts import INK, SOFT, WIDTH, hatch, number, numbers, plain, rect, text

Rings = list[list[tuple[float, float]]]
NONE = "[x]"
FILLS = {
    "high": ("#D55E00", "▲"), "middle": ("#e3e6e8", "="), "low": ("#56B4E9", "▼"), "unclear": ("#ffffff", "?"),
    "absent": ("url(#\ue000-h)", ""),
}  # fmt: skip
"""Fill and symbol by tone; dark symbols have enough contrast on all of them."""
TONES = (("higher", "high"), ("lower", "low"), ("similar", "middle"), ("cannot", "unclear"))
BLUES = ("#eff6fb", "#c9e1f1", "#94c4e2", "#56a3d2", "#2f88c0")
NARROW = 0.6225
"""Length of a degree of longitude over one of latitude at 51.5 degrees north."""


def draw_map(chart: Chart, y: float) -> tuple[str, float]:
    """The picture from `y` down, and where the next thing begins."""
    by_code = {str(r["area_code"]): dict(r) for r in chart.data if str(r["area_code"]) in outlines_of()}
    bands = _bands(chart, list(by_code.values()))
    chosen = {code for code, r in by_code.items() if r.get("highlight") or code == chart.options.get("highlight")}
    top = y + 12
    parts = ["<defs>", hatch("\ue000-h"), "</defs>"]
    for code in sorted(outlines_of(), key=lambda c: c in chosen):
        fill, _ = bands[_band(by_code.get(code), bands)]
        path, _ = outlines_of()[code]
        edge = 4 if code in chosen else 0.8
        parts.append(
            f'<path transform="translate(0 {top:.0f})" d="{path}" fill="{fill}" stroke="{INK}" stroke-width="{edge}"/>'
        )
    for code, (_, (x, down)) in outlines_of().items():
        _, symbol = bands[_band(by_code.get(code), bands)]
        if symbol:
            parts.append(text(x, top + down + 5, symbol, anchor="middle", bold=True, size=15))
    legend, end = _legend(bands, by_code, top + _height() + 8)
    return "".join([*parts, legend]), end


def _bands(chart: Chart, records: list[dict[str, Any]]) -> dict[str, tuple[str, str]]:
    """Fill and symbol by band, in order: as the chart lists them, as the data name them, or fifths of the values."""
    named = [str(band[0]) for band in chart.options.get("bands", ())]
    found = [str(r["band"]) for r in records if r.get("band")]
    if not named and not found:
        return _fifths(records)
    order = [*named, *sorted(set(found) - set(named), key=_tone_order)]
    bands = {band: FILLS[_tone(band)] for band in order if band in found or named}
    for entry in chart.options.get("bands", ()):
        fill = FILLS.get(str(entry[2]), FILLS["absent"])[0] if len(entry) > 2 else bands[str(entry[0])][0]
        bands[str(entry[0])] = (fill, str(entry[1]))
    if len(records) < len(outlines_of()) or any(_band(record, bands) == NONE for record in records):
        bands.setdefault(NONE, FILLS["absent"])
    return bands


def _fifths(records: list[dict[str, Any]]) -> dict[str, tuple[str, str]]:
    """Give each record a band of about a fifth of the values, and the bands."""
    values = sorted(numbers(records, "value"))
    cuts = [values[len(values) * i // 5] for i in range(5)] if values else []
    bands: dict[str, tuple[str, str]] = {}
    names = [f"fifth {i + 1} of 5" for i in range(len(cuts))]
    for i, name in enumerate(names):
        bands[name] = (BLUES[i], str(i + 1))
    for record in records:
        value = number(record.get("value"))
        record["band"] = NONE if value is None else names[max(i for i, cut in enumerate(cuts) if value >= cut)]
    return {**bands, NONE: FILLS["absent"]}


def _band(record: dict[str, Any] | None, bands: dict[str, tuple[str, str]]) -> str:
    """The record's band; [x] if it has no value, whatever the band says, unless the band is a mark such as [c]."""
    band = str(record.get("band") or NONE) if record else NONE
    if record and not band.startswith("[") and number(record.get("value")) is None:
        return NONE
    return band if band in bands else NONE


def _tone(band: str) -> str:
    return next((tone for word, tone in TONES if band.lower().startswith(word)), "absent")


def _tone_order(band: str) -> tuple[int, str]:
    return ["high", "middle", "low", "unclear", "absent"].index(_tone(band)), band


def _legend(bands: dict[str, tuple[str, str]], by_code: dict[str, Any], y: float) -> tuple[str, float]:
    parts = []
    for band, (fill, symbol) in bands.items():
        held = [code for code in outlines_of() if _band(by_code.get(code), bands) == band]
        if not held:
            continue
        values = numbers([by_code[code] for code in held if code in by_code], "value")
        span = (
            f", {plain(min(values))} to {plain(max(values))}"
            if len(values) > 1
            else f", {plain(values[0])}"
            if values
            else ""
        )
        word = {"[x]": "[x] not available", "[c]": "[c] hidden to protect people"}.get(band, band)
        y += 25
        parts += [rect(8, y - 15, 26, 19, fill=fill, stroke=INK), text(21, y, symbol, anchor="middle", bold=True),
                  text(44, y, f"{word}: {len(held)} {'area' if len(held) == 1 else 'areas'}{span}")]  # fmt: skip
    parts.append(text(WIDTH - 8, y, "Simplified outlines", anchor="end", size=13, fill=SOFT))
    return "".join(parts), y + 10


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


def _height() -> float:
    return _frame()[3]


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
