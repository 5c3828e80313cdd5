"""Plain text, and the lines of any page that has only lines."""

from __future__ import annotations

import itertools
import re
import statistics
from collections.abc import Sequence
from pathlib import Path

from opensna.assessment.review.document import Document
from opensna.assessment.review.reading.assemble import Piece, assemble, clean

_FIELD = re.compile(r"^(Address|Title|URL|Source|Kind|Rights|Publisher|Date|Author):\s*(.*)$")
_STARTS = re.compile(
    r"^\s*(?:[•●▪◦‣*-]\s|•|\(?\d{1,2}[.)]\s|#{1,4} |[\u2070\u00b9\u00b2\u00b3\u2074-\u2079]+|"
    r"\^\{|(?:Table|Figure|Chart|Recommendation|Chapter|Box|Source|Note)\s?\d*\b[.: ])"
)


def decode(raw: bytes) -> tuple[str, int]:
    """Text of bytes, and how many characters could not be told: UTF-8, else Windows' Western letters."""
    text = raw.decode("utf-8", errors="replace")
    if text.count("\ufffd") > len(text) / 200:
        western = raw.decode("cp1252", errors="replace")
        text = western if western.count("\ufffd") < text.count("\ufffd") and b"\xef\xbf\xbd" not in raw else text
    damaged = text.count("\ufffd")
    return re.sub("\ufffd+", " … ", text).replace("\r\n", "\n").replace("\r", "\n"), damaged


def read_text(path: Path) -> Document:
    """A text file. Lines `Title:` and `Address:` above a rule of dashes are taken as such, not as content."""
    text, damaged = decode(path.read_bytes())
    fields, lines = _front(text.split("\n"))
    title, address = fields.get("Title", ""), fields.get("Address", fields.get("URL", ""))
    return Document(path.name, assemble(pieces(lines)), title, address, damaged)


def _front(lines: Sequence[str]) -> tuple[dict[str, str], Sequence[str]]:
    fields = {}
    for i, line in enumerate(lines[:12]):
        if match := _FIELD.match(line):
            fields[match[1]] = match[2].strip()
        elif fields and re.fullmatch(r"-{3,}", line.strip()):
            return fields, lines[i + 1 :]
        elif line.strip():
            break
    return {}, lines


def pieces(lines: Sequence[str], *, page: int | None = None) -> list[Piece]:
    """Lines as pieces: each its own where lines are paragraphs, joined where a page has broken them."""
    if not _is_wrapped(lines):
        return [Piece(clean(line), page=page) for line in lines if clean(line)]
    joined: list[Piece] = []
    width = max((len(line) for line in lines), default=0)
    is_open = False
    for line in lines:
        text = clean(line)
        if not text:
            is_open = False
            continue
        if is_open and not _STARTS.match(text) and "\t" not in text:
            before = joined[-1].text
            glued = before[:-1] + text if before.endswith("-") and text[0].islower() else f"{before} {text}"
            joined[-1] = Piece(glued, page=page)
        else:
            joined.append(Piece(text, page=page))
        is_open = len(text) > width * 0.6 and "\t" not in text and not _IS_ROW.search(text)
    return joined


_IS_ROW = re.compile(r"\s[£+−-]?\d[\d,.]*%?\s+[£+−-]?\d[\d,.]*%?$")


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Whether long paragraphs were broken: lines follow each other without a gap, and are of one greatest length."""
    lengths = [len(line) for line in lines if len(line.strip()) > 40]
    if len(lengths) < 8 or max(lengths) > 180:
        return False
    following = sum(1 for one, two in itertools.pairwise(lines) if len(one) > 40 and two.strip()[:1].islower())
    return following >= len(lengths) / 5 and statistics.median(lengths) > 50
