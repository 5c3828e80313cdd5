"""Places that a text names, and the area that a document is about."""

from __future__ import annotations

import re
from functools import lru_cache

from opensna.assessment.review.document import Document
from opensna.assessment.review.vocabulary import any_of, data_file
from opensna.reference.areas import boroughs

_BODY = re.compile(
    r"\b(?:London Borough of|Royal Borough of|City of) ([A-Z][\w&']+(?: (?:and|&|upon) [A-Z][\w']+|(?: upon)? [A-Z][\w']+)*)"
    r"|\b([A-Z][a-z]+(?:(?: and| upon| &)? [A-Z][a-z]+){0,3}?) (?:Council|Violence Reduction "
    r"(?:Unit|Network|Partnership)|VRU|VRP|Community Safety Partnership|Safer Communities)"
)
_NOT_A_PLACE = {
    "safer",
    "the",
    "violence",
    "serious",
    "strategic",
    "community",
    "national",
    "our",
    "london",
    "london's",
}


@lru_cache
def _names() -> dict[str, tuple[str, ...]]:
    """Every way in which each place is written, by name."""
    known = {
        area.name: tuple(
            {
                area.name,
                area.name.replace(" and ", " & "),
                area.name.replace(" and ", " "),
                area.name.split(" upon ")[0],
            }
        )
        for area in boroughs()
    }
    return known | {name: tuple(words) for name, words in data_file("codebook.yaml")["places"].items()}


@lru_cache(maxsize=8192)
def places(text: str) -> tuple[str, ...]:
    """Places named in a text, in order of appearance; London only where nothing smaller is named with it."""
    found = {name: match.start() for name, words in _names().items() if (match := any_of(words).search(text))}
    return tuple(sorted(found, key=lambda name: found[name]))


def area_of(document: Document) -> str:
    """The area that a document is about: of its title or first headings, else the place that it names most; empty if none."""
    titles = [block.text for block in document.blocks[:6] if block.kind == "heading"]
    named_so = document.name.rsplit(".", 1)[0].replace("-", " ").title()
    heads = [document.title, document.address.replace("-", " "), *titles, named_so]
    for head in heads:
        local = [
            name for name in places(head) if name not in ("London", "England", "England and Wales", "United Kingdom")
        ]
        if local:
            return local[0]
        body = _BODY.search(head)
        name = (body[1] or body[2]) if body else ""
        if name and name.split()[0].casefold() not in _NOT_A_PLACE:
            return name
    body = _BODY.search(document.text)
    if body and body[1] and places(body[1]):
        return places(body[1])[0]
    for head in (*heads, *(block.text for block in document.blocks[:12])):
        if "London" in places(head):
            return "London"
    return ""
