"""The words that the rules look for, from data/vocabulary.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml


@lru_cache
def vocabulary() -> Mapping[str, Any]:
    """The file as it is."""
    return data_file("vocabulary.yaml")


@lru_cache
def data_file(name: str) -> Mapping[str, Any]:
    """One of the reader's data files."""
    held: Mapping[str, Any] = yaml.safe_load(
        (resources.files("opensna.assessment.review") / "data" / name).read_text("utf-8")
    )
    return held


@lru_cache
def data_list(name: str) -> tuple[Mapping[str, Any], ...]:
    """One of the reader's data files that is a list of entries."""
    text = (resources.files("opensna.assessment.review") / "data" / name).read_text("utf-8")
    return tuple(yaml.safe_load(text))


@lru_cache(maxsize=512)
def any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Finds any of some words, whole, without regard to capitals or to which apostrophe or hyphen."""
    parts = (
        re.sub("['’]", "['’]", re.escape(word)).replace(r"\ ", "[ -]") for word in sorted(words, key=len, reverse=True)
    )
    return re.compile(r"(?<![\w-])(?:" + "|".join(parts) + r")(?![\w-])", re.IGNORECASE)


def named(text: str, lists: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """Names of the lists that have a word in the text; a word inside a longer found word of another list does not count twice."""
    return frozenset(name for name, words in lists.items() if any_of(tuple(words)).search(text))


def are_contrasted(one: str, two: str) -> bool:
    """Whether two texts are set apart: a qualifier stands in one only; or, for one contrast or the drivers of the code book,
    each has words that the other lacks, and they share none.
    """
    for word in vocabulary()["qualifiers"]:
        if bool(any_of((word,)).search(one)) != bool(any_of((word,)).search(two)):
            return True
    for name in vocabulary()["contrasts"]:
        held = _held(one, name), _held(two, name)
        if all(held) and not held[0] & held[1]:
            return True
    return bool(_drivers(one) - _drivers(two) and _drivers(two) - _drivers(one))


@lru_cache(maxsize=8192)
def _held(text: str, contrast: str) -> frozenset[int]:
    sides = vocabulary()["contrasts"][contrast]
    return frozenset(i for i, words in enumerate(sides) if any_of(tuple(words)).search(text))


@lru_cache(maxsize=8192)
def _drivers(text: str) -> frozenset[str]:
    return named(text, data_file("codebook.yaml")["drivers"])
