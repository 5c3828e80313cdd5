"""Trials: copies of a document with known alterations that contradict something else in it, and what a review finds of them.

The alterations are chosen by simple rules of their own, not by the reader's: a number that stands again elsewhere beside the same
words, a cell that arithmetic ties to its table, a period, a year or a group that is repeated.
"""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from opensna.assessment.review.document import Block, Document
from opensna.assessment.review.finding import Finding

_PLAIN = re.compile(r"[a-z]{4,}")
_AMOUNT = re.compile(r"(?<![\w.,/])£?\d[\d,]*(?:\.\d+)?(?: (?:million|billion|percent|per cent)|%)?(?![\w/]|,\d)")
_CITED_YEAR = re.compile(r"\((?:[A-Z][a-z]+ )?((?:19|20)\d\d)\)")
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_GROUPS = ("young people", "residents", "police officers", "teachers", "operational stakeholders", "parents")


@dataclass(frozen=True)
class Alteration:
    """One change to one block: `kind` is number, period, total or attribution; `was` became `now`."""

    kind: str
    position: int
    was: str
    now: str
    against: str
    """The words elsewhere in the document that it contradicts."""


@dataclass(frozen=True)
class Trial:
    """One altered copy and its outcome: alterations found and missed, and new contradictions that touch none of them."""

    seed: int
    found: tuple[Alteration, ...]
    missed: tuple[Alteration, ...]
    false_alarms: tuple[Finding, ...]


def alter(document: Document, seed: int, *, number: int = 8) -> tuple[Document, tuple[Alteration, ...]]:
    """A copy with some alterations, no two in one block or against one, drawn evenly from the four kinds."""
    rng = random.Random(seed)
    pools: dict[str, list[Alteration]] = {}
    for choose in (_numbers, _periods, _totals, _attributions):
        for found in choose(document, rng):
            pools.setdefault(found.kind, []).append(found)
    chosen: list[Alteration] = []
    used: set[str] = set()
    kinds = sorted(pools)
    while kinds and len(chosen) < number:
        for kind in tuple(kinds):
            pool = [one for one in pools[kind] if not {str(one.position), one.against} & used]
            if not pool:
                kinds.remove(kind)
            elif len(chosen) < number:
                one = rng.choice(pool)
                used |= {str(one.position), one.against, document.blocks[one.position].text}
                chosen.append(one)
    blocks = list(document.blocks)
    for one in chosen:
        blocks[one.position] = _replaced(blocks[one.position], one.was, one.now)
    captions = {document.blocks[one.position].text: blocks[one.position].text for one in chosen}
    blocks = [replace(block, caption=captions.get(block.caption, block.caption)) for block in blocks]
    return replace(document, blocks=tuple(blocks)), tuple(chosen)


def _replaced(block: Block, was: str, now: str) -> Block:
    rows = tuple(tuple("\t".join(row).replace(was, now, 1).split("\t")) for row in block.rows)
    return replace(block, text=block.text.replace(was, now, 1), rows=rows)


def _words(text: str) -> set[str]:
    return set(_PLAIN.findall(text.casefold())) - {
        "percent",
        "with",
        "that",
        "this",
        "from",
        "have",
        "been",
        "which",
        "their",
        "were",
        "than",
    }


def _changed(amount: str, rng: random.Random) -> str:
    """The same amount, a tenth to a half more or less, written alike."""
    match = re.search(r"\d[\d,]*(?:\.\d+)?", amount)
    assert match is not None  # an amount has digits
    digits = match[0]
    places = len(digits.split(".")[1]) if "." in digits else 0
    value = float(digits.replace(",", ""))
    size = max(value * rng.uniform(0.15, 0.5), 10**-places * 3)
    made = value - size if rng.random() < 0.5 and value > size else value + size
    text = f"{made:,.{places}f}" if "," in digits or places else f"{made:.0f}"
    return amount.replace(digits, text)


