"""Writes the Word draft: each section with who writes it and what it asks, then what is written so far, claims as controls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from opensna.assessment.narrative.rich import Rich, RichPassage
from opensna.assessment.template.model import LEVELS, Section, Template
from opensna.report.draft.inline import Inline
from opensna.report.draft.record import Record, Sent, digest, keep_record
from opensna.report.renderers._docx_styles import empty_document
from opensna.report.renderers._docx_xml import element, numbering, paragraph
from opensna.report.renderers._office import describe, packed

QUESTION = "Question"
"""Style of what the template says of a section: it is not read back."""
_HOW = (
    "Write beneath the questions. Figures in boxes come from the data and are made anew from them: write around them, and do not "
    "change them by hand. Comments come back with the text."
)


def write_draft(
    template: Template,
    *,
    area: str,
    name: str,
    edition: str,
    written: Mapping[str, Rich],
    worded: Mapping[str, Mapping[int, str]],
    files: Mapping[str, str],
) -> bytes:
    """The document's bytes; the same for the same content.

    Parameters
    ----------
    area, name : code and name of the area; both empty for the outline of nobody's.
    written : narratives by section. worded : by section, what each reference becomes, by its number.
    files : the text of each section's file, by section.
    """
    draft = _Draft(name)
    for section in template.sections:
        draft.section(section, template)
        if section.id in written:
            draft.narrative(section.id, written[section.id], worded.get(section.id, {}))
        else:
            draft.room()
    sums = {section.id: digest(files.get(section.id, "")) for section in template.sections}
    keep_record(draft.document, Record(area, edition, draft.sent, sums))
    return packed(draft.document.save)


def guidance(section: Section, template: Template) -> tuple[str, ...]:
    """What the template says of a section, a paragraph each."""
    needed = "Required" if section.is_required else "Desirable"
    return (
        f"{needed}. Written by {section.owner}.",
        *section.questions,
        f"Counts as present when: {section.present_when}.",
        *(f"{one.id} {one.title}, collected {LEVELS[one.level]}" for one in template.indicators_of(section.id)),
    )


class _Draft:
    """The document, from top to bottom."""

    def __init__(self, name: str) -> None:
        self.document = empty_document()
        self.body = self.document.element.body
        self.sent: dict[int, Sent] = {}
        _add_styles(self.document)
        title = f"{name}: what the borough writes" if name else "Outline of a needs assessment"
        describe(self.document.core_properties, title=title, subject="Narrative", keywords="", made="")
        paragraph(self.body, "Title", title)
        paragraph(self.body, QUESTION, _HOW)

    def section(self, section: Section, template: Template) -> None:
        """Its heading, and what the template says of it."""
        paragraph(self.body, "Heading1", f"{section.id} {section.title}")
        for text in guidance(section, template):
            paragraph(self.body, QUESTION, text)

    def room(self) -> None:
        """An empty line to begin on."""
        paragraph(self.body, "Normal")

    def narrative(self, section: str, rich: Rich, worded: Mapping[int, str]) -> None:
        """What is written so far."""
        inline = Inline(self.document, section, rich, worded, self.sent)
        for passage in rich.passages:
            self._passage(passage, inline)

    def _passage(self, passage: RichPassage, inline: Inline) -> None:
        if passage.kind == "table":
            self._table(passage, inline)
            return
        styles = {
            "heading": f"Heading{min(max(passage.level, 2), 3)}", "bullets": "ListBullet", "numbered": "ListNumber",
            "quotation": "Quote",
        }  # fmt: skip
        number = numbering(self.document, "List Number") if passage.kind == "numbered" else ""
        for group in passage.groups:
            made = paragraph(self.body, styles.get(passage.kind, "Normal"))
            if number:
                about = element("numPr", made[0])
                element("ilvl", about, val="0")
                element("numId", about, val=number)
            inline.write(made, group)

    def _table(self, passage: RichPassage, inline: Inline) -> None:
        """A plain table; its first row are the heads."""
        made = element("tbl")
        self.body[-1].addprevious(made)
        about = element("tblPr", made)
        element("tblStyle", about, val="TableGrid")
        element("tblW", about, w="0", type="auto")
        lines = element("tblGrid", made)
        for _ in range(passage.columns):
            element("gridCol", lines, w=str(9000 // passage.columns))
        rows = [passage.groups[i : i + passage.columns] for i in range(0, len(passage.groups), passage.columns)]
        for place, row in enumerate(rows):
            self._row(made, row, inline, is_head=place == 0)
        paragraph(self.body, "Normal")

    def _row(self, table: Any, row: Sequence[Any], inline: Inline, *, is_head: bool) -> None:
        made = element("tr", table)
        if is_head:
            element("tblHeader", element("trPr", made))
        for group in row:
            cell = element("tc", made)
            element("tcPr", cell)
            inline.write(paragraph(cell, "TableHead" if is_head else "TableText"), group)


def _add_styles(document: Any) -> None:
    """The style of questions: pale, and what is typed after one is ordinary text."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt, RGBColor

    style = document.styles.add_style(QUESTION, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style, style.next_paragraph_style = document.styles["Normal"], document.styles["Normal"]
    style.font.italic, style.font.size, style.font.color.rgb = True, Pt(10), RGBColor.from_string("484D51")
    style.paragraph_format.space_after = Pt(2)
