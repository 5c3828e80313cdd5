"""Absence has a reason: the Analysis Function's bracketed shorthand."""

from __future__ import annotations

from enum import StrEnum


class Mark(StrEnum):
    """A symbol that stands for a value or travels with one. The first four stand for an absent value."""

    NOT_AVAILABLE = "[x]"
    NOT_APPLICABLE = "[z]"
    SUPPRESSED = "[c]"
    LOW_RELIABILITY = "[u]"
    BREAK = "[b]"
    PROVISIONAL = "[p]"
    REVISED = "[r]"
    ESTIMATED = "[e]"
    FORECAST = "[f]"

    @property
    def meaning(self) -> str:
        """In words, for notes and screen readers."""
        return _MEANINGS[self]


_MEANINGS = {
    Mark.NOT_AVAILABLE: "not available",
    Mark.NOT_APPLICABLE: "not applicable",
    Mark.SUPPRESSED: "suppressed to protect people",
    Mark.LOW_RELIABILITY: "too few to be reliable",
    Mark.BREAK: "break in the series",
    Mark.PROVISIONAL: "provisional",
    Mark.REVISED: "revised",
    Mark.ESTIMATED: "estimated",
    Mark.FORECAST: "forecast",
}
