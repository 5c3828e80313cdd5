"""A cell as shown, read back as the number it is, so that spreadsheets and CSV hold numbers and show the same text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from opensna.core.block import Table
from opensna.core.missing import Mark

_NUMBER = re.compile(
    r"(?P<sign>[+\-−]?)(?P<unit>£?)(?P<whole>0|[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d*)(?:\.(?P<part>\d+))?"
    r"(?P<percent>%?)(?P<marks>(?: \[[a-z]\])*)"
)
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PAIR = re.compile(r"(\S+) to (\S+)")
DIGITS = 15
"""As many as a spreadsheet keeps."""


@dataclass(frozen=True)
class Number:
    """A number and how it is shown: `shown` is its text, the rest says which number format gives that text.

    `value` is what is stored: 12.3% is 0.123. `sign` is "+", "-", a true minus or nothing; `marks` follow the figure (" [b]").
    """

    value: Decimal
    shown: str
    decimals: int = 0
    sign: str = ""
    unit: str = ""
    is_percent: bool = False
    is_grouped: bool = True
    marks: str = ""


Cell = str | Number


def cell_of(text: str) -> Cell:
    """The number that a text shows, or the text: a leading zero, an exponent or a signed zero could not be shown again."""
    found = _NUMBER.fullmatch(text)
    if found is None:
        return text
    whole, part, percent = found["whole"], found["part"] or "", bool(found["percent"])
    size = Decimal(whole.replace(",", "") + (f".{part}" if part else ""))
    if len(whole.replace(",", "") + part) > DIGITS or (not size and found["sign"]):
        return text
    value = (size.scaleb(-2) if percent else size) * (-1 if found["sign"] in ("-", "−") else 1)
    return Number(
        value, text, len(part), found["sign"], found["unit"], percent, "," in whole or size < 1000, found["marks"]
    )


@lru_cache(maxsize=8192)
def neutral(text: str) -> str:
    """A text that no spreadsheet runs as a formula: one that could begin a formula has an apostrophe before it."""
    clean = _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)
    return f"'{clean}" if _FORMULA.match(clean) else clean


@dataclass(frozen=True)
class Grid:
    """A table's cells with the numbers read back; limits of an interval have a column each. `numeric` are column numbers."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numeric: frozenset[int]


def grid_of(table: Table) -> Grid:
    """The cells of a table. Only its `numeric` columns are read as numbers: a year or a code in another stays text."""
    columns: list[str] = []
    numeric: set[int] = set()
    cells: list[list[Cell]] = []
    for place, column in enumerate(table.columns):
        texts = [row[place] for row in table.rows]
        is_number = column in table.numeric
        parts = {f"{column}: {end}": half for end, half in _halves(texts)} if is_number else {}
        for title, part in (parts or {column: texts}).items():
            if is_number:
                numeric.add(len(columns))
            columns.append(title)
            cells.append([cell_of(text) if is_number else text for text in part])
    return Grid(unique(columns), tuple(zip(*cells, strict=True)), frozenset(numeric))


def _halves(texts: list[str]) -> list[tuple[str, list[str]]]:
    """Both limits of a column of intervals ("1.0 to 2.0"); nothing where a cell is neither an interval nor a mark."""
    pairs = [_PAIR.fullmatch(text) for text in texts]
    if not any(pairs) or any(pair is None and text not in set(Mark) for pair, text in zip(pairs, texts, strict=True)):
        return []
    return [
        (end, [pair[side] if pair else text for pair, text in zip(pairs, texts, strict=True)])
        for side, end in ((1, "lower"), (2, "upper"))
    ]


def unique(names: list[str]) -> tuple[str, ...]:
    """The names, none empty and no two alike but for case: later ones are numbered."""
    found: dict[str, str] = {}
    for place, name in enumerate(names, start=1):
        stem = name.strip() or f"Column {place}"
        title, number = stem, 2
        while title.casefold() in found:
            title, number = f"{stem} ({number})", number + 1
        found[title.casefold()] = title
    return tuple(found.values())
