"""The Home Office's quarterly tables, by force and by community safety partnership, with invented counts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from opensna.core.errors import ContractError, HeaderError
from opensna.core.provenance import ReleaseRecord
from opensna.sources import home_office_recorded_crime, home_office_recorded_crime_csp
from opensna.sources._base import Source
from opensna.sources._home_office import SUBGROUPS
from opensna.warehouse.warehouse import Warehouse

FORCE, CSP = home_office_recorded_crime.SOURCE, home_office_recorded_crime_csp.SOURCE
ROW = {
    "Financial Year": "2022/23",
    "Financial Quarter": "4",
    "Force Name": "Metropolitan Police",
    "Offence Description": "Actual bodily harm and other injury",
    "Offence Group": "Violence against the person",
    "Offence Subgroup": "Violence with injury",
    "Offence Code": "8N",
    "Number of Offences": "1200",
}
CSP_ROW = {**ROW, "CSP Name": "Croydon", "ONS Code": "E22000173"}
BOTH = pytest.mark.parametrize(("source", "row"), [(FORCE, ROW), (CSP, CSP_ROW)], ids=["force", "csp"])


def ingest(folder: Path, source: Source, *rows: dict[str, str]) -> ReleaseRecord:
    path = folder / "table.csv"
    path.write_text("\n".join([",".join(rows[0]), *(",".join(row.values()) for row in rows)]) + "\n")
    return Warehouse(folder / "warehouse").ingest(source, [path], released="2024-10")


def stored(folder: Path, source: Source) -> list[dict[str, Any]]:
    table = duckdb.sql(f"FROM '{Warehouse(folder / 'warehouse').path(source.id, '2024-10')}'")
    return [dict(zip(table.columns, row, strict=True)) for row in table.fetchall()]


@BOTH
def test_a_quarter_is_stored_with_its_first_month(tmp_path: Path, source: Source, row: dict[str, str]) -> None:
    assert ingest(tmp_path, source, row).rows_accepted == 1
    (kept,) = stored(tmp_path, source)
    assert tuple(kept) == source.contract.names
    assert (kept["financial_year"], kept["quarter"], str(kept["quarter_start"])) == ("2022-23", 4, "2023-01-01")
    assert (kept["offence_code"], kept["count"]) == ("8N", 1200)


@pytest.mark.parametrize("year", ["2022/23", "2022-23", "2022/2023", " 2022 / 23 "])
@pytest.mark.parametrize(("quarter", "month"), [("1", "2022-04-01"), ("Q2", "2022-07-01"), ("Quarter 3", "2022-10-01")])
def test_years_and_quarters_may_be_written_in_several_ways(tmp_path: Path, year: str, quarter: str, month: str) -> None:
    ingest(tmp_path, FORCE, ROW | {"Financial Year": year, "Financial Quarter": quarter})
    (kept,) = stored(tmp_path, FORCE)
    assert (kept["financial_year"], str(kept["quarter_start"])) == ("2022-23", month)


def test_the_subgroups_are_the_23_and_all_are_accepted(tmp_path: Path) -> None:
    pairs = [(group, subgroup) for group, subgroups in SUBGROUPS.items() for subgroup in subgroups]
    assert len(pairs) == len({subgroup for _, subgroup in pairs}) == 23
    rows = [
        ROW | {"Offence Group": group.upper(), "Offence Subgroup": subgroup, "Offence Code": str(i)}
        for i, (group, subgroup) in enumerate(pairs)
    ]
    assert ingest(tmp_path, FORCE, *rows).rows_accepted == 23


def test_a_correction_may_be_below_zero(tmp_path: Path) -> None:
    assert ingest(tmp_path, FORCE, ROW | {"Number of Offences": "-3"}).rows_accepted == 1


def test_fraud_is_not_kept(tmp_path: Path) -> None:
    fraud = ROW | {"Offence Group": "Fraud offences", "Offence Subgroup": "Action Fraud", "Force Name": "Action Fraud"}
    assert ingest(tmp_path, FORCE, ROW, fraud).rows_read == 1


def test_a_partnership_may_have_no_code(tmp_path: Path) -> None:
    row = {name: value for name, value in CSP_ROW.items() if name != "ONS Code"}
    ingest(tmp_path, CSP, row)
    (kept,) = stored(tmp_path, CSP)
    assert (kept["csp_name"], kept["csp_code"]) == ("Croydon", None)


@BOTH
@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("Offence Subgroup", "Anti-social behaviour", "offence_subgroup: unknown_value"),
        ("Offence Subgroup", "Rape offences", "other_group"),
        ("Financial Quarter", "5", "quarter: (out_of_range|unknown_value)"),
        ("Financial Quarter", "Spring", "quarter_start: bad_date"),
        ("Financial Year", "2022", "financial_year: bad_format"),
        ("Financial Year", "2022/25", "other_year"),
        ("Number of Offences", "1200.5", "count: not_an_integer"),
    ],
)
def test_a_bad_value_is_reported(
    tmp_path: Path, source: Source, row: dict[str, str], column: str, value: str, reason: str
) -> None:
    with pytest.raises(ContractError, match=f"(?s){reason}.*do this"):
        ingest(tmp_path, source, row | {column: value})


@BOTH
def test_a_row_that_comes_twice_is_refused(tmp_path: Path, source: Source, row: dict[str, str]) -> None:
    with pytest.raises(ContractError, match=r"(?s)duplicate_key.*send each record once"):
        ingest(tmp_path, source, row, row)


def test_the_table_by_force_is_not_taken_for_the_other(tmp_path: Path) -> None:
    with pytest.raises(HeaderError, match=r"(?s)lacks CSP Name.*save the sheet that has one row a quarter"):
        ingest(tmp_path, CSP, ROW)
