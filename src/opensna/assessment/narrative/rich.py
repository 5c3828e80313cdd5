"""A narrative with its emphasis, links, references and comments kept apart, as a word processor needs it; and back to Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from opensna.assessment.narrative.comments import Comment, stretches
from opensna.assessment.narrative.passages import Kind, outline
from opensna.assessment.narrative.references import CLOSE, OPEN, Reference, mark_references
from opensna.core.errors import OpenSNAError

BEGIN, BEGUN, END, ENDED = "\ue002", "\ue003", "\ue004", "\ue005"
"""What stands around the number of a comment where its words begin and where they end."""
_MARK = re.compile(f"{OPEN}(\\d+){CLOSE}|{BEGIN}(\\d+){BEGUN}|{END}(\\d+){ENDED}")
_SPECIAL = re.compile(r"[\\`*\[\]<_]|&(?=#?\w+;)")
_LEAD = re.compile(r"^(?=(?:#{1,6}\s|>|[-+]\s|-{3,}|={3,}|~{3,}))|^(\d+)(?=[.)]\s)")
_KEPT = re.compile(r"(\{\{.*?\}\}|\{==|==\}|\{>>.*?<<\})")


@dataclass(frozen=True)
class Words:
    """Some text in one look; `address` is where a link leads."""

    text: str
    is_bold: bool = False
    is_italic: bool = False
    address: str = ""


@dataclass(frozen=True)
class Place:
    """Where a reference stands, by its number in the narrative."""

    number: int


@dataclass(frozen=True)
class Opens:
    """Where the words of a comment begin, by its number in the narrative."""

    comment: int


@dataclass(frozen=True)
class Closes:
    """Where they end."""

    comment: int


Piece = Words | Place | Opens | Closes


@dataclass(frozen=True)
class RichPassage:
    """One passage: a list has a group of pieces an item, a table one a cell with `columns` in each row, all else one."""

    kind: Kind
    groups: tuple[tuple[Piece, ...], ...]
    columns: int = 1
    level: int = 2


@dataclass(frozen=True)
class Rich:
    """A narrative: passages, and the references and comments that stand in them."""

    passages: tuple[RichPassage, ...]
    references: tuple[Reference, ...] = ()
    comments: tuple[Comment, ...] = ()
    problems: tuple[OpenSNAError, ...] = ()


def read_rich(text: str, where: str) -> Rich:
    """Read a narrative's Markdown."""
    marked, comments = mark_references(text, where), list[Comment]()
    said = []
    for stretch in stretches(marked.text):
        numbers = range(len(comments), len(comments) + len(stretch.comments))
        comments += stretch.comments
        before = "".join(f"{BEGIN}{number}{BEGUN}" for number in numbers)
        after = "".join(f"{END}{number}{ENDED}" for number in reversed(numbers))
        said.append(before + stretch.text + after)
    passages = (
        RichPassage(one.kind, tuple(_pieces(group) for group in one.groups), one.columns, one.level)
        for one in outline("".join(said))
    )
    return Rich(tuple(passages), marked.references, tuple(comments), marked.problems)


def to_markdown(rich: Rich) -> str:
    """The narrative as Markdown, a passage a line; reading it gives the same narrative."""
    return "\n\n".join(_passage(one, rich) for one in rich.passages) + "\n" if rich.passages else ""


def _pieces(group: Sequence[Token]) -> tuple[Piece, ...]:
    found: list[Piece] = []
    for place, inline in enumerate(group):
        found += [Words(" ")] if place else []
        found += _inline(inline)
    return tuple(found)


def _inline(inline: Token) -> Iterator[Piece]:
    bold = italic = 0
    address = ""
    for child in inline.children or ():
        match child.type:
            case "strong_open" | "strong_close":
                bold += child.nesting
            case "em_open" | "em_close":
                italic += child.nesting
            case "link_open":
                address = str(child.attrs.get("href", ""))
            case "link_close":
                address = ""
            case "softbreak" | "hardbreak":
                yield Words(" ", bold > 0, italic > 0, address)
            case "text" | "code_inline" | "text_special":
                yield from _marked(child.content, bold > 0, italic > 0, address)


def _marked(text: str, *look: bool | str) -> Iterator[Piece]:
    """A text cut at references and at the ends of comments."""
    bold, italic, address = bool(look[0]), bool(look[1]), str(look[2])
    begin = 0
    for match in _MARK.finditer(text):
        if match.start() > begin:
            yield Words(text[begin : match.start()], bold, italic, address)
        kind = Place if match[1] else Opens if match[2] else Closes
        yield kind(int(match[1] or match[2] or match[3]))
        begin = match.end()
    if text[begin:]:
        yield Words(text[begin:], bold, italic, address)


def _passage(one: RichPassage, rich: Rich) -> str:
    texts = [_group(group, rich) for group in one.groups]
    match one.kind:
        case "heading":
            return f"{'#' * one.level} {texts[0]}"
        case "bullets":
            return "\n".join(f"- {_lead(text)}" for text in texts)
        case "numbered":
            return "\n".join(f"{number}. {_lead(text)}" for number, text in enumerate(texts, 1))
        case "quotation":
            return f"> {_lead(texts[0])}"
        case "table":
            rows = [texts[i : i + one.columns] for i in range(0, len(texts), one.columns)]
            lines = [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows]
            return "\n".join((lines[0], f"|{'---|' * one.columns}", *lines[1:]))
        case _:
            return _lead(texts[0])


def _lead(text: str) -> str:
    """A text whose beginning Markdown would take for a list, a heading or a rule, so that it does not."""
    return _LEAD.sub(lambda match: f"{match[1]}\\" if match[1] else "\\", text)


def _group(group: Sequence[Piece], rich: Rich) -> str:
    """Pieces as a line. Comments whose words overlap are told after all those words: the notation cannot nest them."""
    said, opened, pending, begin = list[str](), set[int](), set[int](), 0
    for piece in group:
        match piece:
            case Words():
                said.append(_words(piece))
            case Place():
                said.append(rich.references[piece.number].raw)
            case Opens():
                begin = begin if opened else len(said)
                opened.add(piece.comment)
            case Closes():
                opened.discard(piece.comment)
                pending.add(piece.comment)
                if not opened:
                    said[begin:] = [_commented("".join(said[begin:]), sorted(pending), rich)]
                    pending.clear()
                    begin = len(said)
    return " ".join("".join(said).split())


def _commented(words: str, comments: Sequence[int], rich: Rich) -> str:
    told = "".join(str(rich.comments[number]) for number in comments)
    return f"{{=={words}==}}{told}" if words else told


def _words(words: Words) -> str:
    text = "".join(part if at % 2 else _escaped(part) for at, part in enumerate(_KEPT.split(words.text)))
    bare = text.strip()
    if not bare:
        return text
    look = "***" if words.is_bold and words.is_italic else "**" if words.is_bold else "*" if words.is_italic else ""
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    linked = f"[{bare}]({words.address})" if words.address else bare
    return f"{before}{look}{linked}{look}{after}"


def _escaped(text: str) -> str:
    """A text in which nothing is read as Markdown; a line under a letter within a word never is."""
    return _SPECIAL.sub(lambda match: match[0] if _is_within_word(text, match) else f"\\{match[0]}", text)


def _is_within_word(text: str, match: re.Match[str]) -> bool:
    before, after = text[: match.start()][-1:], text[match.end() :][:1]
    return match[0] == "_" and before.isalnum() and after.isalnum()
