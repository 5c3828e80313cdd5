"""The definition of serious violence that a document states, and how it differs from London's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from opensna.assessment.review.document import Block, Document
from opensna.assessment.review.finding import Finding, Verdict, quote
from opensna.assessment.review.vocabulary import any_of, data_file, named

_SIZE = 40


@dataclass(frozen=True)
class Definition:
    """A definition as read: `under_25` is limit, focus or none; what it leaves out of London's, and what it adds."""

    text: str
    blocks: tuple[Block, ...]
    under_25: str
    strands: frozenset[str]
    offences: frozenset[str]
    extra: frozenset[str]

    @property
    def differences(self) -> tuple[str, ...]:
        """What a reader should know before comparing it with London's; empty where it is London's."""
        known = data_file("definition.yaml")
        found = {"limit": [], "focus": ["under 25 is a focus, not a limit"], "none": ["no under-25 limit"]}[
            self.under_25
        ]
        found += [
            f"leaves out {name}" for name in known["strands"] if name not in self.strands and name != "exploitation"
        ]
        if self.offences:
            found += [self._left_out(name) for name in known["offences"] if name not in self.offences]
        else:
            found.append("lists no offences")
        return (*found, *(f"adds {name}" for name in known["extra"] if name in self.extra))

    def _left_out(self, offence: str) -> str:
        """An offence that is not named, or is named with a misprint."""
        near = get_close_matches(offence, re.findall(r"[a-z]+", self.text.casefold()), n=1, cutoff=0.85)
        return f"misprints {offence} as {near[0]!r}" if near else f"leaves out {offence}"


def find_definition(document: Document) -> Definition | None:
    """The fullest definition: the sentence that says it defines, or what follows its colon, with the additions listed below."""
    candidates = [_read(document, blocks, text) for blocks, text in _texts(document)]
    known = data_file("definition.yaml")["offences"]

    def fullness(found: Definition) -> tuple[int, int, int]:
        return len(named(found.blocks[0].text, known)), len(found.offences), len(found.strands)

    return max(candidates, key=fullness, default=None)


def definitions(document: Document) -> Iterator[Finding]:
    """One finding: the definition and its differences; or, where one is only spoken of, that."""
    found = find_definition(document)
    if found is not None and (found.offences or len(found.strands) >= 2):
        says = "; ".join(found.differences) or "London's definition unchanged"
        yield Finding(
            "definition",
            "present",
            says,
            tuple(quote(document, block) for block in found.blocks),
            f"under 25: {found.under_25}",
        )
        return
    pattern = re.compile(data_file("definition.yaml")["defines"], re.IGNORECASE)
    for block in document.prose:
        for sentence in block.sentences:
            if pattern.search(sentence):
                yield Finding(
                    "definition",
                    "partial",
                    "a definition is spoken of, its words are not here",
                    (quote(document, block, sentence),),
                )
                return


def _texts(document: Document) -> Iterator[tuple[tuple[Block, ...], str]]:
    known = data_file("definition.yaml")
    defines, starts = re.compile(known["defines"], re.IGNORECASE), re.compile(known["quoted_start"], re.IGNORECASE)
    for i, block in enumerate(document.blocks):
        if block.kind == "table":
            continue
        before = document.blocks[max(0, i - 2) : i]
        follows = any(defines.search(other.text) for other in before)
        if (starts.match(block.text) and len(block.text) > _SIZE and follows) or (
            defines.search(block.text) and (len(named(block.text, known["strands"])) >= 2)
        ):
            yield _with_additions(document, (block,), i)


def _with_additions(document: Document, blocks: tuple[Block, ...], at: int) -> tuple[tuple[Block, ...], str]:
    """The definition's block, a list of offences right below it, and areas that the text adds."""
    pattern = re.compile(data_file("definition.yaml")["additions"], re.IGNORECASE)
    more: list[Block] = []
    is_adding = False
    for block in document.blocks[at + 1 : at + 12]:
        is_adding = bool(pattern.search(block.text)) or (is_adding and block.kind == "item")
        if is_adding or len(named(block.text, data_file("definition.yaml")["offences"])) >= 4:
            more.append(block)
    return (*blocks, *more), " ".join(block.text for block in (*blocks, *more))


def _read(document: Document, blocks: tuple[Block, ...], text: str) -> Definition:
    known = data_file("definition.yaml")
    core = blocks[0].text
    limit = bool(re.search(known["limit"], core, re.IGNORECASE))
    focus = bool(re.search(known["focus"], core, re.IGNORECASE))
    under_25 = "focus" if focus else "limit" if limit else "none"
    return Definition(
        text,
        blocks,
        under_25,
        named(text, known["strands"]),
        named(text, known["offences"]),
        named(text, known["extra"]),
    )


_LEFT_OUT = re.compile(
    r"\b(?:not to (?:look at|include|cover|consider)|(?:was|were|is|are|has been|have been) "
    r"(?:excluded|left out|omitted)|does not (?:include|cover|look at)|did not (?:include|"
    r"cover|look at)|out of scope|excludes|omits)\b",
    re.IGNORECASE,
)
_OF_THE_ANALYSIS = re.compile(
    r"\b(?:assessment|SNA|analysis|decision|decided|report|needs|scope|document|review)\b", re.IGNORECASE
)


def scope(document: Document) -> Iterator[Finding]:
    """Sentences that leave a strand of the definition out of the analysis."""
    strands = data_file("definition.yaml")["strands"]
    found = find_definition(document)
    spoken = " ".join(
        s
        for block in document.prose
        for s in block.sentences
        if any_of(("definition of serious violence", "definition")).search(s)
    )
    inside = (found.strands if found else frozenset()) | named(spoken, strands)
    for block in document.prose:
        if block.kind == "note":
            continue
        for sentence in block.sentences:
            match = _LEFT_OUT.search(sentence)
            if (
                match is None
                or not _OF_THE_ANALYSIS.search(sentence)
                or re.search(r"\b(?:figure|terrorism|data)\b", sentence[: match.end() + 10])
            ):
                continue
            what = named(
                sentence[match.start() : match.end() + 50],
                {key: words for key, words in strands.items() if key != "exploitation"},
            )
            if what:
                verdict: Verdict = "fails" if what & inside else "noted"
                says = f"{' and '.join(sorted(what))} left out of the analysis" + (
                    ", though the definition includes it" if what & inside else ""
                )
                yield Finding("scope", verdict, says, (quote(document, block, sentence),), "excluded")
