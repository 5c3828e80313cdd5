"""Refuges and other confidential places: which texts say that a place is one.

The rule would rather hide too much: a service that says that it is no refuge is hidden too, and a person lifts that by
correcting the words. The words are data, in `confidential_words.yaml`.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any

from opensna.core.document import read_yaml

_TAG = re.compile(r"<[^>]*>")


def is_confidential(value: Any) -> bool:
    """Whether any text at any depth of an object, list or text says that it is, or belongs to, a confidential place."""
    return any(says_so(text) for text in texts(value))


def says_so(text: str) -> bool:
    """Whether one text says so."""
    plain = _plain(text)
    one, *both = _patterns()
    return bool(one.search(plain)) or all(pattern.search(plain) for pattern in both)


def texts(value: Any) -> Iterable[str]:
    """Every text in a value, at any depth; of an object its values and not its field names."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts(inner)


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """What one text must hold: the first, or both of the others."""
    held = read_yaml(resources.files("opensna.places") / "confidential_words.yaml")
    words = [re.escape(_plain(word)) for of_language in held["words"].values() for word in of_language]
    return tuple(_whole_words(parts) for parts in ([*held["patterns"], *words], *held["both"]))


def _whole_words(parts: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)({'|'.join(parts)})(?!\w)")


def _plain(text: str) -> str:
    """The text in small letters, without mark-up, accents and invisible characters, with one kind of dash, apostrophe and space."""
    bare = unicodedata.normalize("NFKD", html.unescape(_TAG.sub("", text)).casefold())
    made = []
    for letter in bare:
        kind = unicodedata.category(letter)
        if kind == "Cf" or unicodedata.combining(letter):
            continue
        made.append("-" if kind == "Pd" else "'" if letter in "’‘ʼ`" else " " if letter.isspace() else letter)
    return " ".join("".join(made).split())
