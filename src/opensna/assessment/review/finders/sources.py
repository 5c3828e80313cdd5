"""Sources: source lines and citations, with the date of extraction where one is given; whether there is anything to read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from opensna.assessment.review.document import Document
from opensna.assessment.review.finders.figures import figures
from opensna.assessment.review.finding import Finding, quote
from opensna.assessment.review.grid import grids

_LINE = re.compile(r"^\W*sources?\s*:\s*(.{3,200})", re.IGNORECASE)
_EXTRACTED = re.compile(
    r"\b(?:extract\w*|download\w*|access\w*|retrieved|as (?:at|of)|pulled)\b[^.;]{0,30}(?:19|20)\d\d", re.IGNORECASE
)
_CITED = re.compile(r"\(?(?:[A-Z][a-z]+ )?(?:19|20)\d\d\)?")
_DOWNLOAD = re.compile(r"\bdownload\b|\bread the\b|\bview the\b|\(pdf\b|\bpdf\b", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:…|\.{4,}|\t)\s*\d{1,3}(?=\s|$)")
_ORDINARY = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "in",
        "a",
        "is",
        "for",
        "on",
        "with",
        "that",
        "by",
        "are",
        "as",
        "was",
        "this",
        "from",
        "be",
        "at",
        "or",
        "an",
    ]
)


def sources(document: Document) -> Iterator[Finding]:
    """Source lines and footnotes that cite; a date of extraction makes one present, its lack partial."""
    for block in document.prose:
        match = _LINE.match(block.text)
        if match or (block.kind == "note" and _CITED.search(block.text)):
            dated = bool(_EXTRACTED.search(block.text))
            name = match[1].strip().rstrip(".") if match else re.sub(r"^\W*\d*\s*", "", block.text)[:80]
            says = "a source with its date of extraction" if dated else "a source without a date of extraction"
            yield Finding("source", "present" if dated else "partial", says, (quote(document, block),), name)


def unreadable(document: Document) -> Iterator[Finding]:
    """Why there is nothing to read, if there is not: no text, damaged text, or a page that only leads to the assessment."""
    reason = why_unreadable(document)
    if reason:
        whole = tuple(quote(document, block) for block in document.blocks[:1])
        yield Finding("unreadable", "cannot tell", f"nothing to read: {reason}", whole, "nothing to read")


def why_unreadable(document: Document) -> str:
    """The reason in words; empty where there is something to read."""
    text = document.text
    words = re.findall(r"[^\W\d_]+", text.casefold())
    if len(words) < 15:
        return "the file holds no text (a scan, or an empty page)" if not words else "a few words only"
    if sum(word in _ORDINARY for word in words) < len(words) * 0.08:
        return "the text is not sentences in English"
    if sum(letter.isalnum() or letter.isspace() for letter in text) < len(text) * 0.75:
        return "the text is damaged"
    if len(_CONTENTS.findall(text)) >= 3 and len(words) < 400 and document.damaged:
        return "a damaged list of contents only"
    leads = [block for block in document.prose if _DOWNLOAD.search(block.text)]
    if (
        leads
        and len(words) < 500
        and not figures(document)
        and not grids(document)
        and not any(block.kind == "item" for block in document.blocks)
    ):
        return "a page that leads to the assessment, which is another file"
    return ""
