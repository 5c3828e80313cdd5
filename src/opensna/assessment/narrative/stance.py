"""What an author relies on: the direction or size that a sentence is built upon, and whether the estimate still says so."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from opensna.assessment.narrative.references import Reference
from opensna.core.errors import DocumentError
from opensna.core.missing import Mark
from opensna.estimates.lookup import EstimateRow

DIRECTIONS = ("higher", "lower", "similar", "cannot tell")
_BOUND = re.compile(r"(-?\d+(?:\.\d+)?)(%?)")
_UP = re.compile(r"\b(?:increas\w*|ris(?:e|en|es|ing)|rose|grew|grow\w*|higher|more|up|upward)\b", re.IGNORECASE)
_DOWN = re.compile(r"\b(?:decreas\w*|fall\w*|fell|reduc\w*|declin\w*|lower|fewer|less|drop\w*|down)\b", re.IGNORECASE)
_BEFORE, _AFTER = 60, 25
"""Characters of a sentence before and after a number in which a word for a direction is about it."""


def read_stance(reference: Reference) -> dict[str, str]:
    """The fields that say what an author relies on.

    Raises
    ------
    DocumentError : a direction or bound that cannot be read.
    """
    found = {name: reference.options[name] for name in ("expect", "at_least", "at_most") if name in reference.options}
    expect = found.get("expect", "similar").replace("_", " ")
    if expect not in DIRECTIONS:
        raise DocumentError(
            "no estimate says this", where=f"{reference.where}, option expect", found=repr(expect),
            expected=f"one of {', '.join(DIRECTIONS)}", do_this="say which direction the sentence relies on",
        )  # fmt: skip
    for name in ("at_least", "at_most"):
        if name in found and _BOUND.fullmatch(found[name].replace(",", "")) is None:
            raise DocumentError(
                "a bound that is no number", where=f"{reference.where}, option {name}", found=repr(found[name]),
                expected="a number such as 2500 or 8.1, or 10%", do_this="give the size that the sentence relies on",
            )  # fmt: skip
    return {**found, **({"expect": expect} if "expect" in found else {})}


def stated_direction(before: str, after: str) -> str:
    """The direction that the words around a number give it: higher, lower, or empty where they give none."""
    near = [(len(before) - match.end(), way) for way, word in (("higher", _UP), ("lower", _DOWN))
            for match in word.finditer(before) if len(before) - match.end() <= _BEFORE]  # fmt: skip
    near += [(match.start(), way) for way, word in (("higher", _UP), ("lower", _DOWN))
             for match in word.finditer(after[:_AFTER])]  # fmt: skip
    return min(near)[1] if near else ""


def broken(fields: Mapping[str, str], rows: Sequence[EstimateRow | None]) -> str:
    """What the estimate says instead of what its author relies on; empty where it holds, and where the value is hidden."""
    row = rows[0] if rows else None
    relied = fields.get("expect") or fields.get("stated")
    bounds = [(name, fields[name]) for name in ("at_least", "at_most") if name in fields]
    if not relied and not bounds:
        return ""
    if row is None or row.is_absent:
        hidden = row is not None and row.mark == Mark.SUPPRESSED
        return "" if hidden else f"there is no value {Mark.NOT_AVAILABLE if row is None else row.mark}"
    if relied and relied != (row.comparison or "cannot tell"):
        return f"the estimate says {row.comparison or 'nothing of direction'}: {_shown(row)}"
    for name, bound in bounds:
        if not _holds(name, bound, row):
            return f"the value is {_shown(row)}, {name.replace('_', ' ')} {bound} was relied on"
    return ""


def _holds(name: str, bound: str, row: EstimateRow) -> bool:
    """A change or difference by its size, whatever its direction; all else by its value."""
    number, percent = _BOUND.fullmatch(bound.replace(",", "")).groups()  # type: ignore[union-attr]  # read_stance checked it
    wanted = float(number) / (100 if percent else 1)
    value = abs(row.value) if row.statistic in ("change", "difference_from") else row.value
    return value >= wanted if name == "at_least" else value <= wanted


def _shown(row: EstimateRow) -> str:
    if row.statistic in ("change", "difference_from", "share"):
        return f"{row.value:+.1%} ({row.ci_lower:+.1%} to {row.ci_upper:+.1%})"
    return f"{row.value:,.6g}"
