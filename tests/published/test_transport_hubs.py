"""The British Transport Police's file of March 2023: what lies in London, at which stations, and what lies nowhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from opensna.actions.assess import assess
from opensna.actions.ingest import ingest
from opensna.actions.init import init
from opensna.assessment.edition import Edition
from opensna.core.block import Chart
from opensna.reference.areas import LONDON
from opensna.reference.lookups import small_areas

pytestmark = pytest.mark.real_data
FILE = "crime/police-uk/2023-03-btp-street.csv"
VIOLENCE = "Violence and sexual offences"


@pytest.fixture(scope="module")
def rows(real_data: Path) -> pd.DataFrame:
    return pd.read_csv(real_data / FILE)


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory, real_data: Path) -> Edition:
    workspace = init("london", tmp_path_factory.mktemp("btp") / "w")
    ingest(workspace, "btp_street", [real_data / FILE], released="2023-05")
    return assess(workspace, audience="public")


def hub_blocks(edition: Edition) -> tuple[Any, ...]:
    return next(section.blocks for section in edition.blocks[LONDON] if section.id == "where_it_happens")


def test_london_has_540_violent_or_sexual_offences_at_219_stations(edition: Edition, rows: pd.DataFrame) -> None:
    own = set(small_areas().loc[lambda held: held["area_code"].str.startswith("E09"), "lsoa_code"])
    there = rows[rows["LSOA code"].isin(own) & (rows["Crime type"] == VIOLENCE)]
    assert (len(there), there["Location"].nunique()) == (540, 219)
    said = next(block.text for block in hub_blocks(edition) if "on the railways" in getattr(block, "text", ""))
    assert "half of the 540 offences" in said
    assert "of its 219 stations" in said


def test_the_station_with_most_is_waterloo_underground_with_18(edition: Edition) -> None:
    drawn = next(block for block in hub_blocks(edition) if isinstance(block, Chart))
    most = max(drawn.data, key=lambda record: record["value"])
    assert (most["label"], most["value"]) == ("Waterloo (Lu Station)", 18)


def test_272_rows_lie_in_no_area_77_of_them_at_london_victoria_as_the_caveat_says(
    edition: Edition, rows: pd.DataFrame
) -> None:
    lost = rows[rows["LSOA code"].isna()]
    assert (len(rows), len(lost)) == (5946, 272)
    assert (lost["Location"] == "On or near London Victoria (Station)").sum() == 77
    told = " ".join(getattr(block, "text", "") for block in hub_blocks(edition))
    assert "272 of 5,946, among them 77 at London Victoria" in told
