"""The command line end to end on small files: what it prints, and its exit codes."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from opensna.catalogue import SOURCES
from opensna.synthetic.dummy import rows_from_contract

HEADER = "MajorText,MinorText,BoroughName,202301,202302,202303"
ROWS = (
    "ROBBERY,ROBBERY OF PERSONAL PROPERTY,Camden,30,20,10",
    "ROBBERY,ROBBERY OF PERSONAL PROPERTY,Barnet,5,0,5",
    "ROBBERY,ROBBERY OF PERSONAL PROPERTY,Unknown,10,10,10",
)


@pytest.fixture
def delivered(tmp_path: Path) -> Path:
    path = tmp_path / "borough.csv"
    path.write_text("\n".join((HEADER, *ROWS)) + "\n", "utf-8")
    return path


def test_ingest_then_measure_gives_the_stated_columns_and_ranks(run, delivered: Path, capsys) -> None:
    assert run("ingest", "mps_borough_crime", str(delivered), "--released", "2023-04") == 0
    printed = capsys.readouterr()
    assert "read 9 = accepted 9 + quarantined 0" in printed.out
    assert "made one for London" in printed.err
    assert (
        run("measure", "mps_personal_robbery", "--period", "2023-01/2023-03", "--by", "borough", "--format", "csv") == 0
    )
    printed = capsys.readouterr()
    rows = {row["area_name"]: row for row in csv.DictReader(io.StringIO(printed.out))}
    assert rows["Camden"]["rank"] == "1"
    assert rows["Camden"]["numerator"] == "60"
    assert rows["Camden"]["comparison"] == "higher"
    assert rows["Camden"]["release"] == "2023-04"
    assert rows["City of London"]["mark"] == "[x]"
    assert "30.0%" in printed.err
    assert "not for release" in printed.err


def test_unknown_source_gives_exit_code_2_and_the_nearest(run, delivered: Path, capsys) -> None:
    assert run("ingest", "mps_borough_crimes", str(delivered)) == 2
    assert "mps_borough_crime" in capsys.readouterr().err


def test_a_file_without_release_date_asks_for_one(run, delivered: Path, capsys) -> None:
    assert run("ingest", "mps_borough_crime", str(delivered)) == 3
    assert "--released" in capsys.readouterr().err


def test_a_pattern_that_matches_no_file_says_so(run, capsys) -> None:
    assert run("ingest", "mps_borough_crime", "absent.csv", "--released", "2023-04") == 2
    assert "check the path" in capsys.readouterr().err


def test_a_period_outside_the_release_names_what_it_holds(run, delivered: Path, capsys) -> None:
    run("ingest", "mps_borough_crime", str(delivered), "--released", "2023-04")
    assert run("measure", "mps_personal_robbery", "--period", "2023") == 2
    assert "within 2023-01/2023-03" in capsys.readouterr().err


def test_an_error_can_be_read_by_a_machine(run, capsys) -> None:
    assert run("ingest", "nothing", "x.csv", "--json") == 2
    assert json.loads(capsys.readouterr().err.splitlines()[-1])["error"]["code"] == "unknown_id"


def test_measure_outside_a_workspace_says_how_to_make_one(run, capsys) -> None:
    assert run("measure", "mps_personal_robbery") == 2
    assert "opensna init london" in capsys.readouterr().err


def test_sources_can_be_listed_anywhere(run, capsys) -> None:
    assert run("sources", "--json") == 0
    listed = {source["id"]: source for source in json.loads(capsys.readouterr().out)}
    assert listed["police_offences"]["access"] == "restricted"


def test_doctor_finds_this_machine_well(run, capsys) -> None:
    assert run("doctor") == 0
    assert "Python" in capsys.readouterr().out


def test_a_month_missing_inside_the_release_is_named_and_never_counted_as_zero(run, tmp_path: Path, capsys) -> None:
    path = tmp_path / "gap.csv"
    path.write_text(
        "MajorText,MinorText,BoroughName,202301,202303\nROBBERY,ROBBERY OF PERSONAL PROPERTY,Camden,3,4\n", "utf-8"
    )
    assert run("ingest", "mps_borough_crime", str(path), "--released", "2023-04") == 0
    assert run("measure", "mps_personal_robbery", "--period", "2023-01/2023-03") == 2
    assert "no rows for February 2023" in capsys.readouterr().err


def test_a_file_that_an_unclosed_quotation_mark_would_cut_short_is_refused(run, tmp_path: Path, capsys) -> None:
    header = (
        "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,"
        "Last outcome category,Context"
    )
    row = ",2023-03,British Transport Police,British Transport Police,-0.1,51.5,{},E01000001,City of London 001A,Robbery,,"
    path = tmp_path / "btp.csv"
    path.write_text(
        "\n".join([header, row.format("On or near A"), row.format('"On or near B'), row.format("C")]) + "\n", "utf-8"
    )
    assert run("ingest", "btp_street", str(path), "--released", "2023-05") == 3
    assert "quotation mark" in capsys.readouterr().err


def test_one_area_keeps_its_rank_among_all(run, delivered: Path, capsys) -> None:
    run("ingest", "mps_borough_crime", str(delivered), "--released", "2023-04")
    capsys.readouterr()
    assert (
        run("measure", "mps_personal_robbery", "--area", "Barnet", "--period", "2023-01/2023-03", "--format", "json")
        == 0
    )
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["area_name"], row["rank"]) == ("Barnet", 2)


def test_quarantined_rows_are_shown_with_their_reasons(run, tmp_path: Path, capsys) -> None:
    header = (
        "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,"
        "Last outcome category,Context"
    )
    row = ",2023-03,British Transport Police,British Transport Police,-0.1,51.5,{},E01000001,City of London 001A,{},,"
    lines = [
        header,
        *(row.format(f"On or near {i}", "Robbery") for i in range(200)),
        row.format("On or near Z", "Robery"),
    ]
    path = tmp_path / "btp.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    assert run("ingest", "btp_street", str(path), "--released", "2023-05") == 0
    capsys.readouterr()
    assert run("quarantine", "btp_street", "--json") == 0
    (shown,) = json.loads(capsys.readouterr().out)
    assert (shown["source_row"], shown["reasons"], shown["crime_type"]) == (202, "unknown_value:crime_type", "Robery")


def test_quarantined_rows_of_a_restricted_source_are_shown_without_their_values(run, tmp_path: Path, capsys) -> None:
    path = tmp_path / "ambulance.csv"
    rows = rows_from_contract(SOURCES["ambulance_assaults"].contract, 200, seed=1)
    rows.to_csv(path, index=False)
    with path.open("a") as file:
        file.write("2023-01-01,E09000002,assault,none,under 25,secretvalue\n")
    assert run("ingest", "ambulance_assaults", str(path), "--released", "2024-03") == 0
    capsys.readouterr()
    assert run("quarantine", "ambulance_assaults", "--json") == 0
    told = capsys.readouterr().out
    assert "not_an_integer:incidents" in told
    assert "secretvalue" not in told


def test_sources_give_the_page_to_download_from_and_can_be_only_those_loaded(run, delivered: Path, capsys) -> None:
    assert run("sources") == 0
    (line,) = [line for line in capsys.readouterr().out.splitlines() if "mps_borough_crime" in line]
    assert "https://data.london.gov.uk/dataset/recorded_crime_summary" in line
    assert run("sources", "--loaded") == 0
    assert "nothing is loaded" in capsys.readouterr().err
    run("ingest", "mps_borough_crime", str(delivered), "--released", "2023-04")
    capsys.readouterr()
    assert run("sources", "--loaded", "--json") == 0
    (only,) = json.loads(capsys.readouterr().out)
    assert (only["id"], only["releases"]) == ("mps_borough_crime", ["2023-04"])


def test_a_measure_says_what_it_is_and_its_ranks_are_of_counts(run, delivered: Path, capsys) -> None:
    run("ingest", "mps_borough_crime", str(delivered), "--released", "2023-04")
    capsys.readouterr()
    assert run("measure", "mps_personal_robbery", "--period", "2023-01/2023-03", "--by", "borough") == 0
    title, _, headings, *rows = capsys.readouterr().out.splitlines()
    assert title == (
        "Robbery of personal property, Metropolitan Police, per 1,000 residents, 2023-01 to 2023-03, release 2023-04, "
        "population mid-2023"
    )
    assert [one.strip() for one in headings.strip("┃").split("┃")] == [
        "area", "rate", "95% interval", "count", "population", "rank by count", "v the whole", "mark",
    ]  # fmt: skip
    (camden,) = [[one.strip() for one in row.split("│")] for row in rows if "Camden" in row]
    assert camden[4] == "60"
    assert " to " in camden[3]
    assert "," in camden[5]


def test_a_count_has_no_heading_that_says_rate(run, tmp_path: Path, capsys) -> None:
    path = tmp_path / "ward.csv"
    path.write_text(
        "MajorText,MinorText,WardName,WardCode,LookUp_BoroughName,202301\n"
        "ROBBERY,ROBBERY OF PERSONAL PROPERTY,Bloomsbury,E05013652,Camden,3\n",
        "utf-8",
    )
    run("ingest", "mps_ward_crime", str(path), "--released", "2023-04")
    capsys.readouterr()
    assert run("measure", "mps_ward_personal_robbery", "--period", "2023-01", "--by", "ward") == 0
    title, _, headings, *_ = capsys.readouterr().out.splitlines()
    assert title.endswith("by ward, offences counted, 2023-01, release 2023-04")
    assert "rate" not in headings
