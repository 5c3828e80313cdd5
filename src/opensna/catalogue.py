"""The one file that knows what exists."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from typing import TypeVar

import opensna.report.sections
import opensna.sources
from opensna.core.discover import discover
from opensna.core.errors import UnknownIdError
from opensna.definition.definition import Definition
from opensna.definition.load import definitions
from opensna.measures.figure import Figure, load_figures
from opensna.measures.load import load_measures
from opensna.measures.measure import Measure
from opensna.report.section import Section
from opensna.sources._base import Source

SOURCES: Mapping[str, Source] = discover(opensna.sources, "SOURCE", Source)
MEASURES: Mapping[str, Measure] = load_measures(resources.files("opensna.measures"))
FIGURES: Mapping[str, Figure] = load_figures(resources.files("opensna.measures") / "figures")
SECTIONS: Mapping[str, Section] = discover(opensna.report.sections, "SECTION", Section)
DEFINITIONS: Mapping[str, Definition] = definitions()

T = TypeVar("T")


def find(kind: str, catalogue: Mapping[str, T], wanted: str) -> T:
    """The thing with this id; UnknownIdError, naming the nearest, if there is none."""
    if wanted not in catalogue:
        raise UnknownIdError.of(kind, wanted, list(catalogue))
    return catalogue[wanted]
