"""The whole profile on a small synthetic London: every section has something to show, and says SYNTHETIC."""

from __future__ import annotations

from pathlib import Path

import pytest

from opensna.actions.assess import assess
from opensna.actions.ingest import ingest
from opensna.actions.init import init
from opensna.actions.synthesise import synthesise
from opensna.assessment.edition import Edition
from opensna.catalogue import FIGURES, SECTIONS
from opensna.core.block import Callout, Chart, Table
from opensna.core.errors import UnknownIdError
from opensna.core.estimate import as_released
from opensna.reference.areas import LONDON

TEXT_ONLY = frozenset({"definition_and_sources", "data_quality", "methods"})


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    workspace = init("london", tmp_path_factory.mktemp("profile") / "demo", is_demo=True)
    for source, files in synthesise(workspace, scale=0.05).items():
        ingest(workspace, source, files, released="2024-03")
    return assess(workspace)


@pytest.mark.parametrize("id_", sorted(set(SECTIONS) - TEXT_ONLY))
def test_every_section_of_the_demo_has_figures(edition: Edition, id_: str) -> None:
    blocks = next(section.blocks for section in edition.blocks[LONDON] if section.id == id_)
    assert any(isinstance(block, Chart | Table) for block in blocks), [getattr(b, "text", "") for b in blocks]
    assert not any(isinstance(block, Callout) and block.title == "No figures: not available [x]" for block in blocks)


def test_every_published_figure_is_in_the_demo(edition: Edition) -> None:
    table = edition.estimates.table
    figures = table[as_released(table)]
    assert set(figures["measure"]) == set(FIGURES)
    assert set(figures.loc[figures["kind"] == "published", "source"]) == {"ons_population"}, "all others are made up"


def test_wards_are_counted_for_the_sections_that_need_them_alone(edition: Edition) -> None:
    table = edition.estimates.table
    wards = table[~as_released(table) & (table["area_type"] == "ward")]
    assert set(wards["measure"]) == {
        "mps_ward_group_violence",
        "mps_ward_group_robbery",
        "mps_ward_group_sexual_offences",
    }


def test_an_unknown_preset_names_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(UnknownIdError, match="do this: use a preset"):
        init("londn", tmp_path / "ws")
