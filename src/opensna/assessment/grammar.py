"""The small words round names and times: "the Office", "in the year ending", "on 31 March"."""

from __future__ import annotations

import re
from collections.abc import Sequence

_WITH_ARTICLE = re.compile(
    r"(?:Office|Department|Ministry|Mayor's|Metropolitan Police|Home Office|Greater London Authority|British Transport Police|"
    r"London Ambulance|London Violence|Crime Survey|City of|United Kingdom|West Midlands|East Midlands|East of England|Isles? of|"
    r"Vale of)\b|(?:North|South) (?:East|West)$"
)
_DAY = re.compile(r"\d{1,2} [A-Z]")
_SPAN = re.compile(r"[A-Z][a-z]+ \d{4} to ")


def named(name: str) -> str:
    """A place or a publisher as it stands within a sentence, with "the" where English asks for it."""
    if name.startswith("The "):
        return f"the {name[4:]}"
    return f"the {name}" if _WITH_ARTICLE.match(name) else name


def at_time(when: str) -> str:
    """A period or a day with the word before it: in 2023, in the year ending March 2024, on 31 March 2023."""
    if _DAY.match(when):
        return f"on {when}"
    return f"from {when}" if _SPAN.match(when) else f"in {since_time(when)}"


def since_time(when: str) -> str:
    """A period after "since" or "in": the year ending March 2024."""
    return f"the {when}" if when.startswith("year ") else when


def all_of(parts: Sequence[str]) -> str:
    """Parts of a sentence joined by commas and "and"."""
    return _joined(parts, "and")


def one_of(parts: Sequence[str]) -> str:
    """Parts of a sentence joined by commas and "or"."""
    return _joined(parts, "or")


def _joined(parts: Sequence[str], word: str) -> str:
    *first, last = parts
    return f"{', '.join(first)} {word} {last}" if first else last