def _numbers(document: Document, rng: random.Random) -> list[Alteration]:
    """Amounts of a sentence that stand again in a sentence of another block with four or more words in common."""
    held = [
        (block, sentence, amount[0])
        for block in document.prose
        if block.kind != "note"
        for sentence in block.sentences
        for amount in _AMOUNT.finditer(sentence)
    ]
    found = []
    for block, sentence, amount in held:
        if (
            re.fullmatch(r"(?:19|20)\d\d|\d", amount)
            or block.text.count(amount) != 1
            or not re.search(r"percent|per cent|%|£|,\d\d\d", amount)
        ):
            continue
        for other, text, same in held:
            if other.position != block.position and same == amount and len(_words(sentence) & _words(text)) >= 4:
                found.append(Alteration("number", block.position, amount, _changed(amount, rng), text))
                break
    return found


def _periods(document: Document, rng: random.Random) -> list[Alteration]:
    """Years of events and of works cited that the document gives more than once."""
    found = []
    notes = [block for block in document.blocks if block.kind == "note"]
    for block in notes:
        years = _CITED_YEAR.findall(block.text)
        same = [
            other
            for other in notes
            if other is not block
            and len(years) == 1
            and re.sub(r"\W|^\S+", "", other.text) == re.sub(r"\W|^\S+", "", block.text)
        ]
        if same:
            cited = _CITED_YEAR.search(block.text)
            assert cited is not None  # it was found above
            now = cited[0].replace(years[0], str(int(years[0]) - rng.choice((1, 2))))
            found.append(Alteration("period", block.position, cited[0], now, same[0].text))
    for block in document.prose:
        for match in re.finditer(
            r"\b(?:set up|established|launched|commenced|published|agreed)\b[^.]{0,60}\b(20\d\d)\b", block.text
        ):
            others = [
                o
                for o in document.prose
                if o is not block
                and match[1] in o.text
                and len(_words(match[0]) & _words(o.text)) >= 2
                and re.search(r"\b(?:set up|established|launched|commenced|published|agreed)\b", o.text)
            ]
            if others and block.text.count(match[1]) == 1:
                found.append(Alteration("period", block.position, match[1], str(int(match[1]) - 2), others[0].text))
    for title in document.prose:
        months = re.search(
            r"\b(" + "|".join(_MONTHS) + r") ((?:20)\d\d) to (" + "|".join(_MONTHS) + r") (20\d\d)", title.text
        )
        others = [
            block
            for block in document.prose
            if months
            and block is not title
            and months[0] in block.text
            and len(_words(title.text) & _words(block.text)) >= 3
        ]
        if months and others:
            now = months[0].replace(months[1], _MONTHS[(_MONTHS.index(months[1]) + 2) % 12], 1)
            found.append(Alteration("period", title.position, months[0], now, others[0].text))
    return found


def _totals(document: Document, rng: random.Random) -> list[Alteration]:
    """Cells of tables that hold a sum, product, share or rank, and totals of the text that a table or a list makes."""
    return [found for block in document.tables for found in _cells(block, rng)] + [
        found for block in document.prose for found in _stated(document, block, rng)
    ]


def _cells(block: Block, rng: random.Random) -> Iterator[Alteration]:
    header = f"{' '.join(block.rows[0])} {block.caption}".casefold()
    if not re.search(r"total|proportion|rank", header) or len(block.rows) < 4:
        return
    for row in block.rows[1:]:
        line = "\t".join(row)
        for i, cell in enumerate(row[1:], 1):
            is_amount = re.fullmatch(r"£?\d[\d,]*(?:\.\d+)?%?", cell) and block.text.count(cell) == 1
            if is_amount and len(re.sub(r"\D", "", cell)) >= 3:
                yield Alteration("total", block.position, cell, _changed(cell, rng), line)
            elif "rank" in header and re.fullmatch(r"\d{1,2}", cell) and len(block.rows) > 8:
                rank = str((int(cell) + rng.randrange(3, len(block.rows) - 4)) % (len(block.rows) - 1) + 1)
                yield Alteration("total", block.position, line, "\t".join((*row[:i], rank, *row[i + 1 :])), line)


