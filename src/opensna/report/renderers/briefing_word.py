"""The members' briefing as a Word document of two pages, to be edited."""

from __future__ import annotations

from dataclasses import replace

from opensna.core.area import Area
from opensna.report.renderers._base import Renderer, Shown
from opensna.report.renderers._briefing import Fit, briefing
from opensna.report.renderers._docx_xml import element, paragraph
from opensna.report.renderers._printed import marked, printed
from opensna.report.renderers.pictures import as_png, pictures
from opensna.report.renderers.word import Word

FIT = Fit(page=250, title=28, each_figure=5.6, figures=40, line=5.1, characters=86)


def render(shown: Shown, area: Area) -> bytes:
    """The briefing of one area as a Word document."""
    said = briefing(shown, area, FIT)
    drawn = pictures(shown, area)
    png = {picture.name: painted for picture, painted in zip(drawn, as_png(drawn), strict=True)}
    word = Word(replace(printed(shown, area), title=said.title), keywords="members' briefing, serious violence")
    paragraph(word.body, "BriefingTitle", word.content.area)
    paragraph(word.body, "Heading2", said.title)
    if said.figures is not None:
        word.table(marked(said.figures), may_turn=False)
    for number, page in enumerate(said.pages):
        begins = len(word.body) - 1
        for text in page.words:
            paragraph(word.body, "Normal", text)
        for picture in page.pictures:
            word.chart(picture.chart, picture, png[picture.name], with_table=False)
        if number and len(word.body) - 1 > begins:
            element("pageBreakBefore", word.body[begins][0])
    for callout in said.care:
        word.block(callout)
    paragraph(word.body, "Heading2", "Where this is from")
    for source in (*said.sources, word.content.imprint):
        paragraph(word.body, "Note", f"{source.rstrip('.')}.")
    return word.saved()


RENDERER = Renderer(
    "briefing_word",
    "Members' briefing, Word",
    "-briefing.docx",
    render,
    needs=("docx", "typst", "font_source_sans_pro"),
)
