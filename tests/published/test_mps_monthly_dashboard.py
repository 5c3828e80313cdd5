"""The long file, written from the published wide ones, gives their totals: every place and subgroup of both vintages is known."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import duckdb
import pytest

from opensna.sources.mps_monthly_dashboard import SOURCE
from opensna.warehouse.warehouse import Warehouse

HEADER = (
    "Month_Year,Area Type,Borough_SNT,Area name,Area code,Offence Group,Offence Subgroup,Measure,Financial Year,FY_FYIndex,Count,"
    "Refresh Date\n"
)


def written_long(wide: Path, into: Path) -> Counter[str]:
    """Write the dashboard's long file from a wide one; the wide file's offences by group, in upper case."""
    totals: Counter[str] = Counter()
    with wide.open(newline="", encoding="utf-8-sig") as read, into.open("w", newline="") as write:
        write.write(HEADER)
        lines = csv.writer(write)
        for row in csv.DictReader(read):
            texts = {name.casefold(): value for name, value in row.items() if not name.isdigit()}
            group, subgroup = texts["majortext"], texts["minortext"]
            place = texts.get("lookup_boroughname") or texts["boroughname"]
            for month, count in row.items():
                if month.isdigit():
                    day = f"01/{month[4:]}/{month[:4]}"
                    lines.writerow(
                        (day, "Borough", place, place, "", group, subgroup, "Offences", "", "", count, "05/02/2026")
                    )
                    totals[group.upper()] += int(count)
    return totals


@pytest.mark.parametrize("vintage", ["202211-202410_vint2024-11", "202401-202512_vint2026-01"])
def test_the_long_file_gives_the_totals_of_the_wide_one(real_data: Path, tmp_path: Path, vintage: str) -> None:
    path = tmp_path / "M1045_MonthlyCrimeDashboard_TNOCrimeData.csv"
    totals = written_long(real_data / f"crime/mps-borough/mps_borough_{vintage}.csv", path)
    warehouse = Warehouse(tmp_path / "warehouse")
    record = warehouse.ingest(SOURCE, [path])
    assert (record.release, record.rows_quarantined) == ("2026-02-05", 0)
    stored = duckdb.sql(f"FROM '{warehouse.path(SOURCE.id, record.release)}'")
    counted = stored.filter("kind = 'offence group'").aggregate("upper(offence_group), sum(count)").fetchall()
    assert {group: int(count) for group, count in counted} == dict(totals)
    assert stored.filter("kind != 'offence group'").fetchall() == []
