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
    found, problems = list[Passage](), list[OpenSNAError]()
    for one in outline(text):
        found.append(
            Passage(one.kind, tuple(" ".join(map(_said, group)) for group in one.groups), one.line, one.columns)
        )
        pictures = [
            child
            for group in one.groups
            for inline in group
            for child in inline.children or ()
            if child.type == "image"
        ]
        if pictures:
            problems.append(
                DocumentError(
                    "a picture in a narrative", where=f"{where}, line {one.line}", found=repr(pictures[0].attrs.get("src", "")),
                    expected="text, lists and tables", do_this="take the picture out, and say in words what it shows",
                )
            )  # fmt: skip
    return Read(tuple(found), tuple(problems))


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


@dataclass(frozen=True)
class Outlined:
    """A passage as tokens: of a list a group of inline tokens an item, of a table one a cell, of all else one group."""

    kind: Kind
    groups: tuple[tuple[Token, ...], ...]
    line: int
    columns: int = 1
    level: int = 1


def outline(text: str) -> Iterator[Outlined]:
    """The passages of a Markdown text, with what stands in them still to be read."""
    tokens, place = _parser().parse(text), 0
    while place < len(tokens):
        end = _end(tokens, place)
        token, inner = tokens[place], tokens[place + 1 : end]
        held = tuple(one for one in inner if one.type == "inline")
        if token.type in _KINDS and held:
            level = int(token.tag[1]) if token.tag[:1] == "h" else 1
            yield Outlined(_KINDS[token.type], _groups(token, inner, held), _line(token), level=level)
        elif token.type == "table_open":
            yield Outlined(
                "table", tuple((one,) for one in held), _line(token), sum(o.type == "th_open" for o in inner)
            )
        elif token.type in ("code_block", "fence") and token.content.strip():
            words = Token("text", "", 0, content=" ".join(token.content.split()))
            yield Outlined("paragraph", ((Token("inline", "", 0, children=[words]),),), _line(token))
        place = end + 1


_KINDS: dict[str, Kind] = {
    "heading_open": "heading", "paragraph_open": "paragraph", "bullet_list_open": "bullets",
    "ordered_list_open": "numbered", "blockquote_open": "quotation",
}  # fmt: skip


def _groups(token: Token, inner: Sequence[Token], held: tuple[Token, ...]) -> tuple[tuple[Token, ...], ...]:
    """A list's items, whatever they hold, each as one group; all else as one."""
    if not token.type.endswith("list_open"):
        return (held,)
    items: list[list[Token]] = []
    for one in inner:
        if one.type == "list_item_open":
            items.append([])
        elif one.type == "inline" and items:
            items[-1].append(one)
    return tuple(tuple(item) for item in items if item)


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
