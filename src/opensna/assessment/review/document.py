"""The one document model that every reader makes and every rule reads."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from opensna.assessment.review.language.sentences import sentences

Kind = Literal["heading", "paragraph", "item", "table", "note"]
_MARKER = re.compile(r"\^\{([\d ]+)\}|([\u2070\u00b9\u00b2\u00b3\u2074-\u2079]+)")
_PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def note_numbers(text: str) -> tuple[str, ...]:
    """Numbers of the footnotes that a text refers to by raised digits."""
    found = [(match[1] or match[2]).translate(_PLAIN) for match in _MARKER.finditer(text)]
    return tuple(number for group in found for number in group.split())


def without_markers(text: str) -> str:
    """The text without its raised digits, every other character in place."""
    return _MARKER.sub(lambda match: " " * len(match[0]), text)


@dataclass(frozen=True)
class Block:
    """One paragraph, heading, list item, footnote or table in reading order.

    `text` is what the reader saw (a table's rows by line, cells by tab); `position` counts from 0 in the
    document; `page` from 1 where the format has pages; `number` is a footnote's; `caption` a table's.
    """

    kind: Kind
    text: str
    position: int
    page: int | None = None
    rows: tuple[tuple[str, ...], ...] = ()
    number: str = ""
    caption: str = ""

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """Its sentences as written, markers blanked; a table has none."""
        return () if self.kind == "table" else sentences(without_markers(self.text))


@dataclass(frozen=True, eq=False)  # two readings are two documents; and rules keep what they read by document
class Document:
    """A document as read. `name` is the file's; title and address only where the file states them."""

    name: str
    blocks: tuple[Block, ...]
    title: str = ""
    address: str = ""
    damaged: int = 0
    """Characters that could not be decoded, before they were removed."""

    @cached_property
    def notes(self) -> dict[str, Block]:
        """Footnotes by number, the first of each."""
        held: dict[str, Block] = {}
        for block in self.blocks:
            if block.kind == "note" and block.number:
                for number in block.number.split():
                    held.setdefault(number, block)
        return held

    @cached_property
    def prose(self) -> tuple[Block, ...]:
        """Blocks of sentences: everything but tables."""
        return tuple(block for block in self.blocks if block.kind != "table")

    @cached_property
    def tables(self) -> tuple[Block, ...]:
        """Its tables."""
        return tuple(block for block in self.blocks if block.kind == "table")

    @cached_property
    def text(self) -> str:
        """All of it, a block a line."""
        return "\n".join(block.text for block in self.blocks)

    def notes_of(self, block: Block) -> tuple[Block, ...]:
        """Footnotes that a block refers to."""
        return tuple(self.notes[number] for number in note_numbers(block.text) if number in self.notes)
