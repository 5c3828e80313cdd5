"""The tables of an NHS Digital workbook of admissions: months down, regions across, two kinds of count beside each other.

A table is recognised by its header row (Year, Month, ... FAEs, FCEs, FAEs, FCEs ...), never by the name of its sheet. Merged
cells hold their text in the first cell alone: years and months are carried down, regions and sexes to the right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from opensna.core.errors import HeaderError
from opensna.sources._delivered import workbook

ENGLAND = "England"

_SUBJECT = "sharp object"
_HEADER_WITHIN = 30  # rows
_TOTAL = re.compile(r"(.*?)\s*\btotal", re.IGNORECASE)
_YEARS = re.compile(r"(\d{4}) ?[-/] ?(?:\d{2})?(\d{2})")
_PROVISIONAL = re.compile(r"(\d{4}-\d{2})\s*\(provisional", re.IGNORECASE)
_SAME_AS_ABOVE = ("", "-")
_BREAKDOWNS = {"": "all", "age group": "age", "ethnicity": "ethnicity"}
_HIDDEN, _SHOWN_FROM, _ROUNDED_BY = (1, 7), 8, 2

Bounds = tuple[int, int]
Texts = tuple[str, ...]


@dataclass(frozen=True)
class Cell:
    """One count, with its labels as the workbook writes them.

    Parameters
    ----------
    source_row : sheet × 10,000,000 + line × 1000 + column. breakdown : all, sex, age or ethnicity. group : "" for everybody.
    year : the financial year that its label names, as 2022-23; of a total, the total's own label. month : "" for a total.
    block : the financial year of the months that a total stands under.
    text : as delivered. bounds : what it may stand for; None if the text is no count.
    parts : what the cells that it should total add up to (its months; its regions); None if it totals none.
    """

    source_row: int
    breakdown: str
    group: str
    place: str
    year: str
    block: str
    month: str
    text: str
    bounds: Bounds | None
    parts: Bounds | None
    is_provisional: bool


@dataclass(frozen=True)
class _Table:
    """A sheet's table. counts : column, place and sex of each count of admissions (finished admission episodes)."""

    sheet: int
    rows: tuple[Texts, ...]
    header: int
    breakdown: str
    counts: tuple[tuple[int, str, str], ...]
    provisional: frozenset[str]


def cells_of(path: Path) -> Iterator[Cell]:
    """Every count of admissions in the workbook, sheet by sheet.

    Raises
    ------
    UnreadableFileError : no workbook. HeaderError : a text table, or a workbook without such a table of this subject.
    """
    book = workbook(path)
    try:
        tables = [
            table for i, sheet in enumerate(book.worksheets, start=1) if (table := _table(path, i, _texts(sheet)))
        ]
        names = book.sheetnames
    finally:
        book.close()
    if not tables:
        raise _other(path, found=f"sheets {', '.join(names[:8])}")
    for table in tables:
        yield from _cells(table)


def bounds_of(text: str, *, is_national: bool) -> Bounds | None:
    """The least and the most that a printed count stands for: `*` is 1 to 7, other counts below England are rounded to 5.

    A count of 8 or more is always printed, so a blank is 0 to 7. None for a text that is no count.
    """
    if text == "*":
        return _HIDDEN
    if not text:
        return 0, _HIDDEN[1]
    if not re.fullmatch(r"\d{1,9}", text):
        return None
    count = int(text)
    if is_national or count == 0:
        return count, count
    return max(count - _ROUNDED_BY, _SHOWN_FROM if count >= _SHOWN_FROM else 1), count + _ROUNDED_BY


def _texts(sheet: object) -> tuple[Texts, ...]:
    rows = sheet.iter_rows(values_only=True)  # type: ignore[attr-defined]  # openpyxl's three kinds of sheet share no base
    return tuple(tuple("" if value is None else " ".join(str(value).split()) for value in row) for row in rows)


