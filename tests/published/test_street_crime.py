"""The City of London Police's files of data.police.uk, September 2021 to August 2023: by type, area and year, as the rows are."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from opensna.actions.assess import assess
from opensna.actions.ingest import ingest
from opensna.actions.init import init
from opensna.assessment.edition import Edition
from opensna.core.block import Callout, Table
from opensna.reference.areas import CITY, LONDON
from opensna.reference.lookups import authority_of_small_areas

pytestmark = pytest.mark.real_data
CAMDEN = "E09000007"


@pytest.fixture(scope="module")
def rows(real_data: Path) -> pd.DataFrame:
    """Rows of the files that lie in the City itself."""
    files = sorted((real_data / "crime/police-uk").glob("*-city-of-london-street.csv"))
    read = pd.concat([pd.read_csv(path) for path in files], ignore_index=True)
    return read[read["LSOA code"].map(dict(authority_of_small_areas())) == CITY]


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory, real_data: Path) -> Edition:
    workspace = init("london", tmp_path_factory.mktemp("street") / "w")
    files = sorted((real_data / "crime/police-uk").glob("*-city-of-london-street.csv"))
    ingest(workspace, "police_uk_street", files, released="2023-10")
    wards = real_data / "crime/london-ambulance/ambulance_assault_2009-11_wards.csv"
    ingest(workspace, "london_ambulance_wards", [wards], released="2014-01")
    return assess(workspace, audience="public")


def tables(edition: Edition, area: str, section: str = "street_crime") -> list[Table]:
    blocks = next(found.blocks for found in edition.blocks[area] if found.id == section)
    return [block for block in blocks if isinstance(block, Table)]


def test_the_city_has_1267_violent_or_sexual_offences_and_135_robberies_in_the_year_to_august_2023(
    edition: Edition, rows: pd.DataFrame
) -> None:
    table = tables(edition, CITY)[0]
    assert table.columns[1:3] == (
        "year ending August 2023",
        "Rate per 1,000",
    )  # 24 months hold one year that ends in August
    newest = rows[rows["Month"] >= "2022-09"]["Crime type"].value_counts()
    of = {row[0]: row[1] for row in table.rows}
    assert of["Violence and sexual offences"] == f"{newest['Violence and sexual offences']:,}" == "1,267"
    assert of["Robbery"] == f"{newest['Robbery']:,}" == "135"


def test_for_4_of_7_offences_no_suspect_was_identified(edition: Edition, rows: pd.DataFrame) -> None:
    offences = rows[(rows["Month"] >= "2022-09") & (rows["Crime type"] != "Anti-social behaviour")]
    lost = (offences["Last outcome category"] == "Investigation complete; no suspect identified").sum()
    assert (len(offences), lost) == (7288, 4091)
    table = tables(edition, CITY)[1]
    assert table.rows[0][:2] == ("Investigation complete; no suspect identified", "4,091")
    assert table.rows[0][2].startswith("56.1 (")
    assert "Of 7,288 offences" in table.note


def test_a_borough_of_the_other_force_has_no_figure_though_the_citys_file_has_rows_there(edition: Edition) -> None:
    blocks = next(found.blocks for found in edition.blocks[CAMDEN] if found.id == "street_crime")
    assert not tables(edition, CAMDEN)
    assert any(isinstance(block, Callout) and "Camden: not available [x]" in block.title for block in blocks)
    (by_area,) = [t for t in tables(edition, LONDON) if t.title.startswith("Recorded crime by borough")]
    assert {row[0] for row in by_area.rows if row[1] != "[x]"} == {"City of London"}


def test_half_of_the_call_outs_of_2009_to_2011_were_in_a_quarter_of_londons_wards_and_camden_had_18(
    edition: Edition,
) -> None:
    blocks = next(found.blocks for found in edition.blocks[LONDON] if found.id == "where_it_happens")
    said = " ".join(getattr(block, "text", "") for block in blocks)
    assert "call-outs of ambulances to assaults" in said
    (table,) = [t for t in tables(edition, CAMDEN, "where_it_happens") if "Call-outs" in t.title]
    assert len(table.rows) == 18
    assert dict(row[:2] for row in table.rows)["Holborn and Covent Garden"] == "542"
