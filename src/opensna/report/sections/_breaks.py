"""What breaks a series, where it is shown: upright dashes in a chart, sentences beside it, a line beneath its table."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from opensna.core.block import Callout, Prose
from opensna.core.missing import Mark
from opensna.definition.breaks import Break
from opensna.report.section import SectionContext


def breaks_within(context: SectionContext, measure: str, first: date, last: date) -> tuple[Break, ...]:
    """The breaks of a measure's or figure's series after its first day and up to its last."""
    return tuple(one for one in context.breaks(measure) if first < one.date <= last)


def marks_of(breaks: Iterable[Break]) -> list[dict[str, Any]]:
    """As a chart's `breaks`."""
    return [{"x": one.date.isoformat(), "label": str(Mark.BREAK)} for one in breaks]


def callout_of(breaks: Iterable[Break]) -> list[Callout]:
    """The sentences of a law, a counting rule or a system; `circumstances` says the others."""
    said = [one.sentence for one in breaks if one.kind != "circumstances"]
    return [Callout(f"Breaks in this series {Mark.BREAK}", " ".join(said))] if said else []


def circumstances(context: SectionContext, measures: Iterable[str]) -> list[Prose]:
    """What happened to everybody while these series ran, said once a section: restrictions during the pandemic."""
    told = dict.fromkeys(one.sentence for m in measures for one in context.breaks(m) if one.kind == "circumstances")
    return [Prose(f"{sentence} Their first day is the dotted line {Mark.BREAK} of March 2020.") for sentence in told]


def note_of(breaks: Iterable[Break]) -> str:
    """A line that goes wherever a table of the series goes, so that an exported table carries its breaks too."""
    said = [f"{one.date.day} {one.date:%B %Y}: {one.sentence}" for one in breaks]
    return f" Breaks in the series {Mark.BREAK}: {' '.join(said)}" if said else ""
