"""How long work tells where it is, whoever listens."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, float], None]
"""Called with what is being done and the share done, 0 to 1."""


def silent(_what: str, _share: float) -> None:
    """Tell nobody."""


def part_of(progress: Progress, start: float, end: float) -> Progress:
    """Progress of a step that is the stretch from `start` to `end` of the whole."""
    return lambda what, share: progress(what, start + (end - start) * share)
