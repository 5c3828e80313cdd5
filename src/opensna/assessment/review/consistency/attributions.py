"""Who is said to have said what: quotations, the notes of boxes, the places of headings, works cited."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from opensna.assessment.review.document import Block, Document, without_markers
from opensna.assessment.review.finders.places import places
from opensna.assessment.review.finding import Finding, quote
from opensna.assessment.review.language.words import likeness, stems
from opensna.assessment.review.vocabulary import any_of, named, vocabulary

_QUOTED = re.compile(r"[“\"]([^“”\"]{20,400})[”\"]")
_BOX = 14
_WORKS = re.compile(r"\((?:[A-Z][a-z]+ )?((?:19|20)\d\d)\)|\b((?:19|20)\d\d)\b")


@dataclass(frozen=True)
class Quotation:
    """Words in quotation marks of five words or more, with the sentence about them and the groups that may have said them."""

    words: str
    block: Block
    sentence: str
    groups: frozenset[str]


def quotations(document: Document) -> tuple[Quotation, ...]:
    """Quotations in order; the group is of the sentence, else the paragraph, else the note of the box."""
    found = []
    for block in document.prose:
        for match in _QUOTED.finditer(block.text):
            if len(match[1].split()) < 5:
                continue
            sentence = next((s for s in block.sentences if match[1][:30] in s), block.text)
            groups = speakers(sentence) or speakers(block.text) or _box_groups(document, block)
            found.append(Quotation(match[1], block, sentence, groups))
    return tuple(found)


def speakers(text: str) -> frozenset[str]:
    """Groups that a text has speaking; young people are none where they are only spoken of."""
    if not any_of(tuple(vocabulary()["saying"])).search(text):
        return frozenset()
    groups = named(text, vocabulary()["speakers"])
    said_by_them = (
        r"(?:young (?:people|person)s?['’]?s? (?:who|said|told|described|felt|believed|also|"
        r"roundtable|we spoke)|young persons?['’] |asked young people|one young person|from young "
        r"people|young people['’]s roundtable|we spoke to (?:\w+ )?young|perspectives of (?:\w+ "
        r")?young)"
    )
    if "young_people" in groups and not re.search(said_by_them, text, re.IGNORECASE):
        groups -= {"young_people"}
    return groups


def _box(document: Document, at: int) -> tuple[Block | None, list[Block]]:
    """The heading above a block, and the blocks of text under it until the next."""
    above = [block for block in reversed(document.blocks[max(0, at - _BOX) : at]) if block.kind == "heading"]
    heading = next((block for block in above if document.notes_of(block)), above[0] if above else None)
    if heading is None:
        return None, []
    return heading, list(_under(document, heading))


def _under(document: Document, heading: Block) -> Iterator[Block]:
    for block in document.blocks[heading.position + 1 : heading.position + _BOX]:
        if block.kind == "heading" and len(block.text) > 40:
            return
        if block.kind in ("paragraph", "item"):
            yield block


def _box_groups(document: Document, block: Block) -> frozenset[str]:
    heading, body = _box(document, block.position)
    if heading is None:
        return frozenset()
    notes = frozenset[str]().union(*(speakers(note.text) for note in document.notes_of(heading)))
    return notes or frozenset[str]().union(*(speakers(other.text) for other in body[:1]))


def same_quotation(document: Document) -> Iterator[Finding]:
    """The same words given to groups that have no group in common."""
    by_words: dict[str, list[Quotation]] = defaultdict(list)
    for found in quotations(document):
        by_words[" ".join(re.findall(r"\w+", found.words.casefold()))].append(found)
    for uses in by_words.values():
        first = uses[0]
        for other in uses[1:]:
            if other.block is first.block:
                continue
            apart = first.groups and other.groups and not first.groups & other.groups
            says = (
                f"the same words are given to {_list(first.groups)} and to {_list(other.groups)}"
                if apart
                else "the same words are quoted twice"
            )
            yield Finding(
                "quotation", "differs" if apart else "noted", says,
                (quote(document, first.block, first.sentence), quote(document, other.block, other.sentence)), first.words[:60],
            )  # fmt: skip


def _list(groups: frozenset[str]) -> str:
    return " and ".join(sorted(groups)).replace("_", " ") or "nobody named"


def box_attributions(document: Document) -> Iterator[Finding]:
    """Headings whose note gives one group and whose text another; headings that name a place which their text does not."""
    for heading in document.blocks:
        if heading.kind != "heading":
            continue
        body = list(_under(document, heading))
        notes = document.notes_of(heading)
        noted = frozenset[str]().union(*(speakers(note.text) for note in notes))
        told = frozenset[str]().union(*(speakers(block.text) for block in body[:3]))
        if noted and told and not noted & told:
            says = f"the note gives {_list(noted)}, the text {_list(told)}"
            yield Finding(
                "attribution",
                "differs",
                says,
                (quote(document, heading), quote(document, notes[0]), quote(document, body[0])),
                _list(noted),
            )
        yield from _place(document, heading, body)


def _place(document: Document, heading: Block, body: list[Block]) -> Iterator[Finding]:
    """A heading such as "Local reflections: Ealing" over text, and with a note, on another place."""
    match = re.search(r"[:–-]\s*([A-Z][\w' ]+(?: (?:and|&) [A-Z][\w']+)*)\s*$", without_markers(heading.text))
    local = list(places(match[1])) if match else []
    local = [name for name in local if name not in ("London", "England", "England and Wales")]
    if not local or not body or len(match[1].split()) > 7:  # type: ignore[index]  # a match, else there is no place
        return
    first = body[0]
    texts = [first, *document.notes_of(heading), *document.notes_of(first)]
    for block in texts:
        others = [
            name
            for name in places(block.text)
            if name not in ("London", "England", "England and Wales", "Inner London", "Outer London")
        ]
        if others and not set(others) & set(local):
            says = f"the heading is on {' and '.join(local)}, the {'note' if block.kind == 'note' else 'text'} on {others[0]}"
            yield Finding("attribution", "differs", says, (quote(document, heading), quote(document, block)), others[0])


@dataclass(frozen=True)
class _Work:
    title: str
    year: str
    publisher: str
    block: Block
    words: frozenset[str]


def citations(document: Document) -> Iterator[Finding]:
    """Works of one title cited with different years, or with different publishers."""
    works = [work for block in document.blocks if block.kind == "note" for work in _works(block)]
    told: set[tuple[frozenset[str], ...]] = set()
    for i, one in enumerate(works):
        for two in works[i + 1 :]:
            if likeness(one.words, two.words, {}) < 0.9 or len(one.words | two.words) < (
                2 if one.publisher and one.publisher == two.publisher else 3
            ):
                continue
            if one.year and two.year and one.year != two.year and not _is_series(one, two):
                pair, says = (one.year, two.year), f"cited with {one.year} and with {two.year}"
            elif one.publisher and two.publisher and one.publisher != two.publisher:
                pair, says = (one.publisher, two.publisher), f"cited as of {one.publisher} and of {two.publisher}"
            else:
                continue
            key = (frozenset(pair), one.words)
            if key not in told:
                told.add(key)
                yield Finding(
                    "citation",
                    "differs",
                    says,
                    (quote(document, one.block), quote(document, two.block)),
                    " / ".join(pair),
                )


def _works(block: Block) -> Iterator[_Work]:
    for part in re.split(r";\s", block.text):
        text = re.sub(r"^[\u2070\u00b9\u00b2\u00b3\u2074-\u2079\s]+", "", part)
        years = [
            match[1] or match[2]
            for match in re.finditer(
                r"\((?:[A-Z][a-z]+ )?((?:19|20)\d\d)\)|\b(?:published|dated) ((?:19|20)\d\d)", text
            )
        ]
        if len(years) > 1 or not 15 < len(text) < 260:
            continue
        publisher = sorted(named(text[:60], vocabulary()["organisations"]))
        title = re.sub(r"\([^)]*\)", " ", text.split(". ")[0])
        for names in vocabulary()["organisations"].values():
            title = any_of(tuple(names)).sub(" ", title)
        words = frozenset(stems(re.sub(r"^Home Office,?", " ", title)))
        first = "Home Office" if re.match(r"Home Office", text, re.IGNORECASE) else publisher[0] if publisher else ""
        yield _Work(title, years[0] if years else "", first, block, words)


def _is_series(one: _Work, two: _Work) -> bool:
    """Whether the titles themselves are of different years or places."""
    numbers = [set(re.findall(r"\d+", work.title)) for work in (one, two)]
    where = [set(places(work.block.text)) - {"London"} for work in (one, two)]
    return numbers[0] != numbers[1] or bool(where[0] ^ where[1])
