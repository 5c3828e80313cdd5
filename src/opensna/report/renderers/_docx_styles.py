"""An empty Word document in the report's styles: A4, British English, real styles for all that is printed."""

from __future__ import annotations

from typing import Any

from opensna.report.renderers._base import LANGUAGE
from opensna.report.renderers._docx_xml import TWIPS, element

FONT = "Arial"
"""On every machine that has Word; LibreOffice sets its metric twin."""
BLUE, SOFT, WARN, PALE, RULE = "12436D", "484D51", "A4161A", "F3F5F6", "B1B4B6"
SIDE, WIDTH, HEIGHT = 16.5, 210.0, 297.0
"""Millimetres: the margin at each side, and the page."""
ROOM = WIDTH - 2 * SIDE

_PARAGRAPHS: tuple[tuple[str, str, str, float, dict[str, Any]], ...] = (
    ("Subtitle", "Subtitle", "Normal", 16, {"color": SOFT, "after": 24}),
    ("BriefingTitle", "Briefing Title", "Title", 22, {"before": 0, "after": 0}),
    ("Fact", "Fact", "Normal", 11, {"after": 3, "tab": 35.0}),
    ("Mark", "Mark", "Normal", 10, {"color": WARN, "bold": True, "after": 2}),
    ("RunningMark", "Running Mark", "Mark", 9, {"after": 10}),
    ("MarkMeaning", "Mark Meaning", "Normal", 10, {"after": 18}),
    ("ContentsHeading", "Contents Heading", "Normal", 20, {"color": BLUE, "bold": True, "after": 10, "next": True}),
    ("TOC1", "toc 1", "Normal", 11, {"after": 5, "tab": ROOM}),
    ("CalloutHeading", "Callout Heading", "Heading2", 11, {"before": 10, "after": 0, "next": True, "box": True}),
    ("Callout", "Callout", "Normal", 11, {"after": 12, "box": True, "whole": True}),
    ("Picture", "Picture", "Normal", 11, {"before": 8, "after": 4, "next": True, "single": True}),
    ("TableCaption", "Table Caption", "Caption", 10, {"before": 10, "after": 4, "next": True}),
    ("TableHead", "Table Head", "Normal", 9, {"bold": True, "before": 2, "after": 2, "next": True, "single": True}),
    ("TableHeadRight", "Table Head Right", "TableHead", 9, {"right": True}),
    ("TableHeadSmall", "Table Head Small", "TableHead", 8, {}),
    ("TableHeadRightSmall", "Table Head Right Small", "TableHeadRight", 8, {}),
    ("TableText", "Table Text", "Normal", 9, {"before": 2, "after": 2, "single": True}),
    ("TableNumber", "Table Number", "TableText", 9, {"right": True}),
    ("TableTextSmall", "Table Text Small", "TableText", 8, {}),
    ("TableNumberSmall", "Table Number Small", "TableNumber", 8, {}),
    ("Note", "Note", "Normal", 9, {"color": SOFT, "before": 3, "after": 3}),
    ("NoteLast", "Note Last", "Note", 9, {"after": 14}),
)
"""Id, name, what it is based on, points, and the rest."""


def empty_document() -> Any:
    """A python-docx document with one section, no paragraph, and the styles above."""
    import docx

    document = docx.Document()
    body = document.element.body
    for child in list(body)[:-1]:
        body.remove(child)
    _page(document.sections[0])
    _language(document)
    _known_styles(document.styles)
    for ident, name, base, size, more in _PARAGRAPHS:
        _style(document.styles, ident, name, base, size, **more)
    _character_style(document.styles)
    _table_style(document.styles)
    return document


def _page(section: Any) -> None:
    from docx.shared import Mm

    section.page_width, section.page_height = Mm(WIDTH), Mm(HEIGHT)
    section.left_margin = section.right_margin = Mm(SIDE)
    section.top_margin, section.bottom_margin = Mm(25), Mm(20)
    section.header_distance = section.footer_distance = Mm(10)


def _language(document: Any) -> None:
    from docx.oxml.ns import qn

    defaults = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    element("lang", defaults, val=LANGUAGE, eastAsia=LANGUAGE, bidi="ar-SA")
    for old in document.settings.element.findall(qn("w:themeFontLang")):
        old.set(qn("w:val"), LANGUAGE)


