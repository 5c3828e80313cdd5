"""The monthly dashboard's long files: every header vintage, flags apart from groups, the later refresh standing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from opensna.core.errors import ContractError, HeaderError, ReleaseDateError
from opensna.core.provenance import ReleaseRecord
from opensna.sources._base import TextRows
from opensna.sources._mps_dashboard import flags, latest_refresh
from opensna.sources.mps_monthly_dashboard import SOURCE
from opensna.warehouse.warehouse import Warehouse

TNO = (
    "Month_Year,Area Type,Borough_SNT,Area name,Area code,Offence Group,Offence Subgroup,Measure,Financial Year,FY_FYIndex,"
    "Count,Refresh Date"
)
OTHER = TNO.replace("Offence Group,Offence Subgroup", "Crime Type,Crime Subtype")
OLD = "MONTH_YEAR,Area_Type,Borough_SNT,Area Name,Area Code,MajorText,MinorText,Measure,Financial Year,Statistics"
FEBRUARY = "Offences,fy20-21,20-21_11"
BARKING = "01/02/2021,Borough,Barking & Dagenham,Barking & Dagenham,E09000002"
ARSON = f"{BARKING},ARSON AND CRIMINAL DAMAGE,ARSON,{FEBRUARY},6,05/02/2025"
KNIFE = (
    f"01/02/2021,Borough,Bexley,Bexley,E09000004,KNIFE CRIME,Knife Injury Victims (non DA 1-24),{FEBRUARY},3,05/02/2025"
)
TEAM = "01/02/2021,Safer Neighbourhood Teams,Abbey,Abbey,E05014053"
WARD = f"{TEAM},ROBBERY,ROBBERY OF PERSONAL PROPERTY,{FEBRUARY},2,05/02/2025"

COLUMNS = "month, area_type, area_code, area_name, kind, offence_group, offence_subgroup, measure, count, refresh_date"


def write(folder: Path, *rows: str, header: str = TNO, name: str = "dashboard.csv") -> Path:
    path = folder / name
    path.write_text("\n".join([header, *rows]) + "\n")
    return path


def read(path: Path, columns: str = COLUMNS) -> list[tuple[Any, ...]]:
    with duckdb.connect() as connection:
        rows = SOURCE.read(path, connection)
        assert isinstance(rows, TextRows)
        return connection.execute(f"SELECT {columns} FROM {rows.relation} ORDER BY source_row").fetchall()


def ingest(folder: Path, *rows: str, header: str = TNO) -> ReleaseRecord:
    return Warehouse(folder / "warehouse").ingest(SOURCE, [write(folder, *rows, header=header)])


def test_the_row_that_the_publisher_shows(tmp_path: Path) -> None:
    assert read(write(tmp_path, ARSON)) == [
        ("2021-02-01", "borough", "E09000002", "Barking and Dagenham", "offence group", "ARSON AND CRIMINAL DAMAGE", "Arson",
         "offences", "6", "2025-02-05"),
    ]  # fmt: skip


def test_groups_flags_and_wards_are_stored_and_the_file_says_its_release(tmp_path: Path) -> None:
    record = ingest(tmp_path, ARSON, KNIFE, WARD)
    assert (record.rows_accepted, record.rows_quarantined, record.release) == (3, 0, "2025-02-05")


@pytest.mark.parametrize(
    "header", [TNO, OTHER, TNO.replace("Count", "Value"), TNO.upper()], ids=["tno", "other", "value", "upper"]
)
def test_every_vintage_gives_the_same_row(tmp_path: Path, header: str) -> None:
    assert read(write(tmp_path, ARSON, header=header)) == read(write(tmp_path, ARSON))


def test_the_oldest_vintage_has_no_refresh_date_and_other_measures(tmp_path: Path) -> None:
    row = "01.02.21,Borough,Bexley,Bexley,E09000004,Robbery,Robbery of Personal Property,Outcomes,fy20-21,6"
    assert read(write(tmp_path, row, header=OLD), "month, measure, count, refresh_date") == [
        ("2021-02-01", "positive outcomes", "6", None)
    ]
    assert latest_refresh(tmp_path / "dashboard.csv") is None
    with pytest.raises(ReleaseDateError, match="--released"):
        ingest(tmp_path, row, header=OLD)


@pytest.mark.parametrize("measure", ["Offences", "Offence Count", "Count", "Value", "Statistics"])
def test_the_measure_has_had_several_names(tmp_path: Path, measure: str) -> None:
    assert read(write(tmp_path, ARSON.replace("Offences", measure)), "measure") == [("offences",)]


@pytest.mark.parametrize("row", flags(), ids=lambda row: row["delivered_subgroup"])
def test_a_flag_is_never_an_offence_group(tmp_path: Path, row: dict[str, str]) -> None:
    old, new = "ARSON AND CRIMINAL DAMAGE,ARSON", f"{row['delivered_group']},{row['delivered_subgroup']}"
    ingest(tmp_path, ARSON.replace(old, new.upper()))
    stored = duckdb.sql(f"SELECT kind FROM '{tmp_path}/warehouse/mps_monthly_dashboard/2025-02-05/data.parquet'")
    assert stored.fetchall() == [(row["kind"],)]
    assert row["kind"] in ("flag", "incidents", "repeated total")


def test_domestic_abuse_incidents_are_no_crimes_and_tno_totals_are_repeated(tmp_path: Path) -> None:
    def kind(text: str) -> Any:
        return read(write(tmp_path, ARSON.replace("ARSON AND CRIMINAL DAMAGE,ARSON", text)), "kind")

    assert kind("DOMESTIC ABUSE,Domestic Abuse Incidents") == [("incidents",)]
    assert kind("MISCELLANEOUS,TNO Victim Based") == [("repeated total",)]
    assert kind("MISCELLANEOUS,TNO Non Victim Based") == [("repeated total",)]


def test_a_flag_in_an_offence_group_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContractError, match=r"(?s)other_group.*a flag is no offence group"):
        ingest(tmp_path, ARSON.replace("DAMAGE,ARSON", "DAMAGE,Knife crime"))


def test_lethal_barrel_discharge_is_one_flag_under_either_heading(tmp_path: Path) -> None:
    rows = [KNIFE.replace("KNIFE CRIME,Knife Injury Victims (non DA 1-24)", f"{group},LETHAL BARREL DISCHARGE")
            for group in ("GUN CRIME", "LETHAL BARREL DISCHARGE")]  # fmt: skip
    assert {read(write(tmp_path, row), "offence_group")[0][0] for row in rows} == {"Lethal barrel discharge"}


@pytest.mark.parametrize(
    ("month", "group"), [("01/07/2020", "Miscellaneous crimes against society"), ("01/08/2020", "MISCELLANEOUS")]
)
def test_miscellaneous_was_a_group_until_august_2020(tmp_path: Path, month: str, group: str) -> None:
    row = ARSON.replace("01/02/2021", month).replace("ARSON AND CRIMINAL DAMAGE,ARSON", "MISCELLANEOUS,BIGAMY")
    assert read(write(tmp_path, row), "offence_group") == [(group,)]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Aviation Security(SO18)", "Airports"),
        ("Aviation Security (SO18) (Legacy Only)", "Airports"),
        ("Unknown", "Unknown"),
        ("Other / NK", "Unknown"),
        ("N/K (Legacy Only)", "Unknown"),
        ("Non Met Police Force", "Outside"),
    ],
)
def test_what_is_no_borough_keeps_its_own_code(tmp_path: Path, name: str, code: str) -> None:
    row = ARSON.replace("Barking & Dagenham,Barking & Dagenham,E09000002", f"{name},{name},")
    assert read(write(tmp_path, row), "area_code") == [(code,)]
    assert ingest(tmp_path, row).rows_accepted == 1


def test_a_borough_under_another_boroughs_code_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContractError, match=r"(?s)other_borough.*is that of its name"):
        ingest(tmp_path, ARSON.replace("E09000002", "E09000003"))


def test_a_borough_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContractError, match=r"(?s)other_borough.*do this"):
        ingest(tmp_path, ARSON.replace("Barking & Dagenham", "Barking & Dagnam"))


def test_the_later_refresh_of_a_month_stands_whatever_the_order(tmp_path: Path) -> None:
    older = ARSON.replace(",6,05/02/2025", ",9,31/12/2024")
    for rows in ([ARSON, older], [older, ARSON]):
        assert read(write(tmp_path, *rows), "count, refresh_date") == [("6", "2025-02-05")]
    unreadable = ARSON.replace(",6,05/02/2025", ",9,yesterday")
    assert len(read(write(tmp_path, ARSON, unreadable))) == 2  # the contract reports it
    undated = ARSON.replace(",6,05/02/2025", ",8,")
    assert read(write(tmp_path, undated, ARSON), "count") == [("6",)]


def test_two_rows_of_one_refresh_are_reported(tmp_path: Path) -> None:
    with pytest.raises(ContractError, match=r"(?s)duplicate_key.*send each record once"):
        ingest(tmp_path, ARSON, ARSON.replace(",6,", ",7,"))


def test_files_of_two_refreshes_are_two_releases(tmp_path: Path) -> None:
    files = [write(tmp_path, ARSON), write(tmp_path, ARSON.replace("05/02/2025", "05/03/2025"), name="later.csv")]
    warehouse = Warehouse(tmp_path / "warehouse")
    with pytest.raises(ReleaseDateError, match="ingest each release by itself"):
        warehouse.ingest(SOURCE, files)
    for path in files:
        warehouse.ingest(SOURCE, [path])
    assert warehouse.release(SOURCE.id).release == "2025-03-05"


def test_what_is_not_notifiable_is_not_kept(tmp_path: Path) -> None:
    other = ARSON.replace("ARSON AND CRIMINAL DAMAGE,ARSON", "OTHER ACCEPTED CRIME,Anything")
    assert ingest(tmp_path, ARSON, other).rows_read == 1


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("01/02/2021", "15/02/2021", "month: bad_date"),
        ("05/02/2025", "yesterday", "refresh_date: bad_date"),
        (",6,", ",six,", "count: not_an_integer"),
        ("Offences", "Sanctions", "measure: unknown_value"),
        ("Borough,Bark", "Region,Bark", "area_type: unknown_value"),
        ("E09000002", "LBBD", "area_code: bad_format"),
    ],
)
def test_a_value_that_is_not_known_reaches_the_contract(tmp_path: Path, old: str, new: str, reason: str) -> None:
    path = write(tmp_path, ARSON.replace(old, new, 1))
    with pytest.raises(ContractError, match=f"(?s){reason}.*do this"):
        Warehouse(tmp_path / "w").ingest(SOURCE, [path], released="2025-02")


@pytest.mark.parametrize(
    ("header", "remedy"),
    [
        (TNO.replace("Measure", "Mesure"), "lacks Measure.*TNOCrimeData, OtherCrimeData or KnifeCrimeData"),
        ("MajorText,MinorText,BoroughName,202211", "ask whoever keeps OpenSNA to add it"),
    ],
)
def test_another_header_is_refused(tmp_path: Path, header: str, remedy: str) -> None:
    with pytest.raises(HeaderError, match=f"(?s){remedy}"):
        read(write(tmp_path, "1", header=header))
