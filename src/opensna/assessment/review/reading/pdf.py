"""PDF files: pages as set out, running heads and page numbers dropped, broken lines joined, tables across pages made one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from opensna.assessment.review.document import Document
from opensna.assessment.review.reading.assemble import Piece, assemble, clean
from opensna.assessment.review.reading.layout import is_in_columns, page_pieces
from opensna.assessment.review.reading.tables import is_cell

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOST = re.compile(r"(?<=[a-z’'”)][.,])(\d{1,3})(?=\s|$)|(?<=[a-z)”])(\d{1,3})(?=[\s.,;:]|$)(?!\.\d)")
_PAGE = re.compile(r"\s*(?:page )?\d{1,3}(?: of \d{1,3})?\s*", re.IGNORECASE)


def read_pdf(path: Path) -> Document:
    """A PDF that holds text; a scan holds none, and its document has no blocks."""
    from pypdf import PdfReader

    reader = PdfReader(str(path))
    pages = [_lines(page) for page in reader.pages]
    running = _running(pages)
    found: list[Piece] = []
    for number, lines in enumerate(pages, 1):
        kept = [_raise(line) for line in lines if _mask(line) not in running and not _PAGE.fullmatch(line)]
        _join(found, page_pieces(kept, number))
    title = clean(str((reader.metadata.title if reader.metadata is not None else "") or ""))
    return Document(path.name, assemble(found), title)


def _lines(page: Any) -> list[str]:
    """A page's lines set out by spaces; in the order of its text where it is set in columns."""
    lines = (page.extract_text(extraction_mode="layout") or "").replace("\ufffd", " ").split("\n")
    if is_in_columns(lines):
        lines = (page.extract_text() or "").replace("\ufffd", " ").split("\n")
    return [line.rstrip() for line in lines]


def _join(before: list[Piece], after: list[Piece]) -> None:
    """Add a page's pieces: the rest of an unfinished paragraph to it, rows that go on to their table."""
    if before and after:
        last, first = before[-1], after[0]
        if (
            last.rows
            and first.rows
            and len(last.rows[0]) == len(first.rows[0])
            and any(map(is_cell, first.rows[0][1:]))
        ):
            before[-1] = Piece("", page=last.page, rows=(*last.rows, *first.rows))
            after = after[1:]
        elif last.text and first.text[:1].islower() and not last.text.endswith((".", ":", "?", "!")):
            before[-1] = Piece(f"{last.text} {first.text}", last.kind, last.page)
            after = after[1:]
    before += after


def _raise(line: str) -> str:
    """Footnote markers that lost their raised place, raised again."""
    return _LOST.sub(lambda match: match[0].translate(_RAISED), line)


def _mask(line: str) -> str:
    return re.sub(r"\d+", "#", " ".join(line.split()))


def _running(pages: Sequence[Sequence[str]]) -> frozenset[str]:
    """First and last lines, numbers aside, of at least half of three or more pages."""
    edges: Counter[str] = Counter()
    for lines in pages:
        filled = [line for line in lines if line.strip()]
        edges.update({_mask(line) for line in (*filled[:2], *filled[-2:])})
    return frozenset(mask for mask, n in edges.items() if len(pages) >= 3 and n >= max(3, len(pages) / 2))
