"""Word documents: paragraphs, lists, tables, and footnotes where they are referred to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from opensna.assessment.review.document import Document, Kind
from opensna.assessment.review.reading.assemble import Piece, assemble, clean

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def read_word(path: Path) -> Document:
    """A .docx file; footnotes follow the body, numbered as they are referred to."""
    import docx

    document = docx.Document(str(path))
    numbers: dict[str, str] = {}
    found = list(_pieces(document.element.body, document, numbers))
    found += _notes(document, numbers)
    return Document(path.name, assemble(found), clean(document.core_properties.title or ""))


def _pieces(parent: Any, document: Any, numbers: dict[str, str]) -> Iterator[Piece]:
    for element in parent.iterchildren():
        if element.tag == f"{_W}p":
            text = clean(_text(element, numbers))
            if text:
                yield Piece(text, _kind(element, document))
        elif element.tag == f"{_W}tbl":
            rows = tuple(_row(row, numbers) for row in element.iterchildren(f"{_W}tr"))
            yield Piece("", rows=tuple(row for row in rows if any(row)))
        elif element.tag in (f"{_W}sdt", f"{_W}sdtContent"):
            yield from _pieces(element, document, numbers)


def _row(row: Any, numbers: dict[str, str]) -> tuple[str, ...]:
    return tuple(
        " ".join(filter(None, (clean(_text(p, numbers)) for p in cell.iter(f"{_W}p"))))
        for cell in row.iterchildren(f"{_W}tc")
    )


def _kind(paragraph: Any, document: Any) -> Kind | None:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    name = style.get(f"{_W}val", "") if style is not None else ""
    names = {s.style_id: s.name for s in document.styles}
    named = (names.get(name) or name).casefold()
    if named.startswith(("heading", "title", "caption")):
        return "heading"
    return "item" if paragraph.find(f"{_W}pPr/{_W}numPr") is not None or named.startswith("list") else None


def _text(paragraph: Any, numbers: dict[str, str]) -> str:
    parts: list[str] = []
    for element in paragraph.iter():
        if element.tag == f"{_W}t":
            raised = element.getparent().find(f"{_W}rPr/{_W}vertAlign")
            text = element.text or ""
            is_raised = raised is not None and raised.get(f"{_W}val") == "superscript" and text.strip().isdigit()
            parts.append(text.strip().translate(_RAISED) if is_raised else text)
        elif element.tag == f"{_W}tab" and element.getparent().tag == f"{_W}r":
            parts.append("\t")
        elif element.tag in (f"{_W}br", f"{_W}cr"):
            parts.append(" ")
        elif element.tag in (f"{_W}footnoteReference", f"{_W}endnoteReference"):
            key = element.tag.removeprefix(_W)[:4] + element.get(f"{_W}id", "")
            parts.append(numbers.setdefault(key, str(len(numbers) + 1)).translate(_RAISED))
    return "".join(parts)


def _notes(document: Any, numbers: dict[str, str]) -> list[Piece]:
    from lxml import etree

    found = []
    for part in document.part.package.iter_parts():
        kind = str(part.partname).removeprefix("/word/")
        if kind not in ("footnotes.xml", "endnotes.xml"):
            continue
        for note in etree.fromstring(part.blob).iterchildren():
            number = numbers.get(kind[:4] + note.get(f"{_W}id", ""))
            text = " ".join(filter(None, (clean(_text(p, numbers)) for p in note.iter(f"{_W}p"))))
            if number and text:
                found.append(Piece(f"{number.translate(_RAISED)} {text}", "note", number=number))
    return sorted(found, key=lambda piece: int(piece.number))
