"""Sources of open rows that are added up to figures: recorded crime by force, searches, overcrowding; and people present."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from opensna.core.errors import ContractError, HeaderError
from opensna.reference.lookups import small_areas
from opensna.sources import (
    census_overcrowding,
    home_office_recorded_crime,
    mps_monthly_dashboard,
    people_present,
    police_uk_stop_search,
)
from opensna.sources._base import Source
from opensna.warehouse.engine import connect, open_table
from opensna.warehouse.warehouse import Warehouse

CRIME, SEARCHES = home_office_recorded_crime.SOURCE, police_uk_stop_search.SOURCE
HOMES, PEOPLE = census_overcrowding.SOURCE, people_present.SOURCE
MET, KENT = "E23000001", "E23000032"
Q = {1: "2022/23,4", 2: "2023/24,1", 3: "2023/24,2", 4: "2023/24,3"}
CRIME_HEAD = (
    "Financial Year,Financial Quarter,Force Name,Offence Description,Offence Group,Offence Subgroup,Offence Code,"
    "Number of Offences"
)
SEARCH_HEAD = (
    "Type,Date,Part of a policing operation,Policing operation,Latitude,Longitude,Gender,Age range,Self-defined ethnicity,"
    "Officer-defined ethnicity,Legislation,Object of search,Outcome,Outcome linked to object of search,"
    "Removal of more than just outer clothing"
)


def figures(folder: Path, source: Source, *files: tuple[str, str]) -> pd.DataFrame:
    """The figures of a release made of files (name, text)."""
    paths = []
    for name, text in files:
        paths.append(folder / name)
        paths[-1].write_text(text, "utf-8")
    warehouse = Warehouse(folder / "warehouse")
    warehouse.ingest(source, paths, released="2024-10")
    assert source.figures is not None
    made: pd.DataFrame = (
        source.figures(open_table(connect(), warehouse.path(source.id, "2024-10"))).to_pyarrow().to_pandas()
    )
    return made


def recorded(folder: Path, rows: list[tuple[str, str, str, int]]) -> pd.DataFrame:
    """rows : quarter, force, offence and count."""
    offences = {
        "8N": "Assault with injury,Violence against the person,Violence with injury,8N",
        "5D": "Grievous bodily harm,Violence against the person,Violence with injury,5D",
        "34A": "Robbery of business property,Robbery,Robbery of business property,34A",
        "34B": "Robbery of personal property,Robbery,Robbery of personal property,34B",
    }
    lines = [f'{quarter},"{force}",{offences[code]},{n}' for quarter, force, code, n in rows]
    return figures(folder, CRIME, ("table.csv", "\n".join([CRIME_HEAD, *lines]) + "\n"))


def of(table: pd.DataFrame, indicator: str, code: str = MET) -> dict[tuple[date, date], float]:
    rows = table[(table["indicator"] == indicator) & (table["area_code"] == code)]
    return {(r.period_start, r.period_end): r.value for r in rows.itertuples()}


def test_offences_of_a_subgroup_are_added_by_force_and_quarter(tmp_path: Path) -> None:
    table = recorded(
        tmp_path,
        [(Q[2], "Metropolitan Police", "8N", 100), (Q[2], "Metropolitan Police", "5D", 20), (Q[2], "Kent", "8N", 7)],
    )
    quarter = (date(2023, 4, 1), date(2023, 6, 30))
    assert of(table, "Violence with injury") == {quarter: 120}
    assert of(table, "Violence with injury", KENT) == {quarter: 7}


def test_robbery_of_every_kind_is_the_group_apart_from_its_parts(tmp_path: Path) -> None:
    table = recorded(tmp_path, [(Q[2], "Metropolitan Police", "34A", 3), (Q[2], "Metropolitan Police", "34B", 8)])
    assert list(of(table, "Robbery, all").values()) == [11]
    assert list(of(table, "Robbery of personal property").values()) == [8]


def test_four_quarters_on_end_are_a_year_and_three_or_a_gap_are_none(tmp_path: Path) -> None:
    whole = recorded(tmp_path, [(Q[i], "Metropolitan Police", "8N", i) for i in (1, 2, 3, 4)])
    assert of(whole, "Violence with injury")[date(2023, 1, 1), date(2023, 12, 31)] == 10
    (tmp_path / "gap").mkdir()
    gapped = recorded(
        tmp_path / "gap", [(q, "Metropolitan Police", "8N", 1) for q in ("2021/22,4", Q[1], Q[2], Q[3], "2024/25,1")]
    )
    assert {(end - start).days // 30 for start, end in of(gapped, "Violence with injury")} == {2, 3}


def test_a_force_without_an_area_has_no_code(tmp_path: Path) -> None:
    table = recorded(tmp_path, [(Q[2], "British Transport Police", "8N", 5), (Q[2], "London, City of", "8N", 2)])
    assert set(table["area_code"].fillna("none")) == {"none", "E23000034"}


def searches(folder: Path, *rows: tuple[str, str, str], force: str = "metropolitan") -> pd.DataFrame:
    """rows : month, ethnic group as an officer saw it, outcome."""
    files: dict[str, list[str]] = {}
    for month, group, outcome in rows:
        files.setdefault(month, [SEARCH_HEAD]).append(
            f"Person search,{month}-04T23:15:00+00:00,False,,,,Male,18-24,,{group},,,{outcome},,False"
        )
    return figures(
        folder,
        SEARCHES,
        *((f"{month}-{force}-stop-and-search.csv", "\n".join(lines) + "\n") for month, lines in files.items()),
    )


def test_searches_are_counted_by_month_and_by_group_with_blanks_as_unknown(tmp_path: Path) -> None:
    nothing = "A no further action disposal"
    table = searches(
        tmp_path,
        ("2023-03", "Black", "Arrest"),
        ("2023-03", "White", nothing),
        ("2023-03", "", nothing),
        ("2023-03", "White", ""),
    )
    counts = table.groupby(["indicator", "group"])["value"].sum().to_dict()
    assert counts == {
        ("Stops and searches", ""): 4,
        ("Stops and searches", "ethnicity_officer_defined=Black"): 1,
        ("Stops and searches", "ethnicity_officer_defined=White"): 2,
        ("Stops and searches", "ethnicity_officer_defined=Unknown"): 1,
        ("Stops and searches that led to an outcome", ""): 1,
    }
    assert set(table["area_code"]) == {MET}


def test_twelve_months_on_end_are_a_year_and_a_year_with_a_gap_is_none(tmp_path: Path) -> None:
    months = [f"2023-{month:02d}" for month in range(1, 13)]
    table = searches(tmp_path, *((month, "White", "Arrest") for month in months))
    assert of(table[table["group"] == ""], "Stops and searches")[date(2023, 1, 1), date(2023, 12, 31)] == 12
    (tmp_path / "gap").mkdir()
    gapped = searches(
        tmp_path / "gap", *((month, "White", "Arrest") for month in [*months[:5], *months[6:], "2024-01"])
    )
    assert {(r.period_end - r.period_start).days > 31 for r in gapped.itertuples()} == {False}


def homes(codes: list[str]) -> str:
    lines = ["lsoa21_code,total_households,occupancy_rating,n,prop"]
    for code in codes:
        lines += [
            f"{code},100,{rating},{n},"
            for rating, n in (("0 (ideal)", 85), ("-1 (overcrowded)", 10), ("-2 or less (overcrowded)", 5))
        ]
    return "\n".join(lines) + "\n"


def test_overcrowding_is_the_share_of_households_short_of_bedrooms_where_every_small_area_is_there(
    tmp_path: Path,
) -> None:
    city = small_areas().query("area_code == 'E09000001'")["lsoa_code"].tolist()
    table = figures(tmp_path, HOMES, ("homes.csv", homes(city)))
    assert table.set_index("area_code")["value"].to_dict() == pytest.approx({"E09000001": 0.15, "E23000034": 0.15})
    assert set(table["indicator"]) == {"Overcrowded households"}


def test_an_authority_that_lacks_a_small_area_has_no_share(tmp_path: Path) -> None:
    camden = small_areas().query("area_code == 'E09000007'")["lsoa_code"].tolist()
    assert figures(tmp_path, HOMES, ("homes.csv", homes(camden[1:]))).empty


PEOPLE_HEAD = "area_code,area_name,kind,year,people,counted_by\n"


def people(folder: Path, text: str) -> list[tuple[object, ...]]:
    path = folder / "people.csv"
    path.write_text(PEOPLE_HEAD + text, "utf-8")
    warehouse = Warehouse(folder / "warehouse")
    warehouse.ingest(PEOPLE, [path], released="2024-10")
    stored = open_table(connect(), warehouse.path(PEOPLE.id, "2024-10")).to_pyarrow().to_pandas()
    return list(
        stored[["indicator", "area_code", "value", "mark"]]
        .astype(object)
        .where(stored.notna(), "")
        .itertuples(index=False, name=None)
    )


def test_people_who_live_work_and_pass_through_are_three_figures_of_a_place(tmp_path: Path) -> None:
    wards = ['resident,2021,"9,900",ONS', "Workday,2011,[x],ONS", "footfall,2023,250000,GLA"]
    text = "".join(f"E05013808,West End,{line}\n" for line in wards)
    assert people(tmp_path, text) == [
        ("People who live there", "E05013808", 9900.0, ""),
        ("People who are there on a working day", "E05013808", "", "[x]"),
        ("People who pass through on an average day", "E05013808", 250000.0, ""),
    ]


def test_another_kind_of_people_is_refused_and_so_is_another_header(tmp_path: Path) -> None:
    with pytest.raises(ContractError, match=r"(?s)indicator.*tourist.*do this"):
        people(tmp_path, "E05013808,West End,tourist,2021,9900,ONS\n")
    path = tmp_path / "other.csv"
    path.write_text("ward,people\nE05013808,3\n", "utf-8")
    with pytest.raises(HeaderError, match=r"(?s)lacks area_code.*give one line a place, kind"):
        Warehouse(tmp_path / "warehouse").ingest(PEOPLE, [path], released="2024-11")


DASHBOARD = (
    "Month_Year,Area Type,Borough_SNT,Area name,Area code,Offence Group,Offence Subgroup,Measure,Financial Year,"
    "FY_FYIndex,Count,Refresh Date"
)


def flagged(folder: Path, *rows: tuple[str, str, str, int]) -> pd.DataFrame:
    """rows : month, place, its code and knife crimes."""
    lines = [
        f"01/{month},Borough,{name},{name},{code},KNIFE CRIME,KNIFE CRIME,Offences,fy22-23,22-23_01,{n},05/02/2025"
        for month, name, code, n in rows
    ]
    return figures(folder, mps_monthly_dashboard.SOURCE, ("dashboard.csv", "\n".join([DASHBOARD, *lines]) + "\n"))


def test_flags_are_added_by_borough_and_for_london_with_those_of_no_borough(tmp_path: Path) -> None:
    months = [f"{month:02d}/2022" for month in range(1, 13)]
    rows = [(month, "Camden", "E09000007", 10) for month in months]
    table = flagged(tmp_path, *rows, ("03/2022", "Barnet", "E09000003", 4), ("03/2022", "Unknown", "", 1))
    year = (date(2022, 1, 1), date(2022, 12, 31))
    assert of(table, "Knife crime", "E09000007")[year] == 120
    assert of(table, "Knife crime", "E12000007")[year] == 125
    assert of(table, "Knife crime", "E09000003")[date(2022, 4, 1), date(2022, 4, 30)] == 0
    assert set(table["area_type"]) == {"lad", "region"}


def test_a_month_that_the_file_lacks_is_in_no_year(tmp_path: Path) -> None:
    months = [f"{month:02d}/2022" for month in (1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12)]
    table = flagged(tmp_path, *((month, "Camden", "E09000007", 10) for month in months))
    assert {(end - start).days < 31 for start, end in of(table, "Knife crime", "E09000007")} == {True}