def _table(path: Path, sheet: int, rows: tuple[Texts, ...]) -> _Table | None:
    """The table of a sheet; None for a sheet without one (notes, charts)."""
    found = [
        i
        for i, row in enumerate(rows[:_HEADER_WITHIN])
        if {"year", "month", "faes"} <= {text.casefold() for text in row}
    ]
    if not found:
        return None
    header = found[0]
    names = [text.casefold() for text in rows[header]]
    first = names.index("faes")
    above = [row for row in rows[:header] if any(row[first:])]
    titles = " ".join(text for row in rows[:header] if not any(row[first:]) for text in row)
    split = [name for name in names[:first] if name not in ("year", "month")]
    if _SUBJECT not in titles.casefold() or names[:2] != ["year", "month"] or len(above) not in (1, 2):
        raise _other(path, found=f"a table of sheet {sheet}, line {header + 1}: {titles[:100]}")
    if len(split) > 1 or (label := "".join(split)) not in _BREAKDOWNS or (label and len(above) == 2):
        raise _other(path, found=f"a table of sheet {sheet} split by {', '.join(split)}")
    places, sexes = _carried(above[0]), _carried(above[-1])
    is_by_sex = len(above) == 2
    return _Table(
        sheet,
        rows,
        header,
        "sex" if is_by_sex else _BREAKDOWNS[label],
        tuple((i, places[i], sexes[i] if is_by_sex else "") for i, name in enumerate(names) if name == "faes"),
        frozenset(_PROVISIONAL.findall(titles)),
    )


def _carried(row: Texts) -> list[str]:
    """Labels with each blank filled from its left, as a merged cell is read."""
    filled = [row[0]]
    for text in row[1:]:
        filled.append(text or filled[-1])
    return filled


def _cells(table: _Table) -> Iterator[Cell]:
    year = month = ""
    of_year: dict[tuple[str, str], Bounds | None] = {}
    for line, row in enumerate(table.rows[table.header + 1 :], start=table.header + 2):
        counted = {(place, sex): row[i] for i, place, sex in table.counts if i < len(row)}
        total = _TOTAL.fullmatch(row[0])
        if not any(counted.values()) and not (len(row) > 1 and row[1]) and not total:
            continue  # a blank line, or the source below the table
        if not total:
            year = year if row[0] in _SAME_AS_ABOVE else _year(row[0])
            month = month if row[1] in _SAME_AS_ABOVE else row[1]
        bounds = {at: bounds_of(text, is_national=at[0] == ENGLAND) for at, text in counted.items()}
        for column, place, sex in table.counts:
            at = (place, sex)
            regions = [found for (other, same), found in bounds.items() if same == sex and other != ENGLAND]
            parts = of_year.get(at) if total else _sum(regions) if place == ENGLAND else None
            yield Cell(
                source_row=table.sheet * 10_000_000 + line * 1000 + column + 1,
                breakdown=table.breakdown,
                group=sex or ("" if total or table.breakdown == "all" else row[2]),
                place=place,
                year=_year(total[1]) if total else year,
                block=year,
                month="" if total else month,
                text=counted.get(at, ""),
                bounds=bounds.get(at),
                parts=parts,
                is_provisional=year in table.provisional,
            )
        of_year = {} if total else {at: _sum([of_year.get(at, (0, 0)), found]) for at, found in bounds.items()}


def _year(label: str) -> str:
    """A financial year as 2022-23; another text as it is."""
    return _YEARS.sub(r"\1-\2", label) if _YEARS.fullmatch(label) else label


def _sum(parts: list[Bounds | None]) -> Bounds | None:
    """Bounds of a sum; None if a part is no count."""
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    return sum(low for low, _ in known), sum(high for _, high in known)


def _other(path: Path, *, found: str) -> HeaderError:
    return HeaderError(
        "no table of this workbook is one of admissions for assault with a sharp object",
        where=path.name,
        found=found,
        expected="a title that says so; the header Year, Month, (Age group or Ethnicity,) FAEs, FCEs ...; regions above it",
        do_this="give the workbook as the publisher sends it; a new layout is added in sources/_nhs_tables.py",
    )
