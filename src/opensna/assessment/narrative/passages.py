"""A narrative's Markdown as passages of plain text: paragraphs, headings, lists, quotations and tables, and nothing else.

HTML is text like any other here: it is printed as it was typed, and no renderer reads it. A picture is refused, since nobody could
check what stands in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token

from opensna.core.errors import DocumentError, OpenSNAError

Kind = Literal["heading", "paragraph", "bullets", "numbered", "quotation", "table"]


@dataclass(frozen=True)
class Passage:
    """One passage. `texts` holds one text; of a list one an item, of a table one a cell, row by row with `columns` in each.

    `line` counts from 1, where it begins.
    """

    kind: Kind
    texts: tuple[str, ...]
    line: int
    columns: int = 1


@dataclass(frozen=True)
class Read:
    """The passages of a narrative, and what was refused."""

    passages: tuple[Passage, ...]
    problems: tuple[OpenSNAError, ...] = ()


def read_passages(text: str, where: str) -> Read:
    """Passages of a Markdown text (CommonMark, with tables), in order."""
    tokens = _parser().parse(text)
    problems = [
        DocumentError(
            "a picture in a narrative", where=f"{where}, line {_line(token)}",
            found=repr(next(child.attrs.get("src", "") for child in token.children or () if child.type == "image")),
            expected="text, lists and tables", do_this="take the picture out, and say in words what it shows",
        )
        for token in tokens
        if any(child.type == "image" for child in token.children or ())
    ]  # fmt: skip
    return Read(tuple(_passages(tokens)), tuple(problems))


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def _passages(tokens: Sequence[Token]) -> Iterator[Passage]:
    """Top-level tokens, each with what lies in it."""
    place = 0
    while place < len(tokens):
        end = _end(tokens, place)
        token, inner = tokens[place], tokens[place + 1 : end]
        texts = tuple(_said(one) for one in inner if one.type == "inline")
        if token.type in _KINDS and texts:
            yield Passage(_KINDS[token.type], _of_kind(token, inner, texts), _line(token))
        elif token.type == "table_open":
            columns = sum(one.type == "th_open" for one in inner)
            yield Passage("table", texts, _line(token), columns)
        elif token.type in ("code_block", "fence") and token.content.strip():
            yield Passage("paragraph", (" ".join(token.content.split()),), _line(token))
        place = end + 1


_KINDS: dict[str, Kind] = {
    "heading_open": "heading", "paragraph_open": "paragraph", "bullet_list_open": "bullets",
    "ordered_list_open": "numbered", "blockquote_open": "quotation",
}  # fmt: skip


def _of_kind(token: Token, inner: Sequence[Token], texts: tuple[str, ...]) -> tuple[str, ...]:
    """A list's items, whatever they hold, each as one text; all else as one."""
    if not token.type.endswith("list_open"):
        return (" ".join(texts),)
    items: list[list[str]] = []
    for one in inner:
        if one.type == "list_item_open":
            items.append([])
        elif one.type == "inline" and items:
            items[-1].append(_said(one))
    return tuple(" ".join(item) for item in items if item)


def _end(tokens: Sequence[Token], place: int) -> int:
    """Where what opens at a place closes; the place itself for what opens nothing."""
    depth = 0
    for at in range(place, len(tokens)):
        depth += tokens[at].nesting
        if depth == 0:
            return at
    return len(tokens) - 1


def _line(token: Token) -> int:
    return token.map[0] + 1 if token.map else 1


def _said(inline: Token) -> str:
    """The text of an inline token: emphasis without its marks, a link as its words and its address."""
    parts, address = [], list[str]()
    for child in inline.children or ():
        if child.type in ("text", "code_inline", "text_special"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif child.type == "link_open":
            address.append(str(child.attrs.get("href", "")))
        elif child.type == "link_close" and address:
            target = address.pop()
            parts.append(f" ({target})" if target and target not in "".join(parts[-2:]) else "")
    return " ".join("".join(parts).split())