def _stated(document: Document, block: Block, rng: random.Random) -> Iterator[Alteration]:
    match = re.search(r"£(\d{1,3}(?:,\d{3}){2,})", block.text)
    if match and re.search(r"a (?:day|week|month)\b", block.text):
        yield Alteration("total", block.position, match[0], _changed(match[0], rng), block.text)
    listed = re.search(r"\b(two|three|four|five|six|seven|eight)\b[^.:]{3,40}:$", block.text.strip())
    after = document.blocks[block.position + 1 :]
    below = list(itertools.takewhile(lambda item: item.kind == "item", after))
    words = ("two", "three", "four", "five", "six", "seven", "eight")
    if listed and len(below) == words.index(listed[1]) + 2:
        now = words[(words.index(listed[1]) + 2) % 7]
        yield Alteration("total", block.position, listed[1], now, below[0].text)


def _attributions(document: Document, rng: random.Random) -> list[Alteration]:
    """Groups of a box's note, and places of a box's heading, that its text names too; publishers of works cited twice."""
    found = []
    for heading in document.blocks:
        if heading.kind != "heading":
            continue
        body = " ".join(block.text for block in document.blocks[heading.position + 1 : heading.position + 3])
        place = re.search(r": ([A-Z][a-z]+(?: [A-Z][a-z]+)?)", heading.text)
        if (
            place
            and body.count(place[1])
            and re.match(r"local reflections|case study|spotlight|in focus", heading.text, re.IGNORECASE)
        ):
            now = rng.choice(
                [name for name in ("Sutton", "Merton", "Bromley", "Lambeth") if name not in body and name != place[1]]
            )
            found.append(Alteration("attribution", heading.position, place[1], now, body))
        for note in document.notes_of(heading):
            said = re.search(r"(?<=perspectives of ).+", note.text)
            if said and re.search(r"young people|operational stakeholders", body, re.IGNORECASE):
                others = [
                    group
                    for group in _GROUPS
                    if group.split()[0] not in note.text.casefold() and group.split()[0] not in body.casefold()
                ]
                if others:
                    found.append(
                        Alteration(
                            "attribution", note.position, said[0], f"{rng.choice(others)} whom we interviewed", body
                        )
                    )
    notes = [block for block in document.blocks if block.kind == "note"]
    for note in notes:
        owner = re.match(
            r"\W*\d*\s*(Mayor's Office for Policing and Crime|Department for Education|Home Office|MOPAC)(?=,)",
            note.text,
        )
        same = [
            other
            for other in notes
            if other is not note
            and owner
            and re.sub(r"\W|^\S+", "", other.text[20:]) == re.sub(r"\W|^\S+", "", note.text[20:])
        ]
        if owner and same:
            now = "Office for National Statistics"
            found.append(Alteration("attribution", note.position, owner[1], now, same[0].text))
    return found


def trial(
    document: Document, seed: int, contradictions: Callable[[Document], Sequence[Finding]], *, number: int = 8
) -> Trial:
    """Alter a copy and review it. An alteration is found where a new contradiction quotes its block, or the title of its table."""
    altered, made = alter(document, seed, number=number)
    before = {(finding.rule, finding.value, finding.says) for finding in contradictions(document)}
    new = [finding for finding in contradictions(altered) if (finding.rule, finding.value, finding.says) not in before]
    touched = {
        one.position: {
            one.position,
            *(b.position for b in altered.tables if b.caption and b.caption == altered.blocks[one.position].text),
        }
        for one in made
    }

    def finds(finding: Finding, one: Alteration) -> bool:
        return any(quote.position in touched[one.position] for quote in finding.quotes)

    found = tuple(one for one in made if any(finds(finding, one) for finding in new))
    alarms = tuple(finding for finding in new if not any(finds(finding, one) for one in made))
    return Trial(seed, found, tuple(one for one in made if one not in found), alarms)
