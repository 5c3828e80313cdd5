"""The headline charts of one area as slides: titles, alternative text, reading order, notes with finding and source."""

from __future__ import annotations

import io
from typing import Any

from opensna.core.area import Area
from opensna.core.block import Callout
from opensna.report.renderers._base import LANGUAGE, Renderer, Shown
from opensna.report.renderers._briefing import clipped, headline_pictures
from opensna.report.renderers._office import describe, packed, said
from opensna.report.renderers._printed import Printed, alternative, printed
from opensna.report.renderers.pictures import Picture, as_png, pictures

WIDTH, HEIGHT, EDGE = 338.7, 190.5, 14.0
"""Millimetres of a wide slide and of its empty edge."""
MOST = 8
"""Most charts of a deck."""
ONE_LINE = 58
"""Characters of a title that fit one line; a longer one is set smaller."""
BLUE, INK, SOFT, WARN = "12436D", "0B0C0C", "484D51", "A4161A"
FONT = "Arial"


def render(shown: Shown, area: Area) -> bytes:
    """The deck of one area."""
    drawn = pictures(shown, area)
    png = {picture.name: painted for picture, painted in zip(drawn, as_png(drawn), strict=True)}
    deck = Deck(printed(shown, area))
    for picture in headline_pictures(shown, area, most=MOST):
        deck.chart(picture, png[picture.name])
    deck.care([b for section in shown.sections(area)[:1] for b in section.blocks if isinstance(b, Callout)])
    return deck.saved()


RENDERER = Renderer("slides", "Slides", ".pptx", render, needs=("pptx", "typst", "font_source_sans_pro"))


class Deck:
    """Slides being made, in order; what is added to a slide first is read first, its title before all."""

    def __init__(self, content: Printed) -> None:
        """Begin with the title slide."""
        from pptx import Presentation
        from pptx.util import Mm

        self.content = content
        self.deck = Presentation()
        self.deck.slide_width, self.deck.slide_height = Mm(WIDTH), Mm(HEIGHT)
        self._lay_out()
        marks = "; ".join(mark for mark, _ in content.marks)
        describe(
            self.deck.core_properties,
            title=content.name,
            subject=f"{content.title}; {marks}",
            keywords="slides",
            made=content.made,
        )
        slide = self._slide(content.area, size=54, top=48)
        self._text(slide, [content.title], top=78, height=14, size=26, colour=SOFT)
        self._text(slide, [f"{label}: {value}" for label, value in content.facts], top=102, height=60, size=18)
        self._notes(slide, [content.name, *(f"{mark}. {meaning}" for mark, meaning in content.marks), content.imprint])

    def chart(self, picture: Picture, png: bytes) -> None:
        """A slide with one chart, its finding beside it and in the notes."""
        from pptx.util import Mm

        slide = self._slide(picture.chart.title)
        across, down = picture.size
        room = HEIGHT - 52.0
        width = min(236.0, room * across / down)
        drawn = slide.shapes.add_picture(io.BytesIO(png), Mm(EDGE), Mm(38), width=Mm(width))
        about = drawn._element.nvPicPr.cNvPr
        about.set("name", f"Chart: {said(picture.chart.title)}")
        about.set("descr", said(alternative(picture.chart)))
        left = EDGE + width + 8
        self._text(
            slide, [clipped(picture.chart.alt, 420)], top=42, left=left, width=WIDTH - EDGE - left, height=120, size=18
        )
        source = f"Source: {picture.chart.source}." if picture.chart.source else ""
        self._notes(
            slide,
            [
                f"Finding: {picture.chart.alt}",
                source,
                f"Period: {dict(self.content.facts)['Period']}.",
                self.content.imprint,
            ],
        )

    def care(self, callouts: list[Callout]) -> None:
        """The last slide: what to read with care, and where the figures are from."""
        slide = self._slide("Read this with care")
        self._text(
            slide, [clipped(c.text, 520) for c in callouts] or [self.content.imprint], top=42, height=120, size=18
        )
        self._notes(slide, [*(f"{c.title}: {c.text}" for c in callouts), self.content.imprint])

    def saved(self) -> bytes:
        """The deck's bytes, the same for the same content."""
        return packed(self.deck.save)

    def _lay_out(self) -> None:
        """Keep one layout, a title alone, and set it for a wide slide."""
        from pptx.enum.shapes import PP_PLACEHOLDER
        from pptx.util import Mm

        titles = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
        layouts = self.deck.slide_layouts
        for layout in [each for each in layouts if each.name != "Title Only"]:
            layouts.remove(layout)
        for place in (self.deck.slide_master, layouts[0]):
            for shape in list(place.placeholders):
                if shape.placeholder_format.type in titles:
                    shape.left, shape.top, shape.width, shape.height = Mm(EDGE), Mm(14), Mm(WIDTH - 2 * EDGE), Mm(22)
                else:
                    shape._element.getparent().remove(shape._element)

    def _slide(self, title: str, *, size: int = 26, top: float | None = None) -> Any:
        """A slide with its title, perhaps lower than usual, the marks above it, and at its foot what it is of."""
        from pptx.util import Mm

        slide = self.deck.slides.add_slide(self.deck.slide_layouts[0])
        if top is not None:
            place = slide.shapes.title
            place.left, place.top, place.width, place.height = Mm(EDGE), Mm(top), Mm(WIDTH - 2 * EDGE), Mm(26)
        if self.content.marks:
            marks = " · ".join(mark for mark, _ in self.content.marks)
            self._text(slide, [marks], top=5, height=9, size=14, colour=WARN, bold=True)
        frame = slide.shapes.title.text_frame
        frame.word_wrap = True
        _write(frame, [title], size=size if len(title) <= ONE_LINE else round(size * 0.8), colour=BLUE, bold=True)
        number = len(self.deck.slides)
        if number > 1:
            foot = f"{self.content.area}: {self.content.title}. Slide {number}"
            self._text(slide, [foot], top=HEIGHT - 11, height=8, size=11, colour=SOFT)
        return slide

    def _text(
        self, slide: Any, paragraphs: list[str], *, top: float, height: float, size: int, left: float = EDGE,
        width: float = WIDTH - 2 * EDGE, colour: str = INK, bold: bool = False,
    ) -> None:  # fmt: skip
        from pptx.util import Mm

        frame = slide.shapes.add_textbox(Mm(left), Mm(top), Mm(width), Mm(height)).text_frame
        frame.word_wrap = True
        _write(frame, paragraphs, size=size, colour=colour, bold=bold)

    def _notes(self, slide: Any, paragraphs: list[str]) -> None:
        slide.notes_slide.notes_text_frame.text = "\n".join(said(p) for p in paragraphs if p)


def _write(frame: Any, paragraphs: list[str], *, size: int, colour: str, bold: bool) -> None:
    """Paragraphs in the deck's type, in British English, from the left."""
    from pptx.dml.color import RGBColor
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Pt

    for number, text in enumerate(paragraphs):
        line = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        line.alignment, line.space_after = PP_ALIGN.LEFT, Pt(8)
        run = line.add_run()
        run.text = said(text)
        run.font.name, run.font.size, run.font.bold = FONT, Pt(size), bold
        run.font.color.rgb = RGBColor.from_string(colour)
        run._r.get_or_add_rPr().set("lang", LANGUAGE)
