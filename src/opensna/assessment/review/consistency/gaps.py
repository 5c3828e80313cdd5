"""Numbers that are missing, entries given twice, numbering that skips, marks where text should be."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from opensna.assessment.review.document import Document, without_markers
from opensna.assessment.review.finding import Finding, quote

_UNIT = r"(?:per ?cent|%|percentage points)"
_MISSING = (
    re.compile(
        r"\b(?:and|or|to|by|of|from|was|were|is|are|at|than|about|around|over|nearly|almost|"
        r"approximately|only|just) (?:per ?cent|%)(?![\w-])(?! (?:of|change|point|increase|"
        r"difference))", re.IGNORECASE),
    re.compile(r"\b(?:by|from|of|to|was|at|and) £(?=[\s.,)]|$)|£ ?(?:million|billion|bn|m)\b", re.IGNORECASE),
    re.compile(
        r"\[\s*(?:x+|tbc|tbd|insert[^\]]*|number|figure|\?+|%|to be (?:confirmed|added))\s*\]|"
        r"\b(?:XX+|TBC|TBD)\b ?%?|\bxx+%|\?\?+"),
    re.compile(
        r"\b(?:a|an) (?:increase|decrease|rise|fall|reduction|total|rate) of (?=[.,;)]|offences\b|"
        r"victims\b|per 1,000)", re.IGNORECASE),
    re.compile(r"\b(?:in|to|from|since) 20(?:XX|__|\.\.)", re.IGNORECASE),
    re.compile(r"\baged? (?:to|and) \d|\baged? \d{1,2} to (?=[.,;)])", re.IGNORECASE),
)  # fmt: skip
_BASE = re.compile(
    r"\bper (\d[\d,]*)\s(?:population|people|residents|households|pupils|children|adults|persons)\b", re.IGNORECASE
)
_NUMBERED = re.compile(
    r"^(?P<word>table|figure|chart|recommendation|box|action)\s+(?P<n>\d+)\b(?P<rest>.*)$", re.IGNORECASE
)
_ENTRY = re.compile(r"(?:^|\s)(\d{1,2}\.) ([A-Z][^…\d]{4,80}?)\s*(?:…|\.{3,}|\t)\s*(\d{1,3})(?=\s|$)")


def missing_numbers(document: Document) -> Iterator[Finding]:
    """Places where a number should stand and does not."""
    for block in document.prose:
        for sentence in block.sentences:
            for pattern in _MISSING:
                if match := pattern.search(sentence):
                    yield Finding(
                        "missing_number",
                        "fails",
                        f"a number is missing at {match[0].strip()!r}",
                        (quote(document, block, sentence),),
                        match[0].strip(),
                    )
                    break


def odd_bases(document: Document) -> Iterator[Finding]:
    """Rates per a number of people that is no power of ten, where the document has one that is."""
    found = [
        (block, text, match) for block in document.prose for text in block.sentences for match in _BASE.finditer(text)
    ]
    usual = [match[1] for *_, match in found if re.fullmatch(r"10+", match[1].replace(",", ""))]
    for block, text, match in found:
        if usual and not re.fullmatch(r"10+", match[1].replace(",", "")):
            yield Finding(
                "odd_base",
                "differs",
                f"a rate per {match[1]}, where others are per {usual[0]}",
                (quote(document, block, text),),
                match[1],
            )


def numbering(document: Document) -> Iterator[Finding]:
    """Titles of tables and charts with one number twice, and numbers left out."""
    for word in ("table", "chart", "figure"):
        titles = [
            (int(match["n"]), block)
            for block in document.blocks
            if block.kind != "table"
            and (match := _NUMBERED.match(without_markers(block.text)))
            and match["word"].casefold() == word
            and match["rest"][:1] in (":", ".", " ", "-", "–")
        ]
        times = Counter(n for n, _ in titles)
        for n in (n for n, many in times.items() if many > 1):
            twice = [block for m, block in titles if m == n]
            if len({" ".join(block.text.split()) for block in twice}) > 1 and len(titles) >= 3:
                yield Finding(
                    "repeated_entry",
                    "differs",
                    f"{word} {n} is the number of {len(twice)} titles",
                    tuple(quote(document, block) for block in twice),
                    f"{word} {n}",
                )
        left_out = sorted(set(range(1, max(times, default=0))) - set(times))
        if 0 < len(left_out) <= 2 and len(times) >= 4:
            yield Finding(
                "repeated_entry",
                "differs",
                f"no title has the number {word} {', '.join(map(str, left_out))}",
                (quote(document, titles[-1][1]),),
                f"{word} {left_out[0]}",
            )


def repeated_entries(document: Document) -> Iterator[Finding]:
    """Entries of a list of contents that stand twice, on one page or two."""
    for block in document.blocks:
        entries = [(match[1], " ".join(match[2].split()), match[3]) for match in _ENTRY.finditer(block.text)]
        times = Counter(entry[:2] for entry in entries)
        for (number, title), many in times.items():
            if many > 1:
                pages = ", ".join(entry[2] for entry in entries if entry[:2] == (number, title))
                yield Finding(
                    "repeated_entry",
                    "differs",
                    f"{number} {title} stands {many} times in the list of contents (pages {pages})",
                    (quote(document, block),),
                    title,
                )
