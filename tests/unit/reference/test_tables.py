from __future__ import annotations

from pathlib import Path

import pytest

from opensna.reference import _data
from opensna.reference.areas import CITY, boroughs, covered_by
from opensna.reference.deprivation import imd
from opensna.reference.dfe import dfe_areas, dfe_indicators
from opensna.reference.geography import outlines
from opensna.reference.mps_totals import yearly_totals
from opensna.reference.offences import offence_codes
from opensna.reference.sources import table_sources

CODES = {place.code for place in boroughs()}


def test_every_table_names_its_publisher_licence_release_and_date() -> None:
    files = {file.name for file in _data.path("sources.yaml").parent.iterdir()} - {"sources.yaml"}
    assert set(table_sources()) == files
    for source in table_sources().values():
        assert source.licence.startswith("OGL v3.0")
        assert source.publisher
        assert source.title
        assert source.release
        assert source.retrieved == "2026-11"


def test_tables_are_small_enough_for_the_package() -> None:
    assert sum(file.stat().st_size for file in Path(_data.path("sources.yaml")).parent.iterdir()) < 2_500_000


def test_a_changed_table_stays_with_who_changed_it() -> None:
    mine = _data.table("areas_london.csv")
    mine["area_name"] = ""
    assert _data.table("areas_london.csv")["area_name"].str.len().min() > 0


def test_yearly_totals_hold_each_subgroup_of_each_borough_and_the_airports() -> None:
    totals = yearly_totals()
    assert list(totals.columns) == ["year", "borough_code", "offence_group", "offence_subgroup", "count"]
    assert set(totals["year"]) == set(range(2019, 2024))
    assert set(totals["borough_code"]) == {*covered_by("met_police"), "Airports"}
    assert not totals.duplicated(["year", "borough_code", "offence_subgroup"]).any()
    assert (totals["count"] >= 0).all()
    assert CITY not in set(totals["borough_code"])


@pytest.mark.parametrize(
    "subgroup",
    [
        "Homicide", "Violence with injury", "Violence without injury", "Rape", "Other sexual offences", "Arson",
        "Criminal damage", "Robbery of personal property", "Robbery of business property", "Possession of weapons",
    ],
)  # fmt: skip
def test_yearly_totals_use_the_canonical_subgroups(subgroup: str) -> None:
    assert subgroup in set(yearly_totals()["offence_subgroup"])


@pytest.mark.real_data
def test_yearly_totals_are_those_of_the_published_files(real_data: Path) -> None:
    import pandas as pd

    files = sorted((real_data / "crime/mps-borough").glob("*vint2024-03.csv"))
    published = dict.fromkeys(range(2019, 2024), 0)
    for frame in (pd.read_csv(file) for file in files):
        for month in (column for column in frame.columns if column.isdigit() and "2019" <= column[:4] <= "2023"):
            published[int(month[:4])] += int(frame[month].sum())
    assert yearly_totals().groupby("year")["count"].sum().to_dict() == published


def test_offence_codes_are_text_and_each_stands_once() -> None:
    codes = offence_codes()
    assert codes["code"].is_unique
    assert {"1", "4.1", "4.10", "4.2", "8N", "8P", "8S", "5D", "34B", "19C", "3B"} <= set(codes["code"])
    assert set(codes["confidence"]) == {"high", "medium", "low"}
    assert codes.set_index("code")["subgroup"]["8Q"] == "Stalking and harassment"


def test_what_we_are_not_sure_of_says_why() -> None:
    codes = offence_codes()
    assert (codes.loc[codes["confidence"] != "high", "note"] != "").all()
    assert set(codes.loc[codes["confidence"] != "high", "code"]) == {"8T", "8U", "8V"}


def test_deprivation_holds_both_editions_for_all_authorities_of_england() -> None:
    assert len(imd()) == 317 + 296
    for edition, authorities in ((2019, 317), (2025, 296)):
        table = imd(edition)
        assert table["area_code"].is_unique
        assert set(table["area_code"]) >= CODES
        assert set(table["authorities"]) == {authorities} == {len(table)}
        assert table["rank_of_average_score"].between(1, authorities).all()


def test_how_many_of_london_are_among_the_fifty_most_deprived_depends_on_the_edition_and_the_rank() -> None:
    then, now = (imd(edition)[imd(edition)["area_code"].isin(CODES)] for edition in (2019, 2025))
    assert (then["rank_of_average_score"] <= 50).sum() == 5
    assert (now["rank_of_average_score"] <= 50).sum() == 7
    assert (now["rank_of_average_rank"] <= 50).sum() == 11


def test_the_departments_areas_and_indicators_stand_once_each() -> None:
    areas, indicators = dfe_areas(), dfe_indicators()
    assert (len(areas), len(indicators)) == (170, 434)
    assert areas["dfe_number"].is_unique
    assert areas["area_code"].is_unique
    assert indicators["indicator"].is_unique
    assert (indicators != "").all(axis=None)
    years = {"academic", "financial", "calendar", "31 March", "30 September", "January"}
    assert set(indicators["year"]) == years
    assert indicators.set_index("indicator")["unit"]["16-17 NEET"] == "% of 16 - 17 year olds"


def test_every_authority_has_an_outline_of_closed_rings_inside_london() -> None:
    assert set(outlines()) == CODES
    for shape in outlines().values():
        polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
        for ring in (ring for polygon in polygons for ring in polygon):
            assert ring[0] == ring[-1]
            assert len(ring) >= 4
            assert all(-0.6 < x < 0.4 and 51.2 < y < 51.8 for x, y in ring)


def test_an_outline_that_is_changed_stays_with_who_changed_it() -> None:
    outlines()[CITY].clear()
    assert outlines()[CITY]["coordinates"]
