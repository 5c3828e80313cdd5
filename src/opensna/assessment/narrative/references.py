"""References in a narrative: `{{ claim: mps_personal_robbery change_since=2019 expect=lower }}`.

Four kinds: `claim` becomes a sentence and `number` a number, from an estimate; `local` is a figure of the borough's own; `plain`
is a number that its author says is no figure, such as how many recommendations there are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType

from opensna.core.errors import DocumentError, OpenSNAError

OPEN, CLOSE = "\ue000", "\ue001"
"""What stands around the number of a reference while Markdown is read: characters of no language, which Markdown leaves alone."""
STATISTICS = ("count", "rate", "share", "value", "rank")
OPTIONS = ("change_since", "against", "by", "group", "area", "period", "called", "expect", "at_least", "at_most")
KINDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"claim": OPTIONS, "number": OPTIONS, "local": ("called",), "plain": ()}
)
_REFERENCE = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_BODY = re.compile(r"\s*([a-z_]+)\s*:\s*(.*?)\s*", re.DOTALL)
_PART = re.compile(r'(?P<name>[a-z_]+)=(?:"(?P<quoted>[^"]*)"|(?P<bare>[^\s"]+))|(?P<word>[^\s="]+)')
_EXAMPLE = "{{ claim: mps_personal_robbery change_since=2019 }}"


@dataclass(frozen=True)
class Reference:
    """One reference. `statistic` is one of STATISTICS or empty; `where` is its file and line; `raw` is what was written."""

    kind: str
    id: str
    statistic: str
    options: Mapping[str, str]
    raw: str
    where: str

    @property
    def name(self) -> str:
        """As people name it: what stands between the braces, with single spaces."""
        return " ".join(self.raw.removeprefix("{{").removesuffix("}}").split())


@dataclass(frozen=True)
class Marked:
    """A text in which each reference is its number between OPEN and CLOSE; `references` in that order."""

    text: str
    references: tuple[Reference, ...]
    problems: tuple[OpenSNAError, ...] = ()


def mark_references(text: str, where: str) -> Marked:
    """Take the references out of a narrative's text; what cannot be read is told in `problems`.

    Parameters
    ----------
    where : the file's name, to which the line is added.
    """
    found: list[Reference] = []
    problems: list[OpenSNAError] = []

    def take(match: re.Match[str]) -> str:
        here = f"{where}, line {text.count(chr(10), 0, match.start()) + 1}"
        try:
            found.append(read_reference(match[0], here))
        except DocumentError as problem:
            problems.append(problem)
            return "\n" * match[0].count("\n")
        return f"{OPEN}{len(found) - 1}{CLOSE}" + "\n" * match[0].count("\n")

    marked = _REFERENCE.sub(take, text.replace(OPEN, "").replace(CLOSE, ""))
    for left in re.finditer(r"\{\{|\}\}", marked):
        line = marked.count("\n", 0, left.start()) + 1
        problems.append(_unreadable(left[0], f"{where}, line {line}", "braces that open and close", "close the braces"))
    return Marked(marked, tuple(found), tuple(problems))


def read_reference(raw: str, where: str) -> Reference:
    """Read one reference with its braces.

    Raises
    ------
    DocumentError : it has no kind or id, an option that there is not, or an option twice.
    """
    body = _BODY.fullmatch(raw.removeprefix("{{").removesuffix("}}"))
    if body is None or not body[2]:
        raise _unreadable(raw, where, f"a kind, a colon and an id, as in {_EXAMPLE}", "write it as in the example")
    kind, rest = body[1], body[2]
    if kind not in KINDS:
        raise _unreadable(
            kind, where, f"one of {', '.join(KINDS)}{_near(kind, tuple(KINDS))}", "name the kind of reference"
        )
    if kind == "plain":
        return Reference(kind, "", "", {}, raw, where)
    id, *parts = list(_PART.finditer(rest))
    if _PART.sub("", rest).strip() or id["word"] is None:
        raise _unreadable(
            raw, where, f"an id and then options, as in {_EXAMPLE}", "put text of several words in quotes"
        )
    statistic, options = "", dict[str, str]()
    for part in parts:
        name = part["name"] or part["word"]
        if part["word"] in STATISTICS and kind != "local" and not statistic:
            statistic = part["word"]
        elif part["name"] in KINDS[kind] and part["name"] not in options:
            options[part["name"]] = part["bare"] if part["quoted"] is None else part["quoted"]
        else:
            known = KINDS[kind] + (STATISTICS if kind != "local" else ())
            twice = "once only: " if name in known else ""
            raise _unreadable(
                part[0], where, f"{twice}one of {', '.join(known)}{_near(name, known)}", "correct or remove the option"
            )
    return Reference(kind, id["word"], statistic, options, raw, where)


def plain_text(reference: Reference) -> str:
    """What a plain reference prints."""
    return reference.name.split(":", 1)[1].strip()


def _near(word: str, known: tuple[str, ...]) -> str:
    near = get_close_matches(word, known, n=1, cutoff=0.5)
    return f" (did you mean: {near[0]})" if near else ""


def _unreadable(found: str, where: str, expected: str, do_this: str) -> DocumentError:
    return DocumentError(
        "a reference that cannot be read", where=where, found=repr(" ".join(found.split())), expected=expected,
        do_this=f"{do_this}; docs/narrative.md lists what there is",
    )  # fmt: skip
