"""One area as a Word document: the draft that an analyst takes on, in real styles, with fields, captions and repeated heads."""

from __future__ import annotations

import io
from collections.abc import Mapping
from itertools import count
from typing import Any

from opensna.core.area import Area
from opensna.core.block import Callout, Chart, Listing, Prose, Subheading, Table
from opensna.report.renderers._base import Renderer, Shown
from opensna.report.renderers._docx_styles import HEIGHT, ROOM, SIDE, WIDTH, empty_document
from opensna.report.renderers._docx_xml import (
    TWIPS,
    bookmark,
    close_field,
    element,
    field,
    numbering,
    open_field,
    paragraph,
    run,
    tab,
    table,
    update_fields,
)
from opensna.report.renderers._layout import PICTURE, layout
from opensna.report.renderers._office import describe, packed, said
from opensna.report.renderers._printed import Printed, alternative, beneath, finding, notes, printed
from opensna.report.renderers.pictures import Picture, as_png, pictures

LETTERS = 1.03
"""How much wider the letters of a table are than in the PDF: another typeface, half a point smaller."""
CHARACTERS, LINE = 95, 5.6
"""Of a line of text, and its height in millimetres."""
TALLEST = 225.0
"""Millimetres of a page that a picture with its caption may take."""


def render(shown: Shown, area: Area) -> bytes:
    """The document of one area."""
    content = printed(shown, area)
    drawn = pictures(shown, area)
    word = Word(content)
    word.cover()
    word.contents()
    painted = list(zip(drawn, as_png(drawn), strict=True))[::-1]
    for number, section in enumerate(content.sections, start=1):
        word.heading(section.title, number)
        for block, after in zip(section.blocks, (*section.blocks[1:], None), strict=True):
            if isinstance(block, Chart):
                word.chart(block, *painted.pop())
            else:
                leads = (
                    isinstance(block, Prose) and isinstance(after, Chart) and _fits_below(block.text, painted[-1][0])
                )
                word.block(block, leads=leads)
    return word.saved()


RENDERER = Renderer("word", "Word document", ".docx", render, needs=("docx", "typst", "font_source_sans_pro"))


