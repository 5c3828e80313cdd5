"""What a Word draft knows of itself: whose it is, what each claim was when it went out, and what the files were then.

It lies in the document as a part of its own, which Word and LibreOffice keep and do not show.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from opensna.core.errors import UnreadableFileError

_PART, _TYPE = "/customXml/item%d.xml", "application/xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"
_SPACE = "urn:opensna:narrative"


@dataclass(frozen=True)
class Sent:
    """A claim as it went out: its section, the reference as written, and its text (none where no edition worded it)."""

    section: str
    raw: str
    text: str

    @property
    def name(self) -> str:
        """As people name it: what stands between the braces."""
        return " ".join(self.raw.removeprefix("{{").removesuffix("}}").split())

    @property
    def shown(self) -> str:
        """What stood in its control."""
        return self.text or f"[{self.name}]"


@dataclass(frozen=True)
class Record:
    """Area, edition, the claims by number, and sha256 of each section's file by its id ("" where there was none)."""

    area: str
    edition: str
    claims: Mapping[int, Sent]
    files: Mapping[str, str]


def digest(text: str) -> str:
    """sha256 of a narrative's text; "" of none."""
    return hashlib.sha256(text.encode()).hexdigest() if text.strip() else ""


def keep_record(document: Any, record: Record) -> None:
    """Lay a record into a python-docx document."""
    from docx.opc.part import Part
    from lxml import etree

    held = json.dumps(asdict(record), ensure_ascii=False, sort_keys=True)
    root = etree.Element(f"{{{_SPACE}}}draft", nsmap={None: _SPACE})
    root.text = held
    package = document.part.package
    part = Part(package.next_partname(_PART), _TYPE, etree.tostring(root, encoding="utf-8"), package)
    document.part.relate_to(part, _RELATION)


def read_record(document: Any, where: str) -> Record:
    """The record of a python-docx document.

    Raises
    ------
    UnreadableFileError : it has none: OpenSNA did not write it, or a program took it out.
    """
    for relation in document.part.rels.values():
        if relation.reltype == _RELATION and not relation.is_external and _SPACE.encode() in relation.target_part.blob:
            return _parsed(relation.target_part.blob, where)
    raise UnreadableFileError(
        "this document is no draft of a narrative", where=where, found="no record of the claims that went out",
        expected="a document that opensna narrative export wrote, saved as .docx",
        do_this="export the narrative again, and write in that document",
    )  # fmt: skip


def _parsed(blob: bytes, where: str) -> Record:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        held = json.loads(etree.fromstring(blob, parser).text or "")
        claims = {int(number): Sent(**sent) for number, sent in held["claims"].items()}
        return Record(held["area"], held["edition"], claims, held["files"])
    except (etree.XMLSyntaxError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnreadableFileError(
            "the draft's record of its claims was damaged", where=where, found=type(error).__name__,
            expected="the record as it went out", do_this="export the narrative again, and write in that document",
        ) from error  # fmt: skip
