"""What stands in a paragraph of the draft: text in its look, links, claims as content controls, comments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from opensna.assessment.narrative.comments import Comment
from opensna.assessment.narrative.rich import Closes, Opens, Piece, Place, Rich, Words
from opensna.report.draft.record import Sent
from opensna.report.renderers._docx_xml import SPACE, element

TAG = "opensna-"
"""What a control's tag has before the claim's number. Programs that drop the tag keep the title, which begins with it too."""
LONGEST = 64
"""Characters that Word allows a control's title and tag."""
NOBODY = "unsigned"
"""Author of a comment that nobody signed: Word asks for one."""
_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


class Inline:
    """Writes the pieces of one section; the claims that went out are added to `sent`."""

    def __init__(
        self, document: Any, section: str, rich: Rich, worded: Mapping[int, str], sent: dict[int, Sent]
    ) -> None:
        self.document, self.section, self.rich, self.worded, self.sent = document, section, rich, worded, sent
        self._comments: dict[int, str] = {}

    def write(self, parent: Any, pieces: Sequence[Piece]) -> None:
        """Write pieces into a paragraph, one after the other."""
        for piece in pieces:
            match piece:
                case Words():
                    self._words(parent, piece)
                case Place():
                    self._claim(parent, piece.number)
                case Opens():
                    element("commentRangeStart", parent, id=self._comment(piece.comment))
                case Closes():
                    number = self._comment(piece.comment)
                    element("commentRangeEnd", parent, id=number)
                    element("commentReference", element("r", parent), id=number)

    def _words(self, parent: Any, words: Words) -> None:
        place = parent
        if words.address:
            from docx.oxml.ns import qn

            place = element("hyperlink", parent)
            place.set(qn("r:id"), self.document.part.relate_to(words.address, _LINK, is_external=True))
        made = element("r", place)
        if words.is_bold or words.is_italic:
            look = element("rPr", made)
            for name, is_set in (("b", words.is_bold), ("i", words.is_italic)):
                if is_set:
                    element(name, look)
        _text(made, words.text)

    def _claim(self, parent: Any, number: int) -> None:
        """A control with the claim's number in tag and title, and its text in it."""
        reference = self.rich.references[number]
        ident = len(self.sent) + 1
        sent = self.sent[ident] = Sent(self.section, reference.raw, self.worded.get(number, ""))
        control = element("sdt", parent)
        about = element("sdtPr", control)
        element("alias", about, val=f"{ident} {reference.name}"[:LONGEST])
        element("tag", about, val=f"{TAG}{ident}")
        element("id", about, val=str(ident))
        element("text", about)
        _text(element("r", element("sdtContent", control)), sent.shown)

    def _comment(self, number: int) -> str:
        """The id of a comment in the document, which is made when it is first asked for."""
        if number not in self._comments:
            comment: Comment = self.rich.comments[number]
            by = comment.by or NOBODY
            made = self.document.add_comment(
                self.document.add_paragraph().add_run(), text=comment.text, author=by, initials="".join(w[0] for w in by.split())
            )  # fmt: skip
            self._detach()
            self._comments[number] = str(made.comment_id)
            _date(made, comment.on)
        return self._comments[number]

    def _detach(self) -> None:
        """Take away the paragraph that python-docx needed to make a comment."""
        last = self.document.paragraphs[-1]._p
        last.getparent().remove(last)


def _date(made: Any, on: str) -> None:
    from docx.oxml.ns import qn

    day = datetime.fromisoformat(on) if on else None
    if day is None:
        made._comment_elm.attrib.pop(qn("w:date"), None)
    else:
        made._comment_elm.set(qn("w:date"), f"{day:%Y-%m-%d}T00:00:00Z")


def _text(run: Any, text: str) -> None:
    made = element("t", run)
    made.text = "".join(c for c in text if c.isprintable())
    made.set(SPACE, "preserve")
