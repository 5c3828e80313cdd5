"""A second partnership from the same open files: seven authorities with what exists, and [x] for the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from opensna.actions.assess import assess
from opensna.actions.ingest import ingest
from opensna.actions.init import init
from opensna.assessment.edition import Edition
from opensna.core.block import Callout, Table

BIRMINGHAM, WEST_MIDLANDS = "E08000025", "E23000014"
RISK = "reference/risk-factors"


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory, real_data: Path) -> Edition:
    workspace = init("west-midlands", tmp_path_factory.mktemp("wm") / "ws")
    ingest(workspace, "imd_2019", [real_data / "reference/deprivation/imd2019_england_ltla19.csv"], released="2019-09")
    names = ("children-in-relative-poverty", "homicide-offences", "modelled-unemployment", "claimant-count")
    ingest(
        workspace,
        "ons_explore_local_statistics",
        [real_data / RISK / f"{name}.csv" for name in names],
        released="2025-09",
    )
    return assess(workspace)


def _rows(edition: Edition, section: str, area: str = BIRMINGHAM) -> dict[str, tuple[str, ...]]:
    blocks = next(s.blocks for s in edition.blocks[area] if s.id == section)
    return {row[0]: row for block in blocks if isinstance(block, Table) for row in block.rows}


@pytest.mark.real_data
def test_there_are_seven_authorities_and_the_force_area(edition: Edition) -> None:
    assert len(edition.areas) == 8
    assert edition.areas[0].code == WEST_MIDLANDS


@pytest.mark.real_data
def test_population_deprivation_labour_market_and_homicide_are_filled(edition: Edition) -> None:
    assert _rows(edition, "place_and_population")["Residents"][2] == "1,166,048"
    risk = _rows(edition, "risk_factors")
    assert risk["Index of Multiple Deprivation 2019, average score"][2] == "38.1"
    assert risk["Unemployment, modelled"][2].endswith("%")
    force = _rows(edition, "homicide", WEST_MIDLANDS)["Homicides, three years together, police force area"]
    assert float(force[2]) > 5


@pytest.mark.real_data
def test_what_does_not_exist_says_what_it_needs(edition: Edition) -> None:
    for section in ("headline", "trends", "under_25s", "ambulance", "where_it_happens", "harm"):
        block = next(s.blocks[0] for s in edition.blocks[BIRMINGHAM] if s.id == section)
        assert isinstance(block, Callout)
        assert block.title == "No figures: not available [x]"


@pytest.mark.real_data
def test_london_is_in_no_text_of_another_partnership(edition: Edition) -> None:
    for section in edition.blocks[BIRMINGHAM]:
        if section.id not in ("definition_and_sources", "methods", "what_works", "commissioning", "cost_of_violence"):
            said = [b for b in section.blocks if not str(getattr(b, "title", "")).startswith("No figures")]
            for block in said:  # what is lacking is named by its source, which may be London's
                assert "London" not in str(getattr(block, "text", "")), (section.id, block)
