"""Crime Survey for England and Wales by police force area: views of the local police, antisocial behaviour, being a victim.

The workbook has a sheet a table. A table is known by its header row (Area code, Police force area, ...), its period by its title. A
column is an estimate, a limit of the estimate before it, or the number of people asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from duckdb import DuckDBPyConnection

from opensna.core.errors import HeaderError
from opensna.core.missing import Mark
from opensna.sources._base import Source, TextRows
from opensna.sources._delivered import workbook
from opensna.sources._periods import months_to
from opensna.sources._published import area_type, figures_contract, marked, text_rows
from opensna.sources._text import relation_name

ASKED = "People asked: "

_HEADER = ("area code", "police force area")
_TITLE_ROWS = 10
_YEAR_ENDING = re.compile(r"year ending (\w+) (\d{4})", re.IGNORECASE)
_ABOUT = re.compile(r"percentage of adults aged 16 and over who (.+?)(?:,|$)", re.IGNORECASE)
_FRAUD = re.compile(r"\((excluding|including) fraud and computer misuse\)", re.IGNORECASE)
_NOTES = re.compile(r"\[note[^\]]*\]|\bestimate$|\bconfidence interval\b.*|\bunweighted base\b.*", re.IGNORECASE)
_MONTHS = ("march", "june", "september", "december")
_ABSENT = {
    "": Mark.NOT_AVAILABLE,
    **dict.fromkeys(("[x]", "..", ":", "-"), Mark.NOT_AVAILABLE),
    **dict.fromkeys(("[u]", "u", "[low]"), Mark.LOW_RELIABILITY),
    **dict.fromkeys(("[c]", "c", "*"), Mark.SUPPRESSED),
    "[z]": Mark.NOT_APPLICABLE,
}


@dataclass
class _Measure:
    """Columns of one estimate. base : of the number of people asked, -1 where a later estimate's stands for it."""

    label: str
    value: int
    lower: int = -1
    upper: int = -1
    base: int = -1


def _read(path: Path, connection: DuckDBPyConnection) -> TextRows:
    book = workbook(path)
    try:
        rows = [
            row
            for number, sheet in enumerate(book.worksheets, start=1)
            for row in _table(number, list(sheet.iter_rows(values_only=True)))
        ]
    finally:
        book.close()
    if not rows:
        raise HeaderError(
            "no sheet holds a table of police force areas",
            where=path.name,
            found=", ".join(book.sheetnames[:6]),
            expected="a header row with Area code and Police force area, under a title that ends in year ending ...",
            do_this="give the supplementary tables of the Crime Survey by police force area",
        )
    delivered = pd.DataFrame(rows)
    figures = delivered.drop(columns="text").join(marked(delivered["text"], _ABSENT))
    return text_rows(figures, connection, relation_name(path, "figures"))


def _table(number: int, cells: list[tuple[Any, ...]]) -> Iterator[dict[str, Any]]:
    """A sheet's figures; none if it holds no such table."""
    header = next((i for i, row in enumerate(cells[:_TITLE_ROWS]) if _starts(row, _HEADER)), None)
    title = " ".join(str(row[0]) for row in cells[: header or 0] if row and row[0])
    ending = _YEAR_ENDING.search(title)
    if header is None or ending is None:
        return
    start, end = _period(ending[1], ending[2])
    for line, row in enumerate(cells[header + 1 :], start=header + 2):
        code = str(row[0] or "").strip() if row else ""
        if not area_type(code):
            continue
        shared = {"area_code": code, "area_name": str(row[1]).strip(), "area_type": area_type(code)}
        shared |= {"period_start": start, "period_end": end}
        at = number * 10_000_000 + line * 1000  # the cell: sheet 2, line 17, column 5 is 20,017,005
        for measure in _measures(cells[header], title):
            if measure.base >= 0:
                asked = {"indicator": ASKED + measure.label, "text": _text(row, measure.base), "unit": "people"}
                yield {**shared, **asked, "lower": None, "upper": None, "source_row": at + measure.base + 1}
            limits = {"lower": _text(row, measure.lower), "upper": _text(row, measure.upper)}
            figure = {"indicator": measure.label, "text": _text(row, measure.value), "unit": "per cent"}
            yield {**shared, **figure, **limits, "source_row": at + measure.value + 1}


def _measures(header: tuple[Any, ...], title: str) -> list[_Measure]:
    found: list[_Measure] = []
    for i, cell in enumerate(header[2:], start=2):
        text = " ".join(str(cell or "").split())
        if not text:
            continue
        low = text.casefold()
        if "unweighted base" in low and found:
            unasked = [measure for measure in found if measure.base < 0]
            same = [measure for measure in unasked if measure.label.startswith(_NOTES.sub("", text).strip())]
            (same or unasked or found)[0].base = i
        elif "lower bound" in low and found:
            found[-1].lower = i
        elif "upper bound" in low and found:
            found[-1].upper = i
        else:
            found.append(_Measure(_label(text, title), i))
    return found


def _label(text: str, title: str) -> str:
    """What an estimate is, in the publisher's words; the title says it where the column does not."""
    label = " ".join(_NOTES.sub("", _NOTES.sub("", text).strip()).split())
    if not label and (about := _ABOUT.search(" ".join(title.split()))):
        label = about[1].strip()
    fraud = _FRAUD.search(title)
    return f"{label}, {fraud[1].lower()} fraud and computer misuse" if fraud else label[:1].upper() + label[1:]


def _period(month: str, year: str) -> tuple[str, str]:
    if month.casefold() not in _MONTHS:
        return f"{month} {year}", f"{month} {year}"
    return months_to(f"{year}-{3 * (_MONTHS.index(month.casefold()) + 1):02d}", 12)


def _starts(row: tuple[Any, ...], names: tuple[str, ...]) -> bool:
    return tuple(str(cell or "").strip().casefold() for cell in row[: len(names)]) == names


def _text(row: tuple[Any, ...], column: int) -> str | None:
    """A cell as text, a number with all its digits; None for a blank one, or for no column."""
    if column < 0 or column >= len(row) or row[column] is None:
        return None
    value = row[column]
    return repr(value) if isinstance(value, float) else str(value).strip()


SOURCE = Source(
    id="csew_police_areas",
    title="Crime Survey for England and Wales, by police force area",
    publisher="Office for National Statistics",
    licence="Open Government Licence v3.0",
    access="open",
    row_means="estimate for adults of one police force area over twelve months, or the number asked",
    covers="england",
    contract=figures_contract(
        "csew_police_areas", units=("per cent", "people"), area_types=("pfa", "country", "region"), months=12
    ),
    read=_read,
    caveats=(
        "A survey of adults in households: people under 16, in institutions or without a home are not asked.",
        "The limits are the publisher's at 95 per cent; a lower limit below zero is printed as published.",
        "Questions are put to part of the sample; the number of people asked stands beside the estimates.",
        "The areas of the Metropolitan Police and the City of London Police are one here, under the code of London.",
    ),
    address="https://www.ons.gov.uk/peoplepopulationandcommunity/crimeandjustice/datasets/policeforceareadatatables",
)
