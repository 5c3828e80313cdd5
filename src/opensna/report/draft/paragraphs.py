"""What stands in a paragraph of a Word document: text in its look, links, the draft's claims, comments, and what was tracked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from opensna.assessment.narrative.comments import Comment
from opensna.assessment.narrative.rich import Closes, Opens, Piece, Place, Words
from opensna.report.draft.inline import NOBODY, TAG
from opensna.report.draft.record import Sent

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_NUMBER = re.compile(rf"(?:{TAG})?(\d+)(?:\s|$)")
_DELETED = frozenset({f"{W}del", f"{W}moveFrom"})
_INSERTED = frozenset({f"{W}ins", f"{W}moveTo"})
_DROPPED = {f"{W}drawing": "a picture", f"{W}pict": "a picture", f"{W}object": "an object", f"{W}footnoteReference": "a footnote",
            f"{W}endnoteReference": "an endnote"}  # fmt: skip


@dataclass(frozen=True)
class Changed:
    """A claim whose text somebody changed by hand: as it went out, what stands there now, and its place among those found."""

    sent: Sent
    now: str
    place: int


@dataclass
class Reader:
    """Reads paragraphs. Claims are told by the number that they went out with; what was noticed on the way is kept."""

    document: Any
    claims: Mapping[int, Sent]
    comments: Mapping[str, Comment]
    seen: set[int] = field(default_factory=set)
    changed: list[Changed] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    tracked: int = 0
    found: list[Sent] = field(default_factory=list)
    """Claims in the order in which they stand: a Place's number is its number here."""
    told: list[Comment] = field(default_factory=list)
    """Comments in that order: the number in Opens and Closes."""
    _numbers: dict[str, int] = field(default_factory=dict)

    def pieces(self, paragraph: Any) -> tuple[Piece, ...]:
        """What stands in a paragraph; a comment that does not end in it ends with it."""
        made, opened, closed = list[Piece](), set[int](), set[int]()
        for piece in self._of(paragraph, ""):
            if isinstance(piece, Opens):
                opened.add(piece.comment)
            elif isinstance(piece, Closes):
                if piece.comment in closed:
                    continue
                made += [] if piece.comment in opened else [Opens(piece.comment)]
                closed.add(piece.comment)
            made.append(piece)
        return (*made, *(Closes(number) for number in sorted(opened - closed)))

    def _of(self, parent: Any, address: str) -> Iterator[Piece]:
        for child in parent.iterchildren():
            if child.tag == f"{W}r":
                yield from self._run(child, address)
            elif child.tag == f"{W}sdt":
                yield from self._control(child, address)
            elif child.tag == f"{W}hyperlink":
                yield from self._of(child, self._address(child))
            elif child.tag in _DELETED or child.tag in _INSERTED:
                self.tracked += 1
                if child.tag in _INSERTED:
                    yield from self._of(child, address)
            elif child.tag in (f"{W}commentRangeStart", f"{W}commentRangeEnd"):
                yield from self._edge(child)
            elif child.tag in (f"{W}smartTag", f"{W}fldSimple", f"{W}sdtContent", f"{W}dir", f"{W}bdo"):
                yield from self._of(child, address)

    def _run(self, run: Any, address: str) -> Iterator[Piece]:
        bold, italic = _is_set(run, "b"), _is_set(run, "i")
        for child in run.iterchildren():
            if child.tag == f"{W}t" and child.text:
                yield Words(child.text, bold, italic, address)
            elif child.tag in (f"{W}tab", f"{W}br", f"{W}cr"):
                yield Words(" ", bold, italic, address)
            elif child.tag == f"{W}noBreakHyphen":
                yield Words("-", bold, italic, address)
            elif child.tag == f"{W}commentReference":
                number = self._comment(child.get(f"{W}id", ""))
                yield from () if number is None else (Closes(number),)
            elif child.tag in _DROPPED:
                self.dropped.append(_DROPPED[child.tag])

    def _control(self, control: Any, address: str) -> Iterator[Piece]:
        """A claim, and before or after it what is no text of its own; another control is what stands in it."""
        number = self._number(control)
        inner = [piece for part in control.iterchildren(f"{W}sdtContent") for piece in self._of(part, address)]
        if number is None:
            yield from inner
            return
        texts = [place for place, piece in enumerate(inner) if isinstance(piece, Words)]
        first = texts[0] if texts else len(inner)
        yield from (piece for piece in inner[:first])
        yield Place(len(self.found))
        self._take(number, "".join(piece.text for piece in inner if isinstance(piece, Words)))
        yield from (piece for piece in inner[first:] if isinstance(piece, Opens | Closes))

    def _take(self, number: int, now: str) -> None:
        sent = self.claims[number]
        self.seen.add(number)
        self.found.append(sent)
        if " ".join(now.split()) != " ".join(sent.shown.split()):
            self.changed.append(Changed(sent, " ".join(now.split()), len(self.found) - 1))

    def _number(self, control: Any) -> int | None:
        """The claim that a control is, by its tag or, where a program dropped that, by its title."""
        for name in ("tag", "alias"):
            about = control.find(f"{W}sdtPr/{W}{name}")
            match = _NUMBER.match(about.get(f"{W}val", "")) if about is not None else None
            if match and int(match[1]) in self.claims:
                return int(match[1])
        return None

    def _address(self, link: Any) -> str:
        relation = self.document.part.rels.get(link.get(_R_ID, ""))
        return str(relation.target_ref) if relation is not None and relation.is_external else ""

    def _edge(self, edge: Any) -> Iterator[Piece]:
        number = self._comment(edge.get(f"{W}id", ""))
        if number is not None:
            yield Opens(number) if edge.tag.endswith("Start") else Closes(number)

    def _comment(self, ident: str) -> int | None:
        if ident not in self.comments:
            return None
        if ident not in self._numbers:
            self._numbers[ident] = len(self.told)
            self.told.append(self.comments[ident])
        return self._numbers[ident]


def read_comments(document: Any) -> dict[str, Comment]:
    """Comments of a document by their id; none where it has none."""
    if not any(relation.reltype.endswith("/comments") for relation in document.part.rels.values()):
        return {}
    held = {}
    for one in document.comments:
        by = "" if one.author == NOBODY else " ".join((one.author or "").replace(",", " ").replace(":", " ").split())
        text = " ".join(paragraph.text for paragraph in one.paragraphs)
        on = (one._comment_elm.get(f"{W}date") or "")[:10]
        held[str(one.comment_id)] = Comment(by, on if by else "", " ".join(text.split()))
    return held


def _is_set(run: Any, name: str) -> bool:
    mark = run.find(f"{W}rPr/{W}{name}")
    return mark is not None and mark.get(f"{W}val", "1") not in ("0", "false", "off")
