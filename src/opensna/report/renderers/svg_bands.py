"""Bands of values for maps: fill, symbol and words say the same thing, so that no map depends on its colours."""

from __future__ import annotations

from collections.abc import Sequence

from opensna.core.block import Chart
from opensna.core.missing import Mark
from opensna.report.renderers.svg_parts import (
    BLUES,
    HATCH,
    INK,
    ORANGE,
    PAPER,
    Record,
    ink_on,
    number,
    numbers,
    printed,
    rect,
    text,
)

Bands = dict[str, tuple[str, str]]
"""Fill and symbol by band, in the order of the legend."""
NONE = str(Mark.NOT_AVAILABLE)
FILLS = {
    "high": (ORANGE, "▲"), "middle": ("#e3e6e8", "="), "low": ("#56B4E9", "▼"), "unclear": (PAPER, "?"),
    "hidden": (f"url(#{HATCH})", "c"), "absent": (f"url(#{HATCH})", ""),
}  # fmt: skip
"""Fill and symbol by tone; dark symbols have enough contrast on all of them."""
TONES = (("higher", "high"), ("lower", "low"), ("similar", "middle"), ("cannot", "unclear"), ("[c]", "hidden"))


def banded(chart: Chart, records: list[Record], *, places: int) -> Bands:
    """The bands in order: as the chart lists them, as the data name them, or fifths of the values, then written in the records.

    `places` is how many places the map has: those without a record are not available.
    """
    named = [str(band[0]) for band in chart.options.get("bands", ())]
    found = [str(r["band"]) for r in records if r.get("band")]
    if not named and not found:
        return _fifths(records)
    order = [*named, *sorted(set(found) - set(named), key=_tone_order)]
    bands = {band: FILLS[_tone(band)] for band in order}
    for entry in chart.options.get("bands", ()):
        fill = FILLS.get(str(entry[2]), FILLS["absent"])[0] if len(entry) > 2 else bands[str(entry[0])][0]
        bands[str(entry[0])] = (fill, str(entry[1]))
    if len(records) < places or any(band_of(record, bands) == NONE for record in records):
        bands.setdefault(NONE, FILLS["absent"])
    return bands


def band_of(record: Record | None, bands: Bands) -> str:
    """The record's band; [x] if it has no value, whatever the band says, unless the band is a mark such as [c]."""
    band = str(record.get("band") or NONE) if record else NONE
    if record and not band.startswith("[") and number(record.get("value")) is None:
        return NONE
    return band if band in bands else NONE


def legend(chart: Chart, bands: Bands, records: Sequence[Record | None], y: float) -> tuple[str, float]:
    """Each band that is on the map: how many areas, and from what to what. A record of None is a place without one."""
    parts = []
    for band, (fill, symbol) in bands.items():
        held = [record for record in records if band_of(record, bands) == band]
        if not held:
            continue
        values = [printed(chart, v) for v in sorted(numbers([r for r in held if r], "value"))]
        span = f", {values[0]} to {values[-1]}" if len(set(values)) > 1 else f", {values[0]}" if values else ""
        y += 25
        parts += [rect(8, y - 15, 26, 19, fill=fill, stroke=INK),
                  text(21, y, symbol, anchor="middle", bold=True, fill=ink_on(fill), halo=fill.startswith("url")),
                  text(44, y, f"{_words(band)}: {len(held)} {'area' if len(held) == 1 else 'areas'}{span}")]  # fmt: skip
    return "".join(parts), y + 10


def _words(band: str) -> str:
    return {"[x]": "[x] not available", "[c]": "[c] hidden to protect people"}.get(band, band)


def _fifths(records: list[Record]) -> Bands:
    """Give each record a band of about a fifth of the values, and the bands; fewer where values are equal."""
    values = sorted(numbers(records, "value"))
    cuts = sorted({values[len(values) * i // 5] for i in range(5)}) if values else []
    total = "fifth" if len(cuts) == 5 else "step"
    steps = [f"{total} {i + 1} of {len(cuts)}" for i in range(len(cuts))]
    for record in records:
        value = number(record.get("value"))
        if value is None:
            record["band"] = str(record.get("mark") or NONE)
        else:
            record["band"] = steps[max(i for i, cut in enumerate(cuts) if value >= cut)]
    bands = {name: (BLUES[i], str(i + 1)) for i, name in enumerate(steps)}
    marks = dict.fromkeys(str(r["band"]) for r in records if str(r["band"]).startswith("["))
    return bands | {mark: FILLS[_tone(mark)] for mark in marks} | {NONE: FILLS["absent"]}


def _tone(band: str) -> str:
    return next((tone for word, tone in TONES if band.lower().startswith(word)), "absent")


def _tone_order(band: str) -> tuple[int, str]:
    return list(FILLS).index(_tone(band)), band
