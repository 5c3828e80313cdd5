"""HTML pages: what a reader sees, without menus, scripts and forms."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from opensna.assessment.review.document import Document, Kind
from opensna.assessment.review.reading.assemble import Piece, assemble, clean
from opensna.assessment.review.reading.text import decode, pieces

_SKIP = {"script", "style", "noscript", "template", "svg", "form", "nav", "button", "select", "iframe", "head"}
_KINDS: dict[str, Kind] = {
    **{f"h{i}": "heading" for i in range(1, 7)},
    "li": "item",
    "dt": "heading",
    "figcaption": "heading",
    "caption": "heading",
}
_BREAKS = {
    "p",
    "div",
    "section",
    "article",
    "main",
    "ul",
    "ol",
    "dl",
    "dd",
    "table",
    "blockquote",
    "header",
    "footer",
    "aside",
    "figure",
    "pre",
    "body",
    "address",
    "details",
    "summary",
    *_KINDS,
}
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def read_html(path: Path) -> Document:
    """An HTML file; raised digits become note markers, a table its rows."""
    from lxml import html

    text, damaged = decode(path.read_bytes())
    root = html.fromstring(text.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8")) if text.strip() else None
    if root is None:
        return Document(path.name, (), damaged=damaged)
    title = clean(root.findtext(".//title") or "")
    canonical = root.xpath("//link[@rel='canonical']/@href")
    found: list[Piece] = []
    _walk(root, found)
    return Document(path.name, assemble(found), title, str(canonical[0]) if canonical else "", damaged)


def _walk(element: Any, found: list[Piece]) -> None:
    tag = element.tag if isinstance(element.tag, str) else ""
    if tag in _SKIP or not tag:
        return
    if tag == "table":
        rows = tuple(
            tuple(" ".join(clean(_text(cell)).split()) for cell in row if cell.tag in ("td", "th"))
            for row in element.iter("tr")
        )
        caption = element.find("caption")
        if caption is not None:
            found.append(Piece(clean(_text(caption)), "heading"))
        found.append(Piece("", rows=tuple(row for row in rows if any(row))))
        return
    if tag == "pre":
        found += pieces((element.text_content() or "").split("\n"))
        return
    if not any(isinstance(child.tag, str) and child.tag in _BREAKS for child in element.iter() if child is not element):
        _add(_text(element), _KINDS.get(tag), found)
        return
    loose = element.text or ""
    for child in element:
        if isinstance(child.tag, str) and (
            child.tag in _BREAKS
            or child.tag in _SKIP
            or any(isinstance(c.tag, str) and c.tag in _BREAKS for c in child.iter())
        ):
            _add(loose, _KINDS.get(tag), found)
            loose = ""
            _walk(child, found)
        else:
            loose += _text(child)
        loose += child.tail or ""
    _add(loose, _KINDS.get(tag), found)


def _add(text: str, kind: Kind | None, found: list[Piece]) -> None:
    for line in text.split("\x1e"):
        words = (
            "\t".join(" ".join(part.split()) for part in line.split("\t")) if "\t" in line else " ".join(line.split())
        )
        if clean(words):
            found.append(Piece(clean(words), kind))


def _text(element: Any) -> str:
    """Text inside an element: a break is a new line, a raised number a marker."""
    if not isinstance(element.tag, str) or element.tag in _SKIP:
        return ""
    inner = element.text or ""
    for child in element:
        inner += "\x1e" if child.tag == "br" else _text(child)
        inner += child.tail or ""
    if element.tag == "sup" and inner.strip().strip("[]").replace(" ", "").replace(",", "").isdigit():
        numbers = inner.strip().strip("[]").replace(",", " ").split()
        return numbers[0].translate(_RAISED) if len(numbers) == 1 else "^{" + " ".join(numbers) + "}"
    return inner
