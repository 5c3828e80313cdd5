"""Pieces in reading order, of any format, made into blocks: headings, items, footnotes, tables with their captions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from opensna.assessment.review.document import Block, Kind, note_numbers
from opensna.assessment.review.reading.tables import cells_by_line, rows_run_together, rows_with_numbers

_SPACES = str.maketrans(
    {
        **dict.fromkeys("\u00a0\u2009\u202f\u2007", " "),
        **dict.fromkeys("\u200b\ufeff\u00ad\x0c", ""),
        "\ufb01": "fi",
        "\ufb02": "fl",
    }
)
_NOTE = re.compile(r"^(?:[\u2070\u00b9\u00b2\u00b3\u2074-\u2079]+|\^\{[\d ]+\})\s*(?=\S)")
_BULLET = re.compile(r"^\s*(?:[•●▪◦‣·*o-]|–)\s+(?=\S)|^\s*•(?=\S)")
_NUMBERED = re.compile(r"^\s*\(?\d{1,2}[.)]\s+\S")
_CAPTION = re.compile(r"^(?:table|figure|chart|graph|map|box)\s+\d+\w?\b", re.IGNORECASE)


@dataclass(frozen=True)
class Piece:
    """What a reader found in one place: text, or a table's rows; `kind` only where the format says it."""

    text: str
    kind: Kind | None = None
    page: int | None = None
    rows: tuple[tuple[str, ...], ...] = ()
    number: str = ""


def clean(text: str) -> str:
    """Text with ordinary spaces and letters, and without the marks of bold and italic type."""
    return re.sub(r"\*\*|</?(?:i|b|em|strong|ul|li)>", "", text.translate(_SPACES)).strip()


def assemble(pieces: Sequence[Piece]) -> tuple[Block, ...]:
    """Blocks in order. A table takes as caption the title right before it."""
    whole = _tables([piece for piece in pieces if piece.rows or piece.text.strip()])
    blocks: list[Block] = []
    for piece in whole:
        kind = "table" if piece.rows else piece.kind or _kind(piece.text)
        number = piece.number or (" ".join(note_numbers(_NOTE.match(piece.text)[0])) if _NOTE.match(piece.text) else "")  # type: ignore[index]  # matched again
        caption = _caption(blocks) if kind == "table" else ""
        text = "\n".join("\t".join(row) for row in piece.rows) if piece.rows and not piece.text else piece.text
        blocks.append(Block(kind, text, len(blocks), piece.page, piece.rows, number if kind == "note" else "", caption))
    return tuple(blocks)


def _kind(text: str) -> Kind:
    if _NOTE.match(text):
        return "note"
    if _CAPTION.match(text):
        return "heading"
    if _BULLET.match(text):
        return "item"
    is_title = (
        len(text) <= 110
        and len(text.split()) <= 14
        and not text.rstrip("¹²³⁴⁵⁶⁷⁸⁹⁰ ").endswith((".", ";", ",", ":", "!"))
    )
    if text.startswith("#") or (is_title and (text[0].isupper() or _NUMBERED.match(text) or text[0].isdigit())):
        return "heading"
    return "item" if _NUMBERED.match(text) else "paragraph"


def _caption(before: Sequence[Block]) -> str:
    for block in reversed(before[-3:]):
        if block.kind == "table":
            return ""
        if _CAPTION.match(block.text):
            return block.text
    last = before[-1] if before else None
    return last.text if last is not None and last.kind in ("heading", "paragraph") and len(last.text) <= 200 else ""


def _tables(pieces: list[Piece]) -> list[Piece]:
    """Rows that stand as text (cells by tab, by line, run together, or numbers after a label) gathered into tables."""
    out: list[Piece] = []
    i = 0
    while i < len(pieces):
        piece = pieces[i]
        if piece.rows or piece.kind in ("heading", "note"):
            out.append(piece)
            i += 1
            continue
        run = [p.text for p in _untyped(pieces, i)]
        for find in (_by_tab, cells_by_line, rows_run_together, rows_with_numbers):
            used, rows = find(run)
            if used:
                out.append(Piece("\n".join(run[:used]), None, piece.page, rows))
                i += used
                break
        else:
            out.append(piece)
            i += 1
    return out


def _untyped(pieces: list[Piece], begin: int) -> list[Piece]:
    end = begin
    while (
        end < len(pieces) and not pieces[end].rows and pieces[end].kind not in ("heading", "note") and end - begin < 400
    ):
        end += 1
    return pieces[begin:end]


def _by_tab(lines: Sequence[str]) -> tuple[int, tuple[tuple[str, ...], ...]]:
    used = 0
    while used < len(lines) and "\t" in lines[used]:
        used += 1
    return used, tuple(tuple(cell.strip() for cell in line.split("\t")) for line in lines[:used])
