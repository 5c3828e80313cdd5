"""How well the words for a place say where it is: exact, street, area or none, by rules that a person can follow.

The words are somebody's record (they often hold more than the place): they are graded and forgotten, and never stored.

1. Unknown is none: blank, "u/k", "not stated" ...
2. A private home is told apart ("patient's home", "own flat"). Its place is the victim's address, so its grade is at most area.
3. Exact: a full postcode; a house number before a road; a kind of premises with a name ("Black Lion pub", not "a pub"); or
   a chain with a road (a chain alone is many places).
4. Street: a road with a name ("Commercial Road", not "in the road"). A High Street or a Station Road is one of many: it needs
   a name before it or an area beside it.
5. Area: a London borough, or the first half of a London postcode. A borough's name within a road's name is no area.

`place_words.csv` holds the words of each kind, and what abbreviations and misspellings stand for.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

from opensna.reference.areas import boroughs

Grade = Literal["exact", "street", "area", "none"]
GRADES: tuple[Grade, ...] = ("exact", "street", "area", "none")
UNKNOWN = "Unknown"


@dataclass(frozen=True)
class GradedPlace:
    """What the words say: their grade, whether a private home, and the code of the one borough they name (or Unknown)."""

    grade: Grade
    is_home: bool
    borough_code: str


def _lines() -> list[dict[str, str]]:
    text = (resources.files("opensna.sources") / "place_words.csv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def _of_kind(kind: str) -> frozenset[str]:
    return frozenset(line["word"] for line in _lines() if line["kind"] == kind)


_SPELLINGS = {line["word"]: line["stands_for"] for line in _lines() if line["kind"] == "spelling"}
_ROADS, _COMMON_ROADS, _PREMISES, _CHAINS = map(_of_kind, ("road", "common road", "premises", "chain"))
_FILLERS = _of_kind("filler") | {","}
_UNNAMED = _FILLERS | _of_kind("adjective") | _ROADS | _PREMISES
_POSTAL = "ec|wc|nw|sw|se|br|cr|da|en|ha|ig|kt|rm|sm|tw|ub|e|n|w"
_HOMES = re.compile(
    r"\b(?:(?:patient|own|his|her|their|my|friend|friends|partner|partners|family|mothers|fathers|private|at) "
    r"(?:s )?(?:own )?(?:home|house|flat|address|residence|property)|home address|domestic address|own home|flat \d+\w?)\b"
    r"|^home(?= ,|$)|(?<!way )(?<!walking )(?<!going )(?<!coming )(?<!heading )\bhome(?= ,|$)"
)
_INSTITUTIONS = re.compile(
    r"\b(?:care|nursing|children|childrens|residential|funeral|public|retirement|rest) (?:s )?(?:home|house)\b"
)
_POSTCODE = re.compile(rf"\b(?:{_POSTAL})\d{{1,2}}[a-z]? ?\d[a-z]{{2}}\b")
_OUTWARD = re.compile(rf"\b(?:{_POSTAL})\d{{1,2}}[a-z]?\b")


def graded(text: str | None) -> GradedPlace:
    """The grade of the words for a place.

    Examples
    --------
    >>> graded("Black Lion pub on Commercial Road, Tower Hamlets")
    GradedPlace(grade='exact', is_home=False, borough_code='E09000030')
    """
    words = _words(text or "")
    line = " ".join(words)
    borough = _borough(line)
    is_area = borough != UNKNOWN or _OUTWARD.search(line) is not None
    is_home = _HOMES.search(_INSTITUTIONS.sub("", line)) is not None
    if is_home:
        return GradedPlace("area" if is_area else "none", is_home, borough)
    roads = [i for i in range(1, len(words)) if words[i] in _ROADS and words[i - 1] not in _FILLERS]
    is_street = any(is_area or _is_one_road(words, i) for i in roads)
    is_chain = is_street and any(word in _CHAINS for word in words)
    if _POSTCODE.search(line) or _is_premises(words) or is_chain or any(_number_before(words, i) for i in roads):
        return GradedPlace("exact", is_home, borough)
    return GradedPlace("street" if is_street else "area" if is_area else "none", is_home, borough)


def _words(text: str) -> list[str]:
    """Words and commas, in lower case, abbreviations written out; "st" is a street unless a name follows it (St James)."""
    line = re.sub(r"'s\b", " s", text.casefold().replace("’", "'")).replace("'", "")
    line = " ".join(re.sub(r"[.;,\n]+", " , ", re.sub(r"[^a-z0-9.;,\n]+", " ", line)).split())
    for short in (spelling for spelling in _SPELLINGS if " " in spelling):
        line = re.sub(rf"\b{short}\b", _SPELLINGS[short], line)
    words = [spelt for word in line.split() if (spelt := _SPELLINGS.get(word, word))]
    return [
        "street" if word == "st" and i and (i + 1 == len(words) or words[i + 1] in _FILLERS) else word
        for i, word in enumerate(words)
    ]


def _is_one_road(words: list[str], road: int) -> bool:
    """Whether the road's name is not one of many: no High Street without a name before it."""
    name, before = words[road - 1], words[road - 2] if road > 1 else ","
    return name not in _COMMON_ROADS or before not in _FILLERS


def _number_before(words: list[str], road: int) -> bool:
    """Whether the name of a road, of up to three words, has a house number before it."""
    for word in reversed(words[max(0, road - 4) : road]):
        if re.fullmatch(r"\d+[a-z]?", word):
            return True
        if word in _FILLERS:
            return False
    return False


def _is_premises(words: list[str]) -> bool:
    """Whether a kind of premises has a name: the word before it is neither a filler, an adjective, a road nor another kind."""
    return any(
        word in _PREMISES and words[i - 1] not in _UNNAMED and (i + 1 == len(words) or words[i + 1] not in _ROADS)
        for i, word in enumerate(words)
        if i
    )


@cache
def _names() -> tuple[tuple[str, re.Pattern[str], str], ...]:
    """Each borough's name, and each half of a double name, the longest first; where it is no part of a road's name; its code."""
    codes = {}
    for place in boroughs():
        name = place.name.casefold()
        codes.update(
            dict.fromkeys([name, *(half for half in re.split(r" and | upon thames", name) if half)], place.code)
        )
    road = "|".join(sorted(_ROADS))
    names = sorted(codes, key=len, reverse=True)
    return tuple((name, re.compile(rf"\b{re.escape(name)}\b(?! (?:\w+ )?(?:{road})\b)"), codes[name]) for name in names)


def _borough(line: str) -> str:
    """The one borough that is named; Unknown for none or several."""
    codes = set()
    for name, outside_roads, code in _names():
        if name in line:
            line, found = outside_roads.subn(" ", line)
            codes |= {code} if found else set()
    return codes.pop() if len(codes) == 1 else UNKNOWN
