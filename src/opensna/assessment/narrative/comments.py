"""Comments that people leave in a narrative: `{==the words==}{>>Asha Rao, 2024-05-01: is this the whole borough?<<}`.

The notation is CriticMarkup's. Comments go out to Word as comments and come back; they are never printed in an edition.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

TEMPLATE = "Template"
"""Who signs the questions that `opensna narrative start` writes into a file: they are no part of the narrative."""
_COMMENT = re.compile(r"(?:\{==(?P<about>.*?)==\})?\{>>(?P<said>.*?)<<\}", re.DOTALL)
_MARKED = re.compile(r"\{==(.*?)==\}", re.DOTALL)
_SIGNED = re.compile(r"(?P<by>[^:,]{1,80})(?:, (?P<on>\d{4}-\d{2}-\d{2}))?: (?P<text>.*)", re.DOTALL)


@dataclass(frozen=True)
class Comment:
    """What somebody said of some words; `by` and `on` are empty where the comment is not signed."""

    by: str
    on: str
    text: str

    def __str__(self) -> str:
        """As it stands in a narrative."""
        signed = f"{self.by}, {self.on}: " if self.by and self.on else f"{self.by}: " if self.by else ""
        return "{>>" + signed + " ".join(self.text.replace("<<}", "").split()) + "<<}"

    @classmethod
    def of(cls, said: str) -> Comment:
        """Read what stands between the brackets."""
        match = _SIGNED.fullmatch(said.strip())
        if match is None:
            return cls("", "", " ".join(said.split()))
        return cls(match["by"].strip(), match["on"] or "", " ".join(match["text"].split()))


@dataclass(frozen=True)
class Stretch:
    """Some text, and the comments that are about it (none for most text)."""

    text: str
    comments: tuple[Comment, ...] = ()


def stretches(text: str) -> Iterator[Stretch]:
    """A text cut where comments begin and end; a comment without marked words is about the empty stretch where it stands."""
    begin, about, said = 0, "", list[Comment]()
    for match in _COMMENT.finditer(text):
        between = text[begin : match.start()]
        if said and (between or match["about"]):
            yield Stretch(about, tuple(said))
            about, said = "", []
        if between:
            yield Stretch(between)
        about, begin = match["about"] or about, match.end()
        said.append(Comment.of(match["said"]))
    if said:
        yield Stretch(about, tuple(said))
    if text[begin:]:
        yield Stretch(text[begin:])


def without_template(text: str) -> str:
    """A file's text without the template's questions, so that one with nothing else is empty; lines keep their numbers."""

    def kept(match: re.Match[str]) -> str:
        is_ours = not match["about"] and Comment.of(match["said"]).by == TEMPLATE
        return "\n" * match["said"].count("\n") if is_ours else match[0]

    return _COMMENT.sub(kept, text)


def without_comments(text: str) -> str:
    """The text as it is printed; line breaks of a comment stay, so that lines keep their numbers."""
    said = _COMMENT.sub(lambda match: (match["about"] or "") + "\n" * match["said"].count("\n"), text)
    return _MARKED.sub(lambda match: match[1], said)
