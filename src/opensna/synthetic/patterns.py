"""Makes text that matches a column's pattern: the plain part of regular expressions that contracts use."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from opensna.core.errors import InputError

Piece = Callable[[np.random.Generator], str]
_DIGITS, _LETTERS = "0123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_CLASSES = {"d": _DIGITS, "w": _LETTERS.lower() + _DIGITS, "s": " "}


def text_like(pattern: str, rng: np.random.Generator) -> str:
    """One text that the whole pattern matches.

    Literals, escapes, `.`, classes of characters, groups, alternatives and repeats are understood.

    Raises
    ------
    InputError : a pattern that needs more than that (look-around, back-references).
    """
    reader = _Reader(pattern)
    made = reader.alternatives()(rng) if not reader.failed else ""
    if reader.failed or reader.at < len(pattern) or not re.fullmatch(pattern, made):
        raise InputError(
            "no text can be made for this pattern",
            where="rows_from_contract",
            found=pattern,
            expected="literals, classes, groups, alternatives and repeats",
            do_this="give the column a list of codes, or a simpler pattern",
        )
    return made


@dataclass
class _Reader:
    """Reads a pattern from left to right."""

    pattern: str
    at: int = 0
    failed: bool = False

    def peek(self) -> str:
        return self.pattern[self.at] if self.at < len(self.pattern) else ""

    def take(self) -> str:
        taken = self.peek()
        self.at += 1
        return taken

    def alternatives(self) -> Piece:
        choices = [self.sequence()]
        while self.peek() == "|":
            self.take()
            choices.append(self.sequence())
        return lambda rng: choices[int(rng.integers(len(choices)))](rng)

    def sequence(self) -> Piece:
        pieces: list[Piece] = []
        while self.peek() not in ("", "|", ")"):
            pieces.append(self.repeated(self.piece()))
        return lambda rng: "".join(piece(rng) for piece in pieces)

    def piece(self) -> Piece:
        taken = self.take()
        if taken == "(":
            if self.peek() == "?":
                self.failed |= self.pattern[self.at : self.at + 2] != "?:"
                self.at += 2
            inner = self.alternatives()
            self.failed |= self.take() != ")"
            return inner
        if taken == "[":
            return self.one_of(self.bracket())
        if taken == "\\":
            escaped = self.take()
            return self.one_of(_CLASSES.get(escaped, escaped))
        return self.one_of({"^": "", "$": "", ".": _LETTERS}.get(taken, taken))

    @staticmethod
    def one_of(characters: str) -> Piece:
        return lambda rng: characters[int(rng.integers(len(characters)))] if characters else ""

    def bracket(self) -> str:
        negated = self.peek() == "^"
        characters = ""
        self.at += negated
        while self.peek() not in ("", "]"):
            taken = self.take()
            if taken == "\\":
                taken = self.take()
                characters += _CLASSES.get(taken, taken)
            elif self.peek() == "-" and self.pattern[self.at + 1 : self.at + 2] not in ("", "]"):
                self.take()
                characters += "".join(chr(code) for code in range(ord(taken), ord(self.take()) + 1))
            else:
                characters += taken
        self.failed |= self.take() != "]"
        return "".join(c for c in _LETTERS + _DIGITS if c not in characters) if negated else characters

    def repeated(self, piece: Piece) -> Piece:
        found = re.compile(r"(\?|\*|\+|\{(\d+)(?:(,)(\d*))?\})\??").match(self.pattern, self.at)
        if found is None:
            return piece
        self.at = found.end()
        sign, fewest, comma, most = found[1], found[2], found[3], found[4]
        low = {"?": 0, "*": 0, "+": 1}.get(sign, int(fewest or 0))
        high = {"?": 1, "*": 3, "+": 4}.get(sign, int(most) if most else low + 3 if comma else low)
        return lambda rng: "".join(piece(rng) for _ in range(int(rng.integers(low, high + 1))))
