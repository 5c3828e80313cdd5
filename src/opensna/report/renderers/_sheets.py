"""One area as a workbook, before any file format: the Analysis Function's layout for accessible spreadsheets.

A cover, contents, notes, one table a sheet from its first column, no merged cell, no blank row, shorthand explained above each
table that uses it. `ods` and `xlsx` only write this down. Source: Government Analysis Function, "Releasing statistics in
spreadsheets" (analysisfunction.civilservice.gov.uk).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from textwrap import wrap
from typing import Literal

from opensna.assessment.broken_series import breaks_told
from opensna.core.area import Area
from opensna.core.missing import Mark
from opensna.disclosure.policy import AUDIENCES
from opensna.report.renderers._base import TITLE, UNSTATED, Shown, symbols
from opensna.report.renderers._cells import Cell, Number, grid_of, neutral
from opensna.report.renderers._exported import (
    COLUMNS,
    NUMBERS,
    WHOLE,
    Exported,
    callouts_of,
    estimates_of,
    row_status,
    tables_of,
)

NARROWEST, WIDEST, LONGEST = 9, 78, 120
"""Widths of columns, and of a line above a narrow table, in characters."""


@dataclass(frozen=True)
class Line:
    """A row above a table, or of the cover: one text in the first column. `link` names the sheet that it leads to.

    A "text" runs on over the empty cells beside it; a "paragraph" wraps within its column.
    """

    text: str
    role: Literal["title", "heading", "mark", "text", "paragraph"] = "text"
    link: str = ""


@dataclass(frozen=True)
class Sheet:
    """A sheet: lines, then at most one table. `name` is also the table's. `links` lead from a row's first cell to a sheet."""

    name: str
    lines: tuple[Line, ...]
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    numeric: frozenset[int] = frozenset()
    links: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """Its first line."""
        return self.lines[0].text

    def widths(self) -> tuple[int, ...]:
        """Characters that each column is wide; longer texts wrap."""
        if not self.columns:
            return (80,)
        longest = [max(len(column) // 2 + 2, *map(len, column.split())) for column in self.columns]  # on two lines
        for row in self.rows[:200]:
            longest = [max(width, len(shown_in(cell))) for width, cell in zip(longest, row, strict=True)]
        return tuple(min(max(width + 3, NARROWEST), WIDEST) for width in longest)

    def head_lines(self) -> int:
        """Lines that the names of the columns are set on; a bold letter is wider than a column's unit."""
        pairs = zip(self.columns, self.widths(), strict=True)
        return max(len(wrap(column, round(0.85 * width))) for column, width in pairs)


@dataclass(frozen=True)
class Book:
    """A workbook and what its metadata say."""

    title: str
    description: str
    creator: str
    made: str
    keywords: tuple[str, ...]
    sheets: tuple[Sheet, ...]


def shown_in(cell: Cell) -> str:
    """What a reader sees in a cell."""
    return cell.shown if isinstance(cell, Number) else cell


def book_of(shown: Shown, area: Area) -> Book:
    """The workbook of one area: every text neutral, every number a number."""
    tables = [_table_sheet(shown, area, exported) for exported in tables_of(shown, area)]
    data = [*tables, _estimates_sheet(shown, area)]
    notes = _notes_sheet(shown, area)
    creator = shown.setting("publisher")
    return Book(
        title=f"{TITLE}, {area.name}, {shown.period}",
        description=" ".join(
            [*shown.marks, *shown.policy_sentences, f"Edition {shown.edition.name}, made {shown.made}."]
        ),
        creator="OpenSNA" if creator == UNSTATED else creator,
        made=shown.manifest["made"],
        keywords=("serious violence", "strategic needs assessment", area.name, shown.period),
        sheets=tuple(_neutral(sheet) for sheet in (_cover(shown, area), _contents([notes, *data]), notes, *data)),
    )


def _neutral(sheet: Sheet) -> Sheet:
    return Sheet(
        sheet.name,
        tuple(Line(_in_cell(line.text), line.role, line.link) for line in sheet.lines),
        tuple(_in_cell(column) for column in sheet.columns),
        tuple(tuple(_in_cell(cell) if isinstance(cell, str) else cell for cell in row) for row in sheet.rows),
        sheet.numeric,
        sheet.links,
    )


def _in_cell(text: str) -> str:
    """A neutral text without tabs, which LibreOffice drops from the cells of a file it opens."""
    return neutral(text).replace("\t", " ")


def _marks(shown: Shown) -> list[Line]:
    return [Line(mark, "mark") for mark in shown.marks]


def _cover(shown: Shown, area: Area) -> Sheet:
    edition, told = shown.edition, shown.manifest
    by = [f"Author: {shown.published.author}", f"Reviewer: {shown.published.reviewer}"] if shown.published else []
    releases = [
        f"{record['source']}, release {record['release']}"
        + (f", {record['period_start']} to {record['period_end']}" if record["period_start"] else "")
        + (" (SYNTHETIC)" if record["is_synthetic"] else "")
        for record in told["releases"]
    ]
    parts = {
        "About this workbook": [
            f"Area: {area.name} ({area.code})", f"Period: {shown.period}", f"Edition: {edition.name}, made {shown.made}",
            f"Audience: {AUDIENCES[edition.audience].sentence if edition.audience in AUDIENCES else edition.audience}", *by,
            f"Definition of serious violence: {told['definition'] or UNSTATED}",
        ],
        "How people are protected": [*(shown.policy_sentences or (UNSTATED,)),
                                     "Absent figures are marked with shorthand in square brackets, explained on the Notes sheet."],
        "Releases that the figures rest on": releases or [f"{Mark.NOT_AVAILABLE} no release"],
        "Publisher": [shown.setting("publisher")],
        "Contact": [shown.setting("contact")],
        "Licence": [shown.setting("licence")],
    }  # fmt: skip
    lines = [Line(f"{TITLE}: {area.name}, {shown.period}", "title"), *_marks(shown)]
    for heading, texts in parts.items():
        lines += [Line(heading, "heading"), *(Line(text, "paragraph") for text in texts)]
    return Sheet("Cover", tuple(lines))


