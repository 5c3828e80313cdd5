"""Paragraphs, fields, tables and pictures of a Word document, as the XML that Word reads.

Built as XML and not through python-docx's tables, which search the whole table for each cell: ten times the time of all else.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from opensna.core.block import Table
from opensna.report.renderers._layout import SMALLEST, Layout
from opensna.report.renderers._office import said

TWIPS = 1440 / 25.4
"""Twentieths of a point in a millimetre."""
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def element(tag: str, parent: Any = None, /, **attributes: str) -> Any:
    """A `w:` element with `w:` attributes, added to `parent` if there is one."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    if parent is not None:
        parent.append(made)
    return made


def paragraph(parent: Any, style: str, *texts: str) -> Any:
    """A paragraph of a style (by its id) with a run for each text; at the end of the body, before its section properties."""
    made = element("p")
    element("pStyle", element("pPr", made), val=style)
    for text in texts:
        run(made, text)
    _add(parent, made)
    return made


def run(parent: Any, text: str, *, style: str = "") -> Any:
    """A stretch of text, perhaps in a character style."""
    made = element("r", parent)
    if style:
        element("rStyle", element("rPr", made), val=style)
    words = element("t", made)
    words.text = text if text == " " else said(text)
    words.set(SPACE, "preserve")
    return made


def tab(parent: Any) -> None:
    """A tabulator."""
    element("tab", element("r", parent))


def field(parent: Any, instruction: str, shown: str, *, style: str = "") -> None:
    """A field that Word can update, and what stands there until it does."""
    _field_part(parent, "begin")
    _instruct(parent, instruction)
    run(parent, shown, style=style)
    _field_part(parent, "end")


def open_field(parent: Any, instruction: str) -> None:
    """The beginning of a field whose shown text spans paragraphs; Word updates it when the document is opened."""
    _field_part(parent, "begin", dirty="true")
    _instruct(parent, instruction)


def close_field(parent: Any) -> None:
    """The end of such a field."""
    _field_part(parent, "end")


def update_fields(document: Any) -> None:
    """Have Word update every field when it opens the document; it asks first."""
    from docx.oxml.ns import qn

    # the schema has an order: a program that checks would refuse it elsewhere
    document.settings.element.find(qn("w:compat")).addprevious(element("updateFields", val="true"))


def _instruct(parent: Any, instruction: str) -> None:
    words = element("instrText", element("r", parent))
    words.text = f" {instruction} "
    words.set(SPACE, "preserve")
    _field_part(parent, "separate")


def _field_part(parent: Any, kind: str, **attributes: str) -> None:
    element("fldChar", element("r", parent), fldCharType=kind, **attributes)


def numbering(document: Any, style: str) -> str:
    """A numbering of its own that begins at 1 and looks as that of a list style does; its id."""
    from docx.oxml.ns import qn

    held = document.part.numbering_part.element
    of_style = document.styles[style].element.find(f".//{qn('w:numId')}").get(qn("w:val"))
    looks = next(one for one in held.findall(qn("w:num")) if one.get(qn("w:numId")) == of_style)
    number = str(max(int(one.get(qn("w:numId"))) for one in held.findall(qn("w:num"))) + 1)
    made = element("num", held, numId=number)
    element("abstractNumId", made, val=looks.find(qn("w:abstractNumId")).get(qn("w:val")))
    element("startOverride", element("lvlOverride", made, ilvl="0"), val="1")
    return number


def bookmark(made: Any, name: str, number: int) -> None:
    """A bookmark around what stands in a paragraph."""
    start = element("bookmarkStart", id=str(number), name=name)
    made.insert(1, start)
    element("bookmarkEnd", made, id=str(number))


def table(parent: Any, content: Table, laid: Layout, *, width: float) -> None:
    """A table of `width` millimetres at most: header row flagged and repeated, rows never split, first column as row heads.

    A short table keeps to one page with what stands beneath it; a long one keeps its first and last two rows together.
    """
    columns = [max(1, round(share * width * TWIPS)) for share in laid.shares]
    made = element("tbl")
    about = element("tblPr", made)
    element("tblStyle", about, val="Figures")
    element("tblW", about, w=str(sum(columns)), type="dxa")
    element("tblLayout", about, type="fixed")
    margins = element("tblCellMar", about)
    for side, free in (("left", 0.0), ("right", 1.5 * laid.inset)):
        element(side, margins, w=str(round(free * TWIPS)), type="dxa")
    element(
        "tblLook",
        about,
        val="04A0",
        firstRow="1",
        lastRow="0",
        firstColumn="1",
        lastColumn="0",
        noHBand="0",
        noVBand="1",
    )
    element("tblCaption", about, val=said(content.title))
    lines = element("tblGrid", made)
    for size in columns:
        element("gridCol", lines, w=str(size))
    is_number = [name in content.numeric for name in content.columns]
    small = "" if laid.size > SMALLEST else "Small"
    heads = [f"TableHead{'Right' if right else ''}{small}" for right in is_number]
    _row(made, content.columns, columns, heads, is_head=True)
    styles = [f"Table{'Number' if right else 'Text'}{small}" for right in is_number]
    last = len(content.rows) - 1
    for place, cells in enumerate(content.rows):
        is_kept = laid.is_kept_together or place == 0 or place >= last - 1
        _row(made, cells, columns, styles, is_kept=is_kept)
    _add(parent, made)


def _row(
    parent: Any, cells: Sequence[str], widths: Sequence[int], styles: Sequence[str], *, is_head: bool = False,
    is_kept: bool = False,
) -> None:  # fmt: skip
    """A row; one that `is_kept` stands on the page of what follows."""
    row = element("tr", parent)
    about = element("trPr", row)
    element("cantSplit", about)
    if is_head:
        element("tblHeader", about)
    for text, width, style in zip(cells, widths, styles, strict=True):
        cell = element("tc", row)
        element("tcW", element("tcPr", cell), w=str(width), type="dxa")
        made = paragraph(cell, style, text)
        if is_kept:
            element("keepNext", made[0])


def _add(parent: Any, made: Any) -> None:
    """At the end of a parent, but before the section properties that end a document's body."""
    last = parent[-1] if len(parent) else None
    if last is not None and last.tag.endswith("}sectPr"):
        last.addprevious(made)
    else:
        parent.append(made)
