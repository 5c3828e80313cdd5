"""What stands at the head and foot of a narrative's Word document: for whom it is, and which edition and releases it is from."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from opensna.report.renderers._base import AUTHORS, Shown
from opensna.report.renderers._docx_xml import field, paragraph, run
from opensna.report.renderers._office import packed, said

UNWORDED = "No edition has worded the claims: each stands by its name."


def marked(content: bytes, name: str, shown: Shown | None, sources: Sequence[str]) -> bytes:
    """The document with its marks on every page; the same bytes for the same content.

    Parameters
    ----------
    name : the area's. shown : the edition of the authors' that worded the claims; None where none did.
    sources : publisher, title and release of each source whose figures stand in the document.
    """
    import docx

    document = docx.Document(io.BytesIO(content))
    marks = shown.marks if shown is not None else (AUTHORS,)
    mark = " · ".join(marks)
    properties = document.core_properties
    properties.subject = said("; ".join((properties.subject, *marks)))
    section = document.sections[0]
    head, foot = _emptied(section.header), _emptied(section.footer)
    about = f"{name}: {_about(shown)}" if shown is not None else name
    paragraph(head, "Header", about)
    paragraph(head, "RunningMark", mark)
    releases = f"Figures from {'; '.join(sources)}." if sources else "No figure of a release stands in it."
    paragraph(foot, "Footer", releases if shown is not None else UNWORDED)
    paragraph(foot, "Footer", about)
    paragraph(foot, "RunningMark", mark)
    _number(paragraph(foot, "Footer"))
    return packed(document.save)


def _about(shown: Shown) -> str:
    edition = shown.edition
    return f"edition {edition.name}, for {edition.audience}, period {shown.period}, made {shown.made}"


def _emptied(part: Any) -> Any:
    """The element of a head or foot of the section's own, with nothing in it."""
    part.is_linked_to_previous = False
    for old in list(part._element):
        part._element.remove(old)
    return part._element


def _number(line: Any) -> None:
    for text, instruction in (("Page", "PAGE"), ("of", "NUMPAGES")):
        run(line, text)
        run(line, " ")
        field(line, instruction, "1")
        run(line, " ")
