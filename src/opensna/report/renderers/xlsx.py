"""One area as an Excel workbook."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.cell.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, NamedStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo

from opensna.core.area import Area
from opensna.report.renderers._base import LANGUAGE, Renderer, Shown
from opensna.report.renderers._cells import Cell, Number
from opensna.report.renderers._sheets import Book, Sheet, book_of
from opensna.report.renderers._zip import unzipped, zipped

FONTS = {
    "title": Font(name="Arial", size=15, bold=True),
    "heading": Font(name="Arial", size=13, bold=True),
    "mark": Font(name="Arial", size=12, bold=True, color="A4161A"),
    "text": Font(name="Arial", size=12),
    "link": Font(name="Arial", size=12, underline="single", color="1A4F8B"),
    "column": Font(name="Arial", size=12, bold=True),
}
WRAPPED = Alignment(vertical="top", wrap_text=True)
ALIGNED = {
    "number": Alignment(vertical="top", horizontal="right", indent=1),
    "cell": WRAPPED,
    "column": WRAPPED,
    "paragraph": WRAPPED,
}
LINE = 16.5
"""Points from line to line of the columns' names; Excel fits other rows itself."""
RUNNING_ON = Alignment(vertical="top")
MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def render(shown: Shown, area: Area) -> bytes:
    """The workbook of one area."""
    return write(book_of(shown, area))


RENDERER = Renderer("xlsx", "Excel workbook", ".xlsx", render)


def write(book: Book) -> bytes:
    """A workbook's bytes, the same each time.

    openpyxl writes all but the rows of tables, which go into its sheets as text: a fifth of the time for an area's estimates.
    """
    made = _time(book.made)
    file = Workbook(write_only=True)
    properties = file.properties
    properties.title, properties.creator, properties.description = book.title, book.creator, book.description
    properties.language, properties.keywords, properties.created = LANGUAGE, ", ".join(book.keywords), made
    styles = _Styles(file)
    bodies = [_write_sheet(file, sheet, number, styles) for number, sheet in enumerate(book.sheets, start=1)]
    buffer = io.BytesIO()
    file.save(buffer)
    files = unzipped(buffer.getvalue())
    stamp = f"{made:%Y-%m-%dT%H:%M:%SZ}".encode()
    files["docProps/core.xml"] = MODIFIED.sub(rb"\g<1>" + stamp, files["docProps/core.xml"])
    for number, body in enumerate(bodies, start=1):
        path = f"xl/worksheets/sheet{number}.xml"
        files[path] = files[path].replace(b"</sheetData>", body + b"</sheetData>")
    return zipped(files)


def _time(text: str) -> datetime:
    """When the edition was made, in UTC as Excel wants it; the first day that a zip can say where it does not say."""
    return datetime.fromisoformat(text).astimezone(UTC).replace(tzinfo=None) if text else datetime(1980, 1, 1)


class _Styles:
    """Named styles, made once a workbook and looked up by role and number format."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self._made: dict[tuple[str, str], str] = {}

    def of(self, role: str, form: str = "General") -> str:
        """The name of a style."""
        key = (role, form)
        if key not in self._made:
            name = f"SNA {role}" if form == "General" else f"SNA {role} {len(self._made)}"
            alignment = ALIGNED.get(role, RUNNING_ON)
            font = FONTS.get(role, FONTS["text"])
            self._file.add_named_style(NamedStyle(name=name, font=font, alignment=alignment, number_format=form))
            self._made[key] = name
        return self._made[key]

    def index(self, page: Any, role: str, form: str = "General") -> int:
        """The number by which a cell's XML names a style."""
        cell = WriteOnlyCell(page)
        cell.style = self.of(role, form)
        return int(cell.style_id)


def _write_sheet(file: Any, sheet: Sheet, number: int, styles: _Styles) -> bytes:
    """Add a sheet with its lines, header and links to the workbook; the XML of its table's rows."""
    page = file.create_sheet(sheet.name)
    for place, width in enumerate(sheet.widths(), start=1):
        page.column_dimensions[get_column_letter(place)].width = width
    head = len(sheet.lines) + 1
    if sheet.columns:
        page.freeze_panes = f"B{head + 1}"
        page.tables.add(_table(sheet, head, number))
        page.row_dimensions[head].height = LINE * sheet.head_lines()
        page.print_title_rows = f"{head}:{head}"
    page.sheet_view.showGridLines = bool(sheet.columns)
    _print(page)
    for line in sheet.lines:
        page.append([_linked(_text(page, line.text, styles.of("link" if line.link else line.role)), line.link)])
    if sheet.columns:
        page.append([_text(page, column, styles.of("column")) for column in sheet.columns])
    if not sheet.links:
        return "".join(_rows(page, sheet, head + 1, styles)).encode()
    for row, link in zip(sheet.rows, sheet.links, strict=True):
        first, *others = (str(cell) for cell in row)
        cells = [_text(page, text, styles.of("cell")) for text in others]
        page.append([_linked(_text(page, first, styles.of("link")), link), *cells])
    return b""


def _print(page: Any) -> None:
    """Printed across on A4, as wide as the page, with the sheet's name and page numbers at the foot."""
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", "9"
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.oddFooter.left.text = "&A, page &P of &N"


def _rows(page: Any, sheet: Sheet, first: int, styles: _Styles) -> Iterator[str]:
    """The XML of each row, from row number `first`; equal cells are made once."""

    @lru_cache(maxsize=4096)
    def made(cell: Cell, is_numeric: bool) -> str:
        if isinstance(cell, Number):
            return f' s="{styles.index(page, "number", code_of(cell))}"><v>{cell.value:f}</v></c>'
        style = styles.index(page, "number" if is_numeric else "cell")
        return f' s="{style}" t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'

    places = [(get_column_letter(place + 1), place in sheet.numeric) for place in range(len(sheet.columns))]
    for number, row in enumerate(sheet.rows, start=first):
        cells = "".join(
            f'<c r="{letter}{number}"{made(cell, flag)}' for cell, (letter, flag) in zip(row, places, strict=True)
        )
        yield f'<row r="{number}">{cells}</row>'


def _text(page: Any, text: str, style: str) -> Any:
    cell = WriteOnlyCell(page, "")
    cell.value, cell.data_type = text, "s"  # never a formula, an error or a date, whatever it looks like
    cell.style = style
    return cell


def _linked(cell: Any, sheet: str) -> Any:
    if sheet:
        cell.hyperlink = Hyperlink(ref="", location=f"'{sheet}'!A1")
    return cell


def _table(sheet: Sheet, head: int, number: int) -> Table:
    span = f"A{head}:{get_column_letter(len(sheet.columns))}{head + len(sheet.rows)}"
    table = Table(id=number, name=sheet.name, displayName=sheet.name, ref=span)
    table.tableColumns = [TableColumn(id=place, name=title) for place, title in enumerate(sheet.columns, start=1)]
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    return table


def code_of(number: Number) -> str:
    """The number format that shows a number as its text."""
    if number.decimals < 0:
        return "General"
    body = "#,##0" if number.is_grouped else "0"
    body += "." + "0" * number.decimals if number.decimals else ""
    body = f'"{number.unit}"{body}' if number.unit else body
    body += ("%" if number.is_percent else "") + (f'"{number.marks}"' if number.marks else "")
    if number.sign == "+":
        return f'"+"{body}'
    return f'{body};"−"{body}' if number.sign == "−" else body
