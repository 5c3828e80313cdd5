"""The aggregated extract stands in for the case-level files where they are not loaded, and beside them nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from opensna.actions.assess import assess
from opensna.actions.ingest import ingest
from opensna.actions.init import init
from opensna.assessment.edition import Edition
from opensna.core.block import Callout, Prose, Table
from opensna.reference.areas import LONDON
from opensna.synthetic.synthesise import synthesise

EXTRACT = "extract_under25"
CASES = ("police_offences", "police_victims", "police_suspects")
Files = dict[str, tuple[Path, ...]]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return synthesise(tmp_path_factory.mktemp("synthetic"), years=(2022, 2023), scale=0.005)


def assessed(folder: Path, files: Files, *sources: str) -> Edition:
    workspace = init("london", folder / "w")
    for source in sources:
        ingest(workspace, source, files[source], released="2024-03")
    return assess(workspace)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory, files: Files) -> Edition:
    return assessed(tmp_path_factory.mktemp("both"), files, "sna_extract", *CASES)


def london(edition: Edition, measure: str) -> float:
    """London's count of 2023."""
    table = edition.estimates.table
    of = (table["measure"] == measure) & (table["area_code"] == LONDON) & (table["statistic"] == "count")
    rows = table[of & (table["breakdown"] == "none")]
    ends = rows["period_start"].astype(str) + rows["period_end"].astype(str)
    return float(rows[ends == "2023-01-012023-12-31"]["value"].iloc[0])


def test_alone_it_fills_the_section_on_under_25s_with_the_number_that_the_case_level_files_give(
    tmp_path: Path, files: Files, both: Edition
) -> None:
    alone = assessed(tmp_path, files, "sna_extract")
    assert london(alone, EXTRACT) == london(both, "sv_under25") > 100
    blocks = next(section.blocks for section in alone.blocks[LONDON] if section.id == "under_25s")
    assert isinstance(blocks[0], Callout)
    assert blocks[0].title == "From an aggregated extract"
    assert any(isinstance(block, Prose) and "affecting under-25s" in block.text for block in blocks)
    assert any(isinstance(block, Table) for block in blocks)


def test_beside_the_case_level_files_nothing_is_counted_from_it(both: Edition) -> None:
    assert EXTRACT not in set(both.estimates.table["measure"])
    blocks = next(section.blocks for section in both.blocks[LONDON] if section.id == "under_25s")
    assert "From an aggregated extract" not in [getattr(block, "title", "") for block in blocks]
