"""A source that the report draws nothing from says so itself, and so does its page."""

from __future__ import annotations

from opensna.catalogue import FIGURES, MEASURES, SOURCES
from opensna.sources._base import NOT_DRAWN


def test_the_sources_without_a_measure_or_a_figure_say_so_and_no_other_does() -> None:
    drawn = {one.source for one in (*MEASURES.values(), *FIGURES.values())}
    assert {id for id, source in SOURCES.items() if NOT_DRAWN in source.contract.notes} == set(SOURCES) - drawn