def _contents(sheets: Sequence[Sheet]) -> Sheet:
    lines = (
        Line("Contents", "title"),
        Line("This sheet contains one table: the sheets of this workbook, with links to them."),
    )
    rows = tuple((sheet.name, sheet.title) for sheet in sheets)
    return Sheet("Contents", lines, ("Sheet", "What it holds"), rows, links=tuple(sheet.name for sheet in sheets))


def _notes_sheet(shown: Shown, area: Area) -> Sheet:
    used = {mark for exported in tables_of(shown, area) for mark in symbols(exported.table)}
    used |= {Mark.NOT_APPLICABLE} | {Mark(mark) for mark in shown.edition.estimates.table["mark"].unique() if mark}
    rows: list[tuple[Cell, ...]] = [("Shorthand", str(mark), mark.meaning) for mark in Mark if mark in used]
    rows += [("Disclosure control", "All figures", sentence) for sentence in shown.policy_sentences]
    rows += [(section, callout.title, callout.text) for section, callout in callouts_of(shown, area)]
    rows += [
        ("Breaks in series", one.id, f"{one.date.isoformat()}: {one.sentence}") for one in breaks_told(shown.manifest)
    ]
    rows += [("Columns of the estimates", name, meaning) for name, meaning in COLUMNS.items()]
    lines = [
        Line("Notes", "title"),
        *_marks(shown),
        Line("This sheet contains one table: shorthand, rules, caveats, breaks in series and columns."),
    ]
    return Sheet("Notes", tuple(lines), ("About", "Note", "What it says"), tuple(rows))


def _table_sheet(shown: Shown, area: Area, exported: Exported) -> Sheet:
    table, grid = exported.table, grid_of(exported.table)
    status = row_status(shown, is_synthetic=table.is_synthetic)
    columns, rows = grid.columns, grid.rows or (tuple(str(Mark.NOT_AVAILABLE) for _ in grid.columns),)
    if status:
        columns, rows = (*columns, "Status of the data"), tuple((*row, status) for row in rows)
    lines = [
        Line(table.title, "title"), *_marks(shown),
        *_texts("This sheet contains one table.", _explained(symbols(table).items()), table.note,
                f"Source: {table.source}" if table.source else "",
                f"Section: {exported.section}. Area: {area.name}. Caveats of the section are on the Notes sheet."),
        Line("Go to the contents", link="Contents"),
    ]  # fmt: skip
    return Sheet(f"Table_{exported.place}", tuple(lines), columns, rows, grid.numeric)


def _texts(*texts: str) -> list[Line]:
    """Each text as a line; one too long for a printed page goes on in the next, after a sentence or a source."""
    return [Line(line) for text in texts for line in _lines(text)]


def _lines(text: str) -> Iterator[str]:
    line = ""
    for part in re.split(r"(?<=[.;,]) ", text):
        if line and len(line) + 1 + len(part) > LONGEST:
            yield line
            line = ""
        line = f"{line} {part}".strip()
    if line:
        yield line


def _explained(used: Iterable[tuple[Mark, str]]) -> str:
    told = ", ".join(f"{mark} {meaning}" for mark, meaning in used)
    return f"Shorthand used: {told}." if told else ""


def _estimates_sheet(shown: Shown, area: Area) -> Sheet:
    frame = estimates_of(shown, area)
    present = {*frame["mark"].unique(), Mark.NOT_APPLICABLE}
    lines = [
        Line(f"All estimates of {area.name}, one a row", "title"), *_marks(shown),
        *_texts("This sheet contains one table. Figures are as stored, with all their decimals.",
                _explained((mark, mark.meaning) for mark in Mark if mark in present),
                "What each column holds is on the Notes sheet."),
        Line("Go to the contents", link="Contents"),
    ]  # fmt: skip
    series = [
        [_plain(value, name) for value in frame[name]] if name in NUMBERS else list(frame[name]) for name in frame
    ]
    numeric = frozenset(place for place, name in enumerate(frame) if name in NUMBERS)
    rows = tuple(zip(*series, strict=True)) or (tuple(str(Mark.NOT_AVAILABLE) for _ in COLUMNS),)
    return Sheet("Estimates", tuple(lines), tuple(COLUMNS), rows, numeric)


def _plain(value: object, name: str) -> Cell:
    """A stored number as it is: whole numbers without decimals, others with all of theirs."""
    if not isinstance(value, float):
        return str(value)
    if name in WHOLE or value.is_integer():
        return Number(Decimal(int(value)), str(int(value)), is_grouped=False)
    return Number(Decimal(repr(value)), repr(value), decimals=-1)
