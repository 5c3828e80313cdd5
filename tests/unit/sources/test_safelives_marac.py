from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from opensna.core.errors import ContractError, HeaderError
from opensna.core.provenance import ReleaseRecord
from opensna.sources.safelives_marac import SOURCE
from opensna.warehouse.warehouse import Warehouse

HEADER = "period_start,period_end,maracs_submitting,cases,repeat_pct,victims_16_17"
LINE = "2022-04-01,2023-03-31,286,1181,33,"


def ingest(folder: Path, *lines: str, header: str = HEADER) -> ReleaseRecord:
    path = folder / "marac.csv"
    path.write_text("\n".join((header, *lines)) + "\n")
    return Warehouse(folder / "warehouse").ingest(SOURCE, [path], released="2024-10")


def stored(folder: Path, columns: str) -> list[tuple[Any, ...]]:
    path = Warehouse(folder / "warehouse").path(SOURCE.id, "2024-10")
    return duckdb.sql(f"SELECT {columns} FROM '{path}'").fetchall()


def test_each_column_is_a_figure_of_the_united_kingdom_and_a_blank_is_not_available(tmp_path: Path) -> None:
    assert ingest(tmp_path, LINE).rows_accepted == 4
    assert stored(tmp_path, "indicator, area_code, value, unit, mark") == [
        ("Maracs that submitted data", "K02000001", 286.0, "conferences", None),
        ("Cases discussed", "K02000001", 1181.0, "cases", None),
        ("Repeat cases", "K02000001", 33.0, "per cent of cases", None),
        ("Victims aged 16 or 17", "K02000001", None, "victims", "[x]"),
    ]


def test_areas_are_read_where_a_file_has_them_and_every_way_to_write_few_is_suppressed(tmp_path: Path) -> None:
    header = f"area_code,area_name,{HEADER}"
    fewer = [f"E23000014,West Midlands,{2010 + i}-04-01,{2011 + i}-03-31,1,20,30,{text}" for i, text in
             enumerate(("5 or under", "Under 5", "Fewer than 5", "*"))]  # fmt: skip
    ingest(tmp_path, *fewer, header=header)
    assert stored(tmp_path, "area_type, mark") == ([("pfa", None)] * 3 + [("pfa", "[c]")]) * 4


def test_only_twelve_months_that_end_with_a_quarter_are_taken(tmp_path: Path) -> None:
    with pytest.raises(ContractError, match=r"(?s)period_length.*every period is 12 months long"):
        ingest(tmp_path, LINE.replace("2022-04-01", "2023-01-01"))
    with pytest.raises(ContractError, match=r"(?s)quarter_end.*the twelve months end with a quarter"):
        ingest(tmp_path, LINE.replace("2022-04-01,2023-03-31", "2022-05-01,2023-04-30"))


def test_it_says_that_rolling_years_are_never_added() -> None:
    assert "never added" in SOURCE.row_means
    assert any("never added" in caveat for caveat in SOURCE.caveats)


def test_a_local_table_of_another_layout_is_refused(tmp_path: Path) -> None:
    with pytest.raises(HeaderError, match=r"(?s)lacks period_start.*do this: write one line a period"):
        ingest(tmp_path, "Ceredigion,189", header="area,cases")