def _known_styles(styles: Any) -> None:
    """Styles that Word brings, in the report's type and colours."""
    from docx.shared import Pt, RGBColor

    looks = {"Normal": (11, "0B0C0C", 0, 7), "Title": (34, BLUE, 120, 8), "Heading 1": (20, BLUE, 26, 10),
             "Heading 2": (13, "0B0C0C", 14, 5), "Heading 3": (11, "0B0C0C", 10, 4), "Caption": (10, SOFT, 4, 12),
             "Header": (9, SOFT, 0, 0), "Footer": (9, SOFT, 0, 0), "List Bullet": (11, "0B0C0C", 0, 4),
             "List Number": (11, "0B0C0C", 0, 4)}  # fmt: skip
    for name, (size, colour, before, after) in looks.items():
        style = styles[name]
        _type(style, size)
        style.font.color.rgb = RGBColor.from_string(colour)
        style.font.bold = name in ("Title", "Heading 1", "Heading 2", "Heading 3")
        style.font.italic = False
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        _unruled(style)
    styles["Normal"].paragraph_format.line_spacing = 1.15


def _unruled(style: Any) -> None:
    """Without the rule that Word's Title has beneath it."""
    from docx.oxml.ns import qn

    about = style.element.find(qn("w:pPr"))
    for rule in about.findall(qn("w:pBdr")):
        about.remove(rule)


def _type(style: Any, size: float) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    style.font.name, style.font.size = FONT, Pt(size)
    fonts = style.element.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
    for name in [n for n in fonts.attrib if n.endswith("Theme")]:
        del fonts.attrib[name]
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(name), FONT)


def _style(
    styles: Any, ident: str, name: str, base: str, size: float, *, color: str = "", bold: bool = False,
    before: float | None = None, after: float | None = None, next: bool = False, whole: bool = False, right: bool = False,
    box: bool = False, tab: float = 0, single: bool = False,
) -> None:  # fmt: skip
    """Add a paragraph style, in place of one of the same id.

    Room `before` and `after` it (points) is that of its base if not said. `next` keeps it with what follows, `whole` on one
    page; `tab` is in millimetres, and one at the right edge has dots before it; a `single` line is as high as what stands in it,
    which a picture needs.
    """
    from docx.oxml.ns import qn

    for old in [s for s in styles.element if s.get(qn("w:styleId")) == ident]:
        styles.element.remove(old)
    style = element(
        "style",
        styles.element,
        type="paragraph",
        styleId=ident,
        customStyle="0" if ident in ("Subtitle", "TOC1") else "1",
    )
    element("name", style, val=name)
    element("basedOn", style, val=base)
    element("qFormat", style)
    about = element("pPr", style)
    if next:
        element("keepNext", about)
    if whole:
        element("keepLines", about)
    if box:
        edges = element("pBdr", about)
        element("left", edges, val="single", sz="36", space="8", color=BLUE)
        element("shd", about, val="clear", color="auto", fill=PALE)
    if tab:
        place = {"val": "right", "leader": "dot"} if tab == ROOM else {"val": "left"}
        element("tab", element("tabs", about), **place, pos=str(round(tab * TWIPS)))
    _spacing(about, before, after, single)
    if box:
        element("ind", about, left="240")
    if right:
        element("jc", about, val="right")
    look = element("rPr", style)
    if bold:
        element("b", look)
    if color:
        element("color", look, val=color)
    element("sz", look, val=str(round(size * 2)))


def _spacing(about: Any, before: float | None, after: float | None, single: bool) -> None:
    rooms = {name: str(round(room * 20)) for name, room in (("before", before), ("after", after)) if room is not None}
    height = {"line": "240", "lineRule": "auto"} if single else {}
    if rooms or height:
        element("spacing", about, **rooms, **height)


def _character_style(styles: Any) -> None:
    style = element("style", styles.element, type="character", styleId="CaptionNumber", customStyle="1")
    element("name", style, val="Caption Number")
    look = element("rPr", style)
    element("b", look)
    element("color", look, val=BLUE)


def _table_style(styles: Any) -> None:
    """Rules between rows, a strong one under the head; first column and head row told apart in the structure, not by colour."""
    style = element("style", styles.element, type="table", styleId="Figures", customStyle="1")
    element("name", style, val="Figures")
    element("basedOn", style, val="TableNormal")
    about = element("tblPr", style)
    edges = element("tblBorders", about)
    element("bottom", edges, val="single", sz="4", space="0", color=RULE)
    element("insideH", edges, val="single", sz="4", space="0", color=RULE)
    margins = element("tblCellMar", about)
    for side, width in (("left", "0"), ("right", "140")):
        element(side, margins, w=width, type="dxa")
    head = element("tblStylePr", style, type="firstRow")
    cells = element("tcPr", head)
    element("bottom", element("tcBorders", cells), val="single", sz="8", space="0", color="0B0C0C")
    element("vAlign", cells, val="bottom")
