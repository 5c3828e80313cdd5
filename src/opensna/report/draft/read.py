"""Reads a Word draft that people wrote in: each section as Markdown, and every generated number that was changed by hand."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from opensna.assessment.narrative.comments import Comment
from opensna.assessment.narrative.passages import Kind
from opensna.assessment.narrative.references import read_reference
from opensna.assessment.narrative.rich import Closes, Opens, Piece, Place, Rich, RichPassage, Words, to_markdown
from opensna.assessment.template.model import Template
from opensna.core.errors import UnreadableFileError
from opensna.report.draft.paragraphs import Changed, Reader, W, read_comments
from opensna.report.draft.record import Record, Sent, read_record
from opensna.report.draft.write import QUESTION, guidance

PROGRAM = "OpenSNA"
"""Author of the comment that stays beside a claim whose number somebody changed."""


@dataclass(frozen=True)
class Returned:
    """A draft as it came back.

    `sections` are Markdown by id, empty where nothing is written; `changed` are generated numbers that somebody changed, `gone`
    claims that nobody kept, `stray` texts that stand in no section, `dropped` what has no place in a narrative; `tracked` counts
    tracked changes, which are taken as accepted, `comments` the comments.
    """

    record: Record
    sections: Mapping[str, str]
    changed: tuple[Changed, ...]
    gone: tuple[Sent, ...]
    stray: tuple[str, ...]
    dropped: tuple[str, ...]
    tracked: int
    comments: int


@dataclass(frozen=True)
class _Paragraph:
    style: str
    list_kind: Kind | None
    pieces: tuple[Piece, ...]
    cells: tuple[tuple[tuple[Piece, ...], ...], ...] = ()

    @property
    def text(self) -> str:
        return " ".join("".join(piece.text for piece in self.pieces if isinstance(piece, Words)).split())


def open_draft(content: bytes, where: str) -> tuple[Any, Record]:
    """The python-docx document and its record.

    Raises
    ------
    UnreadableFileError : no Word document, or none that OpenSNA wrote.
    """
    import docx

    try:
        document = docx.Document(io.BytesIO(content))
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise UnreadableFileError(
            "the file cannot be read as a Word document", where=where, found=type(error).__name__, expected="a sound .docx file",
            do_this="open it in a word processor and save it as .docx",
        ) from error  # fmt: skip
    return document, read_record(document, where)


def read_draft(document: Any, record: Record, template: Template, *, on: str) -> Returned:
    """Every section of a draft.

    Parameters
    ----------
    template : the area's. on : the day, ISO text, that stands with comments about changed numbers.
    """
    reader = Reader(document, record.claims, read_comments(document))
    known = {section.id: guidance(section, template) for section in template.sections}
    held: dict[str, list[_Paragraph]] = {}
    stray, section = list[str](), ""
    for one in _paragraphs(document.element.body, reader):
        if one.style == "heading 1":
            word = one.text.split(" ")[0]
            section = word if word in known else ""
            held.setdefault(section, [])
            stray += [] if section else [one.text]
        elif section:
            held[section] += _written(one, known[section])
        elif one.style not in ("title", QUESTION.casefold()) and one.text:
            stray.append(one.text)
    held.pop("", None)
    sections = {id: to_markdown(_rich(several, reader, on)) for id, several in held.items()}
    gone = tuple(sent for number, sent in record.claims.items() if number not in reader.seen and sent.section in held)
    return Returned(
        record,
        sections,
        tuple(reader.changed),
        gone,
        tuple(stray),
        tuple(reader.dropped),
        reader.tracked,
        len(reader.told),
    )


def _written(one: _Paragraph, known: tuple[str, ...]) -> tuple[_Paragraph, ...]:
    """A paragraph without what the template says; what somebody typed behind a question is theirs."""
    if one.cells:
        return (one,)
    if one.text in known:
        return ()
    asked = next((text for text in known if one.style == QUESTION.casefold() and one.text.startswith(text)), "")
    if asked:
        return (replace(one, style="normal", pieces=(Words(one.text.removeprefix(asked).strip()),)),)
    has_place = any(isinstance(piece, Place | Opens) for piece in one.pieces)
    return (one,) if one.text or has_place else ()


def _paragraphs(parent: Any, reader: Reader) -> Iterator[_Paragraph]:
    for child in parent.iterchildren():
        if child.tag == f"{W}p":
            yield _Paragraph(_style(child, reader.document), _list_kind(child, reader.document), reader.pieces(child))
        elif child.tag == f"{W}tbl":
            rows = (tuple(_cell(cell, reader) for cell in row.iterchildren(f"{W}tc")) for row in child.iter(f"{W}tr"))
            yield _Paragraph("table", None, (), tuple(rows))
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins"):
            yield from _paragraphs(child, reader)


def _cell(cell: Any, reader: Reader) -> tuple[Piece, ...]:
    found: list[Piece] = []
    for place, one in enumerate(cell.iterchildren(f"{W}p")):
        found += [Words(" ")] if place else []
        found += reader.pieces(one)
    return tuple(found)


def _style(paragraph: Any, document: Any) -> str:
    """Name of a paragraph's style, in small letters."""
    about = paragraph.find(f"{W}pPr/{W}pStyle")
    ident = about.get(f"{W}val", "") if about is not None else ""
    named = next((style.name for style in document.styles if style.style_id == ident), ident)
    return str(named or "normal").casefold()


