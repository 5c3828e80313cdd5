"""A tile map: areas as tiles of one size near where they lie, so that a small area is read as well as a large one."""

from __future__ import annotations

import math

from opensna.core.block import Chart
from opensna.report.renderers.svg_bands import Bands, band_of, banded, legend
from opensna.report.renderers.svg_parts import (
    INK,
    PAPER,
    WIDTH,
    Record,
    hatch,
    ink_on,
    measured,
    number,
    printed,
    rect,
    text,
    wrapped,
)

ROWS = (
    ".  .  .  10 .  .  .",
    ".  15 03 14 31 26 16",
    "17 05 07 19 12 25 02",
    "09 20 33 01 30 11 04",
    "18 13 32 22 28 23 .",
    ".  27 24 08 06 .  .",
    ".  21 29 .  .  .  .",
)
"""London from the north down, by the end of each borough's code."""
LONDON = {f"E090000{code}": (i, j) for i, row in enumerate(ROWS) for j, code in enumerate(row.split()) if code != "."}
SHORT = {
    "E09000001": "City", "E09000002": "Barking & Dagenham", "E09000013": "Hammers. & Fulham", "E09000020": "Kensington & Chelsea",
    "E09000021": "Kingston", "E09000027": "Richmond",
}  # fmt: skip
GAP, MOST, SLIM = 4, 104, 0.93
"""Between tiles; widest tile; how much narrower letters are than `measured` says, where a name must fit a tile."""


def draw_tiles(chart: Chart, y: float) -> tuple[str, float]:
    """The picture from `y` down, and where the next thing begins."""
    records = [dict(record) for record in chart.data]
    places = _places(records)
    bands = banded(chart, records, places=len(records))
    columns = max(column for _, column in places) + 1
    size = min((WIDTH - 16) / columns, MOST)
    height = min(size, 72) if size > 40 else size
    left, top = (WIDTH - size * columns) / 2, y + 10
    parts = [hatch()]
    for record, (row, column) in sorted(zip(records, places, strict=True), key=lambda p: bool(p[0].get("highlight"))):
        parts.append(_tile(chart, record, bands, left + size * column, top + height * row, size - GAP, height - GAP))
    key, end = legend(chart, bands, records, top + height * (max(row for row, _ in places) + 1) + 4)
    return "".join([*parts, key]), end


def _places(records: list[Record]) -> list[tuple[int, int]]:
    """Row and column of each record, from 0: as the data say, as London lies, or else in rows in the order given."""
    given = [(number(r.get("row")), number(r.get("column"))) for r in records]
    if all(row is not None and column is not None for row, column in given):
        found = [(int(row or 0), int(column or 0)) for row, column in given]
    elif all(str(r.get("area_code")) in LONDON for r in records):
        found = [LONDON[str(r["area_code"])] for r in records]
    else:
        wide = math.ceil(math.sqrt(len(records)))
        found = [divmod(i, wide) for i in range(len(records))]
    least = (min(row for row, _ in found), min(column for _, column in found))
    return [(row - least[0], column - least[1]) for row, column in found]


def _tile(chart: Chart, record: Record, bands: Bands, x: float, y: float, width: float, height: float) -> str:
    fill, symbol = bands[band_of(record, bands)]
    value, is_hatched = number(record.get("value")), fill.startswith("url")
    name = str(record.get("short") or SHORT.get(str(record.get("area_code")), record["label"]))
    if value is None or is_hatched:
        said = band_of(record, bands) if is_hatched else symbol
    else:  # the number of a fifth beside a value would be read as a part of it
        said = printed(chart, value) if symbol.isdigit() else f"{printed(chart, value)} {symbol}"
    lines = fitted(name, width, 2 if height > 50 else 1)
    if height > 36 and measured(said) * SLIM <= width:
        lines.append(said)
    first = y + height / 2 + 5 - 8 * (len(lines) - 1)
    is_chosen = bool(record.get("highlight"))
    parts = [rect(x, y, width, height, fill=fill, stroke=INK, edge=4 if is_chosen else 1)]
    if is_chosen:
        parts.append(rect(x + 3, y + 3, width - 6, height - 6, fill="none", stroke=PAPER, edge=2))
    parts += [
        text(x + width / 2, first + 16 * i, words, anchor="middle", fill=ink_on(fill), bold=is_chosen, halo=is_hatched)
        for i, words in enumerate(lines)
    ]
    return "".join(parts)


def fitted(name: str, width: float, most: int) -> list[str]:
    """A name on at most so many lines, a word or a line that is too long cut short with a full stop."""
    room = max(1, int(width / SLIM / measured("m")))
    lines = wrapped(name.replace(" and ", " & "), width / SLIM)[:most]
    return [said if len(said) <= room else f"{said[: max(1, room - 1)]}." for said in lines]
