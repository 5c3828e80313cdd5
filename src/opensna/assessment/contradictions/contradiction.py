"""A contradiction: what cannot be so, in a sentence of ours, with the words it rests on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Contradiction:
    """One contradiction of one area's assessment.

    `rule` says what kind. `is_certain`: worked out from estimates, not read from words by a rule that may be mistaken.
    """

    rule: str
    says: str
    quotes: tuple[str, ...]
    is_certain: bool

    def __str__(self) -> str:
        """As a report lists it."""
        return f"{self.says}: {' / '.join(self.quotes)}"