def _list_kind(paragraph: Any, document: Any) -> Kind | None:
    """Bullets or numbers, by the style's name or by the numbering that somebody gave the paragraph."""
    style = _style(paragraph, document)
    if style.startswith("list number"):
        return "numbered"
    if style.startswith("list bullet"):
        return "bullets"
    about = paragraph.find(f"{W}pPr/{W}numPr/{W}numId")
    if about is None or about.get(f"{W}val") == "0":
        return None
    held = document.part.numbering_part.element
    looks = {one.get(f"{W}numId"): one.find(f"{W}abstractNumId").get(f"{W}val") for one in held.iterchildren(f"{W}num")}
    wanted = looks.get(about.get(f"{W}val"))
    for one in held.iterchildren(f"{W}abstractNum"):
        form = one.find(f"{W}lvl/{W}numFmt")
        if one.get(f"{W}abstractNumId") == wanted and form is not None:
            return "bullets" if form.get(f"{W}val") in ("bullet", "none") else "numbered"
    return "bullets"


def _rich(several: list[_Paragraph], reader: Reader, on: str) -> Rich:
    """A section's paragraphs as passages; lists that follow one another are one."""
    comments = list(reader.told)
    changed = {one.place: one for one in reader.changed}
    passages: list[RichPassage] = []
    for one in several:
        kind = _kind(one)
        groups = tuple(cell for row in _even(one.cells) for cell in row) if one.cells else (one.pieces,)
        groups = tuple(_with_flags(group, changed, comments, on) for group in groups)
        if passages and kind in ("bullets", "numbered") and passages[-1].kind == kind:
            passages[-1] = replace(passages[-1], groups=(*passages[-1].groups, *groups))
        else:
            columns = max((len(row) for row in one.cells), default=1)
            level = int(one.style[-1]) if kind == "heading" and one.style[-1].isdigit() else 2
            passages.append(RichPassage(kind, groups, columns, level))
    return Rich(
        tuple(passages), tuple(read_reference(sent.raw, sent.section) for sent in reader.found), tuple(comments)
    )


def _kind(one: _Paragraph) -> Kind:
    if one.cells:
        return "table"
    if one.list_kind:
        return one.list_kind
    return "heading" if one.style.startswith("heading") else "quotation" if "quot" in one.style else "paragraph"


def _even(rows: tuple[tuple[tuple[Piece, ...], ...], ...]) -> Iterator[tuple[tuple[Piece, ...], ...]]:
    """Rows of equal length; a cell that is not there is empty."""
    longest = max(len(row) for row in rows)
    return ((*row, *(((),) * (longest - len(row)))) for row in rows)


def _with_flags(
    group: tuple[Piece, ...], changed: Mapping[int, Changed], comments: list[Comment], on: str
) -> tuple[Piece, ...]:
    """Pieces with a comment behind each claim that was changed by hand, so that what somebody meant is not lost."""
    found: list[Piece] = []
    for piece in group:
        found.append(piece)
        if isinstance(piece, Place) and (one := changed.get(piece.number)):
            comments.append(Comment(PROGRAM, on, f"“{one.sent.shown}” was changed by hand to “{one.now}”"))
            found += [Opens(len(comments) - 1), Closes(len(comments) - 1)]
    return tuple(found)
