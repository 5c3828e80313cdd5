"""What Word documents and slides share: text that XML can hold, dates from the edition, packages whose bytes can be made again."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from opensna.report.renderers._base import LANGUAGE
from opensna.report.renderers._zip import EPOCH, unzipped, zipped


def said(text: str) -> str:
    """The text without characters that XML cannot hold or nobody sees, white space as single spaces."""
    if not text.isprintable():
        text = "".join(c for c in text if c.isspace() or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Cn"))
    return " ".join(text.split())


def packed(save: Callable[[io.BytesIO], Any]) -> bytes:
    """What `save` writes, with the same date on every entry, so that the same content gives the same bytes."""
    written = io.BytesIO()
    save(written)
    files = unzipped(written.getvalue())
    return zipped(files, stored=frozenset(name for name in files if name.endswith(".png")))


def describe(properties: Any, *, title: str, subject: str, keywords: str, made: str) -> None:
    """Core properties of a document or a deck."""
    when = datetime.fromisoformat(made).astimezone(UTC).replace(tzinfo=None) if made else datetime(*EPOCH)
    properties.title, properties.subject, properties.keywords = said(title), said(subject), said(keywords)
    properties.author = properties.last_modified_by = "OpenSNA"
    properties.language, properties.comments, properties.revision = LANGUAGE, "", 1
    properties.created = properties.modified = when
