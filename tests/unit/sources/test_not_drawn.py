"""A source that the report draws nothing from says so itself, and so does its page."""

from __future__ import annotations

from opensna.catalogue import FIGURES, MEASURES, SECTIONS, SOURCES
from opensna.sources._base import NOT_DRAWN


def test_the_sources_without_a_measure_or_a_figure_say_so_and_no_other_does() -> None:
    drawn = {one.source for one in (*MEASURES.values(), *FIGURES.values())}
    said = {id for id, of in SOURCES.items() if any(note.startswith(NOT_DRAWN) for note in of.contract.notes)}
    assert said == set(SOURCES) - drawn == {"quoted_figures"}


def test_every_other_source_is_drawn_from_by_a_section() -> None:
    needed = {id for section in SECTIONS.values() for id in section.needs}
    sources = {one.source for one in (*MEASURES.values(), *FIGURES.values()) if one.id in needed}
    assert set(SOURCES) - sources == {"quoted_figures"}
