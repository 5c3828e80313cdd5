"""Sections and indicators of the template in a document, and themes by the code book."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from opensna.assessment.review.document import Block, Document, without_markers
from opensna.assessment.review.finders.figures import figures
from opensna.assessment.review.finders.places import places
from opensna.assessment.review.finding import Finding, Quote, Verdict, quote
from opensna.assessment.review.language.periods import periods
from opensna.assessment.review.vocabulary import any_of, data_file
from opensna.assessment.template.model import Indicator, Section, Template

_WHOLE = 20_000
_UNDER = 60
_OF_THE_LAW = re.compile(
    r"\b(?:requirement to|requires?|required by|legislation|the duty|for the purposes of|Act (?:19|20)\d\d|sets out)\b",
    re.IGNORECASE,
)
"""Sentences on what the law asks of an assessment, which are not the assessment."""
_DEFINES = re.compile(data_file("definition.yaml")["quoted_start"], re.IGNORECASE)
_KINDS = ("drivers", "protective", "groups", "settings", "data")


@dataclass(frozen=True)
class Theme:
    """One code of the code book: how many sentences name it, the first of them."""

    kind: str
    code: str
    times: int
    quote: Quote


@dataclass(frozen=True)
class Coverage:
    """What a document has of one section or indicator: the verdict, and the words it rests on."""

    id: str
    title: str
    verdict: Verdict
    quotes: tuple[Quote, ...] = ()


def is_whole(document: Document) -> bool:
    """Whether the reader saw the whole assessment: it is long, and does not break off. Only then is what is not found absent."""
    last = document.blocks[-1].text.rstrip() if document.blocks else ""
    return len(document.text) >= _WHOLE and (
        last.endswith((".", "!", "?", ")", "”", '"')) or document.blocks[-1].kind in ("table", "heading", "note")
    )


def sections(document: Document, template: Template) -> tuple[Coverage, ...]:
    """Every section of the template, in order."""
    return tuple(_section(document, section) for section in template.sections)


def _section(document: Document, section: Section) -> Coverage:
    headings = any_of(section.headings)
    under = [
        (block, _below(document, block))
        for block in document.blocks
        if block.kind == "heading" and _is_headed(block, headings)
    ]
    spoken = [
        (block, sentence)
        for block in document.prose
        if block.kind != "note" and not _DEFINES.match(block.text)
        for sentence in block.sentences
        if any_of(section.words).search(sentence) and (section.id == "S1" or not _OF_THE_LAW.search(sentence))
    ]
    if not under and not spoken:
        return Coverage(section.id, section.title, "absent" if is_whole(document) else "cannot tell")
    body = [block for _, below in under for block in below] + [block for block, _ in spoken]
    quotes = tuple(quote(document, block) for block, _ in under[:1]) + tuple(
        quote(document, block, sentence) for block, sentence in spoken[:2]
    )
    is_met = all(_meets(document, body, need) for need in section.needs)
    is_full = is_met and (bool(under) or len(spoken) >= 3) and bool(spoken or body)
    return Coverage(section.id, section.title, "present" if is_full else "partial", quotes)


def _is_headed(block: Block, headings: re.Pattern[str]) -> bool:
    text = without_markers(block.text)
    match = headings.search(text)
    return bool(match) and (len(text.split()) <= 9 or match.start() < 12)  # type: ignore[union-attr]  # a match where it is truthy


def _below(document: Document, heading: Block) -> list[Block]:
    """Blocks below a heading until one of the same look: short headings inside a section do not end it."""
    found = []
    for block in document.blocks[heading.position + 1 : heading.position + 1 + _UNDER]:
        if block.kind == "heading" and re.match(r"(?:chapter )?\d+[.:]? ", block.text, re.IGNORECASE):
            break
        found.append(block)
    return found


def _meets(document: Document, body: list[Block], need: str) -> bool:
    held = set(map(id, body))
    if need == "figure":
        return any(id(figure.block) in held for figure in figures(document)) or any(
            block.kind == "table" and re.search(r"\d", block.text) for block in body
        )
    if need in ("period", "date"):
        return any(periods(block.text) for block in body)
    if need == "list":
        return any(block.kind == "item" for block in body) or len(body) >= 4
    return any(set(places(block.text)) - {"London", "England", "England and Wales"} for block in body)


def indicators(document: Document, template: Template) -> tuple[Coverage, ...]:
    """Every indicator: present with a figure in a sentence or table row that names it, partial if only named."""
    return tuple(_indicator(document, indicator) for indicator in template.indicators)


def _indicator(document: Document, indicator: Indicator) -> Coverage:
    words = any_of(indicator.words)
    with_figure = next((figure for figure in figures(document) if words.search(figure.sentence)), None)
    if with_figure is not None:
        return Coverage(indicator.id, indicator.title, "present", (with_figure.quote(document),))
    for block in document.tables:
        for row in block.rows:
            if words.search(row[0]) and any(re.search(r"\d", cell) for cell in row[1:]):
                return Coverage(indicator.id, indicator.title, "present", (quote(document, block, "\t".join(row)),))
    for block in document.prose:
        for sentence in block.sentences:
            if words.search(sentence):
                return Coverage(indicator.id, indicator.title, "partial", (quote(document, block, sentence),))
    return Coverage(indicator.id, indicator.title, "absent" if is_whole(document) else "cannot tell")


def themes(document: Document) -> tuple[Theme, ...]:
    """Codes that the document names, the most named first within each kind."""
    found: list[Theme] = []
    sentences = [(block, sentence) for block in document.prose for sentence in block.sentences]
    for kind in _KINDS:
        codes = []
        for code, words in data_file("codebook.yaml")[kind].items():
            named = [(block, sentence) for block, sentence in sentences if any_of(tuple(words)).search(sentence)]
            if named:
                codes.append(Theme(kind, code, len(named), quote(document, *named[0])))
        found += sorted(codes, key=lambda theme: (-theme.times, theme.code))
    local: dict[str, list[tuple[Block, str]]] = {}
    for block, sentence in sentences:
        for name in places(sentence):
            local.setdefault(name, []).append((block, sentence))
    named_places = [Theme("places", name, len(uses), quote(document, *uses[0])) for name, uses in local.items()]
    return (*found, *sorted(named_places, key=lambda theme: (-theme.times, theme.code)))


def section_findings(coverages: tuple[Coverage, ...]) -> Iterator[Finding]:
    """Sections that a document has, as findings that a person may correct."""
    for coverage in coverages:
        if coverage.quotes:
            yield Finding("section", coverage.verdict, f"{coverage.id} {coverage.title}", coverage.quotes, coverage.id)
