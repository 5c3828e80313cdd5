"""Offences at stations: placed by their small area, counted, controlled and drawn like any others."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from opensna.actions.assess import assess
from opensna.actions.ingest import ingest
from opensna.actions.init import init
from opensna.assessment.edition import Edition
from opensna.core.block import Block, Chart
from opensna.reference.areas import LONDON
from opensna.reference.lookups import small_area_changes, small_areas
from opensna.report.sections._hubs import BY_STATION

CAMDEN, BARNET, KENT = "E09000007", "E09000003", "E07000106"
VIOLENCE, ROBBERY = "Violence and sexual offences", "Robbery"
HEADER = ("Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location", "LSOA code", "LSOA name",
          "Crime type", "Last outcome category", "Context")  # fmt: skip


def area_of(authority: str) -> str:
    """The first small area of an authority."""
    rows = small_areas()
    return str(rows.loc[rows["area_code"] == authority, "lsoa_code"].iloc[0])


def earlier_area_of(authority: str) -> str:
    """A small area of 2011 in an authority that was split or merged by 2021."""
    changes, rows = small_area_changes(), small_areas()
    own = rows.loc[rows["area_code"] == authority, "lsoa_code"]
    gone = changes[~changes["lsoa_code_2011"].isin(rows["lsoa_code"]) & changes["lsoa_code_2021"].isin(own)]
    return str(gone["lsoa_code_2011"].iloc[0])


def delivery(path: Path) -> Path:
    """Made-up rows: station, small area, type and how many."""
    camden = area_of(CAMDEN)
    rows = [
        ("On or near North  Halt (Station)", camden, VIOLENCE, 40), ("On or near North  Halt (Station)", camden, ROBBERY, 2),
        ("On or near South Halt (Lu Station)", camden, VIOLENCE, 11), ("On or near Tram Halt (Tram Stop)", camden, ROBBERY, 1),
        ("On or near Parking Area", camden, VIOLENCE, 5), ("On or near Old Halt (Dlr)", earlier_area_of(BARNET), VIOLENCE, 3),
        ("On or near Far Halt (Station)", area_of(KENT), VIOLENCE, 70), ("On or near Lost Halt (Station)", "", VIOLENCE, 9),
        ("On or near North  Halt (Station)", camden, "Bicycle theft", 8),
    ]  # fmt: skip
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for where, lsoa, kind, n in rows:
            line = ("", "2023-03", "British Transport Police", "", "", "", where, lsoa, "", kind, "", "")
            writer.writerows([line] * n)
    return path


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    folder = tmp_path_factory.mktemp("hubs")
    workspace = init("london", folder / "w")
    ingest(workspace, "btp_street", [delivery(folder / "2023-03-btp-street.csv")], released="2023-05")
    return assess(workspace, audience="public")


def blocks(edition: Edition, area: str) -> tuple[Block, ...]:
    return next(section.blocks for section in edition.blocks[area] if section.id == "where_it_happens")


def chart(edition: Edition, area: str) -> Chart:
    return next(block for block in blocks(edition, area) if isinstance(block, Chart))


def test_offences_are_counted_where_their_small_area_lies_of_2021_or_of_2011(edition: Edition) -> None:
    table = edition.estimates.table.query("measure == 'btp_violence_and_sexual_offences' and statistic == 'count'")
    held = table[table["breakdown"] == BY_STATION].set_index("group")["value"].to_dict()
    assert held == {
        f"{CAMDEN}*North Halt (Station)": 40, f"{CAMDEN}*South Halt (Lu Station)": 11, f"{CAMDEN}*No station named": 5,
        f"{BARNET}*Old Halt (Dlr)": 3,
    }  # fmt: skip
    assert table.loc[table["breakdown"] == "none", "value"].tolist() == [59]
    assert set(table["kind"]) == {"measured"}
    assert {str(day) for day in table["period_start"]} == {"2023-03-01"}


def test_a_chart_names_the_areas_stations_and_says_how_many_offences_name_none(edition: Edition) -> None:
    drawn = chart(edition, CAMDEN)
    assert drawn.table.rows == (
        ("North Halt (Station)", "40", "2", "0", "0"),
        ("South Halt (Lu Station)", "11", "0", "0", "0"),
        ("Tram Halt (Tram Stop)", "0", "1", "0", "0"),
    )  # fmt: skip
    assert [record["value"] for record in drawn.data] == [40, 11, 0]
    assert "0 other stations are not shown; 5 of these offences name no station" in drawn.table.note
    assert drawn.alt == "51 of the area's 56 offences of this type stand at the 3 stations shown."
    assert "release 2023-05" in drawn.source
    assert [row[0] for row in chart(edition, LONDON).table.rows][1] == "Old Halt (Dlr)"


def test_concentration_stands_beside_chance_and_is_not_worked_out_of_a_few(edition: Edition) -> None:
    said = " ".join(str(getattr(block, "text", "")) for block in blocks(edition, CAMDEN))
    assert "In March 2023, half of the 51 offences of violence and sexual offences on the railways in Camden" in said
    assert "by chance" in said
    few = " ".join(str(getattr(block, "text", "")) for block in blocks(edition, BARNET))
    assert "cannot be said [x]: too few are shown" in few


def test_an_area_without_a_station_and_an_edition_without_the_file_say_so(
    edition: Edition, empty_edition: Edition
) -> None:
    titles = [getattr(block, "title", "") for block in blocks(edition, "E09000002")]
    assert "Transport hubs: none [x]" in titles
    titles = [getattr(block, "title", "") for block in blocks(empty_edition, CAMDEN)]
    assert "Transport hubs: not available [x]" in titles


@pytest.fixture(scope="module")
def empty_edition(tmp_path_factory: pytest.TempPathFactory, real_free_file: Path) -> Edition:
    workspace = init("london", tmp_path_factory.mktemp("without") / "w")
    ingest(workspace, "police_uk_stop_search", [real_free_file], released="2023-05")
    return assess(workspace)


@pytest.fixture(scope="module")
def real_free_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One made-up search, so that an edition can be made at all."""
    path = tmp_path_factory.mktemp("searches") / "2023-03-metropolitan-stop-and-search.csv"
    path.write_text(
        "Type,Date,Part of a policing operation,Policing operation,Latitude,Longitude,Gender,Age range,Self-defined ethnicity,"
        "Officer-defined ethnicity,Legislation,Object of search,Outcome,Outcome linked to object of search,"
        "Removal of more than just outer clothing\n"
        "Person search,2023-03-01T10:00:00+00:00,False,,,,Male,18-24,,White,,,Arrest,,False\n",
        "utf-8",
    )
    return path
