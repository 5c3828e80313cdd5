"""An assessment's blocks as the document that the review's rules read, so that ours is held to what others' are held to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from opensna.assessment.review.document import Block as Read
from opensna.assessment.review.document import Document, Kind
from opensna.core.block import Block, Chart, Listing, SectionBlocks, Subheading, Table

_Part = tuple[Kind, str, Table | None]


def as_document(name: str, sections: Sequence[SectionBlocks]) -> Document:
    """The sections of one area in order; a table has its title as caption, and its note as a paragraph after it.

    A chart is its table: the picture shows nothing else.
    """
    parts = [part for section in sections for part in _of_section(section)]
    return Document(name, tuple(_read(position, *part) for position, part in enumerate(parts)))


def _read(position: int, kind: Kind, text: str, table: Table | None) -> Read:
    if table is None:
        return Read(kind, text, position)
    return Read(kind, text, position, rows=(table.columns, *table.rows), caption=table.title)


def _of_section(section: SectionBlocks) -> Iterator[_Part]:
    yield "heading", section.title, None
    for block in section.blocks:
        yield from _of_block(block)


def _of_block(block: Block) -> Iterator[_Part]:
    if isinstance(block, Listing):
        yield from (("item", item, None) for item in block.items)
    elif isinstance(block, Table | Chart):
        table = block.table if isinstance(block, Chart) else block
        if table.rows:
            yield "table", "\n".join("\t".join(row) for row in (table.columns, *table.rows)), table
        if table.note:
            yield "paragraph", table.note, None
    else:
        yield "heading" if isinstance(block, Subheading) else "paragraph", block.text, None