def _fits_below(text: str, picture: Picture) -> bool:
    """Whether a page holds the picture with the text above it; kept together with one too tall, the text has a page to itself."""
    across, down = picture.size
    lines = -(-len(text) // CHARACTERS)
    return min(PICTURE * down / across, TALLEST) + LINE * lines <= TALLEST


class Word:
    """A document being written, from top to bottom."""

    def __init__(self, content: Printed, *, keywords: str = "Strategic Needs Assessment, serious violence") -> None:
        """Begin with running heads and properties."""
        self.content = content
        self.document = empty_document()
        self.body = self.document.element.body
        self._figures, self._tables = count(1), count(1)
        subject = "; ".join((content.title, *(mark for mark, _ in content.marks)))
        describe(
            self.document.core_properties, title=content.name, subject=subject, keywords=keywords, made=content.made
        )
        self._heads = {lies: self._heads_of((HEIGHT if lies else WIDTH) - 2 * SIDE) for lies in (False, True)}
        _name_heads(self.body[-1], self._heads[False])

    def cover(self) -> None:
        """Area, title, marks with their meaning, and facts."""
        paragraph(self.body, "Title", self.content.area)
        paragraph(self.body, "Subtitle", self.content.title)
        self.marks()
        for label, value in self.content.facts:
            fact = paragraph(self.body, "Fact")
            run(fact, label, style="Strong")
            tab(fact)
            run(fact, value)

    def marks(self) -> None:
        """Each mark and what it means."""
        for mark, meaning in self.content.marks:
            paragraph(self.body, "Mark", mark)
            if meaning:
                paragraph(self.body, "MarkMeaning", meaning)

    def contents(self) -> None:
        """A contents field on a page of its own: Word is asked to fill in the pages when it opens the document.

        Until then, and where nobody fills them in, it is a list of links to the sections: no program but the reader's knows
        on which page of theirs a section begins.
        """
        head = paragraph(self.body, "ContentsHeading", "Contents")
        element("pageBreakBefore", head[0])
        sections = self.content.sections
        for number, section in enumerate(sections, start=1):
            line = paragraph(self.body, "TOC1")
            if number == 1:
                open_field(line, r'TOC \o "1-1" \h \z \u')
            run(element("hyperlink", line, anchor=_anchor(number), history="1"), section.title)
            if number == len(sections):
                close_field(line)
        update_fields(self.document)

    def heading(self, title: str, number: int) -> None:
        """A section's title; the first begins a page."""
        made = paragraph(self.body, "Heading1", title)
        if number == 1:
            element("pageBreakBefore", made[0])
        bookmark(made, _anchor(number), number)

    def block(self, block: Prose | Subheading | Listing | Callout | Table, *, leads: bool = False) -> None:
        """Text, a callout or a table; text that `leads` stands on the page of the chart that it tells of."""
        if isinstance(block, Table):
            self.table(block)
        elif isinstance(block, Callout):
            paragraph(self.body, "CalloutHeading", block.title)
            paragraph(self.body, "Callout", block.text)
        elif isinstance(block, Subheading):
            paragraph(self.body, "Heading2", block.text)
        elif isinstance(block, Listing):
            self.listing(block)
        else:
            made = paragraph(self.body, "Normal", block.text)
            if leads:
                element("keepNext", made[0])

    def listing(self, content: Listing) -> None:
        """A list; each numbered one begins at 1."""
        number = numbering(self.document, "List Number") if content.is_numbered else ""
        for item in content.items:
            made = paragraph(self.body, "ListNumber" if content.is_numbered else "ListBullet", item)
            if number:
                about = element("numPr", made[0])
                element("ilvl", about, val="0")
                element("numId", about, val=number)

    def chart(self, chart: Chart, picture: Picture, png: bytes, *, with_table: bool = True) -> None:
        """The picture with its alternative text, its caption, and its table if that is short enough to stand there."""
        self.picture(chart, picture, png)
        caption = paragraph(self.body, "Caption")
        self._number(caption, "Figure", next(self._figures))
        run(caption, finding(chart) if with_table else chart.alt)
        under = beneath(chart)
        if with_table and under is not None:
            self.table(under)

    def picture(self, chart: Chart, picture: Picture, png: bytes) -> None:
        """The picture alone, of its usual width or as high as a page can hold."""
        from docx.shared import Mm
        from docx.text.paragraph import Paragraph

        across, down = picture.size
        size = min(PICTURE, TALLEST * across / down)
        place = Paragraph(paragraph(self.body, "Picture"), self.document._body)
        drawn = place.add_run().add_picture(io.BytesIO(png), width=Mm(size))
        about = drawn._inline.docPr
        about.set("name", picture.name)
        about.set("title", said(chart.title))
        about.set("descr", said(alternative(chart)))

    def table(self, content: Table, *, may_turn: bool = True) -> None:
        """A captioned table and what stands beneath it, on a page that lies across if it has many columns and `may_turn`."""
        laid = layout(content, wider=LETTERS)
        turns = laid.lies_across and may_turn
        if turns:
            self._section(WIDTH, HEIGHT)
        caption = paragraph(self.body, "TableCaption")
        self._number(caption, "Table", next(self._tables))
        run(caption, content.title)
        table(self.body, content, laid, width=HEIGHT - 2 * SIDE if turns else ROOM)
        under = notes(content) or ("",)
        for text in under[:-1]:
            element("keepNext", paragraph(self.body, "Note", text)[0])
        paragraph(self.body, "NoteLast", under[-1])
        if turns:
            self._section(HEIGHT, WIDTH)

    def saved(self) -> bytes:
        """The document's bytes, the same for the same content."""
        return packed(self.document.save)

    def _number(self, caption: Any, label: str, number: int) -> None:
        run(caption, label, style="CaptionNumber")
        run(caption, " ", style="CaptionNumber")
        field(caption, rf"SEQ {label} \* ARABIC", str(number), style="CaptionNumber")
        run(caption, ".", style="CaptionNumber")
        run(caption, " ")

    def _section(self, width: float, height: float) -> None:
        """End the pages of one shape."""
        about = element("sectPr", paragraph(self.body, "Note")[0])
        _name_heads(about, self._heads[width > height])
        lies = {"orient": "landscape"} if width > height else {}
        element("pgSz", about, w=str(round(width * TWIPS)), h=str(round(height * TWIPS)), **lies)
        edges = {
            "top": 25.0,
            "right": SIDE,
            "bottom": 20.0,
            "left": SIDE,
            "header": 10.0,
            "footer": 10.0,
            "gutter": 0.0,
        }
        element("pgMar", about, **{name: str(round(size * TWIPS)) for name, size in edges.items()})

    def _heads_of(self, room: float) -> dict[str, str]:
        """The running head and foot of pages with `room` millimetres for text; for each kind the relation that names it."""
        head, head_id = self.document.part.add_header_part()
        line = _run_across(head.element, "Header", self.content.area, room)
        run(line, self.content.title)
        if self.content.marks:
            paragraph(head.element, "RunningMark", " · ".join(mark for mark, _ in self.content.marks))
        foot, foot_id = self.document.part.add_footer_part()
        line = _run_across(foot.element, "Footer", self.content.imprint, room)
        for text, instruction in (("Page", "PAGE"), ("of", "NUMPAGES")):
            run(line, text)
            run(line, " ")
            field(line, instruction, "1")
            run(line, " ")
        return {"header": head_id, "footer": foot_id}


def _run_across(place: Any, style: str, left: str, room: float) -> Any:
    """A line of a running head in an empty part: `left`, then a tabulator to the right edge, `room` millimetres away."""
    for old in list(place):
        place.remove(old)
    made = paragraph(place, style)
    stops = element("tabs", made[0])
    for old in (4680, 9360, 4320, 8640):
        element("tab", stops, val="clear", pos=str(old))
    element("tab", stops, val="right", pos=str(round(room * TWIPS)))
    run(made, left)
    tab(made)
    return made


def _name_heads(section: Any, heads: Mapping[str, str]) -> None:
    """Running head and foot of a section."""
    from docx.oxml.ns import qn

    for name, relation in reversed(tuple(heads.items())):
        made = element(f"{name}Reference", type="default")
        made.set(qn("r:id"), relation)
        section.insert(0, made)


def _anchor(number: int) -> str:
    return f"_Toc{number:06d}"
